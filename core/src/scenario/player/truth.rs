//! `lamps-tell-the-truth-in-the-end`.

use super::facts::showing;
use super::reasons::{devices, reasons, would_decide};
use super::{Player, Stage};
use crate::cluster::{Cluster, Route, STANDARD_PRESENCE_GROUP};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place};
use crate::gather::Gather;
use crate::id::DnId;
use crate::network::Fault;
use crate::node::{LampCause, Node};
use crate::presence::{Found, Outcome, PublishedStatus, carriers, device_status, shared_status};
use crate::rules::RuleId;
use crate::scenario::model::{Invariant, Showing};
use crate::site::{Outside, node_of_outside};
use crate::time::Duration;
use crate::trace::{Lamp, LampKey, LampPlace, words};
use crate::world::World;
use std::sync::Arc;

/// Lets a fork of the run go on without faults until every refresh and retry has had its chance;
/// then each live lamp must show what the status table makes of the line and what its watcher may
/// see. Asked of the configuration and of the devices themselves, not of what CallManager said.
pub(super) fn in_the_end(player: &Player) -> Vec<Diagnostic> {
    let wanted =
        |(invariant, _): &&(Invariant, _)| *invariant == Invariant::LampsTellTheTruthInTheEnd;
    let Some((_, span)) = player.scenario.always.iter().find(wanted) else { return Vec::new() };
    let mut world = player.world.clone();
    world.fault(Fault::Calm);
    let end = world.now() + patience(player);
    world.run_until(end);
    let place = Place { file: Arc::clone(&player.scenario.file), span: *span };
    if let Some(limit) = world.halted() {
        return vec![Diagnostic::error(
            Code::RunStopped,
            place,
            format!("the end was not reached: {limit}"),
        )];
    }
    let lamps: Vec<&LampKey> = world.trace().kept().lamps().map(|(key, _)| key).gather();
    let lies = lamps.into_iter().filter_map(|key| {
        let truth = truth(player, &world, key)?;
        let shown = showing(&world, key);
        (shown != truth).then(|| lie(player, &world, key, shown, truth, place.clone()))
    });
    lies.take(SHOWN).gather()
}

/// When one lamp lies, many do for the same reason.
const SHOWN: usize = 3;

/// Two lives of a subscription, its refresh and what a retry may take, for those that begin only
/// when CallManager notices something.
fn patience(player: &Player) -> Duration {
    let timers = player.scenario.timers;
    let sip = timers.sip;
    let longest = sip.subscribe_expires.max(sip.min_expires).max(60);
    let transactions = sip.sixty_four_t1().times(4);
    Duration::from_secs(i64::from(longest)).times(2) + transactions + timers.unplugged_noticed_after
}

/// What a lamp must show; `None` where nothing is claimed.
fn truth(player: &Player, world: &World, key: &LampKey) -> Option<Showing> {
    let (cluster, index) = player.stage().of_phone(key.phone)?;
    let decision = would_decide(cluster, index, key)?;
    match (decision.answer.outcome, decision.answer.found) {
        (Outcome::Allowed, Some(Found::DirectoryNumber(_))) if asks_when_opened(world, key) => None,
        (Outcome::Allowed, Some(Found::DirectoryNumber(dn))) => {
            Some(Showing::Lamp(status(cluster, world, dn)))
        }
        (Outcome::Allowed, Some(Found::Route(route))) => {
            outside(world, (cluster, route), key, &decision.target).map(Showing::Lamp)
        }
        // A phone that cannot watch, or has no button for it, shows what it likes.
        _ if matches!(decision.answer.rule, RuleId::Admin3 | RuleId::Watch13) => None,
        _ => Some(Showing::Lamp(match key.place {
            LampPlace::Blf(_) | LampPlace::Watch(_) => Lamp::Unknown,
            LampPlace::Entry(..) | LampPlace::Directory(_) => Lamp::NoIcon,
        })),
    }
}

/// Whether the lamp is an entry that was turned down: it asks again when its list is opened.
fn asks_when_opened(world: &World, key: &LampKey) -> bool {
    let shown = world.trace().kept().lamp(key);
    let turned_down = |because| matches!(because, LampCause::Refused(_) | LampCause::Terminated);
    matches!(key.place, LampPlace::Entry(..) | LampPlace::Directory(_))
        && shown.is_some_and(|shown| turned_down(shown.because))
}

/// What one outside says of itself, for a lamp that lives by its word: whose subscription was
/// refused or ended shows nothing, and asks again or not as the answer said. `None` where it
/// is not clear who speaks: the route has several trunks, or another cluster is behind it.
fn outside(
    world: &World,
    (cluster, route): (&Cluster, Route),
    key: &LampKey,
    target: &str,
) -> Option<Lamp> {
    let shown = world.trace().kept().lamp(key)?;
    let mut all = carriers(cluster, STANDARD_PRESENCE_GROUP, false, route);
    let (Some(carrier), None) = (all.next(), all.next()) else { return None };
    if shown.because != LampCause::Notified {
        return None;
    }
    let site = world.site();
    let own = site.cluster_of(key.phone)?;
    let at_the_end = |one: &Outside| one.trunk == carrier.trunk && one.cluster == own;
    let (id, _) = site.outside().iter().find(|(_, one)| at_the_end(one))?;
    let user = target.split_once('@').map_or(target, |(user, _)| user);
    match world.node(node_of_outside(id))? {
        Node::Outside(one) if one.is_plugged() => one.status(user).map(lamp),
        _ => None,
    }
}

/// The word of the status table on what the devices really do.
fn status(cluster: &Cluster, world: &World, dn: DnId) -> Lamp {
    let each = devices(cluster, dn).filter_map(|phone| {
        let model = &cluster.phones.get(phone)?.model;
        Some(device_status(model, world.line(phone, dn)))
    });
    lamp(shared_status(each))
}

fn lamp(status: PublishedStatus) -> Lamp {
    match status {
        PublishedStatus::Idle => Lamp::Idle,
        PublishedStatus::Busy => Lamp::Busy,
        PublishedStatus::Unknown => Lamp::Unknown,
    }
}

fn lie(
    player: &Player,
    world: &World,
    key: &LampKey,
    shown: Showing,
    truth: Showing,
    place: Place,
) -> Diagnostic {
    let name = words::lamp_name(&player.site, key);
    let message = format!("in the end `{name}` shows `{shown}`, and the truth is `{truth}`");
    let kept = world.trace().kept().lamp(key);
    let since = kept.map_or(String::new(), |kept| {
        format!("it shows this since {}: {}", kept.since, words::cause_words(kept.because))
    });
    let mut diagnostic = Diagnostic::error(Code::InvariantBroken, place, message)
        .label(format!("does not hold at {}", world.now()))
        .note(NoteKind::Why, since);
    let stage = Stage { world, ..player.stage() };
    for reason in reasons(&stage, key).iter().rev().take(2).rev() {
        diagnostic =
            diagnostic.note(NoteKind::Why, format!("{}: {}", reason.rule, reason.sentence));
    }
    diagnostic
}
