//! All reports of one run: `--report human,json=run.jsonl`.

use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use super::paint::{ColorChoice, Paint};
use super::sink::Sink;
use super::view::{Finished, RunStart, RunSummary, Verbosity, Verdict};
use super::{human, json};
use crate::error::ExpectedError;
use lampfield_core::diagnostic::nearest;

/// A form of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Json,
}

/// One report and where it goes; without a file, to standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err("there is no file name after `=`".to_owned()),
            Some((word, file)) => (word, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = match word {
            "human" => Format::Human,
            "json" => Format::Json,
            _ => {
                let near = nearest(word, ["human", "json"]);
                let near = near.map(|near| format!(": did you mean `{near}`?"));
                let known = ": the reports are human and json".to_owned();
                return Err(format!("there is no report `{word}`{}", near.unwrap_or(known)));
            }
        };
        Ok(Self { format, file })
    }
}

/// The reports that were asked for, open and waiting.
pub(crate) struct Reports {
    open: Vec<Open>,
    verbosity: Verbosity,
    /// Scenarios that did not pass, kept for the end.
    not_passed: Vec<Finished>,
}

struct Open {
    format: Format,
    sink: Sink,
    paint: Paint,
}

impl Reports {
    /// Opens them. Where JSON goes to standard output, the human report goes to standard error.
    ///
    /// # Errors
    /// A file cannot be made.
    pub(crate) fn open(
        targets: &[Target],
        color: ColorChoice,
        verbosity: Verbosity,
    ) -> Result<Self, ExpectedError> {
        let json_out = targets.iter().any(|t| t.format == Format::Json && t.file.is_none());
        let mut open = Vec::new();
        for target in targets {
            let (sink, paint) = match (&target.file, target.format) {
                (Some(file), _) => (Sink::file(file)?, Paint(color == ColorChoice::Always)),
                (None, Format::Human) if json_out => (Sink::stderr(), color.paint(&io::stderr())),
                (None, Format::Human) => (Sink::stdout(), color.paint(&io::stdout())),
                (None, Format::Json) => (Sink::stdout(), Paint(false)),
            };
            open.push(Open { format: target.format, sink, paint });
        }
        Ok(Self { open, verbosity, not_passed: Vec::new() })
    }

    /// Whether failures should be rendered with colour: as the first human report wants it.
    pub(crate) fn paint(&self) -> Paint {
        let human = self.open.iter().find(|open| open.format == Format::Human);
        human.map_or(Paint(false), |open| open.paint)
    }

    /// Before the first scenario.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn started(&mut self, start: &RunStart) -> Result<(), ExpectedError> {
        let quiet = self.verbosity == Verbosity::Quiet;
        self.each(|open| match open.format {
            Format::Human if quiet => Ok(()),
            Format::Human => open.sink.text(&human::heading(start, open.paint)),
            Format::Json => open.sink.line(&json::started(start)),
        })
    }

    /// After each scenario, in the order of the files.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn finished(&mut self, finished: Finished) -> Result<(), ExpectedError> {
        let verbosity = self.verbosity;
        self.each(|open| match open.format {
            Format::Human if verbosity == Verbosity::Quiet => Ok(()),
            Format::Human => open.sink.text(&human::line(&finished, verbosity, open.paint)),
            Format::Json => open.sink.line(&json::finished(&finished)),
        })?;
        if finished.verdict != Verdict::Passed {
            self.not_passed.push(finished);
        }
        Ok(())
    }

    /// After the last scenario: the failures, complete, then the summary.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn ended(&mut self, summary: &RunSummary) -> Result<(), ExpectedError> {
        let not_passed = std::mem::take(&mut self.not_passed);
        self.each(|open| match open.format {
            Format::Human => {
                for finished in not_passed.iter().filter(|f| !f.diagnostics.is_empty()) {
                    open.sink.text(&human::failures(finished, open.paint))?;
                }
                if !not_passed.is_empty() {
                    open.sink.line("")?;
                }
                open.sink.text(&human::summary(summary, open.paint))
            }
            Format::Json => open.sink.line(&json::ended(summary)),
        })
    }

    fn each(
        &mut self,
        mut write: impl FnMut(&mut Open) -> Result<(), ExpectedError>,
    ) -> Result<(), ExpectedError> {
        for open in &mut self.open {
            write(open)?;
            open.sink.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_format_and_perhaps_a_file() {
        let table = [
            ("human", Ok((Format::Human, None))),
            ("json", Ok((Format::Json, None))),
            ("json=a=b.jsonl", Ok((Format::Json, Some("a=b.jsonl")))),
            ("json=", Err("no file name")),
            ("jsn", Err("did you mean `json`?")),
            ("pdf", Err("the reports are human and json")),
        ];
        for (text, expected) in table {
            match (text.parse::<Target>(), expected) {
                (Ok(target), Ok((format, file))) => {
                    assert_eq!(target, Target { format, file: file.map(PathBuf::from) });
                }
                (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
                (got, _) => panic!("{text}: {got:?}"),
            }
        }
    }
}
