//! What was asked of the configurations, and what came of it.

use crate::cluster::{Applied, ConfigPath, Object, Refusal};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place, Span};
use crate::gather::Gather;
use crate::id::ClusterId;
use crate::scenario::model::{Act, Scenario};
use crate::time::Instant;
use std::sync::Arc;

/// One edit, Reset, log-in or log-out.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The position of its step.
    pub step: usize,
    /// Where the step says it.
    pub span: Span,
    /// When.
    pub at: Instant,
    /// What.
    pub act: Act,
    /// In which cluster.
    pub cluster: ClusterId,
    /// What came of it.
    pub result: Result<Applied, Box<Refusal>>,
}

impl Deed {
    pub(super) fn new(
        step: usize,
        span: Span,
        at: Instant,
        act: Act,
        cluster: ClusterId,
        result: Result<Applied, Box<Refusal>>,
    ) -> Self {
        Deed { step, span, at, act, cluster, result }
    }
}

/// All deeds of a run, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Deeds {
    all: Vec<Arc<Deed>>,
    /// The positions of refused deeds that an expectation has spoken of.
    expected: Vec<usize>,
    /// What the latest search or question for dependency records gave.
    found: Option<Vec<String>>,
}

impl Deeds {
    pub(super) fn note(&mut self, deed: Deed) {
        if let Ok(applied) = &deed.result {
            let found = applied.found.as_ref().map(|all| names(all.iter()));
            let used = |all: &Vec<ConfigPath>| names(all.iter().map(|path| &path.object));
            self.found = found.or(applied.dependents.as_ref().map(used)).or(self.found.take());
        }
        self.all.push(Arc::new(deed));
    }

    pub(super) fn all(&self) -> &[Arc<Deed>] {
        &self.all
    }

    pub(super) fn latest(&self) -> Option<&Arc<Deed>> {
        self.all.last()
    }

    pub(super) fn found(&self) -> Option<&[String]> {
        self.found.as_deref()
    }

    /// The latest deed was to be refused.
    pub(super) fn expect_refusal(&mut self) {
        self.expected.extend(self.all.len().checked_sub(1));
    }

    /// Refusals that no expectation has spoken of.
    pub(super) fn unexpected(&self, scenario: &Scenario) -> Vec<Diagnostic> {
        let deeds = self.all.iter().enumerate();
        let unspoken = deeds.filter(|(at, _)| !self.expected.contains(at));
        unspoken
            .filter_map(|(_, deed)| Some(refused(deed, deed.result.as_ref().err()?, scenario)))
            .gather()
    }
}

/// Names, each once, in their order.
fn names<'o>(objects: impl Iterator<Item = &'o Object>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for object in objects {
        let name = object.name().unwrap_or_else(|| object.table()).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A refusal that came as a surprise.
fn refused(deed: &Deed, refusal: &Refusal, scenario: &Scenario) -> Diagnostic {
    let place = Place { file: Arc::clone(&scenario.file), span: deed.span };
    let message = format!("the {} at {} was refused, and nothing expected it", deed.act, deed.at);
    let diagnostic = Diagnostic::error(Code::RefusalDiffers, place, message).label("refused");
    reasons(diagnostic, refusal)
}

/// The reasons of a refusal, each with its way out.
pub(in crate::scenario) fn reasons(diagnostic: Diagnostic, refusal: &Refusal) -> Diagnostic {
    let mut diagnostic = diagnostic;
    for reason in refusal.reasons().take(SHOWN) {
        diagnostic = diagnostic.note(
            NoteKind::Why,
            format!("{} ({}) at {}", reason.sentence, reason.rule, reason.path),
        );
        if !reason.way_out.is_empty() {
            diagnostic = diagnostic.note(NoteKind::Fix, reason.way_out.clone());
        }
    }
    diagnostic
}

/// The first reasons tell enough.
const SHOWN: usize = 5;
