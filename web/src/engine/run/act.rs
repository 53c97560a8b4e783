//! What the user does in a run: told in words, done now, and done again after going back.

use super::Run;
use lampfield_core::cluster::{Edit, Refusal, Warning};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::id::ClusterId;
use lampfield_core::scenario::{Sources, Spoken};
use lampfield_core::time::Instant;

/// With this begins what an administrator does.
const CHANGE: &str = "change ";

/// Something that the user did.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Act {
    pub(in crate::engine) at: Instant,
    pub(in crate::engine) sentence: String,
    pub(in crate::engine) after_steps: u64,
    meant: Meant,
}

/// What the words of an act mean.
#[derive(Clone, Debug)]
enum Meant {
    /// What a person at a phone does, or what befalls the network.
    Said(Spoken),
    /// What an administrator does: a sentence that begins with `change`.
    Changed(ClusterId, Edit),
}

/// Why an act was not taken: nothing has changed.
#[derive(Debug)]
pub(in crate::engine) enum NotTaken {
    /// Its words mean nothing here.
    Words(Vec<Diagnostic>),
    /// A rule is against it.
    Refused(Box<Refusal>),
}

impl From<Box<Refusal>> for NotTaken {
    fn from(refusal: Box<Refusal>) -> Self {
        NotTaken::Refused(refusal)
    }
}

impl From<Box<Diagnostic>> for NotTaken {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        NotTaken::Words(vec![*diagnostic])
    }
}

impl Act {
    /// As the page is told of it.
    pub(in crate::engine) fn told(&self) -> (i64, String) {
        (self.at.as_micros(), self.sentence.clone())
    }

    /// Whether it is about the network: the file's own steps go on after it.
    pub(in crate::engine) fn is_fault(&self) -> bool {
        matches!(self.meant, Meant::Said(Spoken::Fault(_)))
    }
}

impl Run {
    /// What the user did up to here.
    pub(in crate::engine) fn acts(&self) -> &[Act] {
        self.acts.get(..self.acts_done).unwrap_or(&[])
    }

    /// All that the user did, also past where the run stands.
    pub(in crate::engine) fn all_acts(&self) -> Vec<(Instant, &str)> {
        self.acts.iter().map(|act| (act.at, act.sentence.as_str())).collect()
    }

    /// Whether the run is the user's.
    pub(in crate::engine) fn acted(&self) -> bool {
        self.acts_done > 0
    }

    /// Does the next recorded act, where its moment is now.
    pub(super) fn replay_act(&mut self) -> bool {
        let Some(act) = self.acts.get(self.acts_done) else { return false };
        if act.after_steps > self.steps || act.at > self.now() {
            return false;
        }
        let meant = act.meant.clone();
        self.acts_done += 1;
        // It was told when it was done first.
        drop(self.perform(&meant));
        true
    }

    /// Does what an act means. What could not be done is told to the one who acts; a replay meets it
    /// again.
    fn perform(&mut self, meant: &Meant) -> Result<Vec<Warning>, NotTaken> {
        let told = match meant {
            Meant::Changed(cluster, edit) => {
                self.player.change(*cluster, edit).map(|applied| applied.warnings)?
            }
            Meant::Said(Spoken::Do(orders)) => {
                let mut told = Vec::new();
                for order in orders {
                    told.extend(self.player.asked(order)??.warnings);
                }
                told
            }
            Meant::Said(Spoken::Fault(faults)) => {
                for fault in faults {
                    self.player.fault(fault.clone());
                }
                // The network is so from now on, not from when the next thing happens.
                self.player.run_until(self.now());
                Vec::new()
            }
            Meant::Said(_) => Vec::new(),
        };
        // A fault fights with the file over no phone: the file's steps go on.
        if !matches!(meant, Meant::Said(Spoken::Fault(_))) {
            self.player.take_over();
        }
        self.look_around();
        Ok(told)
    }

    /// The user acts now: a sentence of the language, or `change` with what an administrator
    /// changes. This is another run from here: what was to come otherwise is kept as a branch. Gives
    /// what the one who acts should look at.
    ///
    /// # Errors
    /// Why it was not taken: nothing has changed then.
    pub(in crate::engine) fn act(
        &mut self,
        sentence: &str,
        sources: &dyn Sources,
    ) -> Result<Vec<Warning>, NotTaken> {
        let sentence = sentence.trim();
        let meant = self.meant(sentence, sources)?;
        // It comes after all that happens at its moment: so a link and a file say it, too.
        self.run_until(self.now(), &mut |_| {});
        let before = (self.player.clone(), self.cast.clone());
        self.acts_done += 1;
        let told = self.perform(&meant);
        self.acts_done -= 1;
        if told.is_err() {
            (self.player, self.cast) = before;
            return told;
        }
        self.keep_the_future();
        self.acts.truncate(self.acts_done);
        self.checkpoints.retain(|checkpoint| checkpoint.steps <= self.steps);
        self.reached = self.now();
        let (at, sentence) = (self.now(), sentence.to_owned());
        self.acts.push(Act { at, sentence, after_steps: self.steps, meant });
        self.acts_done = self.acts.len();
        // Whoever lifts a handset while time stands still has it in the hand.
        self.run_until(at, &mut |_| {});
        told
    }

    fn meant(&self, sentence: &str, sources: &dyn Sources) -> Result<Meant, NotTaken> {
        let (scenario, site) = (self.player.scenario(), self.player.site());
        match sentence.strip_prefix(CHANGE) {
            Some(edit) => match scenario.edit_in(site, sources, edit) {
                Ok((cluster, edit)) => Ok(Meant::Changed(cluster, edit)),
                Err(told) => Err(NotTaken::Words(told)),
            },
            None => Ok(Meant::Said(scenario.spoken_in(site, sentence)?)),
        }
    }
}
