//! What each device acts with where it may differ from what is saved (ADMIN-2, R-17).

mod phone;
mod trunk;

pub(super) use phone::{Own, PhoneState, Taken, profile_for};
pub(super) use trunk::{Checked, TrunkState};

use crate::cluster::Cluster;
use crate::id::{PhoneId, TrunkId};
use crate::sorted::SortedMap;

/// The devices of a cluster, each with what it has taken over and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Devices {
    pub(super) phones: SortedMap<PhoneId, PhoneState>,
    pub(super) trunks: SortedMap<TrunkId, TrunkState>,
}

impl Devices {
    /// Every device as it starts: with what is saved, and nobody logged in.
    pub(super) fn fresh(saved: &Cluster) -> Self {
        let phones = saved.phones.iter();
        let trunks = saved.trunks.iter().filter_map(|(id, trunk)| Some((id, trunk.sip()?)));
        Devices {
            phones: phones.map(|(id, phone)| (id, PhoneState::fresh(saved, phone))).collect(),
            trunks: trunks.map(|(id, sip)| (id, TrunkState::fresh(saved, sip))).collect(),
        }
    }

    /// After a Save: new devices start, deleted ones go, the others keep what they act with.
    pub(super) fn save(&mut self, before: &Cluster, after: &Cluster) {
        self.phones.retain(|id, _| after.phones.look_up(*id).is_some());
        for (id, phone) in after.phones.iter() {
            match (self.phones.get_mut(&id), before.phones.look_up(id)) {
                // A phone of another type is another device.
                (Some(state), Some(old)) if old.model == phone.model => {
                    state.save((before, old), (after, phone));
                }
                _ => drop(self.phones.insert(id, PhoneState::fresh(after, phone))),
            }
        }
        let is_sip = |id| after.trunks.look_up(id).is_some_and(|trunk| trunk.sip().is_some());
        self.trunks.retain(|id, _| is_sip(*id));
        for (id, trunk) in after.trunks.iter() {
            let Some(sip) = trunk.sip() else { continue };
            self.trunks.get_or_insert_with(id, || TrunkState::fresh(after, sip));
        }
    }

    /// The configuration that acts: what is saved, but for what devices have not taken yet.
    pub(super) fn activate(&self, saved: &Cluster) -> Cluster {
        let mut active = saved.clone();
        for (id, state) in &self.phones {
            if let Some(phone) = active.phones.get_mut(*id) {
                state.put_on(phone);
            }
        }
        for (id, state) in &self.trunks {
            if let Some(sip) = active.trunks.get_mut(*id).and_then(|trunk| trunk.sip_mut()) {
                state.put_on(saved, sip);
            }
        }
        active
    }

    /// A phone takes what is saved; whoever is logged in stays so where that is still possible.
    pub(super) fn reset_phone(&mut self, saved: &Cluster, id: PhoneId) {
        let (Some(state), Some(phone)) = (self.phones.get_mut(&id), saved.phones.look_up(id))
        else {
            return;
        };
        state.reset(saved, phone);
    }

    /// A trunk takes what is saved.
    pub(super) fn reset_trunk(&mut self, saved: &Cluster, id: TrunkId) {
        if let Some(sip) = saved.trunks.look_up(id).and_then(|trunk| trunk.sip()) {
            self.trunks.insert(id, TrunkState::fresh(saved, sip));
        }
    }
}
