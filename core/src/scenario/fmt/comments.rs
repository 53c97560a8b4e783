//! The comments of a file: what stands between its texts and starts with `#`.

use super::tree::{Body, Written};
use std::collections::VecDeque;

/// A comment with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether nothing stands before it on its line.
    pub(super) own_line: bool,
    /// In characters from the start of its line.
    pub(super) column: usize,
}

impl Comment {
    /// What is written, without blanks at its end.
    pub(super) fn text<'t>(&self, source: &'t str) -> &'t str {
        source.get(self.start..self.end).unwrap_or_default().trim_end()
    }
}

/// All comments in the order of the file.
pub(super) fn find(source: &str, root: &Written) -> VecDeque<Comment> {
    let mut found = VecDeque::new();
    let mut at = 0;
    each_text(root, &mut |start, end| {
        between(source, at, start, &mut found);
        at = end.max(at);
    });
    between(source, at, source.len(), &mut found);
    found
}

/// The places of all texts, in order.
fn each_text(node: &Written, tell: &mut impl FnMut(usize, usize)) {
    match &node.body {
        Body::Nothing => {}
        Body::Text(..) => tell(node.span.start, node.span.end),
        Body::List { items, .. } => items.iter().for_each(|item| each_text(item, tell)),
        Body::Map { entries, .. } => {
            for (key, value) in entries {
                each_text(key, tell);
                each_text(value, tell);
            }
        }
    }
}

fn between(source: &str, from: usize, to: usize, found: &mut VecDeque<Comment>) {
    let mut at = from;
    while let Some(offset) = source.get(at..to).and_then(|gap| gap.find('#')) {
        let start = at + offset;
        let rest = source.get(start..to).unwrap_or_default();
        let end = start + rest.find('\n').unwrap_or(rest.len());
        let line = source.get(..start).unwrap_or_default();
        let line = line.rsplit('\n').next().unwrap_or_default();
        found.push_back(Comment {
            start,
            end,
            own_line: line.trim().is_empty(),
            column: line.chars().count(),
        });
        at = end;
    }
}
