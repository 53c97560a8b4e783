//! Numbers and patterns that overlap.

use super::{Dice, group};
use crate::numbers::Pattern;
use lampfield_core::cluster::{
    Cluster, DirectoryNumber, HuntList, HuntPilot, RoutePattern, SipRoutePattern, name_in_partition,
};
use lampfield_core::id::{DnId, HuntListId, PartitionId};

/// Hosts of SIP URIs. Few, and each below another, so that patterns meet.
pub(super) const HOSTS: [&str; 5] =
    ["example.com", "a.example.com", "b.a.example.com", "10.21.91.156", "example.org"];
const DOMAINS: [&str; 4] = ["*.example.com", "*.a.example.com", "*.com", "*.org"];

/// Directory numbers, most of them plain numbers.
pub(super) fn add_numbers(dice: &mut Dice, c: &mut Cluster) {
    for _ in 0..dice.size(3, 8) {
        let exact = dice.percent(60);
        if let Some((number, partition)) = free(dice, c, exact) {
            let named = partition.and_then(|id| Some((id, c.partitions.get(id)?.name.as_str())));
            let dn = DirectoryNumber::new(&number, named, group(dice, c));
            c.directory_numbers.push(dn);
        }
    }
}

pub(super) fn add(dice: &mut Dice, c: &mut Cluster) {
    add_numbers(dice, c);
    hunting(dice, c);
    for _ in 0..dice.size(0, 4) {
        let Some(route) = super::trunks::route(dice, c) else { break };
        if let Some((pattern, partition)) = free(dice, c, false) {
            let name = name(c, &pattern, partition);
            c.route_patterns.push(RoutePattern { name, pattern, partition, route });
        }
    }
    for _ in 0..dice.size(0, 4) {
        let Some(route) = super::trunks::route(dice, c) else { break };
        let all = if dice.percent(50) { &HOSTS[..] } else { &DOMAINS[..] };
        let pattern = dice.one(all).copied().unwrap_or_default().to_owned();
        let partition = partition(dice, c);
        let name = name(c, &pattern, partition);
        if c.sip_route_patterns.id_of(&name).is_none() {
            c.sip_route_patterns.push(SipRoutePattern { name, pattern, partition, route });
        }
    }
}

fn hunting(dice: &mut Dice, c: &mut Cluster) {
    let numbers: Vec<DnId> = c.directory_numbers.iter().map(|(id, _)| id).collect();
    for n in 0..dice.size(0, 2) {
        let members = dice.some(&numbers, 3);
        let name = format!("Hunt list {n}");
        c.hunt_lists.push(HuntList { name, description: String::new(), members });
    }
    for _ in 0..c.hunt_lists.len() {
        let exact = dice.percent(50);
        if let (Some(hunt_list), Some((pattern, partition))) =
            (dice.id::<HuntListId>(c.hunt_lists.len()), free(dice, c, exact))
        {
            let name = name(c, &pattern, partition);
            c.hunt_pilots.push(HuntPilot { name, pattern, partition, hunt_list });
        }
    }
}

fn partition(dice: &mut Dice, c: &Cluster) -> Option<PartitionId> {
    if dice.percent(20) { None } else { dice.id(c.partitions.len()) }
}

fn name(c: &Cluster, pattern: &str, partition: Option<PartitionId>) -> String {
    let partition = partition.and_then(|id| c.partitions.get(id));
    name_in_partition(pattern, partition.map(|partition| partition.name.as_str()))
}

/// A number or pattern, and a partition in which nothing else matches the very same numbers.
fn free(dice: &mut Dice, c: &Cluster, exact: bool) -> Option<(String, Option<PartitionId>)> {
    let text = if exact { number(dice) } else { pattern(dice) };
    let partition = partition(dice, c);
    let pattern = Pattern::read(&text)?;
    let numbers = c.directory_numbers.iter().map(|(_, dn)| (&dn.number, dn.partition));
    let pilots = c.hunt_pilots.iter().map(|(_, pilot)| (&pilot.pattern, pilot.partition));
    let routes = c.route_patterns.iter().map(|(_, route)| (&route.pattern, route.partition));
    let taken = numbers.chain(pilots).chain(routes).filter(|(_, other)| *other == partition).any(
        |(other, _)| {
            let other = Pattern::read(other);
            other.is_some_and(|other| pattern.is_within(&other) && other.is_within(&pattern))
        },
    );
    (!taken).then_some((text, partition))
}

fn digit(dice: &mut Dice) -> &'static str {
    let rare = dice.percent(6);
    let all: &[&'static str] = if rare { &["0", "9", "*", "#", "+"] } else { &["1", "2", "3"] };
    dice.one(all).copied().unwrap_or("1")
}

/// A number of few digits.
pub(super) fn number(dice: &mut Dice) -> String {
    (0..dice.size(2, 4)).map(|_| digit(dice)).collect()
}

fn pattern(dice: &mut Dice) -> String {
    let mut text = String::new();
    let open = dice.percent(30).then(|| dice.size(0, 3));
    for at in 0..dice.size(2, 4) {
        text.push_str(match dice.below(10) {
            _ if open == Some(at) => "!",
            0..=3 => digit(dice),
            4..=6 => "X",
            7 => "[12]",
            8 => "[1-3]",
            _ => "[^2]",
        });
        if dice.percent(8) {
            text.push('.');
        }
    }
    text
}
