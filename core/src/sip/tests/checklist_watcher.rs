//! The watcher's items.

use super::pair::{Fate, Pair, answer, kinds, lose_first, request};
use crate::presence::PublishedStatus::{Busy, Idle};
use crate::sip::Reason::{self, Deactivated, Giveup, Invariant, NoResource, Probation, Rejected};
use crate::sip::SipTimers;
use crate::sip::message::{Message, Method, Termination};
use crate::sip::watcher::News;
use crate::time::{Duration, Instant};

const BUSY: &str = "<presence><tuple id=\"a\"><status><basic>open</basic></status></tuple>\
    <person><activities><on-the-phone/></activities></person></presence>";

/// A watcher that asked, alone; its SUBSCRIBE.
fn asking() -> (Pair, Message) {
    let mut pair = Pair::new(SipTimers::default(), 42);
    pair.rule = Box::new(|_, _| Fate::Lose);
    pair.subscribe();
    let subscribe = pair.wire.pop().unwrap();
    (pair, subscribe)
}

/// A watcher that was answered and notified; its SUBSCRIBE.
fn live() -> (Pair, Message) {
    let (mut pair, subscribe) = asking();
    pair.deliver(super::pair::PHONE, &answer(&subscribe, 200, "n", "Expires: 3600\r\n"));
    let sent = pair.ask_phone(&notify(&subscribe, 1, "active;expires=3600", &[]));
    assert_eq!(kinds(&sent), ["200"]);
    assert_eq!(pair.news.pop(), Some(News::Status(Busy)));
    (pair, subscribe)
}

/// A NOTIFY in the dialog of `subscribe`, with these changes.
fn notify(subscribe: &Message, cseq: u32, state: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let via = format!("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKn{cseq}{}", state.len());
    let to = format!("<sip:1000@10.0.0.1>;tag={}", subscribe.from_tag().unwrap());
    let cseq = format!("{cseq} NOTIFY");
    let length = BUSY.len().to_string();
    let mut all = vec![
        ("uri", "sip:1000@10.1.0.2:5060"),
        ("Via", via.as_str()),
        ("From", "<sip:1111@10.0.0.1>;tag=n"),
        ("To", to.as_str()),
        ("Call-ID", subscribe.call_id()),
        ("CSeq", cseq.as_str()),
        ("Contact", "<sip:1111@10.0.0.1:5060>"),
        ("Subscription-State", state),
        ("Content-Type", "application/pidf+xml"),
        ("Content-Length", length.as_str()),
    ];
    all.extend_from_slice(changes);
    let mut bytes = request("NOTIFY", &all);
    if !changes.contains(&("Content-Length", "0")) {
        bytes.extend_from_slice(BUSY.as_bytes());
    }
    bytes
}

#[test]
fn item_1_subscribe_has_one_event_and_only_a_matching_notify_counts() {
    let (mut pair, subscribe) = asking();
    assert_eq!(subscribe.event().map(|e| (e.package, e.id)), Some(("presence", None)));
    for (event, code) in [("dialog", "489"), ("", "489"), ("presence;id=1", "481")] {
        let via = format!("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKe{}", event.len());
        let bytes = notify(&subscribe, 1, "active", &[("Event", event), ("Via", &via)]);
        assert_eq!(kinds(&pair.ask_phone(&bytes)), [code], "{event}");
    }
    assert_eq!(pair.news, []);
}

#[test]
fn item_10_the_last_notify_after_unsubscribing_is_accepted() {
    let (mut pair, subscribe) = asking();
    let id = pair.subscribe();
    let other = pair.wire.pop().unwrap();
    pair.ask_phone(&notify(&other, 1, "active;expires=3600", &[]));
    pair.unsubscribe(id);
    let bye = pair.wire.pop().unwrap();
    assert_eq!((bye.expires(), bye.to_tag(), bye.cseq()), (Some(0), Some("n"), 2));
    // One that crossed it on the way is answered, and shows nothing.
    pair.news.clear();
    assert_eq!(kinds(&pair.ask_phone(&notify(&other, 2, "active;expires=9", &[]))), ["200"]);
    assert_eq!(pair.news, []);
    let last = notify(&other, 3, "terminated;reason=timeout", &[]);
    assert_eq!(kinds(&pair.ask_phone(&last)), ["200"]);
    assert_eq!((pair.news.as_slice(), pair.watcher.len()), ([News::Gone].as_slice(), 1));
    assert_ne!(subscribe.call_id(), other.call_id());
}

/// `terminated`, and whether the phone asks again.
fn ended(reason: Option<Reason>, retry_after: Option<u32>, again: bool) -> News {
    News::Terminated { how: Termination::new(reason, retry_after), again }
}

#[test]
fn item_12_the_reason_tells_whether_and_when_to_ask_again() {
    for (state, news, again_after) in [
        ("terminated;reason=deactivated", ended(Some(Deactivated), None, true), Some(0)),
        ("terminated;reason=timeout", News::Expired, Some(0)),
        ("terminated;reason=timeout;expires=500", News::Expired, Some(0)),
        ("terminated;reason=probation", ended(Some(Probation), None, true), Some(5)),
        (
            "terminated;reason=probation;retry-after=70",
            ended(Some(Probation), Some(70), true),
            Some(70),
        ),
        ("terminated;reason=giveup;retry-after=9", ended(Some(Giveup), Some(9), true), Some(9)),
        ("terminated;reason=REJECTED", ended(Some(Rejected), None, false), None),
        ("terminated;reason=noresource", ended(Some(NoResource), None, false), None),
        ("terminated;reason=invariant", ended(Some(Invariant), None, false), None),
        ("terminated;reason=tired", ended(None, None, false), None),
        ("terminated", ended(None, None, false), None),
    ] {
        let (mut pair, subscribe) = live();
        pair.now = Instant::from_secs(100);
        let mut sent = pair.ask_phone(&notify(&subscribe, 2, state, &[]));
        let ended = pair.now;
        pair.run_for(Duration::from_secs(20_000));
        assert_eq!(pair.news.first(), Some(&news), "{state}");
        sent.append(&mut pair.wire);
        let next = sent.iter().find(|m| m.method() == Method::Subscribe);
        assert_eq!(next.is_some(), again_after.is_some(), "{state}");
        if let Some(next) = next {
            assert!(next.to_tag().is_none() && next.call_id() != subscribe.call_id(), "{state}");
            let at = pair.log.iter().find(|(at, l)| l.starts_with("SUB") && *at > 0).unwrap().0;
            let waited = at * 1000 - ended.as_micros();
            assert_eq!(Some(waited / 1_000_000), again_after, "{state}");
        }
    }
}

#[test]
fn item_12_two_nodes_never_keep_each_other_busy_at_one_instant() {
    let (mut pair, subscribe) = asking();
    let sent = pair.ask_phone(&notify(&subscribe, 1, "terminated;reason=deactivated", &[]));
    assert_eq!(kinds(&sent), ["200"]);
    assert!(pair.watcher.next_at().unwrap().0 >= Instant::from_secs(5));
}

#[test]
fn item_13_a_notify_that_matches_nothing_gets_481() {
    let (mut pair, subscribe) = live();
    for (n, (name, value)) in [
        ("Call-ID", "x"),
        ("Call-ID", "0123456789abcdef@10.1.0.2"),
        ("To", "<sip:1000@10.0.0.1>;tag=x"),
        ("To", "<sip:1000@10.0.0.1>"),
        ("From", "<sip:1111@10.0.0.1>"),
    ]
    .iter()
    .enumerate()
    {
        let via = format!("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKu{n}");
        let bytes = notify(&subscribe, 9, "active", &[(name, value), ("Via", &via)]);
        assert_eq!(kinds(&pair.ask_phone(&bytes)), ["481"], "{name}: {value}");
    }
}

#[test]
fn item_14_a_notify_before_the_200_counts_and_none_within_timer_n_is_a_failure() {
    let (mut pair, subscribe) = asking();
    pair.ask_phone(&notify(&subscribe, 1, "active;expires=600", &[]));
    assert_eq!(pair.news, [News::Status(Busy)]);
    pair.deliver(super::pair::PHONE, &answer(&subscribe, 200, "n", "Expires: 600\r\n"));
    assert_eq!(pair.watcher.next_at().map(|(at, _)| at), Some(Instant::from_secs(595)));

    let (mut pair, subscribe) = asking();
    pair.deliver(super::pair::PHONE, &answer(&subscribe, 200, "n", "Expires: 600\r\n"));
    pair.run_until(Instant::from_secs(31));
    assert_eq!(pair.news, []);
    pair.run_until(Instant::from_secs(32));
    assert_eq!(pair.news, [News::NoAnswer]);
}

#[test]
fn item_14_a_notify_alone_is_enough_when_its_200_never_comes() {
    let (mut pair, subscribe) = asking();
    pair.ask_phone(&notify(&subscribe, 1, "active;expires=600", &[]));
    pair.run_until(Instant::from_secs(40));
    assert_eq!(pair.news, [News::Status(Busy)]);
    pair.wire.clear();
    pair.run_until(Instant::from_secs(600));
    assert_eq!(pair.wire.first().map(|m| (m.cseq(), m.to_tag())), Some((2, Some("n"))));
}

#[test]
fn item_15_some_answers_to_a_refresh_end_it_others_leave_it_until_its_end() {
    for code in [404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604] {
        let (mut pair, _) = live();
        pair.run_until(Instant::from_secs(3595));
        let refresh = pair.wire.pop().unwrap();
        assert_eq!((refresh.cseq(), refresh.to_tag()), (2, Some("n")));
        let again = matches!(code, 480 | 481);
        let sent = pair.ask_phone(&answer(&refresh, code, "n", ""));
        assert_eq!(pair.news, [News::Refused { code, again }]);
        assert_eq!(sent.len(), usize::from(code == 481), "{code}");
        assert!(sent.iter().all(|m| m.to_tag().is_none() && m.call_id() != refresh.call_id()));
    }
    for code in [403, 500, 503] {
        let (mut pair, _) = live();
        pair.run_until(Instant::from_secs(3595));
        let refresh = pair.wire.pop().unwrap();
        assert!(pair.ask_phone(&answer(&refresh, code, "n", "")).is_empty());
        pair.run_until(Instant::from_micros(3_599_999_999));
        assert_eq!(pair.news, [], "{code}");
        pair.run_until(Instant::from_secs(3600));
        assert_eq!(pair.news, [News::Expired], "{code}");
        assert!(pair.wire.pop().unwrap().to_tag().is_none());
    }
}

#[test]
fn item_15_and_4_a_423_is_tried_again_with_the_least_that_is_taken() {
    let timers = SipTimers { subscribe_expires: 30, ..SipTimers::default() };
    let mut pair = Pair::new(timers, 42);
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    assert_eq!(kinds(&pair.wire), ["SUBSCRIBE", "423", "SUBSCRIBE", "200", "NOTIFY", "200"]);
    assert_eq!(pair.wire.get(2).and_then(Message::expires), Some(60));
    assert_eq!(pair.news, [News::Status(Idle)]);
}

#[test]
fn item_18_notify_needs_a_contact_and_moves_the_remote_target() {
    let (mut pair, subscribe) = live();
    let none = notify(&subscribe, 2, "active;expires=100", &[("Contact", "")]);
    assert_eq!(kinds(&pair.ask_phone(&none)), ["400"]);
    let moved = ("Contact", "<sip:1111@10.0.0.9:5070>");
    pair.ask_phone(&notify(&subscribe, 3, "active;expires=1000", &[moved]));
    pair.run_until(Instant::from_secs(996));
    let refresh = pair.wire.iter().find(|m| m.method() == Method::Subscribe).unwrap();
    assert_eq!(refresh.request_uri(), "sip:1111@10.0.0.9:5070");
    assert_eq!(refresh.to_uri(), "sip:1111@10.0.0.1");
}

#[test]
fn item_19_of_a_forked_subscribe_one_dialog_lives() {
    let (mut pair, subscribe) = live();
    let fork = ("From", "<sip:1111@10.0.0.1>;tag=fork");
    assert_eq!(kinds(&pair.ask_phone(&notify(&subscribe, 2, "active", &[fork]))), ["481"]);
}

#[test]
fn items_25_and_40_an_older_notify_gets_500_and_shows_nothing() {
    let (mut pair, subscribe) = live();
    pair.ask_phone(&notify(&subscribe, 7, "active;expires=3000", &[]));
    pair.news.clear();
    for cseq in [6, 7] {
        let old = notify(&subscribe, cseq, "active;expires=299", &[]);
        assert_eq!(kinds(&pair.ask_phone(&old)), ["500"], "{cseq}");
    }
    assert_eq!(pair.news, []);
}

#[test]
fn a_notify_that_comes_again_gets_its_first_answer_again() {
    let (mut pair, subscribe) = live();
    let again = notify(&subscribe, 1, "active;expires=3600", &[]);
    assert_eq!(kinds(&pair.ask_phone(&again)), ["200"]);
    assert_eq!(pair.news, []);
}

#[test]
fn bodies_that_cannot_be_read_are_answered_and_told() {
    for (changes, code) in [
        ([("Content-Type", "text/plain"), ("X", "1")], "415"),
        ([("Content-Type", ""), ("X", "1")], "415"),
        ([("Content-Type", ""), ("Content-Length", "0")], "200"),
        ([("Content-Length", "50"), ("X", "1")], "200"),
    ] {
        let (mut pair, subscribe) = live();
        let sent = pair.ask_phone(&notify(&subscribe, 2, "active;expires=3000", &changes));
        assert_eq!(kinds(&sent), [code], "{changes:?}");
        assert_eq!(pair.news, [News::Unreadable], "{changes:?}");
    }
}

#[test]
fn a_first_subscribe_that_fails_is_tried_again_only_where_that_makes_sense() {
    for (code, more, again_after) in [
        (403, "", None),
        (404, "", None),
        (489, "", None),
        (603, "", None),
        (401, "", None),
        (481, "", Some(5)),
        (500, "", Some(5)),
        (503, "Retry-After: 120 (busy)\r\n", Some(120)),
        (423, "", None),
        (423, "Min-Expires: 60\r\n", None),
    ] {
        let (mut pair, subscribe) = asking();
        pair.ask_phone(&answer(&subscribe, code, "n", more));
        let again = again_after.is_some();
        assert_eq!(pair.news, [News::Refused { code, again }], "{code} {more}");
        let next = pair.watcher.next_at().map(|(at, _)| at.as_micros() / 1_000_000);
        assert_eq!(next, again_after, "{code} {more}");
    }
}

#[test]
fn a_lost_refresh_is_sent_again_and_the_lamp_never_goes_out() {
    let mut pair = Pair::new(SipTimers::default(), 42);
    pair.subscribe();
    pair.run_until(Instant::from_secs(3590));
    pair.rule = lose_first(3, |m| m.method() == Method::Subscribe);
    pair.run_until(Instant::from_secs(7000));
    assert!(pair.news.iter().all(|news| *news == News::Status(Idle)), "{:?}", pair.news);
    assert_eq!(pair.notifier.len(), 1);
}
