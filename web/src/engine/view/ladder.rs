//! The ladder in pages.

use super::row::{kind_of, lane_of, number};
use crate::engine::run::Run;
use crate::types::{LadderRow, LadderView, RowKind};
use lampfield_core::text::lowercase;
use lampfield_core::trace::ladder::{Arrow, ArrowKind, LadderBuilder, Mark, Passage, Row};
use lampfield_core::trace::words;

/// The ladder of the run so far: it grows with the run, and begins anew where the run went back.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct LadderCache {
    /// How often the run had gone back when it was made.
    of: u32,
    made: LadderBuilder,
}

impl LadderCache {
    /// So many rows from `from` on, of those that hold each word of `filter`; the last ones where
    /// there are not so many.
    pub(in crate::engine) fn page(
        &mut self,
        run: &Run,
        from: u32,
        count: u32,
        filter: &str,
    ) -> LadderView {
        self.make(run);
        let words: Vec<String> = filter.split_whitespace().map(lowercase).collect();
        let held = |row: &&Row| words.is_empty() || holds(run, &row_view(run, row), &words);
        let kept: Vec<&Row> = self.made.rows().iter().filter(held).collect();
        let count = count as usize;
        let first = (from as usize).min(kept.len().saturating_sub(count));
        let rows = kept.iter().skip(first).take(count).map(|row| row_view(run, row));
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        LadderView {
            lanes: run.names().to_vec().into(),
            total: small(kept.len()),
            from: small(first),
            rows: rows.collect(),
            notice: self.made.notice().unwrap_or_default(),
        }
    }

    /// The row that an event stands in.
    pub(in crate::engine) fn row_of(&mut self, run: &Run, event: u32) -> Option<LadderRow> {
        self.make(run);
        let rows = self.made.rows();
        let at = rows.binary_search_by_key(&event, first_event).ok()?;
        rows.get(at).map(|row| row_view(run, row))
    }

    fn make(&mut self, run: &Run) {
        let world = run.player().world();
        if self.of != run.returns() {
            (self.of, self.made) = (run.returns(), LadderBuilder::default());
        }
        self.made.follow(world.site(), world.trace());
    }
}

fn row_view(run: &Run, row: &Row) -> LadderRow {
    match row {
        Row::Arrow(arrow) => arrow_row(run, arrow),
        Row::Mark(mark) => mark_row(run, mark),
    }
}

fn arrow_row(run: &Run, arrow: &Arrow) -> LadderRow {
    let first = arrow.passages.first();
    let arrived = arrow.passages.iter().find_map(|passage| passage.arrived.first());
    let dropped = |passage: &Passage| passage.dropped.map(|(_, why)| why);
    let lost = match arrived {
        Some(_) => None,
        None => arrow.passages.iter().rev().find_map(dropped),
    };
    LadderRow {
        event: first.map_or(0, |passage| number(passage.event)),
        at_us: first.map_or(0, |passage| passage.at.as_micros()),
        kind: match arrow.kind {
            ArrowKind::Datagram => RowKind::Sip,
            ArrowKind::Link => RowKind::Link,
        },
        from_lane: lane_of(run, arrow.from),
        to_lane: lane_of(run, arrow.to),
        label: arrow.label.to_string(),
        repeats: u16::try_from(arrow.passages.len().saturating_sub(1)).unwrap_or(u16::MAX),
        lost: lost.map(words::drop_word).unwrap_or_default().to_owned(),
        arrived_us: arrived.map_or(0, |at| at.as_micros()),
    }
}

fn mark_row(run: &Run, mark: &Mark) -> LadderRow {
    let trace = run.player().world().trace();
    let lane = lane_of(run, mark.node);
    LadderRow {
        event: number(mark.event),
        at_us: mark.at.as_micros(),
        kind: trace.get(mark.event).map_or(RowKind::Line, |event| kind_of(&event.what)),
        from_lane: lane,
        to_lane: lane,
        label: mark.text.clone(),
        ..LadderRow::default()
    }
}

fn holds(run: &Run, row: &LadderRow, words: &[String]) -> bool {
    let name = |lane: u16| run.names().get(usize::from(lane)).map_or("", String::as_str);
    let text = format!("{} {} {}", row.label, name(row.from_lane), name(row.to_lane));
    let text = lowercase(&text);
    words.iter().all(|word| text.contains(word.as_str()))
}

/// The event that a row begins with.
fn first_event(row: &Row) -> u32 {
    match row {
        Row::Arrow(arrow) => arrow.passages.first().map_or(0, |passage| number(passage.event)),
        Row::Mark(mark) => number(mark.event),
    }
}
