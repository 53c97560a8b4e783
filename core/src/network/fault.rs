//! What a scenario does to the network.

use super::LinkOptions;
use crate::id::PhoneId;
use crate::rng::Chance;
use crate::time::Duration;

/// A fault, or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The link of this phone carries nothing any more.
    Cut(PhoneId),
    /// The link of this phone carries again.
    Heal(PhoneId),
    /// The next datagram of this kind is lost, once.
    LoseNext {
        /// So many of this kind go before it, whatever becomes of them.
        but: u16,
        /// A method, or the three digits of a status code, as they stand in the start line.
        method: Box<str>,
        /// Whether the phone receives or sends it.
        end: LinkEnd,
        /// The phone.
        phone: PhoneId,
    },
    /// One property of a link changes.
    Disturb {
        /// The phone of the link; none means every link.
        phone: Option<PhoneId>,
        /// What changes.
        disturbance: Disturbance,
    },
    /// All faults end: no jitter, loss, duplication, reordering, cut or waiting one-shot.
    Calm,
}

impl Fault {
    /// The phone whose link it is about; none where it is about all links.
    pub fn phone(&self) -> Option<PhoneId> {
        match self {
            Fault::Cut(phone) | Fault::Heal(phone) | Fault::LoseNext { phone, .. } => Some(*phone),
            Fault::Disturb { phone, .. } => *phone,
            Fault::Calm => None,
        }
    }
}

/// Which end of its link a phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkEnd {
    /// `to Phone A`.
    To,
    /// `from Phone A`.
    From,
}

/// A change of one property of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disturbance {
    /// See [`LinkOptions::loss`].
    Loss(Chance),
    /// See [`LinkOptions::duplication`].
    Duplication(Chance),
    /// See [`LinkOptions::reordering`].
    Reordering(Chance),
    /// See [`LinkOptions::latency`].
    Latency(Duration),
    /// See [`LinkOptions::jitter`].
    Jitter(Duration),
}

impl Disturbance {
    pub(crate) fn apply(self, options: &mut LinkOptions) {
        match self {
            Disturbance::Loss(chance) => options.loss = chance,
            Disturbance::Duplication(chance) => options.duplication = chance,
            Disturbance::Reordering(chance) => options.reordering = chance,
            Disturbance::Latency(time) => options.latency = time,
            Disturbance::Jitter(time) => options.jitter = time,
        }
    }
}

/// A waiting [`Fault::LoseNext`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OneShot {
    pub(crate) but: u16,
    pub(crate) method: Box<str>,
    pub(crate) end: LinkEnd,
    pub(crate) phone: PhoneId,
}

impl OneShot {
    /// Whether this datagram on the link of `phone` is of the kind that it waits for; `outwards` is
    /// towards the phone.
    pub(crate) fn means(&self, phone: PhoneId, outwards: bool, bytes: &[u8]) -> bool {
        self.phone == phone
            && outwards == (self.end == LinkEnd::To)
            && starts_with_word(bytes, &self.method)
    }
}

/// Whether a SIP start line is of this method (`NOTIFY`) or status code (`200`).
fn starts_with_word(bytes: &[u8], word: &str) -> bool {
    let start = bytes.strip_prefix(b"SIP/2.0 ").unwrap_or(bytes);
    start.strip_prefix(word.as_bytes()).is_some_and(|rest| rest.first() == Some(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_shot_waits_for_its_method_its_direction_and_its_phone() {
        let phone = PhoneId(3);
        let shot = OneShot { but: 0, method: "NOTIFY".into(), end: LinkEnd::To, phone };
        assert!(shot.means(phone, true, b"NOTIFY sip:a SIP/2.0\r\n"));
        assert!(!shot.means(phone, false, b"NOTIFY sip:a SIP/2.0\r\n"));
        assert!(!shot.means(PhoneId(4), true, b"NOTIFY sip:a SIP/2.0\r\n"));
        assert!(!shot.means(phone, true, b"NOTIFYING sip:a SIP/2.0\r\n"));
        let answer = OneShot { but: 0, method: "200".into(), end: LinkEnd::From, phone };
        assert!(answer.means(phone, false, b"SIP/2.0 200 OK\r\n"));
    }
}
