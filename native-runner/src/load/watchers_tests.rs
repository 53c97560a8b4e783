//! Watchers against a server of a few lines.

use super::*;
use crate::load::dialog::Phase;
use crate::load::plan::{Change, Proof};
use lampfield_core::secret::Secret;
use lampfield_core::sip::message::{NotifyParts, StateParts};
use lampfield_core::time::Duration;

const SERVER: HostPort = HostPort { ip: [127, 0, 0, 1], port: 5060 };

fn own() -> Vec<HostPort> {
    [6001, 6002].map(|port| HostPort { port, ..SERVER }).to_vec()
}

fn ms(millis: i64) -> Instant {
    Instant::ZERO + Duration::from_millis(millis)
}

/// What the watchers sent, read.
fn sent(watchers: &mut Watchers<'_>) -> Vec<(u32, Message)> {
    let all = watchers.outgoing().map(|one| (one.socket, Message::parse(&one.bytes).unwrap()));
    all.collect()
}

fn one(watchers: &mut Watchers<'_>) -> Message {
    let mut all = sent(watchers);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).1
}

fn answer(request: &Message, code: u16, line: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut parts = ResponseParts::new(request, code, "server");
    parts.contact = Some(("p", SERVER));
    parts.expires = Some(600);
    parts.lines = line.as_bytes();
    parts.write(&mut out);
    out
}

fn notify(request: &Message, cseq: u32, ends: bool) -> Vec<u8> {
    let mut out = Vec::new();
    NotifyParts {
        request_uri: request.contact().unwrap(),
        via: SERVER,
        branch: u64::from(cseq),
        from: request.to_uri(),
        from_tag: "server",
        to: request.from_uri(),
        to_tag: request.from_tag().unwrap(),
        call_id: request.call_id(),
        cseq,
        contact_user: "p",
        package: "presence",
        event_id: "",
        state: StateParts::Active(600),
        media_type: "application/pidf+xml",
        body: b"",
    }
    .write(&mut out);
    let text = String::from_utf8(out).unwrap();
    let text =
        if ends { text.replace("active;expires=600", "terminated;reason=timeout") } else { text };
    text.into_bytes()
}

/// Subscription `nth` lives: answered, told, its 200 taken away.
fn live(watchers: &mut Watchers<'_>, nth: u32) -> Message {
    assert!(watchers.begin(ms(0), ms(0), nth, Phase::Asking));
    let request = one(watchers);
    watchers.receive(ms(1), 0, SERVER, &answer(&request, 200, ""));
    watchers.receive(ms(2), 0, SERVER, &notify(&request, 1, false));
    assert_eq!(one(watchers).status(), Some(200));
    assert_eq!(watchers.open, 0);
    request
}

#[test]
fn an_exchange_is_over_with_answer_and_notify_in_either_order_and_counts_from_when_it_was_due() {
    for notify_first in [false, true] {
        let plan = Plan::small();
        let mut watchers = Watchers::new(&plan, &own(), 1);
        // Due at 10 ms, sent 5 ms late.
        assert!(watchers.begin(ms(15), ms(10), 1, Phase::Asking));
        let mut all = sent(&mut watchers);
        let (socket, request) = all.remove(0);
        assert_eq!((socket, request.from_uri()), (1, "sip:w2@127.0.0.1:5060"));
        let mut come = [(20, answer(&request, 200, "")), (30, notify(&request, 1, false))];
        if notify_first {
            let [a, b] = come;
            come = [(20, b.1), (30, a.1)];
        }
        for (at, bytes) in come {
            assert_eq!(watchers.open, 1);
            watchers.receive(ms(at), socket, SERVER, &bytes);
        }
        let tally = &watchers.tally;
        assert_eq!((watchers.open, tally.counts.done, tally.counts.failed), (0, 1, 0));
        let (first, second) = (tally.answer.longest(), tally.notify.longest());
        let close = |got: u64, wanted: u64| got.abs_diff(wanted) * 1_000 <= wanted;
        assert!(close(first.min(second), 10_000) && close(first.max(second), 20_000));
        assert!(close(tally.late.longest(), 5_000));
    }
}

#[test]
fn a_notify_that_comes_again_is_answered_again_and_tells_nothing_new() {
    let plan = Plan::small();
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let request = live(&mut watchers, 0);
    watchers.receive(ms(500), 0, SERVER, &notify(&request, 1, false));
    assert_eq!(one(&mut watchers).status(), Some(200));
    watchers.receive(ms(501), 0, SERVER, &answer(&request, 200, ""));
    let counts = watchers.tally.counts;
    assert_eq!((counts.notified, counts.notified_again, counts.answered_again), (1, 1, 1));
    assert_eq!((counts.seen_again(), counts.failed), (2, 0));
}

#[test]
fn a_request_without_an_answer_is_sent_again_by_timer_e_and_failed_at_timer_f() {
    let plan = Plan::small();
    let mut watchers = Watchers::new(&plan, &own(), 1);
    watchers.begin(ms(0), ms(0), 0, Phase::Asking);
    let first = one(&mut watchers);
    let mut times = Vec::new();
    while let Some(at) = watchers.next_at() {
        watchers.tick(at);
        assert!(sent(&mut watchers).iter().all(|(_, again)| again.raw() == first.raw()));
        times.push(at);
    }
    let seconds: Vec<i64> = times.iter().map(|at| at.as_micros() / 100_000).collect();
    assert_eq!(seconds, [5, 15, 35, 75, 115, 155, 195, 235, 275, 315, 320]);
    assert_eq!(watchers.tally.counts.sent_again, 10);
    assert_eq!(watchers.tally.failures.get(&Failure::NoAnswer), Some(&1));
    assert_eq!(watchers.open, 0);
}

#[test]
fn what_fails_is_counted_by_its_kind() {
    let plan = Plan { count: 4, ..Plan::small() };
    let mut watchers = Watchers::new(&plan, &own(), 1);
    // Refused; never told; never answered; ended by the server.
    watchers.begin(ms(0), ms(0), 0, Phase::Asking);
    let request = one(&mut watchers);
    watchers.receive(ms(1), 0, SERVER, &answer(&request, 403, ""));
    watchers.begin(ms(0), ms(0), 1, Phase::Asking);
    let request = one(&mut watchers);
    watchers.receive(ms(1), 0, SERVER, &answer(&request, 200, ""));
    watchers.begin(ms(0), ms(0), 2, Phase::Asking);
    drop(one(&mut watchers));
    let request = live_among(&mut watchers, 3);
    watchers.receive(ms(9), 0, SERVER, &notify(&request, 2, true));
    watchers.give_up();
    let failures: Vec<(Failure, u64)> =
        watchers.tally.failures.iter().map(|(why, count)| (*why, *count)).collect();
    let expected = [Failure::Code(403), Failure::NoAnswer, Failure::NoNotify, Failure::Ended];
    assert_eq!(failures, expected.map(|why| (why, 1)));
    assert_eq!((watchers.open, watchers.next_at()), (0, None));
}

/// The same as [`live`], where other exchanges are open.
fn live_among(watchers: &mut Watchers<'_>, nth: u32) -> Message {
    assert!(watchers.begin(ms(0), ms(0), nth, Phase::Asking));
    let request = one(watchers);
    watchers.receive(ms(1), 0, SERVER, &answer(&request, 200, ""));
    watchers.receive(ms(2), 0, SERVER, &notify(&request, 1, false));
    drop(one(watchers));
    request
}

#[test]
fn a_challenge_is_met_once_and_not_twice() {
    let proof = Proof { username: None, password: Secret::new("rose") };
    let plan = Plan { proof: Some(proof), ..Plan::small() };
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let line = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n";
    watchers.begin(ms(0), ms(0), 0, Phase::Asking);
    let request = one(&mut watchers);
    watchers.receive(ms(1), 0, SERVER, &answer(&request, 401, line));
    let second = one(&mut watchers);
    let credentials = second.authorization().next().unwrap();
    assert!(credentials.contains("username=\"w1\"") && second.cseq() == 2, "{credentials}");
    watchers.receive(ms(2), 0, SERVER, &answer(&second, 401, line));
    assert!(sent(&mut watchers).is_empty());
    assert_eq!(watchers.tally.counts.challenged, 1);
    assert_eq!(watchers.tally.failures.get(&Failure::Code(401)), Some(&1));
}

#[test]
fn who_has_proved_it_once_proves_it_again_to_a_server_that_forgets_its_nonces_and_never_says_so() {
    let proof = Proof { username: None, password: Secret::new("rose") };
    let plan = Plan { proof: Some(proof), register: true, publish: true, ..Plan::small() };
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let mut nonces = 0;
    let mut proved = |watchers: &mut Watchers<'_>, socket: u32| {
        nonces += 1;
        let line =
            format!("WWW-Authenticate: Digest realm=\"r\", nonce=\"n{nonces}\", qop=\"auth\"\r\n");
        let request = one(watchers);
        watchers.receive(ms(1), socket, SERVER, &answer(&request, 401, &line));
        let again = one(watchers);
        watchers.receive(ms(2), socket, SERVER, &answer(&again, 200, "SIP-ETag: one\r\n"));
    };
    for leaves in [false, true] {
        assert!(watchers.register(ms(0), ms(0), 1, leaves));
        proved(&mut watchers, 1);
    }
    for _ in 0..2 {
        assert!(watchers.publish(ms(0), ms(0), 0));
        proved(&mut watchers, 0);
    }
    assert_eq!((watchers.tally.counts.done, watchers.tally.counts.failed), (4, 0));
    assert_eq!(watchers.tally.counts.challenged, 4);
}

#[test]
fn a_subscription_is_refreshed_and_ended_within_its_dialog() {
    let plan = Plan::small();
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let first = live(&mut watchers, 0);
    assert!(!watchers.begin(ms(5), ms(5), 1, Phase::Refreshing), "it is not there");
    for (phase, expires, cseq) in [(Phase::Refreshing, 600, 2), (Phase::Leaving, 0, 3)] {
        assert!(watchers.begin(ms(5), ms(5), 0, phase));
        let request = one(&mut watchers);
        assert_eq!(request.request_uri(), "sip:p@127.0.0.1:5060");
        assert_eq!((request.to_tag(), request.call_id()), (Some("server"), first.call_id()));
        assert_eq!((request.expires(), request.cseq()), (Some(expires), cseq));
        watchers.receive(ms(6), 0, SERVER, &answer(&request, 200, ""));
        assert_eq!(watchers.open, 1);
        watchers.receive(ms(7), 0, SERVER, &notify(&first, cseq, expires == 0));
        drop(one(&mut watchers));
        assert_eq!(watchers.open, 0);
    }
    assert_eq!((watchers.tally.counts.done, watchers.tally.counts.failed), (3, 0));
    assert!(!watchers.begin(ms(9), ms(9), 0, Phase::Refreshing), "it is over");
}

#[test]
fn a_change_is_through_when_each_watcher_has_heard_of_it_once() {
    let plan = Plan { changes: 1, change: Change::Publish, ..Plan::small() };
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let dialogs = [live(&mut watchers, 0), live(&mut watchers, 1)];
    watchers.change_begins(ms(100), 1);
    assert!(!watchers.change_is_through());
    watchers.receive(ms(110), 0, SERVER, &notify(&dialogs[0], 2, false));
    watchers.receive(ms(120), 0, SERVER, &notify(&dialogs[0], 3, false));
    assert!(!watchers.change_is_through(), "the same one twice");
    watchers.receive(ms(130), 1, SERVER, &notify(&dialogs[1], 2, false));
    assert!(watchers.change_is_through());
    let spread = watchers.change_ends().unwrap();
    assert_eq!((spread.watchers, spread.told, spread.latencies.count()), (2, 2, 2));
    // Whoever has not heard by the end has failed.
    watchers.change_begins(ms(200), 2);
    watchers.receive(ms(210), 0, SERVER, &notify(&dialogs[0], 4, false));
    assert_eq!(watchers.change_ends().map(|spread| spread.told), Some(1));
    assert_eq!(watchers.tally.failures.get(&Failure::NotTold), Some(&1));
}

#[test]
fn who_registers_can_take_it_back_and_what_is_published_goes_on_with_its_tag() {
    let plan = Plan { register: true, publish: true, ..Plan::small() };
    let mut watchers = Watchers::new(&plan, &own(), 1);
    for leaves in [false, true] {
        assert!(watchers.register(ms(0), ms(0), 1, leaves));
        let request = one(&mut watchers);
        assert_eq!(request.to_uri(), "sip:w2@127.0.0.1:5060");
        assert_eq!(request.contact(), Some("sip:w2@127.0.0.1:6002"));
        assert_eq!(request.expires(), Some(if leaves { 0 } else { 600 }));
        watchers.receive(ms(1), 1, SERVER, &answer(&request, 200, ""));
        assert!(!watchers.register(ms(2), ms(2), 1, leaves), "it is so already");
    }
    assert!(watchers.publish(ms(0), ms(0), 0));
    let first = one(&mut watchers);
    assert!(first.header("SIP-If-Match").is_none());
    watchers.receive(ms(1), 0, SERVER, &answer(&first, 200, "SIP-ETag: one\r\n"));
    assert!(watchers.publish(ms(2), ms(2), 0));
    let second = one(&mut watchers);
    assert_eq!(second.header("SIP-If-Match"), Some("one"));
    assert_ne!(first.body(), second.body());
    assert_eq!((watchers.tally.counts.done, watchers.open), (3, 1));
}

#[test]
fn what_belongs_to_nothing_is_counted_and_a_request_answered() {
    let plan = Plan::small();
    let mut watchers = Watchers::new(&plan, &own(), 1);
    let request = live(&mut watchers, 0);
    watchers.receive(ms(3), 0, SERVER, b"no message");
    let other = notify(&request, 9, false);
    let other = String::from_utf8(other).unwrap().replace(request.call_id(), "0000000000000000");
    watchers.receive(ms(3), 0, SERVER, other.as_bytes());
    assert_eq!(one(&mut watchers).status(), Some(481));
    let options = String::from_utf8(notify(&request, 9, false)).unwrap();
    watchers.receive(ms(3), 0, SERVER, options.replace("NOTIFY", "DANCE").as_bytes());
    assert_eq!(one(&mut watchers).status(), Some(405));
    assert_eq!(watchers.tally.counts.stray, 2);
}
