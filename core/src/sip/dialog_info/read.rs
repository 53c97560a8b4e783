//! XML to dialogs. As with presence: local names count, and what nobody knows is passed over.

use super::{Dialog, Direction, Document, State};
use crate::limits;
use crate::sip::xml::{Fault, Piece, Pieces, Tag};
use core::fmt;

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

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotXml => Unreadable::NotXml,
            Fault::Entity => Unreadable::Entity,
        }
    }
}

/// Reads a document.
///
/// # Errors
/// What cannot be read is never guessed at.
pub fn read(body: &[u8]) -> Result<Document, Unreadable> {
    if body.len() > limits::DOCUMENT_BYTES.as_usize() {
        return Err(Unreadable::TooLong);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotXml)?;
    let (mut pieces, mut seen) = (Pieces::of(text), Seen::default());
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Open(tag) => seen.open(tag)?,
            Piece::Close => seen.close()?,
            Piece::Text(text) => seen.text(text)?,
        }
    }
    seen.document()
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
    fn open(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        if self.open.len() >= limits::DOCUMENT_DEPTH.as_usize() {
            return Err(Unreadable::TooDeep);
        }
        let element = match (self.open.as_slice(), tag.local_name()) {
            ([], "dialog-info") if self.document.is_none() => {
                self.document = Some(root(tag)?);
                Element::Root
            }
            ([], _) => return Err(Unreadable::NotDialogInfo),
            ([Element::Root], "dialog") => {
                let id = attribute(tag, "id")?.ok_or(Unreadable::Attribute)?;
                let direction = attribute(tag, "direction")?;
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

    fn document(self) -> Result<Document, Unreadable> {
        self.document.filter(|_| self.open.is_empty()).ok_or(Unreadable::NotXml)
    }
}

/// What the root says.
fn root(tag: Tag<'_>) -> Result<Document, Unreadable> {
    let needed = |name| attribute(tag, name)?.ok_or(Unreadable::Attribute);
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
fn attribute(tag: Tag<'_>, name: &str) -> Result<Option<Box<str>>, Unreadable> {
    let all = tag.attributes()?;
    let Some((_, value)) = all.iter().find(|(own, _)| *own == name) else { return Ok(None) };
    let fits = value.len() <= limits::SIP_URI_BYTES.as_usize();
    if fits { Ok(Some((*value).into())) } else { Err(Unreadable::Attribute) }
}
