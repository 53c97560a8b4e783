//! The text of markup, read once, and the nodes that are drawn by it.

#[path = "../../markup/src/marks.rs"]
mod marks;

use std::cell::RefCell;
use std::mem::take;
use std::rc::Rc;
use std::vec::IntoIter;

use lampfield_core::sorted::SortedMap;
use yew::html::NodeRef;
use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, FullyKeyedState, Listeners, VList, VNode, VTag,
    VText,
};

use super::{Slot, piece};

/// The node of this text with these values.
pub(super) fn node(text: &'static str, mut slots: Values) -> VNode {
    let mut parts = plan(text).iter();
    match parts.next() {
        Some(Part::Open(head)) => element(head, &mut parts, &mut slots),
        _ => list(children(&mut parts, &mut slots).0),
    }
}

/// A part of a text.
enum Part {
    /// A list of nodes begins.
    List,
    /// An element begins.
    Open(Head),
    /// A list or an element ends.
    Close,
    /// Words.
    Text(&'static str),
    /// A value.
    Slot,
}

/// How an element begins. Its values come in this order.
#[derive(Default)]
struct Head {
    name: &'static str,
    /// So many of its key, its reference, and what a field holds come first.
    specials: usize,
    /// Attributes, all of which stand fast.
    fixed: Option<&'static [(&'static str, AttributeOrProperty)]>,
    keys: &'static [&'static str],
    /// Of those that stand fast.
    values: Vec<Option<&'static str>>,
    listeners: usize,
}

thread_local! {
    /// The texts that were read, by where they stand.
    static PLANS: RefCell<SortedMap<usize, &'static [Part]>> = const { RefCell::new(SortedMap::new()) };
}

/// The parts of a text, which are read once and kept: there are as many texts as the page has.
fn plan(text: &'static str) -> &'static [Part] {
    let place = text.as_ptr().addr();
    PLANS.with_borrow_mut(|plans| match plans.get(&place) {
        Some(plan) => *plan,
        None => {
            let plan: &'static [Part] = read(text).leak();
            plans.insert(place, plan);
            plan
        }
    })
}

fn read(text: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut head = Head::default();
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(mark) = rest.chars().next() {
        let body = rest.get(1..).unwrap_or_default();
        let (body, behind) = body.split_at(body.find(is_mark).unwrap_or(body.len()));
        rest = behind;
        match mark {
            marks::LIST => parts.push(Part::List),
            marks::END => parts.push(Part::Close),
            marks::WORDS => parts.push(Part::Text(body)),
            marks::ELEMENT => head.name = body,
            marks::SPECIAL => head.specials += 1,
            marks::FIXED => {
                let (key, value) = body.split_once('=').unwrap_or((body, ""));
                keys.push(key);
                head.values.push(Some(value));
            }
            marks::ATTRIBUTE => {
                keys.push(body);
                head.values.push(None);
            }
            marks::LISTENER => head.listeners += 1,
            marks::CHILDREN => parts.push(Part::Open(closed(take(&mut head), take(&mut keys)))),
            marks::VALUE => parts.push(Part::Slot),
            _ => {}
        }
    }
    parts
}

fn is_mark(sign: char) -> bool {
    (marks::LIST..=marks::CHILDREN).contains(&sign) && !sign.is_ascii_whitespace()
}

/// A head with its attributes.
fn closed(mut head: Head, keys: Vec<&'static str>) -> Head {
    if head.values.iter().all(Option::is_some) {
        let values = head.values.iter().flatten().map(|value| AttributeOrProperty::Static(value));
        let fixed: Vec<_> = keys.into_iter().zip(values).collect();
        head.fixed = Some(fixed.leak());
    } else {
        head.keys = keys.leak();
    }
    head
}

type Parts = std::slice::Iter<'static, Part>;
type Values = IntoIter<Slot>;

fn list(nodes: Vec<VNode>) -> VNode {
    if nodes.is_empty() {
        return VNode::default();
    }
    let keyed = if nodes.iter().all(piece::has_own_key) {
        FullyKeyedState::KnownFullyKeyed
    } else {
        FullyKeyedState::KnownMissingKeys
    };
    VNode::VList(Rc::new(VList::__macro_new(nodes, None, keyed)))
}

/// The nodes up to the end of what is open, and whether they are one by their nature.
fn children(parts: &mut Parts, slots: &mut Values) -> (Vec<VNode>, bool) {
    let (mut nodes, mut single) = (Vec::new(), true);
    while let Some(part) = parts.next() {
        let node = match part {
            Part::Close => break,
            Part::List => list(children(parts, slots).0),
            Part::Open(head) => element(head, parts, slots),
            Part::Text(words) => VText::new(*words).into(),
            Part::Slot => match slots.next() {
                Some(Slot::Text(words)) => VText::new(words).into(),
                Some(Slot::Node(node)) => node,
                Some(Slot::Nodes(several)) => {
                    single = false;
                    nodes.extend(several);
                    continue;
                }
                _ => continue,
            },
        };
        nodes.push(node);
    }
    single &= nodes.len() == 1;
    (nodes, single)
}

fn element(head: &'static Head, parts: &mut Parts, slots: &mut Values) -> VNode {
    let (mut key, mut node_ref, mut value, mut checked) = (None, NodeRef::default(), None, None);
    for _ in 0..head.specials {
        match slots.next() {
            Some(Slot::Key(own)) => key = Some(own),
            Some(Slot::Ref(own)) => node_ref = own,
            Some(Slot::Text(own)) => value = Some(own),
            Some(Slot::Flag(own)) => checked = Some(own),
            _ => {}
        }
    }
    let attributes = attributes(head, slots);
    let listeners = listeners(head.listeners, slots);
    let (mut nodes, single) = children(parts, slots);
    let tag = match head.name {
        "input" => VTag::__new_input(value, checked, node_ref, key, attributes, listeners),
        "textarea" => VTag::__new_textarea(value, None, node_ref, key, attributes, listeners),
        name => {
            let only = if single { nodes.pop() } else { None };
            let inner = only.unwrap_or_else(|| list(nodes));
            VTag::__new_other(AttrValue::Static(name), node_ref, key, attributes, listeners, inner)
        }
    };
    tag.into()
}

fn attributes(head: &'static Head, slots: &mut Values) -> Attributes {
    if let Some(fixed) = head.fixed {
        return Attributes::Static(fixed);
    }
    let values = head.values.iter().zip(head.keys).map(|(fixed, key)| match fixed {
        Some(value) => Some(AttributeOrProperty::Static(value)),
        None => match slots.next()? {
            Slot::Flag(true) => Some(AttributeOrProperty::Static(key)),
            Slot::Text(words) if *key != "class" || !words.is_empty() => {
                Some(AttributeOrProperty::Attribute(words))
            }
            _ => None,
        },
    });
    Attributes::Dynamic { keys: head.keys, values: values.collect() }
}

fn listeners(count: usize, slots: &mut Values) -> Listeners {
    if count == 0 {
        return Listeners::None;
    }
    let own = slots.by_ref().take(count).map(|slot| match slot {
        Slot::On(listener) => Some(listener),
        _ => None,
    });
    Listeners::Pending(own.collect())
}
