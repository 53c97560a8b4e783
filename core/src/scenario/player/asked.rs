//! What may be asked of a run as it stands.

use super::{Change, CheckOutcome, Deed, Player, facts, reasons};
use crate::cluster::Cluster;
use crate::id::{ClusterId, TrunkId};
use crate::presence::{CheckText, Decision};
use crate::scenario::model::{Scenario, Showing};
use crate::trace::LampKey;
use crate::world::World;
use std::sync::Arc;

impl Player {
    /// The scenario.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seed of this run.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The world, as it is now.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What each lamp has shown, oldest first.
    pub fn lamp_changes(&self, key: &LampKey) -> &[Change] {
        self.facts.changes(key)
    }

    /// What a lamp shows now.
    pub fn showing(&self, key: &LampKey) -> Showing {
        facts::showing(&self.world, key)
    }

    /// The reasons for what a lamp shows now: rules, each with its sentence.
    pub fn reasons(&self, key: &LampKey) -> Vec<CheckText> {
        reasons::reasons(&self.stage(), key)
    }

    /// The decision behind a lamp that is there: CallManager's latest, or, where the phone does not
    /// even ask, what it would be.
    pub fn decision(&self, key: &LampKey) -> Option<Decision> {
        reasons::decision(&self.stage(), key)
    }

    /// The latest decision on a request that came in over a trunk.
    pub fn trunk_decision(
        &self,
        cluster: ClusterId,
        trunk: TrunkId,
        target: &str,
    ) -> Option<&Arc<Decision>> {
        self.facts.decision_over(cluster, trunk, target)
    }

    /// The cluster that decides for a lamp, as it acts now: the one that its watcher belongs to, or
    /// is connected to.
    pub fn cluster_for(&self, key: &LampKey) -> &Arc<Cluster> {
        let outside = || self.site.outside_of(key.phone).map(|(_, one)| one.cluster);
        let cluster = self.site.cluster_of(key.phone).or_else(outside);
        cluster.and_then(|id| self.site.cluster(id)).unwrap_or(self.site.first())
    }

    /// What was asked of the configurations so far, and what came of it, oldest first.
    pub fn deeds(&self) -> &[Arc<Deed>] {
        self.deeds.all()
    }

    /// The outcomes of the checks so far, in the order in which they were made.
    pub fn outcomes(&self) -> &[Arc<CheckOutcome>] {
        &self.outcomes
    }
}
