//! The exchange as it should be, and with single messages lost.

use super::pair::{Fate, Pair, Pick, Policy, lose_first};
use crate::presence::PublishedStatus::{Busy, Idle, Unknown};
use crate::sip::SipTimers;
use crate::sip::message::Method;
use crate::sip::watcher::News;
use crate::time::{Duration, Instant};

fn pair() -> Pair {
    Pair::new(SipTimers::default(), 42)
}

#[test]
fn subscribe_200_notify_200_and_a_notify_for_each_change() {
    let mut pair = pair();
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    pair.change(Busy);
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.words(), ["SUBSCRIBE", "200", "NOTIFY", "200", "NOTIFY", "200"]);
    assert_eq!(pair.news, [News::Status(Idle), News::Status(Busy)]);
}

#[test]
fn the_watcher_refreshes_in_its_dialog_before_the_end_and_for_ever() {
    let mut pair = pair();
    pair.subscribe();
    pair.run_until(Instant::from_secs(4 * 3600));
    let subscribes: Vec<i64> =
        pair.log.iter().filter(|(_, l)| l.starts_with("SUB")).map(|(at, _)| at / 1000).collect();
    assert_eq!(subscribes, [0, 3595, 7190, 10785, 14380]);
    assert_eq!((pair.notifier.len(), pair.live.len()), (1, 1));
}

#[test]
fn a_lost_subscribe_a_lost_200_and_a_lost_notify_are_sent_again() {
    let cases: [(&str, Pick); 4] = [
        ("SUBSCRIBE", |m| m.method() == Method::Subscribe && m.status().is_none()),
        ("200", |m| m.method() == Method::Subscribe && m.status().is_some()),
        ("NOTIFY", |m| m.method() == Method::Notify && m.status().is_none()),
        ("200 to NOTIFY", |m| m.method() == Method::Notify && m.status().is_some()),
    ];
    for (lost, which) in cases {
        for times in 1..=4 {
            let mut pair = pair();
            pair.rule = lose_first(times, which);
            pair.subscribe();
            pair.run_for(Duration::from_secs(30));
            assert_eq!(pair.news, [News::Status(Idle)], "{lost} x{times}");
            assert_eq!((pair.notifier.len(), pair.watcher.len()), (1, 1), "{lost} x{times}");
        }
    }
}

#[test]
fn while_a_notify_is_out_the_last_status_wins() {
    let mut pair = pair();
    pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    pair.rule = lose_first(1, |m| m.method() == Method::Notify);
    for status in [Busy, Idle, Unknown, Idle, Unknown] {
        pair.change(status);
    }
    pair.run_for(Duration::from_secs(10));
    assert_eq!(pair.news, [News::Status(Idle), News::Status(Busy), News::Status(Unknown)]);
}

#[test]
fn a_watcher_without_an_answer_tries_again_until_one_comes() {
    let mut pair = pair();
    pair.rule =
        Box::new(|_, now| if now < Instant::from_secs(200) { Fate::Lose } else { Fate::Arrive });
    pair.subscribe();
    pair.run_until(Instant::from_secs(300));
    assert_eq!(pair.news.first(), Some(&News::NoAnswer));
    assert_eq!(pair.news.last(), Some(&News::Status(Idle)));
    assert_eq!(pair.notifier.len(), 1);
}

#[test]
fn a_refused_watcher_is_told_the_code_and_stays_silent() {
    let mut pair = pair();
    pair.policy = Policy::Refuse(403);
    let id = pair.subscribe();
    pair.run_until(Instant::from_secs(10_000));
    assert_eq!(pair.words(), ["SUBSCRIBE", "403"]);
    assert_eq!(pair.news, [News::Refused { code: 403, again: false }]);
    pair.unsubscribe(id);
    assert_eq!((pair.news.last(), pair.watcher.len()), (Some(&News::Gone), 0));
}

#[test]
fn unsubscribing_ends_both_sides_with_one_terminated_notify() {
    let mut pair = pair();
    let id = pair.subscribe();
    pair.run_for(Duration::from_secs(1));
    pair.unsubscribe(id);
    pair.run_for(Duration::from_secs(1));
    let words = pair.words();
    assert_eq!(words.get(4..), Some(["SUBSCRIBE", "200", "NOTIFY", "200"].as_slice()));
    assert_eq!(pair.news, [News::Status(Idle), News::Gone]);
    assert_eq!((pair.watcher.len(), pair.notifier.len(), pair.live.len()), (0, 0, 0));
}

#[test]
fn unsubscribing_before_any_answer_waits_for_the_dialog_and_leaves_nothing() {
    let mut pair = pair();
    let id = pair.subscribe();
    pair.unsubscribe(id);
    pair.run_for(Duration::from_secs(100));
    assert_eq!(pair.news, [News::Gone]);
    assert_eq!((pair.watcher.len(), pair.notifier.len(), pair.live.len()), (0, 0, 0));
}

#[test]
fn doubled_and_late_messages_change_nothing() {
    for fate in [Fate::Double, Fate::Late(Duration::from_millis(700))] {
        let mut pair = pair();
        pair.rule = Box::new(move |_, _| fate);
        pair.subscribe();
        pair.run_for(Duration::from_secs(5));
        pair.change(Busy);
        pair.run_for(Duration::from_secs(5));
        assert_eq!(pair.news, [News::Status(Idle), News::Status(Busy)], "{fate:?}");
        assert_eq!((pair.watcher.len(), pair.notifier.len()), (1, 1), "{fate:?}");
    }
}
