//! Facts about trunks, routes, applications, users and profiles, as JSON.

use super::asker::{proof_json, route_json};
use crate::json::{Json, json};
use crate::presence::{Fact, Owner, TrunkResult};
use crate::trace::words::status_word;

fn owner_json(owner: Owner) -> Json {
    match owner {
        Owner::Phone(id) => json!({ "phone": id.0 }),
        Owner::EndUser(id) => json!({ "end-user": id.0 }),
        Owner::Profile(id) => json!({ "profile": id.0 }),
        Owner::Trunk(id) => json!({ "trunk": id.0 }),
        Owner::Application(id) => json!({ "application": id.0 }),
    }
}

fn result_json(result: TrunkResult) -> Json {
    match result {
        TrunkResult::OutOfService => json!("out-of-service"),
        TrunkResult::NotPermitted => json!("not-permitted"),
        TrunkResult::TransportFailed => json!("transport-failed"),
        TrunkResult::NoAnswer => json!("no-answer"),
        TrunkResult::ChallengeUnmet => json!("challenge-unmet"),
        TrunkResult::Answered(code) => json!(code),
    }
}

pub(super) fn outside_json(fact: &Fact) -> Json {
    match fact {
        Fact::ModelSupport { buttons, supported } => {
            json!({ "model-support": json!({ "buttons": buttons, "supported": supported }) })
        }
        Fact::LoggedIn(user) => json!({ "logged-in": user.0 }),
        Fact::ButtonsOf(profile) => json!({ "buttons-of": profile.0 }),
        Fact::ProfileOwner { profile, owner } => {
            json!({ "profile-owner": json!({ "profile": profile.0, "owner": owner.map(|id| id.0) }) })
        }
        Fact::CssOf { owner, css } => {
            json!({ "css-of": json!({ "owner": owner_json(*owner), "css": css.map(|css| css.0) }) })
        }
        Fact::GroupOf { owner, group } => {
            json!({ "group-of": json!({ "owner": owner_json(*owner), "group": group.0 }) })
        }
        Fact::Uri { own } => json!({ "uri": json!({ "own": own }) }),
        Fact::TrunkAccepts { trunk, accepts } => {
            json!({ "trunk-accepts": json!({ "trunk": trunk.0, "accepts": accepts }) })
        }
        Fact::Accepted(trunk) => json!({ "accepted": trunk.0 }),
        Fact::Digest { trunk, proof } => {
            json!({ "digest": json!({ "trunk": trunk.0, "proof": proof_json(*proof) }) })
        }
        Fact::Application { trunk, user, accepts } => json!({ "application": json!({
            "trunk": trunk.0,
            "user": user.0,
            "accepts": accepts,
        })}),
        Fact::Assistant(user) => json!({ "assistant": user.0 }),
        Fact::NoGroup(user) => json!({ "no-group": user.0 }),
        Fact::AlwaysChecked(trunk) => json!({ "always-checked": trunk.0 }),
        Fact::WatcherGone => json!("watcher-gone"),
        fact => routed_json(fact),
    }
}

fn routed_json(fact: &Fact) -> Json {
    match fact {
        Fact::TrunkGroup { trunk, group } => {
            json!({ "trunk-group": json!({ "trunk": trunk.0, "group": group.0 }) })
        }
        Fact::TrunkAsked { trunk, permitted } => {
            json!({ "trunk-asked": json!({ "trunk": trunk.0, "permitted": permitted }) })
        }
        Fact::NoTrunkPermitted(route) => json!({ "no-trunk-permitted": route_json(*route) }),
        Fact::NoSipTrunk(route) => json!({ "no-sip-trunk": route_json(*route) }),
        Fact::NotSip(trunk) => json!({ "not-sip": trunk.0 }),
        Fact::Forwarded { route, trunk } => {
            json!({ "forwarded": json!({ "route": route_json(*route), "trunk": trunk.0 }) })
        }
        Fact::Outside(route) => json!({ "outside": route_json(*route) }),
        Fact::HuntPilot(pilot) => json!({ "hunt-pilot": pilot.0 }),
        Fact::HuntMember(dn) => json!({ "hunt-member": dn.0 }),
        Fact::NotSupported(route) => json!({ "not-supported": route.map(route_json) }),
        Fact::TrunkTried { trunk, result } => {
            json!({ "trunk-tried": json!({ "trunk": trunk.0, "result": result_json(*result) }) })
        }
        Fact::RouteFailed(code) => json!({ "route-failed": code }),
        Fact::Upstream(trunk) => json!({ "upstream": trunk.0 }),
        Fact::SecondUpstream { first, trunk } => {
            json!({ "second-upstream": json!({ "first": first.0, "trunk": trunk.0 }) })
        }
        Fact::Cached { trunk, status } => {
            json!({ "cached": json!({ "trunk": trunk.0, "status": status.map(status_word) }) })
        }
        Fact::Circular { group, first } => {
            json!({ "circular": json!({ "group": group.0, "first": first.0 }) })
        }
        // The others have their form beside those of phones.
        _ => Json::Null,
    }
}
