//! Which directory number a dialled number means in a calling search space.
//!
//! **How it is fast.** A number of at most 32 symbols is packed into 128 bits. One hash lookup
//! finds its exact numbers in all partitions; the patterns of a partition stand in a trie that is
//! walked only where no exact number was found. Nothing is allocated while searching.
//!
//! **What wins** (R-10), over all partitions of the search: the match with fewer numbers at the
//! dialled length; between equal ones the match whose numbers are all matched by the other too;
//! then the earlier partition; then the older directory number. Fewer numbers first is the same
//! as containment first: what is contained in another never has more numbers of any length.

mod index;
mod number;
mod pattern;
mod scope;
mod search;
#[cfg(test)]
mod tests;
mod trie;

pub use index::RouteIndex;
pub use pattern::{BadPattern, Pattern};

pub(crate) use number::Number;
pub(crate) use scope::Scope;

use crate::cluster::Cluster;
use crate::id::{CssId, DnId};

/// The directory number that a dialled number means for a phone with this calling search space:
/// for calls. Presence asks through [`super::decide`].
pub fn find_number(
    c: &Cluster,
    index: &RouteIndex,
    css: Option<CssId>,
    number: &str,
) -> Option<DnId> {
    index.search(&Scope::of(c, css), &Number::parse(number)?)
}
