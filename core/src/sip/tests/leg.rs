//! A watcher as one leg of a back-to-back agent: each outcome is told once, at once.

use super::pair::{CM, Fate, PHONE, Pair, Policy, answer, kinds};
use crate::presence::PublishedStatus::{Busy, Idle};
use crate::sip::message::{Message, Termination};
use crate::sip::notifier::Reason;
use crate::sip::watcher::{Ask, Conduct, News, Party};
use crate::sip::{Action, SipTimers};
use crate::time::{Duration, Instant};

fn leg() -> Pair {
    leg_with(SipTimers::default())
}

fn leg_with(timers: SipTimers) -> Pair {
    let mut pair = Pair::new(timers, 42);
    pair.conduct = Conduct::Leg;
    pair
}

/// A leg that asked, alone; its SUBSCRIBE.
fn asking() -> (Pair, Message) {
    let mut pair = leg();
    pair.rule = Box::new(|_, _| Fate::Lose);
    pair.subscribe();
    let subscribe = pair.wire.pop().unwrap();
    (pair, subscribe)
}

/// Nothing is left, and nothing will happen.
fn is_over(pair: &mut Pair) {
    assert!(pair.watcher.is_empty());
    let (news, wire) = (pair.news.len(), pair.wire.len());
    pair.run_for(Duration::from_secs(20_000));
    assert_eq!((pair.news.len(), pair.wire.len()), (news, wire));
    assert_eq!(pair.watcher.next_at(), None);
}

#[test]
fn every_final_answer_is_told_at_once_and_frees_the_leg() {
    for code in [302, 401, 403, 404, 407, 408, 423, 480, 481, 489, 500, 503, 600, 603, 604] {
        let (mut pair, subscribe) = asking();
        assert!(pair.ask_phone(&answer(&subscribe, code, "n", "Retry-After: 3\r\n")).is_empty());
        assert_eq!(pair.news, [News::Refused { code, again: false }]);
        is_over(&mut pair);
    }
}

#[test]
fn a_423_is_asked_again_with_the_least_that_is_taken() {
    let timers = SipTimers { subscribe_expires: 30, ..SipTimers::default() };
    let mut pair = leg_with(timers);
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    assert_eq!(kinds(&pair.wire), ["SUBSCRIBE", "423", "SUBSCRIBE", "200", "NOTIFY", "200"]);
    assert_eq!(pair.news, [News::Status(Idle)]);
}

#[test]
fn silence_is_told_at_timer_f_and_a_missing_notify_at_timer_n() {
    let (mut pair, _) = asking();
    pair.run_until(Instant::from_micros(31_999_999));
    assert_eq!(pair.news, []);
    pair.run_until(Instant::from_secs(32));
    assert_eq!(pair.news, [News::NoAnswer]);
    is_over(&mut pair);

    let (mut pair, subscribe) = asking();
    pair.deliver(PHONE, &answer(&subscribe, 200, "n", "Expires: 600\r\n"));
    pair.run_until(Instant::from_secs(32));
    assert_eq!(pair.news, [News::NoAnswer]);
    is_over(&mut pair);
}

#[test]
fn a_transport_that_fails_is_told_to_those_who_wait_for_it_and_to_no_others() {
    let (mut pair, _) = asking();
    let mut out = Vec::new();
    pair.watcher.transport_failed(pair.now, PHONE, &mut out);
    assert_eq!(out, []);
    pair.watcher.transport_failed(pair.now, CM, &mut out);
    assert_eq!(out, [Action::News { handle: 7, news: News::TransportFailed }]);
    is_over(&mut pair);
    // A live leg does not wait for anything.
    let mut pair = leg();
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    let mut out = Vec::new();
    pair.watcher.transport_failed(pair.now, CM, &mut out);
    assert_eq!((out.len(), pair.watcher.len()), (0, 1));
}

#[test]
fn a_leg_refreshes_by_itself_and_tells_when_that_fails() {
    let mut pair = leg();
    pair.subscribe();
    pair.run_until(Instant::from_secs(8000));
    assert_eq!(pair.notifier.len(), 1);
    assert!(pair.news.iter().all(|news| *news == News::Status(Idle)));
    pair.rule = Box::new(|_, _| Fate::Lose);
    pair.news.clear();
    pair.run_until(Instant::from_secs(20_000));
    assert_eq!(pair.news, [News::Expired]);
    assert!(pair.watcher.is_empty());

    let mut pair = leg();
    pair.subscribe();
    pair.run_until(Instant::from_secs(3000));
    pair.policy = Policy::Refuse(404);
    pair.news.clear();
    pair.run_until(Instant::from_secs(4000));
    assert_eq!(pair.news, [News::Refused { code: 404, again: false }]);
}

#[test]
fn every_end_is_told_with_its_reason_and_not_asked_again() {
    let reasons = Reason::ALL.map(Some).into_iter().chain([None]);
    for how in reasons.flat_map(|r| [Termination::new(r, None), Termination::new(r, Some(90))]) {
        let mut pair = leg();
        pair.subscribe();
        pair.run_for(Duration::from_secs(5));
        pair.news.clear();
        let id = pair.live.pop_first().unwrap().1;
        let mut out = Vec::new();
        pair.notifier.terminate(pair.now, id, how, &mut out);
        pair.act(CM, out);
        pair.run_for(Duration::from_secs(1));
        assert_eq!(pair.news, [News::Terminated { how, again: false }]);
        assert_eq!((pair.watcher.len(), pair.notifier.len()), (0, 0), "{how:?}");
    }
}

#[test]
fn a_leg_that_is_no_longer_wanted_is_ended_and_gone() {
    let mut pair = leg();
    let id = pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    pair.unsubscribe(id);
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.news, [News::Status(Idle), News::Gone]);
    assert!(pair.watcher.is_empty() && pair.notifier.is_empty() && pair.live.is_empty());
}

#[test]
fn a_trunk_asks_for_user_and_host_without_device_or_words_of_a_phone() {
    let mut pair = leg();
    let ask = Ask {
        to: Party { user: "2085017328", host: Some("10.21.91.156:5060") },
        from: Party { user: "", host: Some("cm1.example.com") },
        asks: "",
        ..Ask::of_phone(CM, "", "", "")
    };
    let mut out = Vec::new();
    pair.watcher.subscribe(pair.now, &ask, 7, &mut out).unwrap();
    let Some(Action::Send { to, bytes }) = out.pop() else { panic!() };
    let message = Message::parse(&bytes).unwrap();
    assert_eq!((to, message.request_uri()), (CM, "sip:2085017328@10.21.91.156:5060"));
    assert_eq!(message.to_uri(), message.request_uri());
    assert_eq!(message.from_uri(), "sip:cm1.example.com");
    assert_eq!(message.contact(), Some("sip:10.1.0.2:5060"));
    assert_eq!(message.header("X-Lampfield-Asks"), None);
}

#[test]
fn pending_is_told_and_becomes_active_with_the_first_status() {
    let mut pair = leg();
    pair.policy = Policy::Pend;
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.words(), ["SUBSCRIBE", "200", "NOTIFY", "200"]);
    let notify = pair.wire.iter().find(|m| m.status().is_none() && m.expires().is_none()).unwrap();
    assert_eq!(notify.header("Subscription-State"), Some("pending;expires=3600"));
    assert_eq!((notify.body(), notify.content_type()), (&[][..], None));
    pair.change(Busy);
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.news, [News::Pending, News::Status(Busy)]);
}

#[test]
fn an_end_before_the_first_status_tells_none() {
    let mut pair = leg();
    pair.policy = Policy::Pend;
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    let id = pair.live.pop_first().unwrap().1;
    let mut out = Vec::new();
    pair.notifier.terminate(pair.now, id, Reason::Timeout, &mut out);
    pair.act(CM, out);
    assert_eq!(pair.wire.last().unwrap().body(), b"");
    assert_eq!(
        pair.wire.last().unwrap().header("Subscription-State"),
        Some("terminated;reason=timeout")
    );
}
