//! What every failure about a lamp tells: the last change of the truth, why, fix, see, ladder.

use super::{Scene, spoken};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, NoteKind};
use crate::gather::Gather;
use crate::id::{ClusterId, DnId, EventId};
use crate::node::{LampCause, NodeEvent, node_of_phone};
use crate::presence::{CheckText, Decision, Found, Outcome, explain};
use crate::rules::RuleId;
use crate::scenario::lower::watched;
use crate::scenario::model::{Action, Order, Step};
use crate::time::Instant;
use crate::trace::ladder::{LadderOptions, ladder};
use crate::trace::{Event, LampKey, What, words};

/// Tells it all for a moment that may be past: the run is played again up to there, as the same
/// scenario and seed give the same run.
pub(super) fn tell_at(
    scene: &Scene<'_>,
    key: &LampKey,
    at: Instant,
    diagnostic: Diagnostic,
) -> Diagnostic {
    match scene.player.again_until(at) {
        Some(player) => tell(&Scene { player: &player, ..*scene }, key, diagnostic),
        None => tell(scene, key, diagnostic),
    }
}

/// Tells it all.
pub(super) fn tell(scene: &Scene<'_>, key: &LampKey, diagnostic: Diagnostic) -> Diagnostic {
    let mut diagnostic = last_change(scene, key, diagnostic);
    let decision = scene.player.decision(key);
    for why in whys(scene, key, decision.as_ref()) {
        diagnostic = diagnostic.note(NoteKind::Why, why);
    }
    if let Some(decision) = &decision {
        diagnostic = fixes(scene, key, decision, diagnostic);
    }
    let name = words::lamp_name(scene.player.site(), key);
    let file = &scene.player.scenario().file;
    let at = spoken(scene.player.world().now());
    diagnostic =
        diagnostic.note(NoteKind::See, format!("lampfield explain {file} --at {at} '{name}'"));
    diagnostic.picture = messages(scene, key);
    diagnostic
}

/// The cluster that the watcher of a lamp asks.
fn asked_cluster<'s>(scene: &'s Scene<'_>, key: &LampKey) -> Option<(ClusterId, &'s Cluster)> {
    let site = scene.player.site();
    let outside = || site.outside_of(key.phone).map(|(_, outside)| outside.cluster);
    let id = site.cluster_of(key.phone).or_else(outside)?;
    Some((id, site.cluster(id)?))
}

/// The reason in one or two sentences.
fn whys(scene: &Scene<'_>, key: &LampKey, decision: Option<&Decision>) -> Vec<String> {
    let kept = scene.player.world().trace().kept();
    let Some(shown) = kept.lamp(key) else {
        let reasons = scene.player.reasons(key);
        return reasons.iter().map(sentence).chain([absent(scene, key)]).take(1).gather();
    };
    let Some(decision) = decision else { return vec![words::cause_words(shown.because)] };
    let Some((_, cluster)) = asked_cluster(scene, key) else { return Vec::new() };
    let headline = explain(cluster, decision).headline;
    if decision.answer.outcome != Outcome::Allowed {
        let asked = kept.decision(key).filter(|_| shown.because != LampCause::NotMonitoring);
        return vec![match asked {
            Some(kept) => format!(
                "the request for {} was answered {} at {}: {headline}",
                decision.target, decision.answer.code, kept.at
            ),
            None => headline,
        }];
    }
    let told = match words::cause_words(shown.because) {
        told if told.is_empty() => "told so".to_owned(),
        told => told,
    };
    let mut whys = vec![format!("{headline}; {told} since {}", shown.since)];
    whys.extend(status(scene.player.reasons(key)).iter().map(sentence));
    whys
}

/// The reasons of the status: what the devices do, and what CallManager makes of it.
fn status(reasons: Vec<CheckText>) -> Vec<CheckText> {
    use RuleId::{Quirk4, Quirk5, Quirk8, Quirk9, R7, R12, R24, Watch6, Watch7};
    let off_hook = reasons.iter().any(|reason| matches!(reason.rule, Quirk4 | Quirk5));
    let told = |reason: &CheckText| match reason.rule {
        // What is off-hook at all is the smaller news beside what off-hook means.
        R12 => !off_hook,
        rule => matches!(rule, Quirk4 | Quirk5 | Quirk8 | Quirk9 | R7 | R24 | Watch6 | Watch7),
    };
    reasons.into_iter().filter(told).take(SHOWN_REASONS).gather()
}

/// A line shared by many devices has many reasons of one kind.
const SHOWN_REASONS: usize = 4;

fn sentence(reason: &CheckText) -> String {
    format!("{} ({})", reason.sentence, reason.rule)
}

fn absent(scene: &Scene<'_>, key: &LampKey) -> String {
    let phone = words::phone_name(scene.player.site(), key.phone);
    format!("there is no such lamp now: `{phone}` is not connected, or has no such entry")
}

/// What would change the decision, with the line to change.
fn fixes(
    scene: &Scene<'_>,
    key: &LampKey,
    decision: &Decision,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let scenario = scene.player.scenario();
    let mut diagnostic = diagnostic;
    let Some((id, cluster)) = asked_cluster(scene, key) else { return diagnostic };
    for remedy in explain(cluster, decision).remedies.iter().take(2) {
        let line = scenario.places.find_in(id, &remedy.path).and_then(|place| {
            let line = scenario.places.line(&place)?;
            let elsewhere = if place.file == scenario.file {
                String::new()
            } else {
                format!("{}, ", place.file)
            };
            Some(format!(" ({elsewhere}line {line})"))
        });
        let text = format!("{}{}", remedy.sentence, line.unwrap_or_default());
        diagnostic = diagnostic.note(NoteKind::Fix, text);
    }
    diagnostic
}

/// The line that the lamp watches: the one that was found, else the one that its button names.
fn watched_line(scene: &Scene<'_>, key: &LampKey) -> Option<DnId> {
    if let Some(Found::DirectoryNumber(dn)) =
        scene.player.decision(key).and_then(|d| d.answer.found)
    {
        return Some(dn);
    }
    let (_, cluster) = asked_cluster(scene, key)?;
    let number = watched(scene.player.site(), key)?;
    cluster.directory_numbers.iter().find(|(_, dn)| dn.number == number).map(|(id, _)| id)
}

/// A label at the step that last changed what the watched line does.
fn last_change(scene: &Scene<'_>, key: &LampKey, diagnostic: Diagnostic) -> Diagnostic {
    let Some(dn) = watched_line(scene, key) else { return diagnostic };
    let trace = scene.player.world().trace();
    let changed = |event: &&Event| {
        event.at <= scene.player.world().now()
            && matches!(&event.what, What::Node(NodeEvent::Line { dn: own, .. }) if *own == dn)
    };
    let Some(event) = trace.events().rev().find(changed) else { return diagnostic };
    let (What::Node(NodeEvent::Line { state, .. }), Some(step)) =
        (&event.what, step_behind(scene, event.id))
    else {
        return diagnostic;
    };
    let who = words::node_name(scene.player.site(), event.node);
    let text =
        format!("the last change before: {who} {} at {}", words::line_word(*state), event.at);
    diagnostic.also(scene.place(step.span), text)
}

/// The step whose command led to an event.
fn step_behind<'s>(scene: &'s Scene<'_>, event: EventId) -> Option<&'s Step> {
    let player = scene.player;
    let command = player
        .world()
        .trace()
        .causes(event)
        .find(|cause| matches!(cause.what, What::Command(_)))?;
    player.scenario().steps.iter().find(|step| {
        let Action::Do { orders, .. } = &step.action else { return false };
        let ordered = |order: &Order| {
            let Order::Phone(phone, order) = order else { return false };
            let node = player.phone(phone).map(node_of_phone);
            node == Ok(command.node)
                && What::Command(crate::node::Command::clone(order)) == command.what
        };
        step.at == command.at && orders.iter().any(ordered)
    })
}

/// The SIP of this phone that is about what the lamp watches: the last messages.
fn messages(scene: &Scene<'_>, key: &LampKey) -> Option<String> {
    let player = scene.player;
    let number = watched(player.site(), key)?;
    let options = LadderOptions {
        from: Instant::ZERO,
        to: player.world().now(),
        nodes: vec![player.site().speaker_for(key.phone)],
        links: false,
        marks: false,
    };
    let mut ladder = ladder(player.site(), player.world().trace(), &options);
    ladder.keep_about(number);
    let first = ladder.rows.len().saturating_sub(SHOWN_MESSAGES);
    ladder.rows.drain(..first);
    (!ladder.rows.is_empty()).then(|| ladder.to_string())
}

/// The story is in the last messages; the whole is one command away.
const SHOWN_MESSAGES: usize = 6;
