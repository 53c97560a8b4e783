//! Questions of lessons, answered by the engine.

use super::Player;
use super::check::trunk_named;
use crate::diagnostic::Diagnostic;
use crate::presence::{Decision, Outcome};
use crate::scenario::model::{Asker, Choice, LampRef, Question};
use crate::trace::LampKey;

impl Player {
    /// What the engine answers now.
    ///
    /// # Errors
    /// The question names what is not there at this moment.
    pub fn answer(&self, question: &Question) -> Result<Choice, Box<Diagnostic>> {
        Ok(match question {
            Question::Lamp(lamp) => Choice::Lamp(self.showing(&self.lamp_key(lamp)?)),
            Question::Answer(asker) => Choice::Code(self.last_code(asker)?),
            Question::StoppedBy(asker) => {
                let decision = self.decision_of(asker)?;
                let stopped = decision.filter(|own| own.answer.outcome != Outcome::Allowed);
                Choice::Rule(stopped.map(|own| own.answer.rule))
            }
        })
    }

    /// The decision that a question is about: behind its lamp, or on what came in over its trunk.
    pub(in crate::scenario) fn decision_of(
        &self,
        asker: &Asker,
    ) -> Result<Option<Decision>, Box<Diagnostic>> {
        match asker {
            Asker::Lamp(lamp) => Ok(self.decision(&self.lamp_key(lamp)?)),
            Asker::Trunk { cluster, trunk, target } => {
                let trunk = trunk_named(self, *cluster, trunk)?;
                Ok(self.trunk_decision(*cluster, trunk, target).map(|own| Decision::clone(own)))
            }
        }
    }

    fn last_code(&self, asker: &Asker) -> Result<Option<u16>, Box<Diagnostic>> {
        let answer = match asker {
            Asker::Lamp(lamp) => self.facts.answer(&self.lamp_key(lamp)?),
            Asker::Trunk { cluster, trunk, target } => {
                let trunk = trunk_named(self, *cluster, trunk)?;
                self.facts.answer_over(*cluster, trunk, target)
            }
        };
        Ok(answer.map(|answer| answer.code))
    }
}

impl Question {
    /// The lamp that a question is about, where it is about one that is there now.
    pub(in crate::scenario) fn lamp(&self, player: &Player) -> Option<LampKey> {
        let lamp: &LampRef = match self {
            Question::Lamp(lamp) => lamp,
            Question::Answer(asker) | Question::StoppedBy(asker) => match asker {
                Asker::Lamp(lamp) => lamp,
                Asker::Trunk { .. } => return None,
            },
        };
        player.lamp_key(lamp).ok()
    }
}
