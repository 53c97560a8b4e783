//! The language of scenarios: reading a file with all its mistakes at once, and playing it.

mod sources;

pub use sources::{LeavesRoot, MemorySources, SourceError, Sources, join, text_of};
