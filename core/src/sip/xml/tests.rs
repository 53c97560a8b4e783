//! Beside a library that reads all of XML: the same pieces, and the same documents refused.

use super::{Fault, Piece, Pieces};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece in words: of a tag its name and attributes.
fn ours(text: &str) -> Result<Vec<String>, Fault> {
    let mut pieces = Pieces::of(text);
    let mut all = Vec::new();
    while let Some(piece) = pieces.next()? {
        all.push(match piece {
            Piece::Open(tag) => format!("<{} {:?}", tag.local_name(), tag.attributes()?),
            Piece::Close => ">".to_owned(),
            Piece::Text(text) => format!("{text:?}"),
        });
    }
    Ok(all)
}

fn tag(start: &BytesStart<'_>) -> Result<String, Fault> {
    let mut all = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Fault::NotXml)?;
        all.push((attribute.key.0.to_owned(), attribute.value.to_string()));
    }
    Ok(format!("<{} {all:?}", start.local_name().as_ref()))
}

fn theirs(text: &str) -> Result<Vec<String>, Fault> {
    let mut reader = Reader::from_str(text);
    let mut all = Vec::new();
    loop {
        let piece = match reader.read_event().map_err(|_| Fault::NotXml)? {
            Event::Start(start) => tag(&start)?,
            Event::Empty(start) => {
                all.push(tag(&start)?);
                ">".to_owned()
            }
            Event::End(_) => ">".to_owned(),
            Event::Text(text) => format!("{:?}", text.into_inner()),
            Event::CData(text) => format!("{:?}", text.into_inner()),
            Event::GeneralRef(name) => match &*name.into_inner() {
                "amp" | "lt" | "gt" | "quot" | "apos" => "\"&\"".to_owned(),
                number if number.starts_with('#') => "\"&\"".to_owned(),
                _ => return Err(Fault::Entity),
            },
            Event::DocType(_) => return Err(Fault::Entity),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            Event::Eof => return Ok(all),
        };
        all.push(piece);
    }
}

/// Pieces that documents are broken into and put together from.
const PARTS: [&str; 44] = [
    "<a>",
    "</a>",
    "<b/>",
    "<p:b x='1' y=\"2\">",
    "</p:b>",
    "<b ",
    "x=\"1\"",
    "x='>'",
    " y =\t\"'\"",
    "x",
    "=",
    "/",
    ">",
    "<",
    "</",
    "/>",
    "<!",
    "<!-- c -->",
    "<!--",
    "--",
    "-",
    "<![CDATA[",
    "]]",
    "]",
    "<?xml version='1'?>",
    "<?",
    "?",
    "&amp;",
    "&#10;",
    "&bomb;",
    "&",
    ";",
    "text",
    " ",
    "\r\n",
    "é",
    "\"",
    "'",
    "<!DOCTYPE a>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<!X>",
    "<>",
    "</>",
    "<é ü='1'/>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn any_text_has_the_pieces_that_the_library_finds(parts in proptest::collection::vec(0..PARTS.len(), 0..12)) {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        let (ours, theirs) = (ours(&text), theirs(&text));
        // Once a DTD begins we do not look for its end, nor whether it is whole.
        if ours == Err(Fault::Entity) {
            prop_assert!(theirs.is_err(), "{text}: {theirs:?}");
        } else {
            prop_assert_eq!(ours, theirs, "{}", text);
        }
    }
}

#[test]
fn a_document_of_many_attributes_is_read_as_well() {
    let attributes: String = (0..3_000).map(|n| format!(" a{n}=''")).collect();
    let text = format!("<a{attributes}/>");
    assert_eq!(ours(&text), theirs(&text));
    assert_eq!(ours(&format!("<a{attributes} a7=''/>")), Err(Fault::NotXml));
}
