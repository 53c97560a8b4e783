//! Whether a lesson keeps its promises: each question has the answer that the file says, and no goal
//! is reached by doing nothing. That goals are reached by their solutions, the run itself shows.

use super::failure;
use super::model::{Goal, Lesson, Part, Prediction};
use super::player::{PlayOptions, Player};
use super::report::{Report, Verdict};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::LimitReached;
use crate::time::Instant;
use std::sync::Arc;

impl Lesson {
    /// Puts to the report on a run of [`Lesson::scenario`] what makes it a lesson: one check for each
    /// question and one for each goal. `options` are those of the run; what lies past their end is
    /// unknown.
    #[must_use]
    pub fn prove(&self, mut report: Report, options: PlayOptions) -> Report {
        let options = PlayOptions { seed: Some(report.seed), ..options };
        let proofs = match self.proofs(options) {
            Ok(proofs) => proofs,
            Err(limit) => {
                vec![Proof::Fails(Diagnostic::without_place(Code::TooMuch, limit.to_string()))]
            }
        };
        for proof in proofs {
            match proof {
                Proof::Holds => report.checks_passed += 1,
                Proof::Fails(told) => {
                    report.checks_failed += 1;
                    report.failures.push(told);
                    report.verdict = Verdict::Failed;
                }
                Proof::Unknown => {
                    report.checks_unknown += 1;
                    if report.verdict == Verdict::Passed {
                        report.verdict = Verdict::Unknown;
                    }
                }
            }
        }
        report
    }

    fn proofs(&self, options: PlayOptions) -> Result<Vec<Proof>, LimitReached> {
        let mut proofs = Vec::new();
        let mut player = Player::new(Arc::clone(&self.scenario), options)?;
        for part in &self.parts {
            match part {
                Part::Predict(prediction) => {
                    proofs.push(self.answered(&mut player, prediction, options))
                }
                Part::Goal(goal) => proofs.push(self.can_be_missed(goal, options)?),
                Part::Prose(_) | Part::Start(_) => {}
            }
        }
        Ok(proofs)
    }

    /// Whether the engine answers as the file says, in a run that goes on from question to question.
    fn answered(
        &self,
        player: &mut Player,
        prediction: &Prediction,
        options: PlayOptions,
    ) -> Proof {
        let Some(at) = self.moment(prediction.steps.end) else { return Proof::Unknown };
        if options.until.is_some_and(|until| at > until) {
            return Proof::Unknown;
        }
        while player.next_at().is_some_and(|next| next <= at) {
            player.step();
        }
        match player.answer(&prediction.question) {
            Ok(choice) if choice == prediction.is => Proof::Holds,
            answer => Proof::Fails(*failure::prediction(player, prediction, answer)),
        }
    }

    /// Whether a goal is not reached in a run in which nothing is done about it.
    fn can_be_missed(&self, goal: &Goal, options: PlayOptions) -> Result<Proof, LimitReached> {
        let last = self.moment(goal.check.end);
        if last.is_none_or(|last| options.until.is_some_and(|until| last > until)) {
            return Ok(Proof::Unknown);
        }
        let mut player = Player::new(Arc::new(self.without(goal)), options)?;
        while player.step().is_some() {}
        let mut checks = player.outcomes().iter().filter(|own| own.step >= goal.solution.start);
        Ok(match checks.any(|own| own.failure.is_some()) {
            true => Proof::Holds,
            false => Proof::Fails(failure::goal_holds(&self.scenario.file, goal)),
        })
    }

    /// The moment of the last step before this position.
    fn moment(&self, end: usize) -> Option<Instant> {
        let last = end.checked_sub(1)?;
        self.scenario.steps.get(last).map(|step| step.at)
    }
}

/// What came of one promise.
enum Proof {
    Holds,
    Fails(Diagnostic),
    Unknown,
}
