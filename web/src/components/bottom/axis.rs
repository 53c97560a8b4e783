//! Where times lie on a strip, in whole pixels.

use crate::state::Lens;

/// A stretch of time laid over a width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// The stretch.
    pub(super) lens: Lens,
    /// Its width, CSS pixels.
    pub(super) width: i32,
}

/// The shortest stretch that can be looked at, microseconds.
const SHORTEST_US: i64 = 1_000;

/// Between two marks of the scale there are at least so many pixels.
const APART: i64 = 90;

impl Axis {
    /// Where a time lies; left and right of what is seen it is at the edge.
    pub(super) fn x(self, at_us: i64) -> i32 {
        let Lens { from_us, to_us } = self.lens;
        let length = (to_us - from_us).max(1);
        let at = at_us.saturating_sub(from_us).clamp(0, length);
        i32::try_from(i128::from(at) * i128::from(self.width) / i128::from(length)).unwrap_or(0)
    }

    /// Whether any of this stretch is seen.
    pub(super) fn sees(self, from_us: i64, to_us: i64) -> bool {
        to_us >= self.lens.from_us && from_us <= self.lens.to_us
    }

    /// The marks of the scale: round times, far enough apart to be read.
    pub(super) fn marks(self) -> Vec<i64> {
        let Lens { from_us, to_us } = self.lens;
        let wanted = (to_us - from_us).max(1) * APART / i64::from(self.width.max(1));
        let steps = [1, 2, 5].into_iter().cycle().zip((0..36).map(|i| 10i64.pow(i / 3)));
        let step = steps.map(|(n, power)| n * power).find(|step| *step >= wanted).unwrap_or(1);
        let first = (from_us + step - 1) / step;
        (first..).map(|n| n * step).take_while(|at| *at <= to_us).collect()
    }
}

impl Lens {
    /// Closer (or, with a negative number, farther) by halves around a time, never past the run.
    #[must_use]
    pub fn zoomed(self, around_us: i64, halvings: i32, horizon_us: i64) -> Option<Self> {
        let length = self.to_us - self.from_us;
        let next = if halvings > 0 { length / 2 } else { length.saturating_mul(2) };
        let next = next.max(SHORTEST_US);
        if next >= horizon_us {
            return None;
        }
        let around = around_us.clamp(self.from_us, self.to_us);
        let from_us = around
            - i64::try_from(
                i128::from(around - self.from_us) * i128::from(next) / i128::from(length.max(1)),
            )
            .unwrap_or(0);
        Some(Self::within(from_us, next, horizon_us))
    }

    /// Moved by so many microseconds, never past the run.
    #[must_use]
    pub fn moved(self, by_us: i64, horizon_us: i64) -> Self {
        Self::within(self.from_us + by_us, self.to_us - self.from_us, horizon_us)
    }

    fn within(from_us: i64, length: i64, horizon_us: i64) -> Self {
        let from_us = from_us.clamp(0, (horizon_us - length).max(0));
        Self { from_us, to_us: from_us + length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Lens = Lens { from_us: 0, to_us: 10_000_000 };

    #[test]
    fn times_lie_in_proportion_and_never_outside() {
        let axis = Axis { lens: ALL, width: 1_000 };
        for (at, want) in [(0, 0), (5_000_000, 500), (10_000_000, 1_000), (-1, 0), (1 << 60, 1_000)]
        {
            assert_eq!(axis.x(at), want);
        }
    }

    #[test]
    fn marks_are_round_and_can_be_read() {
        let marks = Axis { lens: ALL, width: 1_000 }.marks();
        assert_eq!(marks, (0..=10).map(|s| s * 1_000_000).collect::<Vec<_>>());
        let marks = Axis { lens: ALL, width: 300 }.marks();
        assert_eq!(marks, [0, 5_000_000, 10_000_000]);
    }

    #[test]
    fn zooming_keeps_the_time_under_the_eye_and_ends_at_the_whole_run() {
        let half = ALL.zoomed(5_000_000, 1, 10_000_000).unwrap();
        assert_eq!(half, Lens { from_us: 2_500_000, to_us: 7_500_000 });
        assert_eq!(half.zoomed(5_000_000, -1, 10_000_000), None);
        let start = ALL.zoomed(0, 1, 10_000_000).unwrap();
        assert_eq!(start.from_us, 0);
    }

    #[test]
    fn zooming_in_stops_at_the_shortest_stretch() {
        let mut lens = ALL;
        for _ in 0..60 {
            lens = lens.zoomed(3, 1, 10_000_000).unwrap();
        }
        assert_eq!(lens.to_us - lens.from_us, SHORTEST_US);
    }

    #[test]
    fn moving_stops_at_both_ends() {
        let lens = Lens { from_us: 2, to_us: 4 };
        assert_eq!(lens.moved(-9, 10), Lens { from_us: 0, to_us: 2 });
        assert_eq!(lens.moved(99, 10), Lens { from_us: 8, to_us: 10 });
    }
}
