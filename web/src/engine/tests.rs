//! The session as a page would use it, natively.

use super::Session;
use crate::types::{GalleryItem, Reply, Request, Snapshot};
use lampfield_core::scenario::{PlayOptions, Player, load};
use std::sync::Arc;

pub(super) fn gallery() -> Vec<GalleryItem> {
    super::gallery::items()
}

pub(super) fn opened(item: &GalleryItem) -> Session {
    let mut session = Session::new();
    let reply = session.handle(load_of(item));
    assert!(matches!(reply, Reply::Snapshot { .. }), "{}: {reply:?}", item.path);
    session
}

fn load_of(item: &GalleryItem) -> Request {
    Request::Load {
        path: item.path.clone(),
        text: item.text.clone(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    }
}

pub(super) fn snapshot(reply: Reply) -> Snapshot {
    match reply {
        Reply::Snapshot { snapshot } => *snapshot,
        other => panic!("no snapshot: {other:?}"),
    }
}

pub(super) fn first() -> GalleryItem {
    gallery().into_iter().next().expect("a gallery")
}

#[test]
fn every_file_of_the_gallery_ends_with_the_digest_of_a_plain_run() {
    let sources = super::gallery::sources();
    for item in gallery() {
        let mut session = opened(&item);
        let scenario = load(&sources, &item.path).expect("a scenario");
        let player = Player::new(Arc::new(scenario), PlayOptions::default()).expect("a player");
        let at_us = player.end().as_micros();
        let report = player.run();
        let end = snapshot(session.handle(Request::RunUntil { at_us }));
        assert_eq!(end.digest, report.digest.to_string(), "{}", item.path);
    }
}

#[test]
fn going_back_and_forth_gives_the_same_digest_and_acting_another() {
    let mut session = opened(&first());
    let there = snapshot(session.handle(Request::RunUntil { at_us: 20_000_000 }));
    let back = snapshot(session.handle(Request::RunUntil { at_us: 6_500_000 }));
    assert!(back.now_us == 6_500_000 && back.reached_us == there.now_us);
    let again = snapshot(session.handle(Request::RunUntil { at_us: 20_000_000 }));
    assert_eq!(there.digest, again.digest);
    session.handle(Request::RunUntil { at_us: 6_500_000 });
    let sentence = "Phone B lifts".to_owned();
    let acted = snapshot(session.handle(Request::Act { sentence: sentence.clone() }));
    assert!(acted.acted && acted.acts == [(6_500_000, sentence)]);
    let other = snapshot(session.handle(Request::RunUntil { at_us: 20_000_000 }));
    assert_ne!(other.digest, again.digest);
    assert_eq!(other.phones[0].keys[0].lamp.face, "busy", "Phone B is off-hook");
}

#[test]
fn a_step_back_undoes_a_step_and_a_link_with_acts_leads_to_the_same_moment() {
    let mut session = opened(&first());
    session.handle(Request::RunUntil { at_us: 3_000_000 });
    session.handle(Request::Act { sentence: "Phone B hangs up".to_owned() });
    let at = snapshot(session.handle(Request::RunUntil { at_us: 4_000_000 }));
    session.handle(Request::Act { sentence: "Phone B lifts".to_owned() });
    let one = snapshot(session.handle(Request::Step));
    snapshot(session.handle(Request::Step));
    let back = snapshot(session.handle(Request::StepBack));
    assert_eq!(back.digest, one.digest);
    let item = first();
    let mut other = Session::new();
    let request = Request::Load {
        path: item.path,
        text: item.text,
        seed: Some(at.seed),
        at_us: Some(at.now_us),
        acts: at.acts.clone(),
    };
    assert_eq!(snapshot(other.handle(request)).digest, at.digest);
}

#[test]
fn the_next_lamp_change_is_found_and_there_is_an_end_to_it() {
    let mut session = opened(&first());
    let mut faces = Vec::new();
    for _ in 0..200 {
        let state = snapshot(session.handle(Request::StepToLamp));
        faces.push((state.now_us, state.phones[0].keys[0].lamp.face.clone()));
    }
    assert!(faces.iter().any(|(_, face)| face == "busy"));
}

#[test]
fn a_lamp_a_message_and_a_rule_tell_why() {
    let mut session = opened(&first());
    session.handle(Request::RunUntil { at_us: 7_000_000 });
    let ask = |session: &mut Session, subject: &str| match session
        .handle(Request::Explain { subject: subject.to_owned() })
    {
        Reply::Why { why } => why,
        other => panic!("{other:?}"),
    };
    let missed = ask(&mut session, "Phone A missed call 1111");
    assert!(missed.checks.iter().any(|c| c.rule == "GROUP-2" && c.verdict == "fail"));
    assert!(!missed.remedies.is_empty() && !missed.events.is_empty());
    let twice = missed.events.windows(2).any(|two| two[0] == two[1]);
    assert!(!twice, "each once: {:?}", missed.events);
    let blf = ask(&mut session, "Phone A BLF 1");
    assert!(blf.checks.iter().any(|check| check.rule == "GROUP-10"));
    let Reply::Ladder { ladder } =
        session.handle(Request::Ladder { from: 0, count: 500, filter: "403".to_owned() })
    else {
        panic!("no ladder")
    };
    let refusal = ladder.rows.first().expect("a 403");
    let Reply::Message { message } = session.handle(Request::Message { event: refusal.event })
    else {
        panic!("no message")
    };
    assert!(message.raw.starts_with("SIP/2.0 403"));
    let why = message.why.expect("a decision behind the 403");
    assert!(why.checks.iter().any(|check| check.rule == "GROUP-2"));
    let Reply::Text { text } = session.handle(Request::Rule { id: "GROUP-2".to_owned() }) else {
        panic!("no rule")
    };
    assert!(text.starts_with("GROUP-2"));
}

#[test]
fn past_the_end_of_the_ladder_are_its_last_rows() {
    let mut session = opened(&first());
    session.handle(Request::RunUntil { at_us: 7_000_000 });
    let mut page = |from, count| match session.handle(Request::Ladder {
        from,
        count,
        filter: String::new(),
    }) {
        Reply::Ladder { ladder } => ladder,
        other => panic!("{other:?}"),
    };
    let (all, last) = (page(0, 500), page(u32::MAX, 3));
    assert_eq!((last.from, last.total), (all.total - 3, all.total));
    assert_eq!(last.rows, all.rows[all.rows.len() - 3..]);
}

#[test]
fn what_makes_no_sense_is_told_in_words_and_changes_nothing() {
    let mut session = Session::new();
    assert!(matches!(session.handle(Request::Step), Reply::Refused { .. }));
    let item = first();
    session.handle(load_of(&item));
    let before = snapshot(session.handle(Request::RunUntil { at_us: 0 }));
    let broken = Request::Load {
        path: "mine.yaml".to_owned(),
        text: "lampfield: 1\nname: x\nclutser: {}\n".to_owned(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    };
    let Reply::Problems { problems } = session.handle(broken) else { panic!("no problems") };
    assert!(problems.iter().any(|problem| problem.line == 3 && !problem.rendered.is_empty()));
    for request in [
        Request::Act { sentence: "Phone Z lifts".to_owned() },
        Request::Act { sentence: String::new() },
        Request::Explain { subject: "Phone A BLF 99".to_owned() },
        Request::Message { event: u32::MAX },
        Request::Rule { id: "GROUP-99".to_owned() },
    ] {
        let said = format!("{request:?}");
        assert!(matches!(session.handle(request), Reply::Refused { .. }), "{said}");
    }
    let Reply::Clock { now_us: 0 } = session.handle(Request::RunUntil { at_us: -5 }) else {
        panic!("something happened")
    };
    let after = snapshot(session.handle(Request::StepBack));
    assert_eq!(after.name, before.name);
}

fn text(reply: Reply) -> String {
    match reply {
        Reply::Text { text } => text,
        other => panic!("no text: {other:?}"),
    }
}

/// Everything that a page draws of the phones, and the digest.
fn drawn(snapshot: &Snapshot) -> (Vec<crate::types::PhoneView>, String) {
    (snapshot.phones.clone(), snapshot.digest.clone())
}

#[test]
fn the_document_is_the_run_again_with_every_lamp_as_it_was() {
    for (number, item) in gallery().into_iter().enumerate() {
        let mut session = opened(&item);
        assert_eq!(text(session.handle(Request::Document)), item.text, "{}", item.path);
        let mut at_us = 0;
        let mut acted = false;
        for n in 0..4 {
            at_us += i64::try_from((number * 7 + n * 13) % 9).unwrap_or(0) * 350_000;
            let now = snapshot(match session.handle(Request::RunUntil { at_us }) {
                Reply::Clock { .. } => session.handle(Request::Snapshot),
                reply => reply,
            });
            let phone = &now.phones[(number + n) % now.phones.len()];
            let verb = phone.verbs.iter().find(|verb| *verb != "dials");
            // Of every three files one is disturbed at first, and one all the while.
            let sentence = match (number % 3, n) {
                (1, 0) | (2, 0 | 2) => format!("loss 30% on {}", phone.name),
                (1, 1) | (2, 1 | 3) => format!("lose next but 1 NOTIFY to {}", phone.name),
                _ => format!("{} {}", phone.name, verb.map_or("lifts", String::as_str)),
            };
            acted |= matches!(session.handle(Request::Act { sentence }), Reply::Snapshot { .. });
        }
        let moment = Request::RunUntil { at_us: at_us + 1_500_000 };
        session.handle(moment.clone());
        let live = snapshot(session.handle(Request::Snapshot));
        let text = text(session.handle(Request::Document));
        let mut again = opened(&GalleryItem { text, ..item.clone() });
        again.handle(moment);
        let again = snapshot(again.handle(Request::Snapshot));
        assert!(acted, "{}", item.path);
        assert_eq!(drawn(&again), drawn(&live), "{}", item.path);
    }
}

#[test]
fn a_text_is_checked_and_what_runs_stays() {
    let mut session = opened(&first());
    let before = snapshot(session.handle(Request::RunUntil { at_us: 3_000_000 }));
    let path = first().path;
    let good = session.handle(Request::Check { path: path.clone(), text: first().text });
    assert_eq!(good, Reply::Problems { problems: Vec::new() });
    let bad = Request::Check { path, text: "lampfield: 1\nname: x\nclutser: {}\n".into() };
    let Reply::Problems { problems } = session.handle(bad) else { panic!("no problems") };
    assert!(problems.iter().any(|one| one.line == 3 && one.rendered.contains("clutser")));
    let after = snapshot(session.handle(Request::Snapshot));
    assert_eq!(drawn(&after), drawn(&before));
    assert_eq!(text(session.handle(Request::Document)), first().text);
}

#[test]
fn what_cannot_be_done_is_told_and_not_written_down() {
    let mut session = opened(&first());
    session.handle(Request::RunUntil { at_us: 1_000_000 });
    let told = session.handle(Request::Act { sentence: "log nobody in on Phone A".into() });
    assert!(matches!(told, Reply::Refused { .. }), "{told:?}");
    assert_eq!(snapshot(session.handle(Request::Snapshot)).acts, []);
    assert_eq!(text(session.handle(Request::Document)), first().text);
}

#[test]
fn the_blank_file_is_one_and_its_comment_is_another() {
    use crate::messages as t;
    let filled: String = t::BLANK
        .lines()
        .map(|line| match line.trim_start().strip_prefix("# ") {
            Some(own) if !own.ends_with("number:") => format!("  {own}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    for (text, phones) in [(t::BLANK.to_owned(), 0), (filled, 2)] {
        let mut session = opened(&GalleryItem { path: "new.yaml".into(), text, ..first() });
        assert_eq!(snapshot(session.handle(Request::Snapshot)).phones.len(), phones);
    }
}
