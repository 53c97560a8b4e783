//! The state of every line on every device.

use crate::cluster::Cluster;
use crate::gather::Gather;
use crate::id::{DnId, Id, PhoneId};
use crate::order;
use crate::presence::{LineState, PublishedStatus, device_status, shared_status};

/// One line on one device.
#[derive(Clone, Copy, Debug)]
struct Slot {
    phone: PhoneId,
    state: LineState,
    /// What the device alone makes of the line.
    status: PublishedStatus,
}

/// One presentity: its slots lie side by side.
#[derive(Clone, Copy, Debug, Default)]
struct Presentity {
    first: u32,
    devices: u32,
    status: PublishedStatus,
}

/// All lines, grouped by directory number, sorted by phone within.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    slots: Vec<Slot>,
    presentities: Vec<Presentity>,
}

impl Lines {
    pub(super) fn new(c: &Cluster) -> Self {
        let mut pairs: Vec<(DnId, PhoneId)> = c
            .phones
            .iter()
            .flat_map(|(id, phone)| phone.lines.iter().map(move |dn| (*dn, id)))
            .gather();
        order::sort(&mut pairs);
        // A line twice on one phone is a mistake that `validate` names; here it is one line.
        pairs.dedup();
        let mut lines = Lines {
            slots: Vec::with_capacity(pairs.len()),
            presentities: vec![Presentity::default(); c.directory_numbers.capacity()],
        };
        for (dn, phone) in pairs {
            lines.push(c, dn, phone);
        }
        for dn in 0..lines.presentities.len() {
            lines.presentities[dn].status = lines.combined(lines.presentities[dn]);
        }
        lines
    }

    /// The lines of another configuration of the same cluster; what is in both keeps its state.
    pub(super) fn carried_over(&self, c: &Cluster) -> Self {
        let mut lines = Lines::new(c);
        for at in 0..lines.presentities.len() {
            let dn = DnId::from_index(at);
            let p = lines.presentity(dn);
            let first = p.first as usize;
            for slot in lines.slots.iter_mut().skip(first).take(p.devices as usize) {
                let model = c.phones.get(slot.phone).map(|phone| &phone.model);
                slot.state = self.get(slot.phone, dn);
                slot.status = model.map_or(slot.status, |model| device_status(model, slot.state));
            }
            let status = lines.combined(p);
            if let Some(presentity) = lines.presentities.get_mut(at) {
                presentity.status = status;
            }
        }
        lines
    }

    fn push(&mut self, c: &Cluster, dn: DnId, phone: PhoneId) {
        let (Some(p), Some(presentity)) =
            (c.phones.get(phone), self.presentities.get_mut(dn.index()))
        else {
            return;
        };
        if presentity.devices == 0 {
            // The table of phones bounds this far below 2^32.
            presentity.first = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        }
        presentity.devices += 1;
        let state = LineState::default();
        self.slots.push(Slot { phone, state, status: device_status(&p.model, state) });
    }

    fn slots_of(&self, p: Presentity) -> &[Slot] {
        let first = p.first as usize;
        self.slots.get(first..first + p.devices as usize).unwrap_or_default()
    }

    fn combined(&self, p: Presentity) -> PublishedStatus {
        shared_status(self.slots_of(p).iter().map(|slot| slot.status))
    }

    fn presentity(&self, dn: DnId) -> Presentity {
        self.presentities.get(dn.index()).copied().unwrap_or_default()
    }

    /// The position of a slot. Shared lines have few devices, yet nothing bounds them: hence the
    /// binary search.
    fn position(&self, phone: PhoneId, dn: DnId) -> Option<usize> {
        let p = self.presentity(dn);
        let within = self.slots_of(p).binary_search_by_key(&phone, |slot| slot.phone).ok()?;
        Some(p.first as usize + within)
    }

    pub(super) fn set(
        &mut self,
        c: &Cluster,
        phone: PhoneId,
        dn: DnId,
        state: LineState,
    ) -> Option<PublishedStatus> {
        let position = self.position(phone, dn)?;
        let model = &c.phones.get(phone)?.model;
        let slot = self.slots.get_mut(position)?;
        slot.state = state;
        slot.status = device_status(model, state);
        let status = self.combined(self.presentity(dn));
        let presentity = self.presentities.get_mut(dn.index())?;
        let changed = presentity.status != status;
        presentity.status = status;
        changed.then_some(status)
    }

    pub(super) fn get(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.position(phone, dn)
            .and_then(|position| self.slots.get(position))
            .map(|slot| slot.state)
            .unwrap_or_default()
    }

    pub(super) fn status(&self, dn: DnId) -> PublishedStatus {
        self.presentity(dn).status
    }

    pub(super) fn devices(&self, dn: DnId) -> impl Iterator<Item = (PhoneId, LineState)> + '_ {
        self.slots_of(self.presentity(dn)).iter().map(|slot| (slot.phone, slot.state))
    }
}
