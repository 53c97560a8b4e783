//! Who asked and what was found, as JSON. A phone and a directory number are their bare id.

use crate::cluster::Route;
use crate::json::{Json, json};
use crate::presence::{Entry, Found, Proof, Watcher, WrongProof};

pub(super) fn watcher_json(watcher: Watcher) -> Json {
    match watcher {
        Watcher::Phone(phone) => json!(phone.0),
        Watcher::Trunk(request) => json!({
            "trunk": request.trunk.0,
            "proof": proof_json(request.proof),
            "user": request.user.map(|user| user.0),
        }),
        Watcher::EndUser(user) => json!({ "end-user": user.0 }),
    }
}

pub(super) fn proof_json(proof: Proof) -> Json {
    match proof {
        Proof::NotChecked => json!("not-checked"),
        Proof::Missing => json!("missing"),
        Proof::Wrong(wrong) => json!({ "wrong": match wrong {
            WrongProof::UnknownUser => "unknown-user",
            WrongProof::WrongPassword => "wrong-password",
            WrongProof::Stale => "stale",
            WrongProof::Replayed => "replayed",
            WrongProof::Unsupported => "unsupported",
        }}),
        Proof::Application(user) => json!({ "application": user.0 }),
        Proof::Device => json!("device"),
    }
}

pub(super) fn found_json(found: Found) -> Json {
    match found {
        Found::DirectoryNumber(dn) => json!(dn.0),
        Found::HuntPilot(pilot) => json!({ "hunt-pilot": pilot.0 }),
        Found::Route(route) => route_json(route),
    }
}

pub(super) fn route_json(route: Route) -> Json {
    match route {
        Route::Trunk(trunk) => json!({ "trunk": trunk.0 }),
        Route::Group(group) => json!({ "route-group": group.0 }),
        Route::List(list) => json!({ "route-list": list.0 }),
    }
}

pub(super) fn entry_json(entry: Entry) -> Json {
    match entry {
        Entry::DirectoryNumber(dn) => json!(dn.0),
        Entry::HuntPilot(pilot) => json!({ "hunt-pilot": pilot.0 }),
        Entry::RoutePattern(pattern) => json!({ "route-pattern": pattern.0 }),
        Entry::SipRoutePattern(pattern) => json!({ "sip-route-pattern": pattern.0 }),
    }
}
