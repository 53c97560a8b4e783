//! Damaged messages and documents against all that keeps state: nothing panics, nothing outgrows
//! its bounds, and every request that can be read is answered once.

use crate::id::NodeId;
use crate::limits;
use crate::rng::Rng;
use crate::sip::digest::{Authenticator, Credentials, DigestOptions, Secret};
use crate::sip::message::tests::mutant_of;
use crate::sip::message::{ContactParts, Message};
use crate::sip::publish::{Compositor, CompositorOptions, Publisher, Publishing};
use crate::sip::registrar::{Account, Registrar, RegistrarOptions};
use crate::sip::registration::{Registering, Registrations};
use crate::sip::watcher::Party;
use crate::sip::{Effect, SipTimers, dialog_info, pidf};
use crate::time::{Duration, Instant};
use std::sync::Arc;

const SERVER: NodeId = NodeId(0);
const CLIENT: NodeId = NodeId(1);
const ROUNDS: u32 = 8_000;

const REGISTER: &str = "REGISTER sip:10.0.0.1 SIP/2.0\r\n\
    Via: SIP/2.0/UDP 10.1.0.2:5060;rport;branch=z9hG4bK0123\r\nMax-Forwards: 70\r\n\
    From: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1000@10.0.0.1>\r\nCall-ID: c@10.1.0.2\r\n\
    CSeq: 1 REGISTER\r\nContact: <sip:1000@10.1.0.2:5060;transport=udp>;expires=90;\
    +sip.instance=\"<urn:uuid:0>\", \"B, C\" <sip:1000@10.1.0.3>;+u.sip!devicename.ccm.cisco.com=\"SEP0\"\
    \r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n";

const PUBLISH: &str = "PUBLISH sip:1000@10.0.0.1 SIP/2.0\r\n\
    Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123\r\nMax-Forwards: 70\r\n\
    From: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1000@10.0.0.1>\r\nCall-ID: c@10.1.0.2\r\n\
    CSeq: 1 PUBLISH\r\nEvent: presence\r\nExpires: 90\r\nContent-Type: application/pidf+xml\r\n\r\n\
    <presence><tuple id=\"a\"><status><basic>open</basic></status></tuple></presence>";

fn authenticator() -> Authenticator {
    Authenticator::new(DigestOptions::new("cm1"), Rng::stream(1, "digest"))
}

/// The answers among what a server wants.
fn answers<N>(out: Vec<Effect<N>>) -> usize {
    let answer = |effect: &Effect<N>| match effect {
        Effect::Send { bytes, .. } => Message::parse(bytes).unwrap().status().is_some(),
        Effect::TimerFired(_) | Effect::News(_) => false,
    };
    out.iter().filter(|effect| answer(effect)).count()
}

#[test]
fn damaged_registers_are_answered_once_each_and_outgrow_nothing() {
    let (timers, options) = (SipTimers::default(), RegistrarOptions::default());
    let rng = Rng::stream(1, "registrar");
    let mut registrar = Registrar::new(SERVER, timers, options, authenticator(), rng);
    let mut dice = Rng::stream(3, "mutants");
    let (mut now, mut read) = (Instant::ZERO, 0);
    for _ in 0..ROUNDS {
        now += Duration::from_millis(500);
        registrar.tick(now, &mut Vec::new());
        let Ok(message) = Message::parse(&mutant_of(&mut dice, REGISTER.as_bytes())) else {
            continue;
        };
        let mut out = Vec::new();
        registrar.receive(now, CLIENT, &message, |_| Some(Account::Open), &mut out);
        assert!(answers(out) == 1 || message.method_text() == "ACK", "{message:?}");
        let of_aor = registrar.bindings("1000").len();
        assert!(of_aor <= limits::BINDINGS_PER_AOR.as_usize() && of_aor <= registrar.len());
        read += 1;
    }
    assert!(read > 500, "{read}");
    registrar.tick(now + Duration::from_secs(7200), &mut Vec::new());
    assert_eq!((registrar.len(), registrar.next_at()), (0, None));
}

#[test]
fn damaged_publishes_are_answered_once_each_and_outgrow_nothing() {
    let (timers, options) = (SipTimers::default(), CompositorOptions::default());
    let rng = Rng::stream(1, "compositor");
    let mut compositor = Compositor::new(SERVER, timers, options, authenticator(), rng);
    let mut dice = Rng::stream(4, "mutants");
    let (mut now, mut read) = (Instant::ZERO, 0);
    for _ in 0..ROUNDS {
        now += Duration::from_millis(500);
        compositor.tick(now, &mut Vec::new());
        let Ok(message) = Message::parse(&mutant_of(&mut dice, PUBLISH.as_bytes())) else {
            continue;
        };
        let mut out = Vec::new();
        compositor.receive(now, CLIENT, &message, |_| Some(Account::Open), &mut out);
        assert!(answers(out) == 1 || message.method_text() == "ACK", "{message:?}");
        let of_aor = compositor.publications("1000").count();
        assert!(of_aor <= limits::PUBLICATIONS_PER_AOR.as_usize());
        read += 1;
    }
    assert!(read > 500, "{read}");
    compositor.tick(now + Duration::from_secs(3600), &mut Vec::new());
    assert_eq!((compositor.len(), compositor.next_at()), (0, None));
}

/// An answer to a request, with all that the machines look at, before it is damaged.
fn answer_to(request: &Message, dice: &mut Rng) -> Vec<u8> {
    let code = [200, 200, 401, 407, 412, 423, 503, 404, 100].get(dice.below(9) as usize).copied();
    let lines = "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=MD5, qop=\"auth\"\r\n\
        Proxy-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=MD5, qop=\"auth\", stale=true\
        \r\nMin-Expires: 500\r\nRetry-After: 7 (soon)\r\nSIP-ETag: 12ab\r\nExpires: 70\r\n\
        Contact: <sip:1000@10.1.0.2:5060>;expires=80\r\n";
    super::pair::answer(request, code.unwrap_or(200), "t", lines)
}

/// Every request of a machine gets an answer, mostly a damaged one; how many it sends in `seconds`.
fn storm<N>(
    dice: &mut Rng,
    first: Vec<Effect<N>>,
    mut step: impl FnMut(Instant, Option<&Message>, &mut Vec<Effect<N>>),
) -> usize {
    let (mut now, mut sent, mut waiting) = (Instant::ZERO, 0, first);
    while now < Instant::from_secs(20_000) {
        let mut out = Vec::new();
        for effect in waiting.drain(..) {
            let Effect::Send { bytes, .. } = effect else { continue };
            sent += 1;
            let request = Message::parse(&bytes).unwrap();
            let answer = answer_to(&request, dice);
            let answer = if dice.below(3) == 0 { answer } else { mutant_of(dice, &answer) };
            if let Ok(answer) = Message::parse(&answer) {
                step(now, Some(&answer), &mut out);
            }
        }
        // A second for the way, so that nothing is answered in no time.
        now += Duration::from_secs(1);
        step(now, None, &mut out);
        waiting = out;
    }
    sent
}

#[test]
fn damaged_answers_stop_no_registration_and_no_publication_and_make_no_storm() {
    let password = Secret::new("wonderland");
    let credentials = Arc::new(Credentials { username: "alice".into(), password, realm: None });
    let (timers, rng) = (SipTimers::default(), Rng::stream(1, "client"));
    let mut dice = Rng::stream(5, "mutants");
    let mut registrations = Registrations::new(CLIENT, timers, rng.clone());
    let mut out = Vec::new();
    let what = Registering {
        hub: SERVER,
        aor: Party::at_server("1000"),
        contact: ContactParts { uri: "sip:1000@10.1.0.2:5060", ..ContactParts::default() },
        expires: 60,
        credentials: Some(&credentials),
    };
    registrations.register(Instant::ZERO, &what, 7, &mut out).unwrap();
    let sent = storm(&mut dice, out.split_off(0), |now, answer, out| match answer {
        Some(answer) => registrations.receive(now, SERVER, answer, out),
        None => registrations.tick(now, out),
    });
    assert!((200..10_000).contains(&sent) && registrations.len() == 1, "{sent}");
    assert!(registrations.next_at().is_some());
    let mut publisher = Publisher::new(CLIENT, timers, rng);
    let mut out = Vec::new();
    let body: Arc<[u8]> = b"<presence/>".as_slice().into();
    let what = Publishing {
        server: SERVER,
        presentity: Party::at_server("1000"),
        expires: 60,
        credentials: Some(&credentials),
        body: &body,
    };
    publisher.publish(Instant::ZERO, &what, 7, &mut out).unwrap();
    let sent = storm(&mut dice, out, |now, answer, out| match answer {
        Some(answer) => publisher.receive(now, SERVER, answer, out),
        None => publisher.tick(now, out),
    });
    assert!((200..10_000).contains(&sent) && publisher.len() == 1, "{sent}");
}

#[test]
fn no_damaged_document_makes_a_reader_panic() {
    let dialogs = "<?xml version=\"1.0\"?><dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" \
        version=\"3\" state=\"partial\" entity=\"sip:a@b\"><dialog id=\"x\" direction=\"recipient\">\
        <state>early</state><remote><identity>sip:c@d</identity></remote></dialog></dialog-info>";
    let presence = PUBLISH.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let mut dice = Rng::stream(6, "mutants");
    let (mut good, mut table) = (0, dialog_info::Table::default());
    for _ in 0..ROUNDS {
        if let Ok(document) = dialog_info::read(&mutant_of(&mut dice, dialogs.as_bytes())) {
            good += 1;
            let _ = table.apply(document);
            assert!(table.dialogs().len() <= limits::DIALOGS.as_usize());
        }
        good += u32::from(pidf::read(&mutant_of(&mut dice, presence.as_bytes())).is_ok());
    }
    assert!(good > 500, "{good}");
}
