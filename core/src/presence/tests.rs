mod authorization;
mod engine;
#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod order;
pub(super) mod outside;
#[cfg(not(target_arch = "wasm32"))]
mod outside_laws;
mod status;
mod ways;

use super::*;
use crate::cluster::Cluster;
use crate::rules::RuleId;

const MISSED: Way = Way::CallList(CallList::Missed);
const BLF: Way = Way::BlfSpeedDial { button: 1, named: None };

/// Asks by the name of the phone, and holds the two recorders to one answer.
pub(super) fn ask(c: &Cluster, phone: &str, way: Way, target: &str) -> Decision {
    ask_as(c, Watcher::Phone(c.phones.id_of(phone).unwrap()), way, target)
}

/// The same for any watcher.
pub(super) fn ask_as(c: &Cluster, watcher: Watcher, way: Way, target: &str) -> Decision {
    let index = RouteIndex::new(c);
    let q = Question { watcher, way, target, line: None };
    let mut checks = Vec::new();
    let answer = decide(c, &index, &q, &mut checks);
    assert_eq!(decide(c, &index, &q, &mut NoRecord), answer);
    Decision { watcher, way, target: target.into(), answer, checks, lamp: None }
}

/// The rules of the checks, in order.
fn rules(d: &Decision) -> Vec<RuleId> {
    d.checks.iter().map(|check| check.rule).collect()
}
