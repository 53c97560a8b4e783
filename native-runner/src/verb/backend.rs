//! What carries the datagrams of a run: the engine alone, real sockets, or one after the other.

use std::io;
use std::sync::Arc;

use clap::ValueEnum;
use lampfield_core::diagnostic::{Code, Diagnostic};
use lampfield_core::limits::LimitReached;
use lampfield_core::scenario::{self, PlayOptions, Player, Scenario};
use lampfield_core::trace::export;

use super::diff;
use super::play::trace_file;
use crate::interrupt;
use crate::output::Paint;
use crate::sockets::{Difference, Sockets, difference};

/// After so many steps the player looks whether the user has asked for the end.
const STEPS_BETWEEN_LOOKS: u32 = 1_024;

/// What carries the datagrams of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Backend {
    /// The engine alone
    #[default]
    Sim,
    /// Real sockets on this machine's loopback, under the clock of the simulator
    Sip,
    /// Both, one after the other; every event must be the same but for addresses
    Both,
}

impl Backend {
    /// As it is written on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sim => "sim",
            Self::Sip => "sip",
            Self::Both => "both",
        }
    }

    /// Whether a scenario can run on it; `only` may name the one backend that can.
    pub(crate) fn takes(self, scenario: &Scenario) -> bool {
        scenario.only.as_ref().is_none_or(|only| match only.backend {
            scenario::Backend::Sim => self == Self::Sim,
            scenario::Backend::Sip => self == Self::Sip,
        })
    }
}

/// A scenario that was played.
pub(super) struct Ran {
    /// At its end.
    pub(super) player: Player,
    /// Whether nobody stopped it on the way.
    pub(super) complete: bool,
    /// Where two backends differ.
    pub(super) differs: Option<Diagnostic>,
}

/// Why a scenario could not be played.
pub(super) enum NotRun {
    /// It is larger than the engine takes.
    TooLarge(LimitReached),
    /// The sockets cannot be had.
    NoSockets(io::Error),
}

/// Plays a scenario.
///
/// # Errors
/// It is too large, or the sockets cannot be had.
pub(super) fn run(
    backend: Backend,
    scenario: &Arc<Scenario>,
    options: PlayOptions,
) -> Result<Ran, NotRun> {
    match backend {
        Backend::Sim => simulated(scenario, options),
        Backend::Sip => carried(scenario, options),
        Backend::Both => {
            let (simulated, carried) = (simulated(scenario, options)?, carried(scenario, options)?);
            // A run that was stopped on the way is no mirror of one that was not.
            let comparable = simulated.complete && carried.complete;
            let differs =
                comparable.then(|| compared(&simulated.player, &carried.player)).flatten();
            Ok(Ran { differs, ..carried })
        }
    }
}

fn simulated(scenario: &Arc<Scenario>, options: PlayOptions) -> Result<Ran, NotRun> {
    let mut player = Player::new(Arc::clone(scenario), options).map_err(NotRun::TooLarge)?;
    let complete = step_through(&mut player, |_| true);
    Ok(Ran { player, complete, differs: None })
}

fn carried(scenario: &Arc<Scenario>, options: PlayOptions) -> Result<Ran, NotRun> {
    let mut sockets = Sockets::open(&scenario.site).map_err(NotRun::NoSockets)?;
    let options = PlayOptions { addresses: sockets.addresses(), ..options };
    let mut player = Player::new(Arc::clone(scenario), options).map_err(NotRun::TooLarge)?;
    player.carried_from_outside();
    let complete = step_through(&mut player, |player| match sockets.carry(player) {
        Ok(()) => true,
        Err(stuck) => {
            player.stop(stuck.to_string());
            false
        }
    });
    Ok(Ran { player, complete, differs: None })
}

/// Plays to the end, or until `each` says so; `false` where ctrl-C came first.
fn step_through(player: &mut Player, mut each: impl FnMut(&mut Player) -> bool) -> bool {
    let mut steps = 0_u32;
    while player.step().is_some() && each(player) {
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(STEPS_BETWEEN_LOOKS) && interrupt::asked() {
            return false;
        }
    }
    true
}

fn compared(simulated: &Player, carried: &Player) -> Option<Diagnostic> {
    let texts = [simulated, carried].map(|player| trace_file(player, Vec::new()));
    let addresses = carried.site().addresses();
    let [left, right] = &texts;
    let found = difference(left, right, addresses)?;
    let plain = Diagnostic::without_place(Code::BackendsDiffer, "simulator and sockets differ");
    Some(shown(&found).unwrap_or(plain))
}

/// The first event that differs, from both sides.
fn shown(found: &Difference) -> Option<Diagnostic> {
    let [simulated, carried] = found.recordings().ok()?;
    let divergence = export::first_divergence(&simulated, &carried)?;
    let events = [divergence.left, divergence.right];
    let at = events.into_iter().flatten().map(|event| event.at).min()?;
    let message = format!("simulator (left) and sockets (right) differ from {at} on");
    let told = Diagnostic::without_place(Code::BackendsDiffer, message);
    let sides = diff::parting(&simulated, &carried, divergence, Paint(false));
    Some(Diagnostic { picture: Some(sides), ..told })
}
