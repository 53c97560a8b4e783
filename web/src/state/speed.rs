//! How fast virtual time runs.

/// A pace of play.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A tenth of real time: one sees messages overtake each other.
    Slow,
    /// Wall-clock pace.
    #[default]
    Real,
    /// Ten times as fast.
    Fast,
    /// As fast as the engine answers.
    Max,
}

/// The longest piece of wall time that counts as one frame: a page that slept in a background tab
/// goes on from where it was.
const LONGEST_FRAME_US: i64 = 100_000;

/// How far one request goes at most speed.
const MAX_STRIDE_US: i64 = 1_000_000;

impl Speed {
    /// Every pace, slowest first.
    pub const ALL: [Self; 4] = [Self::Slow, Self::Real, Self::Fast, Self::Max];

    /// What stands on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Slow => "0.1×",
            Self::Real => "1×",
            Self::Fast => "10×",
            Self::Max => "max",
        }
    }

    /// How far virtual time goes in so much wall time, both in microseconds.
    #[must_use]
    pub fn ahead(self, wall_us: i64) -> i64 {
        let frame = wall_us.clamp(0, LONGEST_FRAME_US);
        match self {
            Self::Slow => frame / 10,
            Self::Real => frame,
            Self::Fast => frame * 10,
            Self::Max => MAX_STRIDE_US,
        }
    }

    /// The next faster pace, or this one.
    #[must_use]
    pub const fn faster(self) -> Self {
        match self {
            Self::Slow => Self::Real,
            Self::Real => Self::Fast,
            Self::Fast | Self::Max => Self::Max,
        }
    }

    /// The next slower pace, or this one.
    #[must_use]
    pub const fn slower(self) -> Self {
        match self {
            Self::Max => Self::Fast,
            Self::Fast => Self::Real,
            Self::Real | Self::Slow => Self::Slow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_goes_as_far_as_its_pace_says() {
        for (speed, want) in [
            (Speed::Slow, 1_600),
            (Speed::Real, 16_000),
            (Speed::Fast, 160_000),
            (Speed::Max, 1_000_000),
        ] {
            assert_eq!(speed.ahead(16_000), want, "{speed:?}");
        }
    }

    #[test]
    fn a_page_that_slept_does_not_leap() {
        assert_eq!(Speed::Real.ahead(3_600_000_000), 100_000);
        assert_eq!(Speed::Real.ahead(-5), 0);
    }

    #[test]
    fn faster_and_slower_walk_the_same_ladder() {
        for pair in Speed::ALL.windows(2) {
            assert_eq!(pair[0].faster(), pair[1]);
            assert_eq!(pair[1].slower(), pair[0]);
        }
    }
}
