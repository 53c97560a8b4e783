//! Numbers and patterns, each pattern as an automaton that is simply run.
//!
//! A pattern of `n` elements has the states 0 to `n`; an element leads from its state to the next,
//! and `!` also back to its own. Sets of states are bits of a word. Whether one pattern's numbers
//! are all matched by another, and how many there are, is found by walking all words at once.

use std::collections::{BTreeMap, BTreeSet};

/// What numbers are made of. The first ten are the digits.
const SYMBOLS: &str = "0123456789*#+";
/// All digits, as bits.
const DIGITS: u16 = 0x3ff;

/// One element of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// One symbol of these.
    One(u16),
    /// `!`: one digit or more.
    Digits,
}

/// A number or pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    elements: Vec<Element>,
}

/// A dialled number: its symbols by their place in the list of symbols.
pub type Dialled = Vec<usize>;

/// Reads a dialled number; `None` for a text that is none.
pub fn dialled(text: &str) -> Option<Dialled> {
    let all: Option<Dialled> = text.chars().map(|c| SYMBOLS.find(c)).collect();
    all.filter(|number| !number.is_empty())
}

impl Pattern {
    /// Reads a number or pattern; `None` where it is not written as R-10 says.
    pub fn read(text: &str) -> Option<Pattern> {
        let mut elements = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match c {
                '.' => {}
                'X' => elements.push(Element::One(DIGITS)),
                '!' => elements.push(Element::Digits),
                '[' => {
                    let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    elements.push(Element::One(one_of(&inside)?));
                }
                c => elements.push(Element::One(1 << SYMBOLS.find(c)?)),
            }
        }
        (!elements.is_empty() && elements.len() < 60).then_some(Pattern { elements })
    }

    /// The states after one symbol.
    fn after(&self, states: u64, symbol: usize) -> u64 {
        let mut next = 0;
        for (at, element) in
            self.elements.iter().enumerate().filter(|(at, _)| states >> at & 1 == 1)
        {
            match element {
                Element::One(set) if set >> symbol & 1 == 1 => next |= 2 << at,
                Element::Digits if DIGITS >> symbol & 1 == 1 => next |= 3 << at,
                Element::One(_) | Element::Digits => {}
            }
        }
        next
    }

    fn ends_in(&self, states: u64) -> bool {
        states >> self.elements.len() & 1 == 1
    }

    /// Whether it matches a number.
    pub fn matches(&self, number: &[usize]) -> bool {
        self.ends_in(number.iter().fold(1, |states, symbol| self.after(states, *symbol)))
    }

    /// How many numbers of this length it matches.
    pub fn count(&self, length: usize) -> u128 {
        let mut words: BTreeMap<u64, u128> = BTreeMap::from([(1, 1)]);
        for _ in 0..length {
            let mut longer = BTreeMap::new();
            for (states, count) in words {
                for symbol in 0..SYMBOLS.len() {
                    let next = self.after(states, symbol);
                    if next != 0 {
                        *longer.entry(next).or_insert(0) += count;
                    }
                }
            }
            words = longer;
        }
        words.iter().filter(|(states, _)| self.ends_in(**states)).map(|(_, count)| count).sum()
    }

    /// Whether every number that it matches, of whatever length, is matched by the other too.
    pub fn is_within(&self, other: &Pattern) -> bool {
        let mut seen = BTreeSet::from([(1, 1)]);
        let mut open = vec![(1, 1)];
        while let Some((own, others)) = open.pop() {
            if self.ends_in(own) && !other.ends_in(others) {
                return false;
            }
            for symbol in 0..SYMBOLS.len() {
                let next = (self.after(own, symbol), other.after(others, symbol));
                if next.0 != 0 && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        true
    }

    /// One number that it matches, chosen by `choose(n)`, which gives a number below `n`.
    pub fn example(&self, choose: &mut impl FnMut(u64) -> u64) -> String {
        let mut number = String::new();
        for element in &self.elements {
            let (set, times) = match element {
                Element::One(set) => (*set, 1),
                Element::Digits => (DIGITS, 1 + choose(3)),
            };
            for _ in 0..times {
                let all: Vec<char> = SYMBOLS
                    .chars()
                    .enumerate()
                    .filter(|(at, _)| set >> at & 1 == 1)
                    .map(|(_, c)| c)
                    .collect();
                let chosen = choose(u64::try_from(all.len()).unwrap_or(1));
                number.extend(usize::try_from(chosen).ok().and_then(|at| all.get(at)));
            }
        }
        number
    }
}

/// The inside of brackets: single symbols and ranges of digits, or digits that are not meant.
fn one_of(inside: &str) -> Option<u16> {
    let (inside, negated) = match inside.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (inside, false),
    };
    let symbols: Vec<char> = inside.chars().collect();
    let mut set = 0_u16;
    let mut rest = symbols.as_slice();
    loop {
        rest = match rest {
            [] => break,
            [from, '-', to, tail @ ..] => {
                (SYMBOLS.find(*from)?..=SYMBOLS.find(*to)?).for_each(|at| set |= 1 << at);
                tail
            }
            [one, tail @ ..] => {
                set |= 1 << SYMBOLS.find(*one)?;
                tail
            }
        };
    }
    Some(if negated { DIGITS & !set } else { set }).filter(|set| *set != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERNS: [&str; 14] = [
        "12", "1X", "X2", "XX", "1!", "!", "!2", "1!2", "[12]X", "[^2]2", "1.2", "[1-3]2", "*1",
        "#!",
    ];

    /// All numbers over a few symbols up to a length, one by one.
    fn words(length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        for _ in 0..length {
            let longer: Vec<String> = all
                .iter()
                .flat_map(|word| SYMBOLS.chars().map(move |c| format!("{word}{c}")))
                .collect();
            all = longer;
        }
        all
    }

    fn matched(pattern: &str, length: usize) -> BTreeSet<String> {
        let pattern = Pattern::read(pattern).unwrap();
        words(length)
            .into_iter()
            .filter(|w| dialled(w).is_some_and(|n| pattern.matches(&n)))
            .collect()
    }

    #[test]
    fn a_pattern_matches_what_one_reads_in_it() {
        assert_eq!(matched("1[2-4]", 2), BTreeSet::from(["12", "13", "14"].map(String::from)));
        assert_eq!(matched("[^1-9]", 1), BTreeSet::from(["0".to_owned()]));
        assert_eq!(matched("!", 1).len(), 10);
        assert_eq!(matched("!", 0).len(), 0);
        assert_eq!(matched("*.X", 2).len(), 10);
    }

    #[test]
    fn counts_are_those_of_looking_at_every_number() {
        for pattern in PATTERNS {
            for length in 1..=3 {
                let count = Pattern::read(pattern).unwrap().count(length);
                assert_eq!(
                    count,
                    u128::try_from(matched(pattern, length).len()).unwrap(),
                    "{pattern} {length}"
                );
            }
        }
    }

    #[test]
    fn containment_is_that_of_looking_at_every_number() {
        for a in PATTERNS {
            for b in PATTERNS {
                let told = Pattern::read(a).unwrap().is_within(&Pattern::read(b).unwrap());
                let looked =
                    (1..=3).all(|length| matched(a, length).is_subset(&matched(b, length)));
                assert_eq!(told, looked, "{a} within {b}");
            }
        }
    }
}
