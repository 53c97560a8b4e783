//! Laws that every run obeys, on random clusters with random users, by many seeds: what went over
//! the wires and links is written into a ledger of subscriptions, and the reference model says what
//! every lamp must show in the end.

#![expect(clippy::expect_used, reason = "whatever fails here is to stop it")]

mod ledger;
mod life;
mod text;
mod truth;

use lampfield_core::trace::TraceLevel;
use ledger::Ledger;
use life::{Faults, Life};
use std::sync::OnceLock;

/// How many lives of each kind.
const SEEDS: u64 = 60;

/// All lives, each lived once for all laws.
fn lives(faults: Faults) -> &'static [Life] {
    static QUIET: OnceLock<Vec<Life>> = OnceLock::new();
    static FAULTY: OnceLock<Vec<Life>> = OnceLock::new();
    let place = if faults == Faults::None { &QUIET } else { &FAULTY };
    place
        .get_or_init(|| (0..SEEDS).map(|seed| Life::live(seed, faults, TraceLevel::Full)).collect())
}

/// Gathers what breaks a law in any life: the first three, each with its seed.
fn by_all_seeds(faults: Faults, mut law: impl FnMut(&Life) -> Vec<String>) {
    let mut broken: Vec<String> = Vec::new();
    for (seed, life) in lives(faults).iter().enumerate() {
        broken.extend(law(life).into_iter().map(|what| format!("seed {seed}: {what}")));
    }
    let count = broken.len();
    broken.truncate(3);
    assert!(broken.is_empty(), "{count} times, first:\n{}", broken.join("\n"));
}

#[test]
fn any_seed_replays_to_its_digest() {
    for faults in [Faults::None, Faults::All] {
        let mut different = std::collections::BTreeSet::new();
        for (seed, first) in (0..SEEDS / 3).zip(lives(faults)) {
            let again = Life::live(seed, faults, TraceLevel::DigestOnly);
            assert_eq!(first.world.digest(), again.world.digest(), "seed {seed}");
            different.insert(again.world.digest().to_string());
        }
        assert_eq!(different.len() as u64, SEEDS / 3, "each seed is a run of its own");
    }
}

#[test]
fn a_refused_subscription_never_carries_a_status() {
    let mut refused = 0;
    by_all_seeds(Faults::All, |life| {
        let ledger = Ledger::of(&life.world);
        refused += ledger.refused;
        ledger.statuses_without_subscription
    });
    assert!(refused > 200, "only {refused} refusals: the lives are too tame");
}

#[test]
fn every_accepted_subscription_ends_in_exactly_one_termination_or_is_alive() {
    let (mut accepted, mut ended) = (0, 0);
    by_all_seeds(Faults::All, |life| {
        let ledger = Ledger::of(&life.world);
        accepted += ledger.subscriptions().count();
        ended += ledger.subscriptions().filter(|one| one.terminations == 1).count();
        ledger.wrong_ends()
    });
    assert!(accepted > 400 && ended > 40, "{accepted} accepted, {ended} ended: too tame");
}

#[test]
fn a_lamp_that_may_see_its_presentity_has_exactly_one_live_subscription_in_the_end() {
    by_all_seeds(Faults::All, |life| {
        let ledger = Ledger::of(&life.world);
        truth::live_subscriptions(life, &ledger)
    });
}

#[test]
fn a_new_status_goes_to_all_who_watch_and_to_nobody_else() {
    let mut told = 0;
    by_all_seeds(Faults::None, |life| {
        let ledger = Ledger::of(&life.world);
        told += ledger.told;
        ledger.wrong_fan_outs
    });
    assert!(told > 400, "only {told} were told anything: the lives are too tame");
}

#[test]
fn once_faults_stop_every_lamp_is_true() {
    let mut lit = 0;
    for faults in [Faults::None, Faults::All] {
        by_all_seeds(faults, |life| {
            lit += truth::lit(life);
            truth::lies(life)
        });
    }
    assert!(lit > 200, "only {lit} lamps show a status: the lives are too tame");
}
