//! The status table: what a device's line state makes of a presentity, and why.

use super::{Engine, Fact, LineState, PublishedStatus, Recorder, Verdict};
use crate::cluster::{Cluster, Model, Protocol};
use crate::id::DnId;
use crate::rules::RuleId;

/// What one device of this model, in this state, makes of its line (QUIRK-4, 5, 8, 9).
pub fn device_status(model: &Model, state: LineState) -> PublishedStatus {
    use PublishedStatus::{Busy, Idle, Unknown};
    let h323 = model.protocol == Protocol::H323;
    match state {
        LineState::NotConnected if h323 => Idle,
        LineState::NotConnected => Unknown,
        LineState::OnHook => Idle,
        LineState::OffHook if model.hides_off_hook() => Idle,
        LineState::OffHook => Busy,
        LineState::RingingIn if h323 => Busy,
        LineState::RingingIn => Idle,
        LineState::Connected => Busy,
    }
}

/// The rule behind [`device_status`].
pub fn device_rule(model: &Model, state: LineState) -> RuleId {
    match state {
        LineState::NotConnected => RuleId::Quirk9,
        LineState::OnHook => RuleId::Watch7,
        LineState::OffHook if model.hides_off_hook() => RuleId::Quirk4,
        LineState::OffHook => RuleId::Quirk5,
        LineState::RingingIn => RuleId::Quirk8,
        LineState::Connected => RuleId::R12,
    }
}

/// What the devices of a line make together: busy if any is busy, else idle if any is idle, else
/// unknown; so a line on no device at all is unknown.
pub fn shared_status(each: impl Iterator<Item = PublishedStatus>) -> PublishedStatus {
    let rank = |status: &PublishedStatus| match status {
        PublishedStatus::Unknown => 0,
        PublishedStatus::Idle => 1,
        PublishedStatus::Busy => 2,
    };
    each.max_by_key(rank).unwrap_or_default()
}

/// Takes down why `dn` has the status that it has now: a check for each of its devices, and R-7
/// where there is more than one (or none).
///
/// Belongs behind the checks of an allowed decision, and behind each later change of the status.
pub fn status_checks(c: &Cluster, engine: &Engine, dn: DnId, record: &mut impl Recorder) {
    let mut devices = 0_u32;
    for (phone, state) in engine.devices(dn) {
        devices += 1;
        let Some(model) = c.phones.get(phone).map(|p| &p.model) else { continue };
        let status = device_status(model, state);
        let fact = || Fact::DeviceStatus { phone, state, status };
        record.check(device_rule(model, state), Verdict::Noted, fact);
        if state == LineState::OffHook {
            // Which moments of a call are off-hook is a reading behind QUIRK-4 and QUIRK-5.
            record.check(RuleId::R12, Verdict::Noted, fact);
        }
    }
    let status = engine.status(dn);
    if devices != 1 {
        record.check(RuleId::R7, Verdict::Noted, || Fact::SharedLine { devices, status });
    }
    record.check(RuleId::Watch7, Verdict::Noted, || Fact::Status(status));
}
