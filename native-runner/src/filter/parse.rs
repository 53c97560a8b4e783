//! From tokens to an expression: `|` binds weakest, then `&`, then `!`. Mistakes inside predicates
//! are gathered; the first mistake of structure ends the parse, since what follows would be noise.

use std::ops::Range;

use lampfield_core::rules::RuleId;

use super::pattern::Pattern;
use super::token::{self, Spanned, Token};
use super::{Expression, Mistake, Predicate};
use lampfield_core::diagnostic::nearest;

/// Deeper than anybody writes, and shallow enough for every stack.
const DEPTH_MAX: u32 = 64;

pub(super) fn parse(text: &str) -> Result<Expression, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let tokens = token::split(text, &mut mistakes);
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), end: text.len(), mistakes };
    if parser.tokens.peek().is_none() && parser.mistakes.is_empty() {
        return Err(vec![
            Mistake::new(0..1, "the filter is empty").help("`all()` selects everything"),
        ]);
    }
    let read = parser.either(0).and_then(|expression| parser.nothing_left().map(|()| expression));
    let mut mistakes = parser.mistakes;
    match read {
        Ok(expression) if mistakes.is_empty() => return Ok(expression),
        Ok(_) => {}
        // An unclosed parenthesis has been told already; what the parser stumbled over is its echo.
        Err(structure) if mistakes.is_empty() => mistakes.push(structure),
        Err(_) => {}
    }
    mistakes.sort_by_key(|mistake| mistake.span.start);
    Err(mistakes)
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Spanned>>,
    end: usize,
    mistakes: Vec<Mistake>,
}

impl Parser {
    fn either(&mut self, depth: u32) -> Result<Expression, Mistake> {
        self.joined(&Token::Or, Expression::Some, |parser| parser.both(depth))
    }

    fn both(&mut self, depth: u32) -> Result<Expression, Mistake> {
        self.joined(&Token::And, Expression::Every, |parser| parser.one(depth))
    }

    fn joined(
        &mut self,
        by: &Token,
        join: fn(Vec<Expression>) -> Expression,
        part: impl Fn(&mut Self) -> Result<Expression, Mistake>,
    ) -> Result<Expression, Mistake> {
        let mut parts = vec![part(self)?];
        while self.tokens.next_if(|(token, _)| token == by).is_some() {
            parts.push(part(self)?);
        }
        let alone = parts.len() == 1;
        Ok(parts.pop_if(|_| alone).unwrap_or_else(|| join(parts)))
    }

    fn one(&mut self, depth: u32) -> Result<Expression, Mistake> {
        let Some((token, span)) = self.tokens.next() else {
            return Err(Mistake::new(self.end..self.end + 1, "the filter ends here")
                .help("a predicate such as `tag(trunk)` is missing"));
        };
        if depth > DEPTH_MAX {
            return Err(Mistake::new(span, format!("nested more than {DEPTH_MAX} deep")));
        }
        match token {
            Token::Not => Ok(Expression::Not(Box::new(self.one(depth + 1)?))),
            Token::Open => self.group(depth, span),
            Token::Predicate { word, argument, inside } => {
                Ok(self.predicate(&word, &argument, span, inside))
            }
            Token::Bare(word) => Err(bare(&word, span)),
            Token::Close | Token::And | Token::Or => {
                Err(Mistake::new(span, "a predicate is missing before this")
                    .help("for example `tag(trunk)`"))
            }
        }
    }

    fn group(&mut self, depth: u32, open: Range<usize>) -> Result<Expression, Mistake> {
        let inner = self.either(depth + 1)?;
        match self.tokens.next() {
            Some((Token::Close, _)) => Ok(inner),
            Some((_, span)) => Err(missing_operator(span)),
            None => Err(Mistake::new(open, "this parenthesis is never closed")),
        }
    }

    fn nothing_left(&mut self) -> Result<(), Mistake> {
        match self.tokens.next() {
            None => Ok(()),
            Some((Token::Close, span)) => {
                Err(Mistake::new(span, "this parenthesis was never opened"))
            }
            Some((_, span)) => Err(missing_operator(span)),
        }
    }

    fn predicate(
        &mut self,
        word: &str,
        argument: &str,
        span: Range<usize>,
        inside: Range<usize>,
    ) -> Expression {
        if let ("all" | "none", "") = (word, argument.trim()) {
            return Expression::Everything(word == "all");
        }
        let Some(predicate) = Predicate::named(word) else {
            let at = span.start..span.start + word.len();
            self.mistakes.push(no_such_predicate(word, at));
            return Expression::Everything(true);
        };
        let fallback = match predicate {
            Predicate::Tag | Predicate::Covers => Pattern::exactly_or_glob,
            Predicate::Name => Pattern::Contains,
            Predicate::Path => Pattern::Glob,
        };
        let mut pattern = Pattern::read(argument, fallback);
        // A path without a star is a file or a folder.
        let plain = predicate == Predicate::Path && !pattern.text().contains(['*', '?']);
        if let (true, Pattern::Glob(path)) = (plain, &pattern) {
            pattern = Pattern::Exactly(path.clone());
        }
        self.check(predicate, &pattern, span, inside);
        Expression::Atom(predicate, pattern)
    }

    fn check(&mut self, predicate: Predicate, p: &Pattern, span: Range<usize>, at: Range<usize>) {
        if p.text().is_empty() {
            self.mistakes.push(
                Mistake::new(span, "there is nothing between the parentheses")
                    .help("`all()` selects everything"),
            );
            return;
        }
        if let (Predicate::Covers, Pattern::Exactly(id)) = (predicate, p)
            && let Err(unknown) = RuleId::parse(&id.to_uppercase())
        {
            let mistake = Mistake::new(at, format!("there is no rule `{}`", unknown.given()));
            self.mistakes.push(match unknown.nearest() {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help("`lampfield rules` lists every rule"),
            });
        }
    }
}

fn no_such_predicate(word: &str, at: Range<usize>) -> Mistake {
    let mistake = Mistake::new(at, format!("there is no predicate `{word}`"));
    match nearest(word, Predicate::NAMES.into_iter().chain(["all", "none"])) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake.help("the predicates are tag, name, path, covers, all and none"),
    }
}

fn bare(word: &str, span: Range<usize>) -> Mistake {
    let mistake = Mistake::new(span, "a word alone selects nothing");
    if Predicate::named(word).is_some() {
        return mistake.help(format!("give it an argument: `{word}(...)`"));
    }
    mistake.help(format!("write `name({word})`, `tag({word})` or `path({word})`"))
}

fn missing_operator(span: Range<usize>) -> Mistake {
    Mistake::new(span, "an operator is missing before this").help("`&` for both, `|` for either")
}
