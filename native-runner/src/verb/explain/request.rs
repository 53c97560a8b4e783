//! Requests without a lamp: what would come of them if they came now.

use lampfield_core::cluster::{BlfTarget, Cluster};
use lampfield_core::id::{ClusterId, PhoneId, TrunkId};
use lampfield_core::presence::{
    CallList, Decision, Proof, Question, RouteIndex, TrunkRequest, Watcher, Way, check_texts,
    decide,
};
use lampfield_core::scenario::{Player, watched_number};
use lampfield_core::trace::words::phone_name;
use lampfield_core::trace::{LampKey, LampPlace};

use super::lamp::in_words;
use super::view::Explained;

/// What would come of it if the phone asked for a number now: by a button and by a call list.
pub(super) fn of_phone(player: &Player, phone: PhoneId, number: &str) -> Vec<Explained> {
    let key = LampKey { phone, place: LampPlace::Blf(1) };
    let cluster = player.cluster_for(&key);
    let list = Way::CallList(CallList::Missed);
    let ways = [("as a BLF/SpeedDial", button(cluster, phone, number)), ("in a call list", list)];
    let id = player.site().cluster_of(phone).unwrap_or(ClusterId(0));
    let index = player.site().route_index(id);
    let explained = ways.map(|(words, way)| {
        let question = Question { watcher: Watcher::Phone(phone), way, target: number, line: None };
        let subject = format!("{} -> {number} {words}", phone_name(cluster, phone));
        asked(player, cluster, subject, &decided(cluster, &index, &question))
    });
    explained.into()
}

/// What came of the latest request over a trunk for a number; where none came, what would come of
/// one that brings no credentials.
pub(super) fn over_trunk(
    player: &Player,
    id: ClusterId,
    trunk: TrunkId,
    number: &str,
) -> Vec<Explained> {
    let Some(cluster) = player.site().cluster(id) else { return Vec::new() };
    let name = cluster.trunks.get(trunk).map_or("", |trunk| trunk.name.as_str());
    if let Some(decision) = player.trunk_decision(id, trunk, number) {
        let subject = format!("{name} -> {number}, as it was asked last");
        return vec![asked(player, cluster, subject, decision)];
    }
    let request = TrunkRequest { trunk, proof: proof(cluster, trunk), user: None };
    let (watcher, way) = (Watcher::Trunk(request), Way::Outside);
    let question = Question { watcher, way, target: number, line: None };
    let decision = decided(cluster, &player.site().route_index(id), &question);
    let subject = format!("{name} -> {number}, if it came now without credentials");
    vec![asked(player, cluster, subject, &decision)]
}

/// What a request without credentials proves on a trunk.
fn proof(cluster: &Cluster, trunk: TrunkId) -> Proof {
    let sip = cluster.trunks.get(trunk).and_then(|trunk| trunk.sip());
    let profile = sip.and_then(|sip| cluster.profile_in_force(sip));
    match profile {
        Some(profile) if profile.digest_authentication => Proof::Missing,
        _ => Proof::NotChecked,
    }
}

fn decided(cluster: &Cluster, index: &RouteIndex, question: &Question<'_>) -> Decision {
    let mut checks = Vec::new();
    let answer = decide(cluster, index, question, &mut checks);
    let (watcher, way, target) = (question.watcher, question.way, question.target.into());
    Decision { watcher, way, target, answer, checks, lamp: None }
}

fn asked(player: &Player, cluster: &Cluster, subject: String, decision: &Decision) -> Explained {
    Explained {
        subject,
        at: player.world().now(),
        shown: None,
        absent: "",
        decided_at: None,
        words: in_words(player, cluster, decision, check_texts(cluster, decision)),
        messages: Vec::new(),
        shows_bytes: false,
    }
}

/// The button that has the number, or the next one that could be given it.
fn button(cluster: &Cluster, phone: PhoneId, number: &str) -> Way {
    let buttons = cluster.phones.get(phone).map_or(0, |phone| phone.blf_speed_dials.len());
    let count = u16::try_from(buttons).unwrap_or(u16::MAX);
    let has = |button: &u16| {
        let key = LampKey { phone, place: LampPlace::Blf(*button) };
        watched_number(cluster, &key) == Some(number)
    };
    let button = (1..=count).find(has).unwrap_or_else(|| count.saturating_add(1));
    let target = usize::from(button)
        .checked_sub(1)
        .and_then(|at| cluster.phones.get(phone)?.blf_speed_dials.get(at).map(|dial| &dial.target));
    let named = match target {
        Some(BlfTarget::DirectoryNumber(dn)) => Some(*dn),
        _ => None,
    };
    Way::BlfSpeedDial { button, named }
}
