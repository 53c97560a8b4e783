//! The forms in which a notifier tells: items 35 to 37, and the dialects of presence documents.

use super::pair::{Pair, answer, kinds, request};
use crate::presence::PublishedStatus::{self, Busy, Idle, Unknown};
use crate::sip::dialog_info::{LineWord, Table, read};
use crate::sip::message::Message;
use crate::sip::notifier::Served;
use crate::sip::pidf::{self, Dialect};
use crate::sip::{SipTimers, dialog_info};

fn pair(served: Served) -> Pair {
    let mut pair = Pair::new(SipTimers::default(), 42);
    pair.served = served;
    pair
}

fn phone() -> Pair {
    pair(Served { dialogs: true, ..Served::default() })
}

const DIALOG: (&str, &str) = ("Event", "dialog");

/// The first NOTIFY of a subscription with these changes, answered.
fn first(pair: &mut Pair, changes: &[(&str, &str)]) -> Message {
    let mut sent = pair.ask_cm(&request("SUBSCRIBE", changes));
    assert_eq!(kinds(&sent), ["200", "NOTIFY"]);
    let notify = sent.pop().unwrap();
    assert!(pair.ask_cm(&answer(&notify, 200, "w", "")).is_empty());
    notify
}

/// The NOTIFY of a change, answered.
fn told(pair: &mut Pair, status: PublishedStatus) -> Message {
    let before = pair.wire.len();
    pair.change(status);
    let mut sent = pair.wire.split_off(before);
    assert_eq!(kinds(&sent), ["NOTIFY"]);
    let notify = sent.pop().unwrap();
    assert!(pair.ask_cm(&answer(&notify, 200, "w", "")).is_empty());
    notify
}

#[test]
fn item_35_a_phone_that_asks_for_dialogs_is_told_dialogs_numbered_from_0_on() {
    let mut pair = phone();
    let notify = first(&mut pair, &[DIALOG]);
    assert_eq!(notify.event().map(|event| event.package), Some("dialog"));
    assert_eq!(notify.content_type(), Some(dialog_info::MEDIA_TYPE));
    let mut table = Table::default();
    let mut ids = Vec::new();
    let mut notify = Some(notify);
    for (version, status, word) in [
        (0, Idle, LineWord::Idle),
        (1, Busy, LineWord::Busy),
        (2, Idle, LineWord::Idle),
        (3, Busy, LineWord::Busy),
    ] {
        let message = notify.take().unwrap_or_else(|| told(&mut pair, status));
        let document = read(message.body()).unwrap();
        assert_eq!((document.version, document.full), (version, true));
        assert_eq!(&*document.entity, "sip:1111@10.0.0.1");
        ids.extend(document.dialogs.iter().map(|dialog| dialog.id.clone()));
        let _ = table.apply(document);
        assert_eq!(table.word(), Some(word), "{version}");
    }
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1], "another call has another id");
}

#[test]
fn item_35_the_dialog_of_one_call_keeps_its_id_when_it_is_told_again() {
    let mut pair = phone();
    first(&mut pair, &[DIALOG]);
    let id = |notify: &Message| read(notify.body()).unwrap().dialogs[0].id.clone();
    let once = id(&told(&mut pair, Busy));
    assert_eq!(id(&told(&mut pair, Busy)), once);
}

#[test]
fn a_status_that_is_unknown_is_told_to_who_asks_for_dialogs_by_a_notify_without_a_document() {
    let mut pair = phone();
    first(&mut pair, &[DIALOG]);
    let notify = told(&mut pair, Unknown);
    assert_eq!((notify.body().len(), notify.content_type()), (0, None));
    assert_eq!(notify.event().map(|event| event.package), Some("dialog"));
}

#[test]
fn what_is_accepted_for_dialogs_is_their_own_media_type() {
    for (accept, code) in [
        ("application/dialog-info+xml", "200"),
        ("*/*", "200"),
        ("application/pidf+xml", "406"),
        ("application/cpim-pidf+xml", "406"),
    ] {
        let sent = phone().ask_cm(&request("SUBSCRIBE", &[DIALOG, ("Accept", accept)]));
        assert_eq!(kinds(&sent)[0], code, "{accept}");
    }
}

#[test]
fn a_refresh_with_another_package_is_no_refresh() {
    let mut pair = phone();
    let sent = pair.ask_cm(&request("SUBSCRIBE", &[DIALOG]));
    let to = format!("<sip:1111@10.0.0.1>;tag={}", sent[0].to_tag().unwrap());
    let via = "SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKhand2";
    let again = [("To", to.as_str()), ("Via", via), ("CSeq", "2 SUBSCRIBE")];
    let presence = pair.ask_cm(&request("SUBSCRIBE", &again));
    assert_eq!(kinds(&presence), ["481"]);
    let dialog = pair.ask_cm(&request("SUBSCRIBE", &[&again[..], &[DIALOG]].concat()));
    assert_eq!(kinds(&dialog)[0], "481", "its branch was used before");
    let via = "SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKhand3";
    let again = [("To", to.as_str()), ("Via", via), ("CSeq", "2 SUBSCRIBE"), DIALOG];
    assert_eq!(kinds(&pair.ask_cm(&request("SUBSCRIBE", &again)))[0], "200");
}

#[test]
fn only_who_is_served_dialogs_hears_that_they_are() {
    for (mut pair, packages) in
        [(phone(), "presence, dialog"), (pair(Served::default()), "presence")]
    {
        let sent = pair.ask_cm(&request("SUBSCRIBE", &[("Event", "message-summary")]));
        assert_eq!(kinds(&sent), ["489"]);
        assert_eq!(sent[0].header("Allow-Events"), Some(packages));
    }
}

#[test]
fn each_dialect_goes_to_whom_it_is_for_and_reads_alike() {
    for dialect in Dialect::ALL {
        let mut pair = pair(Served { dialect, dialogs: false });
        first(&mut pair, &[]);
        for status in [Busy, Unknown, Idle] {
            let notify = told(&mut pair, status);
            assert_eq!(pidf::read(notify.body()), Ok(status));
            let text = String::from_utf8_lossy(notify.body()).into_owned();
            assert_eq!(text.contains("pidf:status:rpid"), dialect == Dialect::Cisco, "{text}");
        }
    }
}
