//! A status as a presence document.

use crate::presence::PublishedStatus;
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_padded};
use crate::time::Instant;

/// The presentity of a document: `sip:user@host`.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'a> {
    /// The user part, escaped as in the URI that was asked for.
    pub user: &'a str,
    /// Whose address stands as the host.
    pub host: HostPort,
}

/// Runs begin on 2026-01-01, this many days after 1970-01-01.
const FIRST_DAY: i64 = 20_454;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
    <presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
    xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
    xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"";
const TUPLE_OPEN: &str = "\">\r\n<tuple id=\"line\"><status><basic>open</basic></status>";
const TUPLE_CLOSED: &str = "\">\r\n<tuple id=\"line\"><status><basic>closed</basic></status>";
const STAMP: &str = "<timestamp>";
const PERSON: &str = "</timestamp></tuple>\r\n<dm:person id=\"phone\">";
// The prefix and the self-closed form are what the simplest phones look for as text.
const ON_THE_PHONE: &str = "<rpid:activities><rpid:on-the-phone/></rpid:activities>";
const TAIL: &str = "</dm:person>\r\n</presence>\r\n";

/// Appends the document for `status`. `when` makes successive documents differ (RFC 3863 4.1.7).
pub fn write(entity: Entity<'_>, status: PublishedStatus, when: Instant, out: &mut Vec<u8>) {
    put(out, HEAD);
    put(out, "sip:");
    put_escaped(out, entity.user);
    put(out, "@");
    entity.host.write_ip(out);
    put(
        out,
        match status {
            PublishedStatus::Idle | PublishedStatus::Busy => TUPLE_OPEN,
            PublishedStatus::Unknown => TUPLE_CLOSED,
        },
    );
    put(out, STAMP);
    put_time(out, when);
    put(out, PERSON);
    if status == PublishedStatus::Busy {
        put(out, ON_THE_PHONE);
    }
    put(out, TAIL);
}

/// Appends text as it may stand in an attribute.
pub(in crate::sip) fn put_escaped(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'&' => put(out, "&amp;"),
            b'<' => put(out, "&lt;"),
            b'>' => put(out, "&gt;"),
            b'"' => put(out, "&quot;"),
            0..0x20 => put(out, " "),
            _ => out.push(byte),
        }
    }
}

/// Appends a moment as RFC 3339 in UTC, to the microsecond: `2026-01-01T00:00:05.000000Z`.
pub(super) fn put_time(out: &mut Vec<u8>, when: Instant) {
    let micros = when.as_micros().max(0);
    let seconds = micros / 1_000_000;
    let (year, month, day) = civil(FIRST_DAY + seconds / 86_400);
    let unsigned = |n: i64| n.unsigned_abs();
    let second_of_day = seconds % 86_400;
    for (before, number, width) in [
        ("", year, 4),
        ("-", month, 2),
        ("-", day, 2),
        ("T", second_of_day / 3_600, 2),
        (":", second_of_day / 60 % 60, 2),
        (":", second_of_day % 60, 2),
        (".", micros % 1_000_000, 6),
    ] {
        put(out, before);
        put_padded(out, unsigned(number), width);
    }
    put(out, "Z");
}

/// Year, month and day of a day counted from 1970-01-01 (not before it), in the Gregorian calendar:
/// years begin in March here, so that the leap day is the last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(status: PublishedStatus) -> String {
        let entity = Entity { user: "1111", host: HostPort { ip: [10, 0, 0, 1], port: 5060 } };
        let mut out = Vec::new();
        write(entity, status, Instant::from_micros(5_000_250), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_busy_document_is_these_bytes() {
        assert_eq!(
            document(PublishedStatus::Busy),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
             <presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
             xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
             xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"sip:1111@10.0.0.1\">\r\n\
             <tuple id=\"line\"><status><basic>open</basic></status>\
             <timestamp>2026-01-01T00:00:05.000250Z</timestamp></tuple>\r\n\
             <dm:person id=\"phone\"><rpid:activities><rpid:on-the-phone/></rpid:activities>\
             </dm:person>\r\n</presence>\r\n"
        );
    }

    #[test]
    fn idle_is_open_without_activity_and_unknown_is_closed() {
        let idle = document(PublishedStatus::Idle);
        assert!(idle.contains("<basic>open</basic>") && !idle.contains("activities"));
        let unknown = document(PublishedStatus::Unknown);
        assert!(unknown.contains("<basic>closed</basic>") && !unknown.contains("activities"));
    }

    #[test]
    fn the_calendar_knows_leap_years() {
        let day = |seconds: i64| {
            let mut out = Vec::new();
            put_time(&mut out, Instant::from_secs(seconds));
            String::from_utf8(out).unwrap()
        };
        assert_eq!(day(0), "2026-01-01T00:00:00.000000Z");
        assert_eq!(day(86_400 * 59 - 1), "2026-02-28T23:59:59.000000Z");
        assert_eq!(day(86_400 * 59), "2026-03-01T00:00:00.000000Z");
        assert_eq!(day(86_400 * (365 * 2 + 59)), "2028-02-29T00:00:00.000000Z");
        assert_eq!(day(86_400 * (365 * 3 + 1)), "2029-01-01T00:00:00.000000Z");
    }
}
