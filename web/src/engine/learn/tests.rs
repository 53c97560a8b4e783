//! Each lesson, walked as a learner does.

use crate::engine::Session;
use crate::types::{CardView, LessonItem, Reply, Request, VerdictView};

fn items() -> Vec<LessonItem> {
    super::items()
}

/// A session with a lesson open, and its cards.
fn opened(item: &LessonItem) -> (Session, Vec<CardView>) {
    let mut session = Session::new();
    let (path, text) = (item.path.clone(), item.text.clone());
    let load = Request::Load { path, text, seed: None, at_us: None, acts: Vec::new() };
    let reply = session.handle(load);
    assert!(matches!(reply, Reply::Snapshot { .. }), "{}: {reply:?}", item.path);
    let Reply::Lesson { lesson } = session.handle(Request::Lesson) else { panic!("no lesson") };
    (session, lesson.cards)
}

/// Lets time go on as the page does: bit by bit.
fn watch(session: &mut Session, until_us: i64) {
    let Reply::Snapshot { snapshot } = session.handle(Request::Snapshot) else { panic!("none") };
    let mut at_us = snapshot.now_us;
    while at_us < until_us {
        at_us = (at_us + 40_000).min(until_us);
        session.handle(Request::RunUntil { at_us });
    }
}

fn play(session: &mut Session, part: u32) {
    match session.handle(Request::LessonPlay { part }) {
        Reply::Plays { until_us } => watch(session, until_us),
        other => panic!("{other:?}"),
    }
}

fn verdict(session: &mut Session, part: u32) -> VerdictView {
    match session.handle(Request::LessonVerdict { part }) {
        Reply::Verdict { verdict } => verdict,
        other => panic!("{other:?}"),
    }
}

fn check(session: &mut Session, part: u32) -> Vec<String> {
    match session.handle(Request::LessonCheck { part }) {
        Reply::Checked { failures, until_us } => {
            watch(session, until_us);
            failures
        }
        other => panic!("{other:?}"),
    }
}

/// What the file says: `is: busy` of each question, in order.
fn answers(item: &LessonItem) -> Vec<String> {
    let lines = item.text.lines().filter_map(|line| line.strip_prefix("is: "));
    lines.map(str::to_owned).collect()
}

#[test]
fn ten_lessons_are_carried_in_the_order_of_their_numbers() {
    let numbers: Vec<u32> = items().iter().map(|item| item.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
}

#[test]
fn no_card_has_more_words_than_one_reads_at_once_and_none_says_the_answer() {
    for item in items() {
        let (_, cards) = opened(&item);
        for card in &cards {
            let words = card.blocks.iter().map(|(_, text)| text.split_whitespace().count());
            let words = words.sum::<usize>() + card.ask.split_whitespace().count();
            assert!((1..=super::prose::WORDS).contains(&words), "{}: {card:?}", item.path);
        }
        let kind = |kind| cards.iter().filter(|card| card.kind == kind).count();
        assert_eq!(
            (kind("predict"), kind("goal")),
            (item.predictions as usize, item.goals as usize)
        );
    }
}

#[test]
fn every_lesson_is_walked_with_the_engines_answers_and_every_goal_is_missed_without_its_solution() {
    for item in items() {
        let (mut session, cards) = opened(&item);
        let mut expected = answers(&item).into_iter();
        for card in &cards {
            session.handle(Request::LessonGo { part: card.part });
            match card.kind.as_str() {
                "predict" => {
                    play(&mut session, card.part);
                    let verdict = verdict(&mut session, card.part);
                    assert_eq!(Some(&verdict.answer), expected.next().as_ref(), "{}", card.id);
                    assert!(card.choices.iter().any(|choice| choice.word == verdict.answer));
                    assert!(card.choices.iter().any(|choice| choice.word != verdict.answer));
                    assert_ne!(verdict.why, super::ELSEWHERE);
                }
                "goal" => {
                    let missed = check(&mut session, card.part);
                    assert!(!missed.is_empty(), "{}: {} is reached by nothing", item.path, card.id);
                    play(&mut session, card.part);
                    let missed = check(&mut session, card.part);
                    assert_eq!(missed, [""; 0], "{}: {}", item.path, card.id);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn whoever_turns_to_a_card_without_having_done_those_before_finds_the_run_where_it_should_be() {
    for item in items() {
        let (_, cards) = opened(&item);
        let mut expected = answers(&item).into_iter();
        for card in cards.iter().filter(|card| card.kind == "predict") {
            let (mut session, _) = opened(&item);
            session.handle(Request::LessonGo { part: card.part });
            play(&mut session, card.part);
            let verdict = verdict(&mut session, card.part);
            assert_eq!(Some(verdict.answer), expected.next(), "{}: {}", item.path, card.id);
        }
    }
}

#[test]
fn a_goal_counts_whatever_way_was_taken_and_a_check_leaves_the_run_as_it_was() {
    let item = items().remove(0);
    let (mut session, cards) = opened(&item);
    let goal = cards.iter().find(|card| card.kind == "goal").expect("a goal");
    session.handle(Request::LessonGo { part: goal.part });
    let now = |session: &mut Session| match session.handle(Request::Snapshot) {
        Reply::Snapshot { snapshot } => (snapshot.now_us, snapshot.digest.clone()),
        other => panic!("{other:?}"),
    };
    let before = now(&mut session);
    assert!(!check(&mut session, goal.part).is_empty());
    assert_eq!(now(&mut session), before);
    // Another way than the solution: Phone B calls somebody.
    for sentence in ["Phone B connects", "Phone B dials 1200"] {
        let at_us = now(&mut session).0 + 700_000;
        session.handle(Request::RunUntil { at_us });
        session.handle(Request::Act { sentence: sentence.to_owned() });
    }
    assert_eq!(check(&mut session, goal.part), [""; 0]);
}

#[test]
fn an_answer_is_that_of_the_run_as_it_stands() {
    let item = items().remove(0);
    let (mut session, cards) = opened(&item);
    let question = cards.iter().find(|card| card.kind == "predict").expect("a question");
    session.handle(Request::Act { sentence: "Phone B is unplugged".to_owned() });
    play(&mut session, question.part);
    let verdict = verdict(&mut session, question.part);
    assert_eq!((verdict.answer.as_str(), verdict.why.as_str()), ("unknown", super::ELSEWHERE));
    assert_eq!(verdict.subject, "Phone A BLF 1");
}

#[test]
fn what_makes_no_sense_in_a_lesson_is_told() {
    let (mut session, _) = opened(&items().remove(0));
    for request in [
        Request::LessonPlay { part: u32::MAX },
        Request::LessonVerdict { part: 0 },
        Request::LessonCheck { part: 0 },
    ] {
        assert!(matches!(session.handle(request), Reply::Refused { .. }));
    }
    session.handle(Request::LessonGo { part: u32::MAX });
    let load = Request::Load {
        path: "x.yaml".to_owned(),
        text: "lampfield: 1\nname: x\nsteps: []\n".to_owned(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    };
    let mut empty = Session::new();
    empty.handle(load);
    assert!(matches!(empty.handle(Request::Lesson), Reply::Refused { .. }));
}

fn rows(session: &mut Session, request: Request) -> Vec<crate::types::RowView> {
    match session.handle(request) {
        Reply::Sheet { sheet } => sheet.rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worksheet_has_every_question_with_the_engines_answer_and_every_goal() {
    for item in items() {
        let request = Request::Sheet { number: item.number, first: 0, last: 0 };
        let rows = rows(&mut Session::new(), request);
        let asked: Vec<_> = rows.iter().filter(|row| !row.lines.is_empty()).collect();
        let keys: Vec<String> = asked.iter().map(|row| row.answer.clone()).collect();
        assert_eq!(keys, answers(&item), "{}", item.path);
        assert!(rows.iter().all(|row| !row.note.is_empty()));
        assert_eq!(rows.len(), (item.predictions + item.goals) as usize);
    }
    let tickets = rows(&mut Session::new(), Request::Sheet { number: 0, first: 3, last: 5 });
    assert_eq!(tickets.len(), 3);
    assert!(tickets.iter().all(|row| !row.answer.is_empty() && row.lines.len() > 10));
}

#[test]
fn the_checklist_says_what_is_open_in_the_cluster_and_what_does_not_apply() {
    let mut items = items();
    let (mut session, cards) = opened(&items.remove(2));
    let states = |session: &mut Session| {
        let rows = rows(session, Request::Tour);
        rows.into_iter().map(|row| (row.answer, row.lines)).collect::<Vec<_>>()
    };
    let before = states(&mut session);
    assert_eq!(before.len(), 9);
    assert_eq!(before[5], ("open".to_owned(), vec!["Phone A".to_owned()]));
    assert_eq!(before[2].0, "not-applied");
    let goal = cards.iter().find(|card| card.kind == "goal").expect("a goal");
    play(&mut session, goal.part);
    assert_eq!(states(&mut session)[5].0, "done");
    // Ben's template has no button.
    let (mut session, _) = opened(&items.remove(5));
    assert_eq!(states(&mut session)[7], ("open".to_owned(), vec!["Ben".to_owned()]));
}
