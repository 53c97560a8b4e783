//! The engine's own clock types. Virtual time is a count of microseconds since the scenario began;
//! nothing in this crate ever asks an operating system what time it is.

use core::fmt;
use core::ops::{Add, AddAssign, Sub};

/// A moment of a run: microseconds since the scenario began, never negative in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A span of time in microseconds. May be negative where two moments are subtracted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

impl Instant {
    /// The moment at which every node of a scenario is created.
    pub const ZERO: Instant = Instant(0);
    /// Later than anything a run can reach.
    pub const FAR_FUTURE: Instant = Instant(i64::MAX);

    /// The moment `us` microseconds after the start.
    pub const fn from_micros(us: i64) -> Self {
        Instant(us)
    }
    /// The moment `s` whole seconds after the start (saturating).
    pub const fn from_secs(s: i64) -> Self {
        Instant(s.saturating_mul(1_000_000))
    }
    /// Microseconds since the start.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// Time since the start.
    pub const fn since_start(self) -> Duration {
        Duration(self.0)
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Duration = Duration(0);

    /// A span of `us` microseconds.
    pub const fn from_micros(us: i64) -> Self {
        Duration(us)
    }
    /// A span of `ms` milliseconds (saturating).
    pub const fn from_millis(ms: i64) -> Self {
        Duration(ms.saturating_mul(1_000))
    }
    /// A span of `s` seconds (saturating).
    pub const fn from_secs(s: i64) -> Self {
        Duration(s.saturating_mul(1_000_000))
    }
    /// The span in microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// Whole seconds, rounded towards zero.
    pub const fn as_secs(self) -> i64 {
        self.0 / 1_000_000
    }
    /// The span `n` times over (saturating).
    pub const fn times(self, n: i64) -> Self {
        Duration(self.0.saturating_mul(n))
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;
    fn add(self, d: Duration) -> Instant {
        Instant(self.0.saturating_add(d.0))
    }
}
impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, d: Duration) {
        *self = *self + d;
    }
}
impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Instant) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}
impl Sub<Duration> for Instant {
    type Output = Instant;
    fn sub(self, d: Duration) -> Instant {
        Instant(self.0.saturating_sub(d.0))
    }
}
impl Add for Duration {
    type Output = Duration;
    fn add(self, d: Duration) -> Duration {
        Duration(self.0.saturating_add(d.0))
    }
}

/// Seconds with millisecond digits, microseconds only where they are not zero: `5.000`, `0.012345`.
fn write_seconds(us: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if us < 0 { "-" } else { "" };
    let us = us.unsigned_abs();
    let (s, rest) = (us / 1_000_000, us % 1_000_000);
    if rest % 1_000 == 0 {
        write!(f, "{sign}{s}.{:03}", rest / 1_000)
    } else {
        write!(f, "{sign}{s}.{rest:06}")
    }
}

/// The least of those that are there; of equal ones the first.
pub(crate) fn soonest<T: Copy + Ord>(all: &[Option<T>]) -> Option<T> {
    let mut found = None;
    for one in all.iter().flatten() {
        if found.as_ref().is_none_or(|found| one < found) {
            found = Some(*one);
        }
    }
    found
}

/// The one that is due first; of several at one time the first of them, whatever they are.
pub(crate) fn first_due<R: Copy>(all: &[Option<(Instant, R)>]) -> Option<(Instant, R)> {
    let mut found: Option<(Instant, R)> = None;
    for due in all.iter().flatten() {
        if found.is_none_or(|(at, _)| due.0 < at) {
            found = Some(*due);
        }
    }
    found
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(self.0, f)?;
        f.write_str("s")
    }
}
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(self.0, f)?;
        f.write_str("s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_print_with_milliseconds_and_only_then_microseconds() {
        assert_eq!(Instant::from_secs(5).to_string(), "5.000s");
        assert_eq!(Instant::from_micros(12_345).to_string(), "0.012345s");
        assert_eq!(Duration::from_millis(-1_500).to_string(), "-1.500s");
    }
}
