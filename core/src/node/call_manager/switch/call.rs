//! One call and its legs.

use super::DeviceLine;
use crate::id::PhoneId;
use crate::presence::LineState;

/// What one party does in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::node::call_manager) enum LegState {
    /// Rings.
    RingsIn,
    /// Off-hook with dial tone, no number yet.
    DialTone,
    /// Off-hook, the far end rings.
    RingsOut,
    /// Off-hook with reorder or busy tone: nobody can be reached. Ends by hanging up only.
    Tone,
    /// In conversation.
    Talks,
    /// In conversation, and holds it.
    Held,
}

impl LegState {
    /// The line's state if this were its only leg.
    pub(super) fn line_state(self) -> LineState {
        match self {
            LegState::RingsIn => LineState::RingingIn,
            LegState::DialTone | LegState::RingsOut | LegState::Tone => LineState::OffHook,
            LegState::Talks | LegState::Held => LineState::Connected,
        }
    }

    /// Off-hook and not connected.
    pub(super) fn is_attempt(self) -> bool {
        matches!(self, LegState::DialTone | LegState::RingsOut | LegState::Tone)
    }
}

/// One party of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    /// The line that takes part.
    pub(super) at: DeviceLine,
    /// What it does.
    pub(super) state: LegState,
}

/// A call: the calling leg first, then those that it rings or the one that answered.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The caller's own number, for the lists of the others.
    pub(super) from: Box<str>,
    /// The legs; a phone has at most one in a call.
    pub(super) legs: Vec<Leg>,
}

impl Call {
    /// The leg of a phone.
    pub(super) fn leg(&self, phone: PhoneId) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.at.phone == phone)
    }

    /// The leg of a phone, for changing.
    pub(super) fn leg_mut(&mut self, phone: PhoneId) -> Option<&mut Leg> {
        self.legs.iter_mut().find(|leg| leg.at.phone == phone)
    }

    /// Whether it still rings somewhere.
    pub(super) fn rings(&self) -> bool {
        self.legs.iter().any(|leg| leg.state == LegState::RingsIn)
    }
}
