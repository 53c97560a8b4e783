//! Writes markup as one text of what stands fast and a list of what is put into it.
//!
//! The marks of the text are those that `web::markup` reads.

use proc_macro::{Group, Span, TokenStream, TokenTree};

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
    if let [Node::Component(component)] = nodes {
        return piece(component);
    }
    let mut written = Written::default();
    match nodes {
        [Node::Element(element)] => written.element(element),
        [Node::Fragment(children)] => written.list(children),
        _ => written.list(nodes),
    }
    written.finish()
}

/// A component with its properties.
fn piece(component: &Element) -> TokenStream {
    let name = component.name.to_string();
    let mut own: TokenStream = TokenTree::Ident(component.name.clone()).into();
    put(&mut own, "as ::yew::functional::FunctionProvider");
    let mut tokens = TokenStream::new();
    put(&mut tokens, "type Given = <");
    tokens.extend(own);
    put(&mut tokens, ">::Properties; crate::markup::piece::<");
    tokens.extend([TokenTree::Ident(component.name.clone())]);
    put(&mut tokens, ">");
    let (mut given, mut key) = (TokenStream::new(), TokenStream::new());
    put(&mut key, "::core::option::Option::None");
    for (label, at, value) in &component.attributes {
        if label == "key" {
            key = TokenStream::new();
            put(&mut key, "::core::option::Option::Some");
            key.extend([paren(converted("::core::convert::Into::into", inner(value)))]);
        } else {
            property(&mut given, label, *at, inner(value));
        }
    }
    if !component.children.is_empty() {
        property(&mut given, "children", component.name.span(), markup(&component.children));
    }
    let mut arguments = TokenStream::new();
    put(&mut arguments, &format!("{name:?}, "));
    arguments.extend(key);
    if given.is_empty() {
        put(&mut arguments, ", Given::default()");
    } else {
        put(&mut arguments, ", Given");
        arguments.extend([braced(given)]);
    }
    tokens.extend([paren(arguments)]);
    braced(tokens).into()
}

fn property(given: &mut TokenStream, label: &str, at: Span, value: TokenStream) {
    let mut label: TokenStream = label.parse().unwrap_or_default();
    respan(&mut label, at);
    given.extend(label);
    put(given, ":");
    given.extend(converted("::yew::html::IntoPropValue::into_prop_value", value));
    put(given, ",");
}

fn converted(function: &str, value: TokenStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    put(&mut tokens, function);
    tokens.extend([paren(value)]);
    tokens
}

fn put(tokens: &mut TokenStream, code: &str) {
    tokens.extend(code.parse::<TokenStream>().unwrap_or_default());
}

fn respan(tokens: &mut TokenStream, at: Span) {
    let all = std::mem::take(tokens).into_iter();
    *tokens = all
        .map(|mut token| {
            token.set_span(at);
            token
        })
        .collect();
}

fn braced(inner: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(proc_macro::Delimiter::Brace, inner))
}

fn paren(inner: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(proc_macro::Delimiter::Parenthesis, inner))
}

/// The tokens of a value: of `{value}` what stands within, unless these are statements.
fn inner(value: &TokenTree) -> TokenStream {
    let ends = |token: TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    match value {
        TokenTree::Group(group) if !group.stream().into_iter().any(ends) => group.stream(),
        other => other.clone().into(),
    }
}

/// The text of a literal string.
fn literal(value: &TokenTree) -> Option<String> {
    let value = match value {
        TokenTree::Group(group) => {
            let mut tokens = group.stream().into_iter();
            let first = tokens.next()?;
            if tokens.next().is_some() {
                return None;
            }
            first
        }
        other => other.clone(),
    };
    let text = value.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\"))
}

impl Written {
    fn finish(self) -> TokenStream {
        let mut tokens = TokenStream::new();
        put(&mut tokens, "let mut __slots = crate::markup::Slots::default();");
        tokens.extend(self.puts);
        put(&mut tokens, &format!("__slots.node({:?})", self.text));
        let mut block = TokenStream::new();
        block.extend([braced(tokens)]);
        block
    }

    /// Puts a value by this function.
    fn put(&mut self, function: &str, value: TokenStream) {
        put(&mut self.puts, &format!("__slots.{function}"));
        self.puts.extend([paren(value)]);
        put(&mut self.puts, ";");
    }

    fn list(&mut self, nodes: &[Node]) {
        self.text.push('\u{1}');
        self.children(nodes);
    }

    fn children(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
        self.text.push('\u{2}');
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Element(element) => self.element(element),
            Node::Component(component) => {
                self.text.push('\u{3}');
                self.put("put", piece(component));
            }
            Node::Fragment(children) => self.list(children),
            Node::Text(group) => match literal(&TokenTree::Group(group.clone())) {
                Some(text) => {
                    self.text.push('\u{4}');
                    self.text.push_str(&text);
                }
                None => self.value(group.stream()),
            },
            Node::Value(value) => self.value(value.clone()),
            Node::Each(values) => {
                self.text.push('\u{3}');
                self.put("each", values.clone());
            }
            Node::If(branches, otherwise) => {
                self.text.push('\u{3}');
                let chosen = choice(branches, otherwise);
                self.put("put", chosen);
            }
        }
    }

    fn value(&mut self, value: TokenStream) {
        self.text.push('\u{3}');
        self.put("put", value);
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.to_string();
        self.text.push('\u{5}');
        self.text.push_str(&name);
        let field = name == "input" || name == "textarea";
        let mut rest = Vec::new();
        for attribute in &element.attributes {
            let (key, _, value) = attribute;
            match key.as_str() {
                "key" => self.special('\u{6}', "key", value),
                "ref" => self.special('\u{7}', "put", value),
                "value" if field => self.special('\u{8}', "put", value),
                "checked" => self.special('\u{e}', "put", value),
                _ => rest.push(attribute),
            }
        }
        for (key, _, value) in rest.iter().filter(|(key, ..)| !key.starts_with("on")) {
            self.attribute(key, value);
        }
        for (key, at, value) in rest.iter().filter(|(key, ..)| key.starts_with("on")) {
            self.text.push('\u{11}');
            let mut listening = TokenStream::new();
            put(&mut listening, &format!("::yew::html::{key}::Wrapper::__macro_new,"));
            respan(&mut listening, *at);
            listening.extend(inner(value));
            self.put(&format!("on::<::yew::html::{key}::Event>"), listening);
        }
        self.text.push('\u{12}');
        self.children(&element.children);
    }

    fn special(&mut self, mark: char, function: &str, value: &TokenTree) {
        self.text.push(mark);
        self.put(function, inner(value));
    }

    fn attribute(&mut self, key: &str, value: &TokenTree) {
        match (literal(value), value.to_string().as_str()) {
            (Some(text), _) if key == "class" && text.is_empty() => {}
            (Some(text), _) => {
                self.text.push('\u{f}');
                self.text.push_str(key);
                self.text.push('=');
                self.text.push_str(&text);
            }
            (None, "true") => self.attribute(key, &literal_of(key)),
            (None, "false") => {}
            _ => {
                self.text.push('\u{10}');
                self.text.push_str(key);
                self.put("put", inner(value));
            }
        }
    }
}

fn literal_of(text: &str) -> TokenTree {
    TokenTree::Literal(proc_macro::Literal::string(text))
}

/// What is shown under one of several conditions.
fn choice(branches: &[(TokenStream, Vec<Node>)], otherwise: &[Node]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (asked, shown) in branches {
        put(&mut tokens, "if");
        tokens.extend(asked.clone());
        let mut written = Written::default();
        written.list(shown);
        tokens.extend([braced(written.finish())]);
        put(&mut tokens, "else");
    }
    let mut last = TokenStream::new();
    if otherwise.is_empty() {
        put(&mut last, "::yew::Html::default()");
    } else {
        let mut written = Written::default();
        written.list(otherwise);
        last = written.finish();
    }
    tokens.extend([braced(last)]);
    tokens
}
