//! The workbench: everything that the page draws.

use crate::types::{GalleryItem, LaneView, MessageView, OutcomeView, StripView, WhyView};
use lampfield_core::rules::RuleId;
use lampfield_core::sorted::SortedMap;

use super::{
    Build, LadderState, Learn, Moment, Notice, NoticeKind, Prefs, Run, Selection, Shared, Source,
    Speed, TimeState, Writing,
};

/// Whether the engine can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EngineState {
    /// It is on its way.
    #[default]
    Starting,
    /// It answers.
    Ready,
    /// It cannot be had, and why: the page only shows what it has.
    Failed(String),
}

/// Tabs of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InspectorTab {
    /// Why a lamp shows what it shows.
    #[default]
    Why,
    /// A message byte by byte.
    Raw,
    /// A rule in our words.
    Rule,
    /// What is configured.
    Configure,
}

/// Tabs below the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BottomTab {
    /// Messages and changes, time downwards.
    #[default]
    Ladder,
    /// Truth, published, shown for each lamp.
    Lamps,
    /// The checks of the file.
    Checks,
    /// The file's text.
    Yaml,
    /// Branches of the run, one beside it.
    Branches,
    /// What runs out, and when.
    Timers,
    /// Who may watch whom.
    Matrix,
}

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The scenarios to choose from.
    Gallery,
    /// A link to this moment.
    Share,
    /// All keys.
    Help,
    /// A worksheet.
    Sheet,
}

/// The stretch of time that the lamp lanes show, microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lens {
    /// From.
    pub from_us: i64,
    /// To.
    pub to_us: i64,
}

/// The state of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbench {
    /// Whether the engine can be asked.
    pub engine: EngineState,
    /// How far a long request is, per mille.
    pub progress: Option<u16>,
    /// Where the run comes from.
    pub source: Shared<Source>,
    /// The run.
    pub run: Run,
    /// Whether time runs.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The ladder's window.
    pub ladder: LadderState,
    /// The lamp lanes over the whole run.
    pub lanes: Shared<Vec<Shared<LaneView>>>,
    /// What the first lamps showed over the whole run.
    pub strip: Shared<StripView>,
    /// What the lanes show of it; all where none is set.
    pub lens: Option<Lens>,
    /// What came of the checks.
    pub outcomes: Shared<Vec<OutcomeView>>,
    /// The scenarios that the page carries.
    pub gallery: Shared<Vec<GalleryItem>>,
    /// What is looked at.
    pub selection: Selection,
    /// The tab of the inspector.
    pub inspector: InspectorTab,
    /// The tab below the canvas.
    pub bottom: BottomTab,
    /// Why the selected lamp shows what it shows.
    pub why: Option<Shared<WhyView>>,
    /// The selected message.
    pub message: Option<Shared<MessageView>>,
    /// The rule that is open.
    pub rule: Option<RuleId>,
    /// What lies over the page.
    pub dialog: Option<Dialog>,
    /// What there is to tell.
    pub notices: SortedMap<NoticeKind, Notice>,
    /// What the user likes.
    pub prefs: Prefs,
    /// The text beside the canvas, and what can be undone.
    pub writing: Writing,
    /// What is being learnt.
    pub learn: Shared<Learn>,
    /// Time that went otherwise.
    pub time: TimeState,
    /// What is configured, and where one stands in it.
    pub build: Build,
}

impl Workbench {
    /// The run as it stands with what is typed, to come back to after a crash or on another visit.
    #[must_use]
    pub fn work(&self) -> Moment {
        let draft = self.writing.draft.as_ref().map(|own| (**own).clone());
        Moment { draft, ..self.moment() }
    }

    /// The run as it stands, to come back to by a link.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment {
            source: (*self.source).clone(),
            at_us: self.run.now_us,
            acts: (*self.writing.acts).clone(),
            selection: self.selection.clone(),
            draft: None,
        }
    }
}
