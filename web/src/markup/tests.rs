//! What this `html!` makes is what Yew's own makes.

use super::{classes, when};
use std::fmt::Write as _;
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode};

/// A node as text: names, attributes in the order of their names, keys, words.
fn shown(node: &VNode) -> String {
    let mut text = String::new();
    show(node, &mut text);
    text
}

fn show(node: &VNode, out: &mut String) {
    match node {
        VNode::VTag(tag) => {
            let _ = write!(out, "<{} {:?}", tag.tag(), attributes(&tag.attributes));
            let key = tag.key.as_ref().map(ToString::to_string);
            let _ = write!(out, " {key:?} {:?} {:?}>", tag.value(), tag.checked());
            tag.children().into_iter().for_each(|inner| show(inner, out));
            out.push_str("</>");
        }
        VNode::VText(words) => {
            let _ = write!(out, "{:?}", &*words.text);
        }
        VNode::VList(list) => {
            out.push('[');
            list.iter().for_each(|inner| show(inner, out));
            out.push(']');
        }
        _ => out.push('?'),
    }
}

fn attributes(all: &Attributes) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = match all {
        Attributes::Static(all) => {
            all.iter().filter_map(|(key, value)| Some((*key, own(value)?))).collect()
        }
        Attributes::Dynamic { keys, values } => {
            let pairs = keys.iter().zip(values);
            pairs.filter_map(|(key, value)| Some((*key, own(value.as_ref()?)?))).collect()
        }
        Attributes::IndexMap(_) => Vec::new(),
    };
    all.sort_unstable();
    all
}

fn own(value: &AttributeOrProperty) -> Option<&str> {
    match value {
        AttributeOrProperty::Static(words) => Some(words),
        AttributeOrProperty::Attribute(words) => Some(words),
        AttributeOrProperty::Property(_) => None,
    }
}

/// The same markup by both.
macro_rules! alike {
    ($($markup:tt)*) => {
        assert_eq!(
            shown(&lampfield_markup::html! { $($markup)* }),
            shown(&yew::html! { $($markup)* }),
        )
    };
}

#[test]
fn elements_with_what_stands_fast_and_what_does_not_are_those_of_yew() {
    let (id, on, none) = ("own".to_owned(), true, None::<String>);
    alike! { <p /> }
    alike! { <p class="a b" aria-label="Say \"no\"" data-n="1" /> }
    alike! { <p class="a" id={id.clone()} title={none.clone()} hidden={on} /> }
    alike! { <button disabled={!on} class={""} tabindex={"-1"}>{ "one" }</button> }
    alike! { <option value={id.clone()} selected={on}>{ id.clone() }</option> }
    alike! { <input type="checkbox" checked={on} key={id.clone()} /> }
    alike! { <input value={id.clone()} autofocus=true /> }
    alike! { <textarea value={id.clone()} spellcheck="false" /> }
}

#[test]
fn children_are_those_of_yew() {
    let (some, none, words) = (Some("x"), None::<&str>, ["a", "b"]);
    alike! { <ul>{ for words.iter().map(|word| yew::html! { <li key={*word}>{ *word }</li> }) }</ul> }
    alike! { <p>{ "\n" }<b>{ 'c' }</b>{ 7_usize }{ " " }</p> }
    alike! { <p><i /><b><u /></b></p> }
    alike! { <><i />{ "two" }<></></> }
    alike! { <p>{ for words.iter().map(|word| yew::html! { <i>{ *word }</i> }) }<b /></p> }
    alike! {
        <p>
            if let Some(word) = some { <b>{ word }</b> } else { { "none" } }
            if none.is_some() { <i /> }
            if none.is_some() { <i /> } else if some.is_none() { <u /> } else { <s /><s /> }
        </p>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WordProps {
    word: AttrValue,
    more: Option<AttrValue>,
}

#[component]
fn Word(props: &WordProps) -> Html {
    let word = props.more.clone().unwrap_or_else(|| props.word.clone());
    lampfield_markup::html! { <b>{ word }</b> }
}

#[component]
fn Other(props: &WordProps) -> Html {
    let word = props.word.clone();
    lampfield_markup::html! { <i>{ word }</i> }
}

#[test]
fn pieces_are_the_same_where_the_component_and_its_properties_are() {
    let word = |word: &'static str| lampfield_markup::html! { <Word {word} more="x" /> };
    let other = lampfield_markup::html! { <Other word="a" more={None::<AttrValue>} /> };
    assert!(word("a") == word("a"));
    assert!(word("a") != word("b"));
    assert!(word("a") != other);
    assert_ne!(word("a").key(), other.key());
}

#[test]
fn a_class_attribute_has_no_empty_words() {
    assert_eq!(classes(&["phone", when(false, "compact"), when(true, "open")]), "phone open");
    assert_eq!(classes(&["", ""]), "");
}
