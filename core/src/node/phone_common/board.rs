//! The lamps of a phone: what each watches and shows.

use crate::gather::Gather;
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

/// Whether a watch that shows this goes on, or may yet: it is not over.
const fn lives(because: LampCause) -> bool {
    matches!(because, LampCause::Notified | LampCause::Pending | LampCause::Unreadable)
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
        // News of a watch after the one before was over: the phone has asked anew already.
        if lives(shows.1) && !lives(watched.shows.1) {
            watched.asks_when_over = false;
        }
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
        let token = self.asked_button(button)?;
        let because = self.lamps.get(&token)?.shows.1;
        matches!(because, LampCause::Refused(_) | LampCause::Terminated).then_some(token)
    }

    /// Notes that a button shall be asked for once it is over.
    pub(super) fn ask_when_over(&mut self, button: u16) {
        let token = self.asked_button(button);
        if let Some(watched) = token.and_then(|token| self.lamps.get_mut(&token)) {
            watched.asks_when_over = true;
        }
    }

    /// The token of a button that the phone asks for.
    fn asked_button(&self, button: u16) -> Option<u32> {
        let is = |own: &Watched| own.place == LampPlace::Blf(button) && own.is_asked;
        self.lamps.iter().find(|(_, watched)| is(watched)).map(|(token, _)| *token)
    }

    /// Whether a lamp shall be asked for now that it is over; once.
    pub(super) fn take_ask_when_over(&mut self, token: u32) -> bool {
        self.lamps.get_mut(&token).is_some_and(|own| core::mem::take(&mut own.asks_when_over))
    }

    /// All tokens, oldest first.
    pub(super) fn tokens(&self) -> Vec<u32> {
        self.lamps.keys().copied().gather()
    }

    /// The tokens of a list's entries, or of one entry alone.
    pub(super) fn entries(&self, list: CallList, number: Option<&str>) -> Vec<u32> {
        let here = |place: &LampPlace| match place {
            LampPlace::Entry(of, entry) => {
                *of == list && number.is_none_or(|number| **entry == *number)
            }
            LampPlace::Blf(_) | LampPlace::Directory(_) | LampPlace::Watch(_) => false,
        };
        self.lamps.iter().filter(|(_, w)| here(&w.place)).map(|(token, _)| *token).gather()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board() -> (Board, u32, Outbox) {
        let (mut board, mut out) = (Board::new(PhoneId(0)), Outbox::default());
        let way = Way::BlfSpeedDial { button: 1, named: None };
        let token = board.add(way, LampPlace::Blf(1), ("1111", None), true, &mut out);
        (board, token, out)
    }

    #[test]
    fn a_button_that_was_told_to_ask_again_asks_once_when_it_is_over() {
        let (mut board, token, mut out) = board();
        assert_eq!(board.refused(1), None, "it waits");
        board.ask_when_over(1);
        // An answer that was on its way says nothing of what comes after it.
        board.show(token, (Lamp::Busy, LampCause::Notified), &mut out);
        board.show(token, (Lamp::Unknown, LampCause::Terminated), &mut out);
        assert_eq!(board.refused(1), Some(token));
        assert!(board.take_ask_when_over(token));
        assert!(!board.take_ask_when_over(token));
    }

    #[test]
    fn a_button_that_has_asked_anew_by_itself_no_longer_waits_for_the_end() {
        for news in [(Lamp::Busy, LampCause::Notified), (Lamp::Unknown, LampCause::Pending)] {
            let (mut board, token, mut out) = board();
            board.ask_when_over(1);
            board.show(token, (Lamp::Unknown, LampCause::Terminated), &mut out);
            board.show(token, news, &mut out);
            assert!(!board.take_ask_when_over(token), "{news:?}");
        }
    }
}
