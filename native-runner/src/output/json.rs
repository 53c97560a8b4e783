//! The run as JSON lines, `lampfield-report/1`: one object a line, each with an `event`. New fields
//! may join within a version; none changes its meaning or goes away.

use lampfield_core::diagnostic::{Diagnostic, Label};
use serde::Serialize;
use serde_json::{Value, json};

use super::view::{Finished, RunStart, RunSummary, Told};

/// The name and version of the format.
pub(super) const FORMAT: &str = "lampfield-report/1";

pub(super) fn started(start: &RunStart) -> String {
    line(&json!({
        "event": "run-started",
        "format": FORMAT,
        "version": env!("CARGO_PKG_VERSION"),
        "seed": start.seed,
        "scenarios": start.scenarios,
        "filtered_out": start.filtered_out,
        "backend": start.backend,
        "not_for_backend": start.not_for_backend,
        "partition": start.partition.map(|(part, _)| part.to_string()),
        "elsewhere": start.partition.map(|(_, elsewhere)| elsewhere),
    }))
}

pub(super) fn finished(finished: &Finished) -> String {
    line(&json!({
        "event": "scenario-finished",
        "path": finished.shown,
        "case": finished.case,
        "name": finished.name,
        "verdict": finished.verdict.json(),
        "seed": finished.seed,
        "digest": finished.digest,
        "wall_us": u64::try_from(finished.wall.as_micros()).unwrap_or(u64::MAX),
        "simulated_us": finished.simulated.as_micros(),
        "checks": finished.checks,
        "events": finished.events,
        "covers": finished.covers,
        "known_failure": finished.known.as_ref().map(|known| json!({
            "why": known.why,
            "until": known.until,
        })),
        "rows_updated": finished.rows_updated,
        "tries": finished.tries,
        "steps_not_made": finished.unmade.iter().map(diagnostic).collect::<Vec<_>>(),
        "not_checkable": finished.unseen.iter().map(diagnostic).collect::<Vec<_>>(),
        "notes": finished.notes,
        "diagnostics": finished.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    }))
}

pub(super) fn ended(summary: &RunSummary) -> String {
    let exit = summary.exit();
    line(&json!({
        "event": "run-finished",
        "passed": summary.passed,
        "failed": summary.failed,
        "unknown": summary.unknown,
        "invalid": summary.invalid,
        "known_failures": summary.known,
        "updated": summary.updated,
        "not_run": summary.not_run,
        "filtered_out": summary.filtered_out,
        "interrupted": summary.interrupted,
        "wall_us": u64::try_from(summary.wall.as_micros()).unwrap_or(u64::MAX),
        "simulated_us": summary.simulated.as_micros(),
        "exit": { "code": exit.code(), "name": exit.name() },
    }))
}

/// A diagnostic as an object.
pub(crate) fn diagnostic(told: &Told) -> Value {
    let Diagnostic { code, severity, message, primary, secondary, notes, picture } =
        &told.diagnostic;
    json!({
        "code": code.as_str(),
        "severity": severity.to_string(),
        "message": message,
        "place": told.place,
        "line": told.line,
        "column": told.column,
        "primary": primary.as_ref().map(label),
        "secondary": secondary.iter().map(label).collect::<Vec<_>>(),
        "notes": notes.iter().map(|note| json!({
            "kind": note.kind.to_string(),
            "text": note.text,
        })).collect::<Vec<_>>(),
        "picture": picture,
        "rendered": told.in_full(),
    })
}

fn label(label: &Label) -> Value {
    json!({
        "file": &*label.place.file,
        "bytes": [label.place.span.start, label.place.span.end],
        "text": label.text,
    })
}

/// One line of JSON. Nothing that is written here can fail to serialise: no map has other keys than
/// texts.
pub(crate) fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
