//! Laws for every story, told by what the owner sees alone.

use super::*;
use crate::presence::explain_checks;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that happens; numbers choose among what there is at that moment.
#[derive(Clone, Debug)]
enum Act {
    Ask { watcher: u32, group: usize, presentity: usize },
    Again { watcher: u32, group: usize },
    Leave(u32),
    Attempted(usize, TrunkResult),
    Notified(usize, PublishedStatus),
    Ended(usize),
    Available(usize, bool),
}

fn act() -> impl Strategy<Value = Act> {
    use TrunkResult::{Answered, ChallengeUnmet, NoAnswer, TransportFailed};
    let results = vec![
        Answered(200),
        Answered(202),
        Answered(408),
        Answered(503),
        Answered(404),
        NoAnswer,
        TransportFailed,
        ChallengeUnmet,
    ];
    let status = vec![PublishedStatus::Idle, PublishedStatus::Busy];
    prop_oneof![
        4 => (0_u32..6, 0_usize..3, 0_usize..2)
            .prop_map(|(watcher, group, presentity)| Act::Ask { watcher, group, presentity }),
        1 => (0_u32..6, 0_usize..3).prop_map(|(watcher, group)| Act::Again { watcher, group }),
        1 => (0_u32..6).prop_map(Act::Leave),
        4 => (0_usize..8, prop::sample::select(results)).prop_map(|(n, r)| Act::Attempted(n, r)),
        2 => (0_usize..8, prop::sample::select(status)).prop_map(|(n, s)| Act::Notified(n, s)),
        1 => (0_usize..8).prop_map(Act::Ended),
        1 => (0_usize..4, any::<bool>()).prop_map(|(n, a)| Act::Available(n, a)),
    ]
}

/// What the owner knows from the steps it was told and what it told itself.
#[derive(Default)]
struct Seen {
    /// Subscriptions upstream, under way or established.
    legs: BTreeMap<LegId, (TrunkId, Box<str>)>,
    /// Who waits for an answer, and may see what.
    waiting: BTreeMap<u32, usize>,
    /// Who was accepted, on which leg.
    accepted: BTreeMap<u32, LegId>,
    out: BTreeSet<TrunkId>,
    groups: BTreeMap<u32, usize>,
    asked_for: BTreeMap<u32, &'static str>,
}

const GROUPS: [&str; 3] = ["Reds", "Blues", "Both"];

fn may_see(run: &Run, group: usize, trunk: TrunkId) -> bool {
    let name = run.c.trunks.get(trunk).unwrap().name.as_str();
    match GROUPS[group] {
        "Reds" => matches!(name, "A" | "C"),
        "Blues" => matches!(name, "B" | "D"),
        _ => true,
    }
}

fn told_in_words(run: &Run, checks: &[Check]) {
    let texts = explain_checks(&run.c, checks);
    assert!(texts.iter().all(|text| !text.sentence.is_empty()), "{checks:?}");
}

impl Seen {
    fn take_in(&mut self, run: &Run, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Subscribe { leg, trunk, presentity } => {
                    assert!(!self.out.contains(trunk), "out of service, and tried");
                    let twin = (*trunk, presentity.clone());
                    assert!(self.legs.values().all(|other| *other != twin), "a second upstream");
                    assert!(self.legs.insert(*leg, twin).is_none());
                }
                Step::Unsubscribe { leg } => drop(self.legs.remove(leg)),
                Step::Accept { watcher, leg, checks, .. } => {
                    told_in_words(run, checks);
                    let group = self.waiting.remove(watcher).expect("nobody waits");
                    assert!(may_see(run, group, self.legs[leg].0), "may not see it");
                    self.accepted.insert(*watcher, *leg);
                }
                Step::Fail { watcher, checks, .. } => {
                    assert!(self.waiting.remove(watcher).is_some());
                    assert!(checks.iter().any(|check| check.verdict == Verdict::Fail));
                    told_in_words(run, checks);
                }
                Step::Tell { watcher, .. } => assert!(self.accepted.contains_key(watcher)),
                Step::End { watcher, .. } => drop(self.accepted.remove(watcher).unwrap()),
            }
        }
    }

    /// The watchers of a leg as the owner accepted them.
    fn of(&self, leg: LegId) -> BTreeSet<u32> {
        self.accepted.iter().filter(|(_, l)| **l == leg).map(|(w, _)| *w).collect()
    }

    fn asks_again(&mut self, run: &mut Run, watcher: u32, group: usize, steps: &mut Vec<Step>) {
        let Some(presentity) = self.asked_for.get(&watcher).copied() else { return };
        let there = self.accepted.get(&watcher).copied();
        if there.is_none() && !self.waiting.contains_key(&watcher) {
            return;
        }
        self.groups.insert(watcher, group);
        let kept = run.up.members.get(&watcher).unwrap().leg;
        let route = Route::List(run.c.route_lists.id_of("Out").unwrap());
        let from = run.group(GROUPS[group]);
        let ask = Ask { watcher, route, presentity, from, asks_groups: true };
        if !may_see(run, group, self.legs[&kept].0) {
            self.accepted.remove(&watcher);
            self.waiting.insert(watcher, group);
        } else if there.is_none() {
            self.waiting.insert(watcher, group);
        }
        run.up.ask_again(&run.c, &ask, steps).unwrap();
    }

    fn happens(&mut self, run: &mut Run, act: &Act) {
        let pick = |seen: &Seen, n: usize| {
            let legs: Vec<LegId> = seen.legs.keys().copied().collect();
            (!legs.is_empty()).then(|| legs[n % legs.len()])
        };
        let mut steps = Vec::new();
        match act {
            Act::Ask { watcher, group, presentity } => {
                self.accepted.remove(watcher);
                self.waiting.insert(*watcher, *group);
                self.groups.insert(*watcher, *group);
                let route = Route::List(run.c.route_lists.id_of("Out").unwrap());
                let presentity = ["7001", "7002"][*presentity];
                self.asked_for.insert(*watcher, presentity);
                let from = run.group(GROUPS[*group]);
                let ask = Ask { watcher: *watcher, route, presentity, from, asks_groups: true };
                run.up.ask(&run.c, &ask, &mut steps).unwrap();
            }
            Act::Again { watcher, group } => self.asks_again(run, *watcher, *group, &mut steps),
            Act::Leave(watcher) => {
                self.accepted.remove(watcher);
                self.waiting.remove(watcher);
                run.up.leave(*watcher, &mut steps);
            }
            Act::Attempted(n, result) => {
                let Some(leg) = pick(self, *n) else { return };
                let trying = run.up.legs.get(&leg).unwrap().state == State::Trying;
                if trying && !matches!(result.code(), Some(200..=299)) {
                    self.legs.remove(&leg);
                }
                run.up.attempted(leg, *result, &mut steps);
            }
            Act::Notified(n, status) => {
                let Some(leg) = pick(self, *n) else { return };
                run.up.notified(leg, *status, &mut steps);
                self.take_in(run, &steps);
                let told: BTreeSet<u32> = steps
                    .iter()
                    .filter_map(|step| match step {
                        Step::Tell { watcher, .. } => Some(*watcher),
                        _ => None,
                    })
                    .collect();
                assert_eq!(told, self.of(leg), "fan-out equals watchers");
                return;
            }
            Act::Ended(n) => {
                let Some(leg) = pick(self, *n) else { return };
                run.up.ended(leg, "noresource", &mut steps);
                self.take_in(run, &steps);
                assert!(self.of(leg).is_empty());
                self.legs.remove(&leg);
                return;
            }
            Act::Available(n, available) => {
                let trunk = run.c.trunks.id_of(TRUNKS[*n]).unwrap();
                match available {
                    true => self.out.remove(&trunk),
                    false => self.out.insert(trunk),
                };
                run.up.set_available(trunk, *available, &mut steps);
            }
        }
        self.take_in(run, &steps);
    }

    fn holds(&self, run: &Run) {
        let known: Vec<LegId> = run.up.legs.keys().copied().collect();
        assert_eq!(known, self.legs.keys().copied().collect::<Vec<_>>());
        let everyone: BTreeSet<u32> =
            self.waiting.keys().chain(self.accepted.keys()).copied().collect();
        let mut placed = BTreeSet::new();
        for leg in &known {
            let watchers = run.up.watchers(*leg);
            assert!(!watchers.is_empty(), "a subscription that nobody watches");
            for watcher in watchers {
                assert!(placed.insert(*watcher), "a watcher in two places");
                assert!(may_see(run, self.groups[watcher], self.legs[leg].0));
            }
        }
        assert_eq!(placed, everyone);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn one_upstream_while_somebody_watches_none_after_and_fan_out_equals_watchers(
        acts in prop::collection::vec(act(), 1..60), circular in any::<bool>(),
    ) {
        let distribution = if circular { Distribution::Circular } else { Distribution::TopDown };
        let mut run = Run::new(distribution);
        let mut seen = Seen::default();
        for act in &acts {
            seen.happens(&mut run, act);
            seen.holds(&run);
        }
        for watcher in 0..6 {
            seen.happens(&mut run, &Act::Leave(watcher));
        }
        prop_assert!(run.up.is_empty() && run.up.by_key.is_empty() && seen.legs.is_empty());
    }
}
