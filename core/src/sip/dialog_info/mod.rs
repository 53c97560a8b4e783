//! The dialogs of a line as documents (RFC 4235): what phones that watch `Event: dialog` are told.
//!
//! A [`Writer`] numbers the documents of one subscription; a [`Table`] holds them together at the
//! other end. [`line_word`] and [`dialogs_of`] are the only ways between dialogs and what a lamp
//! can show.

mod read;
mod table;
#[cfg(test)]
mod tests;
mod word;
mod write;

pub use read::{Unreadable, read};
pub use table::{Applied, Table};
pub use word::{LineWord, dialogs_of, line_word};
pub use write::Writer;

/// The media type, exactly as it stands in Content-Type.
pub const MEDIA_TYPE: &str = "application/dialog-info+xml";
/// The event package.
pub const PACKAGE: &str = "dialog";

/// Where a dialog stands (RFC 4235 3.7.1). Nothing comes after `Terminated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// INVITE was sent, or came.
    Trying,
    /// It was answered by a 1xx without a tag.
    Proceeding,
    /// It was answered by a 1xx with a tag: it rings.
    Early,
    /// It was answered by a 2xx.
    Confirmed,
    /// It is over.
    Terminated,
}

impl State {
    /// All of them, in the order in which a dialog can go through them.
    pub const ALL: [State; 5] =
        [State::Trying, State::Proceeding, State::Early, State::Confirmed, State::Terminated];

    /// As it stands in a document.
    pub const fn text(self) -> &'static str {
        match self {
            State::Trying => "trying",
            State::Proceeding => "proceeding",
            State::Early => "early",
            State::Confirmed => "confirmed",
            State::Terminated => "terminated",
        }
    }

    /// The state that a document names; `None` for one that RFC 4235 does not know.
    pub fn parse(text: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.text() == text)
    }
}

/// Which side of a dialog the line is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// It calls.
    Initiator,
    /// It is called.
    Recipient,
}

impl Direction {
    /// As it stands in a document.
    pub const fn text(self) -> &'static str {
        match self {
            Direction::Initiator => "initiator",
            Direction::Recipient => "recipient",
        }
    }

    /// The direction that a document names.
    pub fn parse(text: &str) -> Option<Direction> {
        let all = [Direction::Initiator, Direction::Recipient];
        all.into_iter().find(|direction| direction.text() == text)
    }
}

/// A dialog of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    /// Its id, unique among those of the line and the same as long as it lives.
    pub id: Box<str>,
    /// Which side of it the line is on, where that is told.
    pub direction: Option<Direction>,
    /// Where it stands.
    pub state: State,
}

/// What a document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number within the subscription.
    pub version: u32,
    /// Whether it tells all dialogs (`full`), or those that changed (`partial`).
    pub full: bool,
    /// The line that it is about.
    pub entity: Box<str>,
    /// The dialogs.
    pub dialogs: Vec<Dialog>,
}
