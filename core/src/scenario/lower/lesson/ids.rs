//! The names of goals and questions: each once in a lesson.

use super::super::super::yaml::{Fields, Reader};
use crate::diagnostic::{Code, Span};
use crate::sorted::SortedMap;

/// The names so far.
#[derive(Default)]
pub(super) struct Ids {
    known: SortedMap<String, Span>,
}

impl Ids {
    /// The `id` of a block; empty where there is none, and that has been told.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>, fields: &Fields<'_>) -> String {
        let Some(word) = fields.need_word(reader, "id", "lit-again") else {
            return String::new();
        };
        let right = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if word.text.is_empty() || !word.text.chars().all(right) {
            let message =
                format_args!("`{}` is no id: letters, digits, `-` and `_` only", word.text);
            reader.tell(Code::BadName, word.span, message);
        }
        match self.known.get(word.text) {
            Some(first) => {
                let message = format_args!("two blocks of the lesson have the id `{}`", word.text);
                reader.tell(Code::Duplicate, word.span, message).first(*first);
            }
            None => {
                self.known.insert(word.text.to_owned(), word.span);
            }
        }
        word.text.to_owned()
    }
}
