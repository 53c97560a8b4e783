//! Scenarios that are known to fail.

use crate::diagnostic::Span;

/// `known_failure: { why: …, until: 2027-01-31 }`. The engine plays such a scenario as any other;
/// whoever judges runs knows which day it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFailure {
    /// Why it fails, and where that is being worked on.
    pub why: String,
    /// The last day on which it may, as [`is_day`] has it: such days compare as texts.
    pub until: String,
    /// Where it stands.
    pub span: Span,
}

/// Whether a text is a day of the calendar, written `2027-01-31`.
pub fn is_day(text: &str) -> bool {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |from, to| text.get(from..to).and_then(|part: &str| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    shaped && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for right in ["2027-01-31", "2028-02-29", "2000-02-29", "2027-12-01"] {
            assert!(is_day(right), "{right}");
        }
        for wrong in [
            "2027-02-29",
            "2100-02-29",
            "2027-04-31",
            "2027-00-10",
            "2027-13-10",
            "2027-01-00",
            "2027-1-1",
            "27-01-01",
            "2027/01/01",
            "2027-01-1x",
            "",
            "2027-01-01 ",
        ] {
            assert!(!is_day(wrong), "{wrong}");
        }
    }
}
