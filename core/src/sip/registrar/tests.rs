//! REGISTER by REGISTER, against RFC 3261 10.3, and by dice against its laws.

use super::*;
use crate::rng::Rng;
use crate::sip::address::HostPort;
use crate::sip::digest::{Credentials, DigestOptions, Secret, Session};
use crate::sip::message::same_uri;
use crate::time::Duration;
use proptest::prelude::*;

const PHONE: NodeId = NodeId(1);

struct Bench {
    now: Instant,
    registrar: Registrar,
    password: Secret,
    /// Whether an account must be proved.
    proved: bool,
    sent: u32,
    news: Vec<News>,
}

impl Bench {
    fn new() -> Self {
        let authenticator =
            Authenticator::new(DigestOptions::new("cm1"), Rng::stream(1, "digest:registrar"));
        let (timers, options) = (SipTimers::default(), RegistrarOptions::default());
        let rng = Rng::stream(1, "registrar");
        Bench {
            now: Instant::ZERO,
            registrar: Registrar::new(NodeId(0), timers, options, authenticator, rng),
            password: Secret::new("wonderland"),
            proved: false,
            sent: 0,
            news: Vec::new(),
        }
    }

    /// Hands a REGISTER for 1000 over and gives its answer. `lines` replace Call-ID and CSeq where
    /// they have one.
    fn register(&mut self, lines: &str) -> Message {
        self.ask("sip:1000@10.0.0.1", lines)
    }

    fn ask(&mut self, to: &str, lines: &str) -> Message {
        self.sent += 1;
        let n = self.sent;
        let own = |name: &str, value: String| {
            if lines.contains(name) { String::new() } else { format!("{name}: {value}\r\n") }
        };
        let (call, cseq) = (own("Call-ID", "c".to_owned()), own("CSeq", format!("{n} REGISTER")));
        let text = format!(
            "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;rport;branch=z9hG4bK{n}\r\n\
             Max-Forwards: 70\r\nFrom: <{to}>;tag=a\r\nTo: <{to}>\r\n{call}{cseq}{lines}\r\n"
        );
        self.hand(text.as_bytes()).expect("every REGISTER is answered")
    }

    fn hand(&mut self, bytes: &[u8]) -> Option<Message> {
        let source = HostPort { ip: [192, 0, 2, 7], port: 40_000 };
        let message = Message::parse_from(bytes, source).unwrap();
        let mut out = Vec::new();
        let (password, proved) = (&self.password, self.proved);
        let account = |aor: &str| match aor {
            "9999" => None,
            _ if proved => Some(Account::Proved { username: "alice", password }),
            _ => Some(Account::Open),
        };
        self.registrar.receive(self.now, PHONE, &message, account, &mut out);
        self.take(out)
    }

    fn take(&mut self, out: Vec<Effect<News>>) -> Option<Message> {
        let mut answer = None;
        for effect in out {
            match effect {
                Effect::Send { to, bytes } => {
                    assert_eq!((to, answer.is_none()), (PHONE, true));
                    answer = Some(Message::parse(&bytes).unwrap());
                }
                Effect::News(news) => self.news.push(news),
                Effect::TimerFired(reason) => assert_eq!(reason, WakeReason::Expire),
            }
        }
        answer
    }

    fn run_until(&mut self, until: Instant) {
        while let Some((at, _)) = self.registrar.next_at().filter(|(at, _)| *at <= until) {
            self.now = at;
            let mut out = Vec::new();
            self.registrar.tick(at, &mut out);
            assert!(self.take(out).is_none());
        }
        self.now = until;
    }

    /// What was told since the last time, in short.
    fn heard(&mut self) -> Vec<String> {
        let word = |news: News| match news {
            News::Registered { contact, .. } => format!("+{}", contact.uri),
            News::Refreshed { contact, .. } => format!("={}", contact.uri),
            News::Unregistered { contact, why, .. } => format!("-{} {why:?}", contact.uri),
        };
        self.news.drain(..).map(word).collect()
    }
}

/// The contacts of an answer with what they have left.
fn listed(answer: &Message) -> Vec<(String, u32)> {
    answer.contacts().map(|c| (c.uri().to_owned(), c.expires().unwrap())).collect()
}

const A: &str = "sip:1000@10.1.0.2:5060";
const B: &str = "sip:1000@10.1.0.3:5060";

fn contact(uri: &str) -> String {
    format!("Contact: <{uri}>\r\n")
}

#[test]
fn a_contact_is_bound_listed_refreshed_and_taken_back() {
    let mut bench = Bench::new();
    let answer = bench.register(&(contact(A) + "Expires: 600\r\n"));
    assert_eq!((answer.status(), listed(&answer)), (Some(200), vec![(A.to_owned(), 600)]));
    assert!(answer.header("Via").unwrap().ends_with(";received=192.0.2.7"), "{answer:?}");
    assert_eq!(bench.heard(), [format!("+{A}")]);
    bench.run_until(Instant::from_secs(100));
    // A query changes nothing and tells the rest.
    assert_eq!(listed(&bench.register("")), [(A.to_owned(), 500)]);
    assert_eq!(bench.heard(), [""; 0]);
    assert_eq!(listed(&bench.register(&contact(A))), [(A.to_owned(), 3600)]);
    assert_eq!(bench.heard(), [format!("={A}")]);
    let answer = bench.register(&(contact(A) + "Expires: 0\r\n"));
    assert_eq!((answer.status(), listed(&answer)), (Some(200), vec![]));
    assert_eq!(bench.heard(), [format!("-{A} Asked")]);
    assert!(bench.registrar.is_empty() && bench.registrar.next_at().is_none());
}

#[test]
fn the_owner_hears_the_device_its_instance_and_where_it_really_is() {
    let mut bench = Bench::new();
    let line = format!(
        "Contact: <{A}>;+sip.instance=\"<urn:uuid:0-1>\";\
         +u.sip!devicename.ccm.cisco.com=\"SEP001122334455\"\r\n"
    );
    let answer = bench.register(&line);
    let [News::Registered { aor, contact, from }] = &*bench.news else { panic!() };
    assert_eq!((&**aor, *from), ("1000", PHONE));
    assert_eq!((&*contact.device, &*contact.instance), ("SEP001122334455", "<urn:uuid:0-1>"));
    assert_eq!(contact.source.unwrap().to_string(), "192.0.2.7:40000");
    // Both come back, so that a phone finds itself in the list.
    let listed = answer.contacts().next().unwrap();
    assert_eq!(listed.param("+sip.instance"), Some("<urn:uuid:0-1>"));
}

#[test]
fn a_register_as_real_phones_send_it_is_understood() {
    let enterprise = "REGISTER sip:10.0.0.1 SIP/2.0\r\n\
        Via: SIP/2.0/TCP 10.1.0.2:50123;branch=z9hG4bK1a2b3c4d\r\n\
        From: <sip:1000@10.0.0.1>;tag=0011223344550002\r\nTo: <sip:1000@10.0.0.1>\r\n\
        Call-ID: 00112233-44550002-0a0b0c0d-0e0f0a0b@10.1.0.2\r\nMax-Forwards: 70\r\n\
        CSeq: 101 REGISTER\r\nContact: \
        <sip:0b1c2d3e-aaaa-bbbb-cccc-001122334455@10.1.0.2:50123;transport=tcp>;\
        +sip.instance=\"<urn:uuid:00000000-0000-0000-0000-001122334455>\";\
        +u.sip!devicename.ccm.cisco.com=\"SEP001122334455\";+u.sip!model.ccm.cisco.com=\"685\"\r\n\
        Supported: replaces,join,sdp-anat,norefersub\r\nReason: SIP;cause=200;text=\"up\"\r\n\
        Expires: 3600\r\nContent-Length: 0\r\n\r\n";
    let soft = "REGISTER sip:127.0.0.1 SIP/2.0\r\n\
        Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKabc;rport\r\n\
        Contact: <sip:2000-0x55d0c0@127.0.0.1:5070>;expires=600;\
        +sip.instance=\"<urn:uuid:9e0dc7c1-0000-4000-8000-000000000000>\"\r\nMax-Forwards: 70\r\n\
        To: <sip:2000@127.0.0.1>\r\nFrom: <sip:2000@127.0.0.1>;tag=01ab\r\nCall-ID: 77ab\r\n\
        CSeq: 50211 REGISTER\r\nUser-Agent: baresip v1.0.0 (x86_64/linux)\r\n\
        Supported: gruu\r\nContent-Length: 0\r\n\r\n";
    let mut bench = Bench::new();
    for (text, aor, device, seconds) in
        [(enterprise, "1000", "SEP001122334455", 3600), (soft, "2000", "", 600)]
    {
        let answer = bench.hand(text.as_bytes()).unwrap();
        let contact = answer.contacts().next().unwrap();
        assert_eq!((answer.status(), contact.expires()), (Some(200), Some(seconds)));
        let [binding] = bench.registrar.bindings(aor) else { panic!("{aor}") };
        assert_eq!((&*binding.contact.device, &*binding.contact.uri), (device, contact.uri()));
        assert!(binding.contact.instance.starts_with("<urn:uuid:"));
    }
}

#[test]
fn each_contact_has_its_own_end_and_each_end_is_told_when_it_comes() {
    let mut bench = Bench::new();
    bench.register(&format!("Contact: <{A}>;expires=100, <{B}>\r\nExpires: 200\r\n"));
    assert_eq!(bench.heard(), [format!("+{A}"), format!("+{B}")]);
    bench.run_until(Instant::from_secs(99));
    assert_eq!((bench.heard().len(), bench.registrar.bindings("1000").len()), (0, 2));
    bench.run_until(Instant::from_secs(100));
    assert_eq!(bench.heard(), [format!("-{A} Expired")]);
    bench.run_until(Instant::from_secs(200));
    assert_eq!(bench.heard(), [format!("-{B} Expired")]);
    assert_eq!((bench.registrar.len(), bench.registrar.next_at()), (0, None));
}

#[test]
fn a_star_takes_all_back_but_only_alone_and_with_expires_0() {
    let mut bench = Bench::new();
    bench.register(&(contact(A) + &contact(B)));
    bench.heard();
    for wrong in [
        "Contact: *\r\n".to_owned(),
        "Contact: *\r\nExpires: 60\r\n".to_owned(),
        format!("Contact: *, <{A}>\r\nExpires: 0\r\n"),
    ] {
        assert_eq!(bench.register(&wrong).status(), Some(400), "{wrong}");
    }
    assert_eq!(bench.registrar.len(), 2);
    assert_eq!(bench.register("Contact: *\r\nExpires: 0\r\n").status(), Some(200));
    assert_eq!(bench.heard(), [format!("-{A} Asked"), format!("-{B} Asked")]);
}

#[test]
fn times_are_bounded_on_both_sides_and_an_hour_is_never_too_brief() {
    let mut bench = Bench::new();
    let brief = bench.register(&(contact(A) + "Expires: 59\r\n"));
    assert_eq!((brief.status(), brief.min_expires()), (Some(423), Some(60)));
    for (lines, granted) in [
        ("Expires: 60\r\n", 60),
        ("Expires: 100000\r\n", 7200),
        ("Expires: soon\r\n", 3600),
        ("", 3600),
    ] {
        let answer = bench.register(&(contact(A) + lines));
        assert_eq!(listed(&answer), [(A.to_owned(), granted)], "{lines}");
    }
    bench.registrar.options.min_expires = 7000;
    assert_eq!(bench.register(&(contact(A) + "Expires: 3600\r\n")).status(), Some(200));
    assert_eq!(bench.register(&(contact(A) + "Expires: 3599\r\n")).status(), Some(423));
}

#[test]
fn what_is_older_than_a_binding_changes_nothing_at_all() {
    let mut bench = Bench::new();
    let at = |cseq: u32, call: &str| format!("Call-ID: {call}\r\nCSeq: {cseq} REGISTER\r\n");
    bench.register(&(contact(A) + &at(10, "x")));
    bench.heard();
    for cseq in [9, 10] {
        let both = contact(B) + &contact(A) + &at(cseq, "x");
        assert_eq!(bench.register(&both).status(), Some(500));
        let star = "Contact: *\r\nExpires: 0\r\n".to_owned() + &at(cseq, "x");
        assert_eq!(bench.register(&star).status(), Some(500));
    }
    assert_eq!((bench.heard(), bench.registrar.len()), (vec![], 1));
    // A device that began anew counts anew.
    assert_eq!(bench.register(&(contact(A) + &at(1, "y"))).status(), Some(200));
    assert_eq!(bench.register(&(contact(A) + &at(11, "x"))).status(), Some(200));
}

#[test]
fn the_same_contact_twice_is_one_and_the_later_word_counts() {
    let mut bench = Bench::new();
    let twice = format!("Contact: <{A}>;expires=100, <SIP:1000@10.1.0.2:5060;x=1>;expires=200\r\n");
    assert_eq!(listed(&bench.register(&twice)).len(), 1);
    assert_eq!(bench.registrar.bindings("1000")[0].ends_at, Instant::from_secs(200));
    let there_and_gone = format!("Contact: <{B}>;expires=100, <{B}>;expires=0\r\n");
    assert_eq!(listed(&bench.register(&there_and_gone)).len(), 1);
    assert_eq!(bench.heard(), [format!("+{}", "SIP:1000@10.1.0.2:5060;x=1")]);
}

#[test]
fn who_is_nobody_or_asks_for_what_we_cannot_is_refused() {
    let mut bench = Bench::new();
    for to in ["sip:9999@10.0.0.1", "sip:10.0.0.1", "tel:1000"] {
        assert_eq!(bench.ask(to, &contact(A)).status(), Some(404), "{to}");
    }
    let gruu = bench.register(&(contact(A) + "Require: gruu, path\r\n"));
    assert_eq!((gruu.status(), gruu.header("Unsupported")), (Some(420), Some("gruu, path")));
    assert_eq!(bench.register("Contact: <tel:1000>\r\n").status(), Some(400));
    assert!(bench.registrar.is_empty() && bench.news.is_empty());
    // Escapes name the same one.
    bench.ask("sip:%31000@anywhere.example.com", &contact(A));
    assert_eq!(bench.registrar.bindings("1000").len(), 1);
}

#[test]
fn another_method_is_not_served_here() {
    let mut bench = Bench::new();
    for (method, code) in [("PUBLISH", 405), ("INVITE", 405), ("NEWS", 501)] {
        let text = format!(
            "{method} sip:1000@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;branch=z9hG4bKm\r\n\
             Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=a\r\nTo: <sip:a@b>\r\nCall-ID: m\r\n\
             CSeq: 1 {method}\r\n\r\n"
        );
        let answer = bench.hand(text.as_bytes()).unwrap();
        assert_eq!(answer.status(), Some(code), "{method}");
        assert_eq!(answer.allow().collect::<Vec<_>>(), ["REGISTER"]);
    }
}

#[test]
fn a_retransmission_gets_the_same_answer_and_is_not_told_twice() {
    let mut bench = Bench::new();
    let lines = contact(A) + "Call-ID: r\r\nCSeq: 5 REGISTER\r\n";
    let first = bench.register(&lines);
    bench.sent -= 1;
    let again = bench.register(&lines);
    assert_eq!(first.raw(), again.raw());
    assert_eq!(bench.heard().len(), 1);
}

#[test]
fn one_who_must_prove_who_he_is_gets_in_with_the_password_alone() {
    let mut bench = Bench::new();
    bench.proved = true;
    let prove = |bench: &mut Bench, challenge: &Message, password: &str| {
        let (username, password) = ("alice".into(), Secret::new(password));
        let credentials = Credentials { username, password, realm: None };
        let mut session = Session::new(credentials.into());
        assert!(session.challenged(challenge));
        let mut both = Vec::new();
        for cnonce in [1, 2] {
            let line = session.line("REGISTER", "sip:10.0.0.1", cnonce);
            both.push((bench.register(&(contact(A) + &line)).status(), line));
        }
        both
    };
    let challenge = bench.register(&contact(A));
    assert_eq!(challenge.status(), Some(401));
    let wrong = prove(&mut bench, &challenge, "rabbit");
    assert!(wrong.iter().all(|(code, _)| *code == Some(401)), "{wrong:?}");
    assert!(bench.registrar.is_empty());
    let right = prove(&mut bench, &challenge, "wonderland");
    assert!(right.iter().all(|(code, _)| *code == Some(200)), "{right:?}");
    // The same count again is a replay; so is a nonce that is too old. Both need another nonce only.
    for wait in [0, 601] {
        bench.run_until(Instant::from_secs(wait));
        let again = bench.register(&(contact(A) + &right[1].1));
        let stale = again.challenges().all(|value| value.ends_with("stale=true"));
        assert_eq!((again.status(), stale), (Some(401), true));
    }
    assert_eq!(bench.ask("sip:9999@h", &contact(A)).status(), Some(404), "never a challenge");
}

#[test]
fn past_the_bound_of_an_address_of_record_nothing_changes() {
    let mut bench = Bench::new();
    let bound = limits::BINDINGS_PER_AOR.as_usize();
    for n in 0..bound {
        assert_eq!(bench.register(&contact(&format!("sip:a@h{n}"))).status(), Some(200));
    }
    let full = bench.register(&contact("sip:a@more"));
    assert_eq!((full.status(), full.retry_after()), (Some(503), Some(60)));
    assert_eq!(bench.registrar.len(), bound);
    let swap = "Contact: <sip:a@h0>;expires=0, <sip:a@more>\r\n";
    assert_eq!(bench.register(swap).status(), Some(200), "one goes, one comes");
}

#[test]
fn an_address_of_record_that_is_no_more_is_told_once_for_each_contact() {
    let mut bench = Bench::new();
    bench.register(&(contact(A) + &contact(B)));
    bench.heard();
    let mut out = Vec::new();
    bench.registrar.dismiss("1000", &mut out);
    bench.registrar.dismiss("1000", &mut out);
    bench.take(out);
    assert_eq!(bench.heard(), [format!("-{A} Dismissed"), format!("-{B} Dismissed")]);
    assert_eq!((bench.registrar.len(), bench.registrar.next_at()), (0, None));
}

/// A step of a random life: seconds that pass, the contact, and the time asked for.
fn steps() -> impl Strategy<Value = Vec<(i64, u8, u32)>> {
    prop::collection::vec((0..200_i64, 0..14_u8, prop::sample::select(vec![0, 30, 60, 600])), 1..60)
}

proptest! {
    #[test]
    fn what_is_told_and_what_is_bound_agree_at_every_step(steps in steps()) {
        let mut bench = Bench::new();
        let mut known: Vec<String> = Vec::new();
        for (wait, who, expires) in steps {
            bench.run_until(bench.now + Duration::from_secs(wait));
            let answer = bench.register(&format!("Contact: <sip:a@h{who}>;expires={expires}\r\n"));
            for word in bench.heard() {
                let (sign, uri) = word.split_at(1);
                let uri = uri.split(' ').next().unwrap_or(uri).to_owned();
                let at = known.iter().position(|known| same_uri(known, &uri));
                match (sign, at) {
                    ("+", None) => known.push(uri),
                    ("=", Some(_)) => {}
                    ("-", Some(at)) => drop(known.remove(at)),
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            let mut bound: Vec<_> = bench.registrar.bindings("1000").iter()
                .map(|b| b.contact.uri.to_string()).collect();
            if answer.status() == Some(200) {
                prop_assert_eq!(listed(&answer).len(), bound.len());
            }
            bound.sort();
            known.sort();
            prop_assert_eq!(&bound, &known);
            prop_assert!(bound.len() <= limits::BINDINGS_PER_AOR.as_usize());
            prop_assert_eq!(bound.len(), bench.registrar.len());
        }
        bench.run_until(bench.now + Duration::from_secs(7200));
        prop_assert!(bench.registrar.is_empty());
    }
}
