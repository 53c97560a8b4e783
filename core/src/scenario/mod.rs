//! The language of scenarios: reading a file with all its mistakes at once, and playing it.

mod failure;
mod fmt;
mod lower;
mod model;
mod patch;
mod places;
mod player;
mod print;
mod proof;
mod reference;
mod report;
mod schema;
mod sources;
mod subject;
mod upgrade;
mod yaml;

pub use fmt::{format, format_lesson, upgrade_lesson, write_scalar};
pub use lower::{NoLamp, Spoken, VERSION, find_lamp, find_phone, load, watched_number};
pub use lower::{is_lesson, load_any, load_lesson};
pub use model::{
    Act, Action, Asker, Axis, Backend, Count, Expectation, Expected, Invariant, KnownFailure,
    LampRef, Layout, Matcher, Only, Order, Party, PhoneRef, Scenario, Set, Showing, Step, View,
    WaveRow, Waveform, When, Window, is_day,
};
pub use model::{Choice, Goal, Lesson, Part, Prediction, Question};
pub use patch::{More, with_acts, with_more, with_settings, without};
pub use places::Places;
pub use player::{Change, CheckOutcome, Deed, PlayOptions, Player, RealClock, Shown};
pub use reference::{Page, page, reference};
pub use report::{Report, Verdict};
pub use schema::{lesson_schema, schema};
pub use sources::{MemorySources, SourceError, Sources, text_of};
pub use subject::Subject;
pub use upgrade::upgrade;
