//! A pinger against a far end that answers as it is told.

use super::*;
use crate::rng::Rng;
use crate::sip::tests::joined::{Asks, CLIENT, Joined, SERVER, Serves};
use crate::sip::watcher::Party;
use crate::sip::{Effect, SipTimers, Told};
use crate::time::{Duration, Instant};
use News::{Down, Up};

impl Asks for Pinger {
    type News = News;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Told<News>>>) {
        Pinger::receive(self, now, SERVER, message, out);
    }
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<News>>>) {
        Pinger::tick(self, now, out);
    }
    fn next_at(&self) -> Option<Instant> {
        Pinger::next_at(self).map(|(at, _)| at)
    }
}

/// The code that every OPTIONS is answered with; none: silence.
struct FarEnd(Option<u16>);

impl Serves for FarEnd {
    type News = ();
    fn receive(&mut self, _: Instant, message: &Message, out: &mut Vec<Effect<()>>) {
        let Some(code) = self.0 else { return };
        let mut bytes = Vec::new();
        ResponseParts::new(message, code, "t").write(&mut bytes);
        out.push(Effect::Send { to: CLIENT, bytes: bytes.into() });
    }
    fn tick(&mut self, _: Instant, _: &mut Vec<Effect<()>>) {}
    fn next_at(&self) -> Option<Instant> {
        None
    }
}

fn pair(code: Option<u16>, options: PingOptions) -> (Joined<Pinger, FarEnd>, PingId) {
    let client = Pinger::new(CLIENT, SipTimers::default(), Rng::stream(1, "pinger"));
    let mut pair = Joined::new(client, FarEnd(code));
    let what = Watching {
        server: SERVER,
        to: Party::at_server(""),
        from: Party { user: "", host: Some("10.1.0.2") },
        options,
    };
    let id = pair.act(|client, now, out| client.watch(now, &what, 7, out)).unwrap();
    (pair, id)
}

#[test]
fn a_far_end_that_answers_is_up_at_once_and_asked_again_each_minute() {
    let (mut pair, id) = pair(Some(200), PingOptions::default());
    assert_eq!(pair.client.is_up(id), None);
    pair.run_until(300);
    let times: Vec<i64> =
        pair.wire.iter().filter(|(_, m)| m.status().is_none()).map(|(second, _)| *second).collect();
    assert_eq!(times, [0, 60, 120, 180, 240]);
    assert_eq!((pair.news(), pair.client.is_up(id)), (vec![Up], Some(true)));
    let first = &pair.wire[0].1;
    assert_eq!((first.request_uri(), first.from_uri()), ("sip:10.0.0.1", "sip:10.1.0.2"));
    pair.act(|client, _, _| client.stop(id));
    assert!(pair.client.is_empty() && Pinger::next_at(&pair.client).is_none());
}

#[test]
fn any_answer_but_408_and_503_means_that_somebody_is_there() {
    for code in [200, 302, 401, 403, 404, 405, 481, 500, 501, 504, 603] {
        let (mut pair, _) = pair(Some(code), PingOptions::default());
        pair.run_until(200);
        assert_eq!(pair.news(), [Up], "{code}");
    }
    for code in [408, 503] {
        let (mut pair, id) = pair(Some(code), PingOptions::default());
        pair.run_until(200);
        assert_eq!(pair.told, [(10, Down { last: Failure::Refused(code) })]);
        assert_eq!(pair.client.is_up(id), Some(false));
    }
}

#[test]
fn only_failures_in_a_row_bring_it_down_and_one_answer_brings_it_back() {
    let (mut pair, _) = pair(Some(200), PingOptions::default());
    pair.run_until(1);
    // Two failures, an answer: as if nothing had been.
    pair.server.0 = Some(503);
    pair.run_until(66);
    pair.server.0 = Some(200);
    pair.run_until(71);
    assert_eq!(pair.told, [(0, Up)]);
    pair.server.0 = None;
    pair.run_until(1000);
    // Silence takes timer F each time: 130 to 162, 167 to 199, 204 to 236.
    assert_eq!(pair.told[1..], [(236, Down { last: Failure::NoAnswer })]);
    pair.server.0 = Some(200);
    pair.run_until(1200);
    assert_eq!(pair.told.len(), 3);
    assert_eq!(pair.told[2].1, Up);
}

#[test]
fn a_far_end_that_never_was_there_is_told_as_down_once() {
    let (mut pair, id) = pair(None, PingOptions { failures: 1, ..PingOptions::default() });
    pair.run_until(1000);
    assert_eq!(pair.told, [(32, Down { last: Failure::NoAnswer })]);
    assert_eq!(pair.client.is_up(id), Some(false));
}

#[test]
fn a_link_that_is_down_fails_at_once_and_no_option_makes_a_storm() {
    let hasty = PingOptions {
        every: Duration::ZERO,
        every_while_down: Duration::ZERO,
        retry: Duration::ZERO,
        failures: 2,
    };
    let (mut pair, _) = pair(None, hasty);
    pair.act(|client, now, out| client.transport_failed(now, SERVER, out));
    pair.run_until(1);
    pair.act(|client, now, out| client.transport_failed(now, SERVER, out));
    assert_eq!(pair.told, [(1, Down { last: Failure::TransportFailed })]);
    pair.server.0 = Some(200);
    pair.wire.clear();
    pair.run_until(11);
    assert!(pair.kinds().len() <= 22);
}

#[test]
fn an_options_is_answered_with_what_one_can() {
    let capabilities = Capabilities {
        allow: "INVITE, ACK, BYE, OPTIONS, SUBSCRIBE",
        accept: "application/sdp, application/pidf+xml",
        events: "presence, dialog",
    };
    let ask = |lines: &str| {
        let text = format!(
            "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;branch=z9hG4bKa\r\n\
             Max-Forwards: 70\r\nFrom: <sip:10.1.0.2>;tag=a\r\nTo: <sip:10.0.0.1>\r\nCall-ID: c\r\n\
             CSeq: 1 OPTIONS\r\n{lines}\r\n"
        );
        let request = Message::parse(text.as_bytes()).unwrap();
        let mut out = Vec::new();
        capabilities.answer(&request, "t").write(&mut out);
        Message::parse(&out).unwrap()
    };
    let answer = ask("");
    assert_eq!((answer.status(), answer.to_tag()), (Some(200), Some("t")));
    assert_eq!(answer.allow().count(), 5);
    assert_eq!(answer.allow_events().collect::<Vec<_>>(), ["presence", "dialog"]);
    assert_eq!(answer.accept().unwrap().count(), 2);
    let refused = ask("Require: 100rel\r\n");
    assert_eq!((refused.status(), refused.header("Unsupported")), (Some(420), Some("100rel")));
}
