//! Two runs of the same scenario side by side, up to the moment at which the present one stands.

use super::branches::only;
use super::run::{Act, Run};
use super::view::LampsCache;
use crate::types::{BranchesView, CompareView, LaneRow, LaneView, Span};
use lampfield_core::time::Duration;

/// At most so many lamps that differ are shown.
const LANES: usize = 200;

/// A branch that is being compared, as far as it has been played.
#[derive(Debug)]
pub(super) struct Beside {
    number: u32,
    run: Run,
    lamps: LampsCache,
}

/// The branches and, of the one that is asked for, or else of the one that was left last, what differs. `kept` is the
/// branch that was compared before: time goes on in it as in the present run.
pub(super) fn branches(
    run: &Run,
    lamps: &mut LampsCache,
    kept: &mut Option<Beside>,
    wanted: u32,
) -> BranchesView {
    let asked = run.branches.iter().find(|branch| branch.number == wanted);
    let Some(branch) = asked.or(run.branches.last()) else {
        *kept = None;
        return BranchesView::default();
    };
    if kept.as_ref().is_none_or(|beside| beside.number != branch.number) {
        *kept = None;
    }
    let beside = kept.get_or_insert_with(|| Beside {
        number: branch.number,
        run: run.beside(branch.clone()),
        lamps: LampsCache::default(),
    });
    beside.run.run_until(run.now(), &mut |_| {});
    // What changes at this very moment counts.
    let to = run.now() + Duration::from_micros(1);
    let mut compare =
        differences(&lamps.lanes_to(run, to), &beside.lamps.lanes_to(&beside.run, to));
    compare.number = branch.number;
    compare.here = only(&run.acts, &branch.acts).map(Act::told).collect();
    compare.there = only(&branch.acts, &run.acts).map(Act::told).collect();
    BranchesView { branches: run.branch_views(), compare: Some(compare) }
}

/// What two runs show differently: each lamp that ever does, the one that does so first on top.
pub(super) fn differences(here: &[LaneView], there: &[LaneView]) -> CompareView {
    let only_there = there.iter().filter(|lane| find(here, &lane.subject).is_none());
    let mut found: Vec<(i64, LaneView)> = Vec::new();
    let mut view = CompareView { first_us: -1, ..CompareView::default() };
    for lane in here.iter().chain(only_there) {
        let spans = [here, there].map(|all| find(all, &lane.subject).map_or(&[][..], shown));
        match first_difference(spans[0], spans[1]) {
            Some(at) => {
                let place = found.partition_point(|(earlier, _)| *earlier <= at);
                found.insert(place, (at, side_by_side(lane, spans)));
            }
            None => view.same += 1,
        }
    }
    view.first_us = found.first().map_or(-1, |(at, _)| *at);
    view.more = u32::try_from(found.len().saturating_sub(LANES)).unwrap_or(u32::MAX);
    view.lanes = found.into_iter().take(LANES).map(|(_, lane)| lane).collect();
    view
}

fn find<'a>(lanes: &'a [LaneView], subject: &str) -> Option<&'a LaneView> {
    lanes.iter().find(|lane| lane.subject == subject)
}

/// What the lamp shows: the last row.
fn shown(lane: &LaneView) -> &[Span] {
    lane.rows.last().map_or(&[], |row| &row.spans)
}

fn side_by_side(lane: &LaneView, spans: [&[Span]; 2]) -> LaneView {
    let row = |name: &str, spans: &[Span]| LaneRow { name: name.to_owned(), spans: spans.to_vec() };
    LaneView {
        subject: lane.subject.clone(),
        label: lane.label.clone(),
        rows: vec![row("here", spans[0]), row("there", spans[1])],
    }
}

/// When two lists of spans first differ in value.
pub(super) fn first_difference(a: &[Span], b: &[Span]) -> Option<i64> {
    let starts = a.iter().chain(b).map(|span| span.from_us);
    starts.filter(|at| value_at(a, *at) != value_at(b, *at)).min()
}

/// What a lamp shows at a moment; dark where there is none.
fn value_at(spans: &[Span], at: i64) -> &str {
    let after = spans.partition_point(|span| span.from_us <= at);
    let span = after.checked_sub(1).and_then(|last| spans.get(last));
    span.map_or("dark", |span| &span.value)
}
