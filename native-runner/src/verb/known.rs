//! `known_failure: { why: …, until: 2027-01-31 }`: a scenario that is known to fail, up to a day. It
//! fails for good when the day is over, and when it no longer fails: a note that is not true any
//! more must go.

use std::sync::Arc;

use lampfield_core::diagnostic::{Code, Diagnostic, Place};
use lampfield_core::scenario::{KnownFailure, Scenario};

use crate::output::{Known, Verdict};
use crate::today::Day;

/// What a known failure makes of a verdict, and what is to be told besides.
pub(super) fn judge(
    scenario: &Scenario,
    verdict: Verdict,
    today: &Day,
) -> (Verdict, Option<Known>, Option<Diagnostic>) {
    let Some(known) = &scenario.known_failure else { return (verdict, None, None) };
    let note = Known { why: known.why.clone(), until: known.until.clone() };
    let over = known.until.as_str() < today.to_string().as_str();
    let (verdict, told) = match verdict {
        Verdict::Failed if over => (Verdict::Failed, Some(overdue(scenario, known, today))),
        Verdict::Failed => (Verdict::Known, None),
        Verdict::Passed => (Verdict::Failed, Some(holds(scenario, known))),
        other => (other, None),
    };
    (verdict, Some(note), told)
}

fn place(scenario: &Scenario, known: &KnownFailure) -> Place {
    Place { file: Arc::clone(&scenario.file), span: known.span }
}

fn overdue(scenario: &Scenario, known: &KnownFailure, today: &Day) -> Diagnostic {
    let KnownFailure { why, until, .. } = known;
    let message = format!("this failure was to be gone after {until}");
    Diagnostic::error(Code::KnownFailureOverdue, place(scenario, known), message)
        .label(format!("today is {today}"))
        .help(format!("it was known because: {why}"))
}

fn holds(scenario: &Scenario, known: &KnownFailure) -> Diagnostic {
    let message = "a known failure that no longer fails";
    Diagnostic::error(Code::KnownFailureHolds, place(scenario, known), message)
        .label("everything that the scenario expects is so")
        .help("take `known_failure` out of the file: from then on the scenario guards what was mended")
}
