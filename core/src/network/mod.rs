//! The simulated network: a star of links, CallManager in the middle, one link for each phone.
//!
//! A link carries two kinds of traffic. *Datagrams* (SIP) may be late, lost, doubled or out of
//! order; their fate is drawn when they are sent, from the link's own random stream. *In-process
//! messages* stand for protocols that we do not speak as bytes (SCCP, H.323, calls and
//! registration of SIP phones): they are as late as datagrams, and never lost, doubled or out of
//! order. A cut loses datagrams and holds in-process messages back until it is healed.

mod fault;
mod link;
mod options;

pub use fault::{Disturbance, Fault, LinkEnd};
pub use link::{DropReason, Fate};
pub use options::{LinkOptions, NetworkOptions};

pub(crate) use fault::OneShot;
pub(crate) use link::{Carried, Link};

use crate::cluster::Cluster;
use crate::id::{NodeId, PhoneId};
use crate::limits::{self, LimitReached};
use crate::node::phone_of_node;

/// All links and the one-shot faults that wait for their message.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    links: Vec<Link>,
    one_shots: Vec<OneShot>,
    default: LinkOptions,
}

/// The phone whose link joins two nodes; `None` where no link does.
pub(crate) const fn link_between(a: NodeId, b: NodeId) -> Option<PhoneId> {
    match (a.0, b.0) {
        (0, 0) => None,
        (0, _) => phone_of_node(b),
        (_, 0) => phone_of_node(a),
        _ => None,
    }
}

impl Network {
    /// One link for each phone of the cluster.
    pub(crate) fn new(cluster: &Cluster, seed: u64, options: &NetworkOptions) -> Self {
        let mut links: Vec<Link> = Vec::with_capacity(cluster.phones.capacity());
        links.resize(cluster.phones.capacity(), Link::new(seed, "", options.default));
        for (id, phone) in cluster.phones.iter() {
            let own = options.links.get(&id).copied().unwrap_or(options.default);
            if let Some(link) = links.get_mut(id.index()) {
                *link = Link::new(seed, &phone.name, own);
            }
        }
        Network { links, one_shots: Vec::new(), default: options.default }
    }

    pub(crate) fn link_mut(&mut self, phone: PhoneId) -> Option<&mut Link> {
        self.links.get_mut(phone.index())
    }

    pub(crate) fn link(&self, phone: PhoneId) -> Option<&Link> {
        self.links.get(phone.index())
    }

    /// What happens to a datagram that is sent now.
    pub(crate) fn fate(&mut self, from: NodeId, to: NodeId, bytes: &[u8]) -> Fate {
        let Some(phone) = link_between(from, to) else {
            return Fate::Dropped(DropReason::NoLink);
        };
        let Some(link) = self.links.get_mut(phone.index()) else {
            return Fate::Dropped(DropReason::NoLink);
        };
        // Drawn in any case: a one-shot fault must not shift the draws behind it.
        let fate = link.draw();
        if bytes.len() > limits::DATAGRAM_BYTES.as_usize() {
            return Fate::Dropped(DropReason::TooLong);
        }
        if link.cut {
            return Fate::Dropped(DropReason::Cut);
        }
        if self.one_shots.is_empty() {
            return fate;
        }
        match self.one_shots.iter().position(|shot| shot.hits(phone, from, bytes)) {
            Some(hit) => {
                self.one_shots.remove(hit);
                Fate::Dropped(DropReason::OneShot)
            }
            None => fate,
        }
    }

    /// Brings a fault about. Returns the phones whose links were healed by it.
    pub(crate) fn apply(&mut self, fault: &Fault) -> Result<Vec<PhoneId>, LimitReached> {
        match fault {
            Fault::Cut(phone) => {
                if let Some(link) = self.link_mut(*phone) {
                    link.cut = true;
                }
            }
            Fault::Heal(phone) => return Ok(self.heal(*phone).into_iter().collect()),
            Fault::LoseNext { method, end, phone } => {
                limits::WAITING_FAULTS.check(self.one_shots.len() + 1)?;
                let shot = OneShot { method: method.clone(), end: *end, phone: *phone };
                self.one_shots.push(shot);
            }
            Fault::Disturb { phone: Some(phone), disturbance } => {
                if let Some(link) = self.link_mut(*phone) {
                    disturbance.apply(&mut link.options);
                }
            }
            Fault::Disturb { phone: None, disturbance } => {
                disturbance.apply(&mut self.default);
                self.links.iter_mut().for_each(|link| disturbance.apply(&mut link.options));
            }
            Fault::Calm => return Ok(self.calm()),
        }
        Ok(Vec::new())
    }

    fn heal(&mut self, phone: PhoneId) -> Option<PhoneId> {
        let link = self.link_mut(phone)?;
        core::mem::take(&mut link.cut).then_some(phone)
    }

    fn calm(&mut self) -> Vec<PhoneId> {
        self.one_shots.clear();
        self.default.calm();
        let mut healed = Vec::new();
        for (n, link) in (0_u32..).zip(&mut self.links) {
            link.options.calm();
            if core::mem::take(&mut link.cut) {
                healed.push(PhoneId(n));
            }
        }
        healed
    }
}
