//! Takes the steps of the file: gives orders, makes edits, checks.

use super::{Due, Player, check};
use crate::scenario::model::{Action, Expected};
use crate::time::Instant;
use std::sync::Arc;

impl Player {
    pub(super) fn give_orders(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        let (at, Some(step)) = (self.next_step, scenario.steps.get(self.next_step)) else { return };
        self.next_step += 1;
        match &step.action {
            Action::Do { orders, .. } => self.give(at, step.span, orders),
            Action::Change { cluster, edit } => self.edit(at, step.span, *cluster, edit),
            Action::Fault { faults, .. } => {
                for fault in faults {
                    self.world.fault(fault.clone());
                }
            }
            Action::Expect(_) | Action::Say(_) => {}
        }
    }

    pub(super) fn check(&mut self, at: Instant) {
        while let Some(due) = self.checks.get(self.next_check).copied().filter(|due| due.at == at) {
            self.next_check += 1;
            let outcome = check::check(self, due.step, due.expectation);
            let held = outcome.as_ref().is_some_and(|outcome| outcome.failure.is_none());
            self.note_check(due, held);
            self.outcomes.extend(outcome.map(Arc::new));
        }
    }

    /// What a check says beside its outcome: which refusals were expected, and what was seen.
    fn note_check(&mut self, due: Due, held: bool) {
        let scenario = Arc::clone(&self.scenario);
        let Some(Action::Expect(all)) = scenario.steps.get(due.step).map(|step| &step.action)
        else {
            return;
        };
        let Some(expectation) = all.get(due.expectation) else { return };
        if let Expected::Refused(_) = &expectation.what {
            self.deeds.expect_refusal();
        }
        if held {
            let latest = self.deeds.latest().cloned();
            self.facts.evidence.held(&expectation.what, latest.as_deref(), self.world.now());
        }
    }
}
