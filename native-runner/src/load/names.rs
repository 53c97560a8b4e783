//! Users by a pattern.

use std::str::FromStr;

/// Names that differ in one number, `w{1..50}`, or one name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    before: String,
    after: String,
    range: Option<Range>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    first: u32,
    last: u32,
    /// Digits, filled with zeros: as the first number is written.
    width: usize,
}

impl FromStr for Names {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write one name, or a range within braces: `w{1..50}`".to_owned();
        let Some((before, rest)) = text.split_once('{') else {
            return Names::checked(text, "", None).ok_or_else(wrong);
        };
        let (range, after) = rest.split_once('}').ok_or_else(wrong)?;
        let (first, last) = range.split_once("..").ok_or_else(wrong)?;
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        let range = Range { first: number(first)?, last: number(last)?, width: first.len() };
        if range.last < range.first {
            return Err(format!("the range `{first}..{last}` has nobody in it"));
        }
        Names::checked(before, after, Some(range)).ok_or_else(wrong)
    }
}

impl Names {
    fn checked(before: &str, after: &str, range: Option<Range>) -> Option<Self> {
        let user = |c: char| c.is_ascii_alphanumeric() || "-_.!~*'()&=+$,;?/".contains(c);
        let empty = before.is_empty() && after.is_empty() && range.is_none();
        (!empty && before.chars().chain(after.chars()).all(user)).then(|| Names {
            before: before.to_owned(),
            after: after.to_owned(),
            range,
        })
    }

    /// How many there are; at least one.
    pub(crate) fn count(&self) -> u32 {
        self.range.map_or(1, |range| (range.last - range.first).saturating_add(1))
    }

    /// One of them, counted from 0.
    pub(crate) fn name(&self, nth: u32) -> String {
        let Names { before, after, range } = self;
        match range {
            None => before.clone(),
            Some(Range { first, width, .. }) => {
                format!("{before}{:0width$}{after}", first.saturating_add(nth), width = *width)
            }
        }
    }

    /// The place of a name among them.
    pub(crate) fn place_of(&self, name: &str) -> Option<u32> {
        let Some(Range { first, .. }) = self.range else {
            return (self.before == name).then_some(0);
        };
        let digits = name.strip_prefix(&*self.before)?.strip_suffix(&*self.after)?;
        let nth = digits.parse::<u32>().ok()?.checked_sub(first)?;
        (nth < self.count() && self.name(nth) == name).then_some(nth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_counts_from_its_first_number_with_the_digits_of_it() {
        for (pattern, count, first, last) in [
            ("1000", 1, "1000", "1000"),
            ("w{1..50}", 50, "w1", "w50"),
            ("{0998..1001}", 4, "0998", "1001"),
            ("w{7..7}-x", 1, "w7-x", "w7-x"),
        ] {
            let names: Names = pattern.parse().unwrap();
            let ends = (names.name(0), names.name(count - 1));
            assert_eq!((names.count(), ends), (count, (first.to_owned(), last.to_owned())));
            assert_eq!(names.place_of(last), Some(count - 1), "{pattern}");
            assert_eq!(names.place_of("nobody"), None, "{pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_told_with_one_that_is() {
        for wrong in ["", "w{", "w{}", "w{1-5}", "w{a..b}", "w{1..2", "two words", "a@b", "{1..}"] {
            let why = wrong.parse::<Names>().unwrap_err();
            assert!(why.contains("`w{1..50}`"), "{wrong}: {why}");
        }
        assert!("w{5..1}".parse::<Names>().unwrap_err().contains("nobody"));
    }
}
