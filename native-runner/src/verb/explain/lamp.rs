//! From a world to an explanation.

use lampfield_core::cluster::BlfTarget;
use lampfield_core::id::{EventId, PhoneId};
use lampfield_core::presence::{self, CallList, Decision, Question, RouteIndex, Way, decide};
use lampfield_core::scenario::{Scenario, lamp_name, watched_number};
use lampfield_core::trace::words::{
    cause_words, command_words, drop_word, fault_words, lamp_word, link_words, node_event_words,
    node_name,
};
use lampfield_core::trace::{Event, LampKey, LampPlace, What, ladder};
use lampfield_core::world::World;

use super::view::{Explained, Message, Place, Shown};

/// Why a lamp shows what it shows now.
pub(super) fn explain(world: &World, scenario: &Scenario, key: &LampKey) -> Explained {
    let kept = world.trace().kept();
    let shown = kept.lamp(key);
    let decision = kept.decision(key);
    let last = shown.map(|shown| shown.event).or(decision.map(|kept| kept.event));
    Explained {
        subject: lamp_name(world.cluster(), key),
        at: world.now(),
        shown: Some(shown.map(|shown| Shown {
            word: lamp_word(shown.lamp),
            since: shown.since,
            cause: cause_words(shown.because),
        })),
        absent: absent(key),
        decided_at: decision.map(|kept| kept.at),
        checks: decision.map(|kept| in_words(world, scenario, &kept.decision)).unwrap_or_default(),
        messages: last.map(|last| behind(world, last)).unwrap_or_default(),
    }
}

/// Why a lamp may not be there.
fn absent(key: &LampKey) -> &'static str {
    match key.place {
        LampPlace::Blf(_) => "the phone shows no such lamp now: it is not connected",
        LampPlace::Entry(..) => {
            "no such entry asks now: there is no such call in the list, the list is not open \
             (R-25), or the phone is not connected"
        }
    }
}

/// What would come of it if the phone asked for a number now: by a call list and by a button.
pub(super) fn request(
    world: &World,
    scenario: &Scenario,
    phone: PhoneId,
    number: &str,
) -> Vec<Explained> {
    let list = Way::CallList(CallList::Missed);
    let ways = [("as a BLF/SpeedDial", button(world, phone, number)), ("in a call list", list)];
    let index = RouteIndex::new(world.cluster());
    let phone_name = lampfield_core::trace::words::phone_name(world.cluster(), phone);
    let explained = ways.map(|(words, way)| {
        let question = Question { watcher: phone, way, target: number, line: None };
        let mut checks = Vec::new();
        let answer = decide(world.cluster(), &index, &question, &mut checks);
        let target = number.into();
        let decision = Decision { watcher: phone, way, target, answer, checks };
        Explained {
            subject: format!("{phone_name} -> {number} {words}"),
            at: world.now(),
            shown: None,
            absent: "",
            decided_at: None,
            checks: in_words(world, scenario, &decision),
            messages: Vec::new(),
        }
    });
    explained.into()
}

/// The button that has the number, or the next one that could be given it.
fn button(world: &World, phone: PhoneId, number: &str) -> Way {
    let buttons = world.cluster().phones.get(phone).map_or(0, |phone| phone.blf_speed_dials.len());
    let count = u16::try_from(buttons).unwrap_or(u16::MAX);
    let has = |button: &u16| {
        let key = LampKey { phone, place: LampPlace::Blf(*button) };
        watched_number(world.cluster(), &key) == Some(number)
    };
    let button = (1..=count).find(has).unwrap_or_else(|| count.saturating_add(1));
    let target = usize::from(button).checked_sub(1).and_then(|at| {
        world.cluster().phones.get(phone)?.blf_speed_dials.get(at).map(|dial| &dial.target)
    });
    let named = match target {
        Some(BlfTarget::DirectoryNumber(dn)) => Some(*dn),
        _ => None,
    };
    Way::BlfSpeedDial { button, named }
}

fn in_words(world: &World, scenario: &Scenario, decision: &Decision) -> super::view::Words {
    let explanation = presence::explain(world.cluster(), decision);
    let place = |path: &lampfield_core::cluster::ConfigPath| Place {
        menu: path.to_string(),
        file: scenario.places.find(path),
    };
    super::view::Words {
        outcome: lampfield_core::trace::words::outcome_word(decision.answer.outcome),
        rule: Some(decision.answer.rule),
        code: decision.answer.code,
        headline: explanation.headline,
        checks: explanation
            .checks
            .into_iter()
            .map(|check| super::view::CheckLine {
                rule: check.rule,
                verdict: check.verdict,
                sentence: check.sentence,
                place: check.path.as_ref().map(place),
            })
            .collect(),
        remedies: explanation
            .remedies
            .into_iter()
            .map(|remedy| (remedy.sentence, place(&remedy.path)))
            .collect(),
    }
}

/// What led to an event, oldest first.
fn behind(world: &World, last: EventId) -> Vec<Message> {
    let mut chain: Vec<&Event> = world.trace().causes(last).collect();
    chain.reverse();
    chain.into_iter().filter_map(|event| message(world, event)).collect()
}

fn message(world: &World, event: &Event) -> Option<Message> {
    let cluster = world.cluster();
    let words = match &event.what {
        What::Command(command) => command_words(command),
        What::Fault(fault) => fault_words(cluster, fault),
        What::Sent { to, bytes, .. } => {
            format!("-> {}: {}", node_name(cluster, *to), ladder::label(bytes))
        }
        What::LinkSent { to, content, .. } => {
            format!("-> {}: {}", node_name(cluster, *to), link_words(cluster, content))
        }
        What::Dropped { why, .. } => drop_word(*why).to_owned(),
        What::Node(told) => node_event_words(cluster, told),
        // That it arrived is told by what follows.
        _ => return None,
    };
    let node = node_name(cluster, event.node).to_owned();
    Some(Message { at: event.at, node, words, event: event.id })
}
