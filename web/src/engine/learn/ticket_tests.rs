//! Tickets: each fault is seen, and mended by undoing it.

use super::faults::KINDS;
use super::ticket::view;
use crate::engine::Session;
use crate::types::{Reply, Request, TicketView, ToldView};

fn opened(seed: u32) -> (Session, TicketView) {
    let mut session = Session::new();
    let Reply::Ticket { ticket } = session.handle(Request::Ticket { seed }) else { panic!("none") };
    let (path, text) = (ticket.path.clone(), ticket.text.clone());
    let load = Request::Load { path, text, seed: None, at_us: None, acts: Vec::new() };
    let reply = session.handle(load);
    assert!(matches!(reply, Reply::Snapshot { .. }), "{seed}: {reply:?}");
    (session, ticket)
}

fn told(session: &mut Session, request: Request) -> ToldView {
    match session.handle(request) {
        Reply::Told { told } => told,
        other => panic!("{other:?}"),
    }
}

fn go_on(session: &mut Session) {
    let Reply::Snapshot { snapshot } = session.handle(Request::Snapshot) else { panic!("none") };
    session.handle(Request::RunUntil { at_us: snapshot.now_us + 1_500_000 });
}

#[test]
fn each_fault_is_seen_in_its_lamp_and_mended_by_undoing_it() {
    for seed in 0..36 {
        let (mut session, ticket) = opened(seed);
        assert!(!told(&mut session, Request::TicketCheck).over, "{seed}: {}", ticket.complaint);
        // A look into the answers, and the same ticket once more.
        let answer = told(&mut session, Request::TicketGiveUp);
        assert!(answer.over && !answer.solved && !answer.rule.is_empty());
        let (mut session, _) = opened(seed);
        for sentence in answer.mend {
            let reply = session.handle(Request::Act { sentence: sentence.clone() });
            assert!(matches!(reply, Reply::Snapshot { .. }), "{seed}: {sentence}: {reply:?}");
            go_on(&mut session);
        }
        let mended = told(&mut session, Request::TicketCheck);
        assert!(mended.solved && mended.over, "{seed}: {} {mended:?}", ticket.complaint);
    }
}

#[test]
fn neighbours_never_look_for_the_same_fault_and_every_kind_has_its_turn() {
    let cause = |seed| told(&mut opened(seed).0, Request::TicketGiveUp).words;
    let kind = |words: &str| KINDS.iter().position(|kind| words.contains(kind.cause));
    let kinds: Vec<_> = (0..24).map(|seed| kind(&cause(seed)).expect("a kind")).collect();
    assert!(kinds.windows(2).all(|pair| pair[0] != pair[1]), "{kinds:?}");
    for number in 0..KINDS.len() {
        assert_eq!(kinds.iter().filter(|kind| **kind == number).count(), 2);
    }
    assert_ne!(view(0).objects, view(12).objects, "the same fault at another desk");
}

#[test]
fn a_ticket_tells_nothing_until_it_is_closed() {
    let (mut session, ticket) = opened(7);
    let explain = || Request::Explain { subject: ticket.lamp.clone() };
    assert!(matches!(session.handle(explain()), Reply::Refused { .. }));
    let cell = Request::Cell { watcher: 0, line: 1, list: false };
    assert!(matches!(session.handle(cell), Reply::Refused { .. }));
    let say = |cause: &str, object: &str| Request::TicketSay {
        cause: cause.to_owned(),
        object: object.to_owned(),
    };
    let wrong = told(&mut session, say("", ""));
    assert!(!wrong.over && wrong.rule.is_empty() && wrong.mend.is_empty());
    let mut solved = Vec::new();
    for cause in &ticket.causes {
        for object in &ticket.objects {
            let (mut session, _) = opened(7);
            let told = told(&mut session, say(cause, object));
            if told.solved {
                assert!(matches!(session.handle(explain()), Reply::Why { .. }));
                solved.push(told);
            }
        }
    }
    assert_eq!(solved.len(), 1, "one cause at one place");
}

#[test]
fn a_ticket_whose_text_was_changed_is_played_as_it_stands_there() {
    let (mut session, ticket) = opened(4);
    let text = ticket.text.replacen("lampfield: 1", "lampfield: 1\n# mine", 1);
    let load = |text: &str| Request::Load {
        path: ticket.path.clone(),
        text: text.to_owned(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    };
    assert!(matches!(session.handle(load(&text)), Reply::Snapshot { .. }));
    assert!(matches!(session.handle(Request::TicketCheck), Reply::Refused { .. }));
    let Reply::Text { text: written } = session.handle(Request::Document) else {
        panic!("no text")
    };
    assert_eq!(written, text);
    assert!(matches!(session.handle(load(&ticket.text)), Reply::Snapshot { .. }));
    assert!(matches!(session.handle(Request::TicketCheck), Reply::Told { .. }));
}
