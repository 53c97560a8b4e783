//! A run that can go forward, back, and elsewhere: a player with checkpoints and the user's acts.
//!
//! **Where a run stands** is a count of steps and a clock. Going back takes the nearest checkpoint
//! and plays again from there: the same acts at the same steps give the same run.

use super::branches::Branch;
use super::cast::Cast;
use lampfield_core::cluster::{Cluster, Edit, Refusal, Warning};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::id::{ClusterId, EventId, NodeId, PhoneId};
use lampfield_core::limits::LimitReached;
use lampfield_core::scenario::{PlayOptions, Player, Scenario, Sources, Spoken};
use lampfield_core::site::node_of_cluster;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::What;
use std::sync::Arc;

/// A checkpoint is made every so many steps.
const CHECKPOINT_STEPS: u64 = 512;
/// At most so many checkpoints; past it every second one goes.
const CHECKPOINTS: usize = 64;
/// At most so many steps on the way to the next lamp change.
const STEPS_TO_LAMP: u32 = 200_000;
/// Between two tellings of how far a long request is.
const CHUNK_STEPS: u32 = 4_096;
/// With nothing left to happen, `to the next lamp change` gives up after this much time.
const HORIZON: Duration = Duration::from_secs(3_700);

/// With this begins what an administrator does.
const CHANGE: &str = "change ";

/// Something that the user did.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) at: Instant,
    pub(super) sentence: String,
    pub(super) after_steps: u64,
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
pub(super) enum NotTaken {
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
    pub(super) fn told(&self) -> (i64, String) {
        (self.at.as_micros(), self.sentence.clone())
    }

    /// Whether it is about the network: the file's own steps go on after it.
    pub(super) fn is_fault(&self) -> bool {
        matches!(self.meant, Meant::Said(Spoken::Fault(_)))
    }
}

#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub(super) steps: u64,
    pub(super) acts: usize,
    pub(super) player: Player,
    cast: Cast,
}

/// A run of a scenario.
#[derive(Clone, Debug)]
pub(super) struct Run {
    player: Player,
    steps: u64,
    pub(super) acts: Vec<Act>,
    /// How many of the acts have been done where the run stands.
    pub(super) acts_done: usize,
    pub(super) checkpoints: Vec<Checkpoint>,
    cast: Cast,
    pub(super) reached: Instant,
    /// How often it went back.
    pub(super) returns: u32,
    /// The number that it has among its branches.
    pub(super) number: u32,
    /// The futures that it left behind, oldest first.
    pub(super) branches: Vec<Branch>,
}

impl Run {
    /// A run at time 0.
    pub(super) fn new(scenario: Arc<Scenario>, seed: Option<u64>) -> Result<Run, LimitReached> {
        let options = PlayOptions { seed, ..PlayOptions::default() };
        let player = Player::new(scenario, options)?;
        let mut cast = Cast::default();
        cast.see(&player, 0);
        let first = Checkpoint { steps: 0, acts: 0, player: player.clone(), cast: cast.clone() };
        Ok(Run {
            player,
            steps: 0,
            acts: Vec::new(),
            acts_done: 0,
            checkpoints: vec![first],
            cast,
            reached: Instant::ZERO,
            returns: 0,
            number: 1,
            branches: Vec::new(),
        })
    }

    /// The same scenario at time 0, without acts and branches.
    pub(super) fn at_the_start(&self) -> Run {
        let first = self.checkpoints.first();
        Run {
            player: first.map_or(&self.player, |first| &first.player).clone(),
            steps: 0,
            acts: Vec::new(),
            acts_done: 0,
            checkpoints: first.cloned().into_iter().collect(),
            cast: first.map_or(&self.cast, |first| &first.cast).clone(),
            reached: Instant::ZERO,
            returns: 0,
            number: 1,
            branches: Vec::new(),
        }
    }

    pub(super) fn player(&self) -> &Player {
        &self.player
    }

    pub(super) fn now(&self) -> Instant {
        self.player.world().now()
    }

    /// The furthest time that the run reached before it went back.
    pub(super) fn reached(&self) -> Instant {
        self.reached
    }

    /// How often it went back: what was made of its past before then is worth nothing.
    pub(super) fn returns(&self) -> u32 {
        self.returns
    }

    /// The cluster of a CallManager, as it acts now.
    pub(super) fn cluster_at(&self, node: NodeId) -> &Arc<Cluster> {
        let site = self.player.site();
        let found = site.clusters().find(|(id, _)| node_of_cluster(*id) == node);
        found.map_or(site.first(), |(_, cluster)| cluster)
    }

    /// The nodes of everybody who takes part, in the order of the lanes.
    pub(super) fn nodes(&self) -> &[NodeId] {
        &self.cast.nodes
    }

    /// The phones that wait for their Reset or a log-in.
    pub(super) fn waiting(&self) -> &[PhoneId] {
        &self.cast.waiting
    }

    /// Their names as they are now, or were last.
    pub(super) fn names(&self) -> &[String] {
        &self.cast.names
    }

    /// What the user did up to here.
    pub(super) fn acts(&self) -> &[Act] {
        self.acts.get(..self.acts_done).unwrap_or(&[])
    }

    /// All that the user did, also past where the run stands.
    pub(super) fn all_acts(&self) -> Vec<(Instant, &str)> {
        self.acts.iter().map(|act| (act.at, act.sentence.as_str())).collect()
    }

    /// Whether the run is the user's.
    pub(super) fn acted(&self) -> bool {
        self.acts_done > 0
    }

    /// When something happens next: a step of the file, an act that was done before the run went
    /// back, or an event of the world.
    pub(super) fn next_at(&self) -> Option<Instant> {
        let act = self.acts.get(self.acts_done).map(|act| act.at);
        [self.player.next_at(), self.player.world().next_at(), act].into_iter().flatten().min()
    }

    /// Lets one thing happen. `false`: nothing is left.
    pub(super) fn step(&mut self) -> bool {
        if self.replay_act() {
            return true;
        }
        let Some(at) = self.next_at() else { return false };
        let due = self.acts.get(self.acts_done);
        if due.is_some_and(|act| act.after_steps <= self.steps && act.at == at) {
            self.player.run_until(at);
            return self.replay_act();
        }
        if self.player.next_at().is_some() {
            self.player.step();
        } else {
            self.player.step_past_end();
        }
        self.steps += 1;
        self.look_around();
        self.reached = self.reached.max(self.now());
        self.keep_checkpoint();
        true
    }

    /// Does the next recorded act, where its moment is now.
    fn replay_act(&mut self) -> bool {
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

    fn look_around(&mut self) {
        let changes = self.player.deeds().len() + self.acts_done;
        self.cast.see(&self.player, changes);
    }

    /// Lets everything happen up to `t` (or goes back to it) and sets the clock there.
    /// Tells, per mille, how far it is, where that takes long.
    pub(super) fn run_until(&mut self, t: Instant, tell: &mut dyn FnMut(u16)) {
        if t < self.now() {
            self.restore(|checkpoint| checkpoint.player.world().now() <= t);
        }
        let start = self.now();
        while self.chunk_until(t) {
            tell(per_mille((self.now() - start).as_micros(), (t - start).as_micros()));
        }
        self.player.run_until(t);
        self.reached = self.reached.max(t);
    }

    /// Takes at most so many steps as a chunk has; `false` where none is left up to `t`. A function
    /// of its own that is called often: browsers optimise the next call, never one that runs.
    #[inline(never)]
    fn chunk_until(&mut self, t: Instant) -> bool {
        for _ in 0..CHUNK_STEPS {
            if self.next_at().is_none_or(|at| at > t) || !self.step() {
                return false;
            }
        }
        true
    }

    /// Lets things happen until one of them is traced: a check of the file is decided and leaves no
    /// event.
    pub(super) fn step_to_event(&mut self) {
        let before = self.events();
        while self.step() && self.events() == before {}
    }

    /// Goes back to just before the last event; at the start, nothing changes.
    pub(super) fn step_back(&mut self) {
        let after = self.events();
        while let Some(target) = self.steps.checked_sub(1) {
            self.restore(|checkpoint| checkpoint.steps <= target);
            while self.steps < target && self.step() {}
            if self.events() < after {
                return;
            }
        }
    }

    fn events(&self) -> u64 {
        self.player.world().trace().count()
    }

    pub(super) fn restore(&mut self, fits: impl Fn(&Checkpoint) -> bool) {
        let found = self.checkpoints.iter().rev().find(|checkpoint| fits(checkpoint));
        let Some(checkpoint) = found.or(self.checkpoints.first()) else { return };
        self.returns = self.returns.wrapping_add(1);
        self.player = checkpoint.player.clone();
        self.cast = checkpoint.cast.clone();
        self.steps = checkpoint.steps;
        self.acts_done = checkpoint.acts;
    }

    fn keep_checkpoint(&mut self) {
        let newest = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.steps);
        if self.steps < newest + CHECKPOINT_STEPS {
            return;
        }
        let (player, cast) = (self.player.clone(), self.cast.clone());
        self.checkpoints.push(Checkpoint { steps: self.steps, acts: self.acts_done, player, cast });
        if self.checkpoints.len() > CHECKPOINTS {
            let mut position = 0;
            self.checkpoints.retain(|_| {
                position += 1;
                position % 2 == 1
            });
        }
    }

    /// Runs on until such an event. `false`: none comes any more.
    pub(super) fn step_to(&mut self, tell: &mut dyn FnMut(u16), wanted: fn(&What) -> bool) -> bool {
        let latest = self.now() + HORIZON;
        for taken in 0..STEPS_TO_LAMP {
            if taken > 0 && taken % CHUNK_STEPS == 0 {
                tell(per_mille(taken.into(), STEPS_TO_LAMP.into()));
            }
            if self.next_at().is_none_or(|at| at > latest) {
                return false;
            }
            let before = self.player.world().trace().count();
            if !self.step() {
                return false;
            }
            let trace = self.player.world().trace();
            if trace.events_from(EventId(before)).any(|event| wanted(&event.what)) {
                return true;
            }
        }
        false
    }

    /// The user acts now: a sentence of the language, or `change` with what an administrator
    /// changes. This is another run from here: what was to come otherwise is kept as a branch. Gives
    /// what the one who acts should look at.
    ///
    /// # Errors
    /// Why it was not taken: nothing has changed then.
    pub(super) fn act(
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

/// How much of `whole` is done, 0 to 1000.
fn per_mille(done: i64, whole: i64) -> u16 {
    let share = done.saturating_mul(1_000) / whole.max(1);
    u16::try_from(share.clamp(0, 1_000)).unwrap_or(1_000)
}
