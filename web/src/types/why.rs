//! Why something is as it is: a decision, a message.

use super::LadderRow;
use serde::Serialize;

/// One check behind a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The rule id.
    pub rule: String,
    /// `pass`, `fail`, `not-applied`, `noted`.
    pub verdict: String,
    /// In words.
    pub sentence: String,
    /// Where that is configured; empty if nowhere.
    pub path: String,
}

/// A smallest change that would alter the outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemedyView {
    /// What to change.
    pub sentence: String,
    /// Where.
    pub path: String,
    /// The acts that make it, one a line, in the words of the language; empty where none do.
    pub acts: String,
}

/// Why a lamp shows what it shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyView {
    /// The cluster that decides; empty where there is only one.
    pub cluster: String,
    /// Whose why it is.
    pub subject: String,
    /// What it shows and since when; of a request, what came of it.
    pub headline: String,
    /// The decision behind a lamp in a sentence; empty where there is none, or it is the headline.
    pub reason: String,
    /// The checks in the order asked.
    pub checks: Vec<CheckView>,
    /// What would change it.
    pub remedies: Vec<RemedyView>,
    /// The events behind it, oldest first.
    pub events: Vec<LadderRow>,
}

/// A message with its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageView {
    /// Its row in the ladder.
    pub row: LadderRow,
    /// Exactly the bytes, as text.
    pub raw: String,
    /// One sentence of what it says.
    pub meaning: String,
    /// Why it was sent: the chain of causes, nearest first.
    pub causes: Vec<LadderRow>,
    /// The decision behind it, where there is one.
    pub why: Option<WhyView>,
}
