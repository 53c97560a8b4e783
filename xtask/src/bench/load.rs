//! One `lampfield load`, and what its report says.

use super::servers::Server;
use crate::run::{Result, shown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A load that is put together.
pub(super) struct Load {
    command: Command,
    report: PathBuf,
}

/// What came of it, as JSON.
pub(super) struct Report(String);

/// One phase of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Phase {
    pub(super) failed: u64,
    pub(super) rate: f64,
    pub(super) sent_again: f64,
    pub(super) seen_again: f64,
    /// In microseconds: SUBSCRIBE to NOTIFY.
    pub(super) notify: Option<[f64; 2]>,
    pub(super) cpu_per_thousand: Option<f64>,
    pub(super) cpu_us: f64,
    pub(super) own_bytes: f64,
    /// Of each change: watchers, those told, and the last NOTIFY in microseconds.
    pub(super) changes: Vec<[f64; 3]>,
}

impl Load {
    pub(super) fn on(program: &Path, folder: &Path, server: &Server) -> Load {
        let report = folder.join("load.json");
        let mut command = Command::new(program);
        command.arg("load").arg(format!("udp:127.0.0.1:{}", server.port));
        command.arg("--process").arg(server.id().to_string()).arg("--json").arg(&report);
        Load { command, report }
    }

    pub(super) fn args<T: AsRef<std::ffi::OsStr>>(
        &mut self,
        all: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        self.command.args(all);
        self
    }

    pub(super) fn run(mut self) -> Result<Report> {
        drop(std::fs::remove_file(&self.report));
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let ran = self.command.output().map_err(|error| format!("the load: {error}"))?;
        // Whether all went well is for the report to tell.
        std::fs::read_to_string(&self.report).map(Report).map_err(|_| {
            let said = String::from_utf8_lossy(&ran.stderr).trim().to_owned();
            format!("the load came to nothing: {said}\n  it was: {}", shown(&self.command))
        })
    }
}

impl Report {
    /// A phase by its name. (The report has a line for each field.)
    pub(super) fn phase(&self, name: &str) -> Result<Phase> {
        let begin = format!("\"phase\": \"{name}\"");
        let text = self.0.split_once(&begin).map(|(_, rest)| rest);
        let text = text.ok_or_else(|| format!("the load has no phase {name}"))?;
        let text = text.split("\"phase\":").next().unwrap_or(text);
        let (before, changes) = text.split_once("\"changes\":").unwrap_or((text, ""));
        let count = |field: &str| number(text, field).unwrap_or(0.0);
        let notify = before.split_once("\"notify\": {").map(|(_, rest)| rest);
        let change = |text: &str| {
            let get = |field| number(text, field).unwrap_or(0.0);
            [get("watchers"), get("told"), get("max_us")]
        };
        Ok(Phase {
            failed: whole(count("failed")),
            rate: count("rate_reached"),
            sent_again: count("sent_again"),
            seen_again: count("notified_again") + count("answered_again"),
            notify: notify
                .and_then(|part| Some([number(part, "p50_us")?, number(part, "p99_us")?])),
            cpu_per_thousand: number(text, "cpu_seconds_per_1000"),
            cpu_us: count("cpu_us"),
            own_bytes: count("own_bytes"),
            changes: changes
                .split("\"watchers\"")
                .skip(1)
                .map(|rest| change(&format!("\"watchers\"{rest}")))
                .collect(),
        })
    }
}

impl Phase {
    /// Whether the load itself kept up.
    pub(super) fn kept(&self, rate: u32) -> bool {
        self.rate > 0.95 * f64::from(rate)
    }

    pub(super) fn summary(&self) -> String {
        let cpu = self.cpu_per_thousand.map(|cpu| format!(", {cpu:.4} s per 1000"));
        let last = self.changes.iter().map(|[.., last]| *last / 1e3).fold(0.0, f64::max);
        format!(
            "{} failed, {} sent again, {} seen again{}, last {last:.1} ms",
            self.failed,
            self.sent_again,
            self.seen_again,
            cpu.unwrap_or_default(),
        )
    }
}

/// The first number of a field.
fn number(text: &str, field: &str) -> Option<f64> {
    let rest = text.split_once(&format!("\"{field}\": "))?.1;
    rest.split([',', '\n', '}']).next()?.trim().parse().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count that was written as one"
)]
fn whole(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{
  "phases": [
    { "phase": "register",
      "asked": 5,
      "failed": 0,
      "own_bytes": 100 },
    { "phase": "fan-out",
      "asked": 2,
      "failed": 3,
      "sent_again": 1,
      "notified_again": 4,
      "answered_again": 5,
      "notify": null,
      "changes": [
        { "watchers": 10, "told": 7, "notify": { "count": 7, "p50_us": 100, "max_us": 900 } },
        { "watchers": 10, "told": 10, "notify": { "count": 10, "p50_us": 50, "max_us": 800 } }
      ],
      "cpu_us": null,
      "own_bytes": 300 }
  ]
}"#;

    #[test]
    fn a_phase_is_read_by_its_name_and_no_further() {
        let report = Report(REPORT.to_owned());
        let phase = report.phase("fan-out").unwrap();
        assert_eq!((phase.failed, phase.sent_again as u64, phase.seen_again as u64), (3, 1, 9));
        assert_eq!(phase.changes, [[10.0, 7.0, 900.0], [10.0, 10.0, 800.0]]);
        assert_eq!((phase.notify, phase.cpu_per_thousand), (None, None));
        let first = report.phase("register").unwrap();
        assert_eq!((first.own_bytes as u64, first.changes.len()), (100, 0));
        assert!(report.phase("hold").is_err());
    }
}
