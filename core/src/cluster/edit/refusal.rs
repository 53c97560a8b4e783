//! Why an edit was turned down.

use crate::cluster::{ConfigPath, Field, Object, Problem};
use crate::rules::RuleId;
use core::fmt;

/// Why an edit, a Reset, a log-in or a log-out was refused: nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule or reading that says no; R-20 where it is a habit of the product.
    pub rule: RuleId,
    /// The object and setting that it is about.
    pub path: Box<ConfigPath>,
    /// What is wrong, in a sentence without a full stop.
    pub sentence: String,
    /// What to do instead, in words.
    pub way_out: String,
    /// Further reasons against the same edit; these have none of their own.
    pub others: Vec<Refusal>,
}

impl Refusal {
    pub(super) fn new(rule: RuleId, path: ConfigPath, sentence: String, way_out: String) -> Self {
        Refusal { rule, path: Box::new(path), sentence, way_out, others: Vec::new() }
    }

    /// A refusal about an object as a whole.
    pub(super) fn whole(rule: RuleId, object: &Object, sentence: String, way_out: String) -> Self {
        let path = ConfigPath::new(object.clone(), Field::Whole);
        Refusal::new(rule, path, sentence, way_out)
    }

    /// One refusal of many reasons; `None` where there is no reason.
    pub(super) fn of(reasons: Vec<Refusal>) -> Option<Self> {
        let mut reasons = reasons.into_iter();
        let mut first = reasons.next()?;
        for mut other in reasons {
            let more = core::mem::take(&mut other.others);
            first.others.push(other);
            first.others.extend(more);
        }
        Some(first)
    }

    /// Every reason: the first, then the others.
    pub fn reasons(&self) -> impl Iterator<Item = &Refusal> {
        core::iter::once(self).chain(&self.others)
    }

    /// The rules of all reasons, each once, in order.
    pub fn rules(&self) -> Vec<RuleId> {
        let mut rules = Vec::new();
        for reason in self.reasons() {
            if !rules.contains(&reason.rule) {
                rules.push(reason.rule);
            }
        }
        rules
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let way_out = problem.help.unwrap_or_else(|| "give it another value".to_owned());
        let rule = problem.rule.unwrap_or(RuleId::R20);
        Refusal::new(rule, problem.path, problem.sentence, way_out)
    }
}

/// Each reason in three lines: the sentence with its rule, the place, the way out.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.reasons().enumerate() {
            let Refusal { rule, path, sentence, way_out, .. } = reason;
            let line = if at == 0 { "" } else { "\n" };
            write!(f, "{line}{sentence} ({rule})\n  at {path}\n  instead: {way_out}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusal {}
