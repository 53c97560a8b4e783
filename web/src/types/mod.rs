//! What crosses the boundary between engine and page: plain data, no behaviour.
//!
//! Times are microseconds as safe integers, digests hex, ids small integers. The engine's own
//! types never cross; these are made from them in [`crate::engine`].

mod build;
#[cfg(test)]
mod face_tests;
mod learn;
mod request;
mod sheet;
mod strip;
mod ticket;
mod time;
mod view;

pub use build::{ColumnView, FieldView, FormView, KindView, ReasonView};
pub use learn::{CardView, ChoiceView, LessonItem, LessonView, VerdictView};
pub use request::{Reply, Request};
pub use sheet::{RowView, SheetView};
pub use strip::{STRIP_COLUMNS, STRIP_FACES, STRIP_GAP, STRIP_LANE, STRIP_LANES, StripView};
pub use ticket::{TicketView, ToldView};
pub use time::{
    BranchView, BranchesView, CompareView, FaultView, MatrixView, TimerView, TimersView,
};
pub use view::{
    CheckView, EntryView, GalleryItem, KeyView, LadderRow, LadderView, LampView, LaneRow, LaneView,
    LineView, ListView, MessageView, NodeView, OutcomeView, PhoneView, ProblemView, RemedyView,
    RowKind, Snapshot, Span, WhyView,
};
