//! The engine, asked in the model's words.

use crate::question::{Asked, Found, How, Said, Who};
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{DnId, PhoneId};
use lampfield_core::presence::{
    self, LineState, NoRecord, PublishedStatus, Question, RouteIndex, Way, decide,
};

/// The engine's view of a cluster.
#[derive(Debug)]
pub struct Engine {
    index: RouteIndex,
}

/// Takes out of a cluster what the engine does not know yet.
pub fn within_reach(c: &mut Cluster) {
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
        let Who::Phone(watcher) = asked.who else { return None };
        let way = match asked.how {
            How::Blf { button, named } => Way::BlfSpeedDial { button, named },
            How::List(list) => Way::CallList(list),
            How::Directory | How::Outside => return None,
        };
        let question = Question { watcher, way, target: &asked.target, line: asked.line };
        let answer = decide(c, &self.index, &question, &mut NoRecord);
        let found = answer.found.map(|found| match found {
            presence::Found::DirectoryNumber(dn) => Found::DirectoryNumber(dn),
        });
        let (outcome, code, rule) = (answer.outcome, answer.code, answer.rule);
        Some(Said { outcome, code, found, rule, carriers: Vec::new() })
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
