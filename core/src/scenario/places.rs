//! Where each setting of the cluster stands, so that an explanation can point at it.

use super::yaml::{Key, Node, Value};
use crate::cluster::{ConfigPath, Segment};
use crate::diagnostic::{Place, Span};
use crate::id::ClusterId;
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

/// Finds settings in the files that define the clusters.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// By [`ClusterId`].
    clusters: Arc<[Vec<Part>]>,
}

impl Places {
    /// The parts of each cluster.
    pub(super) fn new(clusters: Vec<Vec<Part>>) -> Self {
        Places { clusters: clusters.into() }
    }

    /// Where a setting of the first cluster stands; see [`Places::find_in`].
    pub fn find(&self, path: &ConfigPath) -> Option<Place> {
        self.find_in(ClusterId(0), path)
    }

    /// Where a setting of a cluster stands; one that is not written stands where its object does.
    /// `None` where the object itself is in no file.
    pub fn find_in(&self, cluster: ClusterId, path: &ConfigPath) -> Option<Place> {
        self.walk(cluster, path).map(|(found, file)| Place { file, span: found.label() })
    }

    /// All that is written of a setting, or of its object where it is not written.
    pub(super) fn region(&self, cluster: ClusterId, path: &ConfigPath) -> Option<Place> {
        self.walk(cluster, path).map(|(found, file)| Place { file, span: found.whole() })
    }

    fn walk(&self, cluster: ClusterId, path: &ConfigPath) -> Option<(Found<'_>, Arc<str>)> {
        let segments = path.file();
        let found = |part: &'_ Part| walk(&part.node, &segments).depth;
        let parts = self.clusters.get(cluster.index())?;
        let part = parts.iter().max_by_key(|part| found(part))?;
        let found = walk(&part.node, &segments);
        // The table alone is no place: the object must be found in it.
        let needed = path.object.name().map_or(1, |_| 2);
        (found.depth >= needed).then(|| (found, Arc::clone(&part.file)))
    }

    /// The line of a place in its file, from 1.
    pub fn line(&self, place: &Place) -> Option<usize> {
        let part = self.clusters.iter().flatten().find(|part| part.file == place.file)?;
        let before = part.text.get(..place.span.range().start)?;
        Some(before.matches('\n').count() + 1)
    }
}

/// How far a path could be followed, and what stands there.
struct Found<'n> {
    depth: usize,
    key: Option<&'n Key>,
    node: &'n Node,
}

impl Found<'_> {
    /// What a caret marks: a short setting as a whole, of anything larger its name.
    fn label(&self) -> Span {
        match (self.key, &self.node.value) {
            (Some(_), Value::Text { block: false, .. }) | (None, _) => self.whole(),
            (Some(key), _) => key.span,
        }
    }

    fn whole(&self) -> Span {
        let start = self.key.map_or(self.node.span.start, |key| key.span.start);
        Span { start, end: self.node.span.end.max(start) }
    }
}

fn walk<'n>(node: &'n Node, segments: &[Segment]) -> Found<'n> {
    let mut found = Found { depth: 0, key: None, node };
    for segment in segments {
        let Some((key, child)) = next(found.node, segment) else { break };
        found = Found { depth: found.depth + 1, key, node: child };
    }
    found
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
