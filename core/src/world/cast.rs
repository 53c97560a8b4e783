//! Those who live in a world, by their nodes.

use super::wakes::Wakes;
use crate::id::NodeId;
use crate::node::phone_of_node;
use crate::sorted::SortedMap;

/// One who lives there, and its wake-ups.
#[derive(Clone, Debug)]
pub(super) struct Part<A> {
    pub(super) actor: A,
    pub(super) wakes: Wakes,
}

/// All of them. The first CallManager and the phones lie in a row, because most looks are for
/// them; the few others are found by their node.
#[derive(Clone, Debug)]
pub(super) struct Cast<A> {
    row: Vec<Option<Part<A>>>,
    further: SortedMap<NodeId, Part<A>>,
}

impl<A> Cast<A> {
    pub(super) fn new() -> Self {
        Cast { row: Vec::new(), further: SortedMap::new() }
    }

    /// Lets somebody live at a node; who lived there is gone.
    pub(super) fn put(&mut self, node: NodeId, actor: A) {
        let part = Part { actor, wakes: Wakes::default() };
        if !in_row(node) {
            self.further.insert(node, part);
            return;
        }
        if self.row.len() <= node.index() {
            self.row.resize_with(node.index() + 1, || None);
        }
        if let Some(place) = self.row.get_mut(node.index()) {
            *place = Some(part);
        }
    }

    /// Nobody lives there any more.
    pub(super) fn remove(&mut self, node: NodeId) {
        self.further.remove(&node);
        if let Some(place) = self.row.get_mut(node.index()).filter(|_| in_row(node)) {
            *place = None;
        }
    }

    pub(super) fn get(&self, node: NodeId) -> Option<&A> {
        let part = match self.row.get(node.index()) {
            Some(place) => place.as_ref(),
            None => self.further.get(&node),
        };
        part.map(|part| &part.actor)
    }

    pub(super) fn get_mut(&mut self, node: NodeId) -> Option<&mut Part<A>> {
        match self.row.get_mut(node.index()) {
            Some(place) => place.as_mut(),
            None => self.further.get_mut(&node),
        }
    }
}

fn in_row(node: NodeId) -> bool {
    node.0 == 0 || phone_of_node(node).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ClusterId;
    use crate::node::{CALL_MANAGER, node_of_phone};
    use crate::site::node_of_cluster;

    #[test]
    fn everybody_is_found_by_node_and_nobody_twice() {
        let phone = node_of_phone(crate::id::PhoneId(2));
        let west = node_of_cluster(ClusterId(1));
        let mut cast = Cast::new();
        for (node, who) in [(CALL_MANAGER, 'c'), (phone, 'p'), (west, 'w')] {
            cast.put(node, who);
        }
        let all = [CALL_MANAGER, phone, west, node_of_phone(crate::id::PhoneId(1))];
        assert_eq!(
            all.map(|node| cast.get(node).copied()),
            [Some('c'), Some('p'), Some('w'), None]
        );
        cast.remove(west);
        cast.remove(phone);
        assert_eq!(all.map(|node| cast.get(node).copied()), [Some('c'), None, None, None]);
    }
}
