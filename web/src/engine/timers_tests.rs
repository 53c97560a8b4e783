//! What runs out, and when.

use super::Session;
use super::tests::{gallery, opened};
use crate::types::{GalleryItem, Reply, Request, TimerView, TimersView};

fn timers(session: &mut Session, at_us: i64) -> TimersView {
    session.handle(Request::RunUntil { at_us });
    match session.handle(Request::Timers) {
        Reply::Timers { view } => view,
        other => panic!("{other:?}"),
    }
}

fn row<'a>(view: &'a TimersView, who: &str) -> &'a TimerView {
    let found = view.rows.iter().find(|row| row.who == who);
    found.unwrap_or_else(|| panic!("no {who} in {view:?}"))
}

const SECOND: i64 = 1_000_000;

#[test]
fn what_is_left_of_a_subscription_shrinks_and_its_refresh_lengthens_it_again() {
    let item = gallery().into_iter().find(|item| item.path.contains("/27-")).expect("a refresh");
    let mut session = opened(&item);
    let left = |session: &mut Session, at_us: i64| {
        let view = timers(session, at_us * SECOND);
        assert_eq!(view.now_us, at_us * SECOND);
        let lamp = row(&view, "Phone A BLF 1");
        assert!(lamp.lamp && !lamp.pending && lamp.number == "1111", "{lamp:?}");
        (lamp.ends_us.expect("an end") - view.now_us, lamp.told.clone())
    };
    let (early, told) = left(&mut session, 10);
    assert!((110 * SECOND..111 * SECOND).contains(&early) && told == "idle", "{early} {told}");
    assert_eq!(left(&mut session, 110).0, early - 100 * SECOND, "the same one, later");
    let (renewed, _) = left(&mut session, 120);
    assert!(renewed > 110 * SECOND, "renewed five seconds before its end: {renewed}");
    assert_eq!(left(&mut session, 305).1, "busy");
    assert_eq!(left(&mut session, 10), (early, told), "the same moment, come back to");
    let next = session.handle(Request::StepToExpiry);
    let Reply::Snapshot { snapshot } = next else { panic!("{next:?}") };
    let view = timers(&mut session, snapshot.now_us);
    assert!(row(&view, "Phone A BLF 1").ends_us > Some(snapshot.now_us));
}

#[test]
fn what_goes_through_trunks_is_told_at_both_ends_of_every_cluster() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../scenarios/rules/route-3-three-clusters-watch-one-another.yaml"
    );
    let text = std::fs::read_to_string(path).expect("three clusters");
    let item = GalleryItem { path: "three.yaml".into(), text, ..GalleryItem::default() };
    let view = timers(&mut opened(&item), 4 * SECOND);
    let mut told: Vec<[&str; 4]> = Vec::new();
    for row in view.rows.iter().filter(|row| !row.registration && !row.lamp) {
        let status = if row.number == "4000" { "busy" } else { "idle" };
        assert!(row.ends_us.is_some() && row.told == status, "{row:?}");
        told.push([&row.who, &row.trunk, &row.cluster, &row.number]);
    }
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ["East", "To North", "", "1000"],
            ["East", "To West", "", "3000"],
            ["North", "To East", "", "2000"],
            ["North", "To West", "", "3000"],
            ["North", "To far", "", "4000"],
            ["To East", "", "North", "1000"],
            ["To East", "", "West", "3000"],
            ["To North", "", "East", "2000"],
            ["To North", "", "West", "3000"],
            ["To West", "", "East", "2000"],
            ["To West", "", "North", "1000"],
            ["West", "To East", "", "2000"],
            ["West", "To North", "", "1000"],
        ]
    );
    let registered = view.rows.iter().filter(|row| row.registration);
    let mut registered: Vec<&str> = registered.map(|row| row.number.as_str()).collect();
    registered.sort_unstable();
    assert_eq!(registered, ["1000", "2000", "3000"]);
}

#[test]
fn what_runs_out_comes_soonest_first_and_each_lamp_in_it_says_why() {
    let mut seen = (0, 0, 0);
    for item in gallery() {
        let mut session = opened(&item);
        for at_us in [0, 2 * SECOND, 9 * SECOND, 100 * SECOND] {
            let view = timers(&mut session, at_us);
            let ends = |row: &TimerView| row.ends_us.unwrap_or(i64::MAX);
            assert!(view.rows.is_sorted_by_key(ends), "{}: {view:?}", item.path);
            assert!(view.rows.iter().all(|row| ends(row) >= view.now_us), "{}", item.path);
            for row in &view.rows {
                seen.0 += usize::from(row.registration);
                seen.1 += usize::from(row.lamp && row.ends_us.is_some());
                seen.2 += usize::from(row.lamp && row.ends_us.is_none() && !row.pending);
                let why = session.handle(Request::Explain { subject: row.who.clone() });
                assert_eq!(matches!(why, Reply::Why { .. }), row.lamp, "{}: {row:?}", item.path);
            }
        }
    }
    assert!(seen.0 > 20 && seen.1 > 20 && seen.2 > 5, "{seen:?}");
}
