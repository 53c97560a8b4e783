//! A worksheet with its answer key, and the checklist.

/// A list to work through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetView {
    /// What it is of.
    pub title: String,
    /// Its rows, in order.
    pub rows: Vec<RowView>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowView {
    /// The question, or the step.
    pub title: String,
    /// What can be chosen; of a step, what the engine found.
    pub lines: Vec<String>,
    /// The answer; of a step `done`, `open` or `not-applied`.
    pub answer: String,
    /// Why; of a step what it is about, and where it is done.
    pub note: String,
}
