//! One subscription of a notifier, packed: numbers, and one string with all that the dialog says.

use super::Reason;
use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::sip::message::Message;
use crate::sip::transaction::ClientId;
use crate::time::Instant;

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Alive until `expires_at`.
    Live,
    /// Ended; the last NOTIFY waits for the one before it.
    Ending(Reason),
    /// Ended; the last NOTIFY is out.
    Closing,
}

/// The strings of a dialog, one after the other, and where each of them ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strings {
    text: Box<str>,
    ends: [u16; Part::COUNT],
}

/// Which string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    CallId,
    /// The watcher's tag.
    RemoteTag,
    /// The watcher's Contact.
    RemoteTarget,
    /// The URI of the watcher: From of its SUBSCRIBE.
    Watcher,
    /// The URI of the presentity: To of its SUBSCRIBE.
    Presentity,
    /// The user part of the URI asked for, escaped.
    User,
    /// The `id` of its Event.
    EventId,
}

impl Part {
    const COUNT: usize = 7;
}

impl Strings {
    /// Those of the SUBSCRIBE that makes the dialog or changes its target.
    pub(super) fn of(subscribe: &Message) -> Self {
        let parts: [&str; Part::COUNT] = [
            subscribe.call_id(),
            subscribe.from_tag().unwrap_or(""),
            subscribe.contact().unwrap_or(""),
            subscribe.from_uri(),
            subscribe.to_uri(),
            subscribe.request_user_escaped().unwrap_or(""),
            subscribe.event().and_then(|event| event.id).unwrap_or(""),
        ];
        Strings::pack(parts)
    }

    fn pack(parts: [&str; Part::COUNT]) -> Self {
        let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        let ends = parts.map(|part| {
            text.push_str(part);
            // Every part is bounded when it is parsed; the sum stays far below 65 535.
            u16::try_from(text.len()).unwrap_or(u16::MAX)
        });
        Strings { text: text.into_boxed_str(), ends }
    }

    /// One of them.
    pub(super) fn get(&self, part: Part) -> &str {
        let index = part as usize;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(usize::from(start)..usize::from(end)).unwrap_or("")
    }

    /// Sets the watcher's Contact (target refresh).
    pub(super) fn set_target(&mut self, target: &str) {
        if self.get(Part::RemoteTarget) == target {
            return;
        }
        *self = Strings::pack([
            self.get(Part::CallId),
            self.get(Part::RemoteTag),
            target,
            self.get(Part::Watcher),
            self.get(Part::Presentity),
            self.get(Part::User),
            self.get(Part::EventId),
        ]);
    }

    /// Bytes on the heap.
    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        self.text.len()
    }
}

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) strings: Strings,
    pub(super) watcher: NodeId,
    pub(super) handle: u32,
    /// CSeq of our last NOTIFY.
    pub(super) local_cseq: u32,
    /// CSeq of the watcher's last SUBSCRIBE.
    pub(super) remote_cseq: u32,
    pub(super) expires_at: Instant,
    /// The NOTIFY that is out.
    pub(super) outstanding: Option<ClientId>,
    pub(super) status: PublishedStatus,
    pub(super) phase: Phase,
    /// Whether a NOTIFY is owed.
    pub(super) owed: bool,
}

impl Record {
    /// Whether an in-dialog SUBSCRIBE belongs to it.
    pub(super) fn matches(&self, message: &Message) -> bool {
        let event_id = message.event().and_then(|event| event.id).unwrap_or("");
        self.strings.get(Part::CallId) == message.call_id()
            && Some(self.strings.get(Part::RemoteTag)) == message.from_tag()
            && self.strings.get(Part::EventId) == event_id
    }

    /// The moment it waits for.
    pub(super) fn due(&self) -> Instant {
        match self.phase {
            Phase::Live => self.expires_at,
            Phase::Ending(_) | Phase::Closing => Instant::FAR_FUTURE,
        }
    }
}
