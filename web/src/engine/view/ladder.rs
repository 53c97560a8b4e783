//! The ladder in pages.

use super::row::{kind_of, lane_of, number};
use crate::engine::run::Run;
use crate::types::{LadderRow, LadderView, RowKind};
use lampfield_core::digest::Digest;
use lampfield_core::id::NodeId;
use lampfield_core::node::{CALL_MANAGER, node_of_phone};
use lampfield_core::trace::ladder::{Arrow, ArrowKind, LadderOptions, Mark, Passage, Row, ladder};
use lampfield_core::trace::{Trace, words};

/// The ladder of the run as it stands, made once for each state of it.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct LadderCache {
    of: Option<Digest>,
    rows: Vec<LadderRow>,
    notice: String,
    lanes: Vec<NodeId>,
    names: Vec<String>,
}

impl LadderCache {
    /// The lanes from left to right: CallManager, then the phones in the file's order, so that they
    /// stay where they are while a run goes on.
    pub(in crate::engine) fn lanes(&mut self, run: &Run) -> &[NodeId] {
        if self.lanes.is_empty() {
            let cluster = run.player().world().cluster();
            self.lanes.push(CALL_MANAGER);
            self.names.push(cluster.name.clone());
            for (id, phone) in cluster.phones.iter() {
                self.lanes.push(node_of_phone(id));
                self.names.push(phone.name.clone());
            }
        }
        &self.lanes
    }

    /// So many rows from `from` on, of those that hold each word of `filter`.
    pub(in crate::engine) fn page(
        &mut self,
        run: &Run,
        from: u32,
        count: u32,
        filter: &str,
    ) -> LadderView {
        self.make(run);
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let kept = || self.rows.iter().filter(|row| self.holds(row, &words));
        let total = kept().count();
        let rows = kept().skip(from as usize).take(count as usize).cloned().collect();
        LadderView {
            lanes: self.names.clone(),
            total: u32::try_from(total).unwrap_or(u32::MAX),
            from,
            rows,
            notice: self.notice.clone(),
        }
    }

    fn holds(&self, row: &LadderRow, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let name = |lane: u16| self.names.get(usize::from(lane)).map_or("", String::as_str);
        let text = format!("{} {} {}", row.label, name(row.from_lane), name(row.to_lane));
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }

    /// The row that an event stands in.
    pub(in crate::engine) fn row_of(&mut self, run: &Run, event: u32) -> Option<LadderRow> {
        self.make(run);
        self.rows.iter().find(|row| row.event == event).cloned()
    }

    fn make(&mut self, run: &Run) {
        let world = run.player().world();
        let digest = world.digest();
        if self.of == Some(digest) {
            return;
        }
        self.lanes(run);
        let made = ladder(world.cluster(), world.trace(), &LadderOptions::default());
        self.rows = made.rows.iter().map(|row| self.row(world.trace(), row)).collect();
        self.notice = made.notice.unwrap_or_default();
        self.of = Some(digest);
    }

    fn row(&self, trace: &Trace, row: &Row) -> LadderRow {
        match row {
            Row::Arrow(arrow) => self.arrow(arrow),
            Row::Mark(mark) => self.mark(trace, mark),
        }
    }

    fn arrow(&self, arrow: &Arrow) -> LadderRow {
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
            from_lane: lane_of(&self.lanes, arrow.from),
            to_lane: lane_of(&self.lanes, arrow.to),
            label: arrow.label.to_string(),
            repeats: u16::try_from(arrow.passages.len().saturating_sub(1)).unwrap_or(u16::MAX),
            lost: lost.map(words::drop_word).unwrap_or_default().to_owned(),
            arrived_us: arrived.map_or(0, |at| at.as_micros()),
        }
    }

    fn mark(&self, trace: &Trace, mark: &Mark) -> LadderRow {
        let lane = lane_of(&self.lanes, mark.node);
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
}
