//! Calls that stand are looked after, so that none stands at one end for ever.

use super::net::{A, B, Net, sdp};
use super::pair::Fate;
use crate::sip::call::{CallEnded, CallNews, SessionKeeping};
use crate::time::Duration;

const INTERVAL: Duration = Duration::from_secs(100);

/// A asks, B expects.
fn kept(seed: u64) -> (Net, u32, u32) {
    let mut net = Net::new(seed);
    net.at(A, |calls, _, _| calls.keep_sessions(INTERVAL, SessionKeeping::Asks));
    net.at(B, |calls, _, _| calls.keep_sessions(INTERVAL, SessionKeeping::Expects));
    let (a, b) = net.standing();
    (net, a, b)
}

/// Lets time pass; B agrees to whatever it is asked.
fn pass(net: &mut Net, seconds: i64) {
    for _ in 0..seconds {
        net.run_ms(1000);
        while let Some((node, event)) = net.events.pop_front() {
            if let super::net::Event::Reinvite { leg, body, .. } = event {
                assert_eq!((node, body), (B, Some(sdp("offer"))), "nothing changes");
                net.at(B, |calls, now, out| calls.answer(now, leg, Some(&sdp("answer")), out));
            } else if let super::net::Event::News { news: CallNews::Ended(why), .. } = event {
                panic!("{node:?}: {why:?}");
            }
        }
    }
}

#[test]
fn a_call_that_both_ends_know_stands_for_hours_and_is_asked_for_at_half_of_the_interval() {
    let (mut net, a, b) = kept(1);
    pass(&mut net, 3600);
    assert!(net.end(A).stands(net.leg(A, a)) && net.end(B).stands(net.leg(B, b)));
    let asked = net.words().iter().filter(|word| **word == "A INVITE").count();
    assert!((70..=72).contains(&asked), "{asked}");
}

#[test]
fn one_that_the_far_end_knows_nothing_of_ends() {
    let (mut net, _, b) = kept(2);
    let leg = net.leg(B, b);
    net.at(B, |calls, _, _| calls.forget(leg));
    net.run_ms(60_000);
    assert_eq!(net.ended(A), CallEnded::Lost);
    assert_eq!((net.end(A).len(), net.end(B).len()), (0, 0));
}

#[test]
fn one_that_nobody_asks_for_ends_too() {
    let (mut net, a, _) = kept(3);
    let leg = net.leg(A, a);
    net.at(A, |calls, _, _| calls.forget(leg));
    net.run_ms(150_000);
    assert_eq!(net.ended(B), CallEnded::Lost);
    assert_eq!(net.end(B).len(), 0);
}

#[test]
fn a_silent_far_end_is_gone_after_the_time_of_one_invite() {
    let (mut net, _, _) = kept(4);
    net.rule = Box::new(|_, _, _| Fate::Lose);
    // Half of the interval, the INVITE and then the BYE.
    net.run_ms(50_000 + 33_000 + 33_000);
    assert_eq!(net.ended(A), CallEnded::Lost);
    // The whole interval and the BYE.
    net.run_ms(17_000);
    assert_eq!(net.ended(B), CallEnded::Lost);
}
