//! What an administrator is told.

/// One reason against what was asked, or one thing to look at after it was done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReasonView {
    /// The rule behind it; empty where there is none.
    pub rule: String,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// What to do instead; empty where nothing is to be done.
    pub way_out: String,
    /// The setting that it is about; empty where it is about none.
    pub path: String,
}
