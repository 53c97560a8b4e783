//! Whatever the link does to them, watcher and notifier agree in the end.
#![cfg(not(target_arch = "wasm32"))]

use super::pair::{Fate, Pair};
use crate::presence::PublishedStatus::{self, Busy, Idle, Unknown};
use crate::rng::Rng;
use crate::sip::SipTimers;
use crate::sip::watcher::News;
use crate::time::{Duration, Instant};
use proptest::prelude::*;

/// The link until `calm`: loses, doubles and delays by the dice; then it behaves.
fn rough_link(seed: u64, loss: u64, double: u64, late: u64, calm: Instant) -> super::pair::Rule {
    let mut rng = Rng::stream(seed, "link");
    Box::new(move |_, now| {
        let (roll, delay) = (rng.below(100), rng.below(6_000));
        if now >= calm {
            return Fate::Arrive;
        }
        if roll < loss {
            Fate::Lose
        } else if roll < loss + double {
            Fate::Double
        } else if roll < loss + double + late {
            Fate::Late(Duration::from_millis(i64::try_from(delay).unwrap()))
        } else {
            Fate::Arrive
        }
    })
}

fn status(n: u64) -> PublishedStatus {
    [Idle, Busy, Unknown][usize::try_from(n % 3).unwrap()]
}

/// The last thing that the watcher knows for sure.
fn shown(pair: &Pair) -> Option<News> {
    pair.news.last().copied()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn after_the_link_calms_down_the_watcher_shows_what_the_notifier_says(
        seed: u64,
        loss in 0u64..60,
        double in 0u64..20,
        late in 0u64..20,
        changes in prop::collection::vec((0i64..400_000, 0u64..3), 0..30),
        challenged: bool,
    ) {
        // Short subscriptions, so that refreshes happen in the rough part too.
        let timers = SipTimers { subscribe_expires: 90, ..SipTimers::default() };
        let calm = Instant::from_secs(400);
        let mut pair = match challenged {
            true => Pair::with_digest(timers, seed, "wonderland"),
            false => Pair::new(timers, seed),
        };
        pair.rule = rough_link(seed, loss, double, late, calm);
        pair.subscribe();
        let mut changes = changes;
        changes.sort_unstable();
        for (at, to) in changes {
            pair.run_until(Instant::from_micros(at * 1000));
            pair.change(status(to));
        }
        // The longest wait before a new try is a minute, and an expiry is 90 s away at most.
        pair.run_until(calm + Duration::from_secs(300));
        prop_assert_eq!(shown(&pair), Some(News::Status(pair.status)), "{:?}", pair.news);
        // Ghosts of lost answers run out; one subscription stays, and it works.
        prop_assert_eq!((pair.live.len(), pair.notifier.len()), (1, 1));
        let next = status(u64::from(pair.status == Idle));
        pair.change(next);
        pair.run_for(Duration::from_secs(1));
        prop_assert_eq!(shown(&pair), Some(News::Status(next)));
    }

    #[test]
    fn unsubscribing_over_a_rough_link_leaves_nothing_behind(
        seed: u64,
        loss in 0u64..60,
        double in 0u64..20,
        late in 0u64..20,
        at in 0i64..200_000,
        challenged: bool,
    ) {
        let timers = SipTimers { subscribe_expires: 90, ..SipTimers::default() };
        let mut pair = match challenged {
            true => Pair::with_digest(timers, seed, "wonderland"),
            false => Pair::new(timers, seed),
        };
        pair.rule = rough_link(seed, loss, double, late, Instant::from_secs(300));
        let id = pair.subscribe();
        pair.run_until(Instant::from_micros(at * 1000));
        pair.unsubscribe(id);
        pair.run_until(Instant::from_secs(600));
        prop_assert_eq!(shown(&pair), Some(News::Gone));
        let left = (pair.watcher.len(), pair.notifier.len(), pair.live.len());
        prop_assert_eq!(left, (0, 0, 0));
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes(seed: u64, loss in 0u64..40) {
        let run = || {
            let mut pair = Pair::new(SipTimers::default(), seed);
            pair.rule = rough_link(seed, loss, 10, 10, Instant::from_secs(60));
            pair.subscribe();
            pair.run_until(Instant::from_secs(120));
            pair.wire.iter().map(|m| m.raw().to_vec()).collect::<Vec<_>>()
        };
        prop_assert_eq!(run(), run());
    }
}
