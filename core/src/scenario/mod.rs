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

pub use lower::{NoLamp, Spoken, VERSION, find_lamp, find_phone, load, watched_number};
pub use model::{
    Act, Action, Asker, Backend, Count, Expectation, Expected, Invariant, KnownFailure, LampRef,
    Matcher, Only, Order, Party, PhoneRef, Scenario, Showing, Step, View, WaveRow, Waveform, When,
    Window, is_day,
};
pub use places::Places;
pub use player::{Change, CheckOutcome, Deed, PlayOptions, Player, Shown};
pub use report::{Report, Verdict};
pub use sources::{LeavesRoot, MemorySources, SourceError, Sources, join, text_of};
pub use subject::Subject;
