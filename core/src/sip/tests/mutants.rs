//! Damaged messages against both sides: whatever arrives, nobody panics, time goes on, and the
//! tables stay small.

use super::pair::{CM, PHONE, Pair};
use crate::rng::Rng;
use crate::sip::SipTimers;
use crate::sip::message::Message;
use crate::sip::message::tests::{mutant, mutant_of};
use crate::time::Duration;

/// Messages of a whole life: asked, changed, refreshed, ended.
fn a_life() -> Vec<Vec<u8>> {
    let timers = SipTimers { subscribe_expires: 90, ..SipTimers::default() };
    let mut pair = Pair::new(timers, 3);
    let id = pair.subscribe();
    pair.run_for(Duration::from_secs(100));
    pair.unsubscribe(id);
    pair.run_for(Duration::from_secs(1));
    pair.wire.iter().map(|message| message.raw().to_vec()).collect()
}

#[test]
fn damaged_messages_of_the_own_dialog_and_of_others_do_no_harm() {
    let life = a_life();
    assert_eq!(life.len(), 12);
    for seed in 0..40 {
        let mut rng = Rng::stream(seed, "mutants");
        // The same seed as that life: the mutants are near misses of its own dialog.
        let timers = SipTimers { subscribe_expires: 90, ..SipTimers::default() };
        let mut pair = Pair::new(timers, 3);
        pair.subscribe();
        for _ in 0..100 {
            let which = usize::try_from(rng.below(life.len() as u64)).unwrap();
            let bytes = match rng.below(4) {
                0 => mutant(&mut rng),
                _ => mutant_of(&mut rng, &life[which]),
            };
            let to = if rng.below(2) == 0 { CM } else { PHONE };
            if Message::parse(&bytes).is_ok() {
                pair.deliver(to, &bytes);
            }
            pair.run_for(Duration::from_millis(i64::try_from(rng.below(3_000)).unwrap()));
        }
        assert!(pair.notifier.len() < 100 && pair.watcher.len() == 1);
        // Ghosts run out; the real one lives.
        pair.run_for(Duration::from_secs(4_000));
        assert_eq!((pair.watcher.len(), pair.notifier.len()), (1, 1), "seed {seed}");
    }
}
