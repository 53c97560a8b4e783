//! The command as its users meet it: exit codes, messages, reports.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod capture;
mod diff;
mod documents;
mod explain;
mod help;
mod init;
mod inputs;
mod known;
mod language;
mod lessons;
mod load;
mod pages;
mod partition;
mod place;
mod progress;
mod reports;
mod run;
mod sockets;
mod speed;
mod swarm;
mod trace;
mod update;
