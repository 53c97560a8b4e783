//! SIP messages as scenarios speak of them.

use crate::cluster::Cluster;
use crate::id::{NodeId, PhoneId};
use crate::node::phone_of_node;
use crate::presence::{CallList, PublishedStatus};
use crate::scenario::model::Matcher;
use crate::sip::message::{Message, Method, State};
use crate::sip::pidf;
use crate::time::Instant;
use crate::trace::{Event, LampKey, LampPlace, words};

/// A SIP message that was sent.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) at: Instant,
    pub(super) from: Option<PhoneId>,
    pub(super) to: Option<PhoneId>,
    /// The method of a request, or the one that an answer answers.
    pub(super) method: Method,
    method_text: String,
    /// The code of an answer.
    pub(super) code: Option<u16>,
    pub(super) call_id: String,
    /// The number of the presentity.
    pub(super) about: Option<String>,
    pub(super) status: Option<PublishedStatus>,
    pub(super) state: Option<State>,
    reason: Option<String>,
    /// Of a SUBSCRIBE: the lamp that it is for.
    pub(super) lamp: Option<LampKey>,
}

impl Wire {
    /// Reads what was sent; `None` for what is no SIP.
    pub(super) fn read(event: &Event, to: NodeId, bytes: &[u8]) -> Option<Wire> {
        let message = Message::parse(bytes).ok()?;
        let from = phone_of_node(event.node);
        let code = message.status();
        let presentity = match (code, message.method()) {
            (None, Method::Subscribe) => message.request_user().map(|user| user.into_owned()),
            (_, Method::Notify) => user(message.from_uri()),
            _ => user(message.to_uri()),
        };
        let state = message.subscription_state();
        let body = message.body();
        let lamp = from.filter(|_| code.is_none()).and_then(|phone| {
            let place = lamp_place(message.header("X-Lampfield-Asks")?, presentity.as_deref()?)?;
            Some(LampKey { phone, place })
        });
        Some(Wire {
            at: event.at,
            from,
            to: phone_of_node(to),
            method: message.method(),
            method_text: message.method_text().to_owned(),
            code,
            call_id: message.call_id().to_owned(),
            status: if body.is_empty() { None } else { pidf::read(body).ok() },
            state: state.as_ref().map(|state| state.state),
            reason: state.and_then(|state| state.reason.map(str::to_owned)),
            lamp,
            about: presentity,
        })
    }

    /// Whether it is one of those that an expectation means.
    pub(super) fn matches(&self, matcher: &Matcher) -> bool {
        let is = |wanted: &Option<String>, have: Option<&str>| {
            wanted.as_deref().is_none_or(|w| have == Some(w))
        };
        self.code == matcher.code
            && is(&matcher.method, Some(&self.method_text))
            && matcher.from.is_none_or(|from| from == self.from)
            && matcher.to.is_none_or(|to| to == self.to)
            && is(&matcher.about, self.about.as_deref())
            && matcher.status.is_none_or(|status| self.status == Some(status))
            && is(&matcher.subscription, self.state.map(state_word))
            && is(&matcher.reason, self.reason.as_deref())
    }

    /// In words: `NOTIFY about 1111, busy, from CallManager to Phone A`.
    pub(super) fn words(&self, cluster: &Cluster) -> String {
        let name = |phone: Option<PhoneId>| {
            phone.map_or(cluster.name.as_str(), |p| words::phone_name(cluster, p))
        };
        let mut text = match self.code {
            Some(code) => format!("{code} to {}", self.method_text),
            None => self.method_text.clone(),
        };
        if let Some(about) = &self.about {
            text.push_str(&format!(" about {about}"));
        }
        if let Some(status) = self.status {
            text.push_str(&format!(", {}", words::status_word(status)));
        }
        if self.state == Some(State::Terminated) {
            text.push_str(", terminated");
        }
        format!("{text}, from {} to {}", name(self.from), name(self.to))
    }
}

const fn state_word(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Pending => "pending",
        State::Terminated => "terminated",
    }
}

/// `1111` of `sip:1111@10.0.0.1`.
fn user(uri: &str) -> Option<String> {
    let (user, _) = uri.split_once(':')?.1.split_once('@')?;
    Some(user.to_owned())
}

/// The lamp that a phone says it asks for.
fn lamp_place(asks: &str, number: &str) -> Option<LampPlace> {
    let entry = |list| Some(LampPlace::Entry(list, number.into()));
    match asks.trim() {
        "missed" => entry(CallList::Missed),
        "placed" => entry(CallList::Placed),
        "received" => entry(CallList::Received),
        blf => blf.strip_prefix("blf;button=")?.parse().ok().map(LampPlace::Blf),
    }
}
