//! One subscription, as small as it can be: there may be a million of them.

use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::message::{Message, SubscribeParts};

use super::pending::Pending;

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// Not asked for yet.
    #[default]
    Idle,
    /// The first SUBSCRIBE is out; waits for its answer and its NOTIFY, in either order.
    Asking,
    /// It lives.
    Live,
    /// A refresh is out.
    Refreshing,
    /// The unsubscription is out; waits for its answer and the last NOTIFY.
    Leaving,
    /// It is over.
    Over,
}

impl Phase {
    /// Whether an exchange is under way.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Phase::Asking | Phase::Refreshing | Phase::Leaving)
    }
}

/// What is said in every message of a dialog, and where the exchange that is out stands.
#[derive(Debug, Default)]
pub(super) struct Dialog {
    pub(super) phase: Phase,
    /// Random: what tells Call-ID and tag from those of other runs.
    pub(super) stamp: u32,
    /// CSeq of the latest NOTIFY.
    pub(super) heard: u32,
    /// The number of the latest change that it was told.
    pub(super) told: u32,
    remote_tag: Box<str>,
    remote_target: Box<str>,
    pub(super) pending: Pending,
    pub(super) answered: bool,
    pub(super) notified: bool,
}

/// Whose a dialog is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose<'a> {
    /// Its place among all.
    pub(super) nth: u32,
    pub(super) watcher: &'a str,
    pub(super) presentity: &'a str,
    pub(super) target: HostPort,
    pub(super) own: HostPort,
}

impl Dialog {
    /// Its Call-ID: place and stamp.
    pub(super) fn call_id(&self, nth: u32) -> String {
        format!("{nth:08x}{:08x}", self.stamp)
    }

    /// The place that a Call-ID names, and its stamp.
    pub(super) fn place_of(call_id: &str) -> Option<(u32, u32)> {
        let (nth, stamp) = call_id.split_at_checked(8)?;
        let number = |text: &str| u32::from_str_radix(text, 16).ok();
        Some((number(nth)?, (stamp.len() == 8).then_some(number(stamp)?)?))
    }

    /// Where its requests go, as their URI tells.
    pub(super) fn request_uri(&self, whose: Whose<'_>) -> String {
        match &*self.remote_target {
            "" => uri(whose.presentity, whose.target),
            target => target.to_owned(),
        }
    }

    /// Writes its SUBSCRIBE.
    pub(super) fn write(
        &self,
        whose: Whose<'_>,
        (branch, expires, authorization): (u64, u32, &str),
        out: &mut Vec<u8>,
    ) {
        let Whose { nth, watcher, presentity, target, own } = whose;
        SubscribeParts {
            request_uri: &self.request_uri(whose),
            via: own,
            branch,
            from: &uri(watcher, target),
            from_tag: &format!("{:08x}", self.stamp),
            to: &uri(presentity, target),
            to_tag: Some(&*self.remote_tag).filter(|tag| !tag.is_empty()),
            call_id: &self.call_id(nth),
            cseq: self.pending.cseq,
            contact: &uri(watcher, own),
            device: "",
            asks: "",
            expires,
            authorization,
            peculiar: None,
        }
        .write(out);
    }

    /// Takes in what an answer or a NOTIFY says of the dialog; `tag` is the far end's.
    pub(super) fn learn(&mut self, message: &Message, tag: Option<&str>) {
        for (known, told) in
            [(&mut self.remote_tag, tag), (&mut self.remote_target, message.contact())]
        {
            if let Some(told) = told.filter(|told| **known != **told) {
                *known = told.into();
            }
        }
    }
}

/// `sip:user@address`.
pub(super) fn uri(user: &str, at: HostPort) -> String {
    format!("sip:{user}@{at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_id_leads_back_to_its_place() {
        let dialog = Dialog { stamp: 0xdead_beef, ..Dialog::default() };
        let call_id = dialog.call_id(77);
        assert_eq!(Dialog::place_of(&call_id), Some((77, 0xdead_beef)));
        for other in ["", "0000004d", "0000004ddeadbee", "0000004ddeadbeef0", "ä000004ddeadbeef"] {
            assert_eq!(Dialog::place_of(other), None, "{other}");
        }
    }
}
