//! Between dialogs and what a lamp can show of a line.

use super::{Dialog, Direction, State};

/// What a lamp can show of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineWord {
    /// No call.
    Idle,
    /// It rings, and nobody on it talks or dials.
    Ringing,
    /// In a call, or making one.
    Busy,
}

impl LineWord {
    /// All of them.
    pub const ALL: [LineWord; 3] = [LineWord::Idle, LineWord::Ringing, LineWord::Busy];

    /// As people say it.
    pub const fn text(self) -> &'static str {
        match self {
            LineWord::Idle => "idle",
            LineWord::Ringing => "ringing",
            LineWord::Busy => "busy",
        }
    }
}

/// What a line with these dialogs shows: busy where one is confirmed or is an outgoing call, else
/// ringing where one is on its way in, else idle. A call that does not tell its direction comes in:
/// servers that leave it out tell of those alone.
pub fn line_word(dialogs: &[Dialog]) -> LineWord {
    let one = |dialog: &Dialog| match (dialog.state, dialog.direction) {
        (State::Terminated, _) => LineWord::Idle,
        (State::Confirmed, _) | (_, Some(Direction::Initiator)) => LineWord::Busy,
        (State::Trying | State::Proceeding | State::Early, _) => LineWord::Ringing,
    };
    dialogs.iter().map(one).max().unwrap_or(LineWord::Idle)
}

/// Dialogs by which a line shows this, where nobody knows the real ones: at most one, whose id is
/// that of the line. A new call needs a new id (RFC 4235 4.1.1), so `call` numbers them.
pub fn dialogs_of(word: LineWord, line: &str, call: u32) -> Vec<Dialog> {
    let (direction, state) = match word {
        LineWord::Idle => return Vec::new(),
        LineWord::Ringing => (Some(Direction::Recipient), State::Early),
        LineWord::Busy => (None, State::Confirmed),
    };
    vec![Dialog { id: format!("{line}-{call}").into(), direction, state }]
}
