//! A decision is an outcome and the ordered checks behind it.
//!
//! One function decides, generic over a [`Recorder`]: with [`NoRecord`] it allocates nothing. A
//! record holds ids, never words; words, configuration paths and remedies are rendered on demand
//! against the configuration of that moment (`presence::explain`).

use super::{Fact, Watcher, Way};
use crate::cluster::Route;
use crate::id::{DnId, HuntPilotId};
use crate::rules::RuleId;
use crate::trace::LampKey;

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The watcher may see it.
    Allowed,
    /// A rule or setting says no.
    Refused,
    /// Only *Use System Default* with Disallow says no (GROUP-3).
    RefusedByDefault,
    /// Nothing in the SUBSCRIBE CSS matches.
    NoRoute,
}

/// What a request routed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// A directory number of this cluster.
    DirectoryNumber(DnId),
    /// A hunt pilot, which cannot be watched (QUIRK-3).
    HuntPilot(HuntPilotId),
    /// A way out. With [`Outcome::Allowed`] the watcher may see one SIP trunk of it at least, and
    /// the request is to be forwarded (ROUTE-1, REQ-3).
    Route(Route),
}

/// The verdict of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Let the request pass.
    Pass,
    /// Ended it.
    Fail,
    /// Does not apply to this request, and the rule says why.
    NotApplied,
    /// Decided nothing by itself, and is part of the story.
    Noted,
}

/// One check: the rule, its verdict, what it looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The rule or reading.
    pub rule: RuleId,
    /// What it said.
    pub verdict: Verdict,
    /// What was looked up and found.
    pub fact: Fact,
}

/// The answer without its story: what the engine acts on. Copy, no allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How the request ends.
    pub outcome: Outcome,
    /// The rule that decided.
    pub rule: RuleId,
    /// What the request routed to, where it did, even if refused afterwards.
    pub found: Option<Found>,
    /// The SIP status code that says so: 200, 401, 403 or 404.
    pub code: u16,
}

/// The answer with every check behind it, in the order asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Who asked.
    pub watcher: Watcher,
    /// How.
    pub way: Way,
    /// For which number or SIP URI.
    pub target: Box<str>,
    /// What came out.
    pub answer: Answer,
    /// The checks behind it.
    pub checks: Vec<Check>,
    /// The lamp outside that it is for, where the watcher is no phone of the cluster and it is known.
    pub lamp: Option<LampKey>,
}

/// Takes down the checks of a decision while it is made.
pub trait Recorder {
    /// Whether `check` does anything: lets the decider skip work that only a record needs.
    const RECORDS: bool;
    /// One check, in order. `fact` is a closure so that without a record nothing is built.
    fn check(&mut self, rule: RuleId, verdict: Verdict, fact: impl FnOnce() -> Fact);
}

/// Records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecord;

impl Recorder for NoRecord {
    const RECORDS: bool = false;
    fn check(&mut self, _: RuleId, _: Verdict, _: impl FnOnce() -> Fact) {}
}

impl Recorder for Vec<Check> {
    const RECORDS: bool = true;
    fn check(&mut self, rule: RuleId, verdict: Verdict, fact: impl FnOnce() -> Fact) {
        self.push(Check { rule, verdict, fact: fact() });
    }
}
