//! One row of the ladder: an arrow between two lanes, or a mark on one.

use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::{Intent, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, ROW_HEIGHT, Selection, seconds, span};
use crate::types::{LadderRow, RowKind};

/// A row.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct RowProps {
    /// What it shows.
    pub(super) row: LadderRow,
    /// Its place among all rows.
    pub(super) place: u32,
    /// How many lanes there are.
    pub(super) lanes: usize,
    /// The names of its lanes.
    pub(super) names: (AttrValue, AttrValue),
    /// Whether it is looked at.
    pub(super) selected: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let row = &props.row;
    let event = row.event;
    let select = say(&props.emit, Action::Select(Selection::Event(event)));
    html! {
        <div id={format!("row-{}", props.place)} role="option" aria-selected={props.selected.to_string()}
            class={classes(&["row", kind_word(row.kind), direction(row), when(!row.lost.is_empty(), "lost"),
                when(far(props), "far")])}
            style={place_style(props)} data-at={seconds(row.at_us)} onclick={select} title={fate(row)}
            aria-label={row_words(row, &props.names)}>
            <i class="shaft" /><i class="cap" />
            <span class="label">
                { row.label.clone() }
                if row.repeats > 0 { { " " }<b class="repeats">{ t::sent_again(row.repeats) }</b> }
            </span>
        </div>
    }
}

/// Where the row stands, and where its arrow runs: the middle of a lane is a half beyond it.
fn place_style(props: &RowProps) -> String {
    let (a, b) = (props.row.from_lane, props.row.to_lane);
    let (left, right) = (a.min(b), a.max(b));
    format!("top:{}px;--from:{left};--to:{right}", props.place * ROW_HEIGHT)
}

/// Whether its words belong on the left: on the right there is no room for them.
fn far(props: &RowProps) -> bool {
    props.lanes > 1 && usize::from(props.row.from_lane) * 3 >= props.lanes * 2
}

fn direction(row: &LadderRow) -> &'static str {
    match row.from_lane.cmp(&row.to_lane) {
        std::cmp::Ordering::Less => "rightward",
        std::cmp::Ordering::Greater => "leftward",
        std::cmp::Ordering::Equal => "here",
    }
}

/// The kind, as a class and in words.
pub(super) const fn kind_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Sip => "sip",
        RowKind::Link => "link",
        RowKind::Act => "act",
        RowKind::Lamp => "lamp-change",
        RowKind::Line => "line-change",
        RowKind::Timer => "timer",
        RowKind::Fault => "fault",
    }
}

/// What became of a message, in words.
pub(crate) fn fate(row: &LadderRow) -> String {
    if !row.lost.is_empty() {
        t::lost(&row.lost)
    } else if row.arrived_us > row.at_us {
        t::took(&span(row.arrived_us - row.at_us))
    } else {
        String::new()
    }
}

/// The row for those who do not see it: what stands on it first.
fn row_words(row: &LadderRow, (from, to): &(AttrValue, AttrValue)) -> String {
    let mut words = row.label.clone();
    if row.repeats > 0 {
        words = format!("{words} {}", t::sent_again(row.repeats));
    }
    words = format!("{words}, {from}");
    if row.from_lane != row.to_lane {
        words = format!("{words} → {to}");
    }
    words = format!("{words}, {} s", seconds(row.at_us));
    let fate = fate(row);
    if fate.is_empty() { words } else { format!("{words}, {fate}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_sentence_for_those_who_do_not_see_it() {
        let row = LadderRow {
            at_us: 1_002_000,
            arrived_us: 1_004_000,
            from_lane: 0,
            to_lane: 1,
            label: "NOTIFY 1111 on-the-phone".into(),
            ..LadderRow::default()
        };
        let names = ("CallManager".into(), "Phone A".into());
        assert_eq!(
            row_words(&row, &names),
            "NOTIFY 1111 on-the-phone, CallManager → Phone A, 1.002\u{2009}000 s, arrived after 2 ms"
        );
        let lost = LadderRow { lost: "link cut".into(), ..row };
        assert!(row_words(&lost, &names).ends_with("lost: link cut"));
    }
}
