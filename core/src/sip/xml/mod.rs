//! The little of XML that documents about presence and dialogs are made of: elements that nest,
//! their attributes as they are written, and text. There is no DTD and no entity beyond the five of
//! XML, so a document cannot grow while it is read.

#[cfg(test)]
mod tests;

use crate::gather::Gather;
use crate::order;

/// Why there is no next piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The document is not well-formed.
    NotXml,
    /// It brings a DTD, or an entity that XML does not define.
    Entity,
}

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// The element ends that began last.
    Close,
    /// Text, as it is written; a reference stands as `&`.
    Text(&'a str),
}

/// What opens an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, with its prefix.
    name: &'a str,
    attributes: &'a str,
}

/// The blanks of XML.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// A name without its prefix: vendors disagree on namespaces.
pub(super) fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl<'a> Tag<'a> {
    /// The name without its prefix.
    pub(super) fn local_name(self) -> &'a str {
        local_name(self.name)
    }

    /// Names and values, as they are written.
    #[cfg_attr(lean, inline(never))]
    pub(super) fn attributes(self) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let mut all = Vec::new();
        let mut rest = self.attributes.trim_start_matches(BLANKS);
        while !rest.is_empty() {
            let (attribute, behind) = attribute(rest).ok_or(Fault::NotXml)?;
            all.push(attribute);
            rest = behind.trim_start_matches(BLANKS);
        }
        let mut names: Vec<&str> = all.iter().map(|(name, _)| *name).gather();
        order::sort(&mut names);
        let twice = names.iter().zip(names.iter().skip(1)).any(|(one, next)| one == next);
        if twice { Err(Fault::NotXml) } else { Ok(all) }
    }
}

/// `name="value"` at the start of a text that is not empty, and what stands behind it.
fn attribute(text: &str) -> Option<((&str, &str), &str)> {
    let stops = |byte| byte == b'=' || BLANKS.contains(&char::from(byte));
    let end = 1 + text.bytes().skip(1).position(stops)?;
    let (name, rest) = (text.get(..end)?, text.get(end..)?);
    let rest = rest.trim_start_matches(BLANKS).strip_prefix('=')?.trim_start_matches(BLANKS);
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, behind) = rest.get(1..)?.split_once(quote)?;
    Some(((name, value), behind))
}

/// The pieces of a document, one after the other.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// The names of the elements that are open.
    open: Vec<&'a str>,
    /// The element that began last is empty.
    empty: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Pieces { rest: text, open: Vec::new(), empty: false }
    }

    /// The next piece; `None` at the end of the text, whether all is closed there or not.
    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        if core::mem::take(&mut self.empty) {
            return Ok(Some(Piece::Close));
        }
        while !self.rest.is_empty() {
            let found = if let Some(markup) = self.rest.strip_prefix('<') {
                match markup.as_bytes().first() {
                    Some(b'!' | b'?') => self.aside(markup)?,
                    _ => Some(self.tag(markup)?),
                }
            } else if let Some(reference) = self.rest.strip_prefix('&') {
                Some(self.reference(reference)?)
            } else {
                let end = self.rest.bytes().position(|byte| matches!(byte, b'<' | b'&'));
                Some(Piece::Text(self.take(self.rest, end.unwrap_or(self.rest.len()), 0)?))
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// What stands before position `end` of `text`, which `skipped` bytes follow that go too.
    #[cfg_attr(lean, optimize(speed))]
    fn take(&mut self, text: &'a str, end: usize, skipped: usize) -> Result<&'a str, Fault> {
        self.rest = text.get(end + skipped..).ok_or(Fault::NotXml)?;
        text.get(..end).ok_or(Fault::NotXml)
    }

    /// What stands before `stop`, which goes too.
    fn up_to(&mut self, text: &'a str, stop: &str) -> Result<&'a str, Fault> {
        let end = text.find(stop).ok_or(Fault::NotXml)?;
        self.take(text, end, stop.len())
    }

    /// What begins with `<!` or `<?`; `None` for what says nothing: comments, processing
    /// instructions.
    #[cfg_attr(lean, inline(never))]
    fn aside(&mut self, text: &'a str) -> Result<Option<Piece<'a>>, Fault> {
        if let Some(comment) = text.strip_prefix("!--") {
            return self.up_to(comment, "-->").map(|_| None);
        }
        if let Some(data) = text.strip_prefix("![CDATA[") {
            return self.up_to(data, "]]>").map(|text| Some(Piece::Text(text)));
        }
        if let Some(instruction) = text.strip_prefix('?').filter(|text| !text.starts_with('>')) {
            return self.up_to(instruction, "?>").map(|_| None);
        }
        match text.get(..8) {
            Some(start) if start.eq_ignore_ascii_case("!doctype") => Err(Fault::Entity),
            _ => Err(Fault::NotXml),
        }
    }

    #[cfg_attr(lean, optimize(speed))]
    fn tag(&mut self, text: &'a str) -> Result<Piece<'a>, Fault> {
        let end = end_of_tag(text).ok_or(Fault::NotXml)?;
        let tag = self.take(text, end, 1)?;
        if let Some(closing) = tag.strip_prefix('/') {
            let name = closing.trim_end_matches(BLANKS);
            let matches = self.open.pop() == Some(name);
            return if matches { Ok(Piece::Close) } else { Err(Fault::NotXml) };
        }
        let inside = tag.strip_suffix('/');
        self.empty = inside.is_some();
        let inside = inside.unwrap_or(tag);
        let blank = inside.bytes().position(|byte| BLANKS.contains(&char::from(byte)));
        let (name, attributes) = inside.split_at(blank.unwrap_or(inside.len()));
        if !self.empty {
            self.open.push(name);
        }
        Ok(Piece::Open(Tag { name, attributes }))
    }

    /// The five entities of XML and numbers are harmless; what they stand for is of no meaning for
    /// anything that is read.
    #[cfg_attr(lean, inline(never))]
    fn reference(&mut self, text: &'a str) -> Result<Piece<'a>, Fault> {
        let end = text.find([';', '&', '<']).ok_or(Fault::NotXml)?;
        if !text.get(end..).is_some_and(|rest| rest.starts_with(';')) {
            return Err(Fault::NotXml);
        }
        let name = self.take(text, end, 1)?;
        if name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&name) {
            return Ok(Piece::Text("&"));
        }
        Err(Fault::Entity)
    }
}

/// Where the `>` of a tag is, outside of quotes.
#[cfg_attr(lean, optimize(speed))]
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes().position(|byte| {
        match quote {
            Some(open) if byte == open => quote = None,
            None if byte == b'"' || byte == b'\'' => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'>'
    })
}
