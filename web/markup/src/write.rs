//! Writes markup as one text of what stands fast, and a line of code for each value.

use std::iter::once;

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::marks::{
    ATTRIBUTE, CHILDREN, ELEMENT, END, FIXED, LIST, LISTENER, SPECIAL, VALUE, WORDS,
};
use crate::parse::{Element, Node};

/// What markup comes to.
#[derive(Default)]
struct Written {
    text: String,
    /// Each puts one value.
    puts: TokenStream,
}

/// One node of these.
pub(crate) fn markup(nodes: &[Node]) -> TokenStream {
    match nodes {
        [Node::Component(component)] => piece(component),
        [Node::Fragment(children)] => list(children),
        [Node::Element(element)] => {
            let mut written = Written::default();
            written.element(element);
            written.finish()
        }
        _ => list(nodes),
    }
}

fn list(nodes: &[Node]) -> TokenStream {
    let mut written = Written::default();
    written.list(nodes);
    written.finish()
}

impl Written {
    fn finish(self) -> TokenStream {
        let mut tokens = code("let mut slots = crate::markup::Slots::default();");
        tokens.extend(self.puts);
        tokens.extend(code(&format!("slots.node({:?})", self.text)));
        group(Delimiter::Brace, tokens)
    }

    fn mark(&mut self, mark: char, words: &str) {
        self.text.push(mark);
        self.text.push_str(words);
    }

    /// Puts a value by this function.
    fn put(&mut self, function: &str, value: TokenStream) {
        self.puts.extend(code(&format!("slots.{function}")));
        self.puts.extend(group(Delimiter::Parenthesis, value));
        self.puts.extend(code(";"));
    }

    fn value(&mut self, function: &str, value: TokenStream) {
        self.mark(VALUE, "");
        self.put(function, value);
    }

    fn list(&mut self, nodes: &[Node]) {
        self.mark(LIST, "");
        self.children(nodes);
    }

    fn children(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
        self.mark(END, "");
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Element(element) => self.element(element),
            Node::Component(component) => self.value("put", piece(component)),
            Node::Fragment(children) => self.list(children),
            Node::Text(group) => match literal(&TokenTree::Group(group.clone())) {
                Some(words) => self.mark(WORDS, &words),
                None => self.value("put", group.stream()),
            },
            Node::Value(value) => self.value("put", value.clone()),
            Node::Each(values) => self.value("each", values.clone()),
            Node::If(branches, otherwise) => self.value("put", choice(branches, otherwise)),
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.to_string();
        self.mark(ELEMENT, &name);
        let field = name == "input" || name == "textarea";
        let mut rest = Vec::new();
        for (key, at, value) in &element.attributes {
            match key.as_str() {
                "key" => self.special("key", value),
                "ref" | "checked" => self.special("put", value),
                "value" if field => self.special("put", value),
                _ => rest.push((key.as_str(), *at, value)),
            }
        }
        let (listeners, attributes): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(key, ..)| key.starts_with("on"));
        for (key, _, value) in attributes {
            self.attribute(key, value);
        }
        for (event, at, value) in listeners {
            self.listener(event, at, value);
        }
        self.mark(CHILDREN, "");
        self.children(&element.children);
    }

    fn special(&mut self, function: &str, value: &TokenTree) {
        self.mark(SPECIAL, "");
        self.put(function, inner(value));
    }

    fn attribute(&mut self, key: &str, value: &TokenTree) {
        match (literal(value), value.to_string().as_str()) {
            (Some(words), _) if key == "class" && words.is_empty() => {}
            (Some(words), _) => self.mark(FIXED, &[key, "=", &words].concat()),
            (None, "true") => self.mark(FIXED, &[key, "=", key].concat()),
            (None, "false") => {}
            (None, _) => {
                self.mark(ATTRIBUTE, key);
                self.put("put", inner(value));
            }
        }
    }

    fn listener(&mut self, event: &str, at: Span, value: &TokenTree) {
        self.mark(LISTENER, "");
        let listening = format!("::yew::html::{event}::Wrapper::__macro_new,");
        let mut arguments = spanned(&listening, at);
        arguments.extend(inner(value));
        self.put(&format!("on::<::yew::html::{event}::Event>"), arguments);
    }
}

/// What is shown under one of several conditions: a list, or nothing.
fn choice(branches: &[(TokenStream, Vec<Node>)], otherwise: &[Node]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (asked, shown) in branches {
        tokens.extend(code("if"));
        tokens.extend(asked.clone());
        tokens.extend(group(Delimiter::Brace, list(shown)));
        tokens.extend(code("else"));
    }
    let last = if otherwise.is_empty() { code("::yew::Html::default()") } else { list(otherwise) };
    tokens.extend(group(Delimiter::Brace, last));
    tokens
}

/// A component with its properties.
fn piece(component: &Element) -> TokenStream {
    let name = &component.name;
    let own: TokenStream = TokenTree::Ident(name.clone()).into();
    let (mut given, mut key) = (TokenStream::new(), code("::core::option::Option::None"));
    for (label, at, value) in &component.attributes {
        if label == "key" {
            let into = call("::core::convert::Into::into", inner(value));
            key = call("::core::option::Option::Some", into);
        } else {
            given.extend(property(label, *at, inner(value)));
        }
    }
    if !component.children.is_empty() {
        given.extend(property("children", name.span(), markup(&component.children)));
    }
    let mut arguments = code(&format!("{:?},", name.to_string()));
    arguments.extend(key);
    if given.is_empty() {
        arguments.extend(code(", Given::default()"));
    } else {
        arguments.extend(code(", Given"));
        arguments.extend(group(Delimiter::Brace, given));
    }
    let mut tokens = code("type Given = <");
    tokens.extend(own.clone());
    tokens.extend(code("as ::yew::functional::FunctionProvider>::Properties;"));
    tokens.extend(code("crate::markup::piece::<"));
    tokens.extend(own);
    tokens.extend(code(">"));
    tokens.extend(group(Delimiter::Parenthesis, arguments));
    group(Delimiter::Brace, tokens)
}

fn property(label: &str, at: Span, value: TokenStream) -> TokenStream {
    let mut tokens = spanned(label, at);
    tokens.extend(code(":"));
    tokens.extend(call("::yew::html::IntoPropValue::into_prop_value", value));
    tokens.extend(code(","));
    tokens
}

fn call(function: &str, argument: TokenStream) -> TokenStream {
    let mut tokens = code(function);
    tokens.extend(group(Delimiter::Parenthesis, argument));
    tokens
}

fn code(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// Code whose mistakes are shown there.
fn spanned(text: &str, at: Span) -> TokenStream {
    let all = code(text).into_iter();
    all.map(|mut token| {
        token.set_span(at);
        token
    })
    .collect()
}

fn group(delimiter: Delimiter, inner: TokenStream) -> TokenStream {
    TokenTree::Group(Group::new(delimiter, inner)).into()
}

/// The tokens of a value: of `{value}` what stands within, unless these are statements.
fn inner(value: &TokenTree) -> TokenStream {
    let ends = |token: TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    match value {
        TokenTree::Group(group) if !group.stream().into_iter().any(ends) => group.stream(),
        other => other.clone().into(),
    }
}

/// The words of a literal that has no odd escapes.
fn literal(value: &TokenTree) -> Option<String> {
    let text = match value {
        TokenTree::Group(group) => group.stream().to_string(),
        other => other.to_string(),
    };
    let quoted = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut words = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        words.extend(match letter {
            '\\' => once(match letters.next()? {
                'n' => '\n',
                same @ ('"' | '\\') => same,
                _ => return None,
            }),
            // The text was of several tokens.
            '"' => return None,
            plain => once(plain),
        });
    }
    Some(words)
}
