//! The bytes that the digest of a run takes in.
//!
//! The format, version [`FORMAT`]. All integers are little-endian and of fixed width. A text or a
//! run of bytes is its length as `u32`, then its bytes (texts in UTF-8). An optional value is `00`
//! where it is absent, or `01` and the value. Enumerations are one byte, counted from 0 in the
//! order written here; their fields follow.
//!
//! | part | bytes |
//! |---|---|
//! | time | `i64`, microseconds |
//! | node | `u32` |
//! | cause | `u64`, all ones where there is none |
//! | kind | `u8`: 0 Command, 1 Fault, 2 Sent, 3 Duplicated, 4 Dropped, 5 Delivered, 6 LinkSent, 7 LinkDelivered, 8 Node |
//! | fields | as the functions below tell, in the order of their declaration |
//!
//! The number of an event is not encoded: events have no gaps, so its place tells it.

mod asker;
mod decision;
mod node;
mod outside;

use super::{Event, What};
use crate::network::{Disturbance, DropReason, Fault, LinkEnd};
use decision::encode_decision;
use node::{encode_command, encode_link_message, encode_node_event};

/// Name and version of the format: changed whenever the same run would give other bytes.
pub const FORMAT: &str = "lampfield-trace/1";

/// A growing run of bytes.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    /// What was encoded so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }
    // Each is called from a hundred places, so none of them is to be made part of its caller.
    #[cfg_attr(lean, optimize(speed))]
    #[inline(never)]
    fn u8(&mut self, v: u8) {
        self.bytes.push(v);
    }
    #[cfg_attr(lean, optimize(speed))]
    #[inline(never)]
    fn u16(&mut self, v: u16) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }
    #[cfg_attr(lean, optimize(speed))]
    #[inline(never)]
    fn u32(&mut self, v: u32) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }
    #[cfg_attr(lean, optimize(speed))]
    #[inline(never)]
    fn u64(&mut self, v: u64) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }
    fn i64(&mut self, v: i64) {
        self.u64(v.cast_unsigned());
    }
    #[inline(never)]
    fn run(&mut self, v: &[u8]) {
        // Longer than 4 GB cannot be: datagrams and files are bounded in `limits`.
        self.u32(u32::try_from(v.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(v);
    }
    fn text(&mut self, v: &str) {
        self.run(v.as_bytes());
    }
    fn option<T>(&mut self, v: Option<T>, some: impl FnOnce(&mut Self, T)) {
        match v {
            None => self.u8(0),
            Some(v) => {
                self.u8(1);
                some(self, v);
            }
        }
    }
}

/// Appends one event.
pub fn encode(e: &mut Encoder, event: &Event) {
    e.i64(event.at.as_micros());
    e.u32(event.node.0);
    e.u64(event.cause.map_or(u64::MAX, |cause| cause.0));
    match &event.what {
        What::Command(command) => {
            e.u8(0);
            encode_command(e, command);
        }
        What::Fault(fault) => {
            e.u8(1);
            encode_fault(e, fault);
        }
        What::Sent { message, to, bytes } => {
            e.u8(2);
            e.u64(message.0);
            e.u32(to.0);
            e.run(bytes);
        }
        What::Duplicated { message } => {
            e.u8(3);
            e.u64(message.0);
        }
        What::Dropped { message, why } => {
            e.u8(4);
            e.u64(message.0);
            e.u8(drop_reason(*why));
        }
        What::Delivered { message, from } => {
            e.u8(5);
            e.u64(message.0);
            e.u32(from.0);
        }
        What::LinkSent { message, to, content } => {
            e.u8(6);
            e.u64(message.0);
            e.u32(to.0);
            encode_link_message(e, content);
        }
        What::LinkDelivered { message, from } => {
            e.u8(7);
            e.u64(message.0);
            e.u32(from.0);
        }
        What::Node(event) => {
            e.u8(8);
            encode_node_event(e, event);
        }
        What::Configured { words } => {
            e.u8(9);
            e.text(words);
        }
    }
}

fn drop_reason(why: DropReason) -> u8 {
    match why {
        DropReason::Loss => 0,
        DropReason::Cut => 1,
        DropReason::OneShot => 2,
        DropReason::NoLink => 3,
        DropReason::TooLong => 4,
    }
}

fn encode_fault(e: &mut Encoder, fault: &Fault) {
    match fault {
        Fault::Cut(phone) => {
            e.u8(0);
            e.u32(phone.0);
        }
        Fault::Heal(phone) => {
            e.u8(1);
            e.u32(phone.0);
        }
        Fault::LoseNext { but, method, end, phone } => {
            if *but > 0 {
                e.u8(5);
                e.u32(u32::from(*but));
            } else {
                e.u8(2);
            }
            e.text(method);
            e.u8(match end {
                LinkEnd::To => 0,
                LinkEnd::From => 1,
            });
            e.u32(phone.0);
        }
        Fault::Disturb { phone, disturbance } => {
            e.u8(3);
            e.option(*phone, |e, phone| e.u32(phone.0));
            encode_disturbance(e, *disturbance);
        }
        Fault::Calm => e.u8(4),
    }
}

fn encode_disturbance(e: &mut Encoder, disturbance: Disturbance) {
    let mut chance = |kind, per_million| {
        e.u8(kind);
        e.u32(per_million);
    };
    match disturbance {
        Disturbance::Loss(c) => chance(0, c.per_million),
        Disturbance::Duplication(c) => chance(1, c.per_million),
        Disturbance::Reordering(c) => chance(2, c.per_million),
        Disturbance::Latency(time) => {
            e.u8(3);
            e.i64(time.as_micros());
        }
        Disturbance::Jitter(time) => {
            e.u8(4);
            e.i64(time.as_micros());
        }
    }
}
