//! What happened, event by event, with causes; and the views on it.

mod lamp;

pub use lamp::{Lamp, LampKey, LampPlace};
