//! REGISTER as CallManager takes it.

use crate::id::PhoneId;
use crate::node::testing::{A, B, Rig, told};
use crate::node::{Input, LinkMessage, Output, Timers, node_of_phone};
use crate::presence::LineState;
use crate::sip::message::Message;
use crate::time::{Duration, Instant};

/// A REGISTER of phone A as text.
struct Register<'a> {
    user: &'a str,
    contact: &'a str,
    expires: u32,
    call: &'a str,
    cseq: u32,
    more: &'a str,
}

const PLAIN: Register<'_> = Register {
    user: "1001",
    contact: "Contact: <sip:1001@10.1.0.2:5060>\r\n",
    expires: 600,
    call: "boot1",
    cseq: 1,
    more: "",
};

fn send(rig: &mut Rig, phone: PhoneId, register: &Register<'_>) -> (u16, Vec<Output>) {
    let Register { user, contact, expires, call, cseq, more } = register;
    let text = format!(
        "REGISTER sip:10.0.0.1 SIP/2.0\r\n\
         Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK{call}{cseq}{expires}{user}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:{user}@10.0.0.1>;tag=a\r\nTo: <sip:{user}@10.0.0.1>\r\n\
         Call-ID: {call}\r\nCSeq: {cseq} REGISTER\r\n{contact}Expires: {expires}\r\n{more}\
         Content-Length: 0\r\n\r\n"
    );
    let from = node_of_phone(phone);
    let outputs = rig.input(Input::Datagram { from, bytes: text.into_bytes().into() });
    let answer = outputs.iter().find_map(|output| match output {
        Output::Send { bytes, .. } => Message::parse(bytes).unwrap().status(),
        _ => None,
    });
    (answer.unwrap(), outputs)
}

fn rig() -> Rig {
    Rig::new(Timers::default())
}

fn state(rig: &Rig) -> char {
    rig.states().chars().next().unwrap()
}

#[test]
fn it_is_refused_with_the_code_of_the_rfc_and_changes_nothing() {
    let none = Register { contact: "", ..PLAIN };
    let table = [
        (A, Register { more: "Require: fly\r\n", ..PLAIN }, 420),
        (A, Register { user: "2001", ..PLAIN }, 404),
        (A, Register { expires: 59, ..PLAIN }, 423),
        (A, Register { contact: "Contact: *\r\n", ..PLAIN }, 400),
        (B, Register { user: "2001", ..PLAIN }, 404), // an SCCP phone
        (PhoneId(99), PLAIN, 403),
        (A, none, 200), // only asks
    ];
    for (phone, register, code) in table {
        let mut rig = rig();
        assert_eq!(send(&mut rig, phone, &register).0, code);
        assert_eq!(rig.states(), "xxxxxx", "{code}");
    }
}

#[test]
fn a_phone_is_here_until_its_registration_is_taken_back_or_runs_out() {
    let mut rig = rig();
    assert_eq!((send(&mut rig, A, &PLAIN).0, state(&rig)), (200, '.'));
    rig.now = Instant::from_secs(500);
    assert_eq!(send(&mut rig, A, &Register { cseq: 2, ..PLAIN }).0, 200);
    assert_eq!(send(&mut rig, A, &Register { cseq: 2, expires: 601, ..PLAIN }).0, 500, "old");
    rig.now += Duration::from_secs(599);
    rig.input(Input::Tick);
    assert_eq!(state(&rig), '.');
    rig.now += Duration::from_secs(1);
    rig.input(Input::Tick);
    assert_eq!(state(&rig), 'x', "it ran out");
    send(&mut rig, A, &Register { call: "boot2", ..PLAIN });
    send(&mut rig, A, &Register { call: "boot2", expires: 0, cseq: 2, ..PLAIN });
    assert_eq!(state(&rig), 'x', "it was taken back");
}

#[test]
fn what_an_earlier_session_takes_back_is_not_here_any_more() {
    let mut rig = rig();
    send(&mut rig, A, &PLAIN);
    send(&mut rig, A, &Register { call: "boot2", ..PLAIN });
    assert_eq!(send(&mut rig, A, &Register { expires: 0, cseq: 2, ..PLAIN }).0, 200);
    assert_eq!(state(&rig), '.');
}

#[test]
fn who_renews_what_is_not_there_any_more_is_told_to_restart() {
    let mut rig = rig();
    let (_, outputs) = send(&mut rig, A, &PLAIN);
    assert!(told(&outputs, A).is_empty());
    rig.link(A, LinkMessage::LinkLost { session: 0 });
    let (_, outputs) = send(&mut rig, A, &Register { cseq: 2, ..PLAIN });
    assert_eq!(told(&outputs, A), [LinkMessage::Restart]);
    let c = rig.cluster.phones.get(A).unwrap().lines[0];
    assert_eq!(rig.cm.line(A, c), LineState::OnHook);
}
