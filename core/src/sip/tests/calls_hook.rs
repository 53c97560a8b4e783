//! A phone says whether it is off the hook without a call.

use super::net::{A, B, Event, Net, sdp};
use super::pair::Fate;
use crate::sip::message::{Message, Method};

fn tell(net: &mut Net, off: bool) {
    net.at(A, |calls, now, out| calls.tell_hook(now, B, "1001", off, out));
}

/// Tells it again and again, as a phone does that does not know whether it was heard.
fn tell_for(net: &mut Net, off: bool, seconds: i64) {
    for _ in 0..seconds {
        tell(net, off);
        net.run_ms(1000);
    }
}

fn told(net: &mut Net) -> Vec<bool> {
    let all = net.events.drain(..).filter_map(|(_, event)| match event {
        Event::Hook { off } => Some(off),
        _ => None,
    });
    all.collect()
}

fn is_notify(message: &Message) -> bool {
    message.method() == Method::Notify && message.status().is_none()
}

#[test]
fn each_change_is_told_once_and_a_phone_on_the_hook_begins_in_silence() {
    let mut net = Net::new(1);
    for off in [false, true, true, false, false, true] {
        tell(&mut net, off);
        net.run_ms(100);
    }
    assert_eq!(told(&mut net), [true, false, true]);
    assert_eq!(net.words().len(), 6);
}

#[test]
fn what_changes_while_a_notify_is_out_is_told_after_it_and_the_last_word_wins() {
    let mut net = Net::new(2);
    tell(&mut net, true);
    tell(&mut net, false);
    tell(&mut net, true);
    tell(&mut net, false);
    net.run_ms(100);
    tell(&mut net, false);
    net.run_ms(100);
    assert_eq!(told(&mut net), [true, false]);
}

#[test]
fn one_that_was_never_answered_is_told_again() {
    let mut net = Net::new(3);
    net.rule = Box::new(|_, message, now| {
        let lost = message.method() == Method::Notify && now.as_micros() < 40_000_000;
        if lost { Fate::Lose } else { Fate::Arrive }
    });
    tell_for(&mut net, true, 3);
    // Meanwhile it is on the hook again: the far end may have heard of the other.
    tell_for(&mut net, false, 60);
    assert_eq!(told(&mut net), [false]);
    assert_eq!(net.next_at(), None, "and then it is silent");
}

#[test]
fn an_invite_takes_the_lifted_phone_up_and_its_refusal_leaves_it_lifted() {
    for (code, again) in [(404, 0), (486, 0), (503, 1)] {
        let mut net = Net::new(4);
        tell(&mut net, true);
        net.run_ms(100);
        net.call(A, B, Some(&sdp("offer")));
        tell(&mut net, false);
        net.run_ms(100);
        assert_eq!(net.event(B), Event::Hook { off: true });
        let b = net.incoming(B);
        assert!(net.events.is_empty(), "nothing is said while a call is under way");
        let leg = net.leg(B, b);
        net.at(B, |calls, now, out| calls.refuse(now, leg, code, out));
        net.run_ms(100);
        net.events.clear();
        net.wire.clear();
        tell(&mut net, true);
        let said = net.wire.iter().filter(|(_, _, message)| is_notify(message)).count();
        assert_eq!(said, again, "{code}");
        net.run_ms(100);
        tell(&mut net, false);
        net.run_ms(100);
        assert_eq!(told(&mut net).last(), Some(&false), "{code}");
    }
}

#[test]
fn what_is_no_document_of_dialogs_is_refused() {
    let mut net = Net::new(5);
    tell(&mut net, true);
    let (_, _, message) = net.wire.pop().unwrap();
    let text = String::from_utf8_lossy(message.raw()).replace("<dialog-info", "<dialogues!!");
    let text = text.replace(";branch=z9hG4bK", ";branch=z9hG4bKx");
    net.wire.clear();
    net.deliver(A, B, text.as_bytes());
    assert_eq!(net.words(), ["B 400"]);
}
