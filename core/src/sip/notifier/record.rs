//! One subscription of a notifier, packed: numbers, and one piece of memory with all that the
//! dialog says.

use super::form::Form;
use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::sip::Reason;
use crate::sip::message::{Message, StateParts, Termination, uri_user};
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

/// How many there are.
const PARTS: usize = 7;

/// The strings of a dialog, each by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View<'a> {
    pub(super) call_id: &'a str,
    /// The watcher's tag.
    pub(super) remote_tag: &'a str,
    /// The watcher's Contact.
    pub(super) remote_target: &'a str,
    /// The URI of the watcher: From of its SUBSCRIBE.
    pub(super) watcher: &'a str,
    /// The URI of the presentity: To of its SUBSCRIBE.
    pub(super) presentity: &'a str,
    /// The user part of the URI asked for, escaped.
    pub(super) user: &'a str,
    /// The `id` of its Event.
    pub(super) event_id: &'a str,
}

impl Strings {
    /// Those of the SUBSCRIBE that makes the dialog.
    pub(super) fn of(subscribe: &Message) -> Self {
        Strings::pack(&View {
            call_id: subscribe.call_id(),
            remote_tag: subscribe.from_tag().unwrap_or(""),
            remote_target: subscribe.contact().unwrap_or(""),
            watcher: subscribe.from_uri(),
            presentity: subscribe.to_uri(),
            user: subscribe.request_user_escaped().unwrap_or(""),
            event_id: subscribe.event().and_then(|event| event.id).unwrap_or(""),
        })
    }

    fn pack(view: &View<'_>) -> Self {
        // The user is nearly always that of the presentity: then it is kept once.
        let own_user = uri_user(view.presentity) != Some(view.user);
        let parts: [&str; PARTS] = [
            view.call_id,
            view.remote_tag,
            view.remote_target,
            view.watcher,
            view.presentity,
            if own_user { view.user } else { "" },
            view.event_id,
        ];
        let mut packed = Vec::with_capacity(parts.iter().map(|part| part.len() + 2).sum());
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
    pub(super) fn view(&self) -> View<'_> {
        let mut rest = &*self.0;
        let mut lengths = [0; PARTS];
        for length in &mut lengths {
            *length = take_length(&mut rest);
        }
        let parts = lengths.map(|length| {
            let (part, more) = rest.split_at_checked(length).unwrap_or_default();
            rest = more;
            std::str::from_utf8(part).unwrap_or("")
        });
        let [call_id, remote_tag, remote_target, watcher, presentity, user, event_id] = parts;
        let user = if user.is_empty() { uri_user(presentity).unwrap_or("") } else { user };
        View { call_id, remote_tag, remote_target, watcher, presentity, user, event_id }
    }

    /// Sets the watcher's Contact (target refresh).
    pub(super) fn set_target(&mut self, target: &str) {
        let view = self.view();
        if view.remote_target != target {
            *self = Strings::pack(&View { remote_target: target, ..view });
        }
    }
}

/// Takes a length off the front: one byte, or two where the first has its highest bit set.
fn take_length(rest: &mut &[u8]) -> usize {
    match **rest {
        [high @ 0x80..=0xff, low, ref more @ ..] => {
            *rest = more;
            usize::from(high & 0x7f) << 8 | usize::from(low)
        }
        [length, ref more @ ..] => {
            *rest = more;
            usize::from(length)
        }
        [] => 0,
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
    /// In which form its watcher is told.
    pub(super) form: Form,
    /// What is to be told; `None` while that is pending.
    pub(super) status: Option<PublishedStatus>,
    /// Whether a NOTIFY is owed.
    pub(super) owed: bool,
}

impl Record {
    /// Whether an in-dialog SUBSCRIBE belongs to it.
    pub(super) fn matches(&self, message: &Message) -> bool {
        let event_id = message.event().and_then(|event| event.id).unwrap_or("");
        let view = self.strings.view();
        view.call_id == message.call_id()
            && Some(view.remote_tag) == message.from_tag()
            && view.event_id == event_id
            && message.event().is_some_and(|event| event.package == self.form.package())
    }

    /// What the next NOTIFY says; `None` once the last one is out.
    pub(super) fn word(&self, now: Instant) -> Option<(StateParts, Option<PublishedStatus>)> {
        match self.phase {
            Phase::Live => {
                let left = u32::try_from((self.expires_at - now).as_secs()).unwrap_or(0);
                let state = match self.status {
                    Some(_) => StateParts::Active(left),
                    None => StateParts::Pending(left),
                };
                Some((state, self.status))
            }
            Phase::Ending(how) => {
                let tells = how.reason().is_none_or(Reason::tells_status);
                Some((StateParts::Terminated(how), self.status.filter(|_| tells)))
            }
            Phase::Closing => None,
        }
    }

    /// The moment it waits for.
    pub(super) fn due(&self) -> Instant {
        match self.phase {
            Phase::Live => self.expires_at,
            Phase::Ending(_) | Phase::Closing => Instant::FAR_FUTURE,
        }
    }
}
