//! The lamp lanes: truth, published and shown, as spans over the run so far.

use crate::engine::run::Run;
use crate::types::{LaneRow, LaneView, Span};
use lampfield_core::node::NodeEvent;
use lampfield_core::time::Instant;
use lampfield_core::trace::lamps::{Changes, LampLane, LampsBuilder, ShownValue};
use lampfield_core::trace::{What, words};

/// The lamps of the run so far: they grow with the run, and begin anew where it went back.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct LampsCache {
    /// How often the run had gone back when they were made.
    of: u32,
    made: LampsBuilder,
}

impl LampsCache {
    /// The lamps up to where the run stands.
    pub(super) fn of(&mut self, run: &Run) -> &LampsBuilder {
        if self.of != run.returns() {
            (self.of, self.made) = (run.returns(), LampsBuilder::default());
        }
        self.made.follow(run.player().world().trace());
        &self.made
    }

    /// One lane for each lamp that the run has seen.
    pub(in crate::engine) fn lanes(&mut self, run: &Run) -> Vec<LaneView> {
        self.lanes_to(run, run.now())
    }

    /// The same up to this time, which is not before the run's.
    pub(in crate::engine) fn lanes_to(&mut self, run: &Run, to: Instant) -> Vec<LaneView> {
        let world = run.player().world();
        let made = self.of(run).lamps(world.site(), world.trace(), usize::MAX);
        made.lanes.iter().map(|lane| view(lane, to)).collect()
    }
}

/// When a lamp changed last before now; the start of the run where none did.
pub(in crate::engine) fn last_lamp_change(run: &Run) -> Option<Instant> {
    let now = run.now();
    let trace = run.player().world().trace();
    let changes = trace.events().rev().filter(|event| {
        matches!(event.what, What::Node(NodeEvent::Lamp { .. } | NodeEvent::LampGone { .. }))
    });
    let change = changes.map(|event| event.at).find(|at| *at < now);
    change.or((now > Instant::ZERO).then_some(Instant::ZERO))
}

fn view(lane: &LampLane, to: Instant) -> LaneView {
    let mut rows: Vec<LaneRow> = Vec::with_capacity(lane.truth.len() + 2);
    let mut row = |name: &str, spans| rows.push(LaneRow { name: name.to_owned(), spans });
    for truth in &lane.truth {
        let name = if lane.truth.len() == 1 { "really" } else { &truth.name };
        row(name, spans(&truth.changes, to, super::phone::line_state));
    }
    row("published", spans(&lane.published, to, words::status_word));
    let face = |shown: ShownValue| shown.map_or("dark", |(lamp, _)| super::phone::face(lamp));
    row("shown", spans(&lane.shown, to, face));
    LaneView { subject: lane.name.clone(), label: lane.dn_name.clone().unwrap_or_default(), rows }
}

fn spans<T: Copy>(changes: &Changes<T>, to: Instant, value: fn(T) -> &'static str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(changes.list.len() + 1);
    let mut open = (Instant::ZERO, value(changes.initial));
    for change in &changes.list {
        push(&mut spans, open, change.at);
        open = (change.at, value(change.value));
    }
    push(&mut spans, open, to);
    spans
}

/// Appends a span; one of no length, or of the value before it, adds nothing of its own.
fn push(spans: &mut Vec<Span>, (from, value): (Instant, &'static str), to: Instant) {
    if to <= from {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.value == value => last.to_us = to.as_micros(),
        _ => spans.push(Span {
            from_us: from.as_micros(),
            to_us: to.as_micros(),
            value: value.to_owned(),
        }),
    }
}
