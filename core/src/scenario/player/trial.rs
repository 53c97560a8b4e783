//! Steps that are tried in a fork of a run: whether a learner has reached a goal, whatever way was
//! taken to it.

use super::due;
use super::{CheckOutcome, Player};
use crate::scenario::model::{Action, Expected, Scenario, Step, Window};
use crate::time::{Duration, Instant};
use std::sync::Arc;

impl Player {
    /// What comes of the checks among these steps of a scenario, if they happened from now on; the
    /// first of them counts from `since`. This run does not go on: a fork of it does.
    #[must_use]
    pub fn attempt(&self, steps: &[Step], since: Instant) -> Vec<Arc<CheckOutcome>> {
        let now = self.world.now();
        let steps: Arc<[Step]> = steps.iter().map(|step| shifted(step, since, now)).collect();
        let scenario = Arc::new(Scenario { steps, ..Scenario::clone(&self.scenario) });
        let mut fork = self.clone();
        fork.facts.expect(&scenario);
        fork.checks = due::checks(&scenario, Duration::ZERO);
        (fork.next_step, fork.next_check) = (0, 0);
        fork.outcomes.clear();
        fork.scenario = scenario;
        while fork.step().is_some() {}
        fork.outcomes
    }
}

/// A step as it stands when `since` is `now`.
fn shifted(step: &Step, since: Instant, now: Instant) -> Step {
    let moved = |at: Instant| now + (at - since);
    let mut step = step.clone();
    step.at = moved(step.at);
    if let Action::Expect(all) = &mut step.action {
        for expectation in all {
            if let Expected::Message { window, .. }
            | Expected::NeverMessage { window, .. }
            | Expected::NeverLamp { window, .. } = &mut expectation.what
            {
                *window = Window { from: moved(window.from), to: moved(window.to) };
            }
        }
    }
    step
}
