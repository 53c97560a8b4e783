//! Why a lamp shows what it shows now: the rules that a scenario's `because` names, each with its
//! sentence. The page's *Why?* and `lampfield explain` read the same.

use super::Stage;
use crate::cluster::Cluster;
use crate::gather::Gather;
use crate::id::{ClusterId, DnId, PhoneId};
use crate::node::{Command, LampCause};
use crate::presence::{
    Check, CheckText, Decision, Fact, Found, LineState, PublishedStatus, Question, RouteIndex,
    Verdict, Watcher, Way, check_texts, decide, device_rule, device_status, explain_checks,
};
use crate::rules::RuleId;
use crate::scenario::lower::watched_number;
use crate::site::node_of_cluster;
use crate::time::Duration;
use crate::trace::{Event, LampKey, LampPlace, What};

/// The reasons for what a lamp shows now, in the order asked: first those of the decision behind
/// it, then those of the status.
pub(in crate::scenario) fn reasons(stage: &Stage<'_>, key: &LampKey) -> Vec<CheckText> {
    let Some(decision) = decision(stage, key) else { return not_asked(stage, key) };
    let asked = asked_cluster(stage, key);
    let Some((id, cluster)) = asked.and_then(|id| Some((id, stage.cluster(id)?))) else {
        return Vec::new();
    };
    let lasting = Decision { checks: lasting(&decision), ..decision.clone() };
    let mut all = check_texts(cluster, &lasting);
    let found = match decision.answer.found {
        Some(Found::DirectoryNumber(dn)) if decision.answer.code == 200 => Some(dn),
        _ => None,
    };
    if let Some(dn) = found {
        all.extend(explain_checks(cluster, &status(stage, dn)));
    }
    if matches!(decision.way, Way::CallList(_) | Way::Directory) {
        all.push(note(
            RuleId::R25,
            "the list is open, so each of its entries was asked for".to_owned(),
        ));
    }
    if found.is_some_and(|dn| gone(stage, dn)) {
        let sentence = match stage.scenario.timers.unplugged_noticed_after {
            Duration::ZERO => "CallManager notices at once that a device is gone".to_owned(),
            after => format!("CallManager notices {after} late that a device is gone"),
        };
        all.push(note(RuleId::R24, sentence));
    }
    all.extend(forgotten(stage, key, id));
    all
}

/// CallManager restarted since the lamp was asked for: what it shows was told before.
fn forgotten(stage: &Stage<'_>, key: &LampKey, asked: ClusterId) -> Option<CheckText> {
    let trace = stage.world.trace();
    let kept = trace.kept();
    kept.lamp(key).filter(|shown| shown.because == LampCause::Notified)?;
    let since = kept.decision(key)?.event;
    let restart = |event: &&Event| {
        event.node == node_of_cluster(asked)
            && matches!(event.what, What::Command(Command::Restart))
    };
    let at = trace.events_from(since).find(restart)?.at;
    let sentence = format!(
        "CallManager restarted at {at} and knows nothing of this subscription: what the lamp shows \
         was told before"
    );
    Some(note(RuleId::Watch6, sentence))
}

/// The cluster that a watcher asks: the phone's own, or the one at whose trunk somebody outside is.
fn asked_cluster(stage: &Stage<'_>, key: &LampKey) -> Option<ClusterId> {
    let outside = || Some(stage.site.outside_of(key.phone)?.1.cluster);
    stage.site.cluster_of(key.phone).or_else(outside)
}

/// The reasons of a decision on a request that came in over a trunk, in the order asked.
pub(super) fn of_decision(cluster: &Cluster, decision: &Decision) -> Vec<CheckText> {
    check_texts(cluster, decision)
}

fn note(rule: RuleId, sentence: String) -> CheckText {
    CheckText { rule, verdict: Verdict::Noted, sentence, path: None }
}

/// Entries of lists that are not open ask nothing.
fn not_asked(stage: &Stage<'_>, key: &LampKey) -> Vec<CheckText> {
    if let LampPlace::Directory(_) = &key.place {
        let sentence = "the directory is not open, so nothing is asked for";
        return vec![note(RuleId::R25, sentence.to_owned())];
    }
    let LampPlace::Entry(list, number) = &key.place else { return Vec::new() };
    let there = stage.world.call_list(key.phone, *list).iter().any(|entry| entry.number == *number);
    let sentence = match there {
        true => "the list is not open, so nothing is asked for".to_owned(),
        false => format!("the list has no entry for {number}"),
    };
    vec![note(RuleId::R25, sentence)]
}

/// The decision behind a lamp that is there: CallManager's, or, where the phone does not even ask,
/// what it would be.
pub(in crate::scenario) fn decision(stage: &Stage<'_>, key: &LampKey) -> Option<Decision> {
    let shown = stage.world.trace().kept().lamp(key)?;
    if shown.because != LampCause::NotMonitoring
        && let Some(decision) = stage.world.decision_for(key)
    {
        return Some(decision.clone());
    }
    let (cluster, index) = stage.of_phone(key.phone)?;
    would_decide(cluster, index, key)
}

/// What CallManager would decide for a lamp.
pub(in crate::scenario) fn would_decide(
    cluster: &Cluster,
    index: &RouteIndex,
    key: &LampKey,
) -> Option<Decision> {
    let target = watched_number(cluster, key)?;
    let way = way(cluster, key)?;
    let watcher = Watcher::Phone(key.phone);
    let question = Question { watcher, way, target, line: None };
    let mut checks = Vec::new();
    let answer = decide(cluster, index, &question, &mut checks);
    Some(Decision { watcher, way, target: target.into(), answer, checks, lamp: None })
}

/// The way of watching of a lamp.
fn way(cluster: &Cluster, key: &LampKey) -> Option<Way> {
    Some(match &key.place {
        LampPlace::Entry(list, _) => Way::CallList(*list),
        LampPlace::Directory(_) => Way::Directory,
        // A watcher outside is no phone of the cluster.
        LampPlace::Watch(_) => return None,
        LampPlace::Blf(button) => {
            let blf = cluster
                .phones
                .get(key.phone)
                .and_then(|phone| phone.blf_speed_dials.get(usize::from(*button).checked_sub(1)?));
            let named = blf.and_then(|blf| match blf.target {
                crate::cluster::BlfTarget::DirectoryNumber(dn) => Some(dn),
                crate::cluster::BlfTarget::Destination(_) => None,
            });
            Way::BlfSpeedDial { button: *button, named }
        }
    })
}

/// The checks of a decision that still hold: its status was that of its moment.
fn lasting(decision: &Decision) -> Vec<Check> {
    let passing = |check: &&Check| {
        !matches!(check.fact, Fact::DeviceStatus { .. } | Fact::SharedLine { .. } | Fact::Status(_))
    };
    decision.checks.iter().filter(passing).copied().gather()
}

/// The devices of a line.
pub(in crate::scenario) fn devices(
    cluster: &Cluster,
    dn: DnId,
) -> impl Iterator<Item = PhoneId> + '_ {
    cluster.phones.iter().filter(move |(_, phone)| phone.lines.contains(&dn)).map(|(id, _)| id)
}

fn gone(stage: &Stage<'_>, dn: DnId) -> bool {
    let Some(cluster) = stage.of_number(dn) else { return false };
    devices(cluster, dn).any(|phone| {
        let learned = stage.world.trace().kept().learned(phone, dn);
        learned.is_some_and(|learned| learned.state == LineState::NotConnected)
    })
}

/// What the status table makes of a device that has not registered yet (QUIRK-9).
fn never_here(cluster: &Cluster, phone: PhoneId) -> Option<(RuleId, LineState, PublishedStatus)> {
    let (model, state) = (&cluster.phones.get(phone)?.model, LineState::NotConnected);
    Some((device_rule(model, state), state, device_status(model, state)))
}

/// What the status table makes of the line now, as CallManager knows it.
fn status(stage: &Stage<'_>, dn: DnId) -> Vec<Check> {
    let mut checks = Vec::new();
    let Some(cluster) = stage.of_number(dn) else { return checks };
    let mut note = |rule, fact| checks.push(Check { rule, verdict: Verdict::Noted, fact });
    let kept = stage.world.trace().kept();
    let mut count = 0_u32;
    for phone in devices(cluster, dn) {
        count += 1;
        let learned = kept.learned(phone, dn).map(|it| (it.rule, it.state, it.status));
        let Some((rule, state, status)) = learned.or_else(|| never_here(cluster, phone)) else {
            continue;
        };
        let fact = Fact::DeviceStatus { phone, state, status };
        note(rule, fact);
        if state == LineState::OffHook {
            note(RuleId::R12, fact);
        }
    }
    let status = kept.published(dn);
    if count != 1 {
        note(RuleId::R7, Fact::SharedLine { devices: count, status });
    }
    note(RuleId::Watch7, Fact::Status(status));
    checks
}
