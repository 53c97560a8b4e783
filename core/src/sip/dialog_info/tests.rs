//! Documents there and back, the rules for versions, and documents as real servers send them.

use super::*;
use crate::limits;
use crate::sip::address::HostPort;
use crate::sip::pidf::Entity;
use proptest::prelude::*;

const LINE: Entity<'_> = Entity { user: "1111", host: HostPort { ip: [10, 0, 0, 1], port: 5060 } };

fn dialog(id: &str, direction: Option<Direction>, state: State) -> Dialog {
    Dialog { id: id.into(), direction, state }
}

fn document(version: u32, full: bool, dialogs: &[Dialog]) -> Document {
    let entity = "sip:1111@10.0.0.1".into();
    Document { version, full, entity, dialogs: dialogs.to_vec() }
}

#[test]
fn a_document_is_these_bytes_and_each_has_the_next_version() {
    let mut writer = Writer::default();
    let mut out = Vec::new();
    let ringing = dialog("c1", Some(Direction::Recipient), State::Early);
    writer.write(LINE, &[ringing], &mut out);
    assert_eq!(
        String::from_utf8(out.split_off(0)).unwrap(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
         <dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"0\" state=\"full\" \
         entity=\"sip:1111@10.0.0.1\">\r\n\
         <dialog id=\"c1\" direction=\"recipient\"><state>early</state></dialog>\r\n\
         </dialog-info>\r\n"
    );
    for version in 1..4 {
        assert_eq!(writer.version(), version);
        writer.write(LINE, &[], &mut out);
        assert_eq!(read(&out), Ok(document(version, true, &[])));
        out.clear();
    }
}

#[test]
fn every_word_comes_back_through_a_document() {
    for word in LineWord::ALL {
        let mut out = Vec::new();
        Writer::default().write(LINE, &dialogs_of(word, "1111", 3), &mut out);
        let mut table = Table::default();
        assert_eq!(table.word(), None);
        assert_eq!(table.apply(read(&out).unwrap()), Applied::Current);
        assert_eq!(table.word(), Some(word), "{}", word.text());
    }
}

#[test]
fn a_line_shows_the_strongest_of_its_dialogs() {
    use Direction::{Initiator, Recipient};
    use State::{Confirmed, Early, Proceeding, Terminated, Trying};
    for (dialogs, word) in [
        (vec![], LineWord::Idle),
        (vec![(None, Terminated)], LineWord::Idle),
        (vec![(Some(Recipient), Trying)], LineWord::Ringing),
        (vec![(Some(Recipient), Proceeding)], LineWord::Ringing),
        (vec![(None, Early)], LineWord::Ringing),
        (vec![(Some(Initiator), Early)], LineWord::Busy),
        (vec![(Some(Initiator), Trying)], LineWord::Busy),
        (vec![(Some(Recipient), Early), (Some(Recipient), Confirmed)], LineWord::Busy),
        (vec![(Some(Initiator), Terminated), (None, Early)], LineWord::Ringing),
    ] {
        let dialogs: Vec<Dialog> = dialogs.iter().map(|(d, s)| dialog("x", *d, *s)).collect();
        assert_eq!(line_word(&dialogs), word, "{dialogs:?}");
    }
}

#[test]
fn documents_of_real_servers_read_as_what_they_mean() {
    let asterisk = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dialog-info \
        xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"7\" state=\"full\" \
        entity=\"sip:1111@pbx\">\n <dialog id=\"1111\" direction=\"recipient\">\n  \
        <remote><identity>sip:2222@pbx</identity><target uri=\"sip:2222@pbx\"/></remote>\n  \
        <state>early</state>\n </dialog>\n</dialog-info>\n";
    let told = read(asterisk.as_bytes()).unwrap();
    assert_eq!((told.version, told.full, line_word(&told.dialogs)), (7, true, LineWord::Ringing));
    // With a prefix, an event, a replaced dialog, and an element of the same name elsewhere.
    let other = "<d:dialog-info xmlns:d=\"urn:ietf:params:xml:ns:dialog-info\" version=\"0\" \
        state=\"partial\" entity=\"sip:1@h\"><d:dialog id=\"a\" call-id=\"x\" local-tag=\"1\">\
        <d:state event=\"cancelled\" code=\"487\"> terminated </d:state><d:duration>3</d:duration>\
        <x:more><state>confirmed</state></x:more></d:dialog></d:dialog-info>";
    let told = read(other.as_bytes()).unwrap();
    assert_eq!(told.dialogs, [dialog("a", None, State::Terminated)]);
    assert!(!told.full);
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_a_guess() {
    let root = |attributes: &str, inside: &str| {
        format!("<dialog-info {attributes}>{inside}</dialog-info>")
    };
    let good = "version=\"0\" state=\"full\" entity=\"sip:a@b\"";
    let one = "<dialog id=\"a\"><state>early</state></dialog>";
    let many = one.repeat(limits::DIALOGS.as_usize() + 1);
    let deep = "<a>".repeat(40) + &"</a>".repeat(40);
    for (text, error) in [
        (String::new(), Unreadable::NotXml),
        ("early".to_owned(), Unreadable::NotXml),
        ("<presence/>".to_owned(), Unreadable::NotDialogInfo),
        (root(good, one) + &root(good, one), Unreadable::NotDialogInfo),
        (root("state=\"full\" entity=\"x\"", one), Unreadable::Attribute),
        (root("version=\"-1\" state=\"full\" entity=\"x\"", one), Unreadable::Attribute),
        (root("version=\"+1\" state=\"full\" entity=\"x\"", one), Unreadable::Attribute),
        (root("version=\"4294967296\" state=\"full\" entity=\"x\"", one), Unreadable::Attribute),
        (root("version=\"0\" state=\"some\" entity=\"x\"", one), Unreadable::Attribute),
        (root("version=\"0\" state=\"full\"", one), Unreadable::Attribute),
        (root(good, "<dialog><state>early</state></dialog>"), Unreadable::Attribute),
        (root(good, "<dialog id=\"a\"/>"), Unreadable::State),
        (root(good, "<dialog id=\"a\"><state>ringing</state></dialog>"), Unreadable::State),
        (root(good, "<dialog id=\"a\"><state>ear&amp;ly</state></dialog>"), Unreadable::State),
        (root(good, "<dialog id=\"a\"><state>&bomb;</state></dialog>"), Unreadable::Entity),
        (format!("<!DOCTYPE d [<!ENTITY a \"b\">]>{}", root(good, one)), Unreadable::Entity),
        (root(good, &many), Unreadable::TooMany),
        (root(good, &deep), Unreadable::TooDeep),
        (root(good, &" ".repeat(20_000)), Unreadable::TooLong),
        (root(good, "<dialog id=\"a\" id=\"b\"/>"), Unreadable::NotXml),
        ("<dialog-info>".to_owned(), Unreadable::Attribute),
        (format!("<dialog-info {good}>"), Unreadable::NotXml),
    ] {
        assert_eq!(read(text.as_bytes()), Err(error), "{text}");
    }
}

#[test]
fn versions_decide_what_becomes_of_a_document() {
    let call = [dialog("a", None, State::Confirmed)];
    // What is known, what comes (version and full), what becomes of it.
    for (known, version, full, applied) in [
        (None, 0, true, Applied::Current),
        (None, 5, true, Applied::Current),
        (None, 0, false, Applied::Missed),
        (Some(4), 5, true, Applied::Current),
        (Some(4), 5, false, Applied::Current),
        (Some(4), 6, true, Applied::Current),
        (Some(4), 6, false, Applied::Missed),
        (Some(4), 4, true, Applied::Stale),
        (Some(4), 3, false, Applied::Stale),
    ] {
        let mut table = Table::default();
        if let Some(known) = known {
            assert_eq!(table.apply(document(known, true, &[])), Applied::Current);
        }
        let what = format!("{known:?} {version} {full}");
        assert_eq!(table.apply(document(version, full, &call)), applied, "{what}");
        assert_eq!(table.dialogs().is_empty(), applied == Applied::Stale, "{what}");
    }
}

#[test]
fn a_partial_document_changes_what_it_names_and_a_full_one_all() {
    let mut table = Table::default();
    let (a, b) =
        (dialog("a", Some(Direction::Initiator), State::Early), dialog("b", None, State::Early));
    assert_eq!(table.apply(document(0, true, &[a, b.clone()])), Applied::Current);
    let answered = dialog("a", None, State::Confirmed);
    assert_eq!(table.apply(document(1, false, &[answered])), Applied::Current);
    let kept = dialog("a", Some(Direction::Initiator), State::Confirmed);
    assert_eq!(table.dialogs(), [kept, b.clone()]);
    let over = [dialog("a", None, State::Terminated), dialog("z", None, State::Terminated)];
    assert_eq!(table.apply(document(2, false, &over)), Applied::Current);
    assert_eq!((table.dialogs(), table.word()), (&[b][..], Some(LineWord::Ringing)));
    assert_eq!(table.apply(document(3, true, &[])), Applied::Current);
    assert_eq!(table.word(), Some(LineWord::Idle));
}

#[test]
fn a_table_that_is_full_asks_for_everything_again() {
    let mut table = Table::default();
    let all: Vec<Dialog> =
        (0..limits::DIALOGS.bound).map(|n| dialog(&n.to_string(), None, State::Early)).collect();
    assert_eq!(table.apply(document(0, true, &all)), Applied::Current);
    let more = [dialog("more", None, State::Confirmed)];
    assert_eq!(table.apply(document(1, false, &more)), Applied::Missed);
    assert_eq!(table.dialogs().len(), all.len());
}

fn any_dialog() -> impl Strategy<Value = Dialog> {
    let state = prop::sample::select(State::ALL.to_vec());
    let direction =
        prop::sample::select(vec![None, Some(Direction::Initiator), Some(Direction::Recipient)]);
    ("[a-d]", direction, state).prop_map(|(id, direction, state)| dialog(&id, direction, state))
}

proptest! {
    #[test]
    fn what_is_written_reads_back(dialogs in prop::collection::vec(any_dialog(), 0..6)) {
        let mut out = Vec::new();
        Writer::default().write(LINE, &dialogs, &mut out);
        prop_assert_eq!(read(&out), Ok(document(0, true, &dialogs)));
    }

    /// Whatever is lost or comes late on the way: the newest full document is the truth.
    #[test]
    fn documents_in_any_order_end_with_the_newest(
        told in prop::collection::vec(prop::collection::vec(any_dialog(), 0..4), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
    ) {
        let mut table = Table::default();
        let mut newest = None;
        for index in order {
            let at = index.index(told.len());
            let version = u32::try_from(at).unwrap();
            let applied = table.apply(document(version, true, &told[at]));
            let stale = newest.is_some_and(|newest| version <= newest);
            prop_assert_eq!(applied, if stale { Applied::Stale } else { Applied::Current });
            newest = newest.max(Some(version));
        }
        let last = &told[usize::try_from(newest.unwrap()).unwrap()];
        prop_assert_eq!(table.word(), Some(line_word(last)));
    }
}
