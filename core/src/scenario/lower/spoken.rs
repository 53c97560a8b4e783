//! A sentence that is spoken while a run goes on: a click on the page, a line at a prompt.

use super::super::model::Scenario;
use super::super::yaml::{Reader, Word};
use super::{Known, fault, sentence};
use crate::diagnostic::{Diagnostic, Span};
use crate::id::PhoneId;
use crate::network::Fault;
use crate::node::Command;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a spoken sentence means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Spoken {
    /// Users act: what each phone concerned is told, in this order.
    Do(Vec<(PhoneId, Command)>),
    /// The network is disturbed or calmed.
    Fault(Vec<Fault>),
}

/// The words that start a sentence of `fault`; no phone may be called so within a sentence.
const FAULTS: [&str; 9] =
    ["calm", "cut", "heal", "loss", "duplication", "reordering", "latency", "jitter", "lose"];

impl Scenario {
    /// Reads a sentence of `do` or `fault` in the words of the language: `Phone B dials 1000`,
    /// `cut Phone A`.
    ///
    /// # Errors
    /// What is wrong with it, with the nearest right word.
    pub fn spoken(&self, sentence: &str) -> Result<Spoken, Box<Diagnostic>> {
        let unsure = BTreeSet::new();
        let known = Known { cluster: &self.cluster, unsure: &unsure };
        let mut log = Vec::new();
        let mut reader = Reader { file: Arc::from("sentence"), text: sentence, log: &mut log };
        let word = Word { text: sentence, span: Span::new(0, sentence.len()) };
        let first = sentence.split_whitespace().next().unwrap_or_default();
        let read = if FAULTS.contains(&first) {
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
}
