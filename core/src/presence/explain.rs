//! Words for a decision, rendered on demand against the cluster of that moment.

use super::{Decision, Verdict};
use crate::cluster::{Cluster, ConfigPath};
use crate::rules::RuleId;

/// One check in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckText {
    /// The rule or reading.
    pub rule: RuleId,
    /// What it said.
    pub verdict: Verdict,
    /// What was looked up and found, in a sentence without a full stop.
    pub sentence: String,
    /// Where it is configured.
    pub path: Option<ConfigPath>,
}

/// A change that would end this otherwise, found by trying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What to do: "add Executives to the calling search space `Staff`".
    pub sentence: String,
    /// Where.
    pub path: ConfigPath,
}

/// A decision in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The whole in one line.
    pub headline: String,
    /// The checks, in the order asked.
    pub checks: Vec<CheckText>,
    /// What would change it, the smallest change first; empty where it is allowed.
    pub remedies: Vec<Remedy>,
}

/// Puts a decision into words.
pub fn explain(c: &Cluster, d: &Decision) -> Explanation {
    let _ = c;
    Explanation { headline: d.answer.code.to_string(), checks: Vec::new(), remedies: Vec::new() }
}
