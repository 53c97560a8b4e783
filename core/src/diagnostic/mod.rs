//! One type for everything that is wrong in a file or did not hold in a run: a code, a sentence,
//! the place with its excerpt, the reason and the way out.
//!
//! Messages start in lower case and end without a full stop; words of the user stand in backticks.

mod catalogue;
mod code;
mod render;
mod suggest;

pub use code::Code;
pub use suggest::{list_words, nearest};
pub(crate) use suggest::{listed, nearest_of};

use core::fmt;
use std::sync::Arc;

/// A range of bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`; offsets past 4 GiB (no file is that large) stick there.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// Both ends as sizes.
    pub const fn range(self) -> core::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A range of bytes in a named file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's path, relative to the root of its `Sources`.
    pub file: Arc<str>,
    /// Where in it.
    pub span: Span,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used, or the scenario failed.
    Error,
    /// It works, and is likely not what was meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What about it; may be empty.
    pub text: String,
}

/// What a note under an excerpt tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The reason.
    Why,
    /// The change that would help.
    Fix,
    /// The command that tells more.
    See,
    /// Anything else worth knowing.
    Help,
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoteKind::Why => "why",
            NoteKind::Fix => "fix",
            NoteKind::See => "see",
            NoteKind::Help => "help",
        })
    }
}

/// One note under an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it tells.
    pub kind: NoteKind,
    /// The sentence.
    pub text: String,
}

/// Something wrong, told so that it can be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, for `lampfield explain E0103`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, unless it has no place (a file that is not there).
    pub primary: Option<Label>,
    /// Other places that belong to the story.
    pub secondary: Vec<Label>,
    /// Why, fix, see, help: in this order when rendered as they stand here.
    pub notes: Vec<Note>,
    /// Lines that are shown as they are, below everything: a ladder, a waveform.
    pub picture: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        let label = Label { place, text: String::new() };
        Diagnostic { primary: Some(label), ..Diagnostic::without_place(code, message) }
    }

    /// An error without a place in a file.
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            notes: Vec::new(),
            picture: None,
        }
    }

    /// The words under the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Another place with its words.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label { place, text: text.into() });
        self
    }

    /// A note.
    #[must_use]
    pub fn note(mut self, kind: NoteKind, text: impl Into<String>) -> Self {
        self.notes.push(Note { kind, text: text.into() });
        self
    }

    /// A help note.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        self.note(NoteKind::Help, text)
    }

    /// A help note, where there is something to say.
    #[must_use]
    pub fn maybe_help(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// The order of a file's diagnostics: by file, then by place, then by code.
    pub fn sort_key(&self) -> (Option<&Place>, Code, &str) {
        (self.primary.as_ref().map(|label| &label.place), self.code, &self.message)
    }
}
