//! The dialogs of one subscription, held together over its documents (RFC 4235 4.3).

use super::{Dialog, Document, LineWord, State, line_word};
use crate::limits;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Applied {
    /// The table is as the document says.
    Current,
    /// It was taken in, and something before it was missed: subscribe again, for the full state.
    Missed,
    /// It is no newer than what is known, and was passed over.
    Stale,
}

/// What a watcher knows of a line. A new subscription begins with a new table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    version: Option<u32>,
    dialogs: Vec<Dialog>,
}

impl Table {
    /// Takes a document in.
    pub fn apply(&mut self, document: Document) -> Applied {
        let Document { version, full, dialogs, .. } = document;
        let gap = match self.version {
            Some(known) if version <= known => return Applied::Stale,
            Some(known) => version - known > 1,
            // The first is to tell everything.
            None => true,
        };
        self.version = Some(version);
        if full {
            self.dialogs = dialogs;
            self.dialogs.retain(|dialog| dialog.state != State::Terminated);
            return Applied::Current;
        }
        let refused = dialogs.into_iter().filter_map(|dialog| self.put(dialog)).count();
        if gap || refused > 0 { Applied::Missed } else { Applied::Current }
    }

    /// Takes in one dialog that changed; one that is over leaves. Gives it back where there is no
    /// room for it.
    fn put(&mut self, dialog: Dialog) -> Option<Dialog> {
        let known = self.dialogs.iter().position(|known| known.id == dialog.id);
        match (known, dialog.state) {
            (Some(at), State::Terminated) => drop(self.dialogs.remove(at)),
            (None, State::Terminated) => {}
            (Some(at), _) => {
                if let Some(place) = self.dialogs.get_mut(at) {
                    // What is not told again stays as it was.
                    let direction = dialog.direction.or(place.direction);
                    *place = Dialog { direction, ..dialog };
                }
            }
            (None, _) if limits::DIALOGS.check(self.dialogs.len() + 1).is_err() => {
                return Some(dialog);
            }
            (None, _) => self.dialogs.push(dialog),
        }
        None
    }

    /// The dialogs that live.
    pub fn dialogs(&self) -> &[Dialog] {
        &self.dialogs
    }

    /// What the line shows; `None` before the first document.
    pub fn word(&self) -> Option<LineWord> {
        self.version.map(|_| line_word(&self.dialogs))
    }
}
