//! A dialog (RFC 3261 12): who speaks with whom, through whom, and with which numbers.

use crate::gather::Gather;
use crate::limits;
use crate::sip::message::{self, Message};
use std::borrow::Cow;
use std::sync::Arc;

/// What requests of a dialog are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialog {
    pub(super) call_id: Box<str>,
    /// Our tag: the key of the leg, so that whatever the far end sends leads there in one step.
    pub(super) local_tag: Box<str>,
    /// Empty while there is no dialog.
    pub(super) remote_tag: Box<str>,
    /// Name-addrs without tags.
    pub(super) local: Box<str>,
    pub(super) remote: Box<str>,
    /// The remote target; before there is a dialog: who is called.
    pub(super) target: Box<str>,
    /// The route set, in the order of our requests.
    pub(super) routes: Vec<Box<str>>,
    pub(super) local_cseq: u32,
    /// 0 while the far end has sent no request.
    pub(super) remote_cseq: u32,
}

impl Dialog {
    /// The dialog that an INVITE begins at its receiver (RFC 3261 12.1.1).
    /// `None` with too many proxies, or one to which nothing can be sent.
    pub(super) fn of_invite(invite: &Message) -> Option<Dialog> {
        let name_addr = |uri: &str| format!("<{uri}>").into_boxed_str();
        Some(Dialog {
            call_id: invite.call_id().into(),
            local_tag: Box::default(),
            remote_tag: invite.from_tag().unwrap_or("").into(),
            local: name_addr(invite.to_uri()),
            remote: name_addr(invite.from_uri()),
            target: invite.contact().unwrap_or("").into(),
            routes: route_set(invite)?,
            local_cseq: 0,
            remote_cseq: invite.cseq(),
        })
    }

    /// The dialog that an answer makes at the sender of the INVITE (RFC 3261 12.1.2).
    /// Whether its proxies can be used: `false` with too many, or one to which nothing can be sent.
    pub(super) fn established_by(&mut self, answer: &Message) -> bool {
        self.remote_tag = answer.to_tag().unwrap_or("").into();
        self.refresh_target(answer);
        let routes = route_set(answer);
        let usable = routes.is_some();
        self.routes = routes.unwrap_or_default();
        self.routes.reverse();
        usable
    }

    /// Takes the remote target from a message that may change it (RFC 3261 12.2).
    pub(super) fn refresh_target(&mut self, message: &Message) {
        if let Some(target) = message.contact() {
            self.target = target.into();
        }
    }

    /// Whether a request of the far end belongs here. Before there is a dialog its tag is not known.
    pub(super) fn owns(&self, request: &Message) -> bool {
        let tag = request.from_tag().unwrap_or("");
        *self.call_id == *request.call_id()
            && (self.remote_tag.is_empty() || *self.remote_tag == *tag)
    }

    /// The Request-URI and the values of Route (RFC 3261 12.2.1.1).
    pub(super) fn path(&self) -> (&str, Cow<'_, [Box<str>]>) {
        match self.routes.split_first() {
            Some((first, others)) if !message::routes_loosely(first) => {
                let mut routes = others.to_vec();
                routes.push(format!("<{}>", self.target).into_boxed_str());
                (message::route_uri(first), Cow::Owned(routes))
            }
            _ => (&self.target, Cow::Borrowed(&self.routes)),
        }
    }

    /// What tells a call from others before it has a tag of ours (RFC 3261 8.2.2.2).
    pub(super) fn name(&self) -> Arc<[u8]> {
        [&self.call_id, "\n", &self.remote_tag].concat().into_bytes().into()
    }

    /// The number of our next request.
    pub(super) fn next_cseq(&mut self) -> u32 {
        self.local_cseq = self.local_cseq.saturating_add(1);
        self.local_cseq
    }
}

/// The proxies that a message names, topmost first; `None` where they cannot be used.
fn route_set(message: &Message) -> Option<Vec<Box<str>>> {
    let most = limits::SIP_ROUTES.as_usize();
    let routes: Vec<Box<str>> = message.record_routes().take(most + 1).map(Into::into).gather();
    limits::SIP_ROUTES.check(routes.len()).ok()?;
    routes.iter().all(|route| message::is_route(route)).then_some(routes)
}
