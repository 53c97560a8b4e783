//! What components say: one enum, so that a test of a component reads what it said.

use yew::{Callback, MouseEvent};

use crate::state::{Action, Moment, Place, Source, Turn};

use super::Wish;

/// A wish of the user, from wherever it was uttered.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Change only what the page shows.
    Show(Action),
    /// Act in the run, in the words of the scenario language: `Phone B lifts`.
    Act(String),
    /// Play, pause, or play again from the start.
    TogglePlay,
    /// Stand at this time, microseconds.
    Seek(i64),
    /// One event on.
    Step,
    /// One event back.
    StepBack,
    /// On to the next lamp change.
    NextLamp,
    /// Back to the lamp change before.
    PreviousLamp,
    /// To the end of the run so far, or of the file.
    ToEnd,
    /// Load a scenario and play it.
    Load(Box<Source>),
    /// Come back to a moment.
    Resume(Box<Moment>),
    /// Load the same file again, with the same seed or another.
    Reload(Option<u32>),
    /// Save the scenario's file.
    Save,
    /// Save the trace.
    Export,
    /// Copy a text.
    Copy(String),
    /// Walk in the ladder.
    Walk(i32),
    /// Give up a request that takes too long.
    Cancel,
    /// Undo the last change of the document, or do it again.
    Turn(Turn),
    /// Take what the user typed as the document.
    Apply,
    /// Begin with an empty cluster.
    Blank,
    /// What a learner wants.
    Learn(Wish),
    /// Go over to a branch.
    Switch(u32),
    /// Delete a branch.
    Forget(u32),
    /// Lose a message, by the event of its sending.
    Skip(u32),
    /// On to the next expiry, refresh or retry of a subscription or registration.
    NextExpiry,
    /// Why a cell of the matrix has its letter: the watcher's place, the line's, and whether from a
    /// call list.
    Cell(u32, u32, bool),
    /// Copy the whole ladder as text.
    CopyLadder,
    /// Play the run of a trace file to its end: it should have this digest there.
    Replay(Box<Moment>, String),
    /// Act, and stand at a place of the configuration once that is done.
    Change(String, Place),
    /// Put something new into the cluster, or take one out that no act can.
    Place(String),
    /// Let a key of a phone watch a line: the phone, the button or 0, the line, its label.
    Watch(String, u16, String, String),
}

impl From<Action> for Intent {
    fn from(action: Action) -> Self {
        Self::Show(action)
    }
}

/// A click that says something. What is said is made beforehand, so that there is one piece of code
/// for all buttons.
pub fn say(emit: &Callback<Intent>, what: impl Into<Intent>) -> Callback<MouseEvent> {
    fixed(emit.clone(), what.into())
}

fn fixed(emit: Callback<Intent>, intent: Intent) -> Callback<MouseEvent> {
    Callback::from(move |_| emit.emit(intent.clone()))
}
