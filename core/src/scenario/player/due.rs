//! When checks can be made.

use crate::gather::Gather;
use crate::order;
use crate::scenario::model::{Action, Expected, Scenario};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// A check that waits for its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    /// When it can be made.
    pub(super) at: Instant,
    /// The position of its step.
    pub(super) step: usize,
    /// Its position among the expectations of the step.
    pub(super) expectation: usize,
}

/// The checks in the order of their moments; at one moment in the order of the file. `late`: what is
/// seen by a clock that is real may be so much late.
pub(super) fn checks(scenario: &Scenario, late: Duration) -> Arc<[Due]> {
    let mut checks = Vec::new();
    for (step_index, step) in scenario.steps.iter().enumerate() {
        let Action::Expect(expectations) = &step.action else { continue };
        for (index, expectation) in expectations.iter().enumerate() {
            let at = match &expectation.what {
                Expected::Lamp { when, .. } => step.at + when.within + when.holds + late,
                // A window is over when the last moment in it is: there the check sees it all.
                Expected::Message { window, .. }
                | Expected::NeverMessage { window, .. }
                | Expected::NeverLamp { window, .. } => {
                    step.at.max(window.to - Duration::from_micros(1)) + late
                }
                Expected::Waveform(_) | Expected::Answer { .. } | Expected::Decision { .. } => {
                    step.at + late
                }
                _ => step.at,
            };
            checks.push(Due { at, step: step_index, expectation: index });
        }
    }
    order::sort(&mut checks);
    checks.into()
}

/// The checks that are made after a moment: step and expectation, in the order of the file.
pub(in crate::scenario) fn due_after(scenario: &Scenario, moment: Instant) -> Vec<(usize, usize)> {
    let all = checks(scenario, Duration::ZERO);
    let mut late: Vec<(usize, usize)> =
        all.iter().filter(|due| due.at > moment).map(|due| (due.step, due.expectation)).gather();
    order::sort(&mut late);
    late
}
