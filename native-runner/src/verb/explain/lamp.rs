//! From a world to an explanation.

use std::collections::BTreeMap;
use std::sync::Arc;

use lampfield_core::cluster::{Cluster, ConfigPath};
use lampfield_core::id::EventId;
use lampfield_core::presence::{self, CheckText, Decision, Remedy};
use lampfield_core::scenario::{Player, Scenario};
use lampfield_core::trace::words::{
    cause_words, command_words, drop_word, fault_words, lamp_name, lamp_word, link_words,
    node_event_words, node_name, outcome_word,
};
use lampfield_core::trace::{Event, LampKey, LampPlace, What, ladder};
use lampfield_core::world::World;

use super::view::{CheckLine, Explained, Message, Place, Shown, Words};

/// Why a lamp shows what it shows now.
pub(super) fn explain(player: &Player, key: &LampKey) -> Explained {
    let world = player.world();
    let kept = world.trace().kept();
    let shown = kept.lamp(key);
    let decided = kept.decision(key);
    let last = [decided.map(|kept| kept.event), shown.map(|shown| shown.event)];
    let reasons = player.reasons(key);
    let decision = player.decision(key);
    Explained {
        subject: lamp_name(world.site(), key),
        at: world.now(),
        shown: Some(shown.map(|shown| Shown {
            word: lamp_word(shown.lamp),
            since: shown.since,
            cause: cause_words(shown.because),
        })),
        absent: absent(key),
        decided_at: decided.filter(|kept| Some(&*kept.decision) == decision.as_ref()).map(|k| k.at),
        words: match decision {
            Some(decision) => in_words(player, player.cluster_for(key), &decision, reasons),
            None => Words::default(),
        },
        messages: behind(world, last.into_iter().flatten()),
        shows_bytes: false,
    }
}

/// Why a lamp may not be there.
fn absent(key: &LampKey) -> &'static str {
    match key.place {
        LampPlace::Blf(_) => "the phone shows no such lamp now: it is not connected",
        LampPlace::Directory(_) => {
            "no such entry asks now: the directory is not open (R-25), it has no such number, or the \
             phone is not connected"
        }
        LampPlace::Watch(_) => "nobody watches this there now",
        LampPlace::Entry(..) => {
            "no such entry asks now: there is no such call in the list, the list is not open \
             (R-25), or the phone is not connected"
        }
    }
}

/// A decision with its reasons, against the cluster that made it.
pub(super) fn in_words(
    player: &Player,
    cluster: &Cluster,
    decision: &Decision,
    checks: Vec<CheckText>,
) -> Words {
    let explanation = presence::explain(cluster, decision);
    let place = |path: &ConfigPath| place(player.scenario(), path);
    let check = |text: CheckText| CheckLine {
        rule: text.rule,
        verdict: text.verdict,
        sentence: text.sentence,
        place: text.path.as_ref().map(place),
    };
    let remedy = |remedy: Remedy| (remedy.sentence, place(&remedy.path));
    Words {
        outcome: outcome_word(decision.answer.outcome),
        rule: Some(decision.answer.rule),
        code: decision.answer.code,
        headline: explanation.headline,
        checks: checks.into_iter().map(check).collect(),
        remedies: explanation.remedies.into_iter().map(remedy).collect(),
    }
}

fn place(scenario: &Scenario, path: &ConfigPath) -> Place {
    Place { menu: path.to_string(), file: scenario.places.find(path) }
}

/// What led to events, oldest first, each once: the request with its decision, and what the lamp
/// last learned.
fn behind(world: &World, last: impl Iterator<Item = EventId>) -> Vec<Message> {
    let mut story: BTreeMap<EventId, &Event> = BTreeMap::new();
    for last in last {
        story.extend(world.trace().causes(last).map(|event| (event.id, event)));
    }
    story.into_values().filter_map(|event| message(world, event)).collect()
}

fn message(world: &World, event: &Event) -> Option<Message> {
    let site = world.site();
    let words = match &event.what {
        What::Command(command) => command_words(command),
        What::Fault(fault) => fault_words(site, fault),
        What::Configured { words } => words.to_string(),
        What::Sent { to, bytes, .. } => {
            format!("-> {}: {}", node_name(site, *to), ladder::label(bytes))
        }
        What::LinkSent { to, content, .. } => {
            format!("-> {}: {}", node_name(site, *to), link_words(site, content))
        }
        What::Dropped { why, .. } => drop_word(*why).to_owned(),
        What::Node(told) => node_event_words(site, event.node, told),
        // That it arrived is told by what follows.
        _ => return None,
    };
    let node = node_name(site, event.node).to_owned();
    let sip = match &event.what {
        What::Sent { bytes, .. } => Some(Arc::clone(bytes)),
        _ => None,
    };
    Some(Message { at: event.at, node, words, event: event.id, sip })
}
