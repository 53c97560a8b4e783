//! What happened, event by event, with causes; and the views on it.
//!
//! A [`Trace`] takes every event in, whatever its [`TraceLevel`]: the digest, and what is *kept*
//! aside ([`Kept`]: lamps, line states, published statuses, the decision behind each lamp) are the
//! same at each level. Only how many events can be looked at differs.

pub mod encode;
mod event;
pub mod export;
pub mod glyph;
mod kept;
pub mod ladder;
mod lamp;
pub mod lamps;
mod record;
mod seen;
mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use event::{Event, MessageId, What};
pub use kept::{Kept, KeptDecision, Learned, Shown};
pub use lamp::{Lamp, LampKey, LampPlace};
pub use record::{Trace, TraceLevel};
