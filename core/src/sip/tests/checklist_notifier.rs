//! The notifier's items.

use super::pair::{CM, PHONE, Pair, Policy, answer, kinds, request};
use crate::presence::PublishedStatus::{Busy, Idle};
use crate::sip::message::{Message, State, Warning};
use crate::sip::notifier::{Heard, Reason, Refusal, Served};
use crate::sip::{SipTimers, pidf};
use crate::time::Duration;

fn pair() -> Pair {
    Pair::new(SipTimers::default(), 42)
}

/// A SUBSCRIBE with these changes, and what CallManager sends.
fn subscribe(pair: &mut Pair, changes: &[(&str, &str)]) -> Vec<Message> {
    pair.ask_cm(&request("SUBSCRIBE", changes))
}

/// A subscription whose first NOTIFY was answered; its 200 and its NOTIFY.
fn subscribed(pair: &mut Pair, changes: &[(&str, &str)]) -> (Message, Message) {
    let mut sent = subscribe(pair, changes);
    assert_eq!(kinds(&sent), ["200", "NOTIFY"]);
    let (notify, ok) = (sent.pop().unwrap(), sent.pop().unwrap());
    assert!(pair.ask_cm(&answer(&notify, 200, "w", "")).is_empty());
    (ok, notify)
}

/// The changes that put a request into the dialog of `ok`.
fn in_dialog<'a>(to: &'a str, branch: &'a str, cseq: &'a str) -> [(&'a str, &'a str); 3] {
    [("To", to), ("Via", branch), ("CSeq", cseq)]
}

fn to_of(ok: &Message) -> String {
    format!("<sip:1111@10.0.0.1>;tag={}", ok.to_tag().unwrap())
}

const VIA2: &str = "SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKhand2";
const VIA3: &str = "SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKhand3";

fn state(notify: &Message) -> (State, Option<u32>, Option<&str>) {
    let state = notify.subscription_state().unwrap();
    (state.state, state.expires, state.reason)
}

#[test]
fn item_1_notify_has_the_event_and_id_of_its_subscribe() {
    for id in [None, Some("77")] {
        let event = id.map_or("presence".to_owned(), |id| format!("presence;id={id}"));
        let (_, notify) = subscribed(&mut pair(), &[("Event", &event)]);
        assert_eq!(notify.event().map(|e| (e.package, e.id)), Some(("presence", id)));
    }
    let twice = request("SUBSCRIBE", &[("X", "1\r\nEvent: presence")]);
    assert!(Message::parse(&twice).unwrap_err().answer.unwrap().starts_with(b"SIP/2.0 400 "));
}

#[test]
fn item_2_an_unknown_package_gets_489_with_allow_events() {
    for event in ["dialog", "presence.winfo", "Presence", ""] {
        let sent = subscribe(&mut pair(), &[("Event", event)]);
        assert_eq!(kinds(&sent), ["489"], "{event}");
        assert_eq!(sent[0].header("Allow-Events"), Some("presence"));
    }
    let notify = request("NOTIFY", &[("Event", "dialog")]);
    assert_eq!(kinds(&pair().ask_cm(&notify)), ["489"]);
}

#[test]
fn item_3_accept_that_cannot_be_met_gets_406_and_leaves_no_subscription() {
    for (accept, code) in [
        ("application/dialog-info+xml", "406"),
        ("text/plain, application/xpidf+xml", "406"),
        ("text/plain, Application/PIDF+xml;q=0.5", "200"),
        ("application/cpim-pidf+xml", "200"),
        ("*/*", "200"),
        ("", "200"),
    ] {
        let mut pair = pair();
        let sent = subscribe(&mut pair, &[("Accept", accept)]);
        assert_eq!(kinds(&sent)[0], code, "{accept}");
        assert_eq!(pair.notifier.len(), usize::from(code == "200"));
    }
}

#[test]
fn item_4_too_brief_gets_423_with_min_expires_but_never_zero_or_an_hour() {
    for (expires, code) in
        [("59", "423"), ("1", "423"), ("60", "200"), ("0", "200"), ("3600", "200")]
    {
        let sent = subscribe(&mut pair(), &[("Expires", expires)]);
        assert_eq!(kinds(&sent)[0], code, "{expires}");
        assert_eq!(sent[0].min_expires(), (code == "423").then_some(60));
    }
    let timers = SipTimers { min_expires: 7200, ..SipTimers::default() };
    for (expires, code) in [("3599", "423"), ("3600", "200")] {
        let sent = subscribe(&mut Pair::new(timers, 1), &[("Expires", expires)]);
        assert_eq!(kinds(&sent)[0], code, "{expires}");
    }
}

#[test]
fn items_5_and_22_the_200_carries_expires_which_is_shortened_and_never_lengthened() {
    for (asked, granted) in
        [("60", 60), ("3600", 3600), ("7200", 3600), ("99999999999", 3600), ("", 3600), ("x", 3600)]
    {
        let (ok, _) = subscribed(&mut pair(), &[("Expires", asked)]);
        assert_eq!(ok.expires(), Some(granted), "{asked}");
    }
}

#[test]
fn items_6_and_7_answer_and_notify_leave_at_once_on_accept_and_on_refresh() {
    let mut pair = pair();
    let (ok, first) = subscribed(&mut pair, &[]);
    pair.now += Duration::from_secs(100);
    let to = to_of(&ok);
    let sent = subscribe(&mut pair, &in_dialog(&to, VIA2, "2 SUBSCRIBE"));
    assert_eq!(kinds(&sent), ["200", "NOTIFY"]);
    assert_eq!((first.cseq(), sent[1].cseq()), (1, 2));
    assert_eq!(pidf::read(sent[1].body()), Ok(Idle));
}

#[test]
fn item_8_a_refusal_is_403_and_leaves_no_subscription() {
    let mut pair = pair();
    pair.policy = Policy::Refuse(403);
    assert_eq!(kinds(&subscribe(&mut pair, &[])), ["403"]);
    assert!(pair.notifier.is_empty());
}

#[test]
fn item_9_expiry_ends_with_terminated_timeout_and_nothing_stays() {
    let mut pair = pair();
    subscribed(&mut pair, &[("Expires", "60")]);
    let before = pair.wire.len();
    pair.run_for(Duration::from_secs(60));
    let last = pair.wire.split_off(before);
    assert_eq!(kinds(&last), ["NOTIFY"]);
    assert_eq!(state(&last[0]), (State::Terminated, None, Some("timeout")));
    assert!(pair.live.is_empty());
    pair.ask_cm(&answer(&last[0], 200, "w", ""));
    assert_eq!((pair.notifier.len(), pair.notifier.next_at()), (0, None));
}

#[test]
fn item_10_expires_0_gets_200_and_one_last_notify() {
    let mut pair = pair();
    let (ok, _) = subscribed(&mut pair, &[]);
    let to = to_of(&ok);
    let [a, b, c] = in_dialog(&to, VIA2, "2 SUBSCRIBE");
    let sent = subscribe(&mut pair, &[a, b, c, ("Expires", "0")]);
    assert_eq!(kinds(&sent), ["200", "NOTIFY"]);
    assert_eq!(sent[0].expires(), Some(0));
    assert_eq!(state(&sent[1]).0, State::Terminated);
    pair.ask_cm(&answer(&sent[1], 200, "w", ""));
    assert!(pair.notifier.is_empty() && pair.live.is_empty());
}

#[test]
fn item_11_active_carries_expires_that_counts_down() {
    let mut pair = pair();
    let (_, first) = subscribed(&mut pair, &[]);
    assert_eq!(state(&first), (State::Active, Some(3600), None));
    pair.now += Duration::from_millis(1_500_500);
    let before = pair.wire.len();
    pair.change(Busy);
    let next = pair.wire.split_off(before);
    assert_eq!(state(&next[0]), (State::Active, Some(2099), None));
}

#[test]
fn item_16_codes_that_say_so_and_timer_f_remove_the_subscription_others_do_not() {
    for code in [404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604] {
        let mut pair = pair();
        let sent = subscribe(&mut pair, &[]);
        pair.ask_cm(&answer(&sent[1], code, "w", ""));
        assert!(pair.notifier.is_empty() && pair.live.is_empty(), "{code}");
    }
    for code in [200, 202, 400, 403, 415, 500, 503, 600] {
        let mut pair = pair();
        let sent = subscribe(&mut pair, &[]);
        pair.ask_cm(&answer(&sent[1], code, "w", ""));
        assert_eq!((pair.notifier.len(), pair.live.len()), (1, 1), "{code}");
    }
    let mut pair = pair();
    subscribe(&mut pair, &[]);
    pair.run_for(Duration::from_secs(33));
    assert!(pair.notifier.is_empty() && pair.live.is_empty());
}

#[test]
fn item_17_only_subscribe_makes_a_subscription() {
    for (method, code) in [
        ("NOTIFY", "481"),
        ("OPTIONS", "200"),
        ("REFER", "405"),
        ("INVITE", "405"),
        ("HELLO", "501"),
    ] {
        let mut pair = pair();
        assert_eq!(kinds(&pair.ask_cm(&request(method, &[]))), [code], "{method}");
        assert!(pair.notifier.is_empty());
    }
    assert!(pair().ask_cm(&request("ACK", &[])).is_empty());
}

#[test]
fn item_18_the_dialog_is_call_id_tags_and_event_and_contact_moves_its_target() {
    let mut pair = pair();
    let (ok, _) = subscribed(&mut pair, &[("Event", "presence;id=1")]);
    let to = to_of(&ok);
    for (name, value) in [
        ("Call-ID", "other"),
        ("From", "<sip:1000@10.0.0.1>;tag=other"),
        ("To", "<sip:1111@10.0.0.1>;tag=0000000000000000"),
        ("To", "<sip:1111@10.0.0.1>;tag=nonsense"),
        ("Event", "presence;id=2"),
    ] {
        let [a, b, c] = in_dialog(&to, VIA2, "2 SUBSCRIBE");
        let mut changes = vec![a, b, c, ("Event", "presence;id=1")];
        changes.push((name, value));
        // Another branch each time: these are new requests.
        let via = format!("SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK{}", value.len());
        changes.push(("Via", &via));
        assert_eq!(kinds(&subscribe(&mut pair, &changes)), ["481"], "{name}: {value}");
    }
    let [a, b, c] = in_dialog(&to, VIA3, "9 SUBSCRIBE");
    let contact = ("Contact", "<sip:moved@10.1.0.2:5070>");
    let sent = subscribe(&mut pair, &[a, b, c, ("Event", "presence;id=1"), contact]);
    assert_eq!(sent[1].request_uri(), "sip:moved@10.1.0.2:5070");
    assert_eq!(kinds(&subscribe(&mut pair, &[("Contact", ""), ("Via", VIA2)])), ["400"]);
}

#[test]
fn item_20_a_poll_is_answered_by_exactly_one_terminated_notify() {
    let mut pair = pair();
    let sent = subscribe(&mut pair, &[("Expires", "0")]);
    assert_eq!(kinds(&sent), ["200", "NOTIFY"]);
    assert_eq!(state(&sent[1]), (State::Terminated, None, Some("timeout")));
    assert_eq!(pidf::read(sent[1].body()), Ok(Idle));
    pair.ask_cm(&answer(&sent[1], 200, "w", ""));
    assert!(pair.notifier.is_empty() && pair.live.is_empty());
}

#[test]
fn item_21_options_tells_allow_and_allow_events() {
    let sent = pair().ask_cm(&request("OPTIONS", &[("Event", "")]));
    assert_eq!(sent[0].header("Allow-Events"), Some("presence"));
    assert_eq!(sent[0].header("Allow"), Some("SUBSCRIBE, OPTIONS"));
}

#[test]
fn item_40_a_lower_cseq_in_the_dialog_gets_500() {
    let mut pair = pair();
    let (ok, _) = subscribed(&mut pair, &[("CSeq", "5 SUBSCRIBE")]);
    let to = to_of(&ok);
    for cseq in ["4 SUBSCRIBE", "5 SUBSCRIBE"] {
        let via = format!("{VIA2}{}", cseq.len() + usize::from(cseq.starts_with('5')));
        assert_eq!(kinds(&subscribe(&mut pair, &in_dialog(&to, &via, cseq))), ["500"], "{cseq}");
    }
}

#[test]
fn item_42_required_extensions_get_420_and_strange_schemes_416() {
    let sent = subscribe(&mut pair(), &[("Require", "eventlist, 100rel")]);
    assert_eq!(kinds(&sent), ["420"]);
    assert_eq!(sent[0].header("Unsupported"), Some("eventlist, 100rel"));
    assert_eq!(kinds(&subscribe(&mut pair(), &[("uri", "tel:+1555")])), ["416"]);
    let order = [("Require", "x"), ("Event", "dialog"), ("Expires", "5"), ("Accept", "a/b")];
    let codes = ["420", "489", "423", "406", "200"];
    for (dropped, code) in codes.iter().enumerate() {
        assert_eq!(kinds(&subscribe(&mut pair(), &order[dropped..]))[0], *code);
    }
}

#[test]
fn r_9_a_terminated_subscription_says_why_once_the_notify_before_it_is_answered() {
    let mut pair = pair();
    let sent = subscribe(&mut pair, &[]);
    let id = *pair.live.values().next().unwrap();
    let mut out = Vec::new();
    pair.notifier.terminate(pair.now, id, Reason::Rejected, &mut out);
    assert!(out.is_empty(), "the first NOTIFY is still out");
    let last = pair.ask_cm(&answer(&sent[1], 200, "w", ""));
    assert_eq!(kinds(&last), ["NOTIFY"]);
    assert_eq!(state(&last[0]), (State::Terminated, None, Some("rejected")));
    let to = to_of(&sent[0]);
    assert_eq!(kinds(&subscribe(&mut pair, &in_dialog(&to, VIA2, "2 SUBSCRIBE"))), ["481"]);
}

#[test]
fn r_5_a_refresh_that_is_refused_ends_the_subscription() {
    for (code, reason) in [(403, "rejected"), (404, "noresource")] {
        let mut pair = pair();
        let (ok, _) = subscribed(&mut pair, &[]);
        pair.policy = Policy::Refuse(code);
        let to = to_of(&ok);
        let sent = subscribe(&mut pair, &in_dialog(&to, VIA2, "2 SUBSCRIBE"));
        assert_eq!(kinds(&sent), [code.to_string().as_str(), "NOTIFY"]);
        assert_eq!(state(&sent[1]), (State::Terminated, None, Some(reason)));
        assert!(pair.live.is_empty());
    }
}

#[test]
fn item_42_and_r_5_a_refusal_may_say_in_words_why() {
    let mut pair = pair();
    let subscribe = request("SUBSCRIBE", &[]);
    let message = Message::parse(&subscribe).unwrap();
    let mut out = Vec::new();
    let Heard::Asked(asked) =
        pair.notifier.receive(pair.now, (PHONE, Served::default()), &message, &mut out)
    else {
        panic!()
    };
    let warning = "group \"A\" may not see B";
    let refusal = Refusal { warning, ..403.into() };
    pair.notifier.refuse(pair.now, &asked, &message, refusal, &mut out);
    pair.act(CM, out);
    let answer = pair.wire.pop().unwrap();
    assert_eq!(answer.status(), Some(403));
    let text = "group \\\"A\\\" may not see B";
    assert_eq!(answer.warning(), Some(Warning { code: 399, agent: "lampfield", text }));
}

#[test]
fn an_end_by_refusal_carries_no_status() {
    for (reason, tells) in [
        (Reason::Rejected, false),
        (Reason::NoResource, false),
        (Reason::Giveup, false),
        (Reason::Timeout, true),
        (Reason::Deactivated, true),
        (Reason::Probation, true),
        (Reason::Invariant, true),
    ] {
        let mut pair = pair();
        subscribed(&mut pair, &[]);
        let id = *pair.live.values().next().unwrap();
        let mut out = Vec::new();
        pair.notifier.terminate(pair.now, id, reason, &mut out);
        pair.act(CM, out);
        let last = pair.wire.pop().unwrap();
        assert_eq!(state(&last), (State::Terminated, None, Some(reason.text())));
        assert_eq!(!last.body().is_empty(), tells, "{reason:?}");
        assert_eq!(last.content_type().is_some(), tells, "{reason:?}");
    }
}
