//! The patterns of one partition as a tree of symbol sets: common beginnings are walked once.

use super::number::Symbols;
use super::pattern::Pattern;

/// One step from a node to the next.
#[derive(Clone, Copy, Debug)]
struct Edge {
    symbols: Symbols,
    /// The open part: once taken, it may be taken again and again.
    open: bool,
    to: u32,
}

/// A node: where the symbols matched so far have led.
#[derive(Clone, Debug, Default)]
struct Node {
    edges: Vec<Edge>,
    /// The patterns that end here, by their position in the index.
    ends: Vec<u32>,
}

/// A tree of patterns. Node 0 is its root.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
}

impl Trie {
    pub(super) fn new() -> Self {
        Trie { nodes: vec![Node::default()] }
    }

    /// Adds a pattern under its position in the index.
    pub(super) fn insert(&mut self, pattern: &Pattern, position: u32) {
        let mut at = 0;
        for (symbols, open) in pattern.parts() {
            at = self.step(at, symbols, open);
        }
        self.nodes[at].ends.push(position);
    }

    /// The node behind an edge, made where there is none yet.
    fn step(&mut self, at: usize, symbols: Symbols, open: bool) -> usize {
        let same = |e: &&Edge| e.symbols == symbols && e.open == open;
        if let Some(edge) = self.nodes[at].edges.iter().find(same) {
            return edge.to as usize;
        }
        let to = self.nodes.len();
        self.nodes.push(Node::default());
        // At most 32 nodes for each pattern: far below 2^32.
        let edge = Edge { symbols, open, to: u32::try_from(to).unwrap_or(u32::MAX) };
        self.nodes[at].edges.push(edge);
        to
    }

    /// Calls `found` with the position of every pattern that matches. A pattern has one open part
    /// at most, so it matches a number in one way only and is found once.
    pub(super) fn walk(&self, symbols: &[u8], found: &mut dyn FnMut(u32)) {
        self.walk_from(0, symbols, found);
    }

    fn walk_from(&self, at: usize, symbols: &[u8], found: &mut dyn FnMut(u32)) {
        let Some(node) = self.nodes.get(at) else { return };
        let Some((first, rest)) = symbols.split_first() else {
            node.ends.iter().for_each(|position| found(*position));
            return;
        };
        for edge in node.edges.iter().filter(|e| e.symbols >> first & 1 == 1) {
            let to = edge.to as usize;
            self.walk_from(to, rest, found);
            if edge.open {
                self.stretch(to, edge.symbols, rest, found);
            }
        }
    }

    /// Lets an open part take one symbol after the other.
    fn stretch(&self, to: usize, set: Symbols, mut rest: &[u8], found: &mut dyn FnMut(u32)) {
        while let Some((first, after)) = rest.split_first() {
            if set >> first & 1 == 0 {
                return;
            }
            rest = after;
            self.walk_from(to, rest, found);
        }
    }
}
