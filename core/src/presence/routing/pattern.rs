//! Numbers and patterns as they are configured.

use super::number::{DIGITS, LONGEST, Packed, Symbols, symbol};
use core::fmt;

/// A configured number or pattern: a row of symbol sets, one of which may be the open part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    sets: Vec<Symbols>,
    /// The position of `!` in `sets`: one or more digits.
    open: Option<usize>,
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPattern {
    /// Nothing in it that matches.
    Empty,
    /// More symbols than [`crate::limits::NUMBER_LENGTH`].
    TooLong,
    /// A character that patterns do not know.
    Character(char),
    /// A `[` without `]`.
    Unclosed,
    /// A range such as `[5-3]`, or one with something other than digits at its ends.
    Range,
    /// Brackets that match nothing: `[]`, `[^0-9]`.
    NothingMatches,
    /// More than one `!`.
    SecondOpenPart,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPattern::Empty => f.write_str("is empty"),
            BadPattern::TooLong => write!(f, "is longer than {LONGEST} symbols"),
            BadPattern::Character(c) => write!(
                f,
                "has `{}` in it; known are digits, *, #, +, X, [..], [^..], ! and the mark .",
                c.escape_default()
            ),
            BadPattern::Unclosed => f.write_str("has a `[` without its `]`"),
            BadPattern::Range => {
                f.write_str("has a range that does not go from digit to higher digit")
            }
            BadPattern::NothingMatches => f.write_str("has brackets that match nothing"),
            BadPattern::SecondOpenPart => f.write_str("has more than one `!`"),
        }
    }
}

impl core::error::Error for BadPattern {}

impl Pattern {
    /// Reads a number or pattern: digits, `*`, `#`, `+`, `X` (a digit), `[..]` and `[^..]` (one
    /// of, a digit not of), `!` (one or more digits), and `.`, a mark without meaning here.
    ///
    /// # Errors
    /// [`BadPattern`] tells the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Pattern, BadPattern> {
        let mut pattern = Pattern { sets: Vec::new(), open: None };
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match c {
                '.' => continue,
                'X' => pattern.sets.push(DIGITS),
                '[' => pattern.sets.push(brackets(&mut rest)?),
                '!' if pattern.open.is_some() => return Err(BadPattern::SecondOpenPart),
                '!' => {
                    pattern.open = Some(pattern.sets.len());
                    pattern.sets.push(DIGITS);
                }
                c => pattern.sets.push(1 << symbol(c).ok_or(BadPattern::Character(c))?),
            }
        }
        match pattern.sets.len() {
            0 => Err(BadPattern::Empty),
            n if n > LONGEST => Err(BadPattern::TooLong),
            _ => Ok(pattern),
        }
    }

    /// Whether it is one number and no more.
    pub fn is_exact(&self) -> bool {
        self.exact().is_some()
    }

    /// Whether a dialled number matches.
    pub fn matches(&self, number: &str) -> bool {
        super::Number::parse(number).is_some_and(|n| self.matches_symbols(n.symbols()))
    }

    /// How many numbers of this length match. Exact: 13^32 is below 2^128.
    pub fn count(&self, length: usize) -> u128 {
        if !self.reaches(length) {
            return 0;
        }
        let sets: u128 = self.sets.iter().map(|set| u128::from(set.count_ones())).product();
        // The open part is among the sets once; it takes a digit for each symbol more.
        (self.sets.len()..length).fold(sets, |count, _| count * 10)
    }

    /// Whether all numbers that match also match `other`.
    pub fn is_contained_in(&self, other: &Pattern) -> bool {
        // Past this length a longer number only repeats the open parts of both.
        let longest = match self.open {
            None => self.sets.len(),
            Some(_) => self.sets.len() + other.sets.len(),
        };
        (self.sets.len()..=longest).all(|length| self.is_contained_at(other, length))
    }

    fn is_contained_at(&self, other: &Pattern, length: usize) -> bool {
        other.reaches(length)
            && (0..length).all(|at| self.at(at, length) & !other.at(at, length) == 0)
    }

    /// The one number that it is, if it is one.
    pub(super) fn exact(&self) -> Option<Packed> {
        if self.open.is_some() || self.sets.iter().any(|set| set.count_ones() != 1) {
            return None;
        }
        let symbols = self.sets.iter().map(|set| set.trailing_zeros());
        symbols.map(|s| u8::try_from(s).ok()).try_fold(Packed::default(), |p, s| Some(p.with(s?)))
    }

    /// The sets in a row, and which of them is the open part.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Symbols, bool)> + '_ {
        self.sets.iter().enumerate().map(|(at, set)| (*set, Some(at) == self.open))
    }

    pub(super) fn matches_symbols(&self, symbols: &[u8]) -> bool {
        let length = symbols.len();
        self.reaches(length)
            && symbols.iter().enumerate().all(|(at, s)| self.at(at, length) >> s & 1 == 1)
    }

    /// Whether it matches numbers of this length.
    fn reaches(&self, length: usize) -> bool {
        match self.open {
            None => length == self.sets.len(),
            Some(_) => length >= self.sets.len(),
        }
    }

    /// What stands at a position when the open part is stretched to reach `length`.
    fn at(&self, at: usize, length: usize) -> Symbols {
        let stretch = length.saturating_sub(self.sets.len());
        let at = match self.open {
            Some(open) if at > open => at.saturating_sub(stretch).max(open),
            _ => at,
        };
        self.sets.get(at).copied().unwrap_or_default()
    }
}

/// What stands between `[` and `]`.
fn brackets(rest: &mut core::str::Chars<'_>) -> Result<Symbols, BadPattern> {
    let (inside, after) = rest.as_str().split_once(']').ok_or(BadPattern::Unclosed)?;
    *rest = after.chars();
    let (negated, inside) = match inside.strip_prefix('^') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let listed = listed(inside)?;
    let set = if negated { DIGITS & !listed } else { listed };
    if set == 0 { Err(BadPattern::NothingMatches) } else { Ok(set) }
}

/// The symbols of a list such as `1-38*`.
fn listed(inside: &str) -> Result<Symbols, BadPattern> {
    let mut set = 0;
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        let from = symbol(c).ok_or(BadPattern::Character(c))?;
        let to = match rest.as_str().strip_prefix('-') {
            None => from,
            Some(after) => {
                rest = after.chars();
                rest.next().and_then(symbol).ok_or(BadPattern::Range)?
            }
        };
        if to < from || (to != from && to > 9) {
            return Err(BadPattern::Range);
        }
        set |= (from..=to).fold(0, |set, symbol| set | 1 << symbol);
    }
    Ok(set)
}
