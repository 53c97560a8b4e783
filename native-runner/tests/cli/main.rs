//! The command as its users meet it: exit codes, messages, reports.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod explain;
mod help;
mod inputs;
mod language;
mod place;
mod reports;
mod run;
mod trace;
