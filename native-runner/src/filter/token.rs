//! From characters to tokens. The argument of a predicate is taken raw up to its `)`, so that
//! patterns need no quotes; `\)` and `\\` stand for themselves.

use std::ops::Range;

use super::Mistake;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `word(argument)`; the second span is the argument's.
    Predicate {
        word: String,
        argument: String,
        inside: Range<usize>,
    },
    /// A word without parentheses, which is never right.
    Bare(String),
}

/// A token and where it stands, in bytes.
pub(super) type Spanned = (Token, Range<usize>);

/// Splits the filter. Characters that mean nothing are reported and skipped.
pub(super) fn split(text: &str, mistakes: &mut Vec<Mistake>) -> Vec<Spanned> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let one = at..at + c.len_utf8();
        match c {
            _ if c.is_whitespace() => {}
            '(' => tokens.push((Token::Open, one)),
            ')' => tokens.push((Token::Close, one)),
            '&' | '|' => {
                // `&&` and `||` are what many fingers type; they mean the same.
                let twice = rest.next_if(|(_, next)| *next == c).is_some();
                let token = if c == '&' { Token::And } else { Token::Or };
                tokens.push((token, at..at + 1 + usize::from(twice)));
            }
            '!' => tokens.push((Token::Not, one)),
            _ if is_word(c) => {
                let mut end = one.end;
                while let Some((_, next)) = rest.next_if(|(_, next)| is_word(*next)) {
                    end += next.len_utf8();
                }
                let word = text.get(at..end).unwrap_or_default().to_owned();
                tokens.push(word_token(word, at, end, &mut rest, mistakes));
            }
            _ => mistakes.push(
                Mistake::new(one, format!("`{c}` means nothing here"))
                    .help("join predicates with `&`, `|`, `!` and parentheses"),
            ),
        }
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

type Rest<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn word_token(
    word: String,
    start: usize,
    end: usize,
    rest: &mut Rest<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Spanned {
    let operator = match word.as_str() {
        "and" => Some(Token::And),
        "or" => Some(Token::Or),
        "not" => Some(Token::Not),
        _ => None,
    };
    if let Some(token) = operator {
        return (token, start..end);
    }
    if rest.next_if(|(_, c)| *c == '(').is_none() {
        return (Token::Bare(word), start..end);
    }
    let mut argument = String::new();
    let mut inside_end = end + 1;
    while let Some((at, c)) = rest.next() {
        match c {
            ')' => {
                let inside = end + 1..at;
                return (Token::Predicate { word, argument, inside }, start..at + 1);
            }
            '\\' => argument.extend(rest.next().map(|(_, escaped)| escaped)),
            _ => argument.push(c),
        }
        inside_end = rest.peek().map_or(at + c.len_utf8(), |(next, _)| *next);
    }
    mistakes.push(
        Mistake::new(end..end + 1, "this parenthesis is never closed")
            .help(format!("write `{word}({argument})`")),
    );
    (Token::Predicate { word, argument, inside: end + 1..inside_end }, start..inside_end)
}
