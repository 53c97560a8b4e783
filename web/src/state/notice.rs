//! What the page has to tell beside the run.

use super::Moment;

/// What a notice is about; there is at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A link could not be opened, or not wholly.
    Link,
    /// The browser keeps nothing.
    Storage,
    /// The engine did not take a request.
    Refused,
    /// A file could not be read at all.
    File,
    /// The engine crashed and was started again.
    Crash,
    /// There is work from the last visit.
    Resume,
    /// Something went well: copied, saved.
    Done,
}

/// A notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// In words.
    pub text: String,
    /// A run to come back to, where that is what it offers.
    pub offer: Option<Box<Moment>>,
}

impl Notice {
    /// A notice that only tells.
    #[must_use]
    pub fn new(kind: NoticeKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), offer: None }
    }
}
