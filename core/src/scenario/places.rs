//! Where each setting of the cluster stands, so that an explanation can point at it.

use super::yaml::{Key, Node, Value};
use crate::cluster::{ConfigPath, Segment};
use crate::diagnostic::{Place, Span};
use std::sync::Arc;

/// The `cluster:` of one file.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The file's path.
    pub(super) file: Arc<str>,
    /// The file's text.
    pub(super) text: Arc<str>,
    /// The mapping under `cluster:`.
    pub(super) node: Node,
}

/// Finds settings in the files that define a cluster.
#[derive(Clone, Debug, Default)]
pub struct Places {
    parts: Arc<[Part]>,
}

impl Places {
    pub(super) fn new(parts: Vec<Part>) -> Self {
        Places { parts: parts.into() }
    }

    /// Where a setting stands; one that is not written stands where its object does. `None` where
    /// the object itself is in no file.
    pub fn find(&self, path: &ConfigPath) -> Option<Place> {
        let segments = path.file();
        let walk = |part: &Part| {
            let (depth, span) = walk(&part.node, &segments);
            (depth, Place { file: Arc::clone(&part.file), span })
        };
        let found = self.parts.iter().map(walk).max_by_key(|(depth, _)| *depth);
        // The table alone is no place: the object must be found in it.
        let needed = path.object.name().map_or(1, |_| 2);
        found.filter(|(depth, _)| *depth >= needed).map(|(_, place)| place)
    }

    /// The line of a place in its file, from 1.
    pub fn line(&self, place: &Place) -> Option<usize> {
        let part = self.parts.iter().find(|part| part.file == place.file)?;
        let before = part.text.get(..place.span.range().start)?;
        Some(before.matches('\n').count() + 1)
    }
}

/// How many segments could be followed, and where the last of them stands.
fn walk(node: &Node, segments: &[Segment]) -> (usize, Span) {
    let mut node = node;
    let mut span = node.span;
    for (depth, segment) in segments.iter().enumerate() {
        match next(node, segment) {
            Some((key, child)) => {
                span = key.map_or(child.span, |key| key.span);
                node = child;
            }
            None => return (depth, span),
        }
    }
    (segments.len(), span)
}

fn next<'n>(node: &'n Node, segment: &Segment) -> Option<(Option<&'n Key>, &'n Node)> {
    match (&node.value, segment) {
        (Value::Map(entries), Segment::Key(name)) => {
            let (key, child) = entries.iter().find(|(key, _)| key.text == *name)?;
            Some((Some(key), child))
        }
        (Value::List(items), Segment::At(at)) => items.get(*at).map(|item| (None, item)),
        (Value::List(items), Segment::Key(name)) => {
            let named =
                |item: &&Node| matches!(&item.value, Value::Text { text, .. } if text == name);
            items.iter().find(named).map(|item| (None, item))
        }
        _ => None,
    }
}
