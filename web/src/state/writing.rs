//! The document: the text beside the canvas, what the user types in it, and every change of it that
//! can be undone.

use crate::types::ProblemView;

use super::{Moment, Shared, Source, Workbench};

/// At most so many changes can be undone.
const MOST_PASTS: usize = 200;

/// And at most so many bytes of texts are kept for them.
const MOST_BYTES: usize = 8_000_000;

/// What was done in a run, as `(time, sentence)`.
pub type Acts = Shared<Vec<(i64, String)>>;

/// The document before a change of it, or after one that was undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The file.
    pub source: Shared<Source>,
    /// What was done in it.
    pub acts: Acts,
    /// Where the run stood, microseconds.
    pub at_us: i64,
    /// What was typed in its place.
    pub draft: Option<Shared<Source>>,
    /// The change, in words: `Phone B lifts`.
    pub label: String,
}

/// Why a document takes the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is the same one, loaded again.
    Same,
    /// A change, in words.
    New(String),
    /// The last change is undone.
    Undo,
    /// It is done again.
    Redo,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Writing {
    /// Counts the documents: what was made of another one is old.
    pub edition: u32,
    /// All that was done in the run, also past the moment where it stands.
    pub acts: Acts,
    /// The file with what was done in it.
    pub text: Shared<String>,
    /// What the user types, which is not the document yet.
    pub draft: Option<Shared<Source>>,
    /// Counts what was typed.
    pub typed: u32,
    /// What is wrong with it; none before it was looked at.
    pub problems: Option<Shared<Vec<ProblemView>>>,
    /// Changes that can be undone, the last one at the end.
    pub undo: Vec<Past>,
    /// Changes that were undone, the last one at the end.
    pub redo: Vec<Past>,
}

impl Writing {
    /// The user types.
    pub(super) fn typed(&mut self, draft: Option<Source>) {
        self.typed = self.typed.wrapping_add(1);
        self.draft = draft.map(Shared::new);
        self.problems = None;
    }

    /// What is wrong with the draft of this number.
    pub(super) fn checked(&mut self, typed: u32, problems: Vec<ProblemView>) {
        if typed == self.typed && self.draft.is_some() {
            self.problems = Some(Shared::new(problems));
        }
    }

    /// Another document stands where `here` did.
    pub(super) fn turn(&mut self, turn: Turn, here: Past, acts: Vec<(i64, String)>) {
        match turn {
            Turn::Same => {}
            Turn::New(label) => {
                self.undo.push(Past { label, ..here });
                self.redo.clear();
                self.forget();
            }
            Turn::Undo => {
                let undone = self.undo.pop();
                self.redo.extend(undone.map(|past| Past { label: past.label, ..here }));
            }
            Turn::Redo => {
                let redone = self.redo.pop();
                self.undo.extend(redone.map(|past| Past { label: past.label, ..here }));
            }
        }
        self.edition = self.edition.wrapping_add(1);
        self.acts = Shared::new(acts);
    }

    /// Lets the oldest go where there are too many.
    fn forget(&mut self) {
        let bytes = |all: &[Past]| {
            let mut last = None;
            let mut sum = 0;
            for past in all {
                if last != Some(&past.source) {
                    sum += past.source.text.len();
                }
                last = Some(&past.source);
            }
            sum
        };
        while self.undo.len() > MOST_PASTS || self.undo.len() > 1 && bytes(&self.undo) > MOST_BYTES
        {
            self.undo.remove(0);
        }
    }
}

impl Workbench {
    /// The document as it stands.
    pub(super) fn here(&self) -> Past {
        Past {
            source: self.source.clone(),
            acts: self.writing.acts.clone(),
            at_us: self.run.now_us,
            draft: self.writing.draft.clone(),
            label: String::new(),
        }
    }

    /// Where an undo leads, or a redo; `None`: there is nothing to be undone.
    #[must_use]
    pub fn turned(&self, turn: &Turn) -> Option<Moment> {
        let back = *turn == Turn::Undo;
        let past = if back { self.writing.undo.last() } else { self.writing.redo.last() }?;
        // What is typed is not undone with an act, but where it took the place of another draft.
        let same = past.source == self.source;
        let act = same && *past.acts != *self.writing.acts;
        let typed = self.writing.draft.as_ref().filter(|_| act);
        let draft = typed.or(past.draft.as_ref());
        // An act is undone where it was done, or where the run stands before that.
        let earlier = back && same && self.run.now_us < past.at_us;
        Some(Moment {
            source: (*past.source).clone(),
            at_us: if earlier { self.run.now_us } else { past.at_us },
            acts: (*past.acts).clone(),
            selection: self.selection.clone(),
            draft: draft.map(|own| (**own).clone()),
        })
    }
}
