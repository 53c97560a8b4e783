//! What is wrong with a sentence, before it has a place.

use super::super::yaml::Reader;
use crate::diagnostic::{Code, Span};
use core::fmt;

/// A mistake in a sentence.
pub(super) struct Wrong {
    /// Its code.
    pub(super) code: Code,
    /// What is wrong.
    pub(super) message: String,
    /// What was likely meant.
    pub(super) near: Option<String>,
    /// What could stand there.
    pub(super) help: Option<String>,
}

/// A sentence that is not understood.
#[inline(never)]
pub(super) fn wrong(message: fmt::Arguments<'_>, near: Option<&str>, help: &str) -> Wrong {
    let (message, near) = (message.to_string(), near.map(str::to_owned));
    Wrong { code: Code::UnknownSentence, message, near, help: Some(help.to_owned()) }
}

impl Wrong {
    /// Reports it at its place.
    pub(super) fn report(self, reader: &mut Reader<'_>, span: Span) {
        let told = reader.tell(self.code, span, format_args!("{}", self.message));
        told.near(self.near.as_deref()).maybe_help(self.help.as_deref());
    }
}
