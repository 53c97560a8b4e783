//! XML to dialogs. As with presence: local names count, what nobody knows is passed over, and there
//! is no DTD and no entity beyond the five of XML.

use super::{Dialog, Direction, Document, State};
use crate::limits;
use core::fmt;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Why a document tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is longer than [`limits::DOCUMENT_BYTES`].
    TooLong,
    /// Its elements nest deeper than [`limits::DOCUMENT_DEPTH`].
    TooDeep,
    /// It has more dialogs than [`limits::DIALOGS`].
    TooMany,
    /// It is not well-formed XML in UTF-8.
    NotXml,
    /// It brings a DTD, or an entity that XML does not define.
    Entity,
    /// Its root is not `dialog-info`.
    NotDialogInfo,
    /// An attribute that must be there is missing, or means nothing: version, state, entity, id.
    Attribute,
    /// A dialog without a state, or with one that RFC 4235 does not know.
    State,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreadable::TooLong => "the document is too long",
            Unreadable::TooDeep => "the document nests too deep",
            Unreadable::TooMany => "the document has too many dialogs",
            Unreadable::NotXml => "the document is not well-formed XML",
            Unreadable::Entity => "the document brings its own entities",
            Unreadable::NotDialogInfo => "the document is not about dialogs",
            Unreadable::Attribute => "the document lacks an attribute",
            Unreadable::State => "a dialog has no state that is known",
        })
    }
}

impl core::error::Error for Unreadable {}

/// Reads a document.
///
/// # Errors
/// What cannot be read is never guessed at.
pub fn read(body: &[u8]) -> Result<Document, Unreadable> {
    if body.len() > limits::DOCUMENT_BYTES.as_usize() {
        return Err(Unreadable::TooLong);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotXml)?;
    let mut reader = Reader::from_str(text);
    let mut seen = Seen::default();
    loop {
        match reader.read_event().map_err(|_| Unreadable::NotXml)? {
            Event::Start(start) => seen.open(&start)?,
            Event::Empty(start) => {
                seen.open(&start)?;
                seen.close()?;
            }
            Event::End(_) => seen.close()?,
            Event::Text(text) => seen.text(&text.into_inner())?,
            Event::CData(text) => seen.text(&text.into_inner())?,
            Event::GeneralRef(reference) => seen.reference(&reference.into_inner())?,
            Event::DocType(_) => return Err(Unreadable::Entity),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return seen.document(),
        }
    }
}

/// What an open element is to us: each only in its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Root,
    Dialog,
    State,
    Other,
}

/// What was seen of a document so far.
#[derive(Debug, Default)]
struct Seen {
    open: Vec<Element>,
    document: Option<Document>,
    /// The dialog that is open, and the text of its state.
    dialog: Option<(Box<str>, Option<Direction>)>,
    state: Option<String>,
}

impl Seen {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        if self.open.len() >= limits::DOCUMENT_DEPTH.as_usize() {
            return Err(Unreadable::TooDeep);
        }
        let name = start.local_name();
        let element = match (self.open.as_slice(), name.as_ref()) {
            ([], "dialog-info") if self.document.is_none() => {
                self.document = Some(root(start)?);
                Element::Root
            }
            ([], _) => return Err(Unreadable::NotDialogInfo),
            ([Element::Root], "dialog") => {
                let id = attribute(start, "id")?.ok_or(Unreadable::Attribute)?;
                let direction = attribute(start, "direction")?;
                self.dialog = Some((id, direction.and_then(|word| Direction::parse(&word))));
                self.state = None;
                Element::Dialog
            }
            ([Element::Root, Element::Dialog], "state") if self.state.is_none() => {
                self.state = Some(String::new());
                Element::State
            }
            _ => Element::Other,
        };
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        if self.open.pop() != Some(Element::Dialog) {
            return Ok(());
        }
        let (Some((id, direction)), Some(document)) = (self.dialog.take(), &mut self.document)
        else {
            return Ok(());
        };
        let word = self.state.take().ok_or(Unreadable::State)?;
        let state = State::parse(word.trim()).ok_or(Unreadable::State)?;
        let dialogs = &mut document.dialogs;
        limits::DIALOGS.check(dialogs.len() + 1).map_err(|_| Unreadable::TooMany)?;
        dialogs.push(Dialog { id, direction, state });
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        match (self.open.last(), &mut self.state) {
            (None, _) if !text.trim_start_matches('\u{feff}').trim().is_empty() => {
                Err(Unreadable::NotXml)
            }
            (Some(Element::State), Some(state)) => {
                state.push_str(text);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The five entities of XML and numbers are harmless; none of them is part of a state.
    fn reference(&mut self, name: &str) -> Result<(), Unreadable> {
        if !name.starts_with('#') && !["amp", "lt", "gt", "quot", "apos"].contains(&name) {
            return Err(Unreadable::Entity);
        }
        self.text("&")
    }

    fn document(self) -> Result<Document, Unreadable> {
        self.document.filter(|_| self.open.is_empty()).ok_or(Unreadable::NotXml)
    }
}

/// What the root says.
fn root(start: &BytesStart<'_>) -> Result<Document, Unreadable> {
    let needed = |name| attribute(start, name)?.ok_or(Unreadable::Attribute);
    let version = needed("version")?;
    let digits = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    let version = version.parse().ok().filter(|_| digits).ok_or(Unreadable::Attribute)?;
    let full = match &*needed("state")? {
        "full" => true,
        "partial" => false,
        _ => return Err(Unreadable::Attribute),
    };
    Ok(Document { version, full, entity: needed("entity")?, dialogs: Vec::new() })
}

/// The value of an attribute without a prefix, as it is written.
fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<Box<str>>, Unreadable> {
    let mut found = None;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Unreadable::NotXml)?;
        if attribute.key.as_ref() == name {
            let fits = attribute.value.len() <= limits::SIP_URI_BYTES.as_usize();
            found = Some(fits.then(|| (&*attribute.value).into()).ok_or(Unreadable::Attribute)?);
        }
    }
    Ok(found)
}
