//! A watcher and a notifier joined by a link in memory, on a clock of their own.

use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::digest::{Authenticator, Credentials, DigestOptions, Secret, Verdict};
use crate::sip::message::{Message, ResponseParts};
use crate::sip::notifier::{Asked, Heard, Notifier, Refusal, Served};
use crate::sip::watcher::{Ask, Conduct, Identity, News, SubscriptionId, Watcher};
use crate::sip::{Action, SipTimers};
use crate::time::{Duration, Instant};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const CM: NodeId = NodeId(0);
pub(super) const PHONE: NodeId = NodeId(1);
/// One way.
pub(super) const LATENCY: Duration = Duration::from_millis(1);

/// What the link does to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Arrive,
    Lose,
    /// Arrives twice.
    Double,
    /// Arrives this much later.
    Late(Duration),
}

impl Fate {
    /// After how long a message arrives, each time that it does.
    pub(super) fn arrivals(self) -> Vec<Duration> {
        match self {
            Fate::Arrive => vec![LATENCY],
            Fate::Lose => vec![],
            Fate::Double => vec![LATENCY, LATENCY.times(3)],
            Fate::Late(by) => vec![LATENCY + by],
        }
    }
}

/// The link's rule: sees every message once, in the order of sending.
pub(super) type Rule = Box<dyn FnMut(&Message, Instant) -> Fate>;

/// How the notifier's owner decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    Allow,
    /// Accepts before there is a status to tell.
    Pend,
    Refuse(u16),
}

/// A message on its way.
struct Flight {
    to: NodeId,
    bytes: Arc<[u8]>,
}

/// Which messages are meant.
pub(super) type Pick = fn(&Message) -> bool;

pub(super) struct Pair {
    pub(super) now: Instant,
    pub(super) watcher: Watcher,
    pub(super) notifier: Notifier,
    pub(super) rule: Rule,
    pub(super) policy: Policy,
    /// Challenges the watcher, where there is one.
    pub(super) authenticator: Option<Authenticator>,
    /// The password of user `alice`.
    pub(super) password: Secret,
    pub(super) credentials: Option<Arc<Credentials>>,
    pub(super) conduct: Conduct,
    /// How the notifier writes for the watcher.
    pub(super) served: Served,
    pub(super) verdicts: Vec<Verdict>,
    /// The status of the one presentity.
    pub(super) status: PublishedStatus,
    /// The subscriptions that the notifier's owner knows, by handle.
    pub(super) live: BTreeMap<u32, SubscriptionId>,
    next_handle: u32,
    /// Messages on their way, by arrival and number.
    flying: BTreeMap<(Instant, u64), Flight>,
    sent: u64,
    /// First lines of all messages sent, with the time in milliseconds.
    pub(super) log: Vec<(i64, String)>,
    /// All messages sent.
    pub(super) wire: Vec<Message>,
    pub(super) news: Vec<News>,
}

impl Pair {
    pub(super) fn new(timers: SipTimers, seed: u64) -> Self {
        let identity =
            Identity { node: PHONE, addresses: AddressPlan::SIMULATED, device: "Phone A".into() };
        Pair {
            now: Instant::ZERO,
            watcher: Watcher::new(identity, timers, Rng::stream(seed, "sip:Phone A")),
            notifier: Notifier::new(
                CM,
                AddressPlan::SIMULATED,
                timers,
                Rng::stream(seed, "sip:CallManager"),
            ),
            rule: Box::new(|_, _| Fate::Arrive),
            policy: Policy::Allow,
            authenticator: None,
            password: Secret::new("wonderland"),
            credentials: None,
            conduct: Conduct::Phone,
            served: Served::default(),
            verdicts: Vec::new(),
            status: PublishedStatus::Idle,
            live: BTreeMap::new(),
            next_handle: 0,
            flying: BTreeMap::new(),
            sent: 0,
            log: Vec::new(),
            wire: Vec::new(),
            news: Vec::new(),
        }
    }

    /// The same with a notifier that challenges, and a watcher that is `alice` with this password.
    pub(super) fn with_digest(timers: SipTimers, seed: u64, password: &str) -> Self {
        let rng = Rng::stream(seed, "digest:CallManager");
        let credentials =
            Credentials { username: "alice".into(), password: Secret::new(password), realm: None };
        Pair {
            authenticator: Some(Authenticator::new(DigestOptions::new("cm1"), rng)),
            credentials: Some(Arc::new(credentials)),
            ..Pair::new(timers, seed)
        }
    }

    /// Subscribes to 1111 from line 1000 as BLF 1.
    pub(super) fn subscribe(&mut self) -> SubscriptionId {
        let credentials = self.credentials.clone();
        let ask = Ask {
            credentials: credentials.as_ref(),
            conduct: self.conduct,
            ..Ask::of_phone(CM, "1111", "1000", "blf;button=1")
        };
        let mut out = Vec::new();
        let id = self.watcher.subscribe(self.now, &ask, 7, &mut out).unwrap();
        self.act(PHONE, out);
        id
    }

    pub(super) fn unsubscribe(&mut self, id: SubscriptionId) {
        let mut out = Vec::new();
        self.watcher.unsubscribe(self.now, id, &mut out);
        self.act(PHONE, out);
    }

    /// The presentity changes.
    pub(super) fn change(&mut self, status: PublishedStatus) {
        self.status = status;
        let mut out = Vec::new();
        for id in self.live.values() {
            self.notifier.notify(self.now, *id, status, &mut out);
        }
        self.act(CM, out);
    }

    pub(super) fn act(&mut self, node: NodeId, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send { to, bytes } => self.send(to, bytes),
                Action::News { handle, news } => {
                    assert_eq!((node, handle), (PHONE, 7));
                    self.news.push(news);
                }
                Action::Ended { handle, .. } => {
                    assert_eq!(node, CM);
                    assert!(self.live.remove(&handle).is_some(), "ended twice");
                }
                Action::TimerFired(_) => {}
            }
        }
    }

    fn send(&mut self, to: NodeId, bytes: Arc<[u8]>) {
        let message = Message::parse(&bytes).expect("we send only what we can read");
        let text = String::from_utf8_lossy(&bytes);
        let line = text.lines().next().unwrap_or("").to_owned();
        self.log.push((self.now.as_micros() / 1000, line));
        let fate = (self.rule)(&message, self.now);
        self.wire.push(message);
        for after in fate.arrivals() {
            self.sent += 1;
            self.flying
                .insert((self.now + after, self.sent), Flight { to, bytes: Arc::clone(&bytes) });
        }
    }

    /// Hands hand-written bytes to a node now.
    pub(super) fn deliver(&mut self, to: NodeId, bytes: &[u8]) {
        let message = Message::parse(bytes).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(bytes));
        });
        let mut out = Vec::new();
        if to == PHONE {
            self.watcher.receive(self.now, CM, &message, &mut out);
        } else {
            self.serve(&message, &mut out);
        }
        self.act(to, out);
    }

    /// Whether the watcher proved who it is; otherwise the request is answered.
    fn authenticated(&mut self, asked: &Asked, message: &Message, out: &mut Vec<Action>) -> bool {
        let Some(authenticator) = &mut self.authenticator else { return true };
        let password = &self.password;
        let verdict =
            authenticator.verify(self.now, message, |user| (user == "alice").then_some(password));
        let code = verdict.code();
        if code == Some(401) {
            let challenge = authenticator.challenge(self.now, verdict.is_stale());
            let refusal = Refusal::challenge(&challenge);
            self.notifier.refuse(self.now, asked, message, refusal, out);
        } else if let Some(code) = code {
            self.notifier.refuse(self.now, asked, message, code, out);
        }
        self.verdicts.push(verdict);
        code.is_none()
    }

    /// CallManager's part: decides and answers.
    fn serve(&mut self, message: &Message, out: &mut Vec<Action>) {
        let now = self.now;
        let heard = self.notifier.receive(now, (PHONE, self.served), message, out);
        let (Heard::Asked(asked) | Heard::Refresh { asked, .. } | Heard::Leaving { asked, .. }) =
            heard
        else {
            return;
        };
        if !self.authenticated(&asked, message, out) {
            return;
        }
        match (heard, self.policy) {
            (Heard::Asked(_), Policy::Refuse(code)) => {
                self.notifier.refuse(now, &asked, message, code, out);
            }
            (Heard::Asked(_), Policy::Allow | Policy::Pend) => {
                self.next_handle += 1;
                let handle = self.next_handle;
                let status = (self.policy == Policy::Allow).then_some(self.status);
                let accepted = self.notifier.accept(now, &asked, message, handle, status, out);
                if let Some(id) = accepted.unwrap() {
                    self.live.insert(handle, id);
                }
            }
            (Heard::Refresh { id, handle, .. }, Policy::Refuse(code)) => {
                self.live.remove(&handle);
                self.notifier.refuse_refresh(now, id, &asked, message, code, out);
            }
            (Heard::Refresh { id, .. }, _) => self.notifier.refresh(now, id, &asked, message, out),
            (Heard::Leaving { id, .. }, _) => self.notifier.leave(now, id, &asked, message, out),
            (Heard::Done, _) => {}
        }
    }

    /// When something happens next.
    fn next_at(&self) -> Option<Instant> {
        let arrival = self.flying.keys().next().map(|(at, _)| *at);
        let wakes = [self.watcher.next_at(), self.notifier.next_at()];
        wakes.into_iter().flatten().map(|(at, _)| at).chain(arrival).min()
    }

    /// Everything that happens up to `until`.
    pub(super) fn run_until(&mut self, until: Instant) {
        let mut steps = 0;
        while let Some(at) = self.next_at().filter(|at| *at <= until) {
            steps += 1;
            assert!(steps < 1_000_000, "time does not go on at {at}");
            assert!(at >= self.now, "time goes back");
            self.now = at;
            if let Some(entry) = self.flying.first_entry().filter(|entry| entry.key().0 == at) {
                let Flight { to, bytes } = entry.remove();
                self.deliver(to, &bytes);
                continue;
            }
            let mut out = Vec::new();
            self.watcher.tick(at, &mut out);
            self.act(PHONE, std::mem::take(&mut out));
            self.notifier.tick(at, &mut out);
            self.act(CM, out);
        }
        self.now = until;
    }

    pub(super) fn run_for(&mut self, span: Duration) {
        self.run_until(self.now + span);
    }

    /// Method or status code of each message sent, without times.
    pub(super) fn words(&self) -> Vec<&str> {
        let word = |line: &'_ String| match line.strip_prefix("SIP/2.0 ") {
            Some(rest) => rest.len() - rest.trim_start_matches(|c| c != ' ').len(),
            None => line.find(' ').unwrap_or(0),
        };
        self.log
            .iter()
            .map(|(_, line)| {
                let text = line.strip_prefix("SIP/2.0 ").unwrap_or(line);
                text.get(..word(line)).unwrap_or("")
            })
            .collect()
    }
}

/// A rule that loses the first `n` messages that `which` picks.
pub(super) fn lose_first(n: usize, which: Pick) -> Rule {
    let mut left = n;
    Box::new(move |message, _| {
        if left > 0 && which(message) {
            left -= 1;
            return Fate::Lose;
        }
        Fate::Arrive
    })
}

/// A hand-written request as the phone would send it; `changes` replace a header, add it, or take
/// it away (empty value). `uri` in them changes the Request-URI.
pub(super) fn request(method: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let cseq = format!("1 {method}");
    let mut headers = vec![
        ("uri", "sip:1111@10.0.0.1"),
        ("Via", "SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKhand"),
        ("Max-Forwards", "70"),
        ("From", "<sip:1000@10.0.0.1>;tag=w"),
        ("To", "<sip:1111@10.0.0.1>"),
        ("Call-ID", "hand@10.1.0.2"),
        ("CSeq", &cseq),
        ("Contact", "<sip:1000@10.1.0.2:5060>"),
        ("Event", "presence"),
        ("Content-Length", "0"),
    ];
    for (name, value) in changes {
        match headers.iter_mut().find(|(known, _)| known == name) {
            Some(header) => header.1 = value,
            None => headers.push((name, value)),
        }
    }
    let uri = headers.remove(0).1;
    let mut text = format!("{method} {uri} SIP/2.0\r\n");
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        text += &format!("{name}: {value}\r\n");
    }
    (text + "\r\n").into_bytes()
}

impl Pair {
    /// Hands a hand-written request to CallManager; what it sends in this moment. Nothing of that
    /// reaches the watcher.
    pub(super) fn ask_cm(&mut self, bytes: &[u8]) -> Vec<Message> {
        self.rule = Box::new(|_, _| Fate::Lose);
        let before = self.wire.len();
        self.deliver(CM, bytes);
        self.wire.split_off(before)
    }

    /// Hands a hand-written request to the phone; what it sends in this moment.
    pub(super) fn ask_phone(&mut self, bytes: &[u8]) -> Vec<Message> {
        self.rule = Box::new(|_, _| Fate::Lose);
        let before = self.wire.len();
        self.deliver(PHONE, bytes);
        self.wire.split_off(before)
    }
}

/// The answer `code` to a message, with more header lines.
pub(in crate::sip) fn answer(message: &Message, code: u16, tag: &str, more: &str) -> Vec<u8> {
    let mut out = Vec::new();
    ResponseParts::new(message, code, tag).write(&mut out);
    let text = String::from_utf8(out).unwrap();
    text.replace("Content-Length", &format!("{more}Content-Length")).into_bytes()
}

/// The status codes of answers and the methods of requests, in order.
pub(in crate::sip) fn kinds(messages: &[Message]) -> Vec<String> {
    let kind = |m: &Message| match m.status() {
        Some(code) => code.to_string(),
        None => m.method_text().to_owned(),
    };
    messages.iter().map(kind).collect()
}
