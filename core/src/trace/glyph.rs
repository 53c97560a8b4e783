//! The glyph log: one line for each event in fixed columns, for reading runs at a glance and for
//! comparing them with common tools.
//!
//! ```text
//!     time  event cause  glyph  node              what
//!    0.012     41    38  >      CallManager       to Phone A: NOTIFY 1111 idle  #9
//! ```

use super::ladder::label;
use super::words::{
    command_words, drop_word, fault_words, link_words, node_event_words, node_name,
};
use super::{Event, MessageId, Trace, What};
use crate::node::NodeEvent;
use crate::site::Roster;
use core::fmt::Write as _;

/// What the glyphs mean.
pub const LEGEND: &str = "! command  ~ fault  > sent  < delivered  x dropped  = doubled  \
    ) link sent  ( link delivered  / line  : learned  % published  * lamp  + list entry  \
    ? decision  @ timer";

/// The glyph log of what a trace still shows.
pub fn glyph_log(roster: &dyn Roster, trace: &Trace) -> String {
    let mut log = format!("{LEGEND}\n");
    for event in trace.events() {
        log.push_str(&glyph_line(roster, event));
        log.push('\n');
    }
    log
}

/// One event in one line.
pub fn glyph_line(roster: &dyn Roster, event: &Event) -> String {
    let at = event.at.to_string();
    let at = at.trim_end_matches('s');
    let cause = event.cause.map_or_else(|| "-".to_owned(), |cause| cause.0.to_string());
    let node = node_name(roster, event.node);
    let glyph = glyph(&event.what);
    let mut line = format!("{at:>12} {:>7} {cause:>7} {glyph} {node:<16} ", event.id.0);
    write_words(&mut line, roster, event);
    line
}

const fn glyph(what: &What) -> char {
    match what {
        What::Command(_) => '!',
        What::Fault(_) => '~',
        What::Configured { .. } => '*',
        What::Sent { .. } => '>',
        What::Duplicated { .. } => '=',
        What::Dropped { .. } => 'x',
        What::Delivered { .. } => '<',
        What::LinkSent { .. } => ')',
        What::LinkDelivered { .. } => '(',
        What::Node(told) => node_glyph(told),
    }
}

const fn node_glyph(told: &NodeEvent) -> char {
    match told {
        NodeEvent::Line { .. } => '/',
        NodeEvent::LineLearned { .. } => ':',
        NodeEvent::Published { .. } => '%',
        NodeEvent::Lamp { .. } | NodeEvent::LampGone { .. } => '*',
        NodeEvent::ListEntry { .. } => '+',
        NodeEvent::Decided(_) => '?',
        NodeEvent::TimerFired(_) => '@',
    }
}

fn write_words(line: &mut String, roster: &dyn Roster, event: &Event) {
    // Writing to a `String` cannot fail.
    let _ = match &event.what {
        What::Command(command) => write!(line, "{}", command_words(command)),
        What::Fault(fault) => write!(line, "{}", fault_words(roster, fault)),
        What::Configured { words } => line.write_str(words),
        What::Sent { message: MessageId(n), to, bytes } => {
            write!(line, "to {}: {}  #{n}", node_name(roster, *to), label(bytes))
        }
        What::Duplicated { message: MessageId(n) } => write!(line, "doubled  #{n}"),
        What::Dropped { message: MessageId(n), why } => write!(line, "{}  #{n}", drop_word(*why)),
        What::Delivered { message: MessageId(n), from }
        | What::LinkDelivered { message: MessageId(n), from } => {
            write!(line, "from {}  #{n}", node_name(roster, *from))
        }
        What::LinkSent { message: MessageId(n), to, content } => {
            let words = link_words(roster, content);
            write!(line, "to {}: {words}  #{n}", node_name(roster, *to))
        }
        What::Node(told) => write!(line, "{}", node_event_words(roster, event.node, told)),
    };
}
