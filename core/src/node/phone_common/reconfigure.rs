//! A phone whose configuration changes while it runs: buttons act from Save (WATCH-11, ADMIN-2),
//! a restart takes everything anew.

use super::watching::{WatchingPhone, Wish};
use crate::cluster::{Cluster, Phone};
use crate::gather::Gather;
use crate::node::{Configured, Device, Outbox, buttons};
use crate::presence::Way;
use crate::trace::LampPlace;
use std::sync::Arc;

/// A lamp that the phone shall have.
pub(super) struct Wanted {
    way: Way,
    place: LampPlace,
    target: Box<str>,
    is_asked: bool,
}

impl WatchingPhone {
    /// The active configuration changed. Where the phone is about to restart it changes nothing
    /// yet: it goes on as it is until it is told.
    pub(in crate::node) fn configured(&mut self, configured: Configured, out: &mut Outbox) {
        let own = [Device::Phone(self.link.id()), Device::CallManager];
        let restarts = own.iter().any(|device| configured.restarts.contains(device));
        self.link.reconfigure(configured.cluster);
        if !self.link.is_plugged() {
            self.link.take_lines(out);
        } else if !restarts {
            self.link.take_lines(out);
            self.take_buttons(out);
            self.take_directory(out);
        }
    }

    /// CallManager wants it to restart: it drops everything, is gone for a moment, and comes back.
    pub(super) fn restart(&mut self, out: &mut Outbox) {
        if self.link.go(out) {
            self.begin_anew(&[Wish::Unregister], out);
        }
    }

    /// The registration of a session ran out, or its connection is lost: CallManager knows nothing
    /// of it any more. The phone drops everything and registers anew, unless it did already; whether
    /// it does.
    pub(in crate::node) fn lapsed(&mut self, session: u32, out: &mut Outbox) -> bool {
        let lapsed = self.link.is_session(session) && self.link.go(out);
        if lapsed {
            self.begin_anew(&[], out);
        }
        lapsed
    }

    fn begin_anew(&mut self, first: &[Wish], out: &mut Outbox) {
        self.drop_everything(out);
        self.wishes.extend_from_slice(first);
        self.link.take_lines(out);
        self.connect(out);
    }

    /// Adds the lamps of its buttons, asked for once it is registered.
    pub(super) fn add_buttons(&mut self, out: &mut Outbox) {
        for wanted in self.wanted_buttons() {
            self.add(wanted, out);
        }
    }

    /// Takes away the lamps of buttons that are no more or are others now, and adds the new ones.
    fn take_buttons(&mut self, out: &mut Outbox) {
        let wanted = self.wanted_buttons();
        self.exchange(|place| matches!(place, LampPlace::Blf(_)), wanted, out);
    }

    /// The same for the entries of an open directory.
    fn take_directory(&mut self, out: &mut Outbox) {
        if self.directory_is_open {
            let wanted = self.wanted_entries();
            self.exchange(|place| matches!(place, LampPlace::Directory(_)), wanted, out);
        }
    }

    fn exchange(
        &mut self,
        of_its_kind: impl Fn(&LampPlace) -> bool,
        mut wanted: Vec<Wanted>,
        out: &mut Outbox,
    ) {
        for token in self.board.tokens() {
            let Some(lamp) = self.board.get(token).filter(|lamp| of_its_kind(&lamp.place)) else {
                continue;
            };
            let same = |w: &Wanted| {
                w.place == lamp.place
                    && w.way == lamp.way
                    && w.target == lamp.target
                    && w.is_asked == lamp.is_asked
            };
            match wanted.iter().position(same) {
                Some(kept) => drop(wanted.remove(kept)),
                None => self.drop_lamp(token, out),
            }
        }
        for wanted in wanted {
            self.add(wanted, out);
        }
    }

    fn add(&mut self, wanted: Wanted, out: &mut Outbox) {
        let Wanted { way, place, target, is_asked } = wanted;
        let token = self.board.add(way, place, (&target, None), is_asked, out);
        if is_asked && self.link.is_registered() {
            self.wishes.push(Wish::Ask(token));
        }
    }

    /// One that the template has no button for, or that the model cannot watch, is not asked for
    /// (ADMIN-3, WATCH-13).
    fn wanted_buttons(&self) -> Vec<Wanted> {
        let Some(phone) = self.link.configured() else { return Vec::new() };
        let cluster = self.link.cluster();
        let available = buttons::available(cluster, phone);
        let can_watch = cluster.support_of(&phone.model).blf_speed_dials;
        let all = buttons::numbered(cluster, phone).map(|(button, target, number)| Wanted {
            way: Way::BlfSpeedDial { button, named: buttons::named(target) },
            place: LampPlace::Blf(button),
            target: number.into(),
            is_asked: can_watch && button <= available,
        });
        all.gather()
    }

    /// Each number of the corporate directory once, in the order of its names.
    fn wanted_entries(&self) -> Vec<Wanted> {
        let Some(phone) = self.link.configured() else { return Vec::new() };
        let cluster = self.link.cluster();
        let is_asked = lists_can_watch(cluster, phone);
        let mut wanted: Vec<Wanted> = Vec::new();
        for (_, number) in cluster.corporate_directory() {
            if wanted.iter().all(|known| *known.target != *number) {
                let (place, target) = (LampPlace::Directory(number.into()), number.into());
                wanted.push(Wanted { way: Way::Directory, place, target, is_asked });
            }
        }
        wanted
    }

    /// Opening the directory asks for each of its entries.
    pub(super) fn open_directory(&mut self, out: &mut Outbox) {
        if self.link.is_registered() && !core::mem::replace(&mut self.directory_is_open, true) {
            for wanted in self.wanted_entries() {
                self.add(wanted, out);
            }
        }
    }

    /// Closing it ends those subscriptions.
    pub(super) fn close_directory(&mut self, out: &mut Outbox) {
        self.directory_is_open = false;
        for token in self.board.tokens() {
            let entry = self.board.get(token).map(|lamp| &lamp.place);
            if matches!(entry, Some(LampPlace::Directory(_))) {
                self.drop_lamp(token, out);
            }
        }
    }
}

/// Whether a phone's call lists and directories can show status (WATCH-13).
pub(super) fn lists_can_watch(cluster: &Arc<Cluster>, phone: &Phone) -> bool {
    cluster.support_of(&phone.model).call_lists
}
