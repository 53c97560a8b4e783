//! SIP messages as scenarios speak of them.

use crate::id::NodeId;
use crate::node::phone_of_node;
use crate::presence::{CallList, PublishedStatus};
use crate::scenario::model::{Matcher, Party};
use crate::sip::message::{Message, Method, State};
use crate::sip::pidf;
use crate::site::{Roster, Site, cluster_of_node, outside_of_node};
use crate::time::Instant;
use crate::trace::{Event, LampKey, LampPlace, words};

/// A SIP message that was sent.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) at: Instant,
    pub(super) from: NodeId,
    pub(super) to: NodeId,
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
    /// How long a subscription lives, as a SUBSCRIBE, its answer or a NOTIFY says.
    pub(super) expires_s: Option<u32>,
    /// To whom it is written.
    pub(super) to_uri: String,
}

/// Who a node is, for those who write scenarios.
pub(super) fn party(node: NodeId) -> Option<Party> {
    let phone = || phone_of_node(node).map(Party::Phone);
    let cluster = || cluster_of_node(node).map(Party::CallManager);
    phone().or_else(cluster).or_else(|| outside_of_node(node).map(Party::Outside))
}

/// Whether a node is the one that an expectation means.
fn is_party(node: NodeId, wanted: &Party, site: &Site) -> bool {
    let Party::Later(name) = wanted else { return party(node).as_ref() == Some(wanted) };
    let found = phone_of_node(node).and_then(|id| {
        let cluster = site.cluster(site.cluster_of(id)?)?;
        let own = name.strip_prefix(cluster.name.as_str())?.strip_prefix('/')?;
        Some(cluster.phones.get(id)?.name == own)
    });
    found == Some(true)
}

impl Wire {
    /// Reads what was sent; `None` for what is no SIP.
    pub(super) fn read(event: &Event, to: NodeId, bytes: &[u8], site: &Site) -> Option<Wire> {
        let message = Message::parse(bytes).ok()?;
        let from = event.node;
        let code = message.status();
        let presentity = match (code, message.method()) {
            (None, Method::Subscribe) => message.request_user().map(|user| user.into_owned()),
            (_, Method::Notify) => user(message.from_uri()),
            _ => user(message.to_uri()),
        };
        let state = message.subscription_state();
        let body = message.body();
        let lamp = presentity.as_deref().filter(|_| code.is_none()).and_then(|presentity| {
            let asks = message.header("X-Lampfield-Asks");
            lamp_of_phone(from, asks, presentity)
                .or_else(|| lamp_of_outside(site, from, &user(message.from_uri())?, presentity))
        });
        Some(Wire {
            at: event.at,
            from,
            to,
            expires_s: message.expires().or(state.as_ref().and_then(|state| state.expires)),
            to_uri: message.to_uri().to_owned(),
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

    /// The reason under `Subscription-State`.
    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Whether it is one of those that an expectation means.
    pub(super) fn matches(&self, matcher: &Matcher, site: &Site) -> bool {
        let is = |wanted: &Option<String>, have: Option<&str>| {
            wanted.as_deref().is_none_or(|w| have == Some(w))
        };
        self.code == matcher.code
            && is(&matcher.method, Some(&self.method_text))
            && matcher.from.as_ref().is_none_or(|from| is_party(self.from, from, site))
            && matcher.to.as_ref().is_none_or(|to| is_party(self.to, to, site))
            && is(&matcher.about, self.about.as_deref())
            && matcher.status.is_none_or(|status| self.status == Some(status))
            && is(&matcher.subscription, self.state.map(state_word))
            && is(&matcher.reason, self.reason.as_deref())
    }

    /// In words: `NOTIFY about 1111, busy, from CallManager to Phone A`.
    pub(super) fn words(&self, site: &Site) -> String {
        let name = |node: NodeId| site.name_of_node(node).unwrap_or("somebody who is gone");
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

/// The lamp of a phone, which says itself what it asks for.
fn lamp_of_phone(from: NodeId, asks: Option<&str>, presentity: &str) -> Option<LampKey> {
    let place = lamp_place(asks?, presentity)?;
    Some(LampKey { phone: phone_of_node(from)?, place })
}

/// The lamp of somebody outside: a button of the phone that asks, or a watch of its own.
fn lamp_of_outside(site: &Site, from: NodeId, asker: &str, presentity: &str) -> Option<LampKey> {
    let outside = site.outside().get(outside_of_node(from)?)?;
    let phone = outside.phones.iter().find(|phone| phone.number == asker);
    let button = phone.and_then(|phone| {
        let watches = |target: &String| target.split('@').next() == Some(presentity);
        let at = phone.blf_speed_dials.iter().position(watches)?;
        Some((phone.id, u16::try_from(at + 1).ok()?))
    });
    Some(match button {
        Some((phone, button)) => LampKey { phone, place: LampPlace::Blf(button) },
        None => LampKey { phone: outside.seat, place: LampPlace::Watch(presentity.into()) },
    })
}

/// The lamp that a phone says it asks for.
fn lamp_place(asks: &str, number: &str) -> Option<LampPlace> {
    let entry = |list| Some(LampPlace::Entry(list, number.into()));
    match asks.trim() {
        "directory" => Some(LampPlace::Directory(number.into())),
        "missed" => entry(CallList::Missed),
        "placed" => entry(CallList::Placed),
        "received" => entry(CallList::Received),
        blf => blf.strip_prefix("blf;button=")?.parse().ok().map(LampPlace::Blf),
    }
}
