//! What the engine answers. How it crosses: [`crate::wire`].

use super::{
    BranchesView, FormView, GalleryItem, KindView, LadderView, LaneView, LessonItem, LessonView,
    MatrixView, MessageView, OutcomeView, ProblemView, ReasonView, SheetView, Snapshot, StripView,
    TicketView, TimersView, ToldView, VerdictView, WhyView,
};

/// An answer of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The worker is ready to take requests.
    Ready,
    /// How far a long request is, 0 to 1000.
    Progress {
        /// Per mille.
        per_mille: u16,
    },
    /// The state of the run.
    Snapshot {
        /// The state.
        snapshot: Box<Snapshot>,
    },
    /// Nothing that a page draws has changed since the last snapshot but the clock: the cheap
    /// answer to `RunUntil` while nothing happens.
    Clock {
        /// Virtual time, microseconds.
        now_us: i64,
    },
    /// The file could not be taken; the run before it stands.
    Problems {
        /// Every mistake at once.
        problems: Vec<ProblemView>,
    },
    /// Rows of the ladder.
    Ladder {
        /// The rows.
        ladder: LadderView,
    },
    /// The lamp lanes.
    Lanes {
        /// One for each lamp.
        lanes: Vec<LaneView>,
    },
    /// The strip behind the slider.
    Strip {
        /// Its outlines.
        strip: StripView,
    },
    /// Why.
    Why {
        /// The explanation.
        why: WhyView,
    },
    /// A message.
    Message {
        /// Its bytes and meaning.
        message: Box<MessageView>,
    },
    /// What came of the checks, in the file's order.
    Outcomes {
        /// One for each check.
        outcomes: Vec<OutcomeView>,
    },
    /// The gallery.
    Gallery {
        /// Its scenarios.
        items: Vec<GalleryItem>,
    },
    /// A trace or a rule's text.
    Text {
        /// The text.
        text: String,
    },
    /// The engine is gone, and nothing more will come from it (number 0): the page spawns another
    /// and brings it back to where the last snapshot stood.
    Crashed {
        /// What is known of it.
        sentence: String,
    },
    /// The request made no sense to the engine: told in words, nothing changed.
    Refused {
        /// What, why and the nearest right thing.
        sentence: String,
    },
    /// All kinds of objects.
    Objects {
        /// One for each kind and cluster.
        kinds: Vec<KindView>,
    },
    /// A form.
    Form {
        /// It.
        form: Box<FormView>,
    },
    /// What the user did is against the rules: nothing changed.
    Denied {
        /// Every reason.
        reasons: Vec<ReasonView>,
    },
    /// The lessons.
    Lessons {
        /// In the order of their numbers.
        items: Vec<LessonItem>,
    },
    /// The lesson that is open.
    Lesson {
        /// Its cards.
        lesson: LessonView,
    },
    /// Something happens from now on.
    Plays {
        /// When the last of it has happened, microseconds.
        until_us: i64,
    },
    /// The answer to a question.
    Verdict {
        /// What, and why.
        verdict: VerdictView,
    },
    /// A trouble ticket.
    Ticket {
        /// What is known of it.
        ticket: TicketView,
    },
    /// A worksheet, or the checklist.
    Sheet {
        /// Its rows.
        sheet: SheetView,
    },
    /// What comes of an answer to a ticket.
    Told {
        /// In words.
        told: ToldView,
    },
    /// Whether a goal is reached.
    Checked {
        /// Each check that does not hold, in words; none: it is reached.
        failures: Vec<String>,
        /// Until when the run shows what the checks did, where it is reached.
        until_us: i64,
    },
    /// The branches.
    Branches {
        /// All of them, and one beside the present run.
        view: BranchesView,
    },
    /// What runs out.
    Timers {
        /// It, soonest first.
        view: TimersView,
    },
    /// Who may watch whom.
    Matrix {
        /// Both views.
        view: MatrixView,
    },
}
