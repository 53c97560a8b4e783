//! What is said of a mistake once it has been taken down.

use crate::diagnostic::{Diagnostic, Label, Note, NoteKind, Place, Severity, Span};
use std::sync::Arc;

/// A mistake that has been taken down, for what else is to be said of it.
pub(in super::super) struct Told<'r>(pub(super) Option<&'r mut Diagnostic>);

impl Told<'_> {
    /// The words under the caret.
    #[inline(never)]
    pub(in super::super) fn label(mut self, text: &str) -> Self {
        if let Some(Diagnostic { primary: Some(primary), .. }) = &mut self.0 {
            text.clone_into(&mut primary.text);
        }
        self
    }

    /// The same for what was likely meant, where something is near.
    #[inline(never)]
    pub(in super::super) fn near(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.label(&format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Another place with its words.
    #[inline(never)]
    pub(in super::super) fn also(mut self, place: Place, text: &str) -> Self {
        if let Some(told) = &mut self.0 {
            told.secondary.push(Label { place, text: text.to_owned() });
        }
        self
    }

    /// What stands at two places of one file, and should at one.
    #[inline(never)]
    pub(in super::super) fn first(self, first: Span) -> Self {
        let told = self.0.as_ref().and_then(|told| told.primary.as_ref());
        let Some(file) = told.map(|label| Arc::clone(&label.place.file)) else { return self };
        self.label("the second").also(Place { file, span: first }, "the first")
    }

    /// The way out.
    #[inline(never)]
    pub(in super::super) fn help(mut self, text: &str) -> Self {
        if let Some(told) = &mut self.0 {
            told.notes.push(Note { kind: NoteKind::Help, text: text.to_owned() });
        }
        self
    }

    /// The way out, where one is known.
    pub(in super::super) fn maybe_help(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// It can be lived with.
    pub(in super::super) fn only_warns(self) {
        if let Some(told) = self.0 {
            told.severity = Severity::Warning;
        }
    }
}
