//! What the headers of a message say that it may have or not.

use super::parts::{Field, Name};
use super::words::{Event, State, SubscriptionState, Warning};
use super::{Message, grammar, read};

impl Message {
    /// The Event header.
    pub fn event(&self) -> Option<Event<'_>> {
        let (package, params) = grammar::value_and_params(self.first(Name::Event)?);
        let id = grammar::param(params, "id").filter(|id| !id.is_empty());
        (!package.is_empty()).then_some(Event { package, id })
    }
    /// The Expires header, in seconds; `None` also where it cannot be read (RFC 3261 20.19 has the
    /// default then).
    pub fn expires(&self) -> Option<u32> {
        grammar::seconds(self.first(Name::Expires)?)
    }
    /// The Min-Expires header, in seconds.
    pub fn min_expires(&self) -> Option<u32> {
        grammar::seconds(self.first(Name::MinExpires)?)
    }
    /// The seconds of the Retry-After header.
    pub fn retry_after(&self) -> Option<u32> {
        let value = self.first(Name::RetryAfter)?;
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        grammar::seconds(value.get(..end)?)
    }
    /// The Subscription-State header; `None` also for a state that RFC 6665 does not know.
    pub fn subscription_state(&self) -> Option<SubscriptionState<'_>> {
        let (word, params) = grammar::value_and_params(self.first(Name::SubscriptionState)?);
        let state = match word {
            _ if word.eq_ignore_ascii_case("active") => State::Active,
            _ if word.eq_ignore_ascii_case("pending") => State::Pending,
            _ if word.eq_ignore_ascii_case("terminated") => State::Terminated,
            _ => return None,
        };
        let number = |name| grammar::param(params, name).and_then(grammar::seconds);
        Some(SubscriptionState {
            state,
            expires: number("expires"),
            reason: grammar::param(params, "reason"),
            retry_after: number("retry-after"),
        })
    }
    /// The URI of the first Contact, where it is one that a request can be sent to.
    pub fn contact(&self) -> Option<&str> {
        self.optional(self.found.contact)
    }
    /// A parameter of the first Contact, without its quotes:
    /// `+u.sip!devicename.ccm.cisco.com` is the name of the device.
    pub fn contact_param(&self, name: &str) -> Option<&str> {
        let first = grammar::first_of_list(self.first(Name::Contact)?).0;
        grammar::param(grammar::uri_and_params(first).1, name)
    }
    /// The media type of the body, without its parameters.
    pub fn content_type(&self) -> Option<&str> {
        Some(grammar::value_and_params(self.first(Name::ContentType)?).0)
    }
    /// The media types of Accept; `None` without that header.
    pub fn accept(&self) -> Option<impl Iterator<Item = &str>> {
        self.first(Name::Accept)?;
        let all = self.all(Name::Accept).flat_map(grammar::list);
        Some(all.map(|one| grammar::value_and_params(one).0))
    }
    /// The option tags of Require.
    pub fn require(&self) -> impl Iterator<Item = &str> {
        self.all(Name::Require).flat_map(grammar::list).filter(|tag| !tag.is_empty())
    }
    /// The values of Authorization: what a watcher proves itself with (RFC 3261 22.4).
    pub fn authorization(&self) -> impl Iterator<Item = &str> {
        self.all(Name::Authorization)
    }
    /// The values of Proxy-Authorization.
    pub fn proxy_authorization(&self) -> impl Iterator<Item = &str> {
        self.all(Name::ProxyAuthorization)
    }
    /// The challenges of an answer in their order, one a header (RFC 3261 7.3.1): those of
    /// Proxy-Authenticate for a 407, of WWW-Authenticate for any other.
    pub fn challenges(&self) -> impl Iterator<Item = &str> {
        let proxy = self.status() == Some(407);
        self.all(if proxy { Name::ProxyAuthenticate } else { Name::WwwAuthenticate })
    }
    /// The first Warning.
    pub fn warning(&self) -> Option<Warning<'_>> {
        let first = grammar::first_of_list(self.first(Name::Warning)?).0;
        let (code, rest) = first.split_once(' ')?;
        let (agent, text) = rest.trim_start().split_once(' ')?;
        let text = text.trim().strip_prefix('"')?.strip_suffix('"')?;
        let three = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
        Some(Warning { code: three.then(|| code.parse().ok())??, agent, text })
    }
    /// The value of the first header of this name, whatever its case. Compact forms are known for
    /// the headers that have a getter here.
    pub fn header(&self, name: &str) -> Option<&str> {
        let known = read::known_name(name);
        let field = self.fields.iter().find(|field| match known {
            Name::Other => self.label(field).eq_ignore_ascii_case(name),
            known => field.name == known,
        })?;
        Some(self.text(field.value))
    }
    /// The name of a header as it is written: what stands before the colon of its line.
    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn label(&self, field: &Field) -> &str {
        let end = field.value.start;
        let before = self.bytes().get(..usize::from(end)).unwrap_or(&[]);
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let colon = before.iter().skip(start).position(|&byte| byte == b':');
        let end = colon.map_or(usize::from(end), |at| start + at);
        self.text(read::span(start, end)).trim_end()
    }
}
