//! The simulated network: a star of links around each CallManager, one for each phone and each one
//! outside, and a link between each two CallManagers. A link is known by the id of the phone or
//! seat at its outer end.
//!
//! A link carries two kinds of traffic. *Datagrams* (SIP) may be late, lost, doubled or out of
//! order; their fate is drawn when they are sent, from the link's own random stream. *In-process
//! messages* stand for protocols that we do not speak as bytes (SCCP, H.323, calls and
//! registration of SIP phones): they are as late as datagrams, and never lost, doubled or out of
//! order. A cut loses datagrams and holds in-process messages back until it is healed.

mod fault;
mod in_force;
mod link;
mod options;

use crate::gather::Gather;
pub use fault::{Disturbance, Fault, LinkEnd};
pub use in_force::InForce;
pub use link::{DropReason, Fate};
pub use options::{LinkOptions, NetworkOptions};

pub(crate) use fault::OneShot;
pub(crate) use link::{Carried, Link};

use crate::id::PhoneId;
use crate::limits::{self, LimitReached};
use crate::site::{Roster, Site, stream_name};

/// All links and the one-shot faults that wait for their message.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    seed: u64,
    links: Vec<Link>,
    one_shots: Vec<OneShot>,
    default: LinkOptions,
}

impl Network {
    /// The links of a site.
    pub(crate) fn new(site: &Site, seed: u64, options: &NetworkOptions) -> Self {
        let (one_shots, default) = (Vec::new(), options.default);
        let mut network = Network { seed, links: Vec::new(), one_shots, default };
        for (cluster, within) in site.clusters() {
            for (id, phone) in within.phones.iter() {
                let own = options.links.get(&id).copied().unwrap_or(default);
                network.put(id, Link::new(seed, &stream_name(site, cluster, &phone.name), own));
            }
        }
        for (seat, ends) in site.seats() {
            let own = options.links.get(&seat).copied().unwrap_or(default);
            let name = |node| site.name_of_node(node).unwrap_or_default();
            let link = Link::new(seed, &format!("{} - {}", name(ends.hub), name(ends.outer)), own);
            network.put(seat, link);
        }
        network
    }

    /// A link for a phone that was added.
    pub(crate) fn add(&mut self, phone: PhoneId, name: &str) {
        self.put(phone, Link::new(self.seed, name, self.default));
    }

    fn put(&mut self, id: PhoneId, link: Link) {
        if self.links.len() <= id.index() {
            let unused = Link::new(self.seed, "", self.default);
            self.links.resize(id.index() + 1, unused);
        }
        if let Some(place) = self.links.get_mut(id.index()) {
            *place = link;
        }
    }

    pub(crate) fn link_mut(&mut self, phone: PhoneId) -> Option<&mut Link> {
        self.links.get_mut(phone.index())
    }

    pub(crate) fn link(&self, phone: PhoneId) -> Option<&Link> {
        self.links.get(phone.index())
    }

    /// What happens to a datagram that is sent now over a link; `outwards` is away from the
    /// CallManager in the middle.
    pub(crate) fn fate(&mut self, id: Option<PhoneId>, outwards: bool, bytes: &[u8]) -> Fate {
        let Some((id, link)) = id.and_then(|id| Some((id, self.links.get_mut(id.index())?))) else {
            return Fate::Dropped(DropReason::NoLink);
        };
        // Drawn in any case: a one-shot fault must not shift the draws behind it.
        let (fate, cut) = (link.draw(), link.cut);
        let shot = self.shot_at(id, outwards, bytes);
        if bytes.len() > limits::DATAGRAM_BYTES.as_usize() {
            return Fate::Dropped(DropReason::TooLong);
        }
        if cut {
            return Fate::Dropped(DropReason::Cut);
        }
        match shot {
            Some(hit) => {
                self.one_shots.remove(hit);
                Fate::Dropped(DropReason::OneShot)
            }
            None => fate,
        }
    }

    /// The place of the one-shot fault that waits for this datagram. Those that wait for a later one
    /// of its kind have seen one more go by.
    fn shot_at(&mut self, phone: PhoneId, outwards: bool, bytes: &[u8]) -> Option<usize> {
        let mut hit = None;
        for (place, shot) in self.one_shots.iter_mut().enumerate() {
            if !shot.means(phone, outwards, bytes) {
                continue;
            }
            if shot.but > 0 {
                shot.but -= 1;
            } else {
                hit = hit.or(Some(place));
            }
        }
        hit
    }

    /// Brings a fault about. Returns the phones whose links were healed by it.
    pub(crate) fn apply(&mut self, fault: &Fault) -> Result<Vec<PhoneId>, LimitReached> {
        match fault {
            Fault::Cut(phone) => {
                if let Some(link) = self.link_mut(*phone) {
                    link.cut = true;
                }
            }
            Fault::Heal(phone) => return Ok(self.heal(*phone).into_iter().gather()),
            Fault::LoseNext { but, method, end, phone } => {
                limits::WAITING_FAULTS.check(self.one_shots.len() + 1)?;
                let shot = OneShot { but: *but, method: method.clone(), end: *end, phone: *phone };
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
