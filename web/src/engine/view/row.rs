//! One event as a row of the ladder.

use crate::engine::run::Run;
use crate::types::{LadderRow, RowKind};
use lampfield_core::id::NodeId;
use lampfield_core::node::NodeEvent;
use lampfield_core::trace::{Event, What, ladder, words};
use lampfield_core::world::World;

/// Which lane a node has.
pub(super) fn lane_of(run: &Run, node: NodeId) -> u16 {
    let position = run.nodes().iter().position(|lane| *lane == node).unwrap_or(0);
    u16::try_from(position).unwrap_or(u16::MAX)
}

/// An event's number as it crosses.
pub(super) fn number(id: lampfield_core::id::EventId) -> u32 {
    u32::try_from(id.0).unwrap_or(u32::MAX)
}

/// An event as a row; `None` for those that no row tells of.
pub(super) fn event_row(run: &Run, event: &Event) -> Option<LadderRow> {
    let world = run.player().world();
    let site = world.site();
    let mut row = LadderRow {
        event: number(event.id),
        at_us: event.at.as_micros(),
        from_lane: lane_of(run, event.node),
        to_lane: lane_of(run, event.node),
        kind: kind_of(&event.what),
        ..LadderRow::default()
    };
    match &event.what {
        What::Sent { message, to, bytes } => {
            row.to_lane = lane_of(run, *to);
            row.label = ladder::label(bytes).to_string();
            fate(world, event, *message, &mut row);
        }
        What::LinkSent { message, to, content } => {
            row.to_lane = lane_of(run, *to);
            row.label = words::link_words(site, content);
            fate(world, event, *message, &mut row);
        }
        What::Command(command) => row.label = words::command_words(command),
        What::Fault(fault) => row.label = words::fault_words(site, fault),
        What::Node(told) => row.label = words::node_event_words(site, event.node, told),
        _ => return None,
    }
    Some(row)
}

/// What kind of row an event is.
pub(super) fn kind_of(what: &What) -> RowKind {
    match what {
        What::Sent { .. } | What::Delivered { .. } => RowKind::Sip,
        What::Command(_) => RowKind::Act,
        What::Fault(_) => RowKind::Fault,
        What::Node(told) => match told {
            NodeEvent::Lamp { .. } | NodeEvent::LampGone { .. } => RowKind::Lamp,
            NodeEvent::TimerFired(_) => RowKind::Timer,
            _ => RowKind::Line,
        },
        _ => RowKind::Link,
    }
}

/// How far ahead of its sending the fate of a message is looked for, in events.
const FATE_EVENTS: usize = 2_048;

/// When a message arrived, or why it never did; neither while it is on its way.
fn fate(
    world: &World,
    sent: &Event,
    number: lampfield_core::trace::MessageId,
    row: &mut LadderRow,
) {
    for event in world.trace().events_from(sent.id).take(FATE_EVENTS) {
        match &event.what {
            What::Delivered { message, .. } | What::LinkDelivered { message, .. }
                if *message == number =>
            {
                row.arrived_us = event.at.as_micros();
                return;
            }
            What::Dropped { message, why } if *message == number => {
                row.lost = words::drop_word(*why).to_owned();
                return;
            }
            _ => {}
        }
    }
}
