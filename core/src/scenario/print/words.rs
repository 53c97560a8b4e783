//! Times, chances, counts and windows as a file writes them.

use super::super::model::{Count, Window};
use super::doc::Doc;
use crate::rng::Chance;
use crate::time::{Duration, Instant};

const ONE: Duration = Duration::from_micros(1);

/// In the largest unit of which it is a whole number.
pub(super) fn duration(duration: Duration) -> String {
    let micros = duration.as_micros();
    match micros {
        n if n % 1_000_000 == 0 => format!("{}s", n / 1_000_000),
        n if n % 1_000 == 0 => format!("{}ms", n / 1_000),
        n => format!("{n}us"),
    }
}

pub(super) fn moment(at: Instant) -> String {
    duration(at.since_start())
}

/// `30%`, with as many decimals as it needs.
pub(super) fn chance(chance: Chance) -> String {
    let (whole, part) = (chance.per_million / 10_000, chance.per_million % 10_000);
    match part {
        0 => format!("{whole}%"),
        part => format!("{whole}.{}%", format!("{part:04}").trim_end_matches('0')),
    }
}

/// Nothing where at least one is enough.
pub(super) fn count(count: Count) -> Option<Doc> {
    let text = match (count.least, count.most) {
        (1, u32::MAX) => return None,
        (least, u32::MAX) => format!("{least}.."),
        (least, most) if least == most => format!("{least}"),
        (least, most) => format!("{least}..{most}"),
    };
    Some(Doc::text(text))
}

/// The window of an expectation at a step: nothing where it reaches from the start to the step.
pub(super) fn window(window: Window, at: Instant) -> Option<(&'static str, Doc)> {
    if (window.from, window.to) == (Instant::ZERO, at + ONE) {
        return None;
    }
    if window.from == at + ONE {
        return Some(("within", Doc::text(duration(window.to - window.from))));
    }
    Some(("between", Doc::texts([moment(window.from), moment(window.to)])))
}
