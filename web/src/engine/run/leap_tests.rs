//! Wherever a run goes by leaps, it is what it is where it was played.

use super::Run;
use super::checkpoint::CHECKPOINT_STEPS;
use crate::engine::Session;
use crate::engine::tests::{gallery, opened, snapshot};
use crate::types::{GalleryItem, LadderView, LaneView, Reply, Request};
use lampfield_core::scenario::load;
use lampfield_core::time::Instant;
use std::sync::Arc;

/// The longest one of the gallery: its run is of many checkpoints.
fn storm() -> GalleryItem {
    gallery().into_iter().find(|item| item.path.contains("37-")).expect("a reboot storm")
}

/// All that a run has left behind at a moment: its digest, its rows and its lamps.
fn past(session: &mut Session, at_us: i64) -> (String, LadderView, Vec<LaneView>) {
    session.handle(Request::RunUntil { at_us });
    let there = snapshot(session.handle(Request::Snapshot));
    let ladder = Request::Ladder { from: 0, count: 100_000, filter: String::new() };
    let Reply::Ladder { ladder } = session.handle(ladder) else { panic!("no ladder") };
    let Reply::Lanes { lanes } = session.handle(Request::Lanes) else { panic!("no lanes") };
    (there.digest, ladder, lanes)
}

#[test]
fn each_moment_of_a_run_is_the_same_by_whatever_way_it_is_reached() {
    let item = storm();
    let end_us = snapshot(opened(&item).handle(Request::Snapshot)).end_us;
    let at = |share: i64| end_us * share / 10;
    let mut played = opened(&item);
    let moments: Vec<_> = (0..=10).map(|share| past(&mut played, at(share))).collect();
    for share in [3, 9, 2, 4, 10, 0, 7, 8, 1, 6, 5, 10] {
        let moment = moments.get(usize::try_from(share).unwrap()).unwrap();
        assert_eq!(&past(&mut played, at(share)), moment, "at {share} tenths");
    }
}

#[test]
fn a_leap_ahead_ends_less_than_a_checkpoint_before_the_moment_it_is_for() {
    let sources = crate::engine::gallery::sources();
    let scenario = Arc::new(load(&sources, &storm().path).expect("a scenario"));
    let mut run = Run::new(scenario, None).expect("a run");
    let end = run.player().end();
    run.run_until(end, &mut |_| {});
    let (there, returns) = (run.steps, run.returns());
    assert!(there > 4 * CHECKPOINT_STEPS, "{there} steps");
    run.run_until(Instant::ZERO, &mut |_| {});
    let back = run.steps;
    assert_eq!(run.returns(), returns + 1);
    run.leap(end);
    assert!(back < there && run.steps + CHECKPOINT_STEPS > there, "{} of {there}", run.steps);
    assert_eq!(run.returns(), returns + 1, "what was made of the past is still true");
}

#[test]
fn there_is_no_leap_into_a_future_that_an_act_has_ended() {
    let item = storm();
    let end_us = snapshot(opened(&item).handle(Request::Snapshot)).end_us;
    let ends = |leaps: bool| {
        let mut session = opened(&item);
        if leaps {
            past(&mut session, end_us);
        }
        past(&mut session, end_us / 2);
        let sentence = "CallManager restarts".to_owned();
        let reply = session.handle(Request::Act { sentence });
        assert!(matches!(reply, Reply::Snapshot { .. }), "{reply:?}");
        past(&mut session, end_us)
    };
    let file = past(&mut opened(&item), end_us);
    assert_eq!(ends(true), ends(false));
    assert_ne!(ends(true).0, file.0, "the act made another run");
}
