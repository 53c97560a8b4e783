//! Subscriptions whose watcher must prove who it is.

use super::pair::{Fate, Pair, kinds, lose_first};
use crate::presence::PublishedStatus::{Busy, Idle};
use crate::sip::SipTimers;
use crate::sip::digest::Verdict;
use crate::sip::message::{Message, Method};
use crate::sip::watcher::News;
use crate::time::{Duration, Instant};

fn pair(password: &str) -> Pair {
    Pair::with_digest(SipTimers::default(), 42, password)
}

const URI: &str = "sip:1111@10.0.0.1";

#[test]
fn a_challenged_exchange_is_these_bytes() {
    let mut pair = pair("wonderland");
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    let texts = pair.wire.iter().map(|m| String::from_utf8(m.raw().to_vec()).unwrap());
    let text = texts.take(4).collect::<Vec<_>>().join("----\r\n").replace('\r', "");
    assert_eq!(text, include_str!("challenged.txt"));
}

#[test]
fn r_6_a_challenge_that_the_credentials_cannot_meet_is_refused_after_one_try() {
    let mut pair = pair("guess");
    pair.subscribe();
    pair.run_until(Instant::from_secs(10_000));
    assert_eq!(kinds(&pair.wire), ["SUBSCRIBE", "401", "SUBSCRIBE", "401"]);
    assert_eq!(pair.news, [News::Refused { code: 401, again: false }]);
    let wrong = Verdict::WrongResponse { username: "alice".into() };
    assert_eq!(pair.verdicts, [Verdict::NoCredentials, wrong]);
    let text = String::from_utf8_lossy(pair.wire[3].raw()).into_owned();
    assert!(pair.notifier.is_empty() && !text.contains("stale"));
}

#[test]
fn without_credentials_a_challenge_is_a_refusal() {
    let mut pair = pair("wonderland");
    pair.credentials = None;
    pair.subscribe();
    pair.run_until(Instant::from_secs(10_000));
    assert_eq!(kinds(&pair.wire), ["SUBSCRIBE", "401"]);
    assert_eq!(pair.news, [News::Refused { code: 401, again: false }]);
}

#[test]
fn a_refresh_with_an_old_nonce_is_challenged_as_stale_and_the_lamp_never_goes_out() {
    let mut pair = pair("wonderland");
    pair.subscribe();
    pair.run_until(Instant::from_secs(3590));
    pair.wire.clear();
    pair.run_until(Instant::from_secs(3600));
    let expected = ["SUBSCRIBE", "401", "SUBSCRIBE", "200", "NOTIFY", "200"];
    assert_eq!(kinds(&pair.wire), expected);
    assert_eq!(pair.verdicts[2], Verdict::Stale { username: "alice".into() });
    let cseqs: Vec<u32> = pair.wire.iter().map(Message::cseq).collect();
    assert_eq!(cseqs.get(..4), Some([3, 3, 4, 4].as_slice()));
    assert!(pair.wire[0].authorization().next().unwrap().contains("nc=00000002"));
    assert!(pair.wire[2].authorization().next().unwrap().contains("nc=00000001"));
    pair.run_until(Instant::from_secs(8000));
    assert!(pair.news.iter().all(|news| *news == News::Status(Idle)), "{:?}", pair.news);
    assert_eq!((pair.notifier.len(), pair.live.len()), (1, 1));
}

#[test]
fn within_the_life_of_a_nonce_a_refresh_and_the_end_are_proved_unasked() {
    let timers = SipTimers { subscribe_expires: 90, ..SipTimers::default() };
    let mut pair = Pair::with_digest(timers, 42, "wonderland");
    let id = pair.subscribe();
    pair.run_until(Instant::from_secs(100));
    pair.unsubscribe(id);
    pair.run_until(Instant::from_secs(101));
    let passed = Verdict::Authenticated { username: "alice".into() };
    assert_eq!(pair.verdicts.split_first(), Some((&Verdict::NoCredentials, &*vec![passed; 3])));
    assert_eq!(pair.news.last(), Some(&News::Gone));
    assert!(pair.notifier.is_empty() && pair.watcher.is_empty() && pair.live.is_empty());
}

#[test]
fn the_end_of_a_subscription_is_challenged_too_and_a_stranger_cannot_end_it() {
    let mut pair = pair("wonderland");
    let id = pair.subscribe();
    pair.run_until(Instant::from_secs(1000));
    let subscribed = |m: &&Message| m.status() == Some(200) && m.method() == Method::Subscribe;
    let ok = pair.wire.iter().rfind(subscribed).unwrap();
    let (to, from) = (ok.to_tag().unwrap(), ok.from_tag().unwrap());
    let stranger = super::pair::request(
        "SUBSCRIBE",
        &[
            ("To", &format!("<{URI}>;tag={to}")),
            ("From", &format!("<sip:1000@10.0.0.1>;tag={from}")),
            ("Call-ID", ok.call_id()),
            ("CSeq", "900 SUBSCRIBE"),
            ("Expires", "0"),
        ],
    );
    assert_eq!(kinds(&pair.ask_cm(&stranger)), ["401"]);
    assert_eq!(pair.live.len(), 1);
    pair.rule = Box::new(|_, _| Fate::Arrive);
    pair.wire.clear();
    pair.unsubscribe(id);
    pair.run_for(Duration::from_secs(2));
    // Its own end is proved with a nonce that is too old by now, and never out of order.
    let expected = ["SUBSCRIBE", "401", "SUBSCRIBE", "200", "NOTIFY", "200"];
    assert_eq!(kinds(&pair.wire), expected);
    assert_eq!(pair.news.last(), Some(&News::Gone));
}

#[test]
fn a_password_that_changes_ends_the_subscription_at_its_next_refresh() {
    let mut pair = pair("wonderland");
    pair.subscribe();
    pair.run_until(Instant::from_secs(100));
    pair.password = crate::sip::digest::Secret::new("changed");
    pair.run_until(Instant::from_secs(3599));
    assert_eq!(pair.news, [News::Status(Idle)], "what was granted holds until its end");
    pair.run_until(Instant::from_secs(3601));
    assert_eq!(
        pair.news,
        [News::Status(Idle), News::Expired, News::Refused { code: 401, again: false }]
    );
    assert!(pair.live.is_empty());
}

#[test]
fn a_lost_challenge_and_a_lost_answer_to_it_are_sent_again() {
    let unauthorized: super::pair::Pick = |m| m.status() == Some(401);
    let proved: super::pair::Pick = |m| m.authorization().next().is_some();
    for which in [unauthorized, proved] {
        for times in 1..=4 {
            let mut pair = pair("wonderland");
            pair.rule = lose_first(times, which);
            pair.subscribe();
            pair.run_for(Duration::from_secs(60));
            pair.change(Busy);
            pair.run_for(Duration::from_secs(1));
            assert_eq!(pair.news, [News::Status(Idle), News::Status(Busy)], "x{times}");
            assert_eq!((pair.notifier.len(), pair.watcher.len()), (1, 1), "x{times}");
        }
    }
}
