//! The filter language of `-E`: `tag(trunk) & !tag(slow)`, `name(~expiry)`, `path(lessons/**)`,
//! `covers(GROUP-10)`, joined by `&`, `|`, `!` and parentheses.
//!
//! Evaluation is three-valued: what a file that does not parse would be called or tagged is not
//! known, and a filter must not hide such a file unless its path alone rules it out.

mod error;
mod parse;
mod pattern;
mod token;

pub(crate) use error::{FilterError, Mistake};
use pattern::Pattern;

/// What the filter may ask of a file that could be read as a scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header<'a> {
    /// The scenario's `name`.
    pub(crate) name: &'a str,
    /// Its `tags`.
    pub(crate) tags: &'a [String],
    /// The ids of its `covers`.
    pub(crate) covers: &'a [String],
}

/// One file, as the filter sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// The path below the scenario root, with `/`.
    pub(crate) path: &'a str,
    /// The path as reports show it.
    pub(crate) shown: &'a str,
    /// What stands in the file; `None` where it does not parse.
    pub(crate) header: Option<Header<'a>>,
}

/// What an atom of the expression asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Predicate {
    Tag,
    Name,
    Path,
    Covers,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expression {
    Everything(bool),
    Atom(Predicate, Pattern),
    Not(Box<Expression>),
    /// Every one of them. A list, not a chain of pairs: a long filter must not become a deep one.
    Every(Vec<Expression>),
    /// At least one of them.
    Some(Vec<Expression>),
}

/// A filter that parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// As it was typed.
    text: String,
    expression: Expression,
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// Every mistake in it, each with the place.
    pub(crate) fn parse(text: &str) -> Result<Self, FilterError> {
        match parse::parse(text) {
            Ok(expression) => Ok(Self { text: text.to_owned(), expression }),
            Err(mistakes) => Err(FilterError { filter: text.to_owned(), mistakes }),
        }
    }

    /// Whether the file is selected; `None` where that hangs on what an unreadable file would say.
    pub(crate) fn selects(&self, file: &Candidate<'_>) -> Option<bool> {
        self.expression.holds(file)
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Filter {
    type Err = FilterError;
    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Expression {
    fn holds(&self, file: &Candidate<'_>) -> Option<bool> {
        match self {
            Self::Everything(all) => Some(*all),
            Self::Atom(predicate, pattern) => predicate.holds(pattern, file),
            Self::Not(inner) => inner.holds(file).map(|holds| !holds),
            Self::Every(parts) => combine(parts, file, false),
            Self::Some(parts) => combine(parts, file, true),
        }
    }
}

/// One part that is `decisive` decides; else one that is not known leaves it open.
fn combine(parts: &[Expression], file: &Candidate<'_>, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for part in parts {
        match part.holds(file) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

impl Predicate {
    const NAMES: [&str; 4] = ["tag", "name", "path", "covers"];

    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "tag" => Self::Tag,
            "name" => Self::Name,
            "path" => Self::Path,
            "covers" => Self::Covers,
            _ => return None,
        })
    }

    fn holds(self, pattern: &Pattern, file: &Candidate<'_>) -> Option<bool> {
        if self == Self::Path {
            return Some(pattern.matches_path(file.path) || pattern.matches_path(file.shown));
        }
        let header = file.header.as_ref()?;
        Some(match self {
            Self::Tag => header.tags.iter().any(|tag| pattern.matches(tag)),
            Self::Covers => header.covers.iter().any(|id| pattern.matches(id)),
            _ => pattern.matches(header.name),
        })
    }
}

#[cfg(test)]
mod tests;
