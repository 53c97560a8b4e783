//! The state of the workbench: one value, one list of actions, one reducer. No DOM in here.

mod action;
mod bench;
mod build;
mod clock;
mod keys;
mod ladder;
mod notice;
mod prefs;
mod reduce;
#[cfg(test)]
mod reduce_tests;
mod run;
mod shared;
mod source;
mod speed;

pub use action::Action;
pub use bench::{BottomTab, Dialog, EngineState, InspectorTab, Lens, Workbench};
pub use build::{Build, Place};
pub use clock::{clock, seconds, span};
pub use keys::{KEYS, Key, KeyAct, KeyPress, find_key};
pub use ladder::{LadderState, ROW_HEIGHT};
pub use notice::{Notice, NoticeKind};
pub use prefs::{Prefs, Theme};
pub use run::Run;
pub(crate) use run::lamps;
pub use shared::Shared;
pub use source::{Moment, Selection, Source};
pub use speed::Speed;
