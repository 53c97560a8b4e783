//! The run for GitHub Actions: annotations at the lines that are wrong, and a summary of the job.

use std::path::PathBuf;

use super::human::{simulated, wall};
use super::view::{Finished, Known, RunSummary, Told, Verdict};
use lampfield_core::diagnostic::{NoteKind, Severity};

/// GitHub shows no more of a step than this.
const ANNOTATIONS_MOST: usize = 10;

/// GitHub takes no summary of a step that is larger than a mebibyte, and shows nothing of it then.
const SUMMARY_BYTES_MOST: usize = 900 * 1024;

/// Where the summary of the job goes, when this is a job.
pub(super) fn summary_file() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// `::error file=…,line=…::…`, one line each.
pub(super) fn annotations(all: &[Finished]) -> String {
    let told = all
        .iter()
        .flat_map(|finished| finished.diagnostics.iter().map(move |told| (finished, told)));
    let lines: Vec<String> = told.map(|(finished, told)| annotation(finished, told)).collect();
    let mut text: String =
        lines.iter().take(ANNOTATIONS_MOST).map(|line| format!("{line}\n")).collect();
    if let Some(more) = lines.len().checked_sub(ANNOTATIONS_MOST).filter(|more| *more > 0) {
        // A plain line: one more annotation would not be shown.
        text.push_str(&format!("and {more} more, which are not annotated\n"));
    }
    text
}

fn annotation(finished: &Finished, told: &Told) -> String {
    let diagnostic = &told.diagnostic;
    let command = match (diagnostic.severity, finished.verdict) {
        (_, Verdict::Known) => "notice",
        (Severity::Error, _) => "error",
        (Severity::Warning, _) => "warning",
    };
    let mut place = format!("title={}", property(&title(finished, told)));
    if told.line > 0 {
        let (file, line, column) = (property(&told.file), told.line, told.column);
        place = format!("file={file},line={line},col={column},{place}");
    }
    let label = diagnostic.primary.as_ref().map(|label| label.text.as_str());
    let known = finished.known.as_ref().filter(|_| finished.verdict == Verdict::Known);
    let mut lines: Vec<String> = known.map(Known::sentence).into_iter().collect();
    lines.push(diagnostic.message.clone());
    lines.extend(label.filter(|text| !text.is_empty()).map(str::to_owned));
    let wanted = |kind| matches!(kind, NoteKind::Why | NoteKind::Fix | NoteKind::Help);
    let notes = diagnostic.notes.iter().filter(|note| wanted(note.kind));
    lines.extend(notes.map(|note| format!("{}: {}", note.kind, note.text)));
    format!("::{command} {place}::{}", message(&lines.join("\n")))
}

fn title(finished: &Finished, told: &Told) -> String {
    format!("{} {}", told.diagnostic.code, finished.short)
}

/// What a message may not hold as it is.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a property may not hold besides.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// The summary of the job, in Markdown.
pub(super) fn summary(all: &[Finished], summary: &RunSummary) -> String {
    let mut text = format!(
        "## Lampfield: {} passed, {} failed{}\n\n{} simulated in {}\n",
        summary.passed,
        summary.failed + summary.invalid,
        if summary.known > 0 {
            format!(", {} known to fail", summary.known)
        } else {
            String::new()
        },
        simulated(summary.simulated),
        wall(summary.wall),
    );
    let not_passed: Vec<&Finished> =
        all.iter().filter(|finished| finished.verdict != Verdict::Passed).collect();
    for (n, finished) in not_passed.iter().enumerate() {
        let told = fold(finished);
        if text.len() + told.len() > SUMMARY_BYTES_MOST {
            let more = not_passed.len() - n;
            text.push_str(&format!(
                "\n{more} more are not shown: GitHub takes no longer summary.\n"
            ));
            break;
        }
        text.push_str(&told);
    }
    text
}

/// One scenario: its failures, and their ladders in a fold of their own.
fn fold(finished: &Finished) -> String {
    let (word, short) = (finished.verdict.word(), escaped(&finished.short));
    let mut text = format!(
        "\n<details><summary><b>{word}</b> {short}: {}</summary>\n",
        escaped(&finished.name)
    );
    if let Some(known) = &finished.known {
        text.push_str(&format!("\n{}\n", escaped(&known.sentence())));
    }
    for told in &finished.diagnostics {
        text.push_str(&fenced(&told.plain));
        if let Some(picture) = &told.diagnostic.picture {
            let ladder = fenced(picture);
            text.push_str(&format!("\n<details><summary>ladder</summary>\n{ladder}\n</details>\n"));
        }
    }
    text.push_str("\n</details>\n");
    text
}

/// A block that ends nowhere before its end, whatever stands in it.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}text\n{}\n{fence}\n", text.trim_end())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_early_is_escaped() {
        assert_eq!(message("50% lost:\r\nyes, it is"), "50%25 lost:%0D%0Ayes, it is");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn a_block_is_fenced_by_more_than_it_holds() {
        assert_eq!(fenced("a `b` c\n"), "\n```text\na `b` c\n```\n");
        assert_eq!(fenced("````"), "\n`````text\n````\n`````\n");
    }
}
