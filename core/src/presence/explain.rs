//! Words for a decision, rendered on demand against the cluster of that moment.

mod change;
mod edit;
mod headline;
mod names;
mod owner;
mod place;
mod remedy;
mod sentence;
#[cfg(test)]
mod tests;

use super::{Check, Decision, Verdict};
use crate::cluster::{Cluster, ConfigPath, Field, Value};
use crate::gather::Gather;
use crate::rules::RuleId;
use names::Names;

/// One check in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckText {
    /// The rule or reading.
    pub rule: RuleId,
    /// What it said.
    pub verdict: Verdict,
    /// What was looked up and found, in a sentence without a full stop.
    pub sentence: String,
    /// Where it is configured, where it is.
    pub path: Option<ConfigPath>,
}

/// A change that would end this otherwise, found by trying it in a copy of the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What to do: "add Executives to the calling search space `Staff`".
    pub sentence: String,
    /// Where.
    pub path: ConfigPath,
    /// The settings of the object there, with the values that were tried. None where it is only
    /// Reset, or where the request would have to be another one.
    pub settings: Vec<(Field, Value)>,
}

/// A decision in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The whole in one line: "no match (CSS-1): looked in Internal, then `<None>`; 1111 stands in
    /// Executives".
    pub headline: String,
    /// The checks, in the order asked.
    pub checks: Vec<CheckText>,
    /// What would change it, the change that touches least first. Empty where all is well, or
    /// where no single change helps.
    pub remedies: Vec<Remedy>,
}

/// Puts a decision into words, and tries what would change it.
pub fn explain(c: &Cluster, d: &Decision) -> Explanation {
    Explanation {
        headline: headline::headline(&Names(c), d),
        checks: check_texts(c, d),
        remedies: remedy::remedies(c, d),
    }
}

/// Puts the checks of a decision into words, without trying what would change it.
pub fn check_texts(c: &Cluster, d: &Decision) -> Vec<CheckText> {
    d.checks.iter().map(|check| text(c, Some(d), check)).gather()
}

/// Puts checks into words that stand without a decision, as those of
/// [`super::status_checks`] after a change of status.
pub fn explain_checks(c: &Cluster, checks: &[Check]) -> Vec<CheckText> {
    checks.iter().map(|check| text(c, None, check)).gather()
}

fn text(c: &Cluster, d: Option<&Decision>, check: &Check) -> CheckText {
    let names = Names(c);
    CheckText {
        rule: check.rule,
        verdict: check.verdict,
        sentence: sentence::sentence(&names, d, check),
        path: place::place(&names, d, check),
    }
}
