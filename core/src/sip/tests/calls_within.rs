//! What happens inside of a standing call, and what of the dialog is kept: re-INVITEs, order, tags,
//! routes, challenges, forks.

use super::net::{A, B, Event, Net, sdp};
use super::pair::{Fate, answer as answer_text};
use crate::id::NodeId;
use crate::rng::Rng;
use crate::sip::call::{CallEnded, CallNews, CannotChange};
use crate::sip::digest::{Authenticator, Credentials, DigestOptions, Secret};
use crate::sip::message::Message;
use crate::sip::notifier::Refusal;
use std::sync::Arc;

fn reinvite(net: &mut Net, node: NodeId, handle: u32, text: &str) -> Result<(), CannotChange> {
    let leg = net.leg(node, handle);
    net.at(node, |calls, now, out| calls.reinvite(now, leg, Some(&sdp(text)), out))
}

/// Answers the re-INVITE that came last at `node`; its body.
fn accept(net: &mut Net, node: NodeId, text: &str) -> String {
    let (leg, body) = loop {
        if let Event::Reinvite { leg, body, .. } = net.event(node) {
            break (leg, body);
        }
    };
    net.at(node, |calls, now, out| calls.answer(now, leg, Some(&sdp(text)), out));
    String::from_utf8_lossy(&body.unwrap().bytes).into_owned()
}

/// A message of the wire with some of its text changed.
fn changed(message: &Message, changes: &[(&str, &str)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(message.raw()).into_owned();
    let change = |text: String, (from, to): &(&str, &str)| {
        assert!(text.contains(from), "{from} in {text}");
        text.replacen(from, to, 1)
    };
    changes.iter().fold(text, change).into_bytes()
}

#[test]
fn either_end_changes_the_media_of_a_standing_call() {
    let mut net = Net::new(1);
    let (a, b) = net.standing();
    for (node, other, handle) in [(A, B, a), (B, A, b), (A, B, a)] {
        reinvite(&mut net, node, handle, "hold").unwrap();
        assert_eq!(reinvite(&mut net, node, handle, "x"), Err(CannotChange::Pending));
        net.run_ms(10);
        assert_eq!(accept(&mut net, other, "held"), "hold");
        net.run_ms(10);
        let changed = CallNews::Changed { body: Some(sdp("held")), owes_ack: false };
        assert_eq!(
            (net.news(node), net.news(other)),
            (changed, CallNews::Confirmed { body: None })
        );
        assert_eq!(net.words().len(), 4);
    }
}

#[test]
fn a_refused_or_withdrawn_change_leaves_the_call_as_it_was() {
    let mut net = Net::new(2);
    let (a, b) = net.standing();
    reinvite(&mut net, A, a, "hold").unwrap();
    net.run_ms(10);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.refuse(now, leg, 488, out));
    net.run_ms(10);
    assert_eq!(net.news(A), CallNews::ChangeRefused { code: 488 });
    // A re-INVITE that nobody answers is taken back, and the call goes on.
    reinvite(&mut net, A, a, "hold").unwrap();
    net.run_ms(250_000);
    assert!(matches!(net.news(A), CallNews::ChangeRefused { code: 480 | 487 }));
    assert!(net.end(A).stands(net.leg(A, a)) && net.end(B).stands(leg));
    assert_eq!(net.next_at(), None);
}

#[test]
fn two_changes_that_meet_are_refused_with_491_and_tried_again_one_after_the_other() {
    for seed in 0..20 {
        let mut net = Net::new(seed);
        let (a, b) = net.standing();
        reinvite(&mut net, A, a, "from a").unwrap();
        reinvite(&mut net, B, b, "from b").unwrap();
        net.run_ms(10);
        let words = net.words();
        assert_eq!(words.iter().filter(|word| word.ends_with("491")).count(), 2);
        // The called end waits 0 to 2 s, the caller 2.1 to 4 s.
        net.run_ms(2_040);
        assert_eq!(accept(&mut net, A, "yes"), "from b");
        net.run_ms(2_100);
        assert_eq!(accept(&mut net, B, "yes"), "from a");
        net.run_ms(10);
        assert!(net.end(A).stands(net.leg(A, a)) && net.end(B).stands(net.leg(B, b)));
        assert_eq!(net.words().len(), 8, "seed {seed}");
    }
}

#[test]
fn a_change_that_the_far_end_knows_no_call_for_ends_it() {
    let mut net = Net::new(3);
    let (a, _) = net.standing();
    net.at(B, |calls, _, _| calls.forget_all());
    reinvite(&mut net, A, a, "hold").unwrap();
    net.run_ms(10);
    assert_eq!(net.words(), ["A INVITE", "B 481", "A ACK", "A BYE", "B 481"]);
    assert_eq!(net.ended(A), CallEnded::Lost);
}

#[test]
fn requests_out_of_order_get_500_and_of_unknown_dialogs_481() {
    let mut net = Net::new(4);
    let (a, b) = net.standing();
    let leg = net.leg(A, a);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.at(A, |calls, now, out| calls.hang_up(now, leg, out));
    let bye = net.wire[0].2.clone();
    net.words();
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("CSeq: 2", "CSeq: 1"), ("branch=z9hG4bK", "branch=z9hG4bKa")], "B 500"),
        (&[("Call-ID: ", "Call-ID: x"), ("branch=z9hG4bK", "branch=z9hG4bKb")], "B 481"),
        (
            &[
                (
                    "From: \"Anna \\\"A\\\"\" <sip:1001@10.1.0.3>;tag=",
                    "From: <sip:1001@10.1.0.3>;tag=x",
                ),
                ("branch=z9hG4bK", "branch=z9hG4bKc"),
            ],
            "B 481",
        ),
        (&[], "B 200"),
    ];
    for (changes, expected) in cases {
        let bytes = changed(&bye, changes);
        net.deliver(A, B, &bytes);
        assert_eq!(net.words(), [expected]);
    }
    assert_eq!((net.ended(B), net.legs.get(&(B, b))), (CallEnded::HungUp, None));
    let invite = changed(
        &bye,
        &[("BYE", "INVITE"), ("BYE", "INVITE"), ("branch=z9hG4bK", "branch=z9hG4bKd")],
    );
    net.deliver(A, B, &invite);
    assert_eq!(net.words(), ["B 481"]);
}

#[test]
fn a_change_moves_the_remote_target_and_routes_stay() {
    let mut net = Net::new(5);
    let (a, b) = net.standing();
    net.rule = Box::new(|_, _, _| Fate::Lose);
    reinvite(&mut net, A, a, "moved").unwrap();
    let invite = net.wire[0].2.clone();
    let moved = changed(
        &invite,
        &[(
            "Contact: <sip:1001@10.1.0.2:5060>",
            "Contact: <sip:new@10.9.9.9>\r\nRecord-Route: <sip:late;lr>",
        )],
    );
    net.deliver(A, B, &moved);
    accept(&mut net, B, "yes");
    let leg = net.leg(B, b);
    let ack = changed(
        &invite,
        &[("INVITE", "ACK"), ("INVITE", "ACK"), ("branch=z9hG4bK", "branch=z9hG4bKk")],
    );
    net.deliver(A, B, &ack);
    net.words();
    net.at(B, |calls, now, out| calls.hang_up(now, leg, out));
    let bye = &net.wire[0].2;
    assert_eq!((bye.request_uri(), bye.routes().count()), ("sip:new@10.9.9.9", 0));
}

/// A call from A whose INVITE and answer went through these proxies (topmost first); the request
/// line and routes of the BYE of each end.
fn through(proxies: &str) -> Vec<(String, Vec<String>)> {
    let mut net = Net::new(6);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    let a = net.call(A, B, None);
    let record = format!("Record-Route: {proxies}\r\nCSeq:");
    let invite = changed(&net.wire[0].2, &[("CSeq:", &record)]);
    net.deliver(A, B, &invite);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.answer(now, leg, None, out));
    let answer = net.wire.last().unwrap().2.raw().to_vec();
    net.deliver(B, A, &answer);
    let ack = net.wire.last().unwrap().2.raw().to_vec();
    net.deliver(A, B, &ack);
    [(A, net.leg(A, a)), (B, leg)]
        .into_iter()
        .map(|(node, leg)| {
            net.at(node, |calls, now, out| calls.hang_up(now, leg, out));
            let bye = &net.wire.last().unwrap().2;
            (bye.request_uri().to_owned(), bye.routes().map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn route_sets_are_kept_in_the_order_of_each_end() {
    let (p1, p2) = ("<sip:p1;lr>", "<sip:p2;lr;x=1>");
    let ends = through(&format!("{p1}, {p2}"));
    let strings = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    assert_eq!(ends[0], ("sip:1002@10.1.0.3:5060".to_owned(), strings(&[p2, p1])));
    assert_eq!(ends[1], ("sip:1001@10.1.0.2:5060".to_owned(), strings(&[p1, p2])));
}

#[test]
fn a_strict_router_stands_as_request_uri_and_the_target_comes_last() {
    let ends = through("<sip:p1;lr>,<sip:strict>");
    assert_eq!(ends[0].0, "sip:strict");
    assert_eq!(ends[0].1, ["<sip:p1;lr>", "<sip:1002@10.1.0.3:5060>"]);
}

#[test]
fn the_same_invite_over_another_way_is_no_second_call() {
    let mut net = Net::new(12);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.call(A, B, None);
    let invite = net.wire[0].2.clone();
    net.deliver(A, B, invite.raw());
    net.incoming(B);
    net.deliver(A, B, &changed(&invite, &[("branch=z9hG4bK", "branch=z9hG4bKfork")]));
    assert_eq!(net.words(), ["A INVITE", "B 100", "B 482"]);
    assert_eq!(net.end(B).len(), 1);
}

#[test]
fn too_many_proxies_or_an_extension_that_nobody_knows_are_refused() {
    let mut net = Net::new(7);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.call(A, B, None);
    let invite = net.wire[0].2.clone();
    let routes = vec!["<sip:p;lr>"; 33].join(",");
    let lines = [&format!("Record-Route: {routes}"), "Record-Route: <no route>", "Require: 100rel"];
    for (line, code, branch) in [(lines[0], 400, "a"), (lines[1], 400, "b"), (lines[2], 420, "c")] {
        let branch = format!("branch=z9hG4bK{branch}");
        let bytes = changed(
            &invite,
            &[("CSeq:", &format!("{line}\r\nCSeq:")), ("branch=z9hG4bK", &branch)],
        );
        net.deliver(A, B, &bytes);
        assert_eq!(net.wire.last().unwrap().2.status(), Some(code));
    }
    assert!(net.end(B).is_empty());
    assert_eq!(net.wire.last().unwrap().2.header("Unsupported"), Some("100rel"));
}

#[test]
fn a_challenged_invite_is_sent_again_with_proof_and_so_are_ack_and_bye() {
    let mut net = Net::new(8);
    let rng = Rng::stream(8, "digest");
    let mut authenticator = Authenticator::new(DigestOptions::new("cm1"), rng);
    let password = Secret::new("wonderland");
    let credentials =
        Credentials { username: "alice".into(), password: password.clone(), realm: None };
    let a = net.call_as(A, B, Some(&sdp("offer")), Some(&Arc::new(credentials)));
    net.run_ms(10);
    let Event::Incoming { leg, .. } = net.event(B) else { panic!() };
    let challenge = authenticator.challenge(net.now, false);
    net.at(B, |calls, now, out| calls.refuse(now, leg, Refusal::challenge(&challenge), out));
    net.run_ms(10);
    let b = net.incoming(B);
    let invite = net.wire.iter().rfind(|(_, from, _)| *from == A).unwrap().2.clone();
    let verdict = authenticator.verify(net.now, &invite, |_| Some(&password));
    assert_eq!(verdict.code(), None, "{verdict:?}");
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.answer(now, leg, None, out));
    net.run_ms(10);
    let leg = net.leg(A, a);
    net.at(A, |calls, now, out| calls.hang_up(now, leg, out));
    net.run_ms(10);
    let proves = |m: &Message| m.authorization().next().is_some();
    let proved: Vec<bool> =
        net.wire.iter().filter(|(_, from, _)| *from == A).map(|(_, _, m)| proves(m)).collect();
    // INVITE, ACK to 401, INVITE, ACK to 200, BYE.
    assert_eq!(proved, [false, false, true, true, true]);
    let invites =
        net.wire.iter().filter(|(_, _, m)| m.method_text() == "INVITE" && m.status().is_none());
    let ids: Vec<(&str, u32)> = invites.map(|(_, _, m)| (m.call_id(), m.cseq())).collect();
    assert_eq!((ids[0].0, ids[0].1 + 1), ids[1]);
}

#[test]
fn a_challenge_that_was_met_in_vain_is_a_refusal() {
    let mut net = Net::new(9);
    let mut authenticator = Authenticator::new(DigestOptions::new("cm1"), Rng::stream(9, "digest"));
    let credentials =
        Credentials { username: "alice".into(), password: Secret::new("x"), realm: None };
    net.call_as(A, B, None, Some(&Arc::new(credentials)));
    for _ in 0..2 {
        net.run_ms(10);
        let Event::Incoming { leg, .. } = net.event(B) else { panic!() };
        let challenge = authenticator.challenge(net.now, false);
        net.at(B, |calls, now, out| calls.refuse(now, leg, Refusal::challenge(&challenge), out));
    }
    net.run_ms(10);
    assert_eq!(net.ended(A), CallEnded::Refused { code: 401, retry_after: None });
}

#[test]
fn a_second_end_that_answers_a_forked_invite_is_acknowledged_and_sent_away() {
    let mut net = Net::new(10);
    let (a, _) = {
        let a = net.call(A, B, None);
        net.run_ms(10);
        (a, net.incoming(B))
    };
    net.rule = Box::new(|_, _, _| Fate::Lose);
    let invite = net.wire[0].2.clone();
    let contact = |n: u32| format!("Contact: <sip:fork{n}@10.9.9.{n}>\r\n");
    for (tag, n) in [("one", 1), ("two", 2), ("two", 2), ("one", 1)] {
        net.words();
        net.deliver(B, A, &answer_text(&invite, 200, tag, &contact(n)));
        let sent: Vec<(String, String)> = net
            .wire
            .iter()
            .map(|(_, _, m)| (m.method_text().to_owned(), m.request_uri().to_owned()))
            .collect();
        let target = format!("sip:fork{n}@10.9.9.{n}");
        assert_eq!(sent[0], ("ACK".to_owned(), target.clone()));
        if let Some(bye) = sent.get(1) {
            assert_eq!((tag, bye), ("two", &("BYE".to_owned(), target)));
        }
    }
    assert_eq!(net.words().len(), 1);
    assert!(net.end(A).stands(net.leg(A, a)));
}
