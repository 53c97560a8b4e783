//! Branches, what differs between them, and messages that are lost for once.

use super::Session;
use super::compare::{differences, first_difference};
use super::tests::{first, gallery, opened, snapshot};
use crate::types::{
    BranchesView, LadderRow, LaneRow, LaneView, Reply, Request, RowKind, Snapshot, Span,
};

fn to(session: &mut Session, at_us: i64) -> Snapshot {
    session.handle(Request::RunUntil { at_us });
    snapshot(session.handle(Request::Snapshot))
}

fn act(session: &mut Session, at_us: i64, sentence: &str) {
    to(session, at_us);
    let reply = session.handle(Request::Act { sentence: sentence.into() });
    assert!(matches!(reply, Reply::Snapshot { .. }), "{sentence}: {reply:?}");
}

fn branches(session: &mut Session, compare: u32) -> BranchesView {
    match session.handle(Request::Branches { compare }) {
        Reply::Branches { view } => view,
        other => panic!("{other:?}"),
    }
}

fn rows(session: &mut Session, filter: &str) -> Vec<LadderRow> {
    let filter = filter.into();
    match session.handle(Request::Ladder { from: 0, count: 100_000, filter }) {
        Reply::Ladder { ladder } => ladder.rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_branch_that_was_kept_and_is_switched_to_is_the_run_that_it_was() {
    const END: i64 = 12_000_000;
    let mut session = opened(&first());
    let file = to(&mut session, END).digest;
    act(&mut session, 5_000_000, "Phone B lifts");
    act(&mut session, 7_000_000, "Phone B hangs up");
    let lifted = to(&mut session, END).digest;
    act(&mut session, 6_000_000, "cut Phone A");
    let cut = to(&mut session, END).digest;
    assert!(file != lifted && lifted != cut && file != cut);
    for _ in 0..2 {
        let numbers: Vec<u32> =
            branches(&mut session, 0).branches.iter().map(|branch| branch.number).collect();
        assert_eq!(numbers.len(), 2);
        let mut seen = vec![to(&mut session, END).digest];
        for branch in numbers {
            to(&mut session, 6_500_000);
            let there = snapshot(session.handle(Request::Switch { branch }));
            assert_eq!(there.now_us, 6_500_000, "the same moment");
            assert_eq!(there.reached_us, END);
            seen.push(to(&mut session, END).digest);
        }
        seen.sort();
        let mut all = [file.clone(), lifted.clone(), cut.clone()];
        all.sort();
        assert_eq!(seen, all);
    }
}

#[test]
fn an_act_where_nothing_was_to_come_keeps_no_branch_and_branches_are_named_by_what_differs() {
    let mut session = opened(&first());
    act(&mut session, 4_000_000, "Phone B lifts");
    let view = branches(&mut session, 0);
    assert_eq!(view.branches.len(), 1, "the file's own run");
    let file = &view.branches[0];
    assert!(file.without && file.acts == 0 && file.act == (4_000_000, "Phone B lifts".into()));
    act(&mut session, 5_000_000, "Phone B hangs up");
    assert_eq!(branches(&mut session, 0).branches.len(), 1, "nothing was to come");
    act(&mut session, 4_500_000, "cut Phone A");
    let view = branches(&mut session, 0);
    let newest = &view.branches[1];
    assert!(!newest.without && newest.act == (5_000_000, "Phone B hangs up".into()));
    let compare = view.compare.expect("a comparison");
    assert_eq!(compare.number, newest.number);
    assert_eq!(compare.here, [(4_500_000, "cut Phone A".to_owned())]);
    assert_eq!(compare.there, [(5_000_000, "Phone B hangs up".to_owned())]);
    let left = snapshot(session.handle(Request::Forget { branch: newest.number }));
    assert_eq!(left.branches, 1);
    let gone = session.handle(Request::Switch { branch: newest.number });
    assert!(matches!(gone, Reply::Refused { .. }));
}

#[test]
fn branches_are_bounded_and_the_oldest_goes() {
    let mut session = opened(&first());
    for at in 0..40 {
        to(&mut session, 9_000_000);
        act(&mut session, 8_000_000 - at * 1_000, "cut Phone A");
    }
    let view = branches(&mut session, 0);
    assert_eq!(view.branches.len(), 16);
    assert!(view.branches.iter().all(|branch| branch.acts > 0), "the file's own went first");
}

/// The rows of a run before `at_us`, without what the network was told.
fn before(rows: &[LadderRow], at_us: i64) -> Vec<(i64, String, u16, u16)> {
    let early = rows.iter().filter(|row| row.at_us < at_us && row.kind != RowKind::Fault);
    early.map(|row| (row.at_us, row.label.clone(), row.from_lane, row.to_lane)).collect()
}

#[test]
fn a_message_that_is_skipped_is_lost_alone_and_nothing_before_it_changes() {
    let mut tried = 0;
    for item in gallery().iter().take(8) {
        let mut session = opened(item);
        let end = snapshot(session.handle(Request::Snapshot)).end_us;
        let digest = to(&mut session, end).digest;
        let all = rows(&mut session, "");
        let sip = all.iter().filter(|row| {
            row.kind == RowKind::Sip && row.lost.is_empty() && row.repeats == 0 && row.at_us > 0
        });
        for row in sip.step_by(7).take(6) {
            let after = match session.handle(Request::Skip { event: row.event }) {
                Reply::Snapshot { snapshot } => *snapshot,
                Reply::Refused { sentence } => {
                    assert!(sentence.contains("no phone"), "{}: {sentence}", item.path);
                    continue;
                }
                other => panic!("{other:?}"),
            };
            tried += 1;
            assert_eq!(after.now_us, end, "the same moment");
            let changed = rows(&mut session, "");
            assert_eq!(before(&changed, row.at_us), before(&all, row.at_us), "{}", item.path);
            let lost: Vec<_> = changed.iter().filter(|r| r.lost.contains("scenario")).collect();
            let lost_before = all.iter().filter(|r| r.lost.contains("scenario")).count();
            let own = changed.iter().find(|r| {
                r.at_us == row.at_us
                    && r.label == row.label
                    && (r.from_lane, r.to_lane) == (row.from_lane, row.to_lane)
                    && (!r.lost.is_empty() || r.repeats > 0)
            });
            assert!(own.is_some(), "{}: {row:?} was not lost", item.path);
            assert!(lost.len() <= lost_before + 1, "{}: others were lost, too", item.path);
            // A link leads there as well.
            let mut other = Session::new();
            let load = Request::Load {
                path: item.path.clone(),
                text: item.text.clone(),
                seed: None,
                at_us: Some(end),
                acts: after.acts.clone(),
            };
            assert_eq!(snapshot(other.handle(load)).digest, after.digest, "{}", item.path);
            // And back to the run without it.
            let newest = branches(&mut session, 0).compare.expect("the run as it was").number;
            let back = snapshot(session.handle(Request::Switch { branch: newest }));
            assert_eq!(back.digest, digest, "{}", item.path);
        }
    }
    assert!(tried > 20, "{tried} messages were skipped");
}

#[test]
fn what_cannot_be_skipped_is_told_in_words_and_changes_nothing() {
    let mut session = opened(&first());
    let digest = to(&mut session, 7_000_000).digest;
    let act = rows(&mut session, "lifts").first().map_or(0, |row| row.event);
    for event in [u32::MAX, act] {
        assert!(matches!(session.handle(Request::Skip { event }), Reply::Refused { .. }));
    }
    let after = snapshot(session.handle(Request::Snapshot));
    assert!(after.digest == digest && after.branches == 0);
}

/// A row of spans made from small numbers: `value` changes at each of these times.
fn spans(times: &[i64], first: usize) -> Vec<Span> {
    let faces = ["idle", "busy", "unknown"];
    let ends = times.iter().skip(1).copied().chain([64]);
    let all = times.iter().zip(ends).enumerate();
    all.map(|(i, (from_us, to_us))| Span {
        from_us: *from_us,
        to_us,
        value: faces[(first + i * 2) % 3].into(),
    })
    .collect()
}

#[test]
fn the_first_difference_is_the_one_that_is_found_by_looking_at_every_moment() {
    let value = |spans: &[Span], at: i64| {
        let found = spans.iter().find(|span| (span.from_us..span.to_us).contains(&at));
        found.map_or("dark".to_owned(), |span| span.value.clone())
    };
    let mut dice = lampfield_core::rng::Rng::stream(7, "spans");
    let mut differ = 0;
    for _ in 0..3_000 {
        let mut row = || {
            let times: Vec<i64> = (0..64).filter(|_| dice.below(24) == 0).collect();
            spans(&times, usize::try_from(dice.below(3)).unwrap_or(0))
        };
        let (a, b) = (row(), row());
        let slow = (0..64).find(|at| value(&a, *at) != value(&b, *at));
        assert_eq!(first_difference(&a, &b), slow, "{a:?} {b:?}");
        differ += usize::from(slow.is_some());
    }
    assert!((100..3_000).contains(&differ));
}

#[test]
fn lamps_that_differ_stand_in_the_order_in_which_they_do_and_the_others_are_counted() {
    let lane = |subject: &str, times: &[i64]| LaneView {
        subject: subject.into(),
        rows: vec![LaneRow { name: "shown".into(), spans: spans(times, 0) }],
        ..LaneView::default()
    };
    let here = [lane("late", &[0, 30]), lane("same", &[0, 5]), lane("early", &[0, 9])];
    let there = [lane("late", &[0, 40]), lane("same", &[0, 5]), lane("only there", &[50])];
    let view = differences(&here, &there);
    let names: Vec<&str> = view.lanes.iter().map(|lane| lane.subject.as_str()).collect();
    assert_eq!(names, ["early", "late", "only there"]);
    assert_eq!((view.first_us, view.same, view.more), (0, 1, 0));
    let rows: Vec<&str> = view.lanes[0].rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(rows, ["here", "there"]);
    assert_eq!(differences(&here, &here).first_us, -1);
}

#[test]
fn a_fault_stands_in_force_until_it_is_taken_back_by_its_own_words() {
    let mut session = opened(&first());
    for sentence in ["cut Phone A", "loss 30%", "latency 0.500s on Phone A"] {
        act(&mut session, 1_000_000, sentence);
        let state = to(&mut session, 1_000_000);
        let fault = state.faults.iter().find(|own| own.sentence == sentence).expect(sentence);
        let undo = fault.undo.clone();
        act(&mut session, 1_000_000, &undo);
        let state = to(&mut session, 1_000_000);
        assert!(state.faults.iter().all(|own| own.sentence != sentence), "{sentence}: {undo}");
    }
}

#[test]
fn a_fault_of_the_user_leaves_the_files_own_steps_standing() {
    let mut session = opened(&first());
    let end = to(&mut session, 0).end_us;
    act(&mut session, 1_000_000, "latency 2ms on Phone A");
    let acts = |session: &mut Session| {
        to(session, end);
        rows(session, "").iter().filter(|row| row.kind == RowKind::Act).count()
    };
    let with_fault = acts(&mut session);
    assert_eq!(with_fault, acts(&mut opened(&first())));
}

#[test]
fn every_cell_of_the_matrix_has_a_letter_and_says_the_decision_behind_it() {
    for item in gallery() {
        let mut session = opened(&item);
        let Reply::Matrix { view } = session.handle(Request::Matrix) else { panic!("no matrix") };
        assert!(!view.watchers.is_empty() && view.groups.len() <= 60, "{}", item.path);
        for (y, (name, letters)) in (0..).zip(&view.watchers) {
            assert_eq!(letters.len(), 2 * view.lines.len(), "{}: {name}", item.path);
            for (x, letter) in (0_u32..).zip(letters.chars()) {
                assert!("ANGDTHRMUL-".contains(letter), "{}: {letter}", item.path);
                let cell = Request::Cell { watcher: y, line: x / 2, list: x % 2 == 1 };
                let Reply::Why { why } = session.handle(cell) else { panic!("no why") };
                assert!(why.subject.starts_with(name.as_str()));
                let failed = why.checks.iter().any(|check| check.verdict == "fail");
                match letter {
                    'A' => assert!(!failed, "{}: {name} {x}", item.path),
                    'G' | 'D' | 'H' | 'R' | 'M' | 'U' | 'L' | 'T' => {
                        assert!(failed, "{}", item.path)
                    }
                    _ => {}
                }
            }
        }
        let gone = session.handle(Request::Cell { watcher: 9_999, line: 0, list: false });
        assert!(matches!(gone, Reply::Refused { .. }));
    }
}

#[test]
fn the_next_expiry_is_found_where_a_subscription_is_refreshed_or_runs_out() {
    let mut session = opened(&first());
    to(&mut session, 8_000_000);
    let there = snapshot(session.handle(Request::StepToExpiry));
    assert!(there.now_us > 8_000_000);
    let last = rows(&mut session, "").into_iter().filter(|row| row.at_us == there.now_us);
    assert!(last.count() > 0);
}

#[test]
fn the_ladder_is_copied_as_the_command_line_prints_it() {
    let mut session = opened(&first());
    to(&mut session, 7_000_000);
    let Reply::Text { text } = session.handle(Request::LadderText) else { panic!("no text") };
    assert!(text.lines().next().is_some_and(|lanes| lanes.contains("Phone A")));
    let refusal = rows(&mut session, "403").len();
    assert!(refusal > 0 && text.matches("403").count() >= refusal);
}

#[test]
fn a_lamp_that_changes_at_this_very_moment_differs_now() {
    let item = gallery().into_iter().find(|item| item.path.contains("/03-")).expect("two phones");
    let mut session = opened(&item);
    act(&mut session, 1_000_000, "Phone B lifts");
    let there = snapshot(session.handle(Request::StepToLamp));
    let compare = branches(&mut session, 0).compare.expect("the file's own run");
    assert_eq!(compare.first_us, there.now_us);
}

#[test]
fn the_answer_to_going_over_tells_all_acts_of_the_other_run_also_those_to_come() {
    let mut session = opened(&first());
    act(&mut session, 5_000_000, "Phone B lifts");
    act(&mut session, 7_000_000, "Phone B hangs up");
    act(&mut session, 5_500_000, "cut Phone A");
    let newest = branches(&mut session, 0).compare.expect("the run before the cut").number;
    to(&mut session, 5_200_000);
    let there = snapshot(session.handle(Request::Switch { branch: newest }));
    let sentences: Vec<&str> = there.acts.iter().map(|(_, act)| act.as_str()).collect();
    assert_eq!(sentences, ["Phone B lifts", "Phone B hangs up"]);
}

#[test]
fn a_trace_of_a_run_in_which_one_acted_leads_back_to_that_run() {
    let mut tried = 0;
    for item in gallery() {
        let mut session = opened(&item);
        let phones = to(&mut session, 3_500_000).phones;
        let Some(phone) = phones.iter().find(|phone| phone.connected) else { continue };
        act(&mut session, 3_500_000, &[&phone.name, " is unplugged"].concat());
        act(&mut session, 4_500_000, &[&phone.name, " connects"].concat());
        let digest = to(&mut session, 6_000_000).digest;
        let Reply::Text { text } = session.handle(Request::Trace) else { panic!("no trace") };
        let (moment, told) = crate::state::recorded(&text).unwrap().unwrap();
        let load = Request::Load {
            path: moment.source.path.clone(),
            text: moment.source.text.clone(),
            seed: moment.source.seed,
            at_us: Some(moment.at_us),
            acts: moment.acts,
        };
        let again = snapshot(Session::new().handle(load));
        assert_eq!((&told, &again.digest), (&digest, &digest), "{}", item.path);
        tried += 1;
    }
    assert!(tried > 15);
}
