//! What a SUBSCRIBE must be before anybody decides on it (R-5, RFC 3261 8.2, RFC 6665 4.2.1.1).

use super::form::{Form, Served};
use crate::sip::SipTimers;
use crate::sip::message::Message;

/// The event package of PIDF documents.
pub(super) const PACKAGE: &str = "presence";
/// From here on a short `Expires` is never too brief (RFC 6665 4.2.1.1).
const AN_HOUR: u32 = 3600;

/// The seconds that will be granted, or the code that says no.
pub(super) fn screen(
    message: &Message,
    served: Served,
    timers: &SipTimers,
) -> Result<(u32, Form), u16> {
    let uri = message.request_uri();
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if !scheme.eq_ignore_ascii_case("sip") && !scheme.eq_ignore_ascii_case("sips") {
        return Err(416);
    }
    if message.require().next().is_some() {
        return Err(420);
    }
    if message.from_tag().is_none() || message.contact().is_none() {
        return Err(400);
    }
    let form = served.form(message).ok_or(489u16)?;
    let asked = message.expires().unwrap_or(timers.max_expires);
    if asked > 0 && asked < AN_HOUR && asked < timers.min_expires {
        return Err(423);
    }
    if message.accept().is_some_and(|mut types| !types.any(|range| form.meets(range))) {
        return Err(406);
    }
    Ok((asked.min(timers.max_expires), form))
}
