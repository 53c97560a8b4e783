//! The lamps of a phone: what each watches and shows.

use crate::id::{DnId, PhoneId};
use crate::node::{LampCause, NodeEvent, Outbox};
use crate::presence::{CallList, PublishedStatus, Way};
use crate::sip::watcher::{News, SubscriptionId};
use crate::sorted::SortedMap;
use crate::trace::{Lamp, LampKey, LampPlace};

/// What a lamp shows for a status (WATCH-7).
pub(in crate::node) fn lamp_for(status: PublishedStatus) -> Lamp {
    match status {
        PublishedStatus::Idle => Lamp::Idle,
        PublishedStatus::Busy => Lamp::Busy,
        PublishedStatus::Unknown => Lamp::Unknown,
    }
}

/// What a place shows when no status can be had: a button *unknown*, an entry of a list or
/// directory no icon.
pub(in crate::node) fn dark(place: &LampPlace) -> Lamp {
    match place {
        LampPlace::Blf(_) | LampPlace::Watch(_) => Lamp::Unknown,
        LampPlace::Entry(..) | LampPlace::Directory(_) => Lamp::NoIcon,
    }
}

/// What a lamp shows after news of its SIP subscription: the phone's behaviour as it is known from
/// its source. `None` leaves it as it is.
pub(in crate::node) fn shown_after(place: &LampPlace, news: News) -> Option<(Lamp, LampCause)> {
    let dark = dark(place);
    Some(match news {
        News::Status(status) => (lamp_for(status), LampCause::Notified),
        News::Pending => (dark, LampCause::Pending),
        News::Unreadable => (dark, LampCause::Unreadable),
        News::Refused { code, .. } => (dark, LampCause::Refused(code)),
        News::NoAnswer | News::TransportFailed => (dark, LampCause::NoAnswer),
        News::Expired => (dark, LampCause::Expired),
        News::Terminated { .. } => (dark, LampCause::Terminated),
        News::Gone => return None,
    })
}

/// One lamp.
#[derive(Clone, Debug)]
pub(in crate::node) struct Watched {
    /// Where it is.
    pub(in crate::node) place: LampPlace,
    /// How the phone watches for it.
    pub(in crate::node) way: Way,
    /// The number that it watches.
    pub(in crate::node) target: Box<str>,
    /// The subscriber of a call-list entry (QUIRK-6); a button takes the first available line.
    pub(in crate::node) line: Option<DnId>,
    /// Whether the phone asks for it at all.
    pub(in crate::node) is_asked: bool,
    /// A SIP phone's subscription for it.
    pub(in crate::node) subscription: Option<SubscriptionId>,
    /// CallManager told the phone to ask again while it still had a status or waited for an answer:
    /// the word that it is over was lost or late, and the phone asks as soon as it hears it.
    asks_when_over: bool,
    shows: (Lamp, LampCause),
}

/// A phone's lamps by token: numbers that count up and are never used again, so that a status that
/// comes late finds no other lamp than its own. Bounded by buttons and the entries of the lists.
#[derive(Clone, Debug)]
pub(super) struct Board {
    phone: PhoneId,
    lamps: SortedMap<u32, Watched>,
    next: u32,
}

impl Board {
    pub(super) fn new(phone: PhoneId) -> Self {
        Board { phone, lamps: SortedMap::new(), next: 0 }
    }

    /// A new lamp, dark; `is_asked` says whether the phone will ask for it. What it does not ask
    /// for has no icon: a status that nobody asked for is not *unknown* (R-3), it is not there.
    pub(super) fn add(
        &mut self,
        way: Way,
        place: LampPlace,
        (target, line): (&str, Option<DnId>),
        is_asked: bool,
        out: &mut Outbox,
    ) -> u32 {
        let shows = match is_asked {
            true => (dark(&place), LampCause::Pending),
            false => (Lamp::NoIcon, LampCause::NotMonitoring),
        };
        let key = LampKey { phone: self.phone, place: place.clone() };
        out.event(NodeEvent::Lamp { key, lamp: shows.0, because: shows.1 });
        let (target, subscription, asks_when_over) = (target.into(), None, false);
        let token = self.next;
        self.next = self.next.wrapping_add(1);
        let watched =
            Watched { place, way, target, line, is_asked, subscription, asks_when_over, shows };
        self.lamps.insert(token, watched);
        token
    }

    pub(super) fn get(&self, token: u32) -> Option<&Watched> {
        self.lamps.get(&token)
    }

    pub(super) fn get_mut(&mut self, token: u32) -> Option<&mut Watched> {
        self.lamps.get_mut(&token)
    }

    /// Shows something else, and tells it where it is something else.
    pub(super) fn show(&mut self, token: u32, shows: (Lamp, LampCause), out: &mut Outbox) {
        let Some(watched) = self.lamps.get_mut(&token) else { return };
        if watched.shows != shows {
            watched.shows = shows;
            let key = LampKey { phone: self.phone, place: watched.place.clone() };
            out.event(NodeEvent::Lamp { key, lamp: shows.0, because: shows.1 });
        }
    }

    /// Takes a lamp away.
    pub(super) fn remove(&mut self, token: u32, out: &mut Outbox) -> Option<Watched> {
        let watched = self.lamps.remove(&token)?;
        let key = LampKey { phone: self.phone, place: watched.place.clone() };
        out.event(NodeEvent::LampGone { key });
        Some(watched)
    }

    /// The tokens of all lamps for which the phone asks, oldest first.
    pub(super) fn asked(&self) -> impl Iterator<Item = u32> {
        self.lamps.iter().filter(|(_, watched)| watched.is_asked).map(|(token, _)| *token)
    }

    /// The token of a button whose request was refused or whose status was ended.
    pub(super) fn refused(&self, button: u16) -> Option<u32> {
        let is = |watched: &Watched| {
            watched.place == LampPlace::Blf(button)
                && watched.is_asked
                && matches!(watched.shows.1, LampCause::Refused(_) | LampCause::Terminated)
        };
        self.lamps.iter().find(|(_, watched)| is(watched)).map(|(token, _)| *token)
    }

    /// Notes that a button shall be asked for once it is over.
    pub(super) fn ask_when_over(&mut self, button: u16) {
        let is =
            |watched: &&mut Watched| watched.place == LampPlace::Blf(button) && watched.is_asked;
        if let Some(watched) = self.lamps.values_mut().find(is) {
            watched.asks_when_over = true;
        }
    }

    /// Whether a lamp shall be asked for now that it is over; once.
    pub(super) fn take_ask_when_over(&mut self, token: u32) -> bool {
        self.lamps.get_mut(&token).is_some_and(|own| core::mem::take(&mut own.asks_when_over))
    }

    /// All tokens, oldest first.
    pub(super) fn tokens(&self) -> Vec<u32> {
        self.lamps.keys().copied().collect()
    }

    /// The tokens of a list's entries, or of one entry alone.
    pub(super) fn entries(&self, list: CallList, number: Option<&str>) -> Vec<u32> {
        let here = |place: &LampPlace| match place {
            LampPlace::Entry(of, entry) => {
                *of == list && number.is_none_or(|number| **entry == *number)
            }
            LampPlace::Blf(_) | LampPlace::Directory(_) | LampPlace::Watch(_) => false,
        };
        self.lamps.iter().filter(|(_, w)| here(&w.place)).map(|(token, _)| *token).collect()
    }
}
