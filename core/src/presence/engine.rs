//! Live watches and line states: what changes while a cluster runs. Knows no SIP.

mod lines;
mod watches;

use super::{LineState, PublishedStatus};
use crate::cluster::Cluster;
use crate::id::{DnId, PhoneId, WatchId};
use crate::limits::LimitReached;
use lines::Lines;
use watches::Watches;

/// The presence engine of one cluster: the state of every line, and who watches it.
///
/// A status change costs work for the devices and the watchers of that line only.
#[derive(Clone, Debug)]
pub struct Engine {
    lines: Lines,
    watches: Watches,
}

impl Engine {
    /// An engine in which nobody watches and every line is not connected.
    pub fn new(c: &Cluster) -> Self {
        Engine { lines: Lines::new(c), watches: Watches::new(c.directory_numbers.capacity()) }
    }

    /// The cluster is configured otherwise now; lines and watches that are in both stay as they are.
    pub fn reconfigure(&mut self, c: &Cluster) {
        self.lines = self.lines.carried_over(c);
    }

    /// A device's line changed its state. Returns the presentity's new status if that changed it.
    /// A phone without this line changes nothing.
    pub fn set_line(
        &mut self,
        c: &Cluster,
        phone: PhoneId,
        dn: DnId,
        state: LineState,
    ) -> Option<PublishedStatus> {
        self.lines.set(c, phone, dn, state)
    }

    /// What a phone does on a line; not connected where it has no such line.
    pub fn line(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.lines.get(phone, dn)
    }

    /// What CallManager says of a presentity now.
    pub fn status(&self, dn: DnId) -> PublishedStatus {
        self.lines.status(dn)
    }

    /// The devices that have a line, in the order of their ids, and what each does on it.
    pub fn devices(&self, dn: DnId) -> impl Iterator<Item = (PhoneId, LineState)> + '_ {
        self.lines.devices(dn)
    }

    /// A watch begins. `handle` is the caller's own number for it: a SIP subscription's slot, an
    /// SCCP token.
    ///
    /// # Errors
    /// [`LimitReached`] past [`crate::limits::WATCHES`].
    pub fn watch(&mut self, dn: DnId, handle: u32) -> Result<WatchId, LimitReached> {
        self.watches.add(dn, handle)
    }

    /// A watch ends. One that ended before stays ended: an id is never taken for a later watch
    /// (until its slot was used 4096 times).
    pub fn unwatch(&mut self, id: WatchId) {
        self.watches.remove(id);
    }

    /// What a watch is on, and the caller's own number for it; `None` once it ended.
    pub fn watched(&self, id: WatchId) -> Option<(DnId, u32)> {
        self.watches.get(id)
    }

    /// Who watches a presentity, oldest watch first, each with the caller's own number.
    pub fn watchers(&self, dn: DnId) -> impl Iterator<Item = (WatchId, u32)> + '_ {
        self.watches.of(dn)
    }

    /// How many watches live.
    pub fn watch_count(&self) -> usize {
        self.watches.len()
    }
}
