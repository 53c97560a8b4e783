//! Watchers at a notifier, a leg behind it, a far notifier: the back-to-back agent that CallManager
//! is before a trunk (item 45 of the checklist, ROUTE-5, ROUTE-6), without any rule of presence.

use crate::id::NodeId;
use crate::presence::PublishedStatus::{self, Busy, Idle};
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::message::{Message, Method, Termination};
use crate::sip::notifier::{Heard, Notifier, Reason, Served};
use crate::sip::watcher::{Ask, Conduct, Identity, News, Party, SubscriptionId, Watcher};
use crate::sip::{Action, SipTimers};
use crate::time::{Duration, Instant};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

const CM: NodeId = NodeId(0);
const FAR: NodeId = NodeId(9);
const PHONES: [NodeId; 2] = [NodeId(1), NodeId(2)];

/// Serves what is no new request.
fn grant(
    notifier: &mut Notifier,
    now: Instant,
    heard: Heard,
    message: &Message,
    out: &mut Vec<Action>,
) {
    match heard {
        Heard::Refresh { id, asked, .. } => notifier.refresh(now, id, &asked, message, out),
        Heard::Leaving { id, asked, .. } => notifier.leave(now, id, &asked, message, out),
        Heard::Asked(_) | Heard::Done => {}
    }
}

/// All nodes, joined by wires without loss or delay.
struct Four {
    now: Instant,
    phones: [Watcher; 2],
    near: Notifier,
    leg: Watcher,
    far: Notifier,
    /// Those who watch at CallManager, and the far subscription.
    watching: Vec<SubscriptionId>,
    upstream: Option<SubscriptionId>,
    wire: VecDeque<(NodeId, NodeId, Arc<[u8]>)>,
    seen: Vec<(NodeId, Message)>,
    news: [Vec<News>; 2],
    leg_news: Vec<News>,
}

impl Four {
    fn new() -> Self {
        let rng = |name| Rng::stream(4, name);
        let short = SipTimers { max_expires: 120, ..SipTimers::default() };
        let watcher = |node, name| {
            let identity = Identity { node, addresses: AddressPlan::SIMULATED, device: "".into() };
            Watcher::new(identity, SipTimers::default(), rng(name))
        };
        let mut four = Four {
            now: Instant::from_secs(1),
            phones: [watcher(PHONES[0], "a"), watcher(PHONES[1], "b")],
            near: Notifier::new(CM, AddressPlan::SIMULATED, SipTimers::default(), rng("near")),
            leg: watcher(CM, "leg"),
            far: Notifier::new(FAR, AddressPlan::SIMULATED, short, rng("far")),
            watching: Vec::new(),
            upstream: None,
            wire: VecDeque::new(),
            seen: Vec::new(),
            news: [Vec::new(), Vec::new()],
            leg_news: Vec::new(),
        };
        for (phone, node) in PHONES.into_iter().enumerate() {
            let mut out = Vec::new();
            // Told each end once, so that what comes of an end is not mixed with what follows it.
            let ask = Ask { conduct: Conduct::Leg, ..Ask::of_phone(CM, "9001", "1000", "") };
            four.phones[phone].subscribe(four.now, &ask, 0, &mut out).unwrap();
            four.act(node, out);
        }
        four.settle();
        four
    }

    fn act(&mut self, node: NodeId, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send { to, bytes } => self.wire.push_back((node, to, bytes)),
                Action::News { news, .. } if node == CM => {
                    self.leg_news.push(news);
                    self.pass_on(news);
                }
                Action::News { news, .. } => self.news[node.0 as usize - 1].push(news),
                Action::Ended { .. } | Action::TimerFired(_) => {}
            }
        }
    }

    /// What CallManager's owner does with the leg's news.
    fn pass_on(&mut self, news: News) {
        let mut out = Vec::new();
        for id in self.watching.clone() {
            match news {
                News::Status(status) => self.near.notify(self.now, id, status, &mut out),
                News::Terminated { how, .. } => self.near.terminate(self.now, id, how, &mut out),
                _ => {}
            }
        }
        self.act(CM, out);
    }

    fn deliver(&mut self, from: NodeId, to: NodeId, message: &Message) {
        let (now, mut out) = (self.now, Vec::new());
        match to {
            FAR => match self.far.receive(now, (from, Served::default()), message, &mut out) {
                Heard::Asked(asked) => {
                    let accepted = self.far.accept(now, &asked, message, 0, Idle, &mut out);
                    self.upstream = accepted.unwrap();
                }
                other => grant(&mut self.far, now, other, message, &mut out),
            },
            CM => match (message.method(), message.status()) {
                (Method::Subscribe, None) | (Method::Notify, Some(_)) => {
                    self.near(from, message, &mut out);
                }
                _ => self.leg.receive(now, from, message, &mut out),
            },
            phone => self.phones[phone.0 as usize - 1].receive(now, from, message, &mut out),
        }
        self.act(to, out);
    }

    fn near(&mut self, from: NodeId, message: &Message, out: &mut Vec<Action>) {
        let heard = self.near.receive(self.now, (from, Served::default()), message, out);
        let Heard::Asked(asked) = heard else {
            return grant(&mut self.near, self.now, heard, message, out);
        };
        let known = self.leg_news.iter().rev().find_map(|news| match news {
            News::Status(status) => Some(*status),
            _ => None,
        });
        let accepted = self.near.accept(self.now, &asked, message, 0, known, out);
        self.watching.extend(accepted.unwrap());
        if self.leg.is_empty() {
            let ask = Ask {
                from: Party { user: "1000", host: Some("10.0.0.1") },
                conduct: Conduct::Leg,
                ..Ask::of_phone(FAR, "9001", "", "")
            };
            self.leg.subscribe(self.now, &ask, 0, out).unwrap();
        }
    }

    /// Time goes on, with whatever is due.
    fn run_until(&mut self, until: Instant) {
        while let Some((at, node)) = self.next_at().filter(|(at, _)| *at <= until) {
            self.now = at;
            let mut out = Vec::new();
            match node {
                FAR => self.far.tick(at, &mut out),
                CM => {
                    self.near.tick(at, &mut out);
                    self.leg.tick(at, &mut out);
                }
                phone => self.phones[phone.0 as usize - 1].tick(at, &mut out),
            }
            self.act(node, out);
            self.settle();
        }
        self.now = until;
    }

    fn next_at(&self) -> Option<(Instant, NodeId)> {
        let [a, b] = &self.phones;
        let all = [
            (self.far.next_at(), FAR),
            (self.near.next_at(), CM),
            (self.leg.next_at(), CM),
            (a.next_at(), PHONES[0]),
            (b.next_at(), PHONES[1]),
        ];
        all.into_iter().filter_map(|(next, node)| Some((next?.0, node))).min()
    }

    /// Delivers all that is on its way, and what follows from it.
    fn settle(&mut self) {
        while let Some((from, to, bytes)) = self.wire.pop_front() {
            let message = Message::parse(&bytes).unwrap();
            self.deliver(from, to, &message);
            self.seen.push((from, message));
        }
    }

    fn far_says(&mut self, status: PublishedStatus) {
        let mut out = Vec::new();
        self.far.notify(self.now, self.upstream.unwrap(), status, &mut out);
        self.act(FAR, out);
        self.settle();
    }
}

#[test]
fn item_45_each_leg_has_its_own_dialog_and_one_stands_for_all_watchers() {
    let mut four = Four::new();
    four.far_says(Busy);
    // The first came before the trunk's word, the second was served from what is known.
    assert_eq!(four.news[0].last(), Some(&News::Status(Busy)));
    assert_eq!(four.news[1].last(), Some(&News::Status(Busy)));
    assert_eq!(four.news[0].first(), Some(&News::Pending));
    assert_eq!((four.far.len(), four.near.len(), four.leg.len()), (1, 2, 1));
    let subscribes: Vec<&Message> = four
        .seen
        .iter()
        .map(|(_, message)| message)
        .filter(|m| m.method() == Method::Subscribe && m.status().is_none())
        .collect();
    assert_eq!(subscribes.len(), 3);
    let own = |of: fn(&Message) -> Option<&str>| {
        subscribes.iter().filter_map(|m| of(m)).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((own(|m| Some(m.call_id())), own(Message::from_tag)), (3, 3));
}

#[test]
fn item_45_an_end_on_the_trunk_is_the_same_end_for_every_watcher() {
    for reason in Reason::ALL {
        let mut four = Four::new();
        four.now += Duration::from_secs(50);
        let how = Termination::new(Some(reason), Some(30));
        let mut out = Vec::new();
        four.far.terminate(four.now, four.upstream.unwrap(), how, &mut out);
        four.act(FAR, out);
        four.seen.clear();
        four.settle();
        let told: Vec<Termination> = four
            .seen
            .iter()
            .filter(|(from, m)| *from == CM && m.method() == Method::Notify && m.status().is_none())
            .map(|(_, notify)| notify.subscription_state().unwrap().termination())
            .collect();
        assert_eq!(told, [how, how], "{reason:?}");
        assert_eq!((four.near.len(), four.leg.len(), four.far.len()), (0, 0, 0), "{reason:?}");
        let ended = News::Terminated { how, again: false };
        assert_eq!(four.news.map(|news| news.last().copied()), [Some(ended); 2]);
    }
}

#[test]
fn item_45_a_shorter_expires_on_the_trunk_does_not_lapse_under_the_watchers() {
    let mut four = Four::new();
    four.run_until(Instant::from_secs(3000));
    let refreshes = four.seen.iter().filter(|(from, message)| {
        *from == CM && message.method() == Method::Subscribe && message.status().is_none()
    });
    // Granted 120 s, refreshed 5 s before the end; the watchers' own hour is not up yet.
    assert_eq!(refreshes.count(), 1 + 26);
    four.far_says(Busy);
    assert_eq!(four.news.map(|news| news.last().copied()), [Some(News::Status(Busy)); 2]);
}
