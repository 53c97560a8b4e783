//! Reads markup.

use std::iter::Peekable;

use proc_macro::token_stream::IntoIter;
use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// What stands in markup.
pub(crate) enum Node {
    /// An element of the page.
    Element(Element),
    /// A component.
    Component(Element),
    /// `<>…</>`.
    Fragment(Vec<Node>),
    /// `{ "…" }`.
    Text(Group),
    /// `{ … }`.
    Value(TokenStream),
    /// `{ for … }`.
    Each(TokenStream),
    /// `if … { … } else { … }`: the conditions with what stands under them, and what stands under
    /// the last `else`.
    If(Vec<(TokenStream, Vec<Node>)>, Vec<Node>),
}

/// An element or a component.
pub(crate) struct Element {
    pub(crate) name: Ident,
    pub(crate) attributes: Vec<(String, Span, TokenTree)>,
    pub(crate) children: Vec<Node>,
}

/// What is wrong, and where.
pub(crate) struct Mistake(Span, &'static str);

impl Mistake {
    /// An error of the compiler at this place.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let error = format!("::core::compile_error!({:?})", self.1);
        let tokens: TokenStream = error.parse().unwrap_or_default();
        let here = |mut token: TokenTree| {
            token.set_span(self.0);
            token
        };
        tokens.into_iter().map(here).collect()
    }
}

type Read<T> = Result<T, Mistake>;
type Tokens = Peekable<IntoIter>;

/// All nodes of a text.
pub(crate) fn nodes(text: TokenStream) -> Read<Vec<Node>> {
    let mut tokens = text.into_iter().peekable();
    let mut all = Vec::new();
    while tokens.peek().is_some() {
        all.push(node(&mut tokens)?.ok_or(Mistake(Span::call_site(), "nothing is open here"))?);
    }
    Ok(all)
}

/// The next node, or none where an element ends.
fn node(tokens: &mut Tokens) -> Read<Option<Node>> {
    match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Ok(Some(block(group)))
        }
        Some(TokenTree::Ident(word)) if word.to_string() == "if" => condition(tokens).map(Some),
        Some(TokenTree::Punct(open)) if open.as_char() == '<' => tag(&open, tokens),
        other => Err(Mistake(span(other.as_ref()), "a `<`, an `if` or a `{ value }` stands here")),
    }
}

fn span(token: Option<&TokenTree>) -> Span {
    token.map_or_else(Span::call_site, TokenTree::span)
}

fn block(group: Group) -> Node {
    let mut inner = group.stream().into_iter();
    match (inner.next(), inner.next()) {
        (Some(TokenTree::Ident(word)), Some(_)) if word.to_string() == "for" => {
            Node::Each(group.stream().into_iter().skip(1).collect())
        }
        (Some(TokenTree::Literal(_)), None) => Node::Text(group),
        _ => Node::Value(group.stream()),
    }
}

fn condition(tokens: &mut Tokens) -> Read<Node> {
    let mut branches = Vec::new();
    loop {
        let mut asked = Vec::new();
        let body = loop {
            match tokens.next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    break group;
                }
                Some(token) => asked.push(token),
                None => return Err(Mistake(span(asked.last()), "what is shown then?")),
            }
        };
        branches.push((asked.into_iter().collect(), nodes(body.stream())?));
        if !next_is(tokens, "else") {
            return Ok(Node::If(branches, Vec::new()));
        }
        if !next_is(tokens, "if") {
            return match tokens.next() {
                Some(TokenTree::Group(body)) => Ok(Node::If(branches, nodes(body.stream())?)),
                other => Err(Mistake(span(other.as_ref()), "what is shown otherwise?")),
            };
        }
    }
}

/// Takes the next token if it is this word or sign.
fn next_is(tokens: &mut Tokens, word: &str) -> bool {
    tokens.next_if(|token| token.to_string() == word).is_some()
}

/// What begins with `<`.
fn tag(open: &Punct, tokens: &mut Tokens) -> Read<Option<Node>> {
    if next_is(tokens, "/") {
        return Ok(None);
    }
    if next_is(tokens, ">") {
        let children = children(tokens, open.span())?;
        expect(tokens, '>')?;
        return Ok(Some(Node::Fragment(children)));
    }
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return Err(Mistake(open.span(), "an element has a name"));
    };
    let mut attributes = Vec::new();
    let closed = loop {
        match tokens.next() {
            Some(TokenTree::Punct(sign)) if sign.as_char() == '/' => {
                expect(tokens, '>')?;
                break true;
            }
            Some(TokenTree::Punct(sign)) if sign.as_char() == '>' => break false,
            Some(first) => attributes.push(attribute(first, tokens)?),
            None => return Err(Mistake(name.span(), "this element does not end")),
        }
    };
    let mut inner = Vec::new();
    if !closed {
        inner = children(tokens, name.span())?;
        match tokens.next() {
            Some(TokenTree::Ident(end)) if end.to_string() == name.to_string() => {}
            other => return Err(Mistake(span(other.as_ref()), "another element ends here")),
        }
        expect(tokens, '>')?;
    }
    let component = name.to_string().starts_with(|letter: char| letter.is_ascii_uppercase());
    let element = Element { name, attributes, children: inner };
    Ok(Some(if component { Node::Component(element) } else { Node::Element(element) }))
}

fn children(tokens: &mut Tokens, open: Span) -> Read<Vec<Node>> {
    let mut all = Vec::new();
    while tokens.peek().is_some() {
        match node(tokens)? {
            Some(node) => all.push(node),
            None => return Ok(all),
        }
    }
    Err(Mistake(open, "what begins here does not end"))
}

fn expect(tokens: &mut Tokens, sign: char) -> Read<()> {
    match tokens.next() {
        Some(TokenTree::Punct(next)) if next.as_char() == sign => Ok(()),
        other => Err(Mistake(span(other.as_ref()), "a `>` stands here")),
    }
}

/// `name={value}`, `name="value"`, or `{name}`.
fn attribute(first: TokenTree, tokens: &mut Tokens) -> Read<(String, Span, TokenTree)> {
    let at = first.span();
    let mut name = match &first {
        TokenTree::Group(_) => return Ok((shorthand(&first)?, at, first)),
        TokenTree::Ident(word) => word.to_string(),
        _ => return Err(Mistake(at, "an attribute has a name")),
    };
    loop {
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Punct(dash)), Some(TokenTree::Ident(word)))
                if dash.as_char() == '-' =>
            {
                name = name + "-" + &word.to_string();
            }
            (Some(TokenTree::Punct(sign)), Some(value))
                if sign.as_char() == '=' && sign.spacing() == Spacing::Alone =>
            {
                return Ok((name, at, value));
            }
            _ => {
                return Err(Mistake(
                    at,
                    "an attribute has a value: `name=\"text\"` or `name={value}`",
                ));
            }
        }
    }
}

/// The name in `{name}`.
fn shorthand(group: &TokenTree) -> Read<String> {
    let TokenTree::Group(inner) = group else { return Err(Mistake(group.span(), "a name")) };
    match inner.stream().into_iter().next() {
        Some(TokenTree::Ident(name)) => Ok(name.to_string()),
        _ => Err(Mistake(group.span(), "`{name}` stands for `name={name}`")),
    }
}
