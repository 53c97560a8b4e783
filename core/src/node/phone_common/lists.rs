//! Missed, placed and received calls.

use crate::id::DnId;
use crate::limits;
use crate::presence::CallList;

/// An entry of a call list. A list shows each number once, newest on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The other party's number.
    pub number: Box<str>,
    /// The own line that the latest call with it was on (QUIRK-6).
    pub line: DnId,
}

/// A phone's call lists. They outlive a lost cable: what the phone loses is its network.
#[derive(Clone, Debug, Default)]
pub(super) struct CallLists {
    missed: Vec<ListEntry>,
    placed: Vec<ListEntry>,
    received: Vec<ListEntry>,
}

/// What a new call did to its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pushed {
    /// Whether the number was not in the list before.
    pub(super) is_new: bool,
    /// The number that made room for it, where the list was full.
    pub(super) dropped: Option<Box<str>>,
}

impl CallLists {
    /// The entries, newest first.
    pub(super) fn get(&self, list: CallList) -> &[ListEntry] {
        match list {
            CallList::Missed => &self.missed,
            CallList::Placed => &self.placed,
            CallList::Received => &self.received,
        }
    }

    /// Puts a number on top of a list; one that stands there already moves.
    pub(super) fn push(&mut self, list: CallList, entry: ListEntry) -> Pushed {
        let entries = match list {
            CallList::Missed => &mut self.missed,
            CallList::Placed => &mut self.placed,
            CallList::Received => &mut self.received,
        };
        let known = entries.iter().position(|old| old.number == entry.number);
        if let Some(position) = known {
            entries.remove(position);
        }
        entries.insert(0, entry);
        let too_many = entries.len() > limits::CALL_LIST_ENTRIES.as_usize();
        let dropped = if too_many { entries.pop().map(|old| old.number) } else { None };
        Pushed { is_new: known.is_none(), dropped }
    }
}
