//! Facts about trunks, routes, applications, users and profiles, as bytes.

use super::Encoder;
use super::asker::{encode_proof, encode_route};
use super::node::published;
use crate::id::{CssId, EndUserId};
use crate::presence::{Fact, Owner, TrunkResult};

fn encode_owner(e: &mut Encoder, owner: Owner) {
    let (kind, id) = match owner {
        Owner::Phone(id) => (0, id.0),
        Owner::EndUser(id) => (1, id.0),
        Owner::Profile(id) => (2, id.0),
        Owner::Trunk(id) => (3, id.0),
        Owner::Application(id) => (4, id.0),
    };
    e.u8(kind);
    e.u32(id);
}

fn encode_result(e: &mut Encoder, result: TrunkResult) {
    match result {
        TrunkResult::OutOfService => e.u8(0),
        TrunkResult::NotPermitted => e.u8(1),
        TrunkResult::TransportFailed => e.u8(2),
        TrunkResult::NoAnswer => e.u8(3),
        TrunkResult::ChallengeUnmet => e.u8(4),
        TrunkResult::Answered(code) => {
            e.u8(5);
            e.u16(code);
        }
    }
}

/// A tag and an id.
fn tagged(e: &mut Encoder, tag: u8, id: u32) {
    e.u8(tag);
    e.u32(id);
}

/// A tag, an id and a yes or no.
fn flagged(e: &mut Encoder, tag: u8, id: u32, flag: bool) {
    tagged(e, tag, id);
    e.u8(u8::from(flag));
}

/// Who watches with what, and whether the cluster accepts it.
pub(super) fn encode_outside(e: &mut Encoder, fact: &Fact) {
    match fact {
        Fact::ModelSupport { buttons, supported } => {
            e.u8(28);
            e.u8(u8::from(*buttons));
            e.u8(u8::from(*supported));
        }
        Fact::LoggedIn(user) => tagged(e, 29, user.0),
        Fact::ButtonsOf(profile) => tagged(e, 30, profile.0),
        Fact::ProfileOwner { profile, owner } => {
            tagged(e, 31, profile.0);
            e.option(*owner, |e, EndUserId(id)| e.u32(id));
        }
        Fact::CssOf { owner, css } => {
            e.u8(32);
            encode_owner(e, *owner);
            e.option(*css, |e, CssId(id)| e.u32(id));
        }
        Fact::GroupOf { owner, group } => {
            e.u8(33);
            encode_owner(e, *owner);
            e.u32(group.0);
        }
        Fact::Uri { own } => {
            e.u8(34);
            e.u8(u8::from(*own));
        }
        Fact::TrunkAccepts { trunk, accepts } => flagged(e, 35, trunk.0, *accepts),
        Fact::Accepted(trunk) => tagged(e, 36, trunk.0),
        Fact::Digest { trunk, proof } => {
            tagged(e, 37, trunk.0);
            encode_proof(e, *proof);
        }
        Fact::Application { trunk, user, accepts } => {
            tagged(e, 38, trunk.0);
            e.u32(user.0);
            e.u8(u8::from(*accepts));
        }
        Fact::Assistant(user) => tagged(e, 39, user.0),
        Fact::NoGroup(user) => tagged(e, 40, user.0),
        Fact::AlwaysChecked(trunk) => tagged(e, 41, trunk.0),
        Fact::WatcherGone => e.u8(42),
        fact => encode_routed(e, fact),
    }
}

/// What was found outside, and how a route carried the request.
fn encode_routed(e: &mut Encoder, fact: &Fact) {
    match fact {
        Fact::TrunkGroup { trunk, group } => {
            tagged(e, 43, trunk.0);
            e.u32(group.0);
        }
        Fact::TrunkAsked { trunk, permitted } => flagged(e, 44, trunk.0, *permitted),
        Fact::NoTrunkPermitted(route) => {
            e.u8(45);
            encode_route(e, *route);
        }
        Fact::NoSipTrunk(route) => {
            e.u8(46);
            encode_route(e, *route);
        }
        Fact::NotSip(trunk) => tagged(e, 47, trunk.0),
        Fact::Forwarded { route, trunk } => {
            e.u8(48);
            encode_route(e, *route);
            e.u32(trunk.0);
        }
        Fact::Outside(route) => {
            e.u8(49);
            encode_route(e, *route);
        }
        Fact::HuntPilot(pilot) => tagged(e, 50, pilot.0),
        Fact::HuntMember(dn) => tagged(e, 51, dn.0),
        Fact::NotSupported(route) => {
            e.u8(52);
            e.option(*route, encode_route);
        }
        Fact::TrunkTried { trunk, result } => {
            tagged(e, 53, trunk.0);
            encode_result(e, *result);
        }
        Fact::RouteFailed(code) => {
            e.u8(54);
            e.u16(*code);
        }
        Fact::Upstream(trunk) => tagged(e, 55, trunk.0),
        Fact::SecondUpstream { first, trunk } => {
            tagged(e, 56, first.0);
            e.u32(trunk.0);
        }
        Fact::Cached { trunk, status } => {
            tagged(e, 57, trunk.0);
            e.option(*status, |e, status| e.u8(published(status)));
        }
        Fact::Circular { group, first } => {
            tagged(e, 58, group.0);
            e.u32(first.0);
        }
        fact => elsewhere(fact),
    }
}

/// Named one by one, so that a new fact cannot stay out of the digest unnoticed.
fn elsewhere(fact: &Fact) {
    match fact {
        Fact::Model { .. }
        | Fact::Template { .. }
        | Fact::CallListsEnabled(_)
        | Fact::Searched { .. }
        | Fact::Matched(_)
        | Fact::RunnerUp { .. }
        | Fact::NoMatch { .. }
        | Fact::NamedAnother { .. }
        | Fact::GroupsNotAsked
        | Fact::SameGroup(_)
        | Fact::Permission { .. }
        | Fact::SystemDefault { .. }
        | Fact::GroupsDecided { .. }
        | Fact::Subscriber(_)
        | Fact::CssUnset
        | Fact::CallCss(_)
        | Fact::ByPattern(_)
        | Fact::NotOnCluster
        | Fact::Colocated(_)
        | Fact::OnlyStandardGroup
        | Fact::RoutedAndAuthorized { .. }
        | Fact::AnsweredWith(_)
        | Fact::ShownInstead
        | Fact::DeviceStatus { .. }
        | Fact::SharedLine { .. }
        | Fact::Status(_)
        | Fact::ModelSupport { .. }
        | Fact::LoggedIn(_)
        | Fact::ButtonsOf(_)
        | Fact::ProfileOwner { .. }
        | Fact::CssOf { .. }
        | Fact::GroupOf { .. }
        | Fact::Uri { .. }
        | Fact::TrunkAccepts { .. }
        | Fact::Accepted(_)
        | Fact::Digest { .. }
        | Fact::Application { .. }
        | Fact::Assistant(_)
        | Fact::NoGroup(_)
        | Fact::AlwaysChecked(_)
        | Fact::WatcherGone
        | Fact::TrunkGroup { .. }
        | Fact::TrunkAsked { .. }
        | Fact::NoTrunkPermitted(_)
        | Fact::NoSipTrunk(_)
        | Fact::NotSip(_)
        | Fact::Forwarded { .. }
        | Fact::Outside(_)
        | Fact::HuntPilot(_)
        | Fact::HuntMember(_)
        | Fact::NotSupported(_)
        | Fact::TrunkTried { .. }
        | Fact::RouteFailed(_)
        | Fact::Upstream(_)
        | Fact::SecondUpstream { .. }
        | Fact::Cached { .. }
        | Fact::Circular { .. } => {}
    }
}
