//! The language of scenarios: reading a file with all its mistakes at once, and playing it.

mod lower;
mod model;
mod places;
mod sources;
mod yaml;

pub use lower::{NoLamp, VERSION, find_lamp, load, split_phone, watched_number};
pub use model::{
    Action, Backend, Count, Expectation, Expected, Invariant, Matcher, Only, Scenario, Showing,
    Step, WaveRow, Waveform, When, Window, lamp_name, list_word,
};
pub use places::Places;
pub use sources::{LeavesRoot, MemorySources, SourceError, Sources, join, text_of};
