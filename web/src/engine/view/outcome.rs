//! What came of each check of the file.

use crate::engine::run::Run;
use crate::types::OutcomeView;
use lampfield_core::diagnostic::Span;
use lampfield_core::scenario::{Action, MemorySources};

/// One for each check, in the file's order.
pub(in crate::engine) fn outcomes(run: &Run, path: &str, text: &str) -> Vec<OutcomeView> {
    let sources = MemorySources::new([(path, text.as_bytes())]);
    let player = run.player();
    let mut all = Vec::new();
    for (number, step) in player.scenario().steps.iter().enumerate() {
        let Action::Expect(expectations) = &step.action else { continue };
        for (position, expectation) in expectations.iter().enumerate() {
            let came = player
                .outcomes()
                .iter()
                .find(|outcome| outcome.step == number && outcome.expectation == position);
            let failure = came.and_then(|outcome| outcome.failure.as_ref());
            let verdict = match (came.is_some(), failure.is_some()) {
                (true, true) => "failed",
                (true, false) => "passed",
                (false, _) if run.acted() => "void",
                (false, _) => "waiting",
            };
            all.push(OutcomeView {
                at_us: came.map_or(step.at, |outcome| outcome.at).as_micros(),
                sentence: excerpt(text, expectation.span),
                verdict: verdict.to_owned(),
                line: line_of(text, expectation.span),
                rendered: failure.map(|f| f.render(&sources, false)).unwrap_or_default(),
            });
        }
    }
    all
}

/// The first line of the check as it stands in the file.
fn excerpt(text: &str, span: Span) -> String {
    let whole = text.get(span.range()).unwrap_or_default();
    let first = whole.lines().next().unwrap_or_default();
    first.trim_matches(['{', '}', ' ', '-']).to_owned()
}

fn line_of(text: &str, span: Span) -> u32 {
    let before = text.get(..span.range().start).unwrap_or(text);
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}
