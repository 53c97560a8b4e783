//! The run as a person reads it: a heading, one line for each scenario, failures complete at the
//! end, a summary.

use std::time::Duration as Wall;

use lampfield_core::time::Duration;

use super::paint::Paint;
use super::view::{Finished, RunStart, RunSummary, Told, Verbosity, Verdict};

/// All words in front of a line end in this column.
const WORD_WIDTH: usize = 9;

/// The heading.
pub(super) fn heading(start: &RunStart, paint: Paint) -> String {
    let seed = match start.seed {
        Some(seed) => format!("seed {seed}"),
        None => "each scenario's own seed".to_owned(),
    };
    let left_out = match start.filtered_out {
        0 => String::new(),
        n => paint.faint(&format!("  ({n} filtered out)")),
    };
    let backend = match (start.backend, start.not_for_backend) {
        ("sim", 0) => String::new(),
        (backend, 0) => format!("  backend {backend}"),
        (backend, n) => format!("  backend {backend} ({n} only on another)"),
    };
    let part = match start.partition {
        Some((part, elsewhere)) => format!("  part {part} ({elsewhere} in the others)"),
        None => String::new(),
    };
    let count = scenarios(start.scenarios);
    format!("{}  {count}{part}  {seed}{backend}{left_out}\n", paint.strong(&right("run")))
}

/// The line of one scenario, and below it, when it is not passed, the headline of each failure.
pub(super) fn line(finished: &Finished, verbosity: Verbosity, paint: Paint) -> String {
    let word = verdict_word(finished.verdict, paint);
    let ran = finished.seed.is_some();
    let times = match ran {
        true => (wall(finished.wall), simulated(finished.simulated)),
        false => ("-".to_owned(), "-".to_owned()),
    };
    let times = paint.faint(&format!("[{:>8} |{:>8} sim ]", times.0, times.1));
    let mut text = format!("{word}  {times}  {}\n", paint.name(&finished.short));
    let mut row = |words: &str| {
        text.push_str(&paint.faint(&format!("{}  {words}", right(""))));
        text.push('\n');
    };
    if let (Verdict::Known, Some(known)) = (finished.verdict, &finished.known) {
        row(&known.sentence());
    }
    match finished.rows_updated {
        0 => {}
        1 => row("one row of its waveforms written anew"),
        n => row(&format!("{n} rows of its waveforms written anew")),
    }
    if finished.tries > 1 {
        row(&format!("tried {} times", finished.tries));
    }
    for told in aside(finished) {
        row(&told);
    }
    if verbosity == Verbosity::Verbose {
        text.push_str(&details(finished, paint));
    }
    text
}

/// What could not be asked of a server under test, and what went otherwise than it should.
fn aside(finished: &Finished) -> Vec<String> {
    let mut rows = Vec::new();
    for (all, one, several) in [
        (&finished.unmade, "step not made", "steps not made"),
        (&finished.unseen, "expectation not checkable", "expectations not checkable"),
    ] {
        let what = if all.len() == 1 { one } else { several };
        if !all.is_empty() {
            rows.push(format!("{} {what}:", all.len()));
        }
        rows.extend(all.iter().map(|told| match told.line {
            0 => format!("  {}", told.diagnostic.message),
            line => format!("  line {line}: {}", told.diagnostic.message),
        }));
    }
    rows.extend(finished.notes.iter().map(|note| format!("note: {note}")));
    rows
}

fn details(finished: &Finished, paint: Paint) -> String {
    let mut text = String::new();
    let mut row = |words: String| {
        text.push_str(&paint.faint(&format!("{}  {words}", right(""))));
        text.push('\n');
    };
    if !finished.name.is_empty() {
        row(finished.name.clone());
    }
    if let Some(seed) = finished.seed {
        let (checks, events) = (finished.checks, finished.events);
        row(format!("seed {seed}  {checks} checks  {events} events  digest {}", finished.digest));
    }
    if !finished.covers.is_empty() {
        row(format!("covers {}", finished.covers.join(", ")));
    }
    text
}

/// Everything about a scenario that did not pass.
pub(super) fn failures(finished: &Finished, paint: Paint) -> String {
    let word = verdict_word(finished.verdict, paint);
    let title =
        if finished.name.is_empty() { String::new() } else { format!(": {}", finished.name) };
    let mut text = format!("\n{word}  {}{title}\n", paint.name(&finished.short));
    for Told { text: told, .. } in &finished.diagnostics {
        text.push_str(told.trim_end());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The last line.
pub(super) fn summary(summary: &RunSummary, paint: Paint) -> String {
    let mut counts = vec![counted(summary.passed, "passed", |text| paint.good(text))];
    counts.push(counted(summary.failed, "failed", |text| paint.bad(text)));
    counts.push(counted(summary.unknown, "unknown", |text| paint.doubtful(text)));
    if summary.invalid > 0 {
        counts.push(counted(summary.invalid, "invalid", |text| paint.bad(text)));
    }
    if summary.known > 0 {
        counts.push(counted(summary.known, "known to fail", |text| paint.doubtful(text)));
    }
    if summary.updated > 0 {
        counts.push(counted(summary.updated, "updated", |text| paint.doubtful(text)));
    }
    if summary.not_run > 0 {
        counts.push(counted(summary.not_run, "not run", |text| paint.doubtful(text)));
    }
    let factor = factor(summary.wall, summary.simulated);
    let interrupted = if summary.interrupted { "interrupted: " } else { "" };
    format!(
        "{}  {}{}   {}, {} simulated{}\n",
        paint.strong(&right("summary")),
        paint.doubtful(interrupted),
        counts.join(", "),
        wall(summary.wall),
        simulated(summary.simulated),
        paint.faint(&factor),
    )
}

fn counted(n: usize, word: &str, paint: impl Fn(&str) -> String) -> String {
    let text = format!("{n} {word}");
    if n == 0 { text } else { paint(&text) }
}

fn factor(wall: Wall, simulated: Duration) -> String {
    let wall = i64::try_from(wall.as_micros()).unwrap_or(i64::MAX).max(1);
    match simulated.as_micros() / wall {
        0 => String::new(),
        n => format!(" ({n}x)"),
    }
}

fn verdict_word(verdict: Verdict, paint: Paint) -> String {
    let word = right(verdict.word());
    match verdict {
        Verdict::Passed => paint.good(&word),
        Verdict::Failed | Verdict::Invalid => paint.bad(&word),
        Verdict::Known | Verdict::Updated | Verdict::Unknown | Verdict::Interrupted => {
            paint.doubtful(&word)
        }
    }
}

/// The word in front of a line, right-aligned.
pub(super) fn right(word: &str) -> String {
    format!("{word:>WORD_WIDTH$}")
}

/// `1 scenario`, `28 scenarios`.
pub(crate) fn scenarios(n: usize) -> String {
    format!("{n} scenario{}", if n == 1 { "" } else { "s" })
}

/// Wall time: `0.4ms`, `1.234s`.
pub(super) fn wall(wall: Wall) -> String {
    let micros = wall.as_micros();
    match micros {
        0..1_000_000 => format!("{}.{}ms", micros / 1_000, micros % 1_000 / 100),
        _ => format!("{}.{:03}s", micros / 1_000_000, micros % 1_000_000 / 1_000),
    }
}

/// Simulated time with one digit, minutes and hours where there are some: `27.0s`, `5m12s`, `2h05m`.
pub(super) fn simulated(time: Duration) -> String {
    let micros = time.as_micros().max(0);
    let seconds = micros / 1_000_000;
    match seconds {
        0..60 => format!("{seconds}.{}s", micros % 1_000_000 / 100_000),
        60..3_600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simulated_time_reads_like_a_clock() {
        let table = [
            (0, "0.0s"),
            (27_049_999, "27.0s"),
            (59_999_999, "59.9s"),
            (60_000_000, "1m00s"),
            (312_000_000, "5m12s"),
            (7_500_000_000, "2h05m"),
        ];
        for (micros, text) in table {
            assert_eq!(simulated(Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn the_summary_tells_counts_and_how_much_faster_than_real_time_it_was() {
        let counted = RunSummary {
            passed: 27,
            failed: 1,
            wall: Wall::from_millis(200),
            simulated: Duration::from_secs(312),
            ..RunSummary::default()
        };
        assert_eq!(
            summary(&counted, Paint(false)),
            "  summary  27 passed, 1 failed, 0 unknown   200.0ms, 5m12s simulated (1560x)\n"
        );
    }
}
