//! The state of the workbench: one value, one list of actions, one reducer. No DOM in here.

mod action;
mod bench;
mod build;
mod clock;
mod keys;
mod ladder;
mod learn;
mod notice;
mod prefs;
mod recorded;
mod reduce;
#[cfg(test)]
mod reduce_tests;
mod run;
mod shared;
mod source;
mod speed;
mod time;
mod wire;
mod writing;
#[cfg(test)]
mod writing_tests;

pub use action::{Action, News};
pub use bench::{BottomTab, Dialog, EngineState, InspectorTab, Lens, Workbench};
pub use build::{Build, Place};
pub use clock::{clock, seconds, span};
pub use keys::{KEYS, Key, KeyAct, KeyPress, find_key};
pub use ladder::{LadderState, ROW_HEIGHT};
pub use learn::{Learn, LearnAct, Then};
pub use notice::{Notice, NoticeKind};
pub use prefs::{Prefs, Theme};
pub use recorded::recorded;
pub use run::Run;
pub(crate) use run::{SPOKEN_AT_ONCE, lamps};
pub use shared::Shared;
pub use source::{Moment, Selection, Source};
pub use speed::Speed;
pub use time::TimeState;
pub use wire::{Joins, Wire};
pub use writing::{Acts, Past, Turn, Writing};
