//! What a dialled number or a SIP URI means in a calling search space (R-4, R-10, CSS-6).
//!
//! **How it is fast.** A number of at most 32 symbols is packed into 128 bits. One hash lookup
//! finds its exact numbers in all partitions; the patterns of a partition stand in a trie that is
//! walked only where no exact number was found. Nothing is allocated while searching.
//!
//! **What wins** (R-10), over all partitions of the search: the match with fewer numbers at the
//! dialled length; between equal ones the match whose numbers are all matched by the other too;
//! then the earlier partition; then the older directory number, a directory number before a hunt
//! pilot and that before a route pattern. Fewer numbers first is the same
//! as containment first: what is contained in another never has more numbers of any length. SIP
//! URIs go by the host (`hosts`).

mod hosts;
mod index;
mod number;
mod pattern;
mod scope;
mod search;
mod target;
#[cfg(test)]
mod tests;
mod trie;

pub use index::RouteIndex;
pub use pattern::{BadPattern, Pattern};

pub(crate) use number::Number;
pub(crate) use scope::Scope;
pub(crate) use target::{Target, is_sip_uri, user_and_host};

use super::{Entry, Found};
use crate::cluster::Cluster;
use crate::id::CssId;

/// What a dialled number or SIP URI means for a phone or trunk with this calling search space: for
/// calls. Presence asks through [`super::decide`].
pub fn find_number(
    c: &Cluster,
    index: &RouteIndex,
    css: Option<CssId>,
    number: &str,
) -> Option<Found> {
    led_to(c, index.find(&Scope::of(c, css), &index.target(number))?)
}

/// What an entry of the dial plan leads to.
pub(super) fn led_to(c: &Cluster, entry: Entry) -> Option<Found> {
    match entry {
        Entry::DirectoryNumber(dn) => {
            c.directory_numbers.get(dn).map(|_| Found::DirectoryNumber(dn))
        }
        Entry::HuntPilot(pilot) => c.hunt_pilots.get(pilot).map(|_| Found::HuntPilot(pilot)),
        Entry::RoutePattern(id) => c.route_patterns.get(id).map(|e| Found::Route(e.route)),
        Entry::SipRoutePattern(id) => c.sip_route_patterns.get(id).map(|e| Found::Route(e.route)),
    }
}
