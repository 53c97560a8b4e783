//! Which rows of the ladder are looked at.

use crate::types::LadderView;

use super::Shared;

/// The height of a row in CSS pixels; `ladder.css` says the same.
pub const ROW_HEIGHT: u32 = 28;

/// Rows fetched above and below those that are seen.
const MARGIN: u32 = 30;

/// The ladder's window over the run.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderState {
    /// The rows that were fetched last.
    pub view: Shared<LadderView>,
    /// The first row that is seen.
    pub top: u32,
    /// How many rows fit.
    pub visible: u32,
    /// Whether it stays at the newest row.
    pub follow: bool,
    /// The words that rows must hold.
    pub filter: String,
    /// Whether it is shown as a table.
    pub table: bool,
}

impl Default for LadderState {
    fn default() -> Self {
        Self {
            view: Shared::default(),
            top: 0,
            visible: 12,
            follow: true,
            filter: String::new(),
            table: false,
        }
    }
}

impl LadderState {
    /// The rows to ask for, as `(from, count)`.
    #[must_use]
    pub fn wanted(&self) -> (u32, u32) {
        if self.follow {
            // The end is not known before the answer: past it, the engine gives the last ones.
            return (u32::MAX, self.visible + MARGIN);
        }
        (self.top.saturating_sub(MARGIN), self.visible + 2 * MARGIN)
    }

    /// The row of an event among those fetched.
    #[must_use]
    pub fn place_of(&self, event: u32) -> Option<u32> {
        let i = self.view.rows.iter().position(|row| row.event == event)?;
        Some(self.view.from + u32::try_from(i).ok()?)
    }

    /// The event beside this one, `by` rows on; the first or last fetched where there is none.
    #[must_use]
    pub fn beside(&self, event: Option<u32>, by: i32) -> Option<u32> {
        let rows = &self.view.rows;
        let last = rows.len().checked_sub(1)?;
        let at = event.and_then(|event| rows.iter().position(|row| row.event == event));
        let next = match at {
            Some(i) => i.saturating_add_signed(isize::try_from(by).ok()?).min(last),
            None if self.follow || by < 0 => last,
            None => 0,
        };
        rows.get(next).map(|row| row.event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::LadderRow;

    fn ladder(total: u32) -> LadderState {
        let rows = (0..total.min(90))
            .map(|i| LadderRow { event: i * 10, ..LadderRow::default() })
            .collect();
        let view = LadderView { total, rows, ..LadderView::default() };
        LadderState { view: Shared::new(view), follow: false, ..LadderState::default() }
    }

    #[test]
    fn a_window_asks_for_a_margin_around_what_is_seen() {
        assert_eq!(LadderState { top: 100, ..ladder(5_000) }.wanted(), (70, 72));
        assert_eq!(ladder(5_000).wanted(), (0, 72));
    }

    #[test]
    fn one_that_follows_asks_for_the_end() {
        assert_eq!(LadderState { follow: true, ..ladder(5_000) }.wanted(), (u32::MAX, 42));
    }

    #[test]
    fn walking_stops_at_both_ends() {
        let ladder = ladder(3);
        for (from, by, want) in
            [(Some(0), 1, 10), (Some(20), 1, 20), (Some(0), -1, 0), (None, 1, 0), (None, -1, 20)]
        {
            assert_eq!(ladder.beside(from, by), Some(want), "{from:?} {by}");
        }
        assert_eq!(LadderState::default().beside(None, 1), None);
    }
}
