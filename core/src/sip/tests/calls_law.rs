//! Whatever the link does to them, both ends of a call agree in the end whether it stands.
#![cfg(not(target_arch = "wasm32"))]

use super::calls_agent::Agent;
use super::net::{A, B, CM, Event, Net, Rule, sdp, word};
use super::pair::Fate;
use crate::id::NodeId;
use crate::rng::Rng;
use crate::sip::call::{CallNews, LegId};
use crate::sip::message::Message;
use crate::sip::message::tests::mutant_of;
use crate::time::{Duration, Instant};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// When the phones stop doing things, and the link begins to behave.
const CALM: Instant = Instant::from_secs(150);
/// The longest chain of patience after that: ringing, CANCEL, its transaction.
const QUIET: Duration = Duration::from_secs(600);

/// What the link may do, in a hundred messages.
#[derive(Clone, Copy, Debug)]
struct Rough {
    loss: u64,
    double: u64,
    late: u64,
}

fn rough() -> impl Strategy<Value = Rough> {
    (0u64..50, 0u64..20, 0u64..20).prop_map(|(loss, double, late)| Rough { loss, double, late })
}

/// A rough link that is fair: of one message it loses four in a row at most, so that what is sent
/// again and again arrives.
fn fair_link(seed: u64, rough: Rough) -> Rule {
    let mut rng = Rng::stream(seed, "link");
    let mut lost: BTreeMap<String, u32> = BTreeMap::new();
    Box::new(move |from, message, now| {
        let (roll, delay) = (rng.below(100), rng.below(6_000));
        let what = format!(
            "{} {} {}",
            word(from, message),
            message.header("CSeq").unwrap_or(""),
            message.call_id()
        );
        let in_a_row = lost.entry(what).or_default();
        if now >= CALM {
            return Fate::Arrive;
        }
        if roll < rough.loss && *in_a_row < 4 {
            *in_a_row += 1;
            return Fate::Lose;
        }
        *in_a_row = 0;
        match roll.checked_sub(rough.loss) {
            Some(roll) if roll < rough.double => Fate::Double,
            Some(roll) if roll < rough.double + rough.late => {
                Fate::Late(Duration::from_millis(i64::try_from(delay).unwrap()))
            }
            _ => Fate::Arrive,
        }
    })
}

/// What a phone is about to do.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Call,
    Answer(LegId),
    Refuse(LegId, u16),
    Change(LegId),
    Acknowledge(LegId),
    HangUp(LegId),
}

/// Two phones that do what the dice say.
struct Phones {
    rng: Rng,
    plans: BTreeMap<(Instant, usize), (NodeId, Deed)>,
    planned: usize,
    /// Whom a phone calls: the other one, or the agent between them.
    far: fn(NodeId) -> NodeId,
}

impl Phones {
    fn new(seed: u64, far: fn(NodeId) -> NodeId) -> Self {
        let rng = Rng::stream(seed, "phones");
        Phones { rng, plans: BTreeMap::new(), planned: 0, far }
    }

    /// With this chance in a hundred, within so many milliseconds.
    fn plan(&mut self, now: Instant, chance: u64, ms: u64, node: NodeId, deed: Deed) {
        let (roll, after) = (self.rng.below(100), self.rng.below(ms));
        let at = now + Duration::from_millis(i64::try_from(after).unwrap());
        if roll < chance && at < CALM {
            self.planned += 1;
            self.plans.insert((at, self.planned), (node, deed));
        }
    }

    fn act(&mut self, net: &mut Net, node: NodeId, deed: Deed) {
        if let Deed::Call = deed {
            let body = sdp("offer");
            net.call(node, (self.far)(node), (self.rng.below(4) > 0).then_some(&body));
            return;
        }
        let body = Some(&sdp("media")).cloned();
        net.at(node, |calls, now, out| match deed {
            Deed::Call => {}
            Deed::Answer(leg) => calls.answer(now, leg, body.as_ref(), out),
            Deed::Refuse(leg, code) => calls.refuse(now, leg, code, out),
            Deed::Change(leg) => drop(calls.reinvite(now, leg, body.as_ref(), out)),
            Deed::Acknowledge(leg) => calls.acknowledge(leg, body.as_ref(), out),
            Deed::HangUp(leg) => calls.hang_up(now, leg, out),
        });
    }

    fn hears(&mut self, net: &mut Net, node: NodeId, event: Event) {
        let now = net.now;
        match event {
            Event::Incoming { leg, .. } => {
                net.adopt(node, leg);
                if self.rng.below(2) == 0 {
                    net.at(node, |calls, now, out| calls.ring(now, leg, out));
                }
                self.plan(now, 70, 10_000, node, Deed::Answer(leg));
                self.plan(now, 20, 10_000, node, Deed::Refuse(leg, 486));
            }
            Event::Reinvite { leg, .. } => {
                self.plan(now, 80, 4_000, node, Deed::Answer(leg));
                self.plan(now, 20, 4_000, node, Deed::Refuse(leg, 488));
            }
            Event::News { handle, news } => {
                let Some(leg) = net.legs.get(&(node, handle)).copied() else { return };
                if let CallNews::Answered { owes_ack: true, .. }
                | CallNews::Changed { owes_ack: true, .. } = news
                {
                    self.plan(now, 100, 2_000, node, Deed::Acknowledge(leg));
                }
                if let CallNews::Answered { .. } | CallNews::Confirmed { .. } = news {
                    self.plan(now, 50, 30_000, node, Deed::Change(leg));
                    self.plan(now, 30, 60_000, node, Deed::HangUp(leg));
                }
                if let CallNews::Progress { .. } = news {
                    self.plan(now, 20, 10_000, node, Deed::HangUp(leg));
                }
            }
            Event::Hook { .. } => {}
        }
    }

    /// Plays to the end of all patience.
    fn play(&mut self, net: &mut Net, agent: &mut Agent) {
        let end = CALM + QUIET;
        loop {
            let plan = self.plans.keys().next().copied();
            let due = net.next_at().unwrap_or(Instant::FAR_FUTURE);
            match plan.filter(|(at, _)| *at <= due) {
                Some(key) => {
                    net.run_until(key.0);
                    let (node, deed) = self.plans.remove(&key).unwrap();
                    self.act(net, node, deed);
                }
                None if !net.step(end) => break,
                None => {}
            }
            while let Some((node, event)) = net.events.pop_front() {
                match node {
                    CM => agent.hears(net, event),
                    _ => self.hears(net, node, event),
                }
            }
        }
    }
}

/// The Call-IDs of the calls that stand, one for each end; nothing else may be left.
fn standing(net: &Net) -> BTreeMap<String, u32> {
    let mut ends = BTreeMap::new();
    for ((node, _), leg) in &net.legs {
        assert!(net.end(*node).stands(*leg), "neither standing nor over at {node:?}");
        let id = net.end(*node).call_id(*leg).unwrap().to_owned();
        *ends.entry(id).or_default() += 1;
    }
    let legs: usize = [A, B, CM].iter().map(|node| net.end(*node).len()).sum();
    assert_eq!(legs, net.legs.len(), "a leg that nobody owns");
    ends
}

fn other(node: NodeId) -> NodeId {
    if node == A { B } else { A }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn after_quiet_both_ends_agree_whether_the_call_stands_and_nothing_is_sent_any_more(
        seed: u64,
        rough in rough(),
        calls in prop::collection::vec((0i64..140_000, any::<bool>()), 1..6),
    ) {
        let mut net = Net::new(seed);
        net.rule = fair_link(seed, rough);
        let mut phones = Phones::new(seed, other);
        for (n, (at, from_a)) in calls.into_iter().enumerate() {
            let node = if from_a { A } else { B };
            let at = Instant::from_micros(at * 1000);
            phones.plans.insert((at, 1_000_000 + n), (node, Deed::Call));
        }
        phones.play(&mut net, &mut Agent::default());
        prop_assert_eq!(net.next_at(), None);
        let ends = standing(&net);
        prop_assert!(ends.values().all(|ends| *ends == 2), "{:?}", ends);
    }

    #[test]
    fn the_same_holds_through_an_agent_whose_legs_live_and_die_together(
        seed: u64,
        rough in rough(),
        calls in prop::collection::vec(0i64..140_000, 1..6),
    ) {
        let mut net = Net::new(seed);
        net.rule = fair_link(seed, rough);
        let (mut phones, mut agent) = (Phones::new(seed, |_| CM), Agent::default());
        for (n, at) in calls.into_iter().enumerate() {
            let at = Instant::from_micros(at * 1000);
            phones.plans.insert((at, 1_000_000 + n), (A, Deed::Call));
        }
        phones.play(&mut net, &mut agent);
        prop_assert_eq!(net.next_at(), None);
        let ends = standing(&net);
        prop_assert!(ends.values().all(|ends| *ends == 2), "{:?}", ends);
        for (one, two) in &agent.other {
            let lives = |handle: &u32| net.legs.contains_key(&(CM, *handle));
            prop_assert_eq!(lives(one), lives(two));
        }
    }

    #[test]
    fn a_link_that_dies_leaves_no_end_that_sends_for_ever(
        seed: u64,
        rough in rough(),
        dies in 0i64..150_000,
    ) {
        let mut net = Net::new(seed);
        let mut fair = fair_link(seed, rough);
        net.rule = Box::new(move |from, message, now| {
            let fate = fair(from, message, now);
            if now.as_micros() / 1000 < dies { fate } else { Fate::Lose }
        });
        let mut phones = Phones::new(seed, other);
        for n in 0..5u32 {
            let at = Instant::from_secs(i64::from(n) * 20);
            phones.plans.insert((at, n as usize), (A, Deed::Call));
        }
        phones.play(&mut net, &mut Agent::default());
        prop_assert_eq!(net.next_at(), None);
        standing(&net);
    }

    #[test]
    fn damaged_and_replayed_messages_neither_break_an_end_nor_stay_in_it(seed: u64) {
        let mut net = Net::new(seed);
        let mut phones = Phones::new(seed, other);
        for n in 0..5u32 {
            let at = Instant::from_secs(i64::from(n) * 20);
            phones.plans.insert((at, n as usize), (A, Deed::Call));
        }
        phones.play(&mut net, &mut Agent::default());
        let mut rng = Rng::stream(seed, "damage");
        let life: Vec<Vec<u8>> = net.wire.iter().map(|(_, _, m)| m.raw().to_vec()).collect();
        for _ in 0..60 {
            let which = usize::try_from(rng.below(life.len() as u64)).unwrap();
            let bytes = mutant_of(&mut rng, &life[which]);
            let (from, to) = if rng.below(2) == 0 { (A, B) } else { (B, A) };
            if Message::parse(&bytes).is_ok() {
                net.deliver(from, to, &bytes);
            }
            while let Some((node, event)) = net.events.pop_front() {
                phones.hears(&mut net, node, event);
            }
            net.run_ms(i64::try_from(rng.below(500)).unwrap());
        }
        phones.play(&mut net, &mut Agent::default());
        net.run_until(net.now + QUIET);
        prop_assert_eq!(net.next_at(), None);
    }
}

#[test]
fn the_dice_reach_every_turn_that_a_call_can_take() {
    let (mut words, mut standing_ends) = (BTreeMap::<String, u32>::new(), 0);
    for seed in 0..30 {
        let mut net = Net::new(seed);
        net.rule = fair_link(seed, Rough { loss: 30, double: 10, late: 10 });
        let mut phones = Phones::new(seed, other);
        for n in 0..6u32 {
            let (node, at) =
                (if n % 2 == 0 { A } else { B }, Instant::from_secs(i64::from(n) * 20));
            phones.plans.insert((at, n as usize), (node, Deed::Call));
        }
        phones.play(&mut net, &mut Agent::default());
        standing_ends += standing(&net).values().sum::<u32>();
        for word in net.words() {
            let what = word.split(' ').nth(1).unwrap().to_owned();
            *words.entry(what).or_default() += 1;
        }
    }
    assert!(standing_ends > 60, "{standing_ends}");
    for what in ["CANCEL", "BYE", "100", "180", "200", "481", "486", "487", "488", "491"] {
        assert!(words.contains_key(what), "no {what} in {words:?}");
    }
}
