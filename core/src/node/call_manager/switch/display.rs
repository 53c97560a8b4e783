//! What the display of a phone says of its calls.

use super::DeviceLine;
use super::call::{Call, LegState};
use super::commands::Switch;
use crate::id::{DnId, PhoneId};

/// What a line's most telling call is about, for the display of its phone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallDisplay {
    /// Rings, called from this number.
    From(Box<str>),
    /// Lifted, no number dialled yet.
    DialTone,
    /// Rings these directory numbers (one, or a shared line several times).
    Calling(DnId),
    /// Reorder or busy tone: nobody can be reached.
    Tone,
    /// In conversation with this line.
    With(DnId),
    /// In conversation and on hold.
    Held(DnId),
}

impl Switch {
    /// What the display says of a line: a call in conversation before an attempt, and that before
    /// one that rings. `None` where the line has no call.
    pub(in crate::node::call_manager) fn display(&self, line: DeviceLine) -> Option<CallDisplay> {
        let legs = self.legs_with_calls(line.phone).filter(|(_, leg)| leg.at.dn == line.dn);
        let (call, leg) = legs.max_by_key(|(_, leg)| telling(leg.state))?;
        let other = other_line(call, line.phone);
        Some(match leg.state {
            LegState::RingsIn => CallDisplay::From(call.from.clone()),
            LegState::DialTone => CallDisplay::DialTone,
            LegState::RingsOut => other.map_or(CallDisplay::Tone, CallDisplay::Calling),
            LegState::Tone => CallDisplay::Tone,
            LegState::Talks => other.map_or(CallDisplay::Tone, CallDisplay::With),
            LegState::Held => other.map_or(CallDisplay::Tone, CallDisplay::Held),
        })
    }
}

fn telling(state: LegState) -> u8 {
    match state {
        LegState::RingsIn => 0,
        LegState::Held => 1,
        LegState::DialTone | LegState::RingsOut | LegState::Tone => 2,
        LegState::Talks => 3,
    }
}

fn other_line(call: &Call, phone: PhoneId) -> Option<DnId> {
    call.legs.iter().find(|leg| leg.at.phone != phone).map(|leg| leg.at.dn)
}
