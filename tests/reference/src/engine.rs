//! The engine, asked in the model's words.

use crate::question::{Asked, Found, How, Proof, Said, Who};
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{DnId, PhoneId};
use lampfield_core::presence::{
    self, LineState, NoRecord, PublishedStatus, Question, RouteIndex, TrunkRequest, Watcher, Way,
    WrongProof, decide,
};

/// The engine's view of a cluster.
#[derive(Debug)]
pub struct Engine {
    index: RouteIndex,
}

/// Takes out of a cluster what the engine does not know yet.
pub fn within_reach(c: &mut Cluster) {
    c.models.clear();
    for id in c.phones.iter().map(|(id, _)| id).collect::<Vec<_>>() {
        if let Some(phone) = c.phones.get_mut(id) {
            phone.acting.template_at_reset = None;
        }
    }
    for id in c.hunt_pilots.iter().map(|(id, _)| id).collect::<Vec<_>>() {
        c.hunt_pilots.remove(id);
    }
    for id in c.route_patterns.iter().map(|(id, _)| id).collect::<Vec<_>>() {
        c.route_patterns.remove(id);
    }
    for id in c.sip_route_patterns.iter().map(|(id, _)| id).collect::<Vec<_>>() {
        c.sip_route_patterns.remove(id);
    }
}

impl Engine {
    /// Compiles what the engine needs.
    pub fn of(c: &Cluster) -> Engine {
        Engine { index: RouteIndex::new(c) }
    }

    /// The engine's answer.
    pub fn ask(&self, c: &Cluster, asked: &Asked) -> Option<Said> {
        if !matches!(asked.who, Who::Phone(_)) {
            return None;
        }
        let question = Question {
            watcher: watcher(asked.who),
            way: way(asked.how),
            target: &asked.target,
            line: asked.line,
        };
        let answer = decide(c, &self.index, &question, &mut NoRecord);
        let (outcome, code, rule) = (answer.outcome, answer.code, answer.rule);
        Some(Said { outcome, code, found: answer.found.map(found), rule, carriers: Vec::new() })
    }
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
