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

/// The line of the file on which the check begins, without the marks of YAML around it.
fn excerpt(text: &str, span: Span) -> String {
    let number = line_of(text, span) as usize;
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let line = line.split(" #").next().unwrap_or_default().trim();
    let check = line.match_indices("expect:").last();
    let line = check.and_then(|(at, mark)| line.get(at + mark.len()..)).map_or(line, str::trim);
    let line = line.trim_start_matches(['-', ' ', '[', '{']);
    let line = line.trim_end_matches([' ', '}', ',', '|', ':']);
    // A list of checks on one line ends in a bracket that none of them opened.
    let surplus = line.matches(']').count() > line.matches('[').count();
    let line = if surplus { line.trim_end_matches(']').trim_end_matches([' ', '}']) } else { line };
    line.to_owned()
}

fn line_of(text: &str, span: Span) -> u32 {
    let before = text.get(..span.range().start).unwrap_or(text);
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_reads_as_it_stands_in_the_file() {
        for (line, want) in [
            (
                "  - { lamp: A BLF 1, is: idle, because: [R-3] }   # why",
                "lamp: A BLF 1, is: idle, because: [R-3]",
            ),
            ("  - { at: 9s, expect: [{ lamp: A BLF 1, is: busy }] }", "lamp: A BLF 1, is: busy"),
            ("  - waveform: |", "waveform"),
        ] {
            let text = format!("a: 1\n{line}\n");
            let start = text.find(want.split(':').next().unwrap_or_default()).unwrap_or_default();
            let start = u32::try_from(start).unwrap_or_default();
            assert_eq!(excerpt(&text, Span { start, end: start + 4 }), want);
        }
    }
}
