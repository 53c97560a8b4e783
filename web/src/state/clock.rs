//! Times as people read them.

/// `0:02.340`: minutes, seconds, milliseconds; hours where there are any.
#[must_use]
pub fn clock(at_us: i64) -> String {
    let ms = at_us.max(0) / 1000;
    let (h, m, s, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    if h > 0 { format!("{h}:{m:02}:{s:02}.{ms:03}") } else { format!("{m}:{s:02}.{ms:03}") }
}

/// `2.340 002 s`: seconds down to the microsecond, for rows of a ladder.
#[must_use]
pub fn seconds(at_us: i64) -> String {
    let at = at_us.max(0);
    format!("{}.{:03}\u{2009}{:03}", at / 1_000_000, at / 1000 % 1000, at % 1000)
}

/// `2 ms`, `1.5 s`, `1 h`: a stretch of time with the unit that fits it.
#[must_use]
pub fn span(us: i64) -> String {
    match us.max(0) {
        us @ 0..1_000 => format!("{us} µs"),
        us @ 1_000..1_000_000 => tenths(us, 1_000, "ms"),
        us @ 1_000_000..60_000_000 => tenths(us, 1_000_000, "s"),
        us @ 60_000_000..3_600_000_000 => tenths(us, 60_000_000, "min"),
        us => tenths(us, 3_600_000_000, "h"),
    }
}

fn tenths(us: i64, unit: i64, name: &str) -> String {
    let (whole, tenth) = (us / unit, us % unit * 10 / unit);
    if tenth == 0 { format!("{whole} {name}") } else { format!("{whole}.{tenth} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_milliseconds_and_hours_only_where_there_are_any() {
        for (us, want) in [
            (0, "0:00.000"),
            (2_340_999, "0:02.340"),
            (61_000_000, "1:01.000"),
            (3_600_500_000, "1:00:00.500"),
            (-4, "0:00.000"),
        ] {
            assert_eq!(clock(us), want);
        }
    }

    #[test]
    fn a_stretch_has_the_unit_that_fits() {
        for (us, want) in [
            (12, "12 µs"),
            (2_000, "2 ms"),
            (2_340, "2.3 ms"),
            (500_000, "500 ms"),
            (1_500_000, "1.5 s"),
            (3_600_000_000, "1 h"),
        ] {
            assert_eq!(span(us), want);
        }
    }

    #[test]
    fn a_row_of_the_ladder_is_exact_to_the_microsecond() {
        assert_eq!(seconds(2_340_002), "2.340\u{2009}002");
    }
}
