//! Who may watch whom: every cell is a decision of the engine, asked as a phone would ask.

use super::run::Run;
use super::view;
use crate::types::{MatrixView, WhyView};
use lampfield_core::cluster::{BlfTarget, Cluster, DefaultPermission, Destination, Permission};
use lampfield_core::id::{ClusterId, DnId, PhoneId};
use lampfield_core::node::CALL_MANAGER;
use lampfield_core::presence::{
    Answer, CallList, Decision, Found, NoRecord, Outcome, Question, Recorder, RouteIndex, Watcher,
    Way, decide,
};
use lampfield_core::rules::RuleId;

/// At most so many watchers, lines and groups are shown.
const MOST: usize = 60;

/// Something to watch: its number, its name, and the line where it is one.
struct Target {
    number: String,
    name: String,
    line: Option<DnId>,
}

/// Both views, as the first cluster is configured now.
pub(super) fn matrix(run: &Run) -> MatrixView {
    let site = run.player().site();
    let (cluster, index) = (site.first(), site.route_index(ClusterId(0)));
    let targets = targets(cluster);
    let mut watchers = Vec::new();
    for (id, phone) in cluster.phones.iter().take(MOST) {
        let mut letters = String::new();
        for target in targets.iter().take(MOST) {
            let own = target.line.is_some_and(|line| phone.lines.contains(&line));
            for list in [false, true] {
                let answer = || ask(cluster, &index, id, target, list, &mut NoRecord);
                letters.push(if own { '-' } else { letter(&answer(), target) });
            }
        }
        watchers.push((phone.name.clone(), letters));
    }
    let left_out =
        cluster.phones.iter().count().saturating_sub(MOST) + targets.len().saturating_sub(MOST);
    MatrixView {
        lines: targets.into_iter().take(MOST).map(|target| target.name).collect(),
        watchers,
        groups: groups(cluster),
        cluster: super::build::own_name(run, cluster),
        allows: cluster.parameters.default_inter_presence_group != DefaultPermission::Disallow,
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
    }
}

/// The engine's decision of one cell, with its checks.
pub(super) fn why(run: &Run, watcher: u32, line: u32, list: bool) -> Option<WhyView> {
    let site = run.player().site();
    let (cluster, index) = (site.first(), site.route_index(ClusterId(0)));
    let (id, _) = cluster.phones.iter().nth(watcher as usize)?;
    let target = targets(cluster).into_iter().nth(line as usize)?;
    let mut checks = Vec::new();
    let answer = ask(cluster, &index, id, &target, list, &mut checks);
    let (watcher, way) = (Watcher::Phone(id), way(&target, list));
    let target = target.number.as_str().into();
    Some(view::decided(
        run,
        CALL_MANAGER,
        &Decision { watcher, way, target, answer, checks, lamp: None },
    ))
}

/// The lines, the hunt pilots, and what buttons name beside them.
fn targets(cluster: &Cluster) -> Vec<Target> {
    let line = |(id, dn): (DnId, &lampfield_core::cluster::DirectoryNumber)| Target {
        number: dn.number.clone(),
        name: dn.name.clone(),
        line: Some(id),
    };
    let mut all: Vec<Target> = cluster.directory_numbers.iter().map(line).collect();
    let other = |number: &str, name: &str| Target {
        number: number.to_owned(),
        name: name.to_owned(),
        line: None,
    };
    all.extend(cluster.hunt_pilots.iter().map(|(_, pilot)| other(&pilot.pattern, &pilot.name)));
    for (_, phone) in cluster.phones.iter() {
        for key in &phone.blf_speed_dials {
            let BlfTarget::Destination(destination) = &key.target else { continue };
            let (Destination::Number(text) | Destination::SipUri(text)) = destination;
            if !all.iter().any(|target| target.number == *text) {
                all.push(other(text, text));
            }
        }
    }
    all
}

fn way(target: &Target, list: bool) -> Way {
    match list {
        true => Way::CallList(CallList::Missed),
        false => Way::BlfSpeedDial { button: 1, named: target.line },
    }
}

fn ask<R: Recorder>(
    cluster: &Cluster,
    index: &RouteIndex,
    phone: PhoneId,
    target: &Target,
    list: bool,
    record: &mut R,
) -> Answer {
    let (watcher, way) = (Watcher::Phone(phone), way(target, list));
    decide(cluster, index, &Question { watcher, way, target: &target.number, line: None }, record)
}

/// The letter of an answer. Where the number leads to another line, this one has no match.
fn letter(answer: &Answer, target: &Target) -> char {
    let elsewhere = matches!((answer.found, target.line),
        (Some(Found::DirectoryNumber(found)), Some(line)) if found != line);
    match (answer.outcome, answer.rule, answer.found) {
        _ if elsewhere => 'N',
        (Outcome::Allowed, ..) => 'A',
        (_, RuleId::Watch9, _) => 'L',
        (_, RuleId::Watch13, _) => 'M',
        (_, RuleId::Admin3, _) => 'U',
        (_, RuleId::Route2, _) => 'R',
        (_, _, Some(Found::HuntPilot(_))) => 'H',
        (Outcome::NoRoute, ..) => 'N',
        (Outcome::RefusedByDefault, ..) => 'D',
        (_, _, Some(Found::Route(_))) => 'T',
        (Outcome::Refused, ..) => 'G',
    }
}

/// What each group may see of each other: `a` allowed, `d` disallowed, `s` the system default, `=`
/// of itself.
fn groups(cluster: &Cluster) -> Vec<(String, String)> {
    let all = || cluster.presence_groups.iter().take(MOST);
    let to = |from: lampfield_core::id::GroupId, group: &lampfield_core::cluster::PresenceGroup| {
        let letter = |to| match group.permission_to(to) {
            _ if to == from => '=',
            Permission::AllowSubscription => 'a',
            Permission::DisallowSubscription => 'd',
            Permission::UseSystemDefault => 's',
        };
        all().map(|(id, _)| letter(id)).collect()
    };
    all().map(|(id, group)| (group.name.clone(), to(id, group))).collect()
}
