//! What came out: the report of a player.

use super::{CheckOutcome, Player, truth};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::gather::Gather;
use crate::scenario::report::{Report, Verdict};
use std::sync::Arc;

impl Player {
    /// Whether every step was taken and every check made.
    fn is_over(&self) -> bool {
        self.world.halted().is_none()
            && self.stopped.is_none()
            && self.next_step == self.scenario.steps.len()
            && self.next_check == self.checks.len()
    }

    /// What is known now. Of a scenario that is not over, the checks to come are unknown, and
    /// `covers` and the invariants of the end are not asked.
    pub fn report(&self) -> Report {
        let over = self.is_over();
        let mut failures: Vec<Diagnostic> =
            self.outcomes.iter().filter_map(|outcome| outcome.failure.clone()).gather();
        failures.extend(self.failures.iter().cloned());
        failures.extend(self.facts.violations(&self.stage()));
        let covered = self.facts.evidence.shown(&self.scenario);
        if over {
            failures.extend(self.deeds.unexpected(&self.scenario));
            failures.extend(truth::in_the_end(self));
            failures.extend(covered.iter().filter_map(|shown| shown.missing(&self.scenario)));
        } else if failures.is_empty() {
            failures.extend(self.unfinished());
        }
        let unproven = |outcome: &&Arc<CheckOutcome>| {
            outcome.failure.as_ref().is_some_and(|failure| failure.code == Code::NotProven)
        };
        let failed = |outcome: &&Arc<CheckOutcome>| outcome.failure.is_some() && !unproven(outcome);
        Report {
            verdict: verdict(&failures, over),
            failures,
            seed: self.seed,
            digest: self.world.digest(),
            events: self.world.trace().count(),
            simulated: self.world.now(),
            checks_passed: self.outcomes.iter().filter(|outcome| outcome.failure.is_none()).count(),
            checks_failed: self.outcomes.iter().filter(failed).count(),
            checks_unknown: self.checks.len() - self.next_check
                + self.outcomes.iter().filter(unproven).count(),
            covered,
        }
    }

    /// Why a run ended before its scenario did.
    fn unfinished(&self) -> Option<Diagnostic> {
        let left = self.checks.len() - self.next_check;
        let steps = &self.scenario.steps;
        let step = steps.get(self.next_step).or(steps.last())?;
        let place = Place { file: Arc::clone(&self.scenario.file), span: step.span };
        let limit = self.world.halted().map(|limit| limit.to_string());
        let diagnostic = match limit.or_else(|| self.stopped.clone()) {
            Some(why) => {
                let message = format!("the run stopped at {}: {why}", self.world.now());
                Diagnostic::error(Code::RunStopped, place, message)
            }
            None => {
                let now = self.world.now();
                let message = format!("{left} checks were not reached: the run ended at {now}");
                let unknown = Diagnostic::error(Code::NotReached, place, message);
                Diagnostic { severity: Severity::Warning, ..unknown }
            }
        };
        Some(diagnostic.label("not reached"))
    }
}

fn verdict(failures: &[Diagnostic], over: bool) -> Verdict {
    let unknown = |failure: &Diagnostic| {
        matches!(failure.code, Code::NotReached | Code::RunStopped | Code::NotProven)
    };
    match failures.iter().any(|failure| !unknown(failure)) {
        true => Verdict::Failed,
        false if over && failures.is_empty() => Verdict::Passed,
        false => Verdict::Unknown,
    }
}
