//! Small words: names, numbers, times, chances. Pure functions that say why something is none.

use crate::rng::Chance;
use crate::time::Duration;

/// Words that mean something else and so are no names.
const RESERVED: [(&str, &str); 4] = [
    ("all", "it means every phone"),
    ("everybody", "it means every phone"),
    ("None", "it means no partition and no calling search space"),
    ("<None>", "it means no partition and no calling search space"),
];

/// Why a text cannot be a name.
pub(super) fn bad_name(text: &str) -> Option<&'static str> {
    let reserved = RESERVED.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    match reserved {
        Some((_, why)) => Some(why),
        None if text.trim().is_empty() => Some("it is empty"),
        None if text != text.trim() => Some("it starts or ends with a blank"),
        None if text.contains(char::is_control) => {
            Some("it has a line feed or a control character")
        }
        None if text.chars().count() > 128 => Some("it is longer than 128 characters"),
        None => None,
    }
}

/// Digits, `*` and `#`: what can be dialled and what a Destination takes (ADMIN-6).
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#'))
}

/// A number, or one with the signs of patterns.
pub(super) fn is_pattern(text: &str) -> bool {
    let sign = |c: char| {
        c.is_ascii_digit() || matches!(c, '*' | '#' | '+' | 'X' | '[' | ']' | '^' | '-' | '!' | '.')
    };
    !text.is_empty() && text.chars().all(sign)
}

/// `user@host`, with or without `sip:`; the host may carry a port (WATCH-1).
pub(super) fn is_sip_uri(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_whitespace)
}

/// What a SIP route pattern matches: a domain, a wildcard domain or an IP address (CSS-6).
pub(super) fn is_host_pattern(text: &str) -> bool {
    let host = text.strip_prefix("*.").unwrap_or(text);
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let ip6 = host.starts_with('[') && host.ends_with(']');
    ip6 || host.split('.').all(label)
}

/// `30%`, `0.5%`, up to four decimals.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(super) fn chance(text: &str) -> Result<Chance, String> {
    let Some(number) = text.strip_suffix('%') else {
        return Err(format!("a chance is written in percent, as in `30%`; `{text}` is none"));
    };
    let millionths =
        decimal(number.trim(), 4).ok_or_else(|| format!("`{text}` is no percentage"))?;
    match u32::try_from(millionths) {
        Ok(per_million) if per_million <= 1_000_000 => Ok(Chance { per_million }),
        _ => Err("a chance is at most `100%`".to_owned()),
    }
}

/// A decimal number scaled by ten to the power of `decimals`: exact, no floats.
fn decimal(text: &str, decimals: u32) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let missing = decimals.checked_sub(u32::try_from(part.len()).ok()?)?;
    if whole.is_empty() || !digits(whole) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let scale = 10_i64.pow(decimals);
    let part = if part.is_empty() {
        0
    } else {
        part.parse::<i64>().ok()?.checked_mul(10_i64.pow(missing))?
    };
    whole.parse::<i64>().ok()?.checked_mul(scale)?.checked_add(part)
}

/// Units with their microseconds, and how many decimals of them are whole microseconds.
pub(in super::super) const UNITS: [(&str, i64, u32); 7] = [
    ("us", 1, 0),
    ("µs", 1, 0),
    ("ms", 1_000, 3),
    ("s", 1_000_000, 6),
    ("min", 60_000_000, 6),
    ("m", 60_000_000, 6),
    ("h", 3_600_000_000, 6),
];

/// `500ms`, `1.5s`, `1m30s`.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let trimmed = text.trim();
    if trimmed.starts_with('-') {
        return Err("time never goes back: a time is not negative".to_owned());
    }
    if !trimmed.is_empty() && decimal(trimmed, 6).is_some() {
        return Err(format!("`{trimmed}` has no unit: write `{trimmed}s` or `{trimmed}ms`"));
    }
    let mut total = 0_i64;
    let mut rest = trimmed;
    while !rest.is_empty() {
        let (part, after) = part(rest).ok_or_else(|| not_a_time(trimmed))?;
        total =
            total.checked_add(part).ok_or_else(|| format!("`{trimmed}` is longer than any run"))?;
        rest = after.trim_start();
    }
    match total {
        _ if trimmed.is_empty() => Err(not_a_time(trimmed)),
        total if total > LONGEST => {
            Err(format!("`{trimmed}` is longer than any run: the limit is 10000h"))
        }
        total => Ok(Duration::from_micros(total)),
    }
}

/// More than a year of simulated time is a slip of the finger.
const LONGEST: i64 = 10_000 * 3_600_000_000;

fn not_a_time(text: &str) -> String {
    format!(
        "`{text}` is no time: a number and `us`, `ms`, `s`, `m` or `h`, as in `1.5s` or `1m30s`"
    )
}

/// One number with its unit in microseconds, and what comes after it.
fn part(text: &str) -> Option<(i64, &str)> {
    let number = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at(number);
    let unit = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(unit);
    let (_, micros, decimals) = UNITS.iter().find(|(name, ..)| *name == unit)?;
    // Decimals of a unit are whole microseconds: `1.5s`, not `0.0001ms`.
    let scaled = decimal(number, *decimals)?;
    let scale = 10_i64.pow(*decimals);
    let exact = i128::from(scaled) * i128::from(*micros);
    let value = (exact % i128::from(scale) == 0).then_some(exact / i128::from(scale))?;
    Some((i64::try_from(value).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units_and_are_exact() {
        let cases = [
            ("5s", 5_000_000),
            ("500ms", 500_000),
            ("1.5s", 1_500_000),
            ("250us", 250),
            ("1m30s", 90_000_000),
            ("1h 2m", 3_720_000_000),
            ("0.001ms", 1),
            ("0s", 0),
        ];
        for (text, micros) in cases {
            assert_eq!(duration(text), Ok(Duration::from_micros(micros)), "{text}");
        }
        for text in
            ["5", "", "-1s", "s", "5 parsecs", "1.s", "0.0001ms", "99999999999h", "1,5s", "5S"]
        {
            assert!(duration(text).is_err(), "{text}");
        }
        assert!(duration("5").unwrap_err().contains("`5s`"));
    }

    #[test]
    fn chances_are_percents_of_up_to_four_decimals() {
        assert_eq!(chance("30%"), Ok(Chance::percent(30)));
        assert_eq!(chance("0.0001%"), Ok(Chance { per_million: 1 }));
        for text in ["0.3", "101%", "-1%", "0.00001%", "%", "x%"] {
            assert!(chance(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reserved_words_and_odd_texts_are_no_names() {
        for text in ["all", "Everybody", "None", "", " a", "a\nb"] {
            assert!(bad_name(text).is_some(), "{text:?}");
        }
        assert_eq!(bad_name("Phone A"), None);
    }
}
