//! Calls between two user agents: placed, answered, refused, cancelled, ended.

use super::net::{A, B, Event, Net, sdp};
use super::pair::Fate;
use crate::sip::Transport;
use crate::sip::call::{CallEnded, CallNews};
use crate::sip::message::{Body, Message, Method};
use crate::sip::stream::{Framed, Opened, StreamReader};
use crate::time::Instant;

fn lose(net: &mut Net, which: fn(&Message) -> bool, mut times: usize) {
    net.rule = Box::new(move |_, message, _| {
        let hit = times > 0 && which(message);
        times -= usize::from(hit);
        if hit { Fate::Lose } else { Fate::Arrive }
    });
}

fn is(message: &Message, method: Method) -> bool {
    message.status().is_none() && message.method() == method
}

fn answer(net: &mut Net, handle: u32, body: Option<&Body>) {
    let leg = net.leg(B, handle);
    net.at(B, |calls, now, out| calls.answer(now, leg, body, out));
}

fn hang_up(net: &mut Net, node: crate::id::NodeId, handle: u32) {
    let leg = net.leg(node, handle);
    net.at(node, |calls, now, out| calls.hang_up(now, leg, out));
}

fn over(net: &mut Net) {
    net.run_until(net.now + crate::time::Duration::from_secs(600));
    assert_eq!((net.end(A).len(), net.end(B).len(), net.next_at()), (0, 0, None));
}

#[test]
fn a_call_is_placed_rings_is_answered_and_ended_with_bodies_untouched() {
    let mut net = Net::new(1);
    let a = net.call(A, B, Some(&sdp("offer")));
    net.run_ms(10);
    let Event::Incoming { leg, number, body } = net.event(B) else { panic!() };
    assert_eq!((number.as_str(), body), ("1002", Some(sdp("offer"))));
    net.adopt(B, leg);
    net.at(B, |calls, now, out| calls.ring(now, leg, out));
    net.run_ms(2_000);
    assert_eq!(net.news(A), CallNews::Progress { code: 180, body: None });
    net.at(B, |calls, now, out| calls.answer(now, leg, Some(&sdp("answer")), out));
    net.run_ms(10);
    let answered = CallNews::Answered { body: Some(sdp("answer")), owes_ack: false };
    assert_eq!((net.news(A), net.news(B)), (answered, CallNews::Confirmed { body: None }));
    let invite = &net.wire[0].2;
    assert_eq!(
        invite.header("From").unwrap().split(';').next(),
        Some("\"Anna \\\"A\\\"\" <sip:1001@10.1.0.3>")
    );
    assert_eq!(invite.content_type(), Some("application/sdp"));
    let words = ["A INVITE", "B 100", "B 180", "B 200", "A ACK"];
    assert_eq!(net.words(), words);
    hang_up(&mut net, A, a);
    net.run_ms(10);
    assert_eq!(net.words(), ["A BYE", "B 200"]);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::Local, CallEnded::HungUp));
    over(&mut net);
}

#[test]
fn the_called_end_hangs_up_too() {
    let mut net = Net::new(2);
    let (_, b) = net.standing();
    hang_up(&mut net, B, b);
    net.run_ms(10);
    assert_eq!(net.words(), ["B BYE", "A 200"]);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::HungUp, CallEnded::Local));
    over(&mut net);
}

#[test]
fn a_refusal_is_acknowledged_in_its_transaction_and_told_with_its_code() {
    let mut net = Net::new(3);
    net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.refuse(now, leg, 486, out));
    net.run_ms(10);
    assert_eq!(net.ended(A), CallEnded::Refused { code: 486, retry_after: None });
    assert_eq!(net.ended(B), CallEnded::Local);
    let branch = |n: usize| net.wire[n].2.branch().unwrap().to_owned();
    assert_eq!(branch(0), branch(3));
    assert!(String::from_utf8_lossy(net.wire[2].2.raw()).starts_with("SIP/2.0 486 Busy Here\r\n"));
    assert_eq!(net.words(), ["A INVITE", "B 100", "B 486", "A ACK"]);
    over(&mut net);
}

#[test]
fn an_invite_to_nobody_is_sent_seven_times_and_given_up_after_32_seconds() {
    let mut net = Net::new(4);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.call(A, B, None);
    net.run_until(Instant::from_secs(40));
    let times: Vec<i64> = net.wire.iter().map(|(at, _, _)| *at).collect();
    assert_eq!(times, [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    assert_eq!(net.ended(A), CallEnded::NoAnswer);
    over(&mut net);
}

#[test]
fn nothing_but_successes_is_sent_again_over_a_stream() {
    let mut net = Net::new(5);
    net.transport = Transport::Tcp;
    net.rule = Box::new(|_, message, _| match is(message, Method::Ack) {
        true => Fate::Lose,
        false => Fate::Arrive,
    });
    net.call(A, B, None);
    net.run_ms(10);
    let invite = String::from_utf8_lossy(net.wire[0].2.raw()).into_owned();
    assert!(invite.contains("Via: SIP/2.0/TCP ") && invite.contains(":5060;transport=tcp>"));
    let b = net.incoming(B);
    answer(&mut net, b, None);
    net.run_until(Instant::from_secs(200));
    let words = net.words();
    let count = |word: &str| words.iter().filter(|w| *w == word).count();
    assert_eq!((count("A INVITE"), count("B BYE"), count("B 200"), count("A ACK")), (1, 1, 11, 11));
    assert!(matches!(net.news(A), CallNews::Answered { .. }));
    assert_eq!((net.ended(B), net.ended(A)), (CallEnded::NoAck, CallEnded::HungUp));
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.call(A, B, None);
    net.run_ms(100_000);
    assert_eq!(net.words(), ["A INVITE"]);
}

#[test]
fn a_success_is_sent_again_until_its_ack_and_each_gets_one() {
    let mut net = Net::new(6);
    lose(&mut net, |m| is(m, Method::Ack), 2);
    net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    answer(&mut net, b, None);
    net.run_ms(10_000);
    let expected = ["A INVITE", "B 100", "B 200", "A ACK", "B 200", "A ACK", "B 200", "A ACK"];
    assert_eq!(net.words(), expected);
    assert_eq!(net.news(B), CallNews::Confirmed { body: None });
}

#[test]
fn a_success_without_any_ack_ends_with_bye_after_timer_h() {
    let mut net = Net::new(7);
    net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    lose(&mut net, |m| is(m, Method::Ack), usize::MAX);
    answer(&mut net, b, None);
    net.run_ms(33_000);
    assert_eq!(net.ended(B), CallEnded::NoAck);
    assert!(matches!(net.news(A), CallNews::Answered { .. }));
    assert_eq!(net.ended(A), CallEnded::HungUp);
    over(&mut net);
}

#[test]
fn a_call_that_rings_is_cancelled_with_487() {
    let mut net = Net::new(8);
    let a = net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.ring(now, leg, out));
    net.run_ms(5_000);
    hang_up(&mut net, A, a);
    net.run_ms(10);
    let tags: Vec<_> = [2, 4, 5].iter().map(|n: &usize| net.wire[*n].2.to_tag().unwrap()).collect();
    assert!(tags.iter().all(|tag| *tag == tags[0]), "{tags:?}");
    let expected = ["A INVITE", "B 100", "B 180", "A CANCEL", "B 200", "B 487", "A ACK"];
    assert_eq!(net.words(), expected);
    net.news(A);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::Local, CallEnded::Cancelled));
    over(&mut net);
}

#[test]
fn cancel_waits_for_the_first_provisional_answer() {
    let mut net = Net::new(9);
    lose(&mut net, |m| is(m, Method::Invite), 2);
    let a = net.call(A, B, None);
    hang_up(&mut net, A, a);
    net.run_ms(1_400);
    assert_eq!(net.words(), ["A INVITE", "A INVITE"]);
    net.run_ms(200);
    assert_eq!(net.words(), ["A INVITE", "B 100", "A CANCEL", "B 200", "B 487", "A ACK"]);
    assert_eq!(net.ended(A), CallEnded::Local);
}

#[test]
fn an_answer_that_crosses_a_cancel_is_acknowledged_and_taken_down() {
    let mut net = Net::new(10);
    let a = net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    hang_up(&mut net, A, a);
    answer(&mut net, b, None);
    net.run_ms(20);
    let expected = ["A INVITE", "B 100", "A CANCEL", "B 200", "A ACK", "A BYE", "B 200", "B 200"];
    let mut words = net.words();
    words.sort();
    let mut sorted = expected.to_vec();
    sorted.sort_unstable();
    assert_eq!(words, sorted);
    assert_eq!(net.ended(A), CallEnded::Local);
    net.news(B);
    assert_eq!(net.ended(B), CallEnded::HungUp);
    over(&mut net);
}

#[test]
fn a_cancel_without_any_answer_is_over_after_32_seconds() {
    let mut net = Net::new(11);
    let a = net.call(A, B, None);
    net.run_ms(10);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    hang_up(&mut net, A, a);
    net.run_ms(31_000);
    assert!(net.events.iter().all(|(node, _)| *node == B));
    net.run_ms(2_000);
    assert_eq!(net.ended(A), CallEnded::Local);
}

#[test]
fn a_call_that_nobody_answers_ends_after_three_minutes_and_says_each_minute_that_it_rings() {
    let mut net = Net::new(12);
    net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.ring(now, leg, out));
    net.run_ms(200_000);
    let expected = ["A INVITE", "B 100", "B 180", "B 180", "B 180", "B 480", "A ACK"];
    assert_eq!(net.words(), expected);
    assert_eq!(net.ended(B), CallEnded::RangTooLong);
    over(&mut net);
}

#[test]
fn a_caller_hears_of_a_silent_end_after_three_minutes() {
    let mut net = Net::new(13);
    net.call(A, B, None);
    net.run_ms(10);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    net.run_ms(220_000);
    assert_eq!(net.ended(A), CallEnded::RangTooLong);
}

#[test]
fn an_end_that_hangs_up_before_the_ack_waits_for_it() {
    let mut net = Net::new(14);
    lose(&mut net, |m| is(m, Method::Ack), 1);
    net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    answer(&mut net, b, None);
    hang_up(&mut net, B, b);
    net.run_ms(1_000);
    let expected = ["A INVITE", "B 100", "B 200", "A ACK", "B 200", "A ACK", "B BYE", "A 200"];
    assert_eq!(net.words(), expected);
    assert_eq!(net.ended(B), CallEnded::Local);
}

#[test]
fn both_hang_up_at_once_and_both_are_rid_of_it() {
    let mut net = Net::new(15);
    let (a, b) = net.standing();
    hang_up(&mut net, A, a);
    hang_up(&mut net, B, b);
    net.run_ms(10);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::Local, CallEnded::Local));
    over(&mut net);
}

#[test]
fn a_failed_transport_ends_what_waits_and_leaves_what_stands() {
    let mut net = Net::new(16);
    let (a, _) = net.standing();
    net.call(A, B, None);
    net.at(A, |calls, now, out| calls.transport_failed(now, B, out));
    assert_eq!(net.ended(A), CallEnded::TransportFailed);
    assert!(net.end(A).stands(net.leg(A, a)));
}

#[test]
fn an_offer_that_comes_with_the_answer_is_answered_with_the_ack() {
    let mut net = Net::new(17);
    let a = net.call(A, B, None);
    net.run_ms(10);
    let b = net.incoming(B);
    answer(&mut net, b, Some(&sdp("offer")));
    net.run_ms(600);
    assert_eq!(net.news(A), CallNews::Answered { body: Some(sdp("offer")), owes_ack: true });
    assert_eq!(net.words(), ["A INVITE", "B 100", "B 200", "B 200"]);
    let leg = net.leg(A, a);
    net.at(A, |calls, _, out| calls.acknowledge(leg, Some(&sdp("answer")), out));
    net.run_ms(5_000);
    assert_eq!(net.words(), ["A ACK"]);
    assert_eq!(net.news(B), CallNews::Confirmed { body: Some(sdp("answer")) });
}

#[test]
fn what_a_call_sends_over_a_stream_is_found_there_again_however_it_is_cut() {
    let mut net = Net::new(18);
    net.transport = Transport::Tcp;
    let (a, _) = net.standing();
    hang_up(&mut net, A, a);
    let a = net.call(A, B, Some(&sdp("offer\r\n\r\n")));
    net.run_ms(10);
    hang_up(&mut net, A, a);
    net.run_ms(10);
    let sent: Vec<Framed> = net
        .wire
        .iter()
        .filter(|(_, from, _)| *from == A)
        .map(|(_, _, message)| Framed::Message(message.raw().to_vec()))
        .collect();
    let bytes: Vec<u8> = net
        .wire
        .iter()
        .filter(|(_, from, _)| *from == A)
        .flat_map(|(_, _, message)| message.raw().to_vec())
        .collect();
    // BYE, INVITE, CANCEL, ACK.
    assert_eq!(sent.len(), 4);
    for size in [1, 7, 100, 10_000] {
        let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
        for piece in bytes.chunks(size) {
            reader.feed(net.now, piece, &mut out).unwrap();
        }
        assert_eq!(out, sent);
    }
}
