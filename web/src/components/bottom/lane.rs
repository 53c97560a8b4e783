//! The lane of one lamp.

use std::ops::Range;

use lampfield_markup::html;
use yew::prelude::*;

use super::axis::Axis;
use crate::components::lamp::face_word;
use crate::components::phone::state_word;
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Selection, Shared, clock, span};
use crate::types::{LaneRow, LaneView, Span};

/// The height of a row, and from one row to the next, CSS pixels.
const ROW: i32 = 13;
const STEP: i32 = 19;

/// A word fits into a span of this width.
const WORD_FROM: i32 = 52;

/// A lag shorter than this many pixels is not shaded: one would see nothing of it.
const LAG_FROM: i32 = 2;

/// A lane.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LaneProps {
    /// What it shows.
    pub(super) lane: Shared<LaneView>,
    /// Where times lie.
    pub(super) axis: Axis,
    /// Whether its lamp is looked at.
    pub(super) selected: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Lane(props: &LaneProps) -> Html {
    let lane = &props.lane;
    let subject = lane.subject.clone();
    let ask = say(&props.emit, Action::Select(Selection::Lamp(subject)));
    let height = STEP * i32::try_from(lane.rows.len()).unwrap_or(i32::MAX / STEP);
    html! {
        <div class="lane">
            <button type="button" class="lane-name" onclick={ask} aria-pressed={props.selected.to_string()}>
                <b>{ lane.label.clone() }</b><span>{ lane.subject.clone() }</span>
            </button>
            <svg width={props.axis.width.to_string()} height={height.to_string()} role="img"
                aria-label={lane_words(lane)}>
                { for (0..).zip(&lane.rows).map(|(i, row)| view_row(props.axis, i, row)) }
                { for lags(lane).into_iter().map(|lag| view_lag(props.axis, lag)) }
            </svg>
            <span class="row-names" aria-hidden="true">
                { for lane.rows.iter().map(|row| html! { <i>{ row_word(&row.name).to_owned() }</i> }) }
            </span>
        </div>
    }
}

fn view_row(axis: Axis, i: i32, row: &LaneRow) -> Html {
    let y = i * STEP;
    let count = row.spans.len();
    // The last span goes on: what lies ahead is covered by the pane.
    let end = |(i, span): &(usize, &Span)| if i + 1 == count { i64::MAX } else { span.to_us };
    html! {
        <g>{ for row.spans.iter().enumerate().filter(|s| axis.sees(s.1.from_us, end(s))).map(|s| {
            let (x, end, span) = (axis.x(s.1.from_us), axis.x(end(&s)), s.1);
            let width = (end - x).max(1);
            html! {<>
                <rect class="span" data-value={span.value.clone()} x={x.to_string()} y={y.to_string()}
                    width={width.to_string()} height={ROW.to_string()} rx="2" />
                if width >= WORD_FROM {
                    <text class="span-word" data-value={span.value.clone()} x={(x + 5).to_string()}
                        y={(y + 10).to_string()}>{ value_word(&span.value) }</text>
                }
            </>}
        }) }</g>
    }
}

fn view_lag(axis: Axis, lag: Lag) -> Html {
    let (a, b) = (axis.x(lag.from_us), axis.x(lag.to_us));
    if b - a < LAG_FROM || !axis.sees(lag.from_us, lag.to_us) {
        return Html::default();
    }
    let (top, gap, end) = (lag.above * STEP + ROW, lag.below * STEP, lag.below * STEP + ROW);
    let points = format!("{a},{top} {b},{gap} {b},{end} {a},{end}");
    html! { <polygon class="lag" {points}><title>{ span(lag.to_us - lag.from_us) }</title></polygon> }
}

/// A time in which a row has not yet followed a row above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lag {
    /// The row that changed.
    above: i32,
    /// The row that answers.
    below: i32,
    from_us: i64,
    to_us: i64,
}

/// The lags of a lane. What is published follows the phones of the line, what is shown follows
/// what is published.
fn lags(lane: &LaneView) -> Vec<Lag> {
    // Two runs side by side: neither follows the other.
    if lane.rows.first().is_some_and(|row| row.name == "here") {
        return Vec::new();
    }
    let Some(published) = lane.rows.len().checked_sub(2) else { return Vec::new() };
    let mut lags = lags_into(&lane.rows, 0..published, published);
    lags.extend(lags_into(&lane.rows, published..published + 1, published + 1));
    lags
}

/// For each change of a row, the change above that it answers: the newest since the row's change
/// before, of those that ask for this value.
fn lags_into(rows: &[LaneRow], above: Range<usize>, below: usize) -> Vec<Lag> {
    let spans = |row: usize| rows.get(row).map_or(&[][..], |row| &row.spans);
    let number = |row: usize| i32::try_from(row).unwrap_or(i32::MAX);
    let pairs = spans(below).iter().zip(spans(below).iter().skip(1));
    pairs
        .filter_map(|(before, answer)| {
            let since = before.from_us..=answer.from_us;
            let asked = above.clone().flat_map(|row| {
                let changes = spans(row).iter().skip(1);
                changes
                    .filter(|s| asks_for(&s.value) == answer.value)
                    .map(move |s| (s.from_us, row))
            });
            let (from_us, row) = asked.filter(|(at, _)| since.contains(at)).max()?;
            let (above, below) = (number(row), number(below));
            Some(Lag { above, below, from_us, to_us: answer.from_us })
        })
        .collect()
}

/// What a value asks of the row below. Ringing asks for nothing: it is busy for some phones, idle
/// for others.
fn asks_for(value: &str) -> &str {
    match value {
        "on-hook" => "idle",
        "off-hook" | "connected" => "busy",
        "gone" => "unknown",
        other => other,
    }
}

/// What stands beside a row: of a truth the phone, where there is more than one.
fn row_word(name: &str) -> &str {
    match name {
        "really" => t::LANE_TRUTH,
        "published" => t::LANE_PUBLISHED,
        "shown" => t::LANE_SHOWN,
        "here" => t::LANE_HERE,
        "there" => t::LANE_THERE,
        phone => phone,
    }
}

/// A line state or a lamp face, in a word.
pub(super) fn value_word(value: &str) -> &'static str {
    match value {
        "on-hook" | "off-hook" | "ringing" | "connected" | "gone" => state_word(value),
        face => face_word(face),
    }
}

fn lane_words(lane: &LaneView) -> String {
    let last = |row: &LaneRow| {
        row.spans.last().map(|s| t::lane_span(value_word(&s.value), &clock(s.from_us)))
    };
    let rows = lane.rows.iter().filter_map(|row| Some(format!("{} {}", row.name, last(row)?)));
    format!("{}: {}", lane.subject, rows.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that changes at these times, microseconds.
    fn row(changes: &[(i64, &str)]) -> LaneRow {
        let ends = changes.iter().map(|(at, _)| *at).skip(1).chain([1_000]);
        let span = |((from_us, value), to_us): (&(i64, &str), i64)| Span {
            from_us: *from_us,
            to_us,
            value: (*value).into(),
        };
        LaneRow { spans: changes.iter().zip(ends).map(span).collect(), ..LaneRow::default() }
    }

    fn lags_of(rows: &[&[(i64, &str)]]) -> Vec<(i32, i32, i64, i64)> {
        let rows = rows.iter().map(|changes| row(changes)).collect();
        let lags = lags(&LaneView { rows, ..LaneView::default() });
        lags.iter().map(|lag| (lag.above, lag.below, lag.from_us, lag.to_us)).collect()
    }

    #[test]
    fn a_lag_reaches_from_a_change_to_the_one_that_answers_it() {
        let really = [(0, "on-hook"), (100, "off-hook"), (200, "on-hook")];
        let published = [(0, "idle"), (102, "busy"), (203, "idle")];
        let shown = [(0, "idle"), (104, "busy"), (210, "idle")];
        let want = [(0, 1, 100, 102), (0, 1, 200, 203), (1, 2, 102, 104), (1, 2, 203, 210)];
        assert_eq!(lags_of(&[&really, &published, &shown]), want);
    }

    #[test]
    fn a_change_that_nobody_has_to_answer_is_no_lag() {
        let really = [(0, "gone"), (1, "on-hook"), (100, "ringing"), (200, "on-hook")];
        let published = [(0, "idle"), (99, "busy"), (202, "idle")];
        assert_eq!(lags_of(&[&really, &published, &[(0, "idle")]]), [(0, 1, 200, 202)]);
    }

    #[test]
    fn of_a_shared_line_the_phone_that_changed_last_is_answered() {
        let desk = [(0, "off-hook"), (100, "on-hook")];
        let lab = [(0, "off-hook"), (300, "on-hook")];
        let published = [(0, "busy"), (302, "idle")];
        let lags = lags_of(&[&desk, &lab, &published, &[(0, "busy"), (305, "idle")]]);
        assert_eq!(lags, [(1, 2, 300, 302), (2, 3, 302, 305)]);
    }
}
