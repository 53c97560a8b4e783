//! What lives at CallManager, to be looked at, and its end in order.

use super::CallManager;
use super::fanout::{Ending, LinkEnding};
use super::watches::Via;
use crate::node::Outbox;
use crate::presence::{PublishedStatus, Watcher, Way};
use crate::sip::Reason;
use crate::time::Instant;

/// A subscription that lives, as it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSubscription<'a> {
    /// Who watches.
    pub watcher: Watcher,
    /// How.
    pub way: Way,
    /// The number asked for.
    pub target: &'a str,
    /// When it ends, unless it is refreshed; `None` for one over an in-process link, which lives as
    /// long as its phone, and for one whose request is not answered yet.
    pub ends_at: Option<Instant>,
    /// What the watcher was told last.
    pub status: Option<PublishedStatus>,
}

impl CallManager {
    /// The subscriptions that live, oldest place first.
    pub fn subscriptions(&self) -> impl Iterator<Item = LiveSubscription<'_>> {
        self.watches.handles().into_iter().filter_map(|handle| {
            let watch = self.watches.get(handle)?;
            let told = match watch.via {
                Via::Sip(id) => self.notifier.told(id),
                Via::Link(_) | Via::Held(_) => None,
            };
            Some(LiveSubscription {
                watcher: watch.watcher,
                way: watch.way,
                target: &watch.target,
                ends_at: told.map(|(ends_at, _)| ends_at),
                status: told.and_then(|(_, status)| status),
            })
        })
    }

    /// Whether every NOTIFY has its answer, and nothing lives that one could owe.
    pub fn owes_nothing(&self) -> bool {
        self.notifier.is_empty()
    }

    /// Ends every subscription: the last NOTIFY says that it may be asked for again (RFC 6665
    /// 4.2.2), subscriptions that left through trunks are taken back.
    pub(in crate::node) fn close_down(&mut self, now: Instant, out: &mut Outbox) {
        let ending = Ending {
            how: Reason::Deactivated.into(),
            code: 503,
            link: LinkEnding::Ended { again: true },
        };
        for handle in self.watches.handles() {
            self.close(now, handle, &ending, out);
        }
        self.carry_out(now, out);
        let next = self.next_at();
        self.alarm.see_to(next, out);
    }
}
