//! What carries the messages of a run: the engine alone, real sockets, or one after the other; by
//! which clock, and against whom.

use std::io;
use std::sync::Arc;
use std::time::Duration as Wall;

use clap::ValueEnum;
use lampfield_core::diagnostic::{Code, Diagnostic};
use lampfield_core::limits::LimitReached;
use lampfield_core::scenario::{self, PlayOptions, Player, RealClock, Scenario, Sources};
use lampfield_core::sip::Transport;
use lampfield_core::time::Duration;
use lampfield_core::trace::export;

use super::diff;
use super::mode::How;
use super::play::trace_file;
use crate::error::ExpectedError;
use crate::interrupt;
use crate::output::Paint;
use crate::pace::Pace;
use crate::sockets::{Difference, Sockets, difference};
use crate::target::{self, Aside};

/// After so many steps the player looks whether the user has asked for the end.
const STEPS_BETWEEN_LOOKS: u32 = 1_024;
/// How long a run by a real clock sleeps at most before it looks.
const LOOK: Wall = Wall::from_millis(100);
/// The tolerance of a scenario that names none.
pub(crate) const TOLERANCE: Duration = Duration::from_millis(50);

/// What carries the messages of a run.
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
pub(crate) struct Ran {
    /// At its end.
    pub(crate) player: Player,
    /// Whether nobody stopped it on the way.
    pub(crate) complete: bool,
    /// Where two backends differ.
    pub(crate) differs: Option<Diagnostic>,
    /// What could not be asked of a server under test.
    pub(crate) aside: Option<Aside>,
}

impl Ran {
    pub(crate) fn new(player: Player, complete: bool) -> Self {
        Ran { player, complete, differs: None, aside: None }
    }
}

/// Why a scenario could not be played.
pub(crate) enum NotRun {
    /// It is larger than the engine takes.
    TooLarge(LimitReached),
    /// The sockets cannot be had.
    NoSockets(io::Error),
    /// Something that stops every further scenario, too.
    Expected(ExpectedError),
}

/// Plays a scenario.
///
/// # Errors
/// It is too large, the sockets cannot be had, or nobody is there to be tested.
pub(super) fn run(
    how: &How,
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    sources: &dyn Sources,
) -> Result<Ran, NotRun> {
    match how {
        How::Simulated => simulated(scenario, options),
        How::Carried(transport) => carried(scenario, options, *transport),
        How::Both(transport) => {
            let simulated = simulated(scenario, options)?;
            let carried = carried(scenario, options, *transport)?;
            // A run that was stopped on the way is no mirror of one that was not.
            let comparable = simulated.complete && carried.complete;
            let differs =
                comparable.then(|| compared(&simulated.player, &carried.player)).flatten();
            Ok(Ran { differs, ..carried })
        }
        How::ByTheClock(transport) => by_the_clock(scenario, options, *transport),
        How::Against(target) => target::run(target, scenario, options, sources),
    }
}

fn simulated(scenario: &Arc<Scenario>, options: PlayOptions) -> Result<Ran, NotRun> {
    let mut player = Player::new(Arc::clone(scenario), options).map_err(NotRun::TooLarge)?;
    let complete = step_through(&mut player, |_| true);
    Ok(Ran::new(player, complete))
}

fn carried(
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    transport: Transport,
) -> Result<Ran, NotRun> {
    let (mut player, mut sockets) = with_sockets(scenario, options, transport)?;
    let complete = step_through(&mut player, |player| carry(&mut sockets, player));
    Ok(Ran::new(player, complete))
}

/// A player whose messages go over sockets, and the sockets.
pub(super) fn with_sockets(
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    transport: Transport,
) -> Result<(Player, Sockets), NotRun> {
    let sockets = Sockets::open(&scenario.site, transport).map_err(NotRun::NoSockets)?;
    let options = PlayOptions { addresses: sockets.addresses(), ..options };
    let mut player = Player::new(Arc::clone(scenario), options).map_err(NotRun::TooLarge)?;
    player.carried_from_outside();
    player.worded(sockets.wording());
    Ok((player, sockets))
}

/// Carries what was sent; `false` where it does not come out, and the run has ended.
pub(super) fn carry(sockets: &mut Sockets, player: &mut Player) -> bool {
    let stuck = sockets.carry(player).err();
    if let Some(stuck) = &stuck {
        player.stop(stuck.to_string());
    }
    stuck.is_none()
}

/// Over sockets, each step at its moment of this machine's clock.
fn by_the_clock(
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    transport: Transport,
) -> Result<Ran, NotRun> {
    let tolerance = scenario.tolerance.unwrap_or(TOLERANCE);
    let options = PlayOptions { clock: Some(RealClock::new(tolerance)), ..options };
    let (mut player, mut sockets) = with_sockets(scenario, options, transport)?;
    let pace = Pace::begin();
    while let Some(next) = player.next_at() {
        let left = pace.until(next);
        if interrupt::asked() {
            return Ok(Ran::new(player, false));
        }
        if !left.is_zero() {
            std::thread::sleep(left.min(LOOK));
            continue;
        }
        player.was_late(next, pace.now() - next);
        if player.step().is_none() || !carry(&mut sockets, &mut player) {
            break;
        }
    }
    Ok(Ran::new(player, true))
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
    let texts = [simulated, carried].map(|player| trace_file(player, Vec::new(), None));
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
