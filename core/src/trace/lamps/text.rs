//! Lamps as waveforms: a letter for each column of time, in the letters of scenario files.

use super::{LampLane, Lamps, ShownValue};
use crate::gather::Gather;
use crate::limits;
use crate::presence::{LineState, PublishedStatus};
use crate::time::{Duration, Instant};
use crate::trace::Lamp;
use core::fmt::Write as _;

/// The letter of what a device does: `.` on-hook, `O` off-hook, `R` rings in, `C` call, `x` gone.
pub const fn line_letter(state: LineState) -> char {
    match state {
        LineState::NotConnected => 'x',
        LineState::OnHook => '.',
        LineState::OffHook => 'O',
        LineState::RingingIn => 'R',
        LineState::Connected => 'C',
    }
}

/// The letter of what CallManager says: `i` idle, `B` busy, `?` unknown.
pub const fn status_letter(status: PublishedStatus) -> char {
    match status {
        PublishedStatus::Idle => 'i',
        PublishedStatus::Busy => 'B',
        PublishedStatus::Unknown => '?',
    }
}

/// The letter of what a watcher shows: `i` idle, `B` busy, `?` unknown, `-` an entry without
/// icon, `.` no lamp.
pub const fn shown_letter(shown: Option<Lamp>) -> char {
    match shown {
        None => '.',
        Some(Lamp::Idle) => 'i',
        Some(Lamp::Busy) => 'B',
        Some(Lamp::Unknown) => '?',
        Some(Lamp::NoIcon) => '-',
    }
}

/// Which columns to draw. A column shows what stands just before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Where the first column begins.
    pub from: Instant,
    /// Where the last one ends at the latest.
    pub to: Instant,
    /// How long a column is.
    pub step: Duration,
}

impl Columns {
    /// From the start to `to` in columns of a round length, at most `most` of them.
    pub fn fitting(to: Instant, most: u16) -> Self {
        let most = i64::from(most.max(1));
        let mut steps = [1, 2, 5].into_iter();
        let mut power = 1_000_i64;
        let step = loop {
            let Some(digit) = steps.next() else {
                power = power.saturating_mul(10);
                steps = [1, 2, 5].into_iter();
                continue;
            };
            let step = digit * power;
            if step.saturating_mul(most) >= to.as_micros() {
                break step;
            }
        };
        Columns { from: Instant::ZERO, to, step: Duration::from_micros(step) }
    }

    /// The end of each column.
    fn ends(self) -> impl Iterator<Item = Instant> + Clone {
        let step = Duration::from_micros(self.step.as_micros().max(1));
        let first = self.from + step;
        let ends = core::iter::successors(Some(first), move |end| Some(*end + step));
        ends.take_while(move |end| *end <= self.to && *end < Instant::FAR_FUTURE)
            .take(limits::WAVEFORM_COLUMNS.as_usize())
    }

    fn row(self, letter: impl Fn(Instant) -> char) -> String {
        self.ends().map(letter).collect()
    }
}

impl Lamps {
    /// Draws the lamps: for each lamp what each device of its number does, what CallManager says,
    /// and what the watcher shows.
    pub fn to_text(&self, columns: Columns) -> String {
        let mut out = String::new();
        if let Some(notice) = &self.notice {
            let _ = writeln!(out, "({notice})");
        }
        let _ = writeln!(out, "one column = {}, read just before it ends", columns.step);
        let width = self.lanes.iter().map(LampLane::widest_title).max().unwrap_or(0);
        for lane in &self.lanes {
            out.push('\n');
            for (title, row) in lane.rows(columns) {
                let _ = writeln!(out, "{title:width$}  {row}");
            }
        }
        out.push_str("\nreally: . on-hook  O off-hook  R rings in  C call  x gone\n");
        out.push_str("says, shows: i idle  B busy  ? unknown  - no icon  . no lamp\n");
        out
    }
}

impl LampLane {
    fn titles(&self) -> Vec<String> {
        let number = self.dn_name.as_deref().unwrap_or_default();
        let really = self.truth.iter().map(|truth| format!("{number} really ({})", truth.name));
        let says = self.dn.map(|_| format!("{number} as CallManager says"));
        let mut all: Vec<String> = really.gather();
        all.extend(says);
        all.push(self.name.clone());
        all
    }

    fn widest_title(&self) -> usize {
        self.titles().iter().map(|title| title.chars().count()).max().unwrap_or(0)
    }

    /// Title and letters of each row.
    fn rows(&self, columns: Columns) -> Vec<(String, String)> {
        let really =
            self.truth.iter().map(|t| columns.row(|end| line_letter(t.changes.before(end))));
        let says = self.dn.map(|_| columns.row(|end| status_letter(self.published.before(end))));
        let lamp = |shown: ShownValue| shown_letter(shown.map(|(lamp, _)| lamp));
        let shows = columns.row(|end| lamp(self.shown.before(end)));
        let mut rows: Vec<String> = really.gather();
        rows.extend(says);
        rows.push(shows);
        self.titles().into_iter().zip(rows).gather()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_a_round_length_and_fit() {
        let step = |seconds, most| Columns::fitting(Instant::from_secs(seconds), most).step;
        assert_eq!(step(27, 100), Duration::from_millis(500));
        assert_eq!(step(27, 27), Duration::from_secs(1));
        assert_eq!(step(3_600, 100), Duration::from_secs(50));
        assert_eq!(step(0, 0), Duration::from_millis(1));
    }

    #[test]
    fn a_column_is_read_just_before_it_ends() {
        let columns = Columns {
            from: Instant::ZERO,
            to: Instant::from_secs(3),
            step: Duration::from_secs(1),
        };
        let on_the_second = |end: Instant| if Instant::from_secs(2) < end { 'B' } else { 'i' };
        assert_eq!(columns.row(on_the_second), "iiB");
    }
}
