//! From the engine's own types to what crosses to the page.

mod ladder;
mod lanes;
mod nodes;
mod outcome;
mod phone;
mod row;
mod snapshot;
mod strip;
mod why;

pub(super) use ladder::LadderCache;
pub(super) use lanes::{LampsCache, last_lamp_change};
pub(super) use outcome::outcomes;
pub(super) use snapshot::Drawn;
pub(super) use strip::strip;
pub(super) use why::{decided, message, why};
