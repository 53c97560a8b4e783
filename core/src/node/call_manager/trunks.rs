//! The trunks of a cluster as CallManager finds them on the network: who is at the far end of
//! each, which of them work, and who proves to be whom.

use super::CallManager;
use crate::cluster::{Cluster, Credentials, SecurityProfile, SipTrunk};
use crate::gather::Gather;
use crate::id::{ClusterId, NodeId, PhoneId, TrunkId};
use crate::node::{LinkMessage, NodeEvent, Outbox, WakeReason};
use crate::presence::{Proof, WrongProof};
use crate::queue::Queue;
use crate::rng::Rng;
use crate::sip::address::HostPort;
use crate::sip::digest::{self, Algorithm, Authenticator, DigestOptions, Verdict};
use crate::sip::message::Message;
use crate::site::{OutsidePhone, Roster, Site, node_of_cluster, node_of_outside};
use crate::sorted::SortedSet;
use crate::time::{Duration, Instant};
use crate::trace::{LampKey, LampPlace};
use std::sync::Arc;

/// One at the far end of a trunk who is no cluster.
#[derive(Debug)]
struct Attached {
    node: NodeId,
    trunk: TrunkId,
    seat: PhoneId,
    phones: Vec<OutsidePhone>,
}

/// Who can be at the far end of a trunk: the same for a whole run.
#[derive(Debug)]
struct FarEnds {
    attached: Vec<Attached>,
    /// Those outside, then the CallManagers of the other clusters, by the name that a trunk's
    /// destination says.
    named: Vec<(Box<str>, NodeId)>,
    /// Where those are who are at addresses of a real network.
    real: Vec<(NodeId, HostPort)>,
}

/// Far ends, service states and the judge of credentials.
#[derive(Clone, Debug)]
pub(super) struct Trunks {
    ends: Arc<FarEnds>,
    noticed_after: Duration,
    /// Far ends whose link is lost, in the order of time; the delay is one for all.
    lost: Queue<(Instant, NodeId)>,
    back: SortedSet<NodeId>,
    authenticator: Authenticator,
}

impl Trunks {
    pub(super) fn new(site: &Site, id: ClusterId, noticed_after: Duration, rng: Rng) -> Self {
        let here = |one: &&crate::site::Outside| one.cluster == id;
        let all = || site.outside().iter().filter(move |(_, one)| here(one));
        let attached = all().map(|(outside, one)| Attached {
            node: node_of_outside(outside),
            trunk: one.trunk,
            seat: one.seat,
            phones: one.phones.clone(),
        });
        let names =
            all().map(|(outside, one)| (one.name.as_str().into(), node_of_outside(outside)));
        let others = site.clusters().filter(|(other, _)| *other != id);
        let clusters = others.map(|(other, c)| (c.name.as_str().into(), node_of_cluster(other)));
        let realm = site.name_of_node(node_of_cluster(id)).unwrap_or_default();
        let real = site.real_outside();
        let mut digest = DigestOptions::new(realm);
        if !real.is_empty() {
            // Real servers know MD5, and some give up where they are offered more.
            digest.algorithms = &[Algorithm::Md5];
        }
        Trunks {
            ends: Arc::new(FarEnds {
                attached: attached.gather(),
                named: names.chain(clusters).gather(),
                real: real.iter().map(|(id, at)| (node_of_outside(*id), *at)).gather(),
            }),
            noticed_after,
            lost: Queue::default(),
            back: SortedSet::new(),
            authenticator: Authenticator::new(digest, rng),
        }
    }

    /// The SIP trunk through which a node's requests come in.
    pub(super) fn of_node(&self, c: &Cluster, node: NodeId) -> Option<TrunkId> {
        if let Some(one) = self.ends.attached.iter().find(|one| one.node == node) {
            return c.trunks.get(one.trunk)?.sip().map(|_| one.trunk);
        }
        let (name, _) = self.ends.named.iter().find(|(_, other)| *other == node)?;
        let leads_there = |trunk: &crate::cluster::Trunk| {
            trunk.sip().is_some() && trunk.destination.as_deref() == Some(&**name)
        };
        c.trunks.iter().find(|(_, trunk)| leads_there(trunk)).map(|(id, _)| id)
    }

    /// The node at the far end of a trunk: its destination, or who is attached to it.
    pub(super) fn far_end(&self, c: &Cluster, id: TrunkId) -> Option<NodeId> {
        let destination = c.trunks.get(id)?.destination.as_deref();
        let named = self.ends.named.iter().find(|(name, _)| Some(&**name) == destination);
        let attached = || self.ends.attached.iter().find(|one| one.trunk == id).map(|one| one.node);
        named.map(|(_, node)| *node).or_else(attached)
    }

    /// The address of a far end on a real network.
    pub(super) fn real_address(&self, node: NodeId) -> Option<HostPort> {
        self.ends.real.iter().find(|(own, _)| *own == node).map(|(_, address)| *address)
    }

    /// The lamp outside that a request is for, where it can be told: a BLF/SpeedDial of a phone
    /// there, else what the sender watches by itself.
    pub(super) fn lamp_of(&self, node: NodeId, from: &str, target: &str) -> Option<LampKey> {
        let one = self.ends.attached.iter().find(|one| one.node == node)?;
        let button = |phone: &OutsidePhone| {
            let at = phone.blf_speed_dials.iter().position(|dial| dial == target)?;
            let place = LampPlace::Blf(u16::try_from(at + 1).ok()?);
            Some(LampKey { phone: phone.id, place })
        };
        let phone = one.phones.iter().find(|phone| phone.number == from);
        let own = LampKey { phone: one.seat, place: LampPlace::Watch(target.into()) };
        Some(phone.and_then(button).unwrap_or(own))
    }

    /// The id of the phone outside that calls from a number.
    pub(super) fn caller(&self, node: NodeId, number: &str) -> Option<PhoneId> {
        let one = self.ends.attached.iter().find(|one| one.node == node)?;
        let phone = one.phones.iter().find(|phone| phone.number == number);
        Some(phone.map_or(one.seat, |phone| phone.id))
    }

    /// When the next lost far end is noticed.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.lost.front().map(|(at, _)| *at)
    }
}

/// The profile of a SIP trunk that is in force.
pub(super) fn profile(c: &Cluster, id: TrunkId) -> Option<(&SipTrunk, &SecurityProfile)> {
    let sip = c.trunks.get(id)?.sip()?;
    Some((sip, c.profile_in_force(sip)?))
}

impl CallManager {
    /// What the credentials of a request that came in on a trunk prove (AUTH-14, AUTH-18, R-13), and
    /// whether its sender knew the password and needs only another nonce.
    pub(super) fn proof(
        &mut self,
        now: Instant,
        trunk: TrunkId,
        message: &Message,
    ) -> (Proof, bool) {
        let cluster = Arc::clone(&self.cluster);
        let Some((sip, profile)) = profile(&cluster, trunk) else {
            return (Proof::NotChecked, false);
        };
        if !profile.digest_authentication {
            return (Proof::NotChecked, false);
        }
        let password = |name: &str| password_of(&cluster, sip.device_credentials.as_ref(), name);
        let verdict = self.trunks.authenticator.verify(now, message, password);
        let stale = verdict.is_stale();
        (proved(&cluster, sip, verdict), stale)
    }

    /// A challenge for a request that proved nothing.
    pub(super) fn challenge(&mut self, now: Instant, stale: bool) -> digest::Challenge {
        self.trunks.authenticator.challenge(now, stale)
    }

    /// A message of the link to one outside.
    pub(super) fn trunk_link(
        &mut self,
        now: Instant,
        from: NodeId,
        message: LinkMessage,
        out: &mut Outbox,
    ) {
        match message {
            LinkMessage::LinkLost { .. } if self.trunks.noticed_after <= Duration::ZERO => {
                self.far_end_gone(now, from, out);
            }
            LinkMessage::LinkLost { .. } => {
                self.trunks.back.remove(&from);
                let at = now + self.trunks.noticed_after;
                self.trunks.lost.push_back((at, from));
            }
            LinkMessage::TrunkUp => {
                self.trunks.back.insert(from);
                if let Some(trunk) = self.trunks.of_node(&self.cluster, from) {
                    self.trunk_service(now, trunk, true, out);
                }
            }
            LinkMessage::TrunkCall { from: caller, to } => {
                self.trunk_call(now, from, &caller, &to, out);
            }
            LinkMessage::TrunkHangUp { from: caller } => {
                self.trunk_hang_up(now, from, &caller, out);
            }
            _ => {}
        }
    }

    /// Notices the far ends whose time has come.
    pub(super) fn notice_far_ends_gone(&mut self, now: Instant, out: &mut Outbox) {
        while self.trunks.next_at().is_some_and(|at| at <= now) {
            let Some((_, node)) = self.trunks.lost.pop_front() else { return };
            if !self.trunks.back.remove(&node) {
                out.event(NodeEvent::TimerFired(WakeReason::NoticeGone));
                self.far_end_gone(now, node, out);
            }
        }
    }

    fn far_end_gone(&mut self, now: Instant, node: NodeId, out: &mut Outbox) {
        if let Some(trunk) = self.trunks.of_node(&self.cluster, node) {
            self.trunk_service(now, trunk, false, out);
        }
    }

    /// A trunk comes into service or goes out of it: what waits for it goes on to the next.
    pub(super) fn trunk_service(
        &mut self,
        now: Instant,
        trunk: TrunkId,
        in_service: bool,
        out: &mut Outbox,
    ) {
        let mut steps = core::mem::take(&mut self.steps);
        self.upstreams.set_available(trunk, in_service, &mut steps);
        self.take_steps(now, steps, out);
        self.carry_out(now, out);
    }
}

/// Whose password a name asks for: an application user's if the name is one, else the device's
/// one request proves one identity).
fn password_of<'c>(
    c: &'c Cluster,
    device: Option<&'c Credentials>,
    name: &str,
) -> Option<&'c crate::secret::Secret> {
    if let Some(id) = c.application_users.id_of(name) {
        return c.application_users.get(id)?.secret.as_ref();
    }
    device.filter(|device| device.username == name).map(|device| &device.secret)
}

fn proved(c: &Cluster, sip: &SipTrunk, verdict: Verdict) -> Proof {
    match verdict {
        Verdict::Authenticated { username } => match c.application_users.id_of(&username) {
            Some(user) => Proof::Application(user),
            None if sip.device_credentials.is_some() => Proof::Device,
            None => Proof::Wrong(WrongProof::UnknownUser),
        },
        Verdict::NoCredentials | Verdict::WrongRealm => Proof::Missing,
        Verdict::UnknownUser { .. } => Proof::Wrong(WrongProof::UnknownUser),
        Verdict::WrongResponse { .. } => Proof::Wrong(WrongProof::WrongPassword),
        Verdict::Stale { .. } => Proof::Wrong(WrongProof::Stale),
        Verdict::Replayed { .. } => Proof::Wrong(WrongProof::Replayed),
        _ => Proof::Wrong(WrongProof::Unsupported),
    }
}
