//! Checks of what administrators and users asked of the configurations.

use super::check::{Asked, Holds};
use super::deeds::Deed;
use crate::cluster::{Object, Refusal};
use crate::gather::Gather;
use crate::id::ClusterId;
use crate::order;
use crate::rules::RuleId;
use crate::scenario::failure;
use crate::scenario::model::{Act, View};

impl Asked<'_> {
    /// The latest deed was refused, with the rules under `because`.
    pub(super) fn refused(&self, act: Act) -> Holds {
        let Some(deed) = self.latest(act)? else {
            return Err(failure::no_deed(&self.scene(), act));
        };
        match &deed.result {
            Err(refusal) => self.rests_on(act, &refusal.rules(), Some(refusal)),
            Ok(_) => Err(failure::not_refused(&self.scene(), deed)),
        }
    }

    /// The latest deed was taken, with a warning that rests on the rules under `because`.
    pub(super) fn warned(&self, act: Act) -> Holds {
        let Some(deed) = self.latest(act)? else {
            return Err(failure::no_deed(&self.scene(), act));
        };
        match &deed.result {
            Ok(applied) if !applied.warnings.is_empty() => {
                let rules: Vec<RuleId> =
                    applied.warnings.iter().map(|warning| warning.rule).gather();
                self.rests_on(act, &rules, None)
            }
            _ => Err(failure::not_warned(&self.scene(), deed)),
        }
    }

    pub(super) fn cancelled(&self) -> Holds {
        match self.latest(Act::Change)? {
            Some(Deed { result: Ok(applied), .. }) if applied.cancelled => Ok(()),
            Some(deed) => Err(failure::not_cancelled(&self.scene(), deed)),
            None => Err(failure::no_deed(&self.scene(), Act::Change)),
        }
    }

    /// The latest deed, which must be of this kind.
    fn latest(&self, act: Act) -> Result<Option<&Deed>, Box<crate::diagnostic::Diagnostic>> {
        match self.player.deeds().last().map(|deed| &**deed) {
            Some(deed) if deed.act != act => Err(failure::another_deed(&self.scene(), act, deed)),
            latest => Ok(latest),
        }
    }

    fn rests_on(&self, act: Act, rules: &[RuleId], refusal: Option<&Refusal>) -> Holds {
        let missing: Vec<_> = self
            .expectation
            .because
            .iter()
            .copied()
            .filter(|(rule, _)| !rules.contains(rule))
            .gather();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(failure::rests_on_others(&self.scene(), act, &missing, rules, refusal)),
        }
    }

    pub(super) fn found(&self, names: &[String]) -> Holds {
        match self.player.found() {
            Some(found) if found == names => Ok(()),
            found => Err(failure::found(&self.scene(), names, found)),
        }
    }

    /// Exactly these devices wait for something.
    pub(super) fn pending(&self, names: &[String]) -> Holds {
        let mut waiting = self.player.pending();
        let mut wanted: Vec<String> = names.to_vec();
        order::sort_by(&mut waiting, |a, b| a.0.cmp(&b.0));
        waiting.dedup_by(|a, b| a.0 == b.0);
        order::sort(&mut wanted);
        if waiting.iter().map(|(name, _)| name).eq(wanted.iter()) {
            return Ok(());
        }
        Err(failure::pending(&self.scene(), &wanted, &waiting))
    }

    pub(super) fn view(&self, cluster: ClusterId, view: &View, shows: &[String]) -> Holds {
        match self.player.view(cluster, view) {
            Ok(shown) if shown == shows => Ok(()),
            shown => Err(failure::view(&self.scene(), view, shows, shown)),
        }
    }
}

impl super::Player {
    /// What the latest search, or question for dependency records, gave.
    pub fn found(&self) -> Option<&[String]> {
        self.deeds.found()
    }

    /// The devices with something saved that does not act yet, each with what it is. Where a name
    /// is not enough, the cluster stands before it.
    pub fn pending(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (id, cluster) in self.site.clusters() {
            let Some(configuration) = self.configuration(id) else { continue };
            for pending in configuration.pending() {
                let name = self.full_name(&cluster.name, &pending.device);
                let what = format!(
                    "{}: `{}` saved, `{}` acts",
                    pending.path, pending.saved, pending.active
                );
                all.push((name, what));
            }
        }
        all
    }

    fn full_name(&self, cluster: &str, device: &Object) -> String {
        let name = device.name().unwrap_or_default();
        let has = |other: &&crate::cluster::Cluster| {
            other.phones.id_of(name).is_some() || other.trunks.id_of(name).is_some()
        };
        match self.site.each_cluster().filter(has).count() {
            0 | 1 => name.to_owned(),
            _ => format!("{cluster}/{name}"),
        }
    }
}
