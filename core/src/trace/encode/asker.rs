//! Who asked and what was found, as bytes. A phone and a directory number have the bytes that they
//! had when there was nothing else.

use super::Encoder;
use crate::cluster::Route;
use crate::presence::{Entry, Found, Proof, Watcher, WrongProof};

/// No phone has this id: `limits::PHONES` is far below. It marks a watcher that is no phone.
const NO_PHONE: u32 = u32::MAX;

pub(super) fn encode_watcher(e: &mut Encoder, watcher: Watcher) {
    match watcher {
        Watcher::Phone(phone) => e.u32(phone.0),
        Watcher::Trunk(request) => {
            e.u32(NO_PHONE);
            e.u8(0);
            e.u32(request.trunk.0);
            encode_proof(e, request.proof);
            e.option(request.user, |e, user| e.u32(user.0));
        }
        Watcher::EndUser(user) => {
            e.u32(NO_PHONE);
            e.u8(1);
            e.u32(user.0);
        }
    }
}

pub(super) fn encode_proof(e: &mut Encoder, proof: Proof) {
    match proof {
        Proof::NotChecked => e.u8(0),
        Proof::Missing => e.u8(1),
        Proof::Wrong(wrong) => {
            e.u8(2);
            e.u8(match wrong {
                WrongProof::UnknownUser => 0,
                WrongProof::WrongPassword => 1,
                WrongProof::Stale => 2,
                WrongProof::Replayed => 3,
                WrongProof::Unsupported => 4,
            });
        }
        Proof::Application(user) => {
            e.u8(3);
            e.u32(user.0);
        }
        Proof::Device => e.u8(4),
    }
}

pub(super) fn encode_found(e: &mut Encoder, found: Found) {
    let (kind, id) = match found {
        Found::DirectoryNumber(dn) => (0, dn.0),
        Found::HuntPilot(pilot) => (1, pilot.0),
        Found::Route(route) => {
            e.u8(2);
            return encode_route(e, route);
        }
    };
    e.u8(kind);
    e.u32(id);
}

pub(super) fn encode_route(e: &mut Encoder, route: Route) {
    let (kind, id) = match route {
        Route::Trunk(trunk) => (0, trunk.0),
        Route::Group(group) => (1, group.0),
        Route::List(list) => (2, list.0),
    };
    e.u8(kind);
    e.u32(id);
}

/// The kind of an entry of the dial plan, and its id.
fn parts(entry: Entry) -> (u8, u32) {
    match entry {
        Entry::DirectoryNumber(dn) => (0, dn.0),
        Entry::HuntPilot(pilot) => (1, pilot.0),
        Entry::RoutePattern(pattern) => (2, pattern.0),
        Entry::SipRoutePattern(pattern) => (3, pattern.0),
    }
}

pub(super) fn encode_entry(e: &mut Encoder, entry: Entry) {
    let (kind, id) = parts(entry);
    e.u8(kind);
    e.u32(id);
}

/// An entry or none: 0 is none, 1 a directory number, and so on.
pub(super) fn optional_entry(e: &mut Encoder, entry: Option<Entry>) {
    match entry.map(parts) {
        None => e.u8(0),
        Some((kind, id)) => {
            e.u8(kind + 1);
            e.u32(id);
        }
    }
}
