//! REGISTER to bytes, and the Contacts of it and its answers.

use super::write::{Frame, number_line, put_body, put_frame};
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all, put_number, put_quoted};

/// A Contact with what a registrar keeps of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContactParts<'a> {
    /// Its URI.
    pub uri: &'a str,
    /// The device's name, `+u.sip!devicename.ccm.cisco.com`; no such parameter when empty.
    pub device: &'a str,
    /// `+sip.instance` without its quotes (RFC 5626 4.1); no such parameter when empty.
    pub instance: &'a str,
    /// `reg-id`: which flow of the device it is over (RFC 5626 4.2); no such parameter when `None`.
    pub flow: Option<u32>,
    /// For how many seconds it is bound; no such parameter when `None`.
    pub expires: Option<u32>,
}

impl ContactParts<'_> {
    /// Appends the header line.
    pub fn write(&self, out: &mut Vec<u8>) {
        put_all(out, &["Contact: <", self.uri, ">"]);
        for (name, value) in
            [("+sip.instance", self.instance), ("+u.sip!devicename.ccm.cisco.com", self.device)]
        {
            if !value.is_empty() {
                put_all(out, &[";", name, "="]);
                put_quoted(out, value);
            }
        }
        for (name, value) in [(";reg-id=", self.flow), (";expires=", self.expires)] {
            if let Some(value) = value {
                put(out, name);
                put_number(out, u64::from(value));
            }
        }
        put(out, "\r\n");
    }
}

/// A REGISTER of one contact for oneself (RFC 3261 10.2).
#[derive(Clone, Copy, Debug)]
pub struct RegisterParts<'a> {
    /// Where it goes: `sip:` and the registrar.
    pub request_uri: &'a str,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// The address-of-record: URI of From and To.
    pub aor: &'a str,
    /// The tag of From.
    pub from_tag: &'a str,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
    /// The contact.
    pub contact: ContactParts<'a>,
    /// Expires, in seconds; 0 takes the contact back.
    pub expires: u32,
    /// A whole `Authorization` line with its end (or `Proxy-Authorization`); nothing when empty.
    pub authorization: &'a str,
}

impl RegisterParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        let frame = Frame {
            method: "REGISTER",
            request_uri: self.request_uri,
            via: self.via,
            branch: self.branch,
            from: self.aor,
            from_tag: self.from_tag,
            to: self.aor,
            to_tag: None,
            call_id: self.call_id,
            cseq: self.cseq,
        };
        put_frame(out, &frame);
        self.contact.write(out);
        number_line(out, "Expires", self.expires);
        put(out, self.authorization);
        put_body(out, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::message::{Message, Method};

    #[test]
    fn a_register_is_these_bytes_and_reads_back() {
        let contact = ContactParts {
            uri: "sip:1000@10.1.0.2:5060",
            device: "SEP001122334455",
            instance: "<urn:uuid:0>",
            flow: Some(2),
            expires: None,
        };
        let parts = RegisterParts {
            request_uri: "sip:10.0.0.1",
            via: HostPort { ip: [10, 1, 0, 2], port: 5060 },
            branch: 1,
            aor: "sip:1000@10.0.0.1",
            from_tag: "t",
            call_id: "c",
            cseq: 1000,
            contact,
            expires: 3600,
            authorization: "",
        };
        let mut out = Vec::new();
        parts.write(&mut out);
        let expected = "REGISTER sip:10.0.0.1 SIP/2.0\r\n\
             Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0000000000000001\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@10.0.0.1>;tag=t\r\nTo: <sip:1000@10.0.0.1>\r\nCall-ID: c\r\n\
             CSeq: 1000 REGISTER\r\nContact: <sip:1000@10.1.0.2:5060>;+sip.instance=\"<urn:uuid:0>\";\
             +u.sip!devicename.ccm.cisco.com=\"SEP001122334455\";reg-id=2\r\nExpires: 3600\r\n\
             Content-Length: 0\r\n\r\n";
        assert_eq!(String::from_utf8(out.clone()).unwrap(), expected);
        let message = Message::parse(&out).unwrap();
        let found = message.contacts().next().unwrap();
        assert_eq!((message.method(), message.expires()), (Method::Register, Some(3600)));
        assert_eq!(found.param("+sip.instance"), Some(contact.instance));
        assert_eq!(found.param("+u.sip!devicename.ccm.cisco.com"), Some(contact.device));
    }
}
