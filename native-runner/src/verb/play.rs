//! Playing one scenario: the same player as the page's and the tests', with a clock beside it.

use std::sync::Arc;
use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::cluster::Cluster;
use lampfield_core::diagnostic::nearest;
use lampfield_core::id::NodeId;
use lampfield_core::limits::LimitReached;
use lampfield_core::node::{CALL_MANAGER, node_of_phone};
use lampfield_core::scenario::{Action, Scenario};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::TraceLevel;
use lampfield_core::trace::export::{self, Header, Source};
use lampfield_core::world::{World, WorldOptions};

use super::load::Loaded;
use crate::bug::{self, AtWork};
use crate::error::ExpectedError;
use crate::output::{Finished, Paint, Verdict};

/// How scenarios are to be played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wishes {
    /// Instead of the scenario's own.
    pub(super) seed: Option<u64>,
    /// End here at the latest.
    pub(super) until: Option<Instant>,
    /// How failures are rendered.
    pub(super) paint: Paint,
    /// Whether the trace is wanted.
    pub(super) trace: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) finished: Finished,
    /// The text of the trace file, where it was wanted.
    pub(super) trace: Option<String>,
}

/// A run to be looked at.
pub(super) struct Recorded {
    world: World,
    seed: u64,
    sources: Vec<Source>,
}

impl Recorded {
    pub(super) fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn trace_file(&self) -> String {
        trace_file(&self.world, self.seed, self.sources.clone())
    }
}

/// Plays a file that parsed, or tells what is wrong with it.
pub(super) fn play(file: &Loaded, wishes: &Wishes) -> Played {
    let shown = file.found.shown();
    bug::at_work(Some(AtWork { path: shown.clone(), seed: wishes.seed }));
    let clock = Clock::now();
    let mut finished = Finished {
        verdict: Verdict::Invalid,
        short: file.found.short().to_owned(),
        shown,
        name: String::new(),
        wall: Wall::ZERO,
        simulated: Duration::ZERO,
        seed: None,
        digest: String::new(),
        checks: 0,
        events: 0,
        covers: file.covers().map(|rule| rule.to_string()).collect(),
        diagnostics: Vec::new(),
    };
    let mut trace = None;
    match &file.scenario {
        Err(diagnostics) => {
            finished.diagnostics = diagnostics.iter().map(|d| file.tell(d, wishes.paint)).collect();
        }
        Ok(scenario) => {
            finished.name.clone_from(&scenario.name);
            match world(scenario, wishes.seed, wishes.until) {
                Ok(world) => {
                    let seed = wishes.seed.unwrap_or(scenario.seed);
                    finished.verdict = Verdict::Unknown;
                    finished.seed = Some(seed);
                    finished.simulated = world.now().since_start();
                    finished.digest = world.digest().to_string();
                    finished.events = world.trace().count();
                    if wishes.trace {
                        trace = Some(trace_file(&world, seed, file.sources()));
                    }
                }
                Err(_) => finished.verdict = Verdict::Unknown,
            }
        }
    }
    finished.wall = clock.elapsed();
    bug::at_work(None);
    Played { finished, trace }
}

/// Runs a scenario with a full trace.
///
/// # Errors
/// It is larger than the engine takes.
pub(super) fn record(
    file: &Loaded,
    scenario: &Scenario,
    seed: Option<u64>,
    until: Option<Instant>,
) -> Result<Recorded, ExpectedError> {
    bug::at_work(Some(AtWork { path: file.found.shown(), seed }));
    let world = world(scenario, seed, until)?;
    Ok(Recorded { world, seed: seed.unwrap_or(scenario.seed), sources: file.sources() })
}

/// Runs to the end of the scenario, or until a given time.
///
/// # Errors
/// It is larger than the engine takes.
pub(super) fn world(
    scenario: &Scenario,
    seed: Option<u64>,
    until: Option<Instant>,
) -> Result<World, ExpectedError> {
    let options = WorldOptions {
        seed: seed.unwrap_or(scenario.seed),
        network: scenario.network.clone(),
        timers: scenario.timers,
        trace: TraceLevel::Full,
    };
    let mut world = World::new(Arc::clone(&scenario.cluster), options).map_err(too_large)?;
    for step in &scenario.steps {
        if until.is_some_and(|until| until < step.at) {
            break;
        }
        world.run_until(step.at);
        match &step.action {
            Action::Do { orders, .. } => {
                for (phone, command) in orders {
                    world.command(*phone, command.clone());
                }
            }
            Action::Fault { faults, .. } => faults.iter().for_each(|f| world.fault(f.clone())),
            _ => {}
        }
        world.run_until(step.at);
    }
    if let Some(until) = until {
        world.run_until(until);
    }
    Ok(world)
}

fn too_large(limit: LimitReached) -> ExpectedError {
    ExpectedError::Invalid { headline: limit.to_string(), detail: String::new() }
}

/// The text of a trace file.
pub(super) fn trace_file(world: &World, seed: u64, sources: Vec<Source>) -> String {
    let header = Header::new(world.cluster(), world.trace(), seed, world.now(), sources);
    let mut text = String::new();
    // Writing into a text cannot fail.
    let written = export::write(&header, world.trace(), &mut text);
    debug_assert!(written.is_ok());
    text
}

/// CallManager or a phone, by name.
///
/// # Errors
/// There is none of this name.
pub(super) fn node(cluster: &Cluster, name: &str) -> Result<NodeId, ExpectedError> {
    if name.eq_ignore_ascii_case(&cluster.name) || name.eq_ignore_ascii_case("CallManager") {
        return Ok(CALL_MANAGER);
    }
    if let Some(phone) = cluster.phones.id_of(name) {
        return Ok(node_of_phone(phone));
    }
    let names = || cluster.phones.names().chain([cluster.name.as_str()]);
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", lampfield_core::diagnostic::list_words(names())),
    };
    Err(ExpectedError::BadQuestion { text: format!("there is no phone `{name}`"), help })
}
