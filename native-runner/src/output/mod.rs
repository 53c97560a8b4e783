//! What a command prints: for people, and as JSON lines for programs.

mod human;
mod json;
mod paint;
mod report;
mod sink;
mod text;
mod view;

pub(crate) use json::{diagnostic as diagnostic_json, line as json_line};
pub(crate) use paint::{ColorChoice, Paint};
pub(crate) use report::{Reports, Target};
pub(crate) use sink::Sink;
pub(crate) use text::wrapped;
pub(crate) use view::{Finished, RunStart, RunSummary, Told, Verbosity, Verdict};
