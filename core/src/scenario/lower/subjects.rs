//! What the expectations about edits, lists and requests are about.

use super::super::model::{Act, Asker, Expected};
use super::super::yaml::{Fields, Node, Reader, Word};
use super::cast::{Actor, Known};
use super::lamp::{is_target, lamp};
use super::view;
use crate::cluster::Noun;
use crate::cluster::Object;
use crate::diagnostic::{Code, Span};
use crate::gather::Gather;

/// A lamp, or `Trunk C -> 5555`.
pub(super) fn asker(reader: &mut Reader<'_>, node: &Node, known: &Known<'_>) -> Option<Asker> {
    let word = reader.word(node, "who asks")?;
    let Some((trunk, target)) = word.text.split_once("->") else {
        return lamp(reader, word, known).map(Asker::Lamp);
    };
    let (trunk, target) = (trunk.trim(), target.trim());
    if !is_target(target) {
        let message = match target {
            "" => format!("nothing is asked for over `{trunk}`"),
            target => format!("`{target}` is neither a number nor a user"),
        };
        reader
            .tell(Code::WrongWord, word.span, format_args!("{message}"))
            .help("what is asked for over the trunk: `Trunk C -> 5555`");
        return None;
    }
    let span = Span::new(word.span.range().start, word.span.range().start + trunk.len());
    let part = Word { text: trunk, span };
    match known.cast.split(trunk) {
        Some(Ok(named)) if named.rest.is_empty() => {
            if let Actor::Device(cluster, Object::Trunk(trunk)) = named.actor {
                return Some(Asker::Trunk { cluster, trunk, target: target.to_owned() });
            }
        }
        Some(Err(several)) => {
            Known::ambiguous(reader, part, &several);
            return None;
        }
        _ => {}
    }
    if known.is_added(Noun::Trunk, trunk) && known.site.cluster_count() == 1 {
        let cluster = crate::id::ClusterId(0);
        return Some(Asker::Trunk { cluster, trunk: trunk.to_owned(), target: target.to_owned() });
    }
    if !known.may_be(&[Noun::Trunk]) {
        let trunk = |actor: &Actor| matches!(actor, Actor::Device(_, Object::Trunk(_)));
        reader.unknown_name(part, "trunk", &known.cast.names(trunk));
    }
    None
}

/// `refused: change`, `warned: change`.
pub(super) fn act(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<Act> {
    let word = reader.word(node, what)?;
    reader.choice(word, what, &Act::ALL)
}

/// `cancelled: change`.
pub(super) fn cancelled(reader: &mut Reader<'_>, node: &Node) -> Option<Expected> {
    let word = reader.word(node, "`cancelled`")?;
    reader.choice(word, "what was cancelled", &[("change", ())]).map(|()| Expected::Cancelled)
}

/// `found: [Night, Late]`.
pub(super) fn found(reader: &mut Reader<'_>, node: &Node) -> Option<Expected> {
    let told = reader.log.len();
    let words = reader.words(node, "`found`");
    let names = words.into_iter().map(|word| word.text.to_owned()).gather();
    (reader.log.len() == told).then_some(Expected::Found(names))
}

/// `pending: [Phone A, Trunk C]`.
pub(super) fn pending(reader: &mut Reader<'_>, node: &Node, known: &Known<'_>) -> Option<Expected> {
    let told = reader.log.len();
    let mut names = Vec::new();
    let device = |actor: &Actor| {
        matches!(actor, Actor::Phone(_) | Actor::Later(_) | Actor::Device(_, Object::Trunk(_)))
    };
    for word in reader.words(node, "`pending`") {
        let added = [Noun::Phone, Noun::Trunk].iter().any(|noun| known.is_added(*noun, word.text));
        if known.cast.exactly(word.text).as_ref().is_some_and(device) || added {
            names.push(word.text.to_owned());
        } else if let Some(Err(several)) = known.cast.split(word.text) {
            Known::ambiguous(reader, word, &several);
        } else if !known.may_be(&[Noun::Phone, Noun::Trunk]) {
            reader.unknown_name(word, "phone or trunk", &known.cast.names(device));
        }
    }
    (reader.log.len() == told).then_some(Expected::Pending(names))
}

/// `view: relationship pane of User Group, shows: […]`.
pub(super) fn looks(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    node: &Node,
    known: &Known<'_>,
) -> Option<Expected> {
    let word = reader.word(node, "`view`");
    let read = word.and_then(|word| view::read(reader, word, known));
    let shows = fields.need(reader, "shows", "[Executive Group: Disallow Subscription]");
    let shows = shows.and_then(|node| view::shows(reader, node));
    let (cluster, view) = read?;
    Some(Expected::View { cluster, view, shows: shows? })
}
