//! The run as JUnit XML: a file is a suite, a scenario a case, with seed and digest as properties
//! and what a person would read as the text of a failure.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::view::{Finished, Known, RunSummary, Verdict};

/// The document.
pub(super) fn document(all: &[Finished], summary: &RunSummary) -> String {
    let mut report = Report::new("lampfield");
    report.set_time(summary.wall);
    // Cases of one file follow one another.
    for cases in all.chunk_by(|one, next| one.shown == next.shown) {
        let Some(first) = cases.first() else { continue };
        let mut suite = TestSuite::new(first.shown.as_str());
        suite.set_time(cases.iter().map(|finished| finished.wall).sum());
        suite.add_test_cases(cases.iter().map(case));
        report.add_test_suite(suite);
    }
    // Writing into memory does not fail.
    report.to_string().unwrap_or_default()
}

fn case(finished: &Finished) -> TestCase {
    let name = if finished.name.is_empty() { &finished.short } else { &finished.name };
    let mut case = TestCase::new(name.as_str(), status(finished));
    case.set_classname(finished.short.replace('/', "."));
    case.set_time(finished.wall);
    for (name, value) in properties(finished) {
        case.add_property(Property::new(name, value));
    }
    case
}

fn properties(finished: &Finished) -> impl Iterator<Item = (&'static str, String)> {
    let seed = finished.seed.map(|seed| seed.to_string()).unwrap_or_default();
    let simulated = finished.simulated.as_micros().to_string();
    let all = [
        ("seed", seed),
        ("digest", finished.digest.clone()),
        ("simulated_us", simulated),
        ("covers", finished.covers.join(" ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty())
}

fn status(finished: &Finished) -> TestCaseStatus {
    let mut status = match finished.verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        // The file is wrong, not what it is about.
        Verdict::Invalid => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::Known | Verdict::Updated | Verdict::Unknown | Verdict::Interrupted => {
            TestCaseStatus::skipped()
        }
    };
    let first = finished.diagnostics.first();
    let known = finished.known.as_ref().filter(|_| finished.verdict == Verdict::Known);
    let message =
        known.map(Known::sentence).or_else(|| first.map(|told| told.diagnostic.message.clone()));
    status.set_message(message.unwrap_or_else(|| finished.verdict.json().to_owned()));
    if let Some(told) = first {
        status.set_type(told.diagnostic.code.as_str());
    }
    let texts: Vec<String> = finished.diagnostics.iter().map(|told| told.in_full()).collect();
    status.set_description(texts.join("\n"));
    status
}
