//! A status as a CallManager 7 writes it.

use super::Entity;
use super::write::{put_escaped, put_time};
use crate::presence::PublishedStatus;
use crate::sip::text::{put, put_all};
use crate::time::Instant;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n\
    <presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"";
const NAMESPACES: &str = "\" xmlns:e=\"urn:ietf:params:xml:ns:pidf:status:rpid\" \
    xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
    xmlns:ce=\"urn:cisco:params:xml:ns:pidf:rpid\">\r\n<dm:person><status><basic>";
const TUPLE: &str = "</dm:person>\r\n<tuple id=\"cmp-";
const TUPLE_STATUS: &str = "-1\"><status><basic>";
const CONTACT: &str = "</status><contact priority=\"0.8\">";
const STAMP: &str = "</contact><timestamp>";
const TAIL: &str = "</timestamp></tuple>\r\n</presence>\r\n";

/// Appends the document for `status`.
pub(super) fn write(entity: Entity<'_>, status: PublishedStatus, when: Instant, out: &mut Vec<u8>) {
    let (basic, activities) = match status {
        PublishedStatus::Idle => ("open", "<e:activities/>"),
        PublishedStatus::Busy => ("open", "<e:activities><e:on-the-phone/></e:activities>"),
        PublishedStatus::Unknown => ("closed", "<e:activities/>"),
    };
    put(out, HEAD);
    put_uri(out, entity, false);
    put_all(out, &[NAMESPACES, basic, "</basic></status>", activities, TUPLE]);
    put_id(out, entity.user);
    put_all(out, &[TUPLE_STATUS, basic, "</basic>", activities, CONTACT]);
    put_uri(out, entity, true);
    put(out, STAMP);
    put_time(out, when);
    put(out, TAIL);
}

/// `sip:user@host`, with the port or without.
fn put_uri(out: &mut Vec<u8>, entity: Entity<'_>, with_port: bool) {
    put(out, "sip:");
    put_escaped(out, entity.user);
    put(out, "@");
    if with_port {
        entity.host.write(out);
    } else {
        entity.host.write_ip(out);
    }
}

/// A user as it may stand in an XML id: whatever may not becomes `_`.
fn put_id(out: &mut Vec<u8>, user: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    out.extend(user.bytes().map(|byte| if plain(byte) { byte } else { b'_' }));
}
