//! What arrives at a notifier: what its owner must decide is handed out, all else is answered.

use super::form::Served;
use super::record::Phase;
use super::words::{Asked, Heard};
use super::{Notifier, SubscriptionId, screen};
use crate::id::NodeId;
use crate::sip::Action;
use crate::sip::endpoint::Admitted;
use crate::sip::message::{Message, Method, ResponseParts};
use crate::sip::slab::Key;
use crate::sip::text::{HexText, read_hex};
use crate::time::Instant;

/// The methods that a notifier serves.
const ALLOW: &str = "SUBSCRIBE, OPTIONS";

impl Notifier {
    /// Takes a message that arrived, from one who is served so.
    pub fn receive(
        &mut self,
        now: Instant,
        (from, served): (NodeId, Served),
        message: &Message,
        out: &mut Vec<Action>,
    ) -> Heard {
        let heard = match self.endpoint.admit(now, from, message, out) {
            Admitted::Nothing => Heard::Done,
            Admitted::Answer(answered) => {
                self.on_answer(now, answered, out);
                Heard::Done
            }
            Admitted::Request => self.on_request(now, (from, served), message, out),
        };
        self.prune();
        heard
    }

    fn on_request(
        &mut self,
        now: Instant,
        (from, served): (NodeId, Served),
        message: &Message,
        out: &mut Vec<Action>,
    ) -> Heard {
        let code = match message.method() {
            Method::Subscribe => return self.on_subscribe(now, (from, served), message, out),
            Method::Options => 200,
            Method::Unknown => 501,
            // There are no subscriptions of ours to which a NOTIFY could belong.
            Method::Notify if message.event().is_none_or(|e| e.package != screen::PACKAGE) => 489,
            Method::Notify => 481,
            Method::Ack
            | Method::Invite
            | Method::Bye
            | Method::Cancel
            | Method::Register
            | Method::Publish
            | Method::NotServed => 405,
        };
        let tag = HexText::new(self.endpoint.token());
        let mut parts = ResponseParts::new(message, code, tag.as_str());
        parts.allow = if matches!(code, 200 | 405) { ALLOW } else { "" };
        parts.events = served.packages();
        self.endpoint.answer(now, from, &parts, out);
        Heard::Done
    }

    fn on_subscribe(
        &mut self,
        now: Instant,
        (from, served): (NodeId, Served),
        message: &Message,
        out: &mut Vec<Action>,
    ) -> Heard {
        let (asked, found) = match self.judge(from, served, message) {
            Ok(judged) => judged,
            Err(code) => {
                let (tag, min) = (self.endpoint.token(), self.endpoint.timers.min_expires);
                let tag = HexText::new(tag);
                let mut parts = ResponseParts::new(message, code, tag.as_str());
                parts.min_expires = (code == 423).then_some(min);
                parts.events = served.packages();
                self.endpoint.answer(now, from, &parts, out);
                return Heard::Done;
            }
        };
        let Some(key) = found else { return Heard::Asked(asked) };
        let Some(handle) = self.records.get(key).map(|r| r.handle) else { return Heard::Done };
        let id = SubscriptionId(key);
        match asked.expires {
            0 => Heard::Leaving { id, handle, asked },
            _ => Heard::Refresh { id, handle, asked },
        }
    }

    /// What a SUBSCRIBE asks and its subscription (none for a new one), or the code that says no.
    fn judge(
        &self,
        from: NodeId,
        served: Served,
        message: &Message,
    ) -> Result<(Asked, Option<Key>), u16> {
        let (expires, form) = screen::screen(message, served, &self.endpoint.timers)?;
        let asked = Asked { from, expires, form };
        let Some(tag) = message.to_tag() else { return Ok((asked, None)) };
        let key = Key::from_token(read_hex(tag).ok_or(481u16)?);
        let record = self.records.get(key).filter(|r| r.phase == Phase::Live).ok_or(481u16)?;
        if !record.matches(message) {
            return Err(481);
        }
        if message.cseq() <= record.remote_cseq {
            return Err(500);
        }
        Ok((asked, Some(key)))
    }
}
