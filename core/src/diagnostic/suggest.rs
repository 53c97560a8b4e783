//! The nearest right word.

use crate::gather::Gather;

/// The candidate that the writer of `word` most likely meant, if any is near enough.
///
/// Case, the order of words and the difference between blanks, `_` and `-` count for nothing;
/// otherwise about one slip in three letters is forgiven. The first of equally near candidates
/// wins. A word that only one candidate continues, or that continues only one, means that one.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().gather();
    nearest_of(word, &candidates)
}

/// The same of candidates in a list.
pub(crate) fn nearest_of<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let wanted = folded(word);
    let mut continued = Continued::default();
    if wanted.is_empty() || wanted.len() > LONGEST_WORD {
        return None;
    }
    let forgiven = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.iter().copied() {
        let have = folded(candidate);
        if have.len() > LONGEST_WORD {
            continue;
        }
        continued.look_at(&wanted, &have, candidate);
        let slips = if same_words(&wanted, &have) { 0 } else { distance(&wanted, &have) };
        let near = slips <= forgiven && slips < have.len();
        if near && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or(continued.only())
}

/// Candidates of which one word is the beginning of the other.
#[derive(Default)]
struct Continued<'a> {
    first: Option<&'a str>,
    more: bool,
}

impl<'a> Continued<'a> {
    fn look_at(&mut self, wanted: &[char], have: &[char], candidate: &'a str) {
        let shorter = wanted.len().min(have.len());
        if shorter >= 3 && wanted.iter().zip(have).all(|(a, b)| a == b) {
            self.more |= self.first.is_some();
            self.first.get_or_insert(candidate);
        }
    }

    fn only(self) -> Option<&'a str> {
        self.first.filter(|_| !self.more)
    }
}

fn same_words(a: &[char], b: &[char]) -> bool {
    let words = |text: &[char]| {
        let mut words: Vec<Vec<char>> = text.split(|c| *c == ' ').map(<[char]>::to_vec).gather();
        crate::order::sort(&mut words);
        words
    };
    a.len() == b.len() && words(a) == words(b)
}

/// Words for a sentence: `` `a`, `b` or `c` ``; past twelve, the first ones and how many more.
pub fn list_words<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().gather();
    listed(&words)
}

/// The same of words in a list.
pub(crate) fn listed(words: &[&str]) -> String {
    let all: Vec<String> = words.iter().map(|word| format!("`{word}`")).gather();
    let (shown, rest) = all.split_at(all.len().min(SHOWN_WORDS));
    if !rest.is_empty() {
        return format!("{} and {} more", shown.join(", "), rest.len());
    }
    match shown {
        [] => String::new(),
        [only] => only.clone(),
        [many @ .., last] => format!("{} or {last}", many.join(", ")),
    }
}

/// Longer words are no slips of the finger, and comparing them costs time.
const LONGEST_WORD: usize = 80;
const SHOWN_WORDS: usize = 12;

fn folded(word: &str) -> Vec<char> {
    let blank = |c: char| if matches!(c, '_' | '-') { ' ' } else { c };
    word.trim().chars().map(blank).flat_map(char::to_lowercase).gather()
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).gather();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = at(&above, j) + usize::from(x != y);
            let mut least = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = core::mem::replace(&mut above, row);
    }
    at(&above, b.len())
}

fn at(row: &[usize], index: usize) -> usize {
    row.get(index).copied().unwrap_or(usize::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_forgives_slips_and_not_guesses() {
        let keys = ["subscribe_css", "css", "presence_group", "template", "lines"];
        let cases = [
            ("subscribe_cs", Some("subscribe_css")),
            ("Subscribe CSS", Some("subscribe_css")),
            ("presense_gruop", Some("presence_group")),
            ("lnies", Some("lines")),
            ("colour", None),
            ("presence", Some("presence_group")),
            ("group presence", Some("presence_group")),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, keys), expected, "{word}");
        }
    }

    #[test]
    fn lists_of_words_end_in_or_and_stay_short() {
        assert_eq!(list_words(["a"]), "`a`");
        assert_eq!(list_words(["a", "b", "c"]), "`a`, `b` or `c`");
        let many: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        assert!(list_words(many.iter().map(String::as_str)).ends_with("and 8 more"));
    }
}
