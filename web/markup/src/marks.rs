//! The marks in the text of markup: signs that no word has. What stands behind a mark belongs to it.

/// A list of nodes begins.
pub(crate) const LIST: char = '\u{1}';
/// A list or an element ends.
pub(crate) const END: char = '\u{2}';
/// A value stands here.
pub(crate) const VALUE: char = '\u{3}';
/// Words stand here.
pub(crate) const WORDS: char = '\u{4}';
/// An element begins: its name.
pub(crate) const ELEMENT: char = '\u{5}';
/// One of an element's key, its reference, and what a field holds: its value says which.
pub(crate) const SPECIAL: char = '\u{6}';
/// An attribute that stands fast: name and value, parted by `=`.
pub(crate) const FIXED: char = '\u{7}';
/// An attribute whose value is put in: its name.
pub(crate) const ATTRIBUTE: char = '\u{8}';
/// What listens to an event.
pub(crate) const LISTENER: char = '\u{e}';
/// The head of an element ends, and its children come.
pub(crate) const CHILDREN: char = '\u{f}';
