//! Everything that can happen to the page's state.

use crate::types::{
    BranchesView, FormView, GalleryItem, KindView, LadderView, LaneView, MatrixView, MessageView,
    OutcomeView, ProblemView, ReasonView, Snapshot, StripView, WhyView,
};
use lampfield_core::rules::RuleId;

use super::{
    BottomTab, Dialog, EngineState, InspectorTab, LearnAct, Lens, Notice, NoticeKind, Place, Prefs,
    Selection, Source, Speed, Turn,
};

/// One thing that happened: an answer of the engine, or a wish of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The engine came, or went.
    Engine(EngineState),
    /// A long request is so far, per mille.
    Progress(u16),
    /// A file was taken, and this is its run.
    Loaded(Box<Source>, Box<Snapshot>),
    /// The run went on, or back.
    Snapshot(Box<Snapshot>),
    /// Only the clock went on, microseconds.
    Clock(i64),
    /// A file was not taken, and why; the run before it stands.
    Problems(Box<Source>, Vec<ProblemView>),
    /// Rows of the ladder came.
    Ladder(LadderView),
    /// The lamp lanes came.
    Lanes(Vec<LaneView>),
    /// The strip behind the slider came.
    Strip(StripView),
    /// What came of the checks.
    Outcomes(Vec<OutcomeView>),
    /// The gallery came.
    Gallery(Vec<GalleryItem>),
    /// Why a lamp shows what it shows.
    Why(WhyView),
    /// A message came.
    Message(Box<MessageView>),

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
    /// The document's text came.
    Written(String),
    /// The user types in it; none takes the document's own text again.
    Draft(Option<Box<Source>>),
    /// What is wrong with what was typed, by its number.
    Checked(u32, Vec<ProblemView>),
    /// Something happened to what is being learnt.
    Learn(Box<LearnAct>),
    /// The branches came.
    Branches(BranchesView),
    /// Compare the run with this branch.
    Compare(u32),
    /// Who may watch whom came.
    Matrix(MatrixView),
    /// Faults are about this link; empty for all.
    Link(String),
    /// Open a place of the configuration.
    Configure(Place),
    /// All kinds of objects came.
    Objects(Vec<KindView>),
    /// A form came.
    Form(Box<FormView>),
    /// Why an act was not taken, or what to look at after it; nothing: it is done.
    Reasons(Vec<ReasonView>),
}

impl From<LearnAct> for Action {
    fn from(act: LearnAct) -> Self {
        Self::Learn(Box::new(act))
    }
}
