//! Plays a scenario: lets the world go on, does what the steps say, checks what they expect.
//!
//! **Order.** At one moment: first what the network delivers and what timers do, then the steps'
//! commands and faults in the order of the file with everything that follows from them at that
//! very moment, then the checks. So a check at T sees everything else at T.

mod admin;
mod asked;
mod carried;
mod check;
mod configure;
mod deeds;
mod due;
mod evidence;
mod facts;
mod invariant;
mod live;
mod outcome;
mod question;
mod reasons;
mod stage;
mod taking;
mod tolerant;
mod trial;
mod truth;
mod upstream;
mod view;
mod wire;

use crate::gather::Gather;
pub use check::CheckOutcome;
pub use deeds::Deed;
pub use evidence::Shown;
pub use facts::Change;
pub use tolerant::RealClock;

pub(super) use deeds::reasons as refusal_reasons;
pub(super) use due::due_after;
pub(super) use stage::Stage;

use super::model::Scenario;
use super::report::Report;
use crate::cluster::Configuration;
use crate::diagnostic::Diagnostic;
use crate::id::PhoneId;
use crate::limits::LimitReached;
use crate::network::Fault;
use crate::node::Command;
use crate::presence::RouteIndex;
use crate::sip::address::AddressPlan;
use crate::site::Site;
use crate::time::{Duration, Instant};
use crate::trace::TraceLevel;
use crate::world::{World, WorldOptions};
use deeds::Deeds;
use due::Due;
use facts::Facts;
use std::sync::Arc;
use tolerant::Late;

/// How a scenario is played.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlayOptions {
    /// Another seed than the scenario's own.
    pub seed: Option<u64>,
    /// How much of the trace is kept to be looked at. The player itself looks at each event once,
    /// so that it keeps at least some thousands.
    pub trace: TraceLevel,
    /// Stops before anything after this moment; the checks after it are unknown.
    pub until: Option<Instant>,
    /// The addresses of the nodes: of the simulator, or of this machine where a carrier takes
    /// their datagrams over sockets.
    pub addresses: AddressPlan,
    /// A run without an end, by a real clock: no step or check of the file happens, and nothing is
    /// noted for checks.
    pub live: bool,
    /// How it is checked where the clock is a real one; `None`: the clock is the engine's own.
    pub clock: Option<RealClock>,
}

/// A scenario being played. A clone is a fork.
#[derive(Clone, Debug)]
pub struct Player {
    scenario: Arc<Scenario>,
    seed: u64,
    until: Instant,
    world: World,
    /// What is saved and what acts in each cluster.
    configurations: Vec<Configuration>,
    /// The site as it acts now.
    site: Arc<Site>,
    /// The route index of each cluster as it acts now.
    indexes: Vec<Arc<RouteIndex>>,
    facts: Facts,
    deeds: Deeds,
    /// Steps that named what was not there.
    failures: Vec<Diagnostic>,
    /// The next step whose commands are to be given.
    next_step: usize,
    /// Checks in the order of their moments, and the next one.
    checks: Arc<[Due]>,
    next_check: usize,
    outcomes: Vec<Arc<CheckOutcome>>,
    /// Why the run was stopped from outside, in words.
    stopped: Option<String>,
    /// Whether nothing is noted for checks.
    live: bool,
    clock: Option<RealClock>,
    /// When a real clock was ahead of the run by more than the tolerance.
    late: Vec<Late>,
}

/// The fewest events that the player lets a trace keep: one input can cause a storm.
const FEWEST_EVENTS: u32 = 65_536;

impl Player {
    /// A player at time 0.
    ///
    /// # Errors
    /// [`LimitReached`] where the cluster is larger than a world can be.
    pub fn new(scenario: Arc<Scenario>, options: PlayOptions) -> Result<Player, LimitReached> {
        let seed = options.seed.unwrap_or(scenario.seed);
        let trace = match options.trace {
            TraceLevel::Full => TraceLevel::Full,
            // Nobody looks at each event.
            level if options.live => level,
            TraceLevel::Ring(n) => TraceLevel::Ring(n.max(FEWEST_EVENTS)),
            TraceLevel::DigestOnly => TraceLevel::Ring(FEWEST_EVENTS),
        };
        let world_options = WorldOptions {
            seed,
            network: scenario.network.clone(),
            timers: scenario.timers,
            trace,
        };
        let (configurations, site) = configure::start(&scenario.site, options.addresses);
        let world = World::of_site(Arc::clone(&site), world_options)?;
        let indexes = site.clusters().map(|(id, _)| Arc::new(site.route_index(id))).gather();
        let mut player = Player {
            seed,
            until: options.until.unwrap_or(Instant::FAR_FUTURE),
            world,
            configurations,
            site,
            indexes,
            facts: Facts::new(&scenario),
            deeds: Deeds::default(),
            failures: Vec::new(),
            next_step: 0,
            checks: due::checks(
                &scenario,
                options.clock.map_or(Duration::ZERO, |own| own.tolerance),
            ),
            next_check: 0,
            outcomes: Vec::new(),
            stopped: None,
            live: options.live,
            clock: options.clock,
            late: Vec::new(),
            scenario,
        };
        if options.live {
            player.take_over();
        }
        Ok(player)
    }

    pub(super) fn stage(&self) -> Stage<'_> {
        Stage {
            world: &self.world,
            site: &self.site,
            indexes: &self.indexes,
            scenario: &self.scenario,
        }
    }

    /// Notes what is new in the world.
    fn look(&mut self) {
        if self.live {
            return;
        }
        let stage = Stage {
            world: &self.world,
            site: &self.site,
            indexes: &self.indexes,
            scenario: &self.scenario,
        };
        self.facts.look(&stage);
    }

    /// The moment of the last step or check: there the scenario ends.
    pub fn end(&self) -> Instant {
        let step = self.scenario.steps.last().map_or(Instant::ZERO, |step| step.at);
        self.checks.last().map_or(step, |check| check.at.max(step)).min(self.until)
    }

    /// When something happens next; `None` once the scenario is over.
    pub fn next_at(&self) -> Option<Instant> {
        let (step, check) = (self.step_at(), self.check_at());
        let ahead = step.min(check);
        if self.world.halted().is_some() || self.stopped.is_some() {
            return None;
        }
        if ahead == Instant::FAR_FUTURE {
            // What the last step has ordered still happens, at its own moment.
            let now = self.world.now();
            return self.world.next_at().filter(|at| *at <= now);
        }
        let next = self.world.next_at().map_or(ahead, |at| at.min(ahead));
        (next <= self.until).then_some(next)
    }

    fn step_at(&self) -> Instant {
        self.scenario.steps.get(self.next_step).map_or(Instant::FAR_FUTURE, |step| step.at)
    }

    fn check_at(&self) -> Instant {
        self.checks.get(self.next_check).map_or(Instant::FAR_FUTURE, |check| check.at)
    }

    /// Lets one thing happen: one item of the world, the commands of one step, or all checks of one
    /// moment. Returns its time; `None` once the scenario is over.
    pub fn step(&mut self) -> Option<Instant> {
        let at = self.next_at()?;
        if self.world.next_at().is_some_and(|world| world <= at) {
            self.world.step();
            self.look();
        } else if self.step_at() == at {
            self.world.run_until(at);
            self.give_orders();
        } else {
            self.world.run_until(at);
            self.check(at);
        }
        Some(at)
    }

    /// Lets one item of the world happen after the file's last step: past its end a scenario only
    /// lets time pass. Returns its time; `None` where nothing is left.
    pub fn step_past_end(&mut self) -> Option<Instant> {
        let at = self.world.step()?;
        self.look();
        Some(at)
    }

    /// Lets everything happen up to `t`, and sets the clock there.
    pub fn run_until(&mut self, t: Instant) {
        while self.next_at().is_some_and(|at| at <= t) {
            self.step();
        }
        // Past its end a scenario only lets time pass: subscriptions live on.
        while self.world.next_at().is_some_and(|at| at <= t.min(self.until)) {
            self.world.step();
            self.look();
        }
        self.world.run_until(t.min(self.until));
    }

    /// Plays to the end and reports.
    pub fn run(mut self) -> Report {
        while self.step().is_some() {}
        self.report()
    }

    /// The run is somebody else's from now on: the steps and checks of the file that are still to
    /// come do not happen, so that file and user do not fight over a phone.
    pub fn take_over(&mut self) {
        self.next_step = self.scenario.steps.len();
        self.next_check = self.checks.len();
    }

    /// A user does something that is not in the file.
    pub fn act(&mut self, phone: PhoneId, command: Command) {
        self.world.command(phone, command);
    }

    /// A fault that is not in the file.
    pub fn fault(&mut self, fault: Fault) {
        self.world.fault(fault);
    }

    /// The same run once more up to an earlier moment, without its checks; `None` where that is
    /// not earlier.
    pub(super) fn again_until(&self, at: Instant) -> Option<Player> {
        if at >= self.world.now() {
            return None;
        }
        let addresses = self.site.addresses();
        let options = PlayOptions { seed: Some(self.seed), addresses, ..PlayOptions::default() };
        let mut again = Player::new(Arc::clone(&self.scenario), options).ok()?;
        again.checks = Arc::from([]);
        again.run_until(at);
        Some(again)
    }
}
