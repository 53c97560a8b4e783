//! Both dialects there and back, and documents as real programs send them.

use super::*;
use crate::presence::PublishedStatus::{self, Busy, Idle, Unknown};
use crate::sip::address::HostPort;
use crate::time::Instant;
use proptest::prelude::*;

fn entity(user: &str) -> Entity<'_> {
    Entity { user, host: HostPort { ip: [10, 0, 0, 1], port: 5060 } }
}

fn written(dialect: Dialect, user: &str, status: PublishedStatus) -> String {
    let mut out = Vec::new();
    dialect.write(entity(user), status, Instant::from_secs(5), &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_written_reads_back_as_the_same_status_in_every_dialect() {
    for dialect in Dialect::ALL {
        for status in [Idle, Busy, Unknown] {
            for user in ["1111", "a%26b", "x&<\"y", ""] {
                let document = written(dialect, user, status);
                assert_eq!(read(document.as_bytes()), Ok(status), "{document}");
            }
        }
    }
}

#[test]
fn the_dialect_of_the_rfcs_is_what_the_plain_writer_writes() {
    for status in [Idle, Busy, Unknown] {
        let mut plain = Vec::new();
        write(entity("1111"), status, Instant::from_secs(5), &mut plain);
        assert_eq!(written(Dialect::default(), "1111", status).as_bytes(), plain);
    }
}

#[test]
fn a_busy_document_of_callmanager_is_these_bytes() {
    assert_eq!(
        written(Dialect::Cisco, "2001", Busy),
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n\
         <presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:2001@10.0.0.1\" \
         xmlns:e=\"urn:ietf:params:xml:ns:pidf:status:rpid\" \
         xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
         xmlns:ce=\"urn:cisco:params:xml:ns:pidf:rpid\">\r\n\
         <dm:person><status><basic>open</basic></status>\
         <e:activities><e:on-the-phone/></e:activities></dm:person>\r\n\
         <tuple id=\"cmp-2001-1\"><status><basic>open</basic>\
         <e:activities><e:on-the-phone/></e:activities></status>\
         <contact priority=\"0.8\">sip:2001@10.0.0.1:5060</contact>\
         <timestamp>2026-01-01T00:00:05.000000Z</timestamp></tuple>\r\n</presence>\r\n"
    );
}

#[test]
fn callmanager_says_idle_by_an_empty_activity_and_unknown_by_closed() {
    let idle = written(Dialect::Cisco, "2001", Idle);
    assert_eq!(
        (idle.matches("<basic>open").count(), idle.matches("<e:activities/>").count()),
        (2, 2)
    );
    let unknown = written(Dialect::Cisco, "2001", Unknown);
    assert_eq!(unknown.matches("<basic>closed").count(), 2);
    // Small enough for one datagram, as the real ones are.
    assert!(idle.len() < 900 && written(Dialect::Cisco, "2001", Busy).len() < 900);
}

#[test]
fn a_phone_that_compares_text_finds_what_it_looks_for() {
    let busy = written(Dialect::Rfc, "1111", Busy);
    assert!(busy.contains("<rpid:on-the-phone/>") && busy.contains("<basic>open</basic>"));
    let idle = written(Dialect::Rfc, "1111", Idle);
    assert!(!idle.contains("<rpid:") && idle.contains("<basic>open</basic>"));
}

/// As baresip tells of itself; `?` is its word until its status is set.
fn baresip(basic: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n\
         <presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\r\n    \
         xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"\r\n    \
         xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\"\r\n    entity=\"sip:b@127.0.0.1\">\r\n  \
         <dm:person id=\"p1\"><rpid:activities/></dm:person>\r\n  <tuple id=\"t1\">\r\n    \
         <status>\r\n      <basic>{basic}</basic>\r\n    </status>\r\n    \
         <contact>sip:b@127.0.0.1</contact>\r\n  </tuple>\r\n</presence>\r\n"
    )
}

/// As Kamailio passes a publication on, or makes one of two.
fn kamailio(tuples: &str, person: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
         xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
         xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" \
         xmlns:c=\"urn:ietf:params:xml:ns:pidf:cipid\" entity=\"sip:k@127.0.0.1\">\n  {tuples}\n  \
         {person}\n</presence>\n"
    )
}

#[test]
fn documents_of_real_programs_read_as_what_they_mean() {
    let tuple =
        |basic: &str| format!("<tuple id=\"0x7f\"><status><basic>{basic}</basic></status></tuple>");
    let talking = "<dm:person id=\"1\"><rpid:activities><rpid:on-the-phone/></rpid:activities>\
        <dm:note>On the Phone</dm:note></dm:person>";
    for (document, status) in [
        (baresip("open"), Idle),
        (baresip("closed"), Unknown),
        (baresip("?"), Unknown),
        (baresip(""), Unknown),
        (kamailio(&tuple("open"), ""), Idle),
        (kamailio(&tuple("closed"), ""), Unknown),
        (kamailio(&tuple("open"), talking), Busy),
        (kamailio("", ""), Unknown),
    ] {
        assert_eq!(read(document.as_bytes()), Ok(status), "{document}");
        assert_eq!(status_of(document.as_bytes()), status);
    }
}

#[test]
fn what_cannot_be_read_is_unknown() {
    let bomb = format!(
        "<!DOCTYPE presence [<!ENTITY a \"open\"><!ENTITY b \"&a;&a;\">]>{}",
        written(Dialect::Cisco, "2001", Busy)
    );
    for document in ["", "open", "<presence>", "<basic>open</basic>", &bomb] {
        assert_eq!(status_of(document.as_bytes()), Unknown, "{document}");
        assert!(read(document.as_bytes()).is_err());
    }
    assert_eq!(read(bomb.as_bytes()), Err(Unreadable::Entity));
    let used = written(Dialect::Rfc, "1111", Idle).replace(">open<", ">&a;<");
    assert_eq!(read(used.as_bytes()), Err(Unreadable::Entity));
}

proptest! {
    #[test]
    fn a_document_that_is_damaged_is_never_busy_by_accident(
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
        at in 0..700_usize,
        byte in any::<u8>(),
    ) {
        for status in [Idle, Unknown] {
            let mut document = written(dialect, "1111", status).into_bytes();
            let at = at % document.len();
            document[at] = byte;
            prop_assert_ne!(status_of(&document), Busy);
            // Without its last line break it is whole.
            document.truncate(at.min(document.len() - 3));
            prop_assert_eq!(status_of(&document), Unknown);
        }
    }
}
