//! A run and a server, by this machine's clock: what leaves, what comes, what is due.

use std::time::Duration as Wall;

use lampfield_core::node::CALL_MANAGER;
use lampfield_core::scenario::Player;
use lampfield_core::sip::Transport;
use lampfield_core::time::Instant;

use super::desk::{self, Desk, Noted, Taken};
use super::net::Net;
use crate::interrupt;
use crate::pace::Pace;
use crate::sockets::wording;

/// How long it is slept at most before it is looked whether the user has asked for the end.
const LOOK: Wall = Wall::from_millis(100);
/// So long the server may take to forget us when a run is over.
const FAREWELL: Wall = Wall::from_secs(2);

/// A run and a server.
pub(super) struct Exchange {
    pub(super) player: Player,
    pub(super) desk: Desk,
    pub(super) net: Net,
    pub(super) transport: Transport,
    pub(super) pace: Pace,
}

impl Exchange {
    /// Plays to the end; `false` where ctrl-C came first.
    pub(super) fn play(&mut self) -> std::io::Result<bool> {
        while !interrupt::asked() {
            let now = self.pace.now();
            if let Some(next) = self.player.next_at().filter(|next| *next < now) {
                self.player.was_late(next, now - next);
            }
            self.advance(now);
            self.settle(now);
            if self.player.next_at().is_none() {
                self.leave()?;
                return Ok(true);
            }
            self.hear()?;
        }
        self.leave()?;
        Ok(false)
    }

    /// Lets everything happen that is due by now. What leaves is taken at once: a moment later it
    /// would be with the engine's own CallManager.
    fn advance(&mut self, now: Instant) {
        self.let_go(now);
        while self.player.next_at().is_some_and(|at| at <= now) && self.player.step().is_some() {
            self.let_go(now);
        }
        self.player.run_until(now);
        self.let_go(now);
    }

    fn let_go(&mut self, now: Instant) {
        self.desk.look(now, &self.player);
        for departure in self.player.take_departures() {
            if departure.to == CALL_MANAGER && desk::leaves(departure.from, &departure.bytes) {
                self.player.let_go(&departure);
                self.desk.sends(departure.from, &departure.bytes);
            }
        }
    }

    /// Sends what is to be sent, until nothing new comes of it at this moment.
    fn settle(&mut self, now: Instant) {
        self.desk.tick(now);
        self.desk.publish_all(now, &self.player);
        while !self.desk.out.is_empty() {
            self.send();
            self.advance(now);
        }
    }

    fn send(&mut self) {
        let worded = wording(self.transport);
        for (node, bytes, noted) in std::mem::take(&mut self.desk.out) {
            let bytes = if noted == Noted::Yes { bytes } else { worded(bytes) };
            self.net.send(node, &bytes);
            if noted == Noted::No {
                self.player.overheard(node, CALL_MANAGER, bytes);
            }
        }
    }

    /// Waits for what is next: of the run, of the desk, or from the server.
    fn hear(&mut self) -> std::io::Result<()> {
        let due = [self.player.next_at(), self.player.world().next_at(), self.desk.next_at()];
        let due = due.into_iter().flatten().min();
        let wait = due.map_or(LOOK, |at| self.pace.until(at)).min(LOOK);
        let mut came = Vec::new();
        let now = self.pace.now();
        self.net.wait(wait, now, &mut |node, bytes| came.push((node, bytes)))?;
        if came.is_empty() {
            return Ok(());
        }
        let now = self.pace.now();
        self.advance(now);
        for (node, bytes) in came {
            match self.desk.receive(now, node, bytes) {
                Taken::Unreadable => {}
                Taken::Here(bytes) => self.player.overheard(CALL_MANAGER, node, bytes.into()),
                Taken::Node(bytes) => self.player.from_server(node, bytes.into()),
            }
        }
        self.advance(now);
        self.settle(now);
        Ok(())
    }

    /// Takes back what the server holds of us.
    fn leave(&mut self) -> std::io::Result<()> {
        let now = self.pace.now();
        self.desk.leave(now);
        self.send();
        let until = std::time::Instant::now() + FAREWELL;
        while !self.desk.is_gone() && std::time::Instant::now() < until {
            let mut came = Vec::new();
            let now = self.pace.now();
            self.net.wait(LOOK, now, &mut |node, bytes| came.push((node, bytes)))?;
            for (node, bytes) in came {
                drop(self.desk.receive(now, node, bytes));
            }
            self.desk.tick(now);
            self.send();
        }
        Ok(())
    }
}
