//! Everything that can happen to the page's state.

use crate::types::{ProblemView, Reply, SheetView, Snapshot};
use lampfield_core::rules::RuleId;

use super::{
    BottomTab, Dialog, EngineState, InspectorTab, LearnAct, Lens, Notice, NoticeKind, Place, Prefs,
    Selection, Source, Speed, Turn,
};

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum News {
    /// The user wishes so, or the page does.
    Wish(Action),
    /// The engine answered, and the answer says all.
    Reply(Reply),
    /// A file was taken, and this is its run.
    Loaded(Box<Source>, Box<Snapshot>),
    /// A file was not taken, and why; the run before it stands.
    Problems(Box<Source>, Vec<ProblemView>),
    /// The document's text came.
    Written(String),
    /// What is wrong with what was typed, by its number.
    Checked(u32, Vec<ProblemView>),
    /// A worksheet came.
    Sheet(SheetView),
}

impl From<Action> for News {
    fn from(action: Action) -> Self {
        Self::Wish(action)
    }
}

impl From<Reply> for News {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

/// A wish about what the page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The engine came, or went.
    Engine(EngineState),
    /// Let time run, or stop it.
    Play(bool),
    /// Set the pace.
    Speed(Speed),
    /// Look at something.
    Select(Selection),
    /// Open a tab of the inspector.
    Inspect(InspectorTab),
    /// Open a rule.
    Rule(RuleId),
    /// Open a tab below the canvas.
    Bottom(BottomTab),
    /// The ladder shows these rows: the first, how many, and whether the last is among them.
    LadderSeen {
        /// The first row.
        top: u32,
        /// How many fit.
        visible: u32,
        /// Whether it is scrolled to the end.
        at_end: bool,
    },
    /// Only rows with these words.
    Filter(String),
    /// The ladder as a table, or as a picture.
    LadderTable(bool),
    /// Look at this stretch of the lanes; none for all.
    Lens(Option<Lens>),
    /// Open a dialog, or close it.
    Dialog(Option<Dialog>),
    /// Tell something.
    Tell(Notice),
    /// It was read.
    Dismiss(NoticeKind),
    /// What the user likes has changed.
    Prefs(Prefs),

    /// Another document comes, and this was done in it.
    Turn(Turn, Vec<(i64, String)>),
    /// The user types in it; none takes the document's own text again.
    Draft(Option<Box<Source>>),
    /// Something happened to what is being learnt.
    Learn(Box<LearnAct>),
    /// Compare the run with this branch.
    Compare(u32),
    /// Faults are about this link; empty for all.
    Link(String),
    /// New things go into this cluster.
    Into(String),
    /// Open a place of the configuration.
    Configure(Place),
}

impl From<LearnAct> for Action {
    fn from(act: LearnAct) -> Self {
        Self::Learn(Box::new(act))
    }
}
