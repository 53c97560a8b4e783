//! The whole state that a page draws.

use super::nodes::nodes;
use super::phone::phone;
use super::row::{event_row, lane_of};
use crate::engine::run::Run;
use crate::types::{FaultView, LadderRow, PhoneView, Snapshot};
use lampfield_core::id::{EventId, NodeId};
use lampfield_core::node::node_of_phone;
use lampfield_core::scenario::Action;
use lampfield_core::site::Roster;
use lampfield_core::trace::{Event, What, words};

/// The most messages in flight that a snapshot tells of.
const FLIGHTS: usize = 24;

/// What the page has drawn so far.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Drawn {
    version: u32,
    /// The first event that the page has not been told of.
    events: u64,
}

impl Drawn {
    /// Whether there was a snapshot at all.
    pub(in crate::engine) fn is_drawn(self) -> bool {
        self.version > 0
    }

    /// The state now. `jumped`: not reached by time going on, so nothing is in flight. `hides`: what
    /// is wrong is still to be found out.
    pub(in crate::engine) fn snapshot(
        &mut self,
        run: &Run,
        path: &str,
        jumped: bool,
        hides: bool,
    ) -> Snapshot {
        let player = run.player();
        let (world, scenario) = (player.world(), player.scenario());
        let trace = world.trace();
        let flights = if jumped { Vec::new() } else { flights(run, self.events) };
        self.version = self.version.wrapping_add(1).max(1);
        self.events = trace.count();
        let failed = player.outcomes().iter().filter(|o| o.failure.is_some()).count();
        let acts = run.acts().iter().map(|act| (act.at.as_micros(), act.sentence.clone()));
        Snapshot {
            version: self.version,
            name: scenario.name.clone(),
            path: path.to_owned(),
            seed: u32::try_from(player.seed()).unwrap_or(u32::MAX),
            now_us: run.now().as_micros(),
            end_us: player.end().as_micros(),
            reached_us: run.reached().as_micros(),
            quiet: run.next_at().is_none(),
            acted: run.acted(),
            acts: acts.collect(),
            checks_passed: small(player.outcomes().len() - failed),
            checks_failed: small(failed),
            checks_total: small(scenario.steps.iter().map(expectations).sum()),
            events: u32::try_from(trace.count()).unwrap_or(u32::MAX),
            digest: world.digest().to_string(),
            phones: phones(run),
            last: last(run),
            flights,
            notice: notice(run),
            told: Vec::new(),
            branches: small(run.branches.len()),
            faults: faults(run),
            nodes: nodes(run, hides),
        }
    }
}

/// What disturbs the network now.
fn faults(run: &Run) -> Vec<FaultView> {
    let player = run.player();
    let (world, site) = (player.world(), player.site());
    let all = world.faults(&player.scenario().network).into_iter().map(|own| {
        let ends = own.fault.phone().map(|phone| site.ends_of(phone));
        let [from_lane, to_lane] =
            ends.map_or([0; 2], |ends| [ends.hub, ends.outer].map(|node| lane_of(run, node)));
        FaultView {
            sentence: words::fault_words(site, &own.fault),
            undo: words::fault_words(site, &own.undo),
            from_lane,
            to_lane,
        }
    });
    all.collect()
}

fn phones(run: &Run) -> Vec<PhoneView> {
    let player = run.player();
    let mut lane = 0;
    let view = |(id, configured)| {
        lane = lane_after(run, lane, node_of_phone(id));
        PhoneView { waits: run.waiting().contains(&id), lane, ..phone(player, id, configured) }
    };
    player.site().phones().map(view).collect()
}

/// The lane of a node, which mostly is the one after the lane of the phone before.
fn lane_after(run: &Run, lane: u16, node: NodeId) -> u16 {
    match run.nodes().get(usize::from(lane) + 1) {
        Some(next) if *next == node => lane.saturating_add(1),
        _ => lane_of(run, node),
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn expectations(step: &lampfield_core::scenario::Step) -> usize {
    match &step.action {
        Action::Expect(all) => all.len(),
        _ => 0,
    }
}

/// What was sent since the page was last told.
fn flights(run: &Run, since: u64) -> Vec<LadderRow> {
    let world = run.player().world();
    let sent = world.trace().events_from(EventId(since)).rev().filter(|event| is_sending(event));
    let mut newest: Vec<LadderRow> =
        sent.take(FLIGHTS).filter_map(|event| event_row(run, event)).collect();
    newest.reverse();
    newest
}

fn is_sending(event: &Event) -> bool {
    matches!(event.what, What::Sent { .. } | What::LinkSent { .. })
}

/// The last thing that a person would tell.
fn last(run: &Run) -> String {
    let world = run.player().world();
    let told = world.trace().events().rev().take(64).find_map(|event| match &event.what {
        What::Command(command) => {
            let who = words::node_name(world.site(), event.node);
            Some(format!("{who} {}", words::command_words(command)))
        }
        What::Fault(fault) => Some(words::fault_words(world.site(), fault)),
        What::Node(told) if is_telling(told) => {
            Some(words::node_event_words(world.site(), event.node, told))
        }
        _ => None,
    });
    told.unwrap_or_default()
}

fn is_telling(event: &lampfield_core::node::NodeEvent) -> bool {
    use lampfield_core::node::NodeEvent::{Lamp, LampGone};
    matches!(event, Lamp { .. } | LampGone { .. })
}

/// A limit that was reached.
fn notice(run: &Run) -> Option<String> {
    let world = run.player().world();
    let halted = world.halted().map(|limit| limit.to_string());
    halted.or_else(|| world.trace().truncation_notice())
}
