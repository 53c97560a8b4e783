//! What a report shows of a run: small values that all forms are made from.

use std::time::Duration as Wall;

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::time::Duration;

use super::picture::Picture;
use crate::exit::Exit;
use crate::partition::Partition;

/// How much a person wants to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Failures and the summary.
    Quiet,
    /// One line for each scenario.
    #[default]
    Normal,
    /// Seeds, digests and rules besides.
    Verbose,
}

/// How one file came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Every expectation held.
    Passed,
    /// An expectation did not hold.
    Failed,
    /// It failed, as is known.
    Known,
    /// Waveforms did not hold, and were written anew.
    Updated,
    /// Something could be neither proven nor refuted.
    Unknown,
    /// The file does not parse or check.
    Invalid,
    /// Ctrl-C came first.
    Interrupted,
}

impl Verdict {
    /// The word in front of a line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Passed => "PASS",
            Self::Failed => "FAIL",
            Self::Known => "KNOWN",
            Self::Updated => "UPDATED",
            Self::Unknown => "UNKNOWN",
            Self::Invalid => "INVALID",
            Self::Interrupted => "STOPPED",
        }
    }

    /// The word in a JSON report.
    pub(crate) const fn json(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Known => "known-failure",
            Self::Updated => "updated",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Before the first scenario.
#[derive(Clone, Debug)]
pub(crate) struct RunStart {
    /// The seed for all, `None` where each scenario has its own.
    pub(crate) seed: Option<u64>,
    /// How many are to run.
    pub(crate) scenarios: usize,
    /// How many the filter left out.
    pub(crate) filtered_out: usize,
    /// How they are run: `sim`, `sip`, `both` or `target`.
    pub(crate) backend: &'static str,
    /// How many only another backend can run.
    pub(crate) not_for_backend: usize,
    /// The part of all that runs, and how many are in the other parts.
    pub(crate) partition: Option<(Partition, usize)>,
}

/// One file that came to an end.
#[derive(Clone, Debug)]
pub(crate) struct Finished {
    pub(crate) verdict: Verdict,
    /// Below the root, without the ending.
    pub(crate) short: String,
    /// The file as a shell takes it.
    pub(crate) shown: String,
    /// Which case of a `matrix`.
    pub(crate) case: Option<String>,
    /// The scenario's `name`; empty where the file does not parse.
    pub(crate) name: String,
    pub(crate) wall: Wall,
    pub(crate) simulated: Duration,
    /// The seed it ran with; `None` where it did not run.
    pub(crate) seed: Option<u64>,
    /// 32 hex digits; empty where it did not run.
    pub(crate) digest: String,
    /// How many checks were made.
    pub(crate) checks: usize,
    /// How many things happened.
    pub(crate) events: u64,
    /// The rules that it shows, by their ids.
    pub(crate) covers: Vec<String>,
    pub(crate) diagnostics: Vec<Told>,
    /// That it is known to fail.
    pub(crate) known: Option<Known>,
    /// How many rows of waveforms were written anew.
    pub(crate) rows_updated: usize,
    /// What happened, where a report shows it.
    pub(crate) picture: Option<Box<Picture>>,
    /// How often it was tried; more than once only by a real clock.
    pub(crate) tries: u32,
    /// Steps that cannot be made at a server under test.
    pub(crate) unmade: Vec<Told>,
    /// Expectations that cannot be seen there.
    pub(crate) unseen: Vec<Told>,
    /// What went otherwise than it should between us and that server.
    pub(crate) notes: Vec<String>,
}

/// A known failure.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) why: String,
    /// The last day on which it may fail.
    pub(crate) until: String,
}

impl Known {
    /// In words.
    pub(crate) fn sentence(&self) -> String {
        format!("known to fail until {}: {}", self.until, self.why)
    }
}

/// A diagnostic with its text, rendered where its sources are at hand.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) diagnostic: Diagnostic,
    /// Ready for the terminal.
    pub(crate) text: String,
    /// Without colours and without the picture below it.
    pub(crate) plain: String,
    /// The file as a shell takes it; empty without a place.
    pub(crate) file: String,
    /// `path:line:column`, as a shell and an editor take it; empty without a place.
    pub(crate) place: String,
    /// From 1; 0 without a place.
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Told {
    /// Without colours, and with the picture.
    pub(crate) fn in_full(&self) -> String {
        let picture = self.diagnostic.picture.as_deref().unwrap_or_default();
        format!("{}{picture}", self.plain).trim_end().to_owned()
    }
}

/// After the last scenario.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RunSummary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) unknown: usize,
    pub(crate) invalid: usize,
    /// Failed, as is known.
    pub(crate) known: usize,
    /// Written anew by `--update`, and not failed otherwise.
    pub(crate) updated: usize,
    /// Whether `--update` changed any file.
    pub(crate) files_changed: usize,
    /// Selected and never run: after ctrl-C or `--fail-fast`.
    pub(crate) not_run: usize,
    pub(crate) filtered_out: usize,
    /// In other partitions than the one that was asked for: it may be empty without a mistake.
    pub(crate) elsewhere: usize,
    pub(crate) interrupted: bool,
    pub(crate) wall: Wall,
    pub(crate) simulated: Duration,
}

impl RunSummary {
    /// Counts one more.
    pub(crate) fn add(&mut self, finished: &Finished) {
        self.simulated = self.simulated + finished.simulated;
        self.files_changed += usize::from(finished.rows_updated > 0);
        match finished.verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Known => self.known += 1,
            Verdict::Updated => self.updated += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::Invalid => self.invalid += 1,
            Verdict::Interrupted => self.not_run += 1,
        }
    }

    /// The exit code: the worst thing that happened names it.
    pub(crate) fn exit(&self) -> Exit {
        if self.interrupted {
            Exit::Interrupted
        } else if self.invalid > 0 {
            Exit::InvalidInput
        } else if self.failed > 0 {
            Exit::Failed
        } else if self.unknown > 0 {
            Exit::Unknown
        } else if self.files_changed > 0 {
            Exit::WouldChange
        } else if self.passed + self.known == 0 && self.elsewhere == 0 {
            Exit::NothingRun
        } else {
            Exit::Ok
        }
    }
}
