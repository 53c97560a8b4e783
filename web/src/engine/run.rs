//! A run that can go forward, back, and elsewhere: a player with checkpoints and the user's acts.
//!
//! **Where a run stands** is a count of steps and a clock. Going back, or ahead where it has been
//! before, takes the nearest checkpoint and plays again from there: the same acts at the same steps
//! give the same run.

mod act;
mod checkpoint;
#[cfg(test)]
mod leap_tests;

use super::branches::Branch;
use super::cast::Cast;
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{EventId, NodeId, PhoneId};
use lampfield_core::limits::LimitReached;
use lampfield_core::scenario::{PlayOptions, Player, Scenario};
use lampfield_core::site::node_of_cluster;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::What;
use std::sync::Arc;

pub(super) use act::{Act, NotTaken};
use checkpoint::Checkpoint;

/// At most so many steps on the way to the next lamp change.
const STEPS_TO_LAMP: u32 = 200_000;
/// Between two tellings of how far a long request is.
const CHUNK_STEPS: u32 = 4_096;
/// With nothing left to happen, `to the next lamp change` gives up after this much time.
const HORIZON: Duration = Duration::from_secs(3_700);

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

    fn look_around(&mut self) {
        let changes = self.player.deeds().len() + self.acts_done;
        self.cast.see(&self.player, changes);
    }

    /// Lets everything happen up to `t` (or goes back to it) and sets the clock there.
    /// Tells, per mille, how far it is, where that takes long.
    pub(super) fn run_until(&mut self, t: Instant, tell: &mut dyn FnMut(u16)) {
        self.leap(t);
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
}

/// How much of `whole` is done, 0 to 1000.
fn per_mille(done: i64, whole: i64) -> u16 {
    let share = done.saturating_mul(1_000) / whole.max(1);
    u16::try_from(share.clamp(0, 1_000)).unwrap_or(1_000)
}
