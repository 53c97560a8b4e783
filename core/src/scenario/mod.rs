//! The language of scenarios: reading a file with all its mistakes at once, and playing it.

mod failure;
mod lower;
mod model;
mod places;
mod player;
mod report;
mod sources;
mod subject;
mod yaml;

pub use lower::{NoLamp, Spoken, VERSION, find_lamp, load, split_phone, watched_number};
pub use model::{
    Action, Backend, Count, Expectation, Expected, Invariant, Matcher, Only, Scenario, Showing,
    Step, WaveRow, Waveform, When, Window,
};
pub use places::Places;
pub use player::{Change, CheckOutcome, PlayOptions, Player, Reason, Shown, reasons};
pub use report::{Report, Verdict};
pub use sources::{LeavesRoot, MemorySources, SourceError, Sources, join, text_of};
pub use subject::Subject;
