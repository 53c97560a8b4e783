//! The command as its users meet it: exit codes, messages, reports.

mod explain;
mod help;
mod inputs;
mod place;
mod reports;
mod run;
mod trace;
