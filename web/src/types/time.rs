//! What the engine shows of time: branches, and what differs between them.

use super::LaneView;
use serde::Serialize;

/// A run that is not the present one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BranchView {
    /// Its number.
    pub number: u32,
    /// The first thing that the user did in it and not in the present run, as `(time, sentence)`;
    /// where there is none, what the user did only in the present one.
    pub act: (i64, String),
    /// Whether `act` is what it goes without.
    pub without: bool,
    /// How much the user did in it in all; 0: it is the file's own run.
    pub acts: u32,
    /// How far it went, microseconds.
    pub reached_us: i64,
}

/// All branches, and one of them beside the present run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BranchesView {
    /// The one that was left last at the end.
    pub branches: Vec<BranchView>,
    /// What differs; none without a branch.
    pub compare: Option<CompareView>,
}

/// The present run and a branch side by side, up to now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareView {
    /// The branch's number.
    pub number: u32,
    /// What the user did only in the present run, as `(time, sentence)`.
    pub here: Vec<(i64, String)>,
    /// What the user did only in the branch.
    pub there: Vec<(i64, String)>,
    /// When the first lamp differs, microseconds; negative where none does.
    pub first_us: i64,
    /// The lamps that differ, the first to do so on top: a row `here` and a row `there`.
    pub lanes: Vec<LaneView>,
    /// How many more of them there are.
    pub more: u32,
    /// How many lamps show the same all the time.
    pub same: u32,
}

/// A fault of the network that is in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultView {
    /// In the words of the language: `cut Phone A`.
    pub sentence: String,
    /// What takes it back: `heal Phone A`.
    pub undo: String,
    /// The lane of the CallManager whose link it is about.
    pub from_lane: u16,
    /// The lane of the link's other end; the same where it is about all links.
    pub to_lane: u16,
}

/// What runs out unless it is renewed, at this moment of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimersView {
    /// The moment, microseconds.
    pub now_us: i64,
    /// Soonest first, at the end what does not run out by itself.
    pub rows: Vec<TimerView>,
    /// How many more there are.
    pub more: u32,
}

/// A subscription, or a registration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimerView {
    /// Whose it is: a lamp, where it is for one.
    pub who: String,
    /// Whether `who` is a lamp.
    pub lamp: bool,
    /// Whether it is a registration.
    pub registration: bool,
    /// The cluster that would end it, where there are several.
    pub cluster: String,
    /// The trunk that it goes through, where that is not `who`.
    pub trunk: String,
    /// The number that is watched or registered.
    pub number: String,
    /// What was told last; empty where nothing was.
    pub told: String,
    /// When it ends, microseconds.
    pub ends_us: Option<i64>,
    /// Whether it waits for its answer.
    pub pending: bool,
}

/// Who may watch whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixView {
    /// What can be watched.
    pub lines: Vec<String>,
    /// Each watcher with two letters for each line: by a BLF key, and from a call list.
    pub watchers: Vec<(String, String)>,
    /// Each presence group with a letter for what it may see of each: `a` allowed, `d` disallowed,
    /// `s` the system default, `=` itself.
    pub groups: Vec<(String, String)>,
    /// The cluster's name, where there are several.
    pub cluster: String,
    /// Whether the system default allows.
    pub allows: bool,
    /// How many watchers and lines are not shown.
    pub left_out: u32,
}
