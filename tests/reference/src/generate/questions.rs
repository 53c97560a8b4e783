//! Questions, most of them about something that is there.

use super::{Dice, dial_plan};
use crate::numbers::Pattern;
use crate::question::{Asked, How, Proof, Who};
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{DnId, EndUserId, PhoneId, TrunkId};
use lampfield_core::presence::CallList;

/// A question about a cluster.
pub fn question(dice: &mut Dice, c: &Cluster) -> Asked {
    let sip: Vec<TrunkId> =
        c.trunks.iter().filter(|(_, trunk)| trunk.sip().is_some()).map(|(id, _)| id).collect();
    let (who, how) = match dice.below(20) {
        0..=8 if !sip.is_empty() => (from_outside(dice, c, &sip), How::Outside),
        9 if !c.end_users.is_empty() => match dice.id(c.end_users.len()) {
            Some(user) => (Who::EndUser(user), list(dice)),
            None => from_phone(dice, c),
        },
        _ => from_phone(dice, c),
    };
    let line = dice.id(c.directory_numbers.len()).filter(|_| dice.percent(50));
    let may_be_uri = !matches!(how, How::Blf { .. }) || is_sip(c, who);
    let target = if may_be_uri && dice.percent(25) { uri(dice) } else { number(dice, c) };
    let who = if dice.percent(2) { deleted(who) } else { who };
    Asked { who, how, target, line }
}

/// The same watcher, or one of those that it asks for, deleted while the request was on its way.
fn deleted(who: Who) -> Who {
    const GONE: u32 = 1_000;
    match who {
        Who::Phone(_) => Who::Phone(PhoneId(GONE)),
        Who::EndUser(_) => Who::EndUser(EndUserId(GONE)),
        Who::Trunk { trunk, proof, user: Some(_) } => {
            Who::Trunk { trunk, proof, user: Some(EndUserId(GONE)) }
        }
        Who::Trunk { proof, user: None, .. } => {
            Who::Trunk { trunk: TrunkId(GONE), proof, user: None }
        }
    }
}

fn is_sip(c: &Cluster, who: Who) -> bool {
    let Who::Phone(phone) = who else { return false };
    let sip = lampfield_core::cluster::Protocol::Sip;
    c.phones.get(phone).is_some_and(|phone| phone.model.protocol == sip)
}

fn from_phone(dice: &mut Dice, c: &Cluster) -> (Who, How) {
    let phone = dice.id(c.phones.len()).unwrap_or(PhoneId(0));
    if dice.percent(50) {
        return (Who::Phone(phone), list(dice));
    }
    let button = u16::try_from(dice.size(1, 3)).unwrap_or(1);
    let named = dice.id::<DnId>(c.directory_numbers.len()).filter(|_| dice.percent(40));
    (Who::Phone(phone), How::Blf { button, named })
}

fn list(dice: &mut Dice) -> How {
    match dice.below(4) {
        0 => How::List(CallList::Missed),
        1 => How::List(CallList::Placed),
        2 => How::List(CallList::Received),
        _ => How::Directory,
    }
}

fn from_outside(dice: &mut Dice, c: &Cluster, sip: &[TrunkId]) -> Who {
    let trunk = dice.one(sip).copied().unwrap_or(TrunkId(0));
    let proof = match dice.below(20) {
        0 => Proof::Missing,
        1 => Proof::Wrong(u8::try_from(dice.below(5)).unwrap_or(0)),
        2 => Proof::NotChecked,
        3..=6 => Proof::Device,
        _ => dice.id(c.application_users.len()).map_or(Proof::Device, Proof::Application),
    };
    let user = dice.id(c.end_users.len()).filter(|_| dice.percent(25));
    Who::Trunk { trunk, proof, user }
}

/// A SIP URI to one of a few hosts.
pub(super) fn uri(dice: &mut Dice) -> String {
    let host = dice.one(&dial_plan::HOSTS).copied().unwrap_or_default();
    let port = if dice.percent(20) { ":5060" } else { "" };
    format!("anna@{host}{port}")
}

/// A number that something matches, as a rule.
pub fn number(dice: &mut Dice, c: &Cluster) -> String {
    let numbers = c.directory_numbers.iter().map(|(_, dn)| dn.number.as_str());
    let pilots = c.hunt_pilots.iter().map(|(_, pilot)| pilot.pattern.as_str());
    let routes = c.route_patterns.iter().map(|(_, route)| route.pattern.as_str());
    let all: Vec<&str> = numbers.chain(pilots).chain(routes).collect();
    let pattern = dice.one(&all).and_then(|text| Pattern::read(text));
    match pattern.filter(|_| dice.percent(90)) {
        Some(pattern) => pattern.example(&mut |bound| {
            // Low digits stand in other patterns too.
            if bound == 10 && dice.percent(80) { 1 + dice.below(3) } else { dice.below(bound) }
        }),
        None => dial_plan::number(dice),
    }
}
