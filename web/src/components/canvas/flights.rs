//! Messages in flight: each runs once along its wire, in the order in which it was sent. The run
//! itself is milliseconds long; what one sees is the order and the direction.

use lampfield_markup::html;
use yew::prelude::*;

use super::geometry::Anchors;
use crate::hooks::{Intent, Kept, On, browser, say, use_change, use_kept};
use crate::markup::{classes, when};
use crate::state::{Action, Selection, Shared};
use crate::types::{LadderRow, RowKind};

/// The most that are drawn at once, and where many phones are: what moves is drawn anew in every
/// frame.
const MAX_FLIGHTS: usize = 24;
const MAX_IN_A_CROWD: usize = 6;

/// Up to so many at once carry their words.
const MAX_WORDED: usize = 6;

/// Between the starts of two of one batch, milliseconds.
const APART_MS: usize = 140;

/// What flies.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FlightsProps {
    /// The newest batch.
    pub(super) flights: Shared<(u32, Vec<LadderRow>)>,
    /// The wires.
    pub(super) anchors: Anchors,
    /// Whether many phones are drawn.
    pub(super) crowd: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

#[derive(Clone, PartialEq)]
struct Flight {
    id: (u32, usize),
    places: String,
    delay_ms: usize,
    row: LadderRow,
    worded: bool,
}

/// See the module.
#[component]
pub(super) fn Flights(props: &FlightsProps) -> Html {
    let flying = use_kept(Vec::<Flight>::new);
    {
        let (flying, anchors) = (flying.clone(), props.anchors.clone());
        let crowd = props.crowd;
        let most = if crowd { MAX_IN_A_CROWD } else { MAX_FLIGHTS };
        let batch = props.flights.clone();
        let on = On::new(batch.clone());
        let act = move || {
            if batch.0 == 0 {
                flying.set(Vec::new());
            } else if !browser::reduced_motion() {
                // What flies lands; of what is new, as many take off as there is room for. In a
                // crowd one batch flies at a time, and none in which there are more than can be
                // followed: each that comes or goes orders the page's layers anew.
                let mut all = of_this_run(&flying.now(), batch.0);
                let much = crowd && (!all.is_empty() || batch.1.len() > most);
                let room = if much { 0 } else { most.saturating_sub(all.len()) };
                all.extend(take_off(&batch, &anchors).into_iter().take(room));
                flying.set(all);
            }
        };
        use_change(on, Box::new(act));
    }
    html! {
        <div class="flights" aria-hidden="true">
            { for flying.iter().map(|flight| view_flight(flight, &flying, props)) }
        </div>
    }
}

/// What still flies when this batch takes off. Each run counts its batches anew: one with a number
/// that is not below is of the run before.
fn of_this_run(flying: &[Flight], number: u32) -> Vec<Flight> {
    let other = flying.iter().any(|flight| flight.id.0 >= number);
    if other { Vec::new() } else { flying.to_vec() }
}

fn take_off(batch: &(u32, Vec<LadderRow>), anchors: &Anchors) -> Vec<Flight> {
    let (number, rows) = batch;
    let worded = rows.len() <= MAX_WORDED;
    let messages = rows.iter().filter(|row| row.from_lane != row.to_lane);
    messages
        .enumerate()
        .filter_map(|(i, row)| {
            let places = anchors.places(row.from_lane, row.to_lane)?;
            let row = row.clone();
            Some(Flight { id: (*number, i), places, delay_ms: i * APART_MS, row, worded })
        })
        .collect()
}

fn view_flight(flight: &Flight, flying: &Kept<Vec<Flight>>, props: &FlightsProps) -> Html {
    let (id, crowd) = (flight.id, props.crowd);
    let last = flying.last().is_some_and(|last| last.id == id);
    let land = (!crowd || last).then(|| {
        let flying = flying.clone();
        Callback::from(move |_: AnimationEvent| {
            flying.set(flying.now().iter().filter(|f| !crowd && f.id != id).cloned().collect());
        })
    });
    let event = flight.row.event;
    let select = say(&props.emit, Action::Select(Selection::Event(event)));
    let style = format!("{}animation-delay:{}ms", flight.places, flight.delay_ms);
    let kind = if flight.row.kind == RowKind::Sip { "sip" } else { "link" };
    let lost = when(!flight.row.lost.is_empty(), "lost");
    html! {
        <span key={format!("{}-{}", id.0, id.1)} class={classes(&["flight", kind, lost])} {style}
            onanimationend={land} onclick={select}>
            if flight.worded { <em>{ flight.row.label.clone() }</em> }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Spot;
    use super::*;

    fn anchors() -> Anchors {
        let spot = |lane, top| Spot { lane, hub: lane == 0, top, ..Spot::default() };
        Anchors(Shared::new(vec![spot(0, 0), spot(1, 50)]))
    }

    #[test]
    fn a_message_takes_the_wire_between_its_lanes_and_where_none_is_drawn_it_is_not_seen() {
        let row = |from_lane, to_lane| LadderRow { from_lane, to_lane, ..LadderRow::default() };
        let flights = take_off(&(1, vec![row(1, 0), row(0, 2), row(1, 1)]), &anchors());
        let taken: Vec<u16> = flights.iter().map(|flight| flight.row.from_lane).collect();
        assert_eq!(taken, [1]);
    }

    #[test]
    fn what_flies_in_the_run_before_has_landed_where_another_run_counts_anew() {
        let anchors = anchors();
        let rows = || vec![LadderRow { to_lane: 1, ..LadderRow::default() }];
        let fifth = take_off(&(5, rows()), &anchors);
        assert_eq!(of_this_run(&fifth, 6).len(), 1);
        assert!(of_this_run(&fifth, 5).is_empty() && of_this_run(&fifth, 1).is_empty());
    }

    #[test]
    fn a_large_batch_flies_without_words() {
        let anchors = anchors();
        let rows = |n| (0..n).map(|_| LadderRow { to_lane: 1, ..LadderRow::default() }).collect();
        assert!(take_off(&(1, rows(2)), &anchors).iter().all(|f| f.worded));
        assert!(take_off(&(1, rows(9)), &anchors).iter().all(|f| !f.worded));
    }
}
