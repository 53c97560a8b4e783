//! What came out of a run.

use super::player::Shown;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::time::Instant;
use core::fmt;

/// Whether a scenario holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Everything that it expects was so.
    Passed,
    /// Something was not.
    Failed,
    /// Nothing was wrong so far, and not everything could be checked.
    Unknown,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Unknown => "unknown",
        })
    }
}

/// What came out of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether the scenario holds.
    pub verdict: Verdict,
    /// What did not hold, or was not reached.
    pub failures: Vec<Diagnostic>,
    /// The seed of the run.
    pub seed: u64,
    /// The digest of everything that happened, up to the last step or check.
    pub digest: Digest,
    /// How many events there were.
    pub events: u64,
    /// How much time was simulated.
    pub simulated: Instant,
    /// How many checks held.
    pub checks_passed: usize,
    /// How many did not.
    pub checks_failed: usize,
    /// How many were not reached, or could not be proven.
    pub checks_unknown: usize,
    /// The rules under `covers`, each with what showed it.
    pub covered: Vec<Shown>,
}
