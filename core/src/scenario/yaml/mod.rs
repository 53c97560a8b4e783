//! A YAML file as a tree with the place of everything in it.
//!
//! The tree is ours, over the events of a parser crate, because a reader that stops at the first
//! mistake, or that turns `2001` into a number, is no help to people who write dial plans. Here
//! every scalar stays the text that was typed, and a part of the file that is no YAML does not hide
//! the mistakes in the other parts.

mod parse;
mod reader;
mod syntax;
mod told;

pub(super) use parse::{parse, parse_part};
pub(super) use reader::{Fields, Reader, Word, YES_NO};

use crate::diagnostic::Span;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) value: Value,
}

/// What YAML knows, and two more.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A scalar as typed, quotes and escapes resolved.
    Text {
        /// The text.
        text: String,
        /// Whether it was written as a block (`|` or `>`).
        block: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key, Node)>),
    /// Nothing at all: `key:` alone, `~` or `null`.
    Nothing,
    /// Something that has a diagnostic already: no more is said about it.
    Broken,
}

/// The key of an entry of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The key as typed.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
}

impl Value {
    /// What it is, for a sentence.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Value::Text { .. } => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Nothing => "nothing",
            Value::Broken => "something broken",
        }
    }
}

impl Node {
    /// A node whose mistake has been told.
    pub(super) const fn broken(span: Span) -> Node {
        Node { span, value: Value::Broken }
    }

    /// Whether its mistake has been told already.
    pub(super) const fn is_broken(&self) -> bool {
        matches!(self.value, Value::Broken)
    }
}
