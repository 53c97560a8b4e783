//! The engine, asked in the model's words.

use crate::question::{Asked, Found, How, Proof, Said, Who};
use lampfield_core::cluster::{Cluster, Route};
use lampfield_core::id::{DnId, PhoneId, TrunkId};
use lampfield_core::presence::{
    self, LineState, NoRecord, Outcome, PublishedStatus, Question, RouteIndex, TrunkRequest,
    Watcher, Way, WrongProof, decide,
};

/// The engine's view of a cluster.
#[derive(Debug)]
pub struct Engine {
    index: RouteIndex,
}

impl Engine {
    /// Compiles what the engine needs.
    pub fn of(c: &Cluster) -> Engine {
        Engine { index: RouteIndex::new(c) }
    }

    /// The engine's answer.
    pub fn ask(&self, c: &Cluster, asked: &Asked) -> Said {
        let question = Question {
            watcher: watcher(asked.who),
            way: way(asked.how),
            target: &asked.target,
            line: asked.line,
        };
        let answer = decide(c, &self.index, &question, &mut NoRecord);
        let carriers = match (answer.outcome, answer.found) {
            (Outcome::Allowed, Some(presence::Found::Route(route))) => {
                carriers(c, &question, route)
            }
            _ => Vec::new(),
        };
        let (outcome, code, rule) = (answer.outcome, answer.code, answer.rule);
        Said { outcome, code, found: answer.found.map(found), rule, carriers }
    }
}

/// The SIP trunks that may carry a request, each once: to try one twice is as good as once.
fn carriers(c: &Cluster, question: &Question<'_>, route: Route) -> Vec<(TrunkId, bool)> {
    let Some(group) = presence::watcher_group(c, question) else { return Vec::new() };
    let asks_groups = presence::asks_groups(question.way, question.target);
    let mut all: Vec<(TrunkId, bool)> = Vec::new();
    for carrier in presence::carriers(c, group, asks_groups, route) {
        if all.iter().all(|(seen, _)| *seen != carrier.trunk) {
            all.push((carrier.trunk, carrier.permitted));
        }
    }
    all
}

fn watcher(who: Who) -> Watcher {
    match who {
        Who::Phone(phone) => Watcher::Phone(phone),
        Who::EndUser(user) => Watcher::EndUser(user),
        Who::Trunk { trunk, proof, user } => {
            let wrong = [
                WrongProof::UnknownUser,
                WrongProof::WrongPassword,
                WrongProof::Stale,
                WrongProof::Replayed,
                WrongProof::Unsupported,
            ];
            let proof = match proof {
                Proof::NotChecked => presence::Proof::NotChecked,
                Proof::Missing => presence::Proof::Missing,
                Proof::Device => presence::Proof::Device,
                Proof::Application(user) => presence::Proof::Application(user),
                Proof::Wrong(how) => presence::Proof::Wrong(
                    wrong.get(usize::from(how)).copied().unwrap_or(WrongProof::Unsupported),
                ),
            };
            Watcher::Trunk(TrunkRequest { trunk, proof, user })
        }
    }
}

fn way(how: How) -> Way {
    match how {
        How::Blf { button, named } => Way::BlfSpeedDial { button, named },
        How::List(list) => Way::CallList(list),
        How::Directory => Way::Directory,
        How::Outside => Way::Outside,
    }
}

fn found(found: presence::Found) -> Found {
    match found {
        presence::Found::DirectoryNumber(dn) => Found::DirectoryNumber(dn),
        presence::Found::HuntPilot(pilot) => Found::HuntPilot(pilot),
        presence::Found::Route(route) => Found::Route(route),
    }
}

/// The states of all lines, as the engine keeps them.
#[derive(Debug)]
pub struct Lines {
    engine: presence::Engine,
}

impl Lines {
    /// Every device unconnected.
    pub fn of(c: &Cluster) -> Lines {
        Lines { engine: presence::Engine::new(c) }
    }

    /// A device does something on a line.
    pub fn set(&mut self, c: &Cluster, phone: PhoneId, dn: DnId, state: LineState) {
        self.engine.set_line(c, phone, dn, state);
    }

    /// What the engine says of a line.
    pub fn status(&self, dn: DnId) -> PublishedStatus {
        self.engine.status(dn)
    }
}
