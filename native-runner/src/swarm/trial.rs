//! Playing a candidate: does it hold?

use std::sync::Arc;

use lampfield_core::diagnostic::{Code, Diagnostic};
use lampfield_core::scenario::{self, PlayOptions, Player, SourceError, Sources};
use lampfield_core::secret::Secret;
use lampfield_core::trace::TraceLevel;

use super::candidate::Candidate;
use crate::bug;

/// What is wrong with a run, short enough to tell whether another run has the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) code: Code,
    /// The invariant's word; empty where the run was stopped.
    pub(super) invariant: String,
    /// What it says.
    pub(super) message: String,
}

impl Broken {
    /// Whether it is the same mistake, whatever it is about.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.code == other.code && self.invariant == other.invariant
    }
}

/// How a candidate came out.
#[derive(Debug)]
pub(super) enum Outcome {
    Holds,
    Broken(Vec<Broken>),
    /// It is no scenario: what the first mistake is.
    NoScenario(String),
}

/// Where candidates are played: beside the files of a root, under a name of their own.
pub(super) struct Place<'a> {
    pub(super) sources: &'a (dyn Sources + Sync),
    /// Where the file would stand.
    pub(super) path: &'a str,
}

/// The files of a root and one more.
struct Beside<'a> {
    place: &'a Place<'a>,
    text: Arc<str>,
}

impl Sources for Beside<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        if path == self.place.path {
            return Ok(Arc::clone(&self.text));
        }
        self.place.sources.read(path)
    }

    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.place.sources.secret(path)
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.place.sources.env(name)
    }
}

/// Plays.
pub(super) fn outcome(candidate: &Candidate, place: &Place<'_>) -> Outcome {
    let text: Arc<str> = Arc::from(candidate.text("A run of a swarm", ""));
    let sources = Beside { place, text: Arc::clone(&text) };
    let scenario = match scenario::load(&sources, place.path) {
        Ok(scenario) => bug::planted(scenario),
        Err(mistakes) => {
            let first = mistakes.first().map(|mistake| mistake.message.clone());
            return Outcome::NoScenario(first.unwrap_or_default());
        }
    };
    let options = PlayOptions { trace: TraceLevel::DigestOnly, ..PlayOptions::default() };
    let player = match Player::new(Arc::new(scenario), options) {
        Ok(player) => player,
        Err(limit) => return Outcome::NoScenario(limit.to_string()),
    };
    let broken: Vec<Broken> =
        player.run().failures.iter().filter_map(|failure| broken(failure, &text)).collect();
    if broken.is_empty() { Outcome::Holds } else { Outcome::Broken(broken) }
}

/// The same scenario as people write it; `None` where the text is none.
pub(super) fn as_people_write(text: &str, place: &Place<'_>) -> Option<String> {
    let sources = Beside { place, text: Arc::from(text) };
    scenario::load(&sources, place.path).ok().map(|scenario| scenario.to_yaml())
}

/// Faults may rightly break whatever else there is: a log-in, an edit.
fn broken(failure: &Diagnostic, text: &str) -> Option<Broken> {
    let invariant = match failure.code {
        Code::InvariantBroken => {
            let span = failure.primary.as_ref()?.place.span;
            text.get(span.range())?.to_owned()
        }
        Code::RunStopped => String::new(),
        _ => return None,
    };
    Some(Broken { code: failure.code, invariant, message: failure.message.clone() })
}
