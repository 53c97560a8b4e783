//! Markup made of a text and of what is put into it.
//!
//! `html!` (`lampfield_markup`) writes the text, whose marks are signs that no word has, and a line
//! of code for each value. The text is read once; a picture is then drawn by walking its parts.

mod piece;

pub use piece::piece;

use std::cell::RefCell;
use std::rc::Rc;
use std::vec::IntoIter;

use lampfield_core::sorted::SortedMap;
use yew::Callback;
use yew::html::{IntoEventCallback, NodeRef};
use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, FullyKeyedState, Key, Listener, Listeners, VList, VNode, VTag,
    VText,
};

/// A value that is put into markup.
pub enum Slot {
    /// An attribute that is left out, or nothing.
    Nothing,
    /// An attribute without words of its own, or its absence.
    Flag(bool),
    /// Words.
    Text(AttrValue),
    /// A node.
    Node(VNode),
    /// Several nodes.
    Nodes(Vec<VNode>),
    /// What is to happen.
    On(Rc<dyn Listener>),
    /// By what a node is known among its neighbours.
    Key(Key),
    /// How the page is asked about a node.
    Ref(NodeRef),
}

/// What can be put into markup.
pub trait Fill {
    /// As a value.
    fn slot(self) -> Slot;
}

macro_rules! fills {
    ($($kind:ty: $value:ident => $slot:expr;)*) => {$(
        impl Fill for $kind {
            #[inline(never)]
            fn slot(self) -> Slot {
                let $value = self;
                $slot
            }
        }
    )*};
}

fills! {
    bool: value => Slot::Flag(value);
    &'static str: value => Slot::Text(AttrValue::Static(value));
    String: value => Slot::Text(value.into());
    AttrValue: value => Slot::Text(value);
    &AttrValue: value => Slot::Text(value.clone());
    char: value => Slot::Text(value.to_string().into());
    u32: value => Slot::Text(value.to_string().into());
    usize: value => Slot::Text(value.to_string().into());
    VNode: value => Slot::Node(value);
    Vec<VNode>: value => Slot::Nodes(value);
    NodeRef: value => Slot::Ref(value);
}

impl<T: Fill> Fill for Option<T> {
    fn slot(self) -> Slot {
        self.map_or(Slot::Nothing, T::slot)
    }
}

/// These words as one class attribute, without those that are empty.
#[must_use]
pub fn classes(words: &[&str]) -> AttrValue {
    let mut all = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(word);
    }
    all.into()
}

/// The word if that is so, and none otherwise.
#[must_use]
pub fn when(so: bool, word: &'static str) -> &'static str {
    if so { word } else { "" }
}

/// Makes of a callback what listens to an event of the page.
pub type Listening<E> = fn(Callback<E>) -> Option<Rc<dyn Listener>>;

/// Values in the order in which the text asks for them.
#[derive(Default)]
pub struct Slots {
    all: Vec<Slot>,
}

impl Slots {
    /// Puts a value.
    pub fn put<T: Fill>(&mut self, value: T) {
        self.push(value.slot());
    }

    /// Puts nodes.
    pub fn each<T: Into<VNode>>(&mut self, nodes: impl IntoIterator<Item = T>) {
        self.push(Slot::Nodes(nodes.into_iter().map(Into::into).collect()));
    }

    /// Puts what is to happen, if anything.
    pub fn on<E>(
        &mut self,
        listener: Listening<E>,
        callback: impl IntoEventCallback<E>,
    ) {
        self.listen(listener, callback.into_event_callback());
    }

    #[inline(never)]
    fn listen<E>(&mut self, listener: Listening<E>, callback: Option<Callback<E>>) {
        self.push(callback.and_then(listener).map_or(Slot::Nothing, Slot::On));
    }

    /// Puts by what a node is known.
    pub fn key(&mut self, key: impl Into<Key>) {
        self.push(Slot::Key(key.into()));
    }

    #[inline(never)]
    fn push(&mut self, slot: Slot) {
        self.all.push(slot);
    }

    /// The node of this text with these values.
    #[inline(never)]
    pub fn node(self, text: &'static str) -> VNode {
        let (mut parts, mut slots) = (plan(text).iter(), self.all.into_iter());
        match parts.next() {
            Some(Part::Open(head)) => element(head, &mut parts, &mut slots),
            _ => list(children(&mut parts, &mut slots).0),
        }
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
    /// What comes first: by the marks of the text.
    specials: Vec<char>,
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
        let end = body.find(|sign| ('\u{1}'..='\u{12}').contains(&sign) && sign != '\n');
        let (body, behind) = body.split_at(end.unwrap_or(body.len()));
        rest = behind;
        match mark {
            '\u{1}' => parts.push(Part::List),
            '\u{2}' => parts.push(Part::Close),
            '\u{3}' => parts.push(Part::Slot),
            '\u{4}' => parts.push(Part::Text(body)),
            '\u{5}' => head.name = body,
            '\u{f}' => {
                let (key, value) = body.split_once('=').unwrap_or((body, ""));
                keys.push(key);
                head.values.push(Some(value));
            }
            '\u{10}' => {
                keys.push(body);
                head.values.push(None);
            }
            '\u{11}' => head.listeners += 1,
            '\u{12}' => parts.push(Part::Open(closed(std::mem::take(&mut head), std::mem::take(&mut keys)))),
            special => head.specials.push(special),
        }
    }
    parts
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
    for _ in &head.specials {
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
            let inner = match nodes.pop() {
                None => VNode::default(),
                Some(node) if single => node,
                Some(node) => {
                    nodes.push(node);
                    list(nodes)
                }
            };
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

#[cfg(test)]
mod tests;
