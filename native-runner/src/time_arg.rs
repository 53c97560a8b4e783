//! Times on the command line. Like in a scenario, every duration carries its unit.

use lampfield_core::time::{Duration, Instant};

const UNITS: &[(&str, i64)] = &[
    // The longer spelling first: `ms` must not be read as `m` and an `s` left over.
    ("us", 1),
    ("ms", 1_000),
    ("s", 1_000_000),
    ("m", 60_000_000),
    ("min", 60_000_000),
    ("h", 3_600_000_000),
];

/// Reads `2.5s`, `200ms`, `1m30s` as a moment of the run.
///
/// # Errors
/// A sentence that says what is wrong and what would be right.
pub(crate) fn instant(text: &str) -> Result<Instant, String> {
    duration(text).map(|duration| Instant::ZERO + duration)
}

/// Reads `2.5s`, `200ms`, `1m30s`.
///
/// # Errors
/// A sentence that says what is wrong and what would be right.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("write a number and its unit, such as `2.5s`".to_owned());
    }
    if rest.starts_with('-') {
        return Err("a run starts at 0s: no time is before that".to_owned());
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(number_end);
        let unit_end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, left) = after.split_at(unit_end);
        let micros = part(number, unit)?;
        total = total.checked_add(micros).ok_or("longer than any run")?;
        rest = left.trim_start();
    }
    Ok(Duration::from_micros(total))
}

fn part(number: &str, unit: &str) -> Result<i64, String> {
    if number.is_empty() {
        return Err("write a number and its unit, such as `2.5s`".to_owned());
    }
    if unit.is_empty() {
        return Err(format!("the unit is missing: write `{number}s` or `{number}ms`"));
    }
    let Some((_, scale)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(format!("there is no unit `{unit}`: use us, ms, s, m or h"));
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let bad = || format!("`{number}` is no number");
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| bad())? };
    let mut micros = whole.checked_mul(*scale).ok_or("longer than any run")?;
    let mut worth = *scale;
    for digit in fraction.chars() {
        let digit = i64::from(digit.to_digit(10).ok_or_else(bad)?);
        if worth % 10 != 0 && digit != 0 {
            return Err(format!("`{number}{unit}` is finer than a microsecond"));
        }
        worth /= 10;
        micros = micros.checked_add(worth * digit).ok_or("longer than any run")?;
    }
    Ok(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_needs_a_number_and_a_unit() {
        let table = [
            ("2.5s", Ok(2_500_000)),
            ("200ms", Ok(200_000)),
            ("1m30s", Ok(90_000_000)),
            ("1h 1us", Ok(3_600_000_001)),
            (".5s", Ok(500_000)),
            ("0.000001s", Ok(1)),
            ("0s", Ok(0)),
            ("2.5", Err("the unit is missing: write `2.5s`")),
            ("", Err("write a number")),
            ("s", Err("write a number")),
            ("-1s", Err("no time is before")),
            ("5 parsecs", Err("the unit is missing")),
            ("5parsecs", Err("there is no unit `parsecs`")),
            ("1.2.3s", Err("is no number")),
            ("0.5us", Err("finer than a microsecond")),
            ("99999999999999999999s", Err("is no number")),
            ("9999999999999h", Err("longer than any run")),
        ];
        for (text, expected) in table {
            match (duration(text), expected) {
                (Ok(got), Ok(micros)) => assert_eq!(got.as_micros(), micros, "{text}"),
                (Err(got), Err(part)) => assert!(got.contains(part), "{text}: {got}"),
                (got, _) => panic!("{text}: {got:?}"),
            }
        }
    }
}
