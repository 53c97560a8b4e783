//! The status of a presentity: the table, shared lines and several calls.

use lampfield_core::cluster::{Model, Protocol};
use lampfield_core::presence::{LineState, PublishedStatus};

/// The columns of the status table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Sccp,
    Sip,
    QuietSip,
    H323,
}

fn column(model: &Model) -> Column {
    let quiet = ["7960", "7940", "7905", "7912"].contains(&model.number.as_str());
    match model.protocol {
        Protocol::Sccp => Column::Sccp,
        Protocol::Sip if quiet => Column::QuietSip,
        Protocol::Sip => Column::Sip,
        Protocol::H323 => Column::H323,
    }
}

/// What one device makes of its line: the table of the rules, row by row.
pub fn of_device(model: &Model, state: LineState) -> PublishedStatus {
    use PublishedStatus::{Busy, Idle, Unknown};
    let [sccp, sip, quiet, h323] = match state {
        LineState::OnHook => [Idle, Idle, Idle, Idle],
        LineState::OffHook => [Busy, Busy, Idle, Busy],
        LineState::RingingIn => [Idle, Idle, Idle, Busy],
        LineState::Connected => [Busy, Busy, Busy, Busy],
        LineState::NotConnected => [Unknown, Unknown, Unknown, Idle],
    };
    match column(model) {
        Column::Sccp => sccp,
        Column::Sip => sip,
        Column::QuietSip => quiet,
        Column::H323 => h323,
    }
}

/// What the devices of a shared line make together.
pub fn of_line(devices: &[PublishedStatus]) -> PublishedStatus {
    [PublishedStatus::Busy, PublishedStatus::Idle]
        .into_iter()
        .find(|status| devices.contains(status))
        .unwrap_or(PublishedStatus::Unknown)
}

/// What one call does on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Ringing in.
    RingsIn,
    /// Dial tone, dialling, or ringing the far end.
    IsMade,
    /// Connected.
    IsConnected,
    /// On hold: connected.
    IsHeld,
}

/// What a connected device does on a line with these calls.
pub fn of_calls(calls: &[Call]) -> LineState {
    let any = |wanted: &[Call]| calls.iter().any(|call| wanted.contains(call));
    if any(&[Call::IsConnected, Call::IsHeld]) {
        LineState::Connected
    } else if any(&[Call::IsMade]) {
        LineState::OffHook
    } else if any(&[Call::RingsIn]) {
        LineState::RingingIn
    } else {
        LineState::OnHook
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connected_call_decides_before_one_that_is_made_and_that_before_one_that_rings() {
        use Call::{IsHeld, IsMade, RingsIn};
        assert_eq!(of_calls(&[RingsIn, IsMade, IsHeld]), LineState::Connected);
        assert_eq!(of_calls(&[RingsIn, IsMade]), LineState::OffHook);
        assert_eq!(of_calls(&[RingsIn]), LineState::RingingIn);
        assert_eq!(of_calls(&[]), LineState::OnHook);
    }
}
