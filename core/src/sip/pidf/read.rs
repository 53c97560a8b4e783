//! A presence document as a status, the way phones read it.
//!
//! Elements count by their local names (vendors disagree on namespaces and prefixes); extensions
//! that nobody knows are passed over.

use crate::limits;
use crate::presence::PublishedStatus;
use crate::sip::xml::{Fault, Piece, Pieces, Tag, local_name};
use core::fmt;

/// Why a document tells no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is longer than [`limits::DOCUMENT_BYTES`].
    TooLong,
    /// Its elements nest deeper than [`limits::DOCUMENT_DEPTH`].
    TooDeep,
    /// It is not well-formed XML in UTF-8.
    NotXml,
    /// It brings a DTD, or an entity that XML does not define.
    Entity,
    /// Its root is not `presence`.
    NotPresence,
    /// It has an extension that must be understood and is not (RFC 3863 4.2.4).
    MustUnderstand,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreadable::TooLong => "the document is too long",
            Unreadable::TooDeep => "the document nests too deep",
            Unreadable::NotXml => "the document is not well-formed XML",
            Unreadable::Entity => "the document brings its own entities",
            Unreadable::NotPresence => "the document is not about presence",
            Unreadable::MustUnderstand => "the document demands an unknown extension",
        })
    }
}

impl core::error::Error for Unreadable {}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotXml => Unreadable::NotXml,
            Fault::Entity => Unreadable::Entity,
        }
    }
}

/// What an open element is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Presence,
    Person,
    Tuple,
    Status,
    Basic,
    Activities,
    OnThePhone,
    /// Known, and of no meaning for a lamp.
    Plain,
    Unknown,
}

/// The value of a `basic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basic {
    Open,
    Closed,
    Neither,
}

/// Reads a document.
///
/// On the phone is busy; else open is idle; else unknown. `basic` is that of the person, where a
/// vendor put one there, else that of the first tuple.
///
/// # Errors
/// What cannot be read is never guessed at.
#[cfg_attr(lean, optimize(speed))]
pub fn read(body: &[u8]) -> Result<PublishedStatus, Unreadable> {
    if body.len() > limits::DOCUMENT_BYTES.as_usize() {
        return Err(Unreadable::TooLong);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotXml)?;
    let (mut pieces, mut seen) = (Pieces::of(text), Seen::default());
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Open(tag) => seen.open(tag)?,
            Piece::Close => seen.close(),
            Piece::Text(text) => seen.text(text)?,
        }
    }
    seen.status()
}

/// The status that a body tells, where whoever asks wants to know no more: a body that is empty or
/// cannot be read says *unknown*.
pub fn status_of(body: &[u8]) -> PublishedStatus {
    read(body).unwrap_or(PublishedStatus::Unknown)
}

/// What was seen of a document so far.
#[derive(Debug, Default)]
struct Seen {
    open: Vec<Element>,
    rooted: bool,
    tuples: u32,
    on_the_phone: bool,
    person_basic: Option<Basic>,
    tuple_basic: Option<Basic>,
    /// The text of the `basic` that is open, as far as it can matter.
    basic: String,
}

impl Seen {
    #[cfg_attr(lean, optimize(speed))]
    fn open(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        let element = element(tag.local_name());
        if self.open.is_empty() {
            if self.rooted || element != Element::Presence {
                return Err(Unreadable::NotPresence);
            }
            self.rooted = true;
        }
        if self.open.len() >= limits::DOCUMENT_DEPTH.as_usize() {
            return Err(Unreadable::TooDeep);
        }
        must_understand(tag, element)?;
        match element {
            Element::Tuple => self.tuples += 1,
            Element::Basic => self.basic.clear(),
            Element::OnThePhone if self.open.last() == Some(&Element::Activities) => {
                self.on_the_phone = true;
            }
            _ => {}
        }
        self.open.push(element);
        Ok(())
    }

    #[cfg_attr(lean, optimize(speed))]
    fn close(&mut self) {
        if self.open.pop() != Some(Element::Basic) {
            return;
        }
        let basic = match self.basic.trim() {
            "open" => Basic::Open,
            "closed" => Basic::Closed,
            _ => Basic::Neither,
        };
        match self.open.as_slice() {
            [.., Element::Person, Element::Status] => {
                self.person_basic.get_or_insert(basic);
            }
            [.., Element::Tuple, Element::Status] if self.tuples == 1 => {
                self.tuple_basic.get_or_insert(basic);
            }
            _ => {}
        }
    }

    #[cfg_attr(lean, optimize(speed))]
    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        match self.open.last() {
            None if !text.trim_start_matches('\u{feff}').trim().is_empty() => {
                Err(Unreadable::NotXml)
            }
            Some(Element::Basic) => {
                self.basic.push_str(text);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn status(&self) -> Result<PublishedStatus, Unreadable> {
        if !self.open.is_empty() || !self.rooted {
            return Err(Unreadable::NotXml);
        }
        Ok(match self.person_basic.or(self.tuple_basic) {
            _ if self.on_the_phone => PublishedStatus::Busy,
            Some(Basic::Open) => PublishedStatus::Idle,
            Some(Basic::Closed | Basic::Neither) | None => PublishedStatus::Unknown,
        })
    }
}

#[cfg_attr(lean, optimize(speed))]
fn element(local_name: &str) -> Element {
    match local_name {
        "presence" => Element::Presence,
        "person" => Element::Person,
        "tuple" => Element::Tuple,
        "status" => Element::Status,
        "basic" => Element::Basic,
        "activities" => Element::Activities,
        "on-the-phone" => Element::OnThePhone,
        "contact" | "note" | "timestamp" | "device" | "deviceID" => Element::Plain,
        _ => Element::Unknown,
    }
}

/// RFC 3863 4.2.4: an unknown extension with `mustUnderstand` makes the document unusable.
#[cfg_attr(lean, inline(never))]
fn must_understand(tag: Tag<'_>, element: Element) -> Result<(), Unreadable> {
    if element != Element::Unknown {
        return Ok(());
    }
    let demands = |(name, value): &(&str, &str)| {
        local_name(name) == "mustUnderstand" && matches!(*value, "true" | "1")
    };
    match tag.attributes()?.iter().any(demands) {
        true => Err(Unreadable::MustUnderstand),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PublishedStatus::{Busy, Idle, Unknown};

    /// As a CallManager 7 structures it: activities inside `status`, the old RPID namespace, a
    /// `basic` in the person.
    fn cisco(basic: &str, activities: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><presence \
             xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:e=\"urn:ietf:params:xml:ns:pidf:status:rpid\" \
             xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" entity=\"sip:2001@cm1\">\
             <dm:person><status><basic>{basic}</basic></status>{activities}</dm:person>\
             <tuple id=\"cmp-2001-7\"><status><basic>{basic}</basic>{activities}</status>\
             <contact priority=\"0.8\">sip:2001@cm1:5060</contact>\
             <timestamp>2026-01-01T00:00:00Z</timestamp></tuple></presence>"
        )
    }

    fn pidf(inside: &str) -> String {
        format!(
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:a@b\">{inside}</presence>"
        )
    }

    fn tuple(basic: &str) -> String {
        format!("<tuple id=\"a\"><status><basic>{basic}</basic></status></tuple>")
    }

    #[test]
    fn documents_read_as_phones_read_them() {
        let phone = "<e:activities><e:on-the-phone/></e:activities>";
        for (document, status) in [
            (cisco("open", "<e:activities/>"), Idle),
            (cisco("open", phone), Busy),
            (cisco("closed", phone), Busy),
            (cisco("closed", "<e:activities/>"), Unknown),
            (cisco("open", "<e:activities><ce:alerting/></e:activities>"), Idle),
            (pidf(&tuple("open")), Idle),
            (pidf(&tuple(" open\r\n ")), Idle),
            (pidf(&tuple("<![CDATA[open]]>")), Idle),
            (pidf(&tuple("closed")), Unknown),
            (pidf(&tuple("?")), Unknown),
            (pidf(&tuple("op&amp;en")), Unknown),
            (pidf(""), Unknown),
            // The first tuple counts, and a person's own word before it.
            (pidf(&(tuple("closed") + &tuple("open"))), Unknown),
            (pidf("<person><status><basic>closed</basic></status></person>"), Unknown),
            // Not inside activities: an extension of another meaning.
            (pidf(&(tuple("open") + "<note>x</note><on-the-phone/>")), Idle),
            (pidf(&(tuple("open") + "<x:new y=\"1\"><basic>closed</basic></x:new>")), Idle),
            (format!("\u{feff}{}\r\n<!-- end -->", pidf(&tuple("open"))), Idle),
            (format!("<p:presence>{}</p:presence>", tuple("open")), Idle),
        ] {
            assert_eq!(read(document.as_bytes()), Ok(status), "{document}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_never_a_guess() {
        let deep = "<a>".repeat(40) + &"</a>".repeat(40);
        for (document, error) in [
            (String::new(), Unreadable::NotXml),
            ("hello".to_owned(), Unreadable::NotXml),
            ("<presence>".to_owned(), Unreadable::NotXml),
            ("<presence></tuple>".to_owned(), Unreadable::NotXml),
            (pidf(&tuple("open")) + "x", Unreadable::NotXml),
            (pidf(&tuple("open")) + "<presence/>", Unreadable::NotPresence),
            ("<dialog-info/>".to_owned(), Unreadable::NotPresence),
            (pidf(&deep), Unreadable::TooDeep),
            (pidf(&" ".repeat(20_000)), Unreadable::TooLong),
            (pidf("&bomb;"), Unreadable::Entity),
            (
                format!("<!DOCTYPE presence [<!ENTITY a \"aaaa\">]>{}", pidf(&tuple("open"))),
                Unreadable::Entity,
            ),
            (pidf("<x:new x:mustUnderstand=\"true\"/>"), Unreadable::MustUnderstand),
            (pidf("<x:new a=\"1\" a=\"2\"/>"), Unreadable::NotXml),
        ] {
            assert_eq!(read(document.as_bytes()), Err(error), "{document}");
        }
        assert_eq!(read(b"<presence>\xff</presence>"), Err(Unreadable::NotXml));
    }
}
