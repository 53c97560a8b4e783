//! Why a lamp shows what it shows, and what a message says.

use super::LadderCache;
use super::row::event_row;
use crate::engine::build;
use crate::engine::run::Run;
use crate::types::{CheckView, LadderRow, MessageView, RemedyView, WhyView};
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{EventId, NodeId};
use lampfield_core::node::NodeEvent;
use lampfield_core::presence::{CheckText, Decision, Remedy, Verdict, Watcher, explain};
use lampfield_core::scenario::find_lamp;
use lampfield_core::trace::{Event, LampKey, What, words};

/// At most so many causes of one event.
const CAUSES: usize = 24;

/// The explanation of a lamp, named in the words of the language.
///
/// # Errors
/// What is wrong with the name, in words.
pub(in crate::engine) fn why(run: &Run, subject: &str) -> Result<WhyView, String> {
    match find_lamp(run.player().site(), subject) {
        Ok(key) => Ok(WhyView { subject: subject.to_owned(), ..of_lamp(run, &key) }),
        Err(none) => Err(format!("{}; {}", none.message, none.help)),
    }
}

fn of_lamp(run: &Run, key: &LampKey) -> WhyView {
    let player = run.player();
    let explained = player.decision(key).map(|d| {
        let cluster = player.cluster_for(key);
        let all = explain(cluster, &d);
        (all.headline, remedies(run, cluster, d.watcher, all.remedies))
    });
    let (reason, remedies) = explained.unwrap_or_default();
    WhyView {
        cluster: build::own_name(run, player.cluster_for(key)),
        subject: String::new(),
        headline: shows(run, key),
        reason,
        checks: checks(player.reasons(key)),
        remedies,
        events: events(run, key),
    }
}

fn checks(all: Vec<CheckText>) -> Vec<CheckView> {
    let view = |check: CheckText| CheckView {
        rule: check.rule.to_string(),
        verdict: verdict(check.verdict).to_owned(),
        sentence: check.sentence,
        path: check.path.map(|path| path.to_string()).unwrap_or_default(),
    };
    all.into_iter().map(view).collect()
}

fn remedies(run: &Run, c: &Cluster, watcher: Watcher, all: Vec<Remedy>) -> Vec<RemedyView> {
    let view = |one: Remedy| RemedyView {
        sentence: one.sentence.clone(),
        path: one.path.to_string(),
        acts: build::acts(run, c, watcher, one),
    };
    all.into_iter().map(view).collect()
}

/// What it shows, and since when.
fn shows(run: &Run, key: &LampKey) -> String {
    let Some(shown) = run.player().world().trace().kept().lamp(key) else {
        return "dark: the phone shows no such lamp now".to_owned();
    };
    let because = words::cause_words(shown.because);
    let because = if because.is_empty() { because } else { format!(" ({because})") };
    format!("{}{because} since {}", words::lamp_word(shown.lamp), shown.since)
}

/// The events that led to what a lamp shows, oldest first.
fn events(run: &Run, key: &LampKey) -> Vec<LadderRow> {
    let world = run.player().world();
    let Some(shown) = world.trace().kept().lamp(key) else { return Vec::new() };
    let mut rows = causes(run, shown.event);
    rows.reverse();
    rows
}

/// An event and the chain of its causes, nearest first.
fn causes(run: &Run, event: EventId) -> Vec<LadderRow> {
    let trace = run.player().world().trace();
    trace.causes(event).take(CAUSES).filter_map(|cause| event_row(run, cause)).collect()
}

/// A message with its bytes, its meaning and its causes. `None` where there is no such event.
pub(in crate::engine) fn message(
    run: &Run,
    ladder: &mut LadderCache,
    number: u32,
) -> Option<MessageView> {
    let id = EventId(u64::from(number));
    let world = run.player().world();
    let event = world.trace().get(id)?;
    let standing = ladder.row_of(run, number);
    let row = standing.or_else(|| event_row(run, event))?;
    let raw = match &event.what {
        What::Sent { bytes, .. } => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let name = |node| words::node_name(world.site(), node);
    let meaning = match &event.what {
        What::Sent { to, .. } | What::LinkSent { to, .. } => {
            format!("{} says to {}: {}", name(event.node), name(*to), row.label)
        }
        _ => format!("{}: {}", name(event.node), row.label),
    };
    let why = decision_of(run, event).map(|(node, decision)| decided(run, node, decision));
    Some(MessageView { row, raw, meaning, causes: causes(run, id), why })
}

/// How many events after its cause a decision can stand.
const NEAR: usize = 64;

/// The decision that an answer tells, or that a request led to: those of the same cause.
fn decision_of<'a>(run: &'a Run, event: &Event) -> Option<(NodeId, &'a Decision)> {
    let trace = run.player().world().trace();
    let told = |cause: Option<EventId>| {
        let cause = cause?;
        trace.events_from(cause).take(NEAR).find_map(|e| match &e.what {
            What::Node(NodeEvent::Decided(decision)) if e.cause == Some(cause) => {
                Some((e.node, decision.as_ref()))
            }
            _ => None,
        })
    };
    let delivered = || {
        let arrival = trace
            .events_from(event.id)
            .take(NEAR)
            .find(|e| matches!(e.what, What::Delivered { .. }) && e.cause == Some(event.id));
        arrival.map(|arrival| arrival.id)
    };
    told(event.cause).or_else(|| told(delivered()))
}

/// A decision of this node, told.
pub(in crate::engine) fn decided(run: &Run, node: NodeId, decision: &Decision) -> WhyView {
    let cluster = run.cluster_at(node);
    let explained = explain(cluster, decision);
    let watcher = words::watcher_name(cluster, decision.watcher);
    WhyView {
        cluster: build::own_name(run, cluster),
        subject: format!("{watcher} asks for {}", decision.target),
        headline: explained.headline,
        reason: String::new(),
        checks: checks(explained.checks),
        remedies: remedies(run, cluster, decision.watcher, explained.remedies),
        events: Vec::new(),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::NotApplied => "not-applied",
        Verdict::Noted => "noted",
    }
}
