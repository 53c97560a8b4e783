//! All reports of one run: `--report human,json=run.jsonl,junit=run.xml`.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::str::FromStr;

use super::paint::{ColorChoice, Paint};
use super::sink::Sink;
use super::view::{Finished, RunStart, RunSummary, Verbosity, Verdict};
use super::{github, html, human, json, junit};
use crate::error::ExpectedError;
use lampfield_core::diagnostic::{list_words, nearest};

/// A form of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Json,
    Junit,
    Github,
    Html,
}

impl Format {
    const ALL: [(&'static str, Format); 5] = [
        ("human", Format::Human),
        ("json", Format::Json),
        ("junit", Format::Junit),
        ("github", Format::Github),
        ("html", Format::Html),
    ];

    fn named(word: &str) -> Result<Format, String> {
        let names = || Self::ALL.iter().map(|(name, _)| *name);
        if let Some((_, format)) = Self::ALL.iter().find(|(name, _)| *name == word) {
            return Ok(*format);
        }
        let near = nearest(word, names()).map(|near| format!("did you mean `{near}`?"));
        let near = near.unwrap_or_else(|| format!("the reports are {}", list_words(names())));
        Err(format!("there is no report `{word}`: {near}"))
    }

    /// Whether it is one document that a program reads: nothing else may stand on its stream.
    const fn is_document(self) -> bool {
        matches!(self, Format::Json | Format::Junit | Format::Html)
    }

    /// Whether it is written at the end, from all scenarios.
    const fn needs_all(self) -> bool {
        matches!(self, Format::Junit | Format::Github | Format::Html)
    }
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
        Ok(Self { format: Format::named(word)?, file })
    }
}

impl Target {
    const fn is_document_on_stdout(&self) -> bool {
        self.format.is_document() && self.file.is_none()
    }
}

/// Where two reports would stand in each other's way, in words.
fn mixed(targets: &[Target]) -> Option<String> {
    let mut files: Vec<&PathBuf> = targets.iter().filter_map(|t| t.file.as_ref()).collect();
    files.sort();
    let twice = files.windows(2).find(|pair| pair.first() == pair.last());
    let twice = twice.and_then(|pair| pair.first()).map(|file| format!("in `{}`", file.display()));
    let documents = targets.iter().filter(|target| target.is_document_on_stdout()).count();
    twice.or_else(|| (documents > 1).then(|| "on standard output".to_owned()))
}

/// The reports that were asked for, open and waiting.
pub(crate) struct Reports {
    open: Vec<Open>,
    verbosity: Verbosity,
    /// Scenarios that are kept for the end: all, where a report needs all, else those that did not
    /// pass.
    kept: Vec<Finished>,
}

struct Open {
    format: Format,
    sink: Sink,
    paint: Paint,
}

impl Reports {
    /// Opens them. Where a document goes to standard output, the human report goes to standard
    /// error.
    ///
    /// # Errors
    /// A file cannot be made, or two documents would go to standard output.
    pub(crate) fn open(
        targets: &[Target],
        color: ColorChoice,
        verbosity: Verbosity,
    ) -> Result<Self, ExpectedError> {
        if let Some(place) = mixed(targets) {
            return Err(ExpectedError::BadQuestion {
                text: format!("two reports would be mixed {place}"),
                help: "give each a file of its own: `--report json=run.jsonl,junit=run.xml`"
                    .to_owned(),
            });
        }
        let documents = targets.iter().filter(|target| target.is_document_on_stdout()).count();
        let mut open = Vec::new();
        for Target { format, file } in targets {
            let (sink, paint) = match (file, format.is_document()) {
                (Some(file), _) => (Sink::file(file)?, Paint(color == ColorChoice::Always)),
                (None, true) => (Sink::stdout(), Paint(false)),
                (None, false) if documents > 0 => (Sink::stderr(), color.paint(&io::stderr())),
                (None, false) => (Sink::stdout(), color.paint(&io::stdout())),
            };
            open.push(Open { format: *format, sink, paint });
        }
        Ok(Self { open, verbosity, kept: Vec::new() })
    }

    /// Whether failures should be rendered with colour: as the first human report wants it.
    pub(crate) fn paint(&self) -> Paint {
        let human = self.open.iter().find(|open| open.format == Format::Human);
        human.map_or(Paint(false), |open| open.paint)
    }

    /// Whether a report shows ladders and lamps.
    pub(crate) fn show_pictures(&self) -> bool {
        self.open.iter().any(|open| open.format == Format::Html)
    }

    /// Before the first scenario.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn started(&mut self, start: &RunStart) -> Result<(), ExpectedError> {
        let quiet = self.verbosity == Verbosity::Quiet;
        self.each(|open| match open.format {
            Format::Human if !quiet => open.sink.text(&human::heading(start, open.paint)),
            Format::Json => open.sink.line(&json::started(start)),
            _ => Ok(()),
        })
    }

    /// After each scenario, in the order of the files.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn finished(&mut self, finished: Finished) -> Result<(), ExpectedError> {
        let verbosity = self.verbosity;
        let quiet = verbosity == Verbosity::Quiet;
        self.each(|open| match open.format {
            Format::Human if !quiet => {
                open.sink.text(&human::line(&finished, verbosity, open.paint))
            }
            Format::Json => open.sink.line(&json::finished(&finished)),
            _ => Ok(()),
        })?;
        let needs_all = self.open.iter().any(|open| open.format.needs_all());
        if needs_all || finished.verdict != Verdict::Passed {
            self.kept.push(finished);
        }
        Ok(())
    }

    /// After the last scenario: the failures, complete, then the summary.
    ///
    /// # Errors
    /// A report cannot be written.
    pub(crate) fn ended(&mut self, summary: &RunSummary) -> Result<(), ExpectedError> {
        let kept = std::mem::take(&mut self.kept);
        self.each(|open| match open.format {
            Format::Human => open.sink.text(&human_end(&kept, summary, open.paint)),
            Format::Json => open.sink.line(&json::ended(summary)),
            Format::Junit => open.sink.text(&junit::document(&kept, summary)),
            Format::Html => open.sink.text(&html::page(&kept, summary)),
            Format::Github => {
                open.sink.text(&github::annotations(&kept))?;
                job_summary(&github::summary(&kept, summary))
            }
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

fn human_end(kept: &[Finished], summary: &RunSummary, paint: Paint) -> String {
    let mut text = String::new();
    let not_passed = || kept.iter().filter(|finished| finished.verdict != Verdict::Passed);
    // What is known to fail is told in its line, with the reason: nobody has to act on it.
    let told = |finished: &&Finished| {
        finished.verdict != Verdict::Known && !finished.diagnostics.is_empty()
    };
    for finished in not_passed().filter(told) {
        text.push_str(&human::failures(finished, paint));
    }
    if not_passed().next().is_some() {
        text.push('\n');
    }
    text.push_str(&human::summary(summary, paint));
    text
}

/// Adds to the summary of the job, which other steps write to as well.
fn job_summary(text: &str) -> Result<(), ExpectedError> {
    let Some(path) = github::summary_file() else { return Ok(()) };
    let file = File::options().create(true).append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|why| ExpectedError::CannotWrite { path: path.display().to_string(), why })
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
            ("junit=r.xml", Ok((Format::Junit, Some("r.xml")))),
            ("github", Ok((Format::Github, None))),
            ("html=r.html", Ok((Format::Html, Some("r.html")))),
            ("pdf", Err("the reports are `human`, `json`")),
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
