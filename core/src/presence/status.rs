//! Two of the three truths: what a line does, and what CallManager says about it. (The third, what
//! a watcher shows, is [`crate::trace::Lamp`].)

/// What one device does on one line: the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineState {
    /// Not connected to CallManager.
    #[default]
    NotConnected,
    /// Connected, handset down, no call.
    OnHook,
    /// Off-hook and not connected to anybody: dial tone, dialling, ringing the far end.
    OffHook,
    /// Ringing in.
    RingingIn,
    /// In a call, also on hold.
    Connected,
}

impl LineState {
    /// Which of a line's calls decides what the line does: the greater one. Connected before off-hook
    /// before ringing.
    pub const fn rank(self) -> u8 {
        match self {
            LineState::Connected => 3,
            LineState::OffHook => 2,
            LineState::RingingIn => 1,
            LineState::OnHook | LineState::NotConnected => 0,
        }
    }
}

/// What CallManager says of a presentity. Later statuses may join (WATCH-7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PublishedStatus {
    /// Not on the phone.
    Idle,
    /// On the phone.
    Busy,
    /// Status unknown.
    #[default]
    Unknown,
}
