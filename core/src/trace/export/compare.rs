//! Where two runs part.

use super::{RecordedEvent, Recording};

/// The first event in which two runs differ; the side that ended has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Divergence<'a> {
    /// The event of the first run.
    pub left: Option<&'a RecordedEvent>,
    /// The event of the second.
    pub right: Option<&'a RecordedEvent>,
    /// The last event that both have in common.
    pub common: Option<&'a RecordedEvent>,
}

/// Compares two runs event by event, as far as both show them.
pub fn first_divergence<'a>(left: &'a Recording, right: &'a Recording) -> Option<Divergence<'a>> {
    let start = left.header.first.max(right.header.first);
    let mut left = left.events.iter().skip_while(|event| event.id.0 < start);
    let mut right = right.events.iter().skip_while(|event| event.id.0 < start);
    let mut common = None;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (Some(l), Some(r)) if same(l, r) => common = Some(l),
            (left, right) => return Some(Divergence { left, right, common }),
        }
    }
}

/// Whether two lines say the same, whatever the order in which they say it.
fn same(left: &RecordedEvent, right: &RecordedEvent) -> bool {
    let parsed = |event: &RecordedEvent| serde_json::from_str::<serde_json::Value>(&event.line);
    left.line == right.line
        || matches!((parsed(left), parsed(right)), (Ok(left), Ok(right)) if left == right)
}
