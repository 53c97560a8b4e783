//! PUBLISH by PUBLISH against RFC 3903 6, and a publisher against the compositor.

use super::*;
use crate::id::NodeId;
use crate::limits;
use crate::presence::PublishedStatus::{self, Busy, Idle, Unknown};
use crate::rng::Rng;
use crate::sip::digest::{Authenticator, Credentials, DigestOptions, Secret};
use crate::sip::message::Message;
use crate::sip::tests::joined::{Asks, CLIENT, Joined, SERVER, Serves};
use crate::sip::watcher::Party;
use crate::sip::{Effect, SipTimers, Told};
use crate::time::{Duration, Instant};
use proptest::prelude::*;
use std::sync::Arc;

fn compositor(options: CompositorOptions) -> Compositor {
    let authenticator = Authenticator::new(DigestOptions::new("cm1"), Rng::stream(1, "digest"));
    let rng = Rng::stream(1, "compositor");
    Compositor::new(SERVER, SipTimers::default(), options, authenticator, rng)
}

fn pidf(status: PublishedStatus) -> &'static str {
    match status {
        Busy => {
            "<presence><tuple id=\"a\"><status><basic>open</basic></status></tuple>\
             <person><activities><on-the-phone/></activities></person></presence>"
        }
        Idle => "<presence><tuple id=\"a\"><status><basic>open</basic></status></tuple></presence>",
        Unknown => "<presence/>",
    }
}

struct Bench {
    now: Instant,
    compositor: Compositor,
    sent: u32,
    heard: Vec<Heard>,
}

impl Bench {
    fn new() -> Self {
        let compositor = compositor(CompositorOptions::default());
        Bench { now: Instant::ZERO, compositor, sent: 0, heard: Vec::new() }
    }

    /// Hands a PUBLISH over and gives its answer.
    fn ask(&mut self, user: &str, lines: &str, body: &str) -> Message {
        self.sent += 1;
        let n = self.sent;
        let event = if lines.contains("Event:") { "" } else { "Event: presence\r\n" };
        let kind = if lines.contains("Content-Type:") || body.is_empty() {
            ""
        } else {
            "Content-Type: application/pidf+xml\r\n"
        };
        let text = format!(
            "PUBLISH sip:{user}10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;branch=z9hG4bK{n}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=a\r\nTo: <sip:a@b>\r\nCall-ID: c\r\n\
             CSeq: {n} PUBLISH\r\n{event}{kind}{lines}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let message = Message::parse(text.as_bytes()).unwrap();
        let mut out = Vec::new();
        let account = |aor: &str| (aor != "9999").then_some(Account::Open);
        self.compositor.receive(self.now, CLIENT, &message, account, &mut out);
        self.take(out).expect("every PUBLISH is answered")
    }

    fn publish(&mut self, lines: &str, body: &str) -> Message {
        self.ask("1000@", lines, body)
    }

    fn take(&mut self, out: Vec<Effect<Heard>>) -> Option<Message> {
        let mut answer = None;
        for effect in out {
            match effect {
                Effect::Send { bytes, .. } => answer = Some(Message::parse(&bytes).unwrap()),
                Effect::News(heard) => self.heard.push(heard),
                Effect::TimerFired(_) => {}
            }
        }
        answer
    }

    fn run_until(&mut self, until: Instant) {
        while let Some((at, _)) = self.compositor.next_at().filter(|(at, _)| *at <= until) {
            let mut out = Vec::new();
            self.compositor.tick(at, &mut out);
            assert!(self.take(out).is_none());
        }
        self.now = until;
    }

    fn status(&self) -> Option<PublishedStatus> {
        self.compositor.status("1000")
    }
}

fn if_match(answer: &Message) -> String {
    format!("SIP-If-Match: {}\r\n", answer.etag().unwrap())
}

#[test]
fn a_publication_is_made_refreshed_modified_and_removed_with_a_new_tag_each_time() {
    let mut bench = Bench::new();
    let initial = bench.publish("Expires: 600\r\n", pidf(Idle));
    assert_eq!((initial.status(), initial.expires()), (Some(200), Some(600)));
    assert_eq!(bench.status(), Some(Idle));
    bench.run_until(Instant::from_secs(500));
    let refresh = bench.publish(&if_match(&initial), "");
    assert_eq!((refresh.expires(), bench.status()), (Some(3600), Some(Idle)));
    let modify = bench.publish(&if_match(&refresh), pidf(Busy));
    assert_eq!((modify.status(), bench.status()), (Some(200), Some(Busy)));
    let remove = bench.publish(&(if_match(&modify) + "Expires: 0\r\n"), "");
    assert_eq!((remove.expires(), bench.status()), (Some(0), None));
    let tags = [&initial, &refresh, &modify, &remove].map(|answer| answer.etag().unwrap());
    for (n, tag) in tags.iter().enumerate() {
        assert!(!tags[..n].contains(tag), "{tags:?}");
        // Only the newest ever leads anywhere, and that is gone.
        let again = bench.publish(&format!("SIP-If-Match: {tag}\r\n"), "");
        assert_eq!(again.status(), Some(412));
    }
    let [
        Heard::Published { id, status: Idle, from: CLIENT, .. },
        Heard::Refreshed { .. },
        Heard::Modified { id: modified, status: Busy, .. },
        Heard::Removed { id: removed, why: Why::Asked, .. },
    ] = &*bench.heard
    else {
        panic!("{:?}", bench.heard)
    };
    assert_eq!((id, id), (modified, removed));
    assert_eq!((bench.compositor.len(), bench.compositor.next_at()), (0, None));
}

#[test]
fn checks_are_made_in_the_order_of_the_rfc() {
    // Each case is wrong in all that follows too: the first check speaks.
    let unknown = "SIP-If-Match: 00\r\n";
    let text = "Content-Type: text/plain\r\n";
    let mut bench = Bench::new();
    for (user, lines, body, code) in [
        ("9999@", format!("Event: dialog\r\n{unknown}Expires: 1\r\n{text}"), "x", 404),
        ("", String::new(), pidf(Idle), 404),
        ("1000@", format!("Event: dialog\r\n{unknown}Expires: 1\r\n{text}"), "x", 489),
        ("1000@", "Event:\r\n".to_owned(), pidf(Idle), 489),
        ("1000@", format!("{unknown}{unknown}Expires: 1\r\n{text}"), "x", 400),
        ("1000@", format!("{unknown}Expires: 1\r\n{text}"), "x", 412),
        ("1000@", format!("Expires: 1\r\n{text}"), "x", 423),
        ("1000@", text.to_owned(), "x", 415),
        ("1000@", String::new(), "x", 400),
        ("1000@", String::new(), "", 400),
        ("1000@", "Require: x\r\n".to_owned(), pidf(Idle), 420),
    ] {
        let answer = bench.ask(user, &lines, body);
        assert_eq!(answer.status(), Some(code), "{lines}");
        let header = match code {
            489 => Some(("Allow-Events", "presence")),
            423 => Some(("Min-Expires", "60")),
            415 => Some(("Accept", "application/pidf+xml")),
            _ => None,
        };
        if let Some((name, value)) = header {
            assert_eq!(answer.header(name), Some(value), "{code}");
        }
    }
    let long = format!("<presence>{}</presence>", " ".repeat(limits::DOCUMENT_BYTES.as_usize()));
    assert_eq!(bench.publish("", &long).status(), Some(413));
    assert!(bench.compositor.is_empty() && bench.heard.is_empty());
}

#[test]
fn the_tag_of_one_presentity_opens_no_other() {
    let mut bench = Bench::new();
    let mine = bench.publish("", pidf(Busy));
    let other = bench.ask("2000@", &if_match(&mine), pidf(Idle));
    assert_eq!((other.status(), bench.status()), (Some(412), Some(Busy)));
    assert_eq!(
        bench.ask("2000@", "SIP-If-Match: \u{e9}00000000000000000\r\n", "").status(),
        Some(400)
    );
}

#[test]
fn a_publication_ends_at_its_time_and_a_refresh_moves_that() {
    let mut bench = Bench::new();
    let first = bench.publish("Expires: 100\r\n", pidf(Busy));
    bench.publish("Expires: 150\r\n", pidf(Idle));
    assert_eq!(bench.status(), Some(Busy));
    bench.run_until(Instant::from_secs(90));
    bench.publish(&(if_match(&first) + "Expires: 100\r\n"), "");
    bench.run_until(Instant::from_secs(150));
    assert_eq!((bench.status(), bench.compositor.len()), (Some(Busy), 1));
    bench.run_until(Instant::from_secs(190));
    assert_eq!((bench.status(), bench.compositor.len()), (None, 0));
    let ended = |heard: &&Heard| matches!(heard, Heard::Removed { why: Why::Expired, .. });
    assert_eq!(bench.heard.iter().filter(ended).count(), 2);
}

#[test]
fn several_sources_make_one_status_and_one_that_knows_nothing_hides_none() {
    let mut bench = Bench::new();
    assert_eq!(bench.status(), None);
    for (said, status) in [(Unknown, Unknown), (Idle, Idle), (Busy, Busy), (Idle, Busy)] {
        bench.publish("", pidf(said));
        assert_eq!(bench.status(), Some(status));
    }
    let mut out = Vec::new();
    bench.compositor.dismiss("1000", &mut out);
    assert_eq!((out.len(), bench.status(), bench.compositor.len()), (4, None, 0));
}

#[test]
fn past_the_bound_of_a_presentity_there_is_no_other_publication() {
    let mut bench = Bench::new();
    let bound = limits::PUBLICATIONS_PER_AOR.as_usize();
    let answers: Vec<_> = (0..=bound).map(|_| bench.publish("", pidf(Idle))).collect();
    assert_eq!(answers[bound].status(), Some(503));
    assert_eq!((answers[bound].retry_after(), bench.compositor.len()), (Some(60), bound));
    assert_eq!(bench.publish(&if_match(&answers[0]), pidf(Busy)).status(), Some(200));
}

#[test]
fn one_that_is_taken_back_at_once_leaves_nothing() {
    let mut bench = Bench::new();
    let answer = bench.publish("Expires: 0\r\n", pidf(Busy));
    assert_eq!((answer.status(), answer.expires(), bench.status()), (Some(200), Some(0), None));
    assert_eq!(bench.publish(&if_match(&answer), "").status(), Some(412));
    assert!(bench.heard.is_empty());
}

proptest! {
    /// Whatever is asked with whichever tag, a tag opens once at most, and never comes back.
    #[test]
    fn a_tag_opens_once_and_never_comes_again(
        steps in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, 0..300_i64), 1..40),
    ) {
        let mut bench = Bench::new();
        let mut tags: Vec<String> = Vec::new();
        let mut live: Vec<String> = Vec::new();
        for (which, what, wait) in steps {
            bench.run_until(bench.now + Duration::from_secs(wait));
            let tag = tags.get(which.index(tags.len() + 1)).cloned();
            let line = tag.as_ref().map_or(String::new(), |tag| format!("SIP-If-Match: {tag}\r\n"));
            let expires = if what == 0 { "Expires: 0\r\n" } else { "Expires: 200\r\n" };
            let body = if tag.is_none() || what == 1 { pidf(Idle) } else { "" };
            let before = bench.compositor.len();
            let answer = bench.publish(&(line + expires), body);
            let Some(new) = answer.etag().map(str::to_owned) else {
                prop_assert!(matches!(answer.status(), Some(412 | 503)));
                prop_assert_eq!(bench.compositor.len(), before);
                continue;
            };
            prop_assert!(!tags.contains(&new));
            if let Some(tag) = tag {
                prop_assert!(live.contains(&tag), "a tag that was used up opened");
                live.retain(|known| *known != tag);
            }
            tags.push(new.clone());
            live.push(new);
        }
        bench.run_until(bench.now + Duration::from_secs(200));
        prop_assert!(bench.compositor.is_empty());
    }
}

impl Asks for Publisher {
    type News = News;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Told<News>>>) {
        Publisher::receive(self, now, SERVER, message, out);
    }
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<News>>>) {
        Publisher::tick(self, now, out);
    }
    fn next_at(&self) -> Option<Instant> {
        Publisher::next_at(self).map(|(at, _)| at)
    }
}

struct Server {
    compositor: Compositor,
    password: Option<Secret>,
}

impl Serves for Server {
    type News = Heard;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Heard>>) {
        let account = self
            .password
            .as_ref()
            .map_or(Account::Open, |password| Account::Proved { username: "alice", password });
        self.compositor.receive(now, CLIENT, message, |_| Some(account), out);
    }
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Heard>>) {
        self.compositor.tick(now, out);
    }
    fn next_at(&self) -> Option<Instant> {
        self.compositor.next_at().map(|(at, _)| at)
    }
}

type Pair = Joined<Publisher, Server>;

fn pair(options: CompositorOptions) -> Pair {
    let client = Publisher::new(NodeId(1), SipTimers::default(), Rng::stream(1, "publisher"));
    Joined::new(client, Server { compositor: compositor(options), password: None })
}

fn bytes(status: PublishedStatus) -> Arc<[u8]> {
    pidf(status).as_bytes().into()
}

fn publish(pair: &mut Pair, expires: u32) -> PublisherId {
    let password = Secret::new("wonderland");
    let credentials = Arc::new(Credentials { username: "alice".into(), password, realm: None });
    let what = Publishing {
        server: SERVER,
        presentity: Party::at_server("1000"),
        expires,
        credentials: Some(&credentials),
        body: &bytes(Idle),
    };
    pair.act(|client, now, out| client.publish(now, &what, 7, out)).unwrap()
}

fn modify(pair: &mut Pair, id: PublisherId, status: PublishedStatus) {
    pair.act(|client, now, out| client.modify(now, id, &bytes(status), out));
}

/// For each PUBLISH sent: whether it has a tag, and a document.
fn shapes(pair: &mut Pair) -> Vec<(bool, bool)> {
    let requests = pair.wire.drain(..).map(|(_, message)| message).filter(|m| m.status().is_none());
    requests.map(|m| (m.header("SIP-If-Match").is_some(), !m.body().is_empty())).collect()
}

#[test]
fn a_publisher_publishes_refreshes_without_a_document_modifies_and_removes() {
    let mut pair = pair(CompositorOptions::default());
    let id = publish(&mut pair, 100);
    pair.run_until(200);
    assert_eq!(shapes(&mut pair), [(false, true), (true, false), (true, false)]);
    modify(&mut pair, id, Busy);
    pair.run_until(201);
    assert_eq!(shapes(&mut pair), [(true, true)]);
    assert_eq!(pair.server.compositor.status("1000"), Some(Busy));
    pair.act(|client, now, out| client.remove(now, id, out));
    pair.run_until(202);
    assert_eq!(shapes(&mut pair), [(true, false)]);
    assert_eq!(pair.told.last().map(|(_, news)| *news), Some(News::Gone));
    assert!(pair.server.compositor.is_empty() && pair.client.is_empty());
}

#[test]
fn what_changes_while_a_request_is_out_is_told_once_it_is_answered_and_the_last_word_wins() {
    let mut pair = pair(CompositorOptions::default());
    let id = publish(&mut pair, 600);
    modify(&mut pair, id, Unknown);
    modify(&mut pair, id, Busy);
    pair.run_until(1);
    assert_eq!(shapes(&mut pair), [(false, true), (true, true)]);
    assert_eq!(pair.server.compositor.status("1000"), Some(Busy));
}

#[test]
fn a_server_that_forgot_is_told_everything_anew_at_once() {
    let mut pair = pair(CompositorOptions::default());
    let id = publish(&mut pair, 600);
    pair.run_until(1);
    pair.kinds();
    pair.server.compositor = compositor(CompositorOptions::default());
    modify(&mut pair, id, Busy);
    pair.run_until(2);
    assert_eq!(pair.kinds(), ["PUBLISH", "412", "PUBLISH", "200"]);
    assert_eq!(pair.news(), [News::Granted { expires: 600 }; 2]);
    assert_eq!(pair.server.compositor.status("1000"), Some(Busy));
}

#[test]
fn a_lost_answer_to_a_modification_leaves_one_publication_with_the_last_word() {
    let mut pair = pair(CompositorOptions::default());
    let id = publish(&mut pair, 600);
    pair.run_until(1);
    pair.loses = Box::new(|m| m.status().is_some());
    modify(&mut pair, id, Busy);
    // Past timer F on both sides: the next try has a tag that is used up.
    pair.run_until(34);
    pair.loses = Box::new(|_| false);
    pair.run_until(50);
    assert_eq!(pair.server.compositor.status("1000"), Some(Busy));
    assert_eq!(pair.told.last().map(|(_, news)| *news), Some(News::Granted { expires: 600 }));
    pair.run_until(700);
    assert_eq!(pair.server.compositor.len(), 1, "the one before ran out");
}

#[test]
fn a_challenge_and_an_interval_too_brief_are_met() {
    let options = CompositorOptions { min_expires: 300, ..CompositorOptions::default() };
    let mut pair = pair(options);
    pair.server.password = Some(Secret::new("wonderland"));
    publish(&mut pair, 60);
    pair.run_until(1);
    assert_eq!(pair.kinds(), ["PUBLISH", "401", "PUBLISH", "423", "PUBLISH", "200"]);
    assert_eq!(pair.news(), [News::Granted { expires: 300 }]);
}

#[test]
fn what_ran_out_while_nobody_answered_begins_anew() {
    let mut pair = pair(CompositorOptions::default());
    publish(&mut pair, 60);
    pair.run_until(1);
    pair.loses = Box::new(|_| true);
    pair.run_until(130);
    assert_eq!(pair.server.compositor.status("1000"), None);
    pair.loses = Box::new(|_| false);
    pair.wire.clear();
    pair.run_until(190);
    assert_eq!(pair.server.compositor.status("1000"), Some(Idle));
    let news = pair.news();
    assert_eq!(news[..2], [News::Granted { expires: 60 }, News::Expired]);
    assert_eq!(news.last(), Some(&News::Granted { expires: 60 }));
}
