//! The day of the calendar, by which known failures are judged.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 86_400;

/// A day as files write it: `2027-01-31`. Later days are greater.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(String);

impl Day {
    /// Today, in UTC: the same for everybody who runs the same commit.
    pub(crate) fn today() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::after_epoch(since.as_secs() / SECONDS_A_DAY)
    }

    /// So many days after 1970-01-01.
    fn after_epoch(days: u64) -> Self {
        let (mut year, mut left) = (1970_u64, days);
        while left >= days_of(year) {
            left -= days_of(year);
            year += 1;
        }
        let mut month = 1;
        for length in months(year) {
            if left < length {
                break;
            }
            left -= length;
            month += 1;
        }
        Self(format!("{year:04}-{month:02}-{:02}", left + 1))
    }
}

fn days_of(year: u64) -> u64 {
    months(year).iter().sum()
}

fn months(year: u64) -> [u64; 12] {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match lampfield_core::scenario::is_day(text) {
            true => Ok(Self(text.to_owned())),
            false => Err("write a day of the calendar, such as `2027-01-31`".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_819, "2027-01-01"),
            (21_183, "2027-12-31"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(Day::after_epoch(days).to_string(), text);
        }
        assert!(Day::today() > Day("2026-01-01".to_owned()));
    }

    #[test]
    fn a_day_on_the_command_line_is_a_real_one() {
        assert!("2028-02-29".parse::<Day>().is_ok());
        for wrong in ["2027-02-29", "2027-13-01", "31.1.2027", "2027-1-31", ""] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
