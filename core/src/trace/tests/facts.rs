//! Facts of trunks, routes, applications, users and profiles in the trace: bytes and JSON.

use super::{decision, rule_event};
use crate::cluster::{Permission, Protocol, Route};
use crate::id::{
    ApplicationUserId, DeviceProfileId, DnId, EndUserId, GroupId, HuntPilotId, PhoneId,
    RouteGroupId, RouteListId, RoutePatternId, SipRoutePatternId, TrunkId,
};
use crate::presence::{
    Decision, Entry, Fact, Found, Owner, Proof, PublishedStatus, TrunkRequest, TrunkResult,
    Watcher, Way, WrongProof,
};
use crate::trace::encode::{Encoder, encode};
use crate::trace::export::event_line;
use std::collections::BTreeSet;

/// One of every fact beyond those of phones and numbers, and twins that differ in one thing.
fn facts() -> Vec<Fact> {
    let (trunk, user, group) = (TrunkId(1), ApplicationUserId(1), GroupId(1));
    let route = Route::List(RouteListId(1));
    vec![
        Fact::Model { protocol: Protocol::Sip },
        Fact::Permission { from: group, to: group, permission: Permission::UseSystemDefault },
        Fact::Matched(Entry::DirectoryNumber(DnId(1))),
        Fact::Matched(Entry::HuntPilot(HuntPilotId(1))),
        Fact::ByPattern(Entry::RoutePattern(RoutePatternId(1))),
        Fact::RunnerUp {
            loser: Entry::DirectoryNumber(DnId(1)),
            winner: Entry::SipRoutePattern(SipRoutePatternId(1)),
            by_order: false,
        },
        Fact::ModelSupport { buttons: true, supported: false },
        Fact::ModelSupport { buttons: false, supported: true },
        Fact::LoggedIn(EndUserId(1)),
        Fact::ButtonsOf(DeviceProfileId(1)),
        Fact::ProfileOwner { profile: DeviceProfileId(1), owner: None },
        Fact::ProfileOwner { profile: DeviceProfileId(1), owner: Some(EndUserId(1)) },
        Fact::CssOf { owner: Owner::Trunk(trunk), css: None },
        Fact::CssOf { owner: Owner::EndUser(EndUserId(1)), css: None },
        Fact::GroupOf { owner: Owner::Phone(PhoneId(1)), group },
        Fact::GroupOf { owner: Owner::Profile(DeviceProfileId(1)), group },
        Fact::GroupOf { owner: Owner::Application(user), group },
        Fact::Uri { own: true },
        Fact::Uri { own: false },
        Fact::TrunkAccepts { trunk, accepts: true },
        Fact::TrunkAccepts { trunk, accepts: false },
        Fact::Accepted(trunk),
        Fact::Digest { trunk, proof: Proof::NotChecked },
        Fact::Digest { trunk, proof: Proof::Missing },
        Fact::Digest { trunk, proof: Proof::Device },
        Fact::Digest { trunk, proof: Proof::Application(user) },
        Fact::Digest { trunk, proof: Proof::Wrong(WrongProof::Stale) },
        Fact::Digest { trunk, proof: Proof::Wrong(WrongProof::Replayed) },
        Fact::Application { trunk, user, accepts: true },
        Fact::Application { trunk, user, accepts: false },
        Fact::Assistant(user),
        Fact::NoGroup(user),
        Fact::AlwaysChecked(trunk),
        Fact::WatcherGone,
        Fact::TrunkGroup { trunk, group },
        Fact::TrunkAsked { trunk, permitted: true },
        Fact::TrunkAsked { trunk, permitted: false },
        Fact::NoTrunkPermitted(route),
        Fact::NoSipTrunk(route),
        Fact::NoSipTrunk(Route::Group(RouteGroupId(1))),
        Fact::NotSip(trunk),
        Fact::Forwarded { route, trunk },
        Fact::Outside(route),
        Fact::HuntPilot(HuntPilotId(1)),
        Fact::HuntMember(DnId(1)),
        Fact::NotSupported(None),
        Fact::NotSupported(Some(Route::Trunk(trunk))),
        Fact::TrunkTried { trunk, result: TrunkResult::OutOfService },
        Fact::TrunkTried { trunk, result: TrunkResult::Answered(503) },
        Fact::RouteFailed(503),
        Fact::Upstream(trunk),
        Fact::SecondUpstream { first: trunk, trunk },
        Fact::Cached { trunk, status: None },
        Fact::Cached { trunk, status: Some(PublishedStatus::Busy) },
        Fact::Circular { group: RouteGroupId(1), first: trunk },
    ]
}

/// The bytes and the JSON line of a decision.
fn both(decision: Decision) -> (Vec<u8>, String) {
    let event = rule_event(decision);
    let mut encoder = Encoder::default();
    encode(&mut encoder, &event);
    (encoder.bytes().to_vec(), event_line(&event))
}

fn all_differ(decisions: impl Iterator<Item = Decision>) {
    let (mut bytes, mut lines, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
    for decision in decisions {
        let (encoded, line) = both(decision);
        assert!(!line.contains("\"fact\":null"), "{line}");
        bytes.insert(encoded);
        lines.insert(line);
        count += 1;
    }
    assert_eq!((bytes.len(), lines.len()), (count, count));
}

#[test]
fn every_fact_has_bytes_and_json_of_its_own() {
    all_differ(facts().into_iter().map(|fact| {
        let mut decision = (*decision()).clone();
        decision.checks[0].fact = fact;
        decision
    }));
}

#[test]
fn every_watcher_way_and_finding_has_bytes_and_json_of_its_own() {
    let trunk = |proof, user| Watcher::Trunk(TrunkRequest { trunk: TrunkId(1), proof, user });
    let watchers = [
        Watcher::Phone(PhoneId(1)),
        Watcher::EndUser(EndUserId(1)),
        trunk(Proof::NotChecked, None),
        trunk(Proof::Device, None),
        trunk(Proof::Device, Some(EndUserId(1))),
    ];
    let ways = [Way::Directory, Way::Outside, Way::BlfSpeedDial { button: 1, named: None }];
    let found = [
        None,
        Some(Found::DirectoryNumber(DnId(1))),
        Some(Found::HuntPilot(HuntPilotId(1))),
        Some(Found::Route(Route::Trunk(TrunkId(1)))),
        Some(Found::Route(Route::Group(RouteGroupId(1)))),
        Some(Found::Route(Route::List(RouteListId(1)))),
    ];
    let base = (*decision()).clone();
    let mut all = Vec::new();
    for watcher in watchers {
        for way in ways {
            for found in found {
                let mut decision = base.clone();
                (decision.watcher, decision.way, decision.answer.found) = (watcher, way, found);
                all.push(decision);
            }
        }
    }
    all_differ(all.into_iter());
}
