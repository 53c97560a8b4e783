//! A phone with lamps, whatever its protocol: what its user and CallManager do to it, and what it
//! then wishes to ask.

use super::board::{Board, Watched};
use super::linked::LinkedPhone;
use super::lists::{CallLists, ListEntry};
use super::reconfigure::lists_can_watch;
use crate::cluster::Cluster;
use crate::id::{DnId, NodeId, PhoneId};
use crate::node::buttons;
use crate::node::{CallCommand, Command, LampCause, LinkMessage, NodeEvent, Outbox};
use crate::presence::{CallList, LineState, Way};
use crate::sip::watcher::SubscriptionId;
use crate::sorted::SortedSet;
use crate::trace::{Lamp, LampPlace};
use std::sync::Arc;

/// What the protocol of the phone is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::node) enum Wish {
    /// Register with CallManager; the number counts the phone's connections.
    Register(u32),
    /// Take the registration back.
    Unregister,
    /// Ask for the lamp with this token.
    Ask(u32),
    /// Stop asking for a lamp that is no longer there.
    Drop(u32, Option<SubscriptionId>),
    /// Forget all that was asked, in silence: the network is gone.
    ForgetAll,
}

/// A phone without the protocol that carries its questions.
#[derive(Clone, Debug)]
pub(in crate::node) struct WatchingPhone {
    pub(super) link: LinkedPhone,
    lists: CallLists,
    open: SortedSet<CallList>,
    pub(super) directory_is_open: bool,
    pub(super) board: Board,
    /// What is to be done, in order; emptied by the protocol after each input.
    pub(in crate::node) wishes: Vec<Wish>,
}

impl WatchingPhone {
    pub(in crate::node) fn new(id: PhoneId, hub: NodeId, cluster: Arc<Cluster>) -> Self {
        WatchingPhone {
            link: LinkedPhone::new(id, hub, cluster),
            lists: CallLists::default(),
            open: SortedSet::new(),
            directory_is_open: false,
            board: Board::new(id),
            wishes: Vec::new(),
        }
    }

    /// Its CallManager.
    pub(in crate::node) fn hub(&self) -> NodeId {
        self.link.hub()
    }

    /// The entries of a call list, newest first.
    pub(in crate::node) fn call_list(&self, list: CallList) -> &[ListEntry] {
        self.lists.get(list)
    }

    /// Whether a call list is open on the phone's screen.
    pub(in crate::node) fn list_is_open(&self, list: CallList) -> bool {
        self.open.contains(&list)
    }

    /// Whether the corporate directory is open on its screen.
    pub(in crate::node) fn directory_is_open(&self) -> bool {
        self.directory_is_open
    }

    /// Whether its cable is in.
    pub(in crate::node) fn is_plugged(&self) -> bool {
        self.link.is_plugged()
    }

    /// What one of its lines does.
    pub(in crate::node) fn line(&self, dn: DnId) -> LineState {
        self.link.line(dn)
    }

    /// A lamp by its token.
    pub(in crate::node) fn watched(&self, token: u32) -> Option<&Watched> {
        self.board.get(token)
    }

    /// A lamp by its token, for changing.
    pub(in crate::node) fn watched_mut(&mut self, token: u32) -> Option<&mut Watched> {
        self.board.get_mut(token)
    }

    /// Shows something on a lamp.
    pub(in crate::node) fn show(&mut self, token: u32, shows: (Lamp, LampCause), out: &mut Outbox) {
        self.board.show(token, shows, out);
    }

    /// The line that stands as the subscriber for a lamp: of a button the first available one
    /// (QUIRK-7), of an entry the one cached with its call (QUIRK-6).
    pub(in crate::node) fn subscriber(&self, watched: &Watched) -> Option<DnId> {
        watched.line.or_else(|| self.link.first_available_line())
    }

    /// Its first line that exists: the one for new calls.
    pub(in crate::node) fn first_line(&self) -> Option<DnId> {
        let lines = &self.link.configured()?.lines;
        lines.iter().copied().find(|dn| self.number_of(*dn).is_some())
    }

    /// Its line at a place, from 1.
    pub(in crate::node) fn line_at(&self, place: usize) -> Option<DnId> {
        self.link.configured()?.lines.get(place.checked_sub(1)?).copied()
    }

    /// The number of its first line; `None` where it has no line.
    pub(in crate::node) fn first_number(&self) -> Option<&str> {
        self.number_of(self.first_line()?)
    }

    /// Whether CallManager has welcomed it.
    pub(in crate::node) fn is_registered(&self) -> bool {
        self.link.is_registered()
    }

    /// Sets each line to what it does now.
    pub(in crate::node) fn show_lines(
        &mut self,
        does: impl Fn(DnId) -> LineState,
        out: &mut Outbox,
    ) {
        self.link.show_lines(does, out);
    }

    /// The number of a line.
    pub(in crate::node) fn number_of(&self, dn: DnId) -> Option<&str> {
        self.link.cluster().directory_numbers.get(dn).map(|dn| dn.number.as_str())
    }

    /// What a user or the hand at its cable does.
    pub(in crate::node) fn command(&mut self, command: Command, out: &mut Outbox) {
        match command {
            Command::Connect => self.connect(out),
            Command::Unplug => self.unplug(out),
            Command::Call(call) => self.link.user(call, out),
            Command::PressBlf(button) => self.press(button, out),
            Command::OpenList(list) => self.open(list, out),
            Command::CloseList(list) => self.close(list, out),
            Command::OpenDirectory => self.open_directory(out),
            Command::CloseDirectory => self.close_directory(out),
            Command::TrunkService { .. } | Command::Restart | Command::Outside(_) => {}
        }
    }

    /// What CallManager says to every phone. The rest is for the phone's own protocol.
    pub(in crate::node) fn message(&mut self, message: LinkMessage, out: &mut Outbox) {
        match message {
            LinkMessage::Registered { session } => self.registered(session, out),
            LinkMessage::Restart => self.restart(out),
            LinkMessage::LinkLost { session } => drop(self.lapsed(session, out)),
            LinkMessage::AskAgain { button } if self.link.is_registered() => self.ask_again(button),
            LinkMessage::Line { dn, state } => self.link.told_line(dn, state, out),
            LinkMessage::ListEntry { list, number, line } if self.link.is_registered() => {
                self.listed(list, ListEntry { number, line }, out);
            }
            _ => {}
        }
    }

    /// CallManager has welcomed it; nothing where that answers an earlier connection, or a
    /// registration that was only renewed.
    pub(in crate::node) fn registered(&mut self, session: u32, out: &mut Outbox) {
        if self.link.registered(session, out) {
            self.wishes.extend(self.board.asked().map(Wish::Ask));
        }
    }

    /// Says over the phone's link what a phone of another protocol says by its own.
    pub(in crate::node) fn say(&self, wish: &Wish, out: &mut Outbox) {
        let message = match *wish {
            Wish::Register(session) => LinkMessage::Register { session },
            Wish::Unregister => LinkMessage::Unregister,
            Wish::Ask(_) | Wish::Drop(..) | Wish::ForgetAll => return,
        };
        out.link(self.hub(), message);
    }

    /// Its buttons are dark until their status comes (WATCH-11). One that the template has no
    /// button for, or that the model cannot watch, stays so (ADMIN-3, WATCH-13).
    pub(super) fn connect(&mut self, out: &mut Outbox) {
        if let Some(session) = self.link.connect() {
            self.wishes.push(Wish::Register(session));
            self.add_buttons(out);
        }
    }

    /// It is silent at once and shows nothing. Its call lists stay: it lost its cable, not its
    /// memory.
    fn unplug(&mut self, out: &mut Outbox) {
        if self.link.unplug(out) {
            self.drop_everything(out);
        }
    }

    /// Nothing is shown and nothing asked any more.
    pub(super) fn drop_everything(&mut self, out: &mut Outbox) {
        for token in self.board.tokens() {
            self.board.remove(token, out);
        }
        self.open.clear();
        self.directory_is_open = false;
        self.wishes.clear();
        self.wishes.push(Wish::ForgetAll);
    }

    /// A BLF/SpeedDial is a speed dial too (WATCH-12), where the template gives it a button.
    fn press(&mut self, button: u16, out: &mut Outbox) {
        if let Some(number) = self.speed_dial(button) {
            self.link.user(CallCommand::Dial(number), out);
        }
    }

    /// The number behind a BLF/SpeedDial that has a button.
    pub(in crate::node) fn speed_dial(&self, button: u16) -> Option<Box<str>> {
        let (cluster, phone) = (self.link.cluster(), self.link.configured()?);
        let here = button <= buttons::available(cluster, phone);
        let mut all = buttons::numbered(cluster, phone);
        all.find(|(at, ..)| here && *at == button).map(|(.., number)| number.into())
    }

    /// Opening a list asks for each entry that it shows.
    fn open(&mut self, list: CallList, out: &mut Outbox) {
        if self.link.is_registered() && self.open.insert(list) {
            for at in 0..self.lists.get(list).len() {
                self.ask_entry(list, at, out);
            }
        }
    }

    /// Closing it ends those subscriptions.
    fn close(&mut self, list: CallList, out: &mut Outbox) {
        if self.open.remove(&list) {
            for token in self.board.entries(list, None) {
                self.drop_lamp(token, out);
            }
        }
    }

    /// A call came into a list. Where the list is open, a new number is asked for at once.
    fn listed(&mut self, list: CallList, entry: ListEntry, out: &mut Outbox) {
        out.event(NodeEvent::ListEntry { list, number: entry.number.clone() });
        let pushed = self.lists.push(list, entry);
        if let Some(number) = pushed.dropped {
            for token in self.board.entries(list, Some(&number)) {
                self.drop_lamp(token, out);
            }
        }
        if pushed.is_new && self.open.contains(&list) {
            self.ask_entry(list, 0, out);
        }
    }

    /// A button that was refused may be answered otherwise now. One that waits or has a status has
    /// asked since, or has not heard yet that it is over.
    fn ask_again(&mut self, button: u16) {
        match self.board.refused(button) {
            Some(token) => self.wishes.push(Wish::Ask(token)),
            None => self.board.ask_when_over(button),
        }
    }

    /// A watch is refused or ended, and nothing tries again by itself.
    pub(in crate::node) fn over(&mut self, token: u32) {
        if self.board.take_ask_when_over(token) {
            self.wishes.push(Wish::Ask(token));
        }
    }

    fn ask_entry(&mut self, list: CallList, at: usize, out: &mut Outbox) {
        let Some(ListEntry { number, line }) = self.lists.get(list).get(at) else { return };
        let place = LampPlace::Entry(list, number.clone());
        let asks = (&**number, Some(*line));
        let phone = self.link.configured();
        let can_watch = phone.is_some_and(|p| lists_can_watch(self.link.cluster(), p));
        let token = self.board.add(Way::CallList(list), place, asks, can_watch, out);
        if can_watch {
            self.wishes.push(Wish::Ask(token));
        }
    }

    pub(super) fn drop_lamp(&mut self, token: u32, out: &mut Outbox) {
        if let Some(watched) = self.board.remove(token, out) {
            self.wishes.push(Wish::Drop(token, watched.subscription));
        }
    }
}
