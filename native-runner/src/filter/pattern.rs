//! How the argument of a predicate is compared: `=exact`, `~contains`, `#glob`, or the predicate's
//! own way where no sign stands in front.

use crate::source::without_ending;

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    Exactly(String),
    Contains(String),
    /// `*` within one part of a path, `**` over parts, `?` one character.
    Glob(String),
}

impl Pattern {
    /// Reads an argument; `fallback` makes the pattern where no sign says how to compare.
    pub(super) fn read(argument: &str, fallback: fn(String) -> Self) -> Self {
        let argument = argument.trim();
        let mut rest = argument.chars();
        match rest.next() {
            Some('=') => Self::Exactly(rest.as_str().trim().to_owned()),
            Some('~') => Self::Contains(rest.as_str().trim().to_owned()),
            Some('#') => Self::Glob(rest.as_str().trim().to_owned()),
            _ => fallback(argument.to_owned()),
        }
    }

    /// Equal, or a glob where the argument has a star.
    pub(super) fn exactly_or_glob(text: String) -> Self {
        if text.contains(['*', '?']) { Self::Glob(text) } else { Self::Exactly(text) }
    }

    /// The text that is looked for, without its sign.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Exactly(text) | Self::Contains(text) | Self::Glob(text) => text,
        }
    }

    /// Compares; upper and lower case are the same.
    pub(super) fn matches(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        match self {
            Self::Exactly(text) => value == text.to_lowercase(),
            Self::Contains(text) => value.contains(&text.to_lowercase()),
            Self::Glob(text) => glob(&text.to_lowercase(), &value),
        }
    }

    /// Compares a path: with and without its ending; a glob without `/` is about the file's name, and
    /// a folder's name stands for everything in it.
    pub(super) fn matches_path(&self, path: &str) -> bool {
        [path, without_ending(path)].into_iter().any(|path| match self {
            Self::Glob(text) if !text.contains('/') => {
                self.matches(path.rsplit('/').next().unwrap_or(path))
            }
            Self::Exactly(text) => {
                let folder = format!("{}/", text.trim_end_matches('/'));
                self.matches(path) || path.starts_with(&folder)
            }
            _ => self.matches(path),
        })
    }
}

/// Whether `pattern` fits the whole of `text`. Iterative: a star is tried again only from the last
/// star on, twice at most for `*` inside `**`, so that no pattern takes exponential time.
fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<Piece> = parts(pattern);
    let text: Vec<char> = text.chars().collect();
    // fits[i] tells whether the pattern so far fits the first i characters.
    let mut fits = vec![false; text.len() + 1];
    if let Some(first) = fits.first_mut() {
        *first = true;
    }
    for part in &pattern {
        fits = after(part, &fits, &text);
    }
    fits.last().copied().unwrap_or(false)
}

enum Piece {
    Just(char),
    AnyOne,
    Within,
    Across,
}

fn parts(pattern: &str) -> Vec<Piece> {
    let mut parts = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '*' if rest.next_if_eq(&'*').is_some() => {
                // `a/**/b` also means `a/b`.
                rest.next_if_eq(&'/');
                parts.push(Piece::Across);
            }
            '*' => parts.push(Piece::Within),
            '?' => parts.push(Piece::AnyOne),
            _ => parts.push(Piece::Just(c)),
        }
    }
    parts
}

fn after(part: &Piece, fits: &[bool], text: &[char]) -> Vec<bool> {
    let mut next = vec![false; fits.len()];
    let mut open = false;
    for (i, slot) in next.iter_mut().enumerate() {
        let before = i.checked_sub(1);
        let c = before.and_then(|b| text.get(b)).copied();
        let fitted = before.and_then(|b| fits.get(b)).copied().unwrap_or(false);
        let here = fits.get(i).copied().unwrap_or(false);
        *slot = match part {
            Piece::Just(wanted) => fitted && c == Some(*wanted),
            Piece::AnyOne => fitted && c.is_some_and(|c| c != '/'),
            Piece::Within => {
                open = here || (open && c != Some('/'));
                open
            }
            Piece::Across => {
                open |= here;
                open
            }
        };
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_knows_parts_of_a_path() {
        let table = [
            ("lessons/**", "lessons/a/b.yaml", true),
            ("lessons/*", "lessons/a/b.yaml", false),
            ("lessons/*", "lessons/a.yaml", true),
            ("**/a/b*", "a/bc", true),
            ("**/b*", "x/y/bc", true),
            ("a/**/b", "a/b", true),
            ("01-?.yaml", "01-x.yaml", true),
            ("01-?", "01-/", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
        ];
        for (pattern, text, fits) in table {
            assert_eq!(glob(pattern, text), fits, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_hostile_glob_ends() {
        assert!(!glob(&"*a".repeat(200), &"a".repeat(150)));
        assert!(!glob(&"**x".repeat(50), &"y".repeat(5_000)));
    }
}
