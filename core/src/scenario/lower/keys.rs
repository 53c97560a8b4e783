//! The keys of mappings, each with what it takes and what it is for.
//!
//! One table serves the reader, which needs the names only, and the schema and the reference, which
//! need all of it. They are two constants, so that a page that prints no schema carries no helps.

/// One key of a mapping.
#[derive(Clone, Copy)]
pub(in super::super) struct KeyDoc {
    /// The key.
    pub(in super::super) name: &'static str,
    /// Whether it must be there.
    pub(in super::super) needed: bool,
    /// What may stand behind it.
    pub(in super::super) takes: Takes,
    /// What it is for, in a sentence.
    pub(in super::super) help: &'static str,
}

/// The words of a choice, from the table that the reader looks them up in.
pub(in super::super) type Words = fn() -> Vec<&'static str>;

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub(in super::super) enum Takes {
    /// Any text, on one line or several.
    Text,
    /// The path of a file.
    Path,
    /// The name of something.
    Name,
    /// A whole number.
    Whole,
    /// `2`, `1..3`, `2..`.
    Count,
    /// `1..50`, both ends with it.
    Range,
    /// `500ms`, `1m30s`.
    Duration,
    /// `30%`.
    Chance,
    /// A sentence of `do`.
    Sentence,
    /// A sentence of `fault`.
    Fault,
    /// One of a few words.
    Choice(Words),
    /// Ids of rules and readings.
    Rules,
    /// A list of such.
    List(&'static Takes),
    /// A mapping from names to such.
    Named(&'static Takes),
    /// A mapping with these keys; with the word of its definition in the schema.
    Fields(&'static str, &'static [KeyDoc]),
    /// One of several.
    Either(&'static [Takes]),
    /// A cluster.
    Cluster,
    /// What an administrator does.
    Change,
    /// One expectation.
    Expectation,
    /// `lab`, `{ env: NAME }` or `{ file: PATH }`.
    Password,
    /// Anything: it belongs to somebody else.
    Anything,
}

/// A key that must be there.
pub(in super::super) const MUST: bool = true;
/// A key that may be left out.
pub(in super::super) const MAY: bool = false;

/// Declares the names of the keys of a mapping, and the same keys with all that is to be said.
macro_rules! keys {
    ($(#[$doc:meta])* $keys:ident $docs:ident {
        $($name:literal $needed:ident $takes:expr, $help:literal;)*
    }) => {
        $(#[$doc])*
        pub(super) const $keys: &[&str] = &[$($name),*];
        $(#[$doc])*
        pub(in crate::scenario) const $docs: &[$crate::scenario::lower::keys::KeyDoc] = &[$(
            $crate::scenario::lower::keys::KeyDoc {
                name: $name,
                needed: $crate::scenario::lower::keys::$needed,
                takes: $takes,
                help: $help,
            }
        ),*];
    };
}
pub(in super::super) use keys;

/// The words of a table that pairs them with what they mean.
macro_rules! words {
    ($table:expr) => {
        || $table.iter().map(|(word, ..)| *word).collect()
    };
}
pub(in super::super) use words;
