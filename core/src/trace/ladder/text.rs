//! The ladder as text.

use super::{Arrow, ArrowKind, Ladder, Mark, Row};
use crate::gather::Gather;
use crate::id::NodeId;
use crate::trace::words::drop_word;
use core::fmt;

/// The gap between two lanes: wide enough for its labels within these bounds.
const GAP: core::ops::RangeInclusive<usize> = 18..=34;
/// Many lanes stand closer than that, so that they have this width together if they can; arrows
/// over several lanes have room for their labels all the same.
const ALL_LANES: usize = 170;
/// And no closer than this.
const CLOSEST: usize = 11;

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gap = self.gap();
        if let Some(notice) = &self.notice {
            writeln!(f, "({notice})")?;
        }
        writeln!(f, "{}", self.heading(gap).trim_end())?;
        let drawn: Vec<String> = self.rows.iter().map(|row| self.draw(row, gap)).gather();
        let width = drawn.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        for (row, drawn) in self.rows.iter().zip(drawn) {
            let at = row.at().to_string();
            let at = at.trim_end_matches('s');
            let note = match row {
                Row::Arrow(arrow) => arrow_note(arrow),
                Row::Mark(_) => String::new(),
            };
            let line = format!("{drawn:width$} {at:>9}  {note}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

impl Ladder {
    fn draw(&self, row: &Row, gap: usize) -> String {
        let line = match row {
            Row::Arrow(arrow) => self.draw_arrow(arrow, gap),
            Row::Mark(mark) => self.draw_mark(mark, gap),
        };
        line.trim_end().to_owned()
    }

    fn column_of(&self, node: NodeId) -> usize {
        self.lanes.iter().position(|lane| lane.node == node).unwrap_or(0)
    }

    /// Characters from one lane to the next.
    fn gap(&self) -> usize {
        let longest = self.rows.iter().filter_map(|row| match row {
            Row::Arrow(arrow) => Some(arrow_label(arrow).chars().count() + 8),
            Row::Mark(_) => None,
        });
        let gap = longest.max().unwrap_or(0).clamp(*GAP.start(), *GAP.end());
        gap.min(ALL_LANES / self.lanes.len().max(1)).max(CLOSEST)
    }

    fn width(&self, gap: usize) -> usize {
        4 + gap * self.lanes.len().saturating_sub(1) + 4
    }

    fn heading(&self, gap: usize) -> String {
        let mut line = vec![' '; self.width(gap) + gap];
        for (n, lane) in self.lanes.iter().enumerate() {
            let name: Vec<char> = lane.name.chars().take(gap - 2).gather();
            let center = 4 + n * gap;
            write_at(&mut line, center.saturating_sub(name.len() / 2), &name);
        }
        line.into_iter().collect()
    }

    fn rails(&self, gap: usize) -> Vec<char> {
        let mut line = vec![' '; self.width(gap)];
        for n in 0..self.lanes.len() {
            write_at(&mut line, 4 + n * gap, &['|']);
        }
        line
    }

    fn draw_arrow(&self, arrow: &Arrow, gap: usize) -> String {
        let (from, to) = (self.column_of(arrow.from), self.column_of(arrow.to));
        let (left, right) = (4 + from.min(to) * gap, 4 + from.max(to) * gap);
        let mut line = self.rails(gap);
        let to_right = from < to;
        for (step, at) in (left + 1..right).enumerate() {
            let drawn = match arrow.kind {
                ArrowKind::Datagram => '-',
                ArrowKind::Link if step.is_multiple_of(2) => '-',
                ArrowKind::Link => ' ',
            };
            write_at(&mut line, at, &[drawn]);
        }
        let head = if arrow.arrived() { if to_right { '>' } else { '<' } } else { 'x' };
        write_at(&mut line, if to_right { right - 1 } else { left + 1 }, &[head]);
        let label = arrow_label(arrow);
        let room = right.saturating_sub(left + 5);
        let label: Vec<char> = match arrow.kind {
            ArrowKind::Datagram => label.chars().take(room).gather(),
            // Blanks around it, and an odd length, so that the dashes go on as they began.
            ArrowKind::Link => {
                let mut padded = vec![' '];
                label.chars().take(room.saturating_sub(3)).gather_into(&mut padded);
                let blanks = if padded.len().is_multiple_of(2) { 1 } else { 2 };
                padded.resize(padded.len() + blanks, ' ');
                padded
            }
        };
        let mut start = (right - left - 1 - label.len()) / 2;
        if arrow.kind == ArrowKind::Link && start.is_multiple_of(2) {
            start += 1;
        }
        write_at(&mut line, left + 1 + start, &label);
        line.into_iter().collect()
    }

    fn draw_mark(&self, mark: &Mark, gap: usize) -> String {
        let mut line = self.rails(gap);
        let column = 4 + self.column_of(mark.node) * gap;
        write_at(&mut line, column, &['*']);
        let text: Vec<char> = mark.text.chars().gather();
        line.resize(line.len().max(column + 2 + text.len()), ' ');
        write_at(&mut line, column + 2, &text);
        line.into_iter().collect()
    }
}

impl Arrow {
    /// Whether any of its passages arrived.
    pub fn arrived(&self) -> bool {
        self.passages.iter().any(|passage| !passage.arrived.is_empty())
    }
}

fn arrow_label(arrow: &Arrow) -> String {
    match arrow.passages.len() {
        0 | 1 => arrow.label.to_string(),
        n => format!("{} x{n}", arrow.label),
    }
}

/// What became of it, where that is not simply its arrival.
fn arrow_note(arrow: &Arrow) -> String {
    let mut notes = Vec::new();
    let dropped: Vec<_> = arrow.passages.iter().filter_map(|p| p.dropped).gather();
    if let Some((_, why)) = dropped.first() {
        let why = drop_word(*why);
        notes.push(match (dropped.len(), arrow.passages.len()) {
            (1, 1) => why.to_owned(),
            (n, of) => format!("{n} of {of} {why}"),
        });
    }
    if arrow.passages.iter().any(|p| p.arrived.len() > 1) {
        notes.push("arrived twice".to_owned());
    }
    let on_its_way = |p: &super::Passage| p.arrived.is_empty() && p.dropped.is_none();
    if arrow.passages.iter().all(on_its_way) {
        notes.push("on its way".to_owned());
    }
    notes.join(", ")
}

fn write_at(line: &mut [char], at: usize, text: &[char]) {
    for (place, c) in line.iter_mut().skip(at).zip(text) {
        *place = *c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ladder::Lane;

    #[test]
    fn many_lanes_stand_closer_but_never_too_close() {
        let of = |count: u32| {
            let lanes = (0..count).map(|n| Lane { node: NodeId(n), name: "Phone".to_owned() });
            Ladder { lanes: lanes.collect(), rows: Vec::new(), notice: None }.gap()
        };
        assert_eq!([0, 1, 2, 9, 12, 100].map(of), [18, 18, 18, 18, 14, 11]);
    }
}
