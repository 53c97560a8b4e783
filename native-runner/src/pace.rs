//! The moments of a run by this machine's clock.

use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::time::{Duration, Instant};

/// Counts since the run began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace(Clock);

impl Pace {
    /// The run begins now.
    pub(crate) fn begin() -> Self {
        Pace(Clock::now())
    }

    /// The moment of the run that it is now.
    pub(crate) fn now(self) -> Instant {
        Instant::ZERO + in_micros(self.0.elapsed())
    }

    /// How long it is until a moment; nothing where that is over.
    pub(crate) fn until(self, at: Instant) -> Wall {
        Wall::from_micros(u64::try_from((at - self.now()).as_micros()).unwrap_or(0))
    }
}

/// A span of this machine's clock as the engine counts it.
pub(crate) fn in_micros(wall: Wall) -> Duration {
    Duration::from_micros(i64::try_from(wall.as_micros()).unwrap_or(i64::MAX))
}
