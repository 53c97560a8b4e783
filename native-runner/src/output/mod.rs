//! What a command prints: for people, and as JSON lines for programs; and the reports of a run.

mod github;
mod html;
mod human;
mod json;
mod junit;
mod paint;
mod picture;
mod progress;
mod report;
mod sink;
mod text;
mod view;

pub(crate) use human::scenarios as counted_scenarios;
pub(crate) use json::{diagnostic as diagnostic_json, line as json_line};
pub(crate) use paint::{ColorChoice, Paint};
pub(crate) use picture::{Kind, Lane, LaneRow, Picture, Stretch, Why};
pub(crate) use progress::{Progress, ProgressChoice};
pub(crate) use report::{Reports, Target};
pub(crate) use sink::Sink;
pub(crate) use text::wrapped;
pub(crate) use view::{Finished, Known, RunStart, RunSummary, Told, Verbosity, Verdict};
