//! What crosses the boundary between engine and page: plain data, no behaviour.
//!
//! Times are microseconds as safe integers, digests hex, ids small integers. The engine's own
//! types never cross; these are made from them in [`crate::engine`].

mod build;
#[cfg(test)]
mod face_tests;
mod file;
mod ladder;
mod learn;
mod reply;
mod request;
mod sheet;
mod strip;
mod ticket;
mod time;
mod view;
mod why;

pub use build::{ColumnView, FieldView, FormView, KindView, ReasonView};
pub use file::{GalleryItem, OutcomeView, ProblemView};
pub use ladder::{LadderRow, LadderView, LaneRow, LaneView, RowKind, Span};
pub use learn::{CardView, ChoiceView, LessonItem, LessonView, VerdictView};
pub use reply::Reply;
pub use request::Request;
pub use sheet::{RowView, SheetView};
pub use strip::{STRIP_COLUMNS, STRIP_FACES, STRIP_GAP, STRIP_LANE, STRIP_LANES, StripView};
pub use ticket::{TicketView, ToldView};
pub use time::{
    BranchView, BranchesView, CompareView, FaultView, MatrixView, TimerView, TimersView,
};
pub use view::{EntryView, KeyView, LampView, LineView, ListView, NodeView, PhoneView, Snapshot};
pub use why::{CheckView, MessageView, RemedyView, WhyView};
