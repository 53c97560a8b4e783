//! How far a view has read its trace.

use super::{Event, Trace};
use crate::id::EventId;

/// What of a trace a view has taken in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    first: u64,
    next: u64,
}

impl Seen {
    /// Whether all that was taken in is still there. A trace past its limit lets its oldest events
    /// go, and a view then begins anew.
    pub(super) fn is_still_whole(self, trace: &Trace) -> bool {
        self.next == 0 || (self.first == trace.first_visible().0 && self.next <= trace.count())
    }

    /// The events that are new, which are taken in herewith.
    pub(super) fn news<'a>(
        &mut self,
        trace: &'a Trace,
    ) -> impl Iterator<Item = &'a Event> + use<'a> {
        let from = EventId(self.next.max(trace.first_visible().0));
        *self = Seen { first: trace.first_visible().0, next: trace.count() };
        trace.events_from(from)
    }

    /// Where older events are no longer there: a sentence that says so.
    pub(super) fn notice(self) -> Option<String> {
        (self.first > 0).then(|| format!("{} older events are no longer there", self.first))
    }
}
