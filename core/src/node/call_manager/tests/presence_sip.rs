use crate::id::{NodeId, PhoneId};
use crate::node::testing::{A, C, H, Rig, events};
use crate::node::{Input, NodeEvent, Output, node_of_phone};
use crate::presence::{CallList, Decision, Way};
use crate::rules::RuleId;
use crate::sip::message::Message;
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// A SUBSCRIBE of phone A as text; what is empty is left out.
#[derive(Clone)]
struct Subscribe<'a> {
    target: &'a str,
    asks: &'a str,
    event: &'a str,
    expires: &'a str,
    to_tag: &'a str,
    cseq: u32,
    call: &'a str,
}

const PLAIN: Subscribe<'_> = Subscribe {
    target: "2001",
    asks: "blf;button=1",
    event: "presence",
    expires: "3600",
    to_tag: "",
    cseq: 1,
    call: "call1",
};

impl Subscribe<'_> {
    fn bytes(&self) -> Arc<[u8]> {
        let Subscribe { target, cseq, call, .. } = self;
        let mut text = format!(
            "SUBSCRIBE sip:{target}@10.0.0.1 SIP/2.0\r\n\
             Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK{call}{cseq}\r\nMax-Forwards: 70\r\n\
             From: <sip:1001@10.0.0.1>;tag=a1\r\nTo: <sip:{target}@10.0.0.1>"
        );
        if !self.to_tag.is_empty() {
            text += &format!(";tag={}", self.to_tag);
        }
        text += &format!(
            "\r\nCall-ID: {call}@10.1.0.2\r\nCSeq: {cseq} SUBSCRIBE\r\n\
             Contact: <sip:1001@10.1.0.2:5060>\r\n"
        );
        for (name, value) in
            [("Event", self.event), ("Expires", self.expires), ("X-Lampfield-Asks", self.asks)]
        {
            if !value.is_empty() {
                text += &format!("{name}: {value}\r\n");
            }
        }
        (text + "Content-Length: 0\r\n\r\n").into_bytes().into()
    }
}

fn datagram(rig: &mut Rig, phone: PhoneId, bytes: Arc<[u8]>) -> Vec<Output> {
    rig.input(Input::Datagram { from: node_of_phone(phone), bytes })
}

fn ask(rig: &mut Rig, subscribe: &Subscribe<'_>) -> Vec<Output> {
    datagram(rig, A, subscribe.bytes())
}

fn sent(outputs: &[Output]) -> Vec<Message> {
    let message = |output: &Output| match output {
        Output::Send { bytes, .. } => Some(Message::parse(bytes).unwrap()),
        _ => None,
    };
    outputs.iter().filter_map(message).collect()
}

/// `200`, `NOTIFY active on`: what was sent, in short.
fn short(outputs: &[Output]) -> Vec<String> {
    let word = |message: &Message| match message.status() {
        Some(code) => code.to_string(),
        None => {
            let state = message.header("Subscription-State").unwrap();
            let state = state.split(';').find(|part| !part.contains("expires")).unwrap();
            let on = String::from_utf8_lossy(message.body()).contains("on-the-phone");
            format!("NOTIFY {state} {}", if on { "busy" } else { "idle" })
        }
    };
    sent(outputs).iter().map(word).collect()
}

fn decisions(outputs: &[Output]) -> Vec<Arc<Decision>> {
    let decided = |event| match event {
        NodeEvent::Decided(decision) => Some(decision),
        _ => None,
    };
    events(outputs).into_iter().filter_map(decided).collect()
}

/// 200 to the NOTIFY among these outputs.
fn confirm(rig: &mut Rig, outputs: &[Output]) -> Vec<Output> {
    let notify = sent(outputs).into_iter().find(|message| message.status().is_none()).unwrap();
    let copy = |name: &str| format!("{name}: {}\r\n", notify.header(name).unwrap());
    let headers: String = ["Via", "From", "To", "Call-ID", "CSeq"].map(copy).concat();
    let text = format!("SIP/2.0 200 OK\r\n{headers}Content-Length: 0\r\n\r\n");
    datagram(rig, A, text.into_bytes().into())
}

#[test]
fn a_request_is_answered_in_the_order_of_r5() {
    let table: &[(&str, Subscribe<'_>, &[&str], usize)] = &[
        ("a button", PLAIN, &["200", "NOTIFY active idle"], 1),
        ("unknown event package first", Subscribe { event: "winfo", ..PLAIN }, &["489"], 0),
        ("no event package", Subscribe { event: "", ..PLAIN }, &["489"], 0),
        ("then too brief", Subscribe { expires: "10", target: "9001", ..PLAIN }, &["423"], 0),
        ("then no route", Subscribe { target: "9001", asks: "missed", ..PLAIN }, &["404"], 1),
        ("then the groups", Subscribe { target: "7001", asks: "missed", ..PLAIN }, &["403"], 1),
        (
            "a poll gets one last NOTIFY",
            Subscribe { expires: "0", ..PLAIN },
            &["200", "NOTIFY terminated idle"],
            1,
        ),
        ("no such dialog", Subscribe { to_tag: "0123", ..PLAIN }, &["481"], 0),
    ];
    for (story, subscribe, expected, decided) in table {
        let mut rig = Rig::with_everybody();
        let outputs = ask(&mut rig, subscribe);
        assert_eq!(short(&outputs), *expected, "{story}");
        assert_eq!(decisions(&outputs).len(), *decided, "{story}");
    }
}

#[test]
fn refusals_carry_what_their_reader_needs() {
    let mut rig = Rig::with_everybody();
    let unknown = sent(&ask(&mut rig, &Subscribe { event: "message-summary", ..PLAIN }));
    assert_eq!(unknown[0].header("Allow-Events"), Some("presence, dialog"));
    let brief = sent(&ask(&mut rig, &Subscribe { expires: "10", cseq: 2, ..PLAIN }));
    assert_eq!(brief[0].header("Min-Expires"), Some("60"));
}

#[test]
fn why_a_phone_asks_is_believed_only_where_its_configuration_agrees() {
    let button = |button| Some(button);
    let table = [
        ("as configured", "2001", "blf;button=1", button(1)),
        ("a button of another number", "7001", "blf;button=1", button(2)),
        ("no button has this number", "1002", "blf;button=1", None),
        ("nonsense is no claim, and a button has it", "2001", "blf;button=x", button(1)),
        ("no claim, and a button has it", "2001", "", button(1)),
        ("no claim, and no button has it", "1002", "", None),
        ("a list, though a button has it", "2001", "missed", None),
    ];
    for (story, target, asks, expected) in table {
        let mut rig = Rig::with_everybody();
        let outputs = ask(&mut rig, &Subscribe { target, asks, ..PLAIN });
        let way = decisions(&outputs)[0].way;
        match (way, expected) {
            (Way::BlfSpeedDial { button, .. }, Some(expected)) => {
                assert_eq!(button, expected, "{story}");
            }
            (Way::CallList(CallList::Missed), None) => {}
            _ => panic!("{story}: {way:?}"),
        }
    }
}

#[test]
fn a_watcher_hears_each_change_and_the_last_word_wins_while_a_notify_is_out() {
    let mut rig = Rig::with_everybody();
    let first = ask(&mut rig, &PLAIN);
    assert_eq!(short(&rig.say("B lifts")), [""; 0], "the first NOTIFY is still out");
    let next = confirm(&mut rig, &first);
    assert_eq!(short(&next), ["NOTIFY active busy"]);
    rig.say("B hangs up");
    rig.say("B lifts");
    rig.say("B hangs up");
    let next = confirm(&mut rig, &next);
    assert_eq!(short(&next), ["NOTIFY active idle"]);
    assert!(short(&confirm(&mut rig, &next)).is_empty());
}

fn tag_of(outputs: &[Output]) -> String {
    sent(outputs)[0].to_tag().unwrap().to_owned()
}

#[test]
fn a_refresh_is_authorized_again_and_told_only_where_it_decides_differently() {
    let mut rig = Rig::with_everybody();
    let first = ask(&mut rig, &PLAIN);
    confirm(&mut rig, &first);
    let to_tag = &*tag_of(&first);
    let again = ask(&mut rig, &Subscribe { to_tag, cseq: 2, ..PLAIN });
    assert_eq!(short(&again), ["200", "NOTIFY active idle"]);
    assert!(decisions(&again).is_empty());
}

#[test]
fn a_refresh_that_is_no_longer_permitted_is_refused_and_ends_the_subscription() {
    let mut rig = Rig::with_everybody();
    let of_list = Subscribe { target: "1002", asks: "missed", ..PLAIN };
    let first = ask(&mut rig, &of_list);
    confirm(&mut rig, &first);
    let mut changed = (*rig.cluster).clone();
    changed.parameters.blf_for_call_lists = false;
    rig.cm.cluster = Arc::new(changed);
    let to_tag = &*tag_of(&first);
    let again = ask(&mut rig, &Subscribe { to_tag, cseq: 2, ..of_list });
    assert_eq!(short(&again), ["403", "NOTIFY terminated idle"]);
    assert_eq!(decisions(&again)[0].answer.rule, RuleId::Watch9);
    confirm(&mut rig, &again);
    assert!(short(&rig.say("A lifts")).is_empty());
}

#[test]
fn an_unsubscribed_watcher_gets_a_last_notify_and_no_more() {
    let mut rig = Rig::with_everybody();
    let first = ask(&mut rig, &PLAIN);
    confirm(&mut rig, &first);
    let to_tag = &*tag_of(&first);
    let last = ask(&mut rig, &Subscribe { to_tag, cseq: 2, expires: "0", ..PLAIN });
    assert_eq!(short(&last), ["200", "NOTIFY terminated idle"]);
    confirm(&mut rig, &last);
    assert!(short(&rig.say("B lifts")).is_empty());
}

#[test]
fn a_subscription_runs_out_at_its_time_and_its_watch_with_it() {
    let mut rig = Rig::with_everybody();
    let first = ask(&mut rig, &Subscribe { expires: "60", ..PLAIN });
    confirm(&mut rig, &first);
    rig.now = Instant::ZERO + Duration::from_secs(60);
    let ended = rig.input(Input::Tick);
    assert_eq!(short(&ended), ["NOTIFY terminated idle"]);
    assert!(short(&rig.say("B lifts")).is_empty());
}

#[test]
fn the_same_request_twice_is_decided_once() {
    let mut rig = Rig::with_everybody();
    ask(&mut rig, &PLAIN);
    let again = ask(&mut rig, &PLAIN);
    assert_eq!(short(&again), ["200"], "the answer again");
    assert!(decisions(&again).is_empty());
}

#[test]
fn a_phone_that_registers_anew_or_is_gone_gets_no_notify_any_more() {
    for end in ["A is here", "A is gone"] {
        let mut rig = Rig::with_everybody();
        let first = ask(&mut rig, &PLAIN);
        confirm(&mut rig, &first);
        rig.say(end);
        assert!(short(&rig.say("B lifts")).is_empty(), "{end}");
    }
}

#[test]
fn who_is_not_registered_or_no_phone_is_forbidden() {
    let mut rig = Rig::with_everybody();
    rig.say("A is gone");
    assert_eq!(short(&ask(&mut rig, &PLAIN)), ["403"]);
    let stranger = Input::Datagram { from: NodeId(99), bytes: PLAIN.bytes() };
    let mut rig = Rig::with_everybody();
    assert_eq!(short(&rig.input(stranger)), ["403"]);
}

#[test]
fn a_model_that_cannot_watch_is_forbidden_by_watch_13() {
    let mut rig = Rig::with_everybody();
    let outputs = datagram(&mut rig, H, PLAIN.bytes());
    assert_eq!(short(&outputs), ["403"]);
    assert_eq!(decisions(&outputs)[0].answer.rule, RuleId::Watch13);
}

#[test]
fn watchers_of_one_number_are_told_whatever_their_protocol() {
    let mut rig = Rig::with_everybody();
    let first = ask(&mut rig, &PLAIN);
    confirm(&mut rig, &first);
    let way = Way::BlfSpeedDial { button: 1, named: None };
    let (token, target, line) = (1, "2001".into(), None);
    rig.link(C, crate::node::LinkMessage::Watch { token, way, target, line });
    let outputs = rig.say("B lifts");
    assert_eq!(short(&outputs), ["NOTIFY active busy"]);
    assert_eq!(crate::node::testing::told(&outputs, C).len(), 1);
}

#[test]
fn bytes_that_are_no_sip_end_in_an_answer_or_in_silence() {
    let mut rig = Rig::with_everybody();
    for bytes in
        [&b""[..], b"\r\n\r\n", b"hello", &[0xff; 1500], b"SUBSCRIBE sip:1 SIP/2.0\r\n\r\n"]
    {
        let outputs = datagram(&mut rig, A, bytes.into());
        assert!(outputs.len() <= 1, "{outputs:?}");
    }
}
