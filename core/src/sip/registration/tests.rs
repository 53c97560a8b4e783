//! A phone against the registrar, over a link that loses what it is told to.

use super::*;
use crate::sip::digest::{Authenticator, DigestOptions, Secret};
use crate::sip::registrar::{self, Account, Registrar, RegistrarOptions};
use crate::sip::tests::joined::{Asks, CLIENT, Joined, SERVER, Serves};
use News::{Expired, Gone, Granted, NoAnswer, Refused, TransportFailed};

const CONTACT: &str = "sip:1000@10.1.0.2:5060";

impl Asks for Registrations {
    type News = News;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Told<News>>>) {
        Registrations::receive(self, now, SERVER, message, out);
    }
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<News>>>) {
        Registrations::tick(self, now, out);
    }
    fn next_at(&self) -> Option<Instant> {
        Registrations::next_at(self).map(|(at, _)| at)
    }
}

/// A registrar whose owner knows 1000, perhaps.
struct Hub {
    registrar: Registrar,
    known: bool,
    /// What must be proved, where it must.
    password: Option<Secret>,
}

impl Serves for Hub {
    type News = registrar::News;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<registrar::News>>) {
        let (known, password) = (self.known, self.password.as_ref());
        let account = |aor: &str| {
            let open = password
                .map_or(Account::Open, |password| Account::Proved { username: "alice", password });
            (known && aor == "1000").then_some(open)
        };
        self.registrar.receive(now, CLIENT, message, account, out);
    }
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<registrar::News>>) {
        self.registrar.tick(now, out);
    }
    fn next_at(&self) -> Option<Instant> {
        self.registrar.next_at().map(|(at, _)| at)
    }
}

type Pair = Joined<Registrations, Hub>;

fn pair(options: RegistrarOptions) -> Pair {
    let timers = SipTimers::default();
    let authenticator = Authenticator::new(DigestOptions::new("cm1"), Rng::stream(1, "digest"));
    let rng = Rng::stream(1, "registrar");
    let registrar = Registrar::new(SERVER, timers, options, authenticator, rng);
    let client = Registrations::new(CLIENT, timers, Rng::stream(1, "registrations"));
    Joined::new(client, Hub { registrar, known: true, password: None })
}

fn register(pair: &mut Pair, expires: u32, password: Option<&str>) -> RegistrationId {
    let credentials = password.map(|password| {
        let password = Secret::new(password);
        Arc::new(Credentials { username: "alice".into(), password, realm: None })
    });
    let what = Registering {
        hub: SERVER,
        aor: Party::at_server("1000"),
        contact: ContactParts { uri: CONTACT, device: "SEP0011", ..ContactParts::default() },
        expires,
        credentials: credentials.as_ref(),
    };
    pair.act(|client, now, out| client.register(now, &what, 7, out)).unwrap()
}

#[test]
fn a_registration_is_refreshed_before_its_end_for_as_long_as_it_is_wanted() {
    let mut pair = pair(RegistrarOptions::default());
    let id = register(&mut pair, 120, None);
    pair.run_until(1000);
    let times: Vec<i64> =
        pair.wire.iter().filter(|(_, m)| m.status().is_none()).map(|(second, _)| *second).collect();
    assert_eq!(times, [0, 115, 230, 345, 460, 575, 690, 805, 920]);
    let cseqs: Vec<u32> = pair.wire.iter().step_by(2).map(|(_, m)| m.cseq()).collect();
    assert_eq!(cseqs, (1..=9).collect::<Vec<_>>());
    assert!(pair.news().iter().all(|news| *news == Granted { expires: 120 }));
    let expired = |news: &registrar::News| matches!(news, registrar::News::Unregistered { .. });
    assert!(!pair.served.iter().any(expired), "{:?}", pair.served);
    pair.act(|client, now, out| client.unregister(now, id, out));
    pair.run_until(1001);
    assert_eq!(pair.news(), [Gone]);
    assert!(pair.server.registrar.is_empty() && pair.client.is_empty());
    assert_eq!(pair.client.next_at(), None);
}

#[test]
fn a_challenge_is_answered_and_its_nonce_used_until_it_is_stale() {
    let mut pair = pair(RegistrarOptions::default());
    pair.server.password = Some(Secret::new("wonderland"));
    register(&mut pair, 400, Some("wonderland"));
    pair.run_until(1);
    assert_eq!(pair.kinds(), ["REGISTER", "401", "REGISTER", "200"]);
    pair.run_until(396);
    assert_eq!(pair.kinds(), ["REGISTER", "200"]);
    pair.run_until(791);
    assert_eq!(pair.kinds(), ["REGISTER", "401", "REGISTER", "200"], "stale after 600 s");
    assert!(pair.news().iter().all(|news| *news == Granted { expires: 400 }));
}

#[test]
fn a_password_that_is_put_right_brings_the_phone_up_by_itself() {
    let mut pair = pair(RegistrarOptions::default());
    pair.server.password = Some(Secret::new("wonderland"));
    register(&mut pair, 3600, Some("rabbit"));
    pair.run_until(50);
    assert_eq!(pair.news(), [Refused { code: 401 }]);
    assert_eq!(pair.kinds(), ["REGISTER", "401", "REGISTER", "401"], "never a loop");
    pair.server.password = Some(Secret::new("rabbit"));
    pair.run_until(70);
    assert_eq!(pair.news(), [Granted { expires: 3600 }]);
}

#[test]
fn a_server_that_never_says_stale_is_answered_once_after_each_success() {
    let mut client = Registrations::new(CLIENT, SipTimers::default(), Rng::stream(1, "r"));
    let password = Secret::new("wonderland");
    let credentials = Arc::new(Credentials { username: "alice".into(), password, realm: None });
    let what = Registering {
        hub: SERVER,
        aor: Party::at_server("1000"),
        contact: ContactParts { uri: CONTACT, ..ContactParts::default() },
        expires: 100,
        credentials: Some(&credentials),
    };
    let mut out = Vec::new();
    client.register(Instant::ZERO, &what, 7, &mut out).unwrap();
    let mut now = Instant::ZERO;
    // Each answer, and whether it brings another request at once.
    for (nonce, goes_on) in
        [("a", true), ("", false), ("b", true), ("", false), ("c", true), ("d", false)]
    {
        let Some(Effect::Send { bytes, .. }) = out.pop() else { panic!("{nonce}") };
        let challenge =
            format!("WWW-Authenticate: Digest realm=\"k\", nonce=\"{nonce}\", qop=\"auth\"\r\n");
        let (code, lines) = if nonce.is_empty() { (200, "") } else { (401, &*challenge) };
        let request = Message::parse(&bytes).unwrap();
        let answer = crate::sip::tests::pair::answer(&request, code, "t", lines);
        out.clear();
        client.receive(now, SERVER, &Message::parse(&answer).unwrap(), &mut out);
        let sends = |out: &[Effect<_>]| matches!(out.last(), Some(Effect::Send { .. }));
        assert_eq!(sends(&out), goes_on, "{nonce}");
        if !goes_on {
            now = client.next_at().unwrap().0;
            client.tick(now, &mut out);
        }
    }
    let refused = |effect: &Effect<Told<News>>| {
        matches!(effect, Effect::News(Told { news: Refused { code: 401 }, .. }))
    };
    assert_eq!(out.iter().filter(|effect| refused(effect)).count(), 1);
}

#[test]
fn without_credentials_a_challenge_is_a_refusal() {
    let mut pair = pair(RegistrarOptions::default());
    pair.server.password = Some(Secret::new("wonderland"));
    register(&mut pair, 3600, None);
    pair.run_until(59);
    assert_eq!(
        (pair.kinds(), pair.news()),
        (vec!["REGISTER".into(), "401".into()], vec![Refused { code: 401 }])
    );
}

#[test]
fn an_interval_too_brief_is_raised_at_once() {
    let mut pair = pair(RegistrarOptions { min_expires: 600, ..RegistrarOptions::default() });
    register(&mut pair, 30, None);
    pair.run_until(1);
    assert_eq!(pair.kinds(), ["REGISTER", "423", "REGISTER", "200"]);
    assert_eq!(pair.news(), [Granted { expires: 600 }]);
}

#[test]
fn a_registrar_that_raises_again_and_again_is_not_followed_for_ever() {
    let mut client = Registrations::new(CLIENT, SipTimers::default(), Rng::stream(1, "r"));
    let mut out = Vec::new();
    let what = Registering {
        hub: SERVER,
        aor: Party::at_server("1000"),
        contact: ContactParts { uri: CONTACT, ..ContactParts::default() },
        expires: 1,
        credentials: None,
    };
    client.register(Instant::ZERO, &what, 7, &mut out).unwrap();
    let mut requests = 0;
    while let Some(Effect::Send { bytes, .. }) = out.pop() {
        requests += 1;
        let request = Message::parse(&bytes).unwrap();
        let more = format!("Min-Expires: {}\r\n", request.expires().unwrap() + 1);
        let answer = crate::sip::tests::pair::answer(&request, 423, "t", &more);
        let answer = Message::parse(&answer).unwrap();
        client.receive(Instant::ZERO, SERVER, &answer, &mut out);
    }
    assert_eq!(requests, 1 + limits::RAISES.bound);
    assert_eq!(client.next_at().unwrap().1, WakeReason::Retry);
}

#[test]
fn a_registrar_that_is_silent_is_tried_again_ever_more_slowly() {
    let mut pair = pair(RegistrarOptions::default());
    pair.loses = Box::new(|_| true);
    register(&mut pair, 3600, None);
    pair.run_until(400);
    let times: Vec<i64> = pair.told.iter().map(|(second, _)| *second).collect();
    // Timer F, then 5, 10, 20, 40, 60 s and timer F each time.
    assert_eq!(times, [32, 69, 111, 163, 235, 327]);
    assert!(pair.news().iter().all(|news| *news == NoAnswer));
    pair.loses = Box::new(|_| false);
    pair.run_until(500);
    assert_eq!(pair.news(), [Granted { expires: 3600 }]);
}

#[test]
fn what_runs_out_meanwhile_is_told_once_and_comes_back() {
    let mut pair = pair(RegistrarOptions::default());
    register(&mut pair, 60, None);
    pair.run_until(1);
    pair.loses = Box::new(|_| true);
    pair.run_until(200);
    let (granted, rest) = (pair.told[0], pair.told[1..].to_vec());
    assert_eq!(granted, (0, Granted { expires: 60 }));
    assert_eq!(rest, [(60, Expired), (87, NoAnswer), (124, NoAnswer), (166, NoAnswer)]);
    pair.loses = Box::new(|_| false);
    pair.run_until(300);
    assert_eq!(pair.told.get(5).map(|(_, news)| *news), Some(Granted { expires: 60 }));
}

#[test]
fn a_line_that_is_configured_later_comes_up_and_a_retry_after_is_heeded() {
    let mut pair = pair(RegistrarOptions::default());
    pair.server.known = false;
    register(&mut pair, 3600, None);
    pair.run_until(130);
    assert_eq!(
        pair.told,
        [(0, Refused { code: 404 }), (60, Refused { code: 404 }), (120, Refused { code: 404 })]
    );
    pair.server.known = true;
    pair.run_until(181);
    assert_eq!(pair.told.last(), Some(&(180, Granted { expires: 3600 })));
}

#[test]
fn who_gives_up_while_the_request_is_out_leaves_nothing_behind() {
    for lost in [0, 1] {
        let mut pair = pair(RegistrarOptions::default());
        let mut left = lost;
        pair.loses =
            Box::new(move |m| m.status().is_some() && std::mem::replace(&mut left, 0) == 1);
        let id = register(&mut pair, 3600, None);
        pair.act(|client, now, out| client.unregister(now, id, out));
        pair.run_until(10);
        assert_eq!(pair.news(), [Gone], "{lost}");
        assert!(pair.server.registrar.is_empty() && pair.client.is_empty());
    }
}

#[test]
fn a_link_that_is_down_is_told_and_tried_again() {
    let mut pair = pair(RegistrarOptions::default());
    register(&mut pair, 3600, None);
    pair.act(|client, now, out| client.transport_failed(now, SERVER, out));
    assert_eq!(pair.news(), [TransportFailed]);
    pair.run_until(6);
    assert_eq!(pair.news(), [Granted { expires: 3600 }]);
}

#[test]
fn a_contact_that_went_out_over_a_stream_is_known_again() {
    let mut client = Registrations::new(NodeId(1), SipTimers::default(), Rng::stream(1, "client"));
    let mut out = Vec::new();
    let what = Registering {
        hub: SERVER,
        aor: Party::at_server("1000"),
        contact: ContactParts { uri: CONTACT, device: "", instance: "", expires: None, flow: None },
        expires: 600,
        credentials: None,
    };
    client.register(Instant::ZERO, &what, 7, &mut out).unwrap();
    let Some(Effect::Send { bytes, .. }) = out.first() else { panic!("it asks") };
    let asked = Message::parse(bytes).unwrap();
    let (branch, call_id) = (asked.branch().unwrap(), asked.call_id());
    let answer = format!(
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 10.1.0.2:5060;branch={branch}\r\n\
         From: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1000@10.0.0.1>;tag=b\r\nCall-ID: {call_id}\r\n\
         CSeq: 1 REGISTER\r\nContact: <{CONTACT};transport=tcp>;expires=60\r\n\
         Content-Length: 0\r\n\r\n"
    );
    let mut told = Vec::new();
    let answer = Message::parse(answer.as_bytes()).unwrap();
    client.receive(Instant::ZERO, SERVER, &answer, &mut told);
    let granted = Effect::News(Told { handle: 7, news: Granted { expires: 60 } });
    assert!(told.contains(&granted), "{told:?}");
}
