//! From what a phone asks to a decision.

use super::CallManager;
use crate::cluster::Cluster;
use crate::id::{DnId, PhoneId};
use crate::node::{NodeEvent, Outbox, buttons};
use crate::presence::{
    Answer, CallList, Check, Decision, Found, Outcome, Question, Way, decide, status_checks,
};
use crate::trace::LampKey;
use std::sync::Arc;

/// What a phone says it asks for. It is believed only where the configuration agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// BLF/SpeedDial `n`, from 1.
    Blf(u16),
    /// An entry of a call list.
    List(CallList),
    /// An entry of a shared directory.
    Directory,
}

impl Claim {
    /// Reads `X-Lampfield-Asks`: `blf;button=1`, `missed`, `placed`, `received`,
    /// `directory`. Anything else is no claim.
    pub(super) fn parse(value: &str) -> Option<Claim> {
        match value.trim() {
            "missed" => Some(Claim::List(CallList::Missed)),
            "placed" => Some(Claim::List(CallList::Placed)),
            "received" => Some(Claim::List(CallList::Received)),
            "directory" => Some(Claim::Directory),
            blf => blf.strip_prefix("blf;button=")?.parse().ok().map(Claim::Blf),
        }
    }
}

impl CallManager {
    /// Decides a question, tells the decision with all its checks, and gives the answer. `lamp` is
    /// the lamp outside that it is for.
    pub(super) fn decide(
        &self,
        question: &Question<'_>,
        lamp: Option<&LampKey>,
        out: &mut Outbox,
    ) -> Answer {
        let mut checks: Vec<Check> = Vec::with_capacity(16);
        let answer = decide(&self.cluster, &self.index, question, &mut checks);
        if let Some(dn) = allowed(answer) {
            status_checks(&self.cluster, &self.engine, dn, &mut checks);
        }
        self.tell_decision(question, answer, checks, lamp, out);
        answer
    }

    /// The checks behind the answer to a question, as of now.
    pub(super) fn checks_of(&self, question: &Question<'_>) -> Vec<Check> {
        let mut checks: Vec<Check> = Vec::with_capacity(24);
        decide(&self.cluster, &self.index, question, &mut checks);
        checks
    }

    /// Tells a decision.
    pub(super) fn tell_decision(
        &self,
        question: &Question<'_>,
        answer: Answer,
        checks: Vec<Check>,
        lamp: Option<&LampKey>,
        out: &mut Outbox,
    ) {
        out.event(NodeEvent::Decided(Arc::new(Decision {
            watcher: question.watcher,
            way: question.way,
            target: question.target.into(),
            answer,
            checks,
            lamp: lamp.cloned(),
        })));
    }
}

/// The directory number whose status an answer gives; `None` where it gives none of ours.
pub(super) fn allowed(answer: Answer) -> Option<DnId> {
    match (answer.outcome, answer.found) {
        (Outcome::Allowed, Some(Found::DirectoryNumber(dn))) => Some(dn),
        _ => None,
    }
}

/// How a phone watches: as it claims where its configuration agrees, else as a BLF/SpeedDial where
/// it has one for this number, else as a call list. (Watching as a BLF/SpeedDial escapes the
/// groups, GROUP-10: a phone must not get that for the asking.)
pub(super) fn believed(
    cluster: &Cluster,
    phone: PhoneId,
    claim: Option<Claim>,
    target: &str,
) -> Way {
    match claim {
        Some(Claim::List(list)) => return Way::CallList(list),
        Some(Claim::Directory) => return Way::Directory,
        Some(Claim::Blf(_)) | None => {}
    }
    let blf = cluster.phones.get(phone).and_then(|phone| {
        let here = || buttons::numbered(cluster, phone).filter(|(_, _, number)| *number == target);
        let claimed = here().find(|(button, ..)| claim == Some(Claim::Blf(*button)));
        claimed.or_else(|| here().next()).map(|(button, blf, _)| (button, buttons::named(blf)))
    });
    match blf {
        Some((button, named)) => Way::BlfSpeedDial { button, named },
        None => Way::CallList(CallList::Missed),
    }
}
