//! Markup made of a text and of what is put into it.
//!
//! `html!` (`lampfield_markup`) writes the text, whose marks are signs that no word has, and a line
//! of code for each value. The text is read once; a picture is then drawn by walking its parts.

mod piece;
mod plan;

use std::rc::Rc;

use yew::Callback;
use yew::html::{IntoEventCallback, NodeRef};
use yew::virtual_dom::{AttrValue, Key, Listener, VNode};

pub use piece::piece;

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
    /// Puts it.
    fn fill(self, slots: &mut Slots);
}

macro_rules! fills {
    ($($kind:ty: $value:ident => $slot:expr;)*) => {$(
        impl Fill for $kind {
            #[inline(never)]
            fn fill(self, slots: &mut Slots) {
                let $value = self;
                slots.push($slot);
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
    fn fill(self, slots: &mut Slots) {
        match self {
            Some(value) => value.fill(slots),
            None => slots.push(Slot::Nothing),
        }
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
        value.fill(self);
    }

    /// Puts nodes.
    pub fn each<T: Into<VNode>>(&mut self, nodes: impl IntoIterator<Item = T>) {
        self.push(Slot::Nodes(nodes.into_iter().map(Into::into).collect()));
    }

    /// Puts what is to happen, if anything.
    pub fn on<E>(&mut self, listener: Listening<E>, callback: impl IntoEventCallback<E>) {
        self.listen(listener, callback.into_event_callback());
    }

    #[inline(never)]
    fn listen<E>(&mut self, listener: Listening<E>, callback: Option<Callback<E>>) {
        self.push(callback.and_then(listener).map_or(Slot::Nothing, Slot::On));
    }

    /// Puts by what a node is known.
    #[inline(never)]
    pub fn key<K: Into<Key>>(&mut self, key: K) {
        self.push(Slot::Key(key.into()));
    }

    #[inline(never)]
    fn push(&mut self, slot: Slot) {
        self.all.push(slot);
    }

    /// The node of this text with these values.
    #[inline(never)]
    pub fn node(self, text: &'static str) -> VNode {
        plan::node(text, self.all.into_iter())
    }
}

#[cfg(test)]
mod tests;
