//! One subscription of a notifier, packed: numbers, and one piece of memory with all that the
//! dialog says.

use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::sip::message::{Message, Termination, uri_user};
use crate::sip::transaction::Place;
use crate::time::Instant;

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Alive until `expires_at`.
    Live,
    /// Ended; the last NOTIFY waits for the one before it.
    Ending(Termination),
    /// Ended; the last NOTIFY is out.
    Closing,
}

/// The strings of a dialog: the length of each, then all of them, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strings(Box<[u8]>);

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
    /// The user part of the URI asked for, escaped; empty where it is that of the presentity.
    User,
    /// The `id` of its Event.
    EventId,
}

impl Part {
    const ALL: [Part; 7] = [
        Part::CallId,
        Part::RemoteTag,
        Part::RemoteTarget,
        Part::Watcher,
        Part::Presentity,
        Part::User,
        Part::EventId,
    ];
}

impl Strings {
    /// Those of the SUBSCRIBE that makes the dialog.
    pub(super) fn of(subscribe: &Message) -> Self {
        let to = subscribe.to_uri();
        let user = subscribe.request_user_escaped().filter(|user| uri_user(to) != Some(user));
        Strings::pack([
            subscribe.call_id(),
            subscribe.from_tag().unwrap_or(""),
            subscribe.contact().unwrap_or(""),
            subscribe.from_uri(),
            to,
            user.unwrap_or(""),
            subscribe.event().and_then(|event| event.id).unwrap_or(""),
        ])
    }

    fn pack(parts: [&str; Part::ALL.len()]) -> Self {
        let bytes = parts.iter().map(|part| part.len() + 2).sum();
        let mut packed = Vec::with_capacity(bytes);
        for part in parts {
            // Every part is bounded when it is parsed, far below 2^15.
            let length = u16::try_from(part.len()).unwrap_or(0);
            let [high, low] = length.to_be_bytes();
            if length < 0x80 {
                packed.push(low);
            } else {
                packed.extend_from_slice(&[0x80 | high, low]);
            }
        }
        parts.iter().for_each(|part| packed.extend_from_slice(part.as_bytes()));
        Strings(packed.into_boxed_slice())
    }

    /// All of them.
    fn unpack(&self) -> [&str; Part::ALL.len()] {
        let mut lengths = [0; Part::ALL.len()];
        let mut rest = &*self.0;
        for length in &mut lengths {
            let Some((&first, more)) = rest.split_first() else { break };
            rest = more;
            *length = usize::from(first);
            if first >= 0x80 {
                let Some((&low, more)) = rest.split_first() else { break };
                rest = more;
                *length = usize::from(first & 0x7f) << 8 | usize::from(low);
            }
        }
        lengths.map(|length| {
            let (part, more) = rest.split_at_checked(length).unwrap_or_default();
            rest = more;
            std::str::from_utf8(part).unwrap_or("")
        })
    }

    /// One of them.
    pub(super) fn get(&self, part: Part) -> &str {
        self.unpack().get(part as usize).copied().unwrap_or("")
    }

    /// The user part of the URI that was asked for, escaped.
    pub(super) fn user(&self) -> &str {
        match self.get(Part::User) {
            "" => uri_user(self.get(Part::Presentity)).unwrap_or(""),
            user => user,
        }
    }

    /// Sets the watcher's Contact (target refresh).
    pub(super) fn set_target(&mut self, target: &str) {
        let mut parts = self.unpack();
        if let Some(known) = parts.get_mut(Part::RemoteTarget as usize)
            && *known != target
        {
            *known = target;
            *self = Strings::pack(parts);
        }
    }
}

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) strings: Strings,
    pub(super) expires_at: Instant,
    pub(super) watcher: NodeId,
    pub(super) handle: u32,
    /// CSeq of our last NOTIFY.
    pub(super) local_cseq: u32,
    /// CSeq of the watcher's last SUBSCRIBE.
    pub(super) remote_cseq: u32,
    /// The NOTIFY that is out.
    pub(super) outstanding: Option<Place>,
    pub(super) phase: Phase,
    /// What is to be told; `None` while that is pending.
    pub(super) status: Option<PublishedStatus>,
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
