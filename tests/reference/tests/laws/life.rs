//! A random cluster, and what its users and its network do to it.

use lampfield_core::cluster::Cluster;
use lampfield_core::id::PhoneId;
use lampfield_core::network::{Disturbance, Fault};
use lampfield_core::node::{CallCommand, Command, Timers};
use lampfield_core::presence::CallList;
use lampfield_core::rng::Chance;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::TraceLevel;
use lampfield_core::world::{World, WorldOptions};
use lampfield_reference::generate::{self, Dice};
use std::sync::Arc;

/// Seconds in which something happens.
const EVENTFUL: i64 = 90;
/// Seconds of a subscription: short, so that many are refreshed.
const EXPIRES: u32 = 120;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Faults {
    /// Nothing, and nobody pulls a cable.
    None,
    /// Loss, duplication, reordering, cuts, pulled cables.
    All,
}

/// A life that is over: long after the last thing that anybody did, all faults having stopped.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) cluster: Arc<Cluster>,
    pub(super) world: World,
}

impl Life {
    /// Lives it.
    pub(super) fn live(seed: u64, faults: Faults, trace: TraceLevel) -> Life {
        let mut dice = Dice::of(seed, 1_000_000);
        let cluster = Arc::new(generate::busy_cluster(&mut dice));
        let mut timers = Timers::default();
        timers.sip.subscribe_expires = EXPIRES;
        if faults == Faults::All && dice.percent(50) {
            timers.unplugged_noticed_after = Duration::from_secs(5);
        }
        let options = WorldOptions { seed, timers, trace, ..WorldOptions::default() };
        let mut world = World::new(Arc::clone(&cluster), options).expect("a small cluster fits");
        let phones: Vec<PhoneId> = cluster.phones.iter().map(|(id, _)| id).collect();
        for phone in &phones {
            world.command(*phone, Command::Connect);
        }
        for second in 1..=EVENTFUL {
            // Apart by more than an answer takes, so that each change is told on its own.
            for half in [0, 500] {
                world.run_until(Instant::from_secs(second) + Duration::from_millis(half));
                let Some(phone) = dice.one(&phones).copied() else { break };
                if faults == Faults::All && dice.percent(15) {
                    world.fault(fault(&mut dice, phone));
                }
                world.command(phone, command(&mut dice, &cluster, faults));
            }
        }
        world.run_until(Instant::from_secs(EVENTFUL + 1));
        world.fault(Fault::Calm);
        for phone in &phones {
            world.command(*phone, Command::Connect);
        }
        // Three lives of a subscription, and time for what was given up to be tried again.
        world.run_until(Instant::from_secs(EVENTFUL + 3 * i64::from(EXPIRES) + 600));
        assert_eq!(world.halted(), None, "seed {seed}");
        Life { cluster, world }
    }
}

fn fault(dice: &mut Dice, phone: PhoneId) -> Fault {
    let chance = Chance::percent(u32::try_from(dice.below(50)).unwrap_or(0));
    let disturbance = match dice.below(6) {
        0 => return Fault::Cut(phone),
        1 | 2 => return Fault::Heal(phone),
        3 => Disturbance::Loss(chance),
        4 => Disturbance::Duplication(chance),
        _ => Disturbance::Reordering(chance),
    };
    Fault::Disturb { phone: Some(phone), disturbance }
}

fn command(dice: &mut Dice, c: &Cluster, faults: Faults) -> Command {
    let lists = [CallList::Missed, CallList::Placed, CallList::Placed, CallList::Received];
    let list = dice.one(&lists).copied().unwrap_or(CallList::Missed);
    match dice.below(24) {
        0 | 1 if faults == Faults::All => Command::Unplug,
        2 | 3 if faults == Faults::All => Command::Connect,
        0..=5 => Command::OpenList(list),
        6..=8 => Command::CloseList(list),
        9 => Command::OpenDirectory,
        10 => Command::CloseDirectory,
        11 => Command::PressBlf(1),
        12 => Command::Call(CallCommand::Lift),
        13 | 14 => Command::Call(CallCommand::Answer),
        15 => Command::Call(CallCommand::Hold),
        16 => Command::Call(CallCommand::Resume),
        17 | 18 => Command::Call(CallCommand::HangUp),
        _ => Command::Call(CallCommand::Dial(generate::number(dice, c).into())),
    }
}
