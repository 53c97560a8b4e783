//! A sentence that is spoken while a run goes on: a click on the page, a line at a prompt.

use super::super::model::{Order, Scenario};
use super::super::sources::Sources;
use super::super::yaml::{Reader, Word};
use super::cast::Known;
use super::{change, fault, files, lamp, sentence};
use crate::cluster::Edit;
use crate::diagnostic::{Diagnostic, Span};
use crate::id::ClusterId;
use crate::network::Fault;
use crate::site::Site;
use crate::trace::LampKey;
use std::sync::Arc;

/// What a spoken sentence means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Spoken {
    /// Users act: what each one concerned is told, in this order.
    Do(Vec<Order>),
    /// The network is disturbed or calmed.
    Fault(Vec<Fault>),
}

/// The words that start a sentence of `fault`; no phone may be called so within a sentence.
const FAULTS: [&str; 9] =
    ["calm", "cut", "heal", "loss", "duplication", "reordering", "latency", "jitter", "lose"];

/// Whether a sentence is one of `fault`.
pub(in super::super) fn is_fault(sentence: &str) -> bool {
    FAULTS.contains(&sentence.split_whitespace().next().unwrap_or_default())
}

impl Scenario {
    /// Reads a sentence of `do` or `fault` in the words of the language: `Phone B dials 1000`,
    /// `cut Phone A`.
    ///
    /// # Errors
    /// What is wrong with it, with the nearest right word.
    pub fn spoken(&self, sentence: &str) -> Result<Spoken, Box<Diagnostic>> {
        self.spoken_in(&self.site, sentence)
    }

    /// The same, in a site as it is configured now: after edits, [`super::super::Player::site`].
    ///
    /// # Errors
    /// What is wrong with it, with the nearest right word.
    pub fn spoken_in(&self, site: &Site, sentence: &str) -> Result<Spoken, Box<Diagnostic>> {
        let known = Known::sure(site);
        let mut log = Vec::new();
        let mut reader = Reader { file: Arc::from("sentence"), text: sentence, log: &mut log };
        let word = Word { text: sentence, span: Span::new(0, sentence.len()) };
        let read = if is_fault(sentence) {
            fault::faults(&mut reader, word, &known).map(Spoken::Fault)
        } else {
            sentence::orders(&mut reader, word, &known).map(Spoken::Do)
        };
        match (read, log.pop()) {
            (Some(spoken), None) => Ok(spoken),
            (_, Some(diagnostic)) => Err(Box::new(diagnostic)),
            (None, None) => Ok(Spoken::Do(Vec::new())),
        }
    }

    /// Reads what an administrator changes, as it stands under `change`:
    /// `{ phones: { Phone A: { css: Everyone } } }`, in a site as it is configured now.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn edit_in(
        &self,
        site: &Site,
        sources: &dyn Sources,
        text: &str,
    ) -> Result<(ClusterId, Edit), Vec<Diagnostic>> {
        let (file, known, mut log) = (Arc::from("change"), Known::sure(site), Vec::new());
        let root = files::root(&file, text, &mut log);
        let mut reader = Reader { file, text, log: &mut log };
        let read = root.and_then(|root| change::read(&mut reader, sources, &root, &known));
        read.filter(|_| log.is_empty()).ok_or(log)
    }

    /// A lamp by its name. One that only an edit or a log-in of the file brings is known, too.
    ///
    /// # Errors
    /// [`lamp::NoLamp`] with the nearest right name.
    pub fn lamp(&self, text: &str) -> Result<LampKey, lamp::NoLamp> {
        let changes = |step: &super::super::model::Step| {
            matches!(step.action, super::super::model::Action::Change { .. })
        };
        let mut known = Known::sure(&self.site);
        known.edits = self.steps.iter().any(changes);
        match lamp::lamp_ref(&known, text)? {
            super::super::model::LampRef::Known(key) => Ok(key),
            super::super::model::LampRef::Later(_) => lamp::find_lamp(&self.site, text),
        }
    }
}
