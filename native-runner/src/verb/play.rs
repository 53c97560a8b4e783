//! Playing one scenario: the same player as the page's and the tests', with a clock beside it.

use std::sync::Arc;
use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::diagnostic::{Code, Diagnostic, list_words, nearest};
use lampfield_core::id::NodeId;
use lampfield_core::limits::LimitReached;
use lampfield_core::node::{CALL_MANAGER, node_of_phone};
use lampfield_core::scenario::{self, PlayOptions, Player, Report, Scenario};
use lampfield_core::sip::Transport;
use lampfield_core::site::{Roster, Site, node_of_cluster, node_of_outside};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::export::{self, Header, Source};
use lampfield_core::world::{Wording, World};

use super::backend::{self, NotRun, Ran};
use super::known;
use super::load::Loaded;
use super::mode::How;
use super::picture::picture;
use super::update::Updates;
use crate::bug::{self, AtWork};
use crate::capture::pcap;
use crate::error::ExpectedError;
use crate::interrupt;
use crate::output::{Finished, Paint, Verdict};
use crate::seed::Seed;
use crate::target;
use crate::today::Day;

/// How scenarios are to be played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wishes<'a> {
    /// Instead of the scenario's own.
    pub(super) seed: Option<u64>,
    /// End here at the latest.
    pub(super) until: Option<Instant>,
    /// How failures are rendered.
    pub(super) paint: Paint,
    /// Whether the trace is wanted.
    pub(super) trace: bool,
    /// Whether the capture is wanted.
    pub(super) pcap: bool,
    /// How they are run.
    pub(super) how: &'a How,
    /// How often what does not pass is tried again.
    pub(super) retries: u8,
    /// The day by which known failures are judged.
    pub(super) today: &'a Day,
    /// Whether a report shows what happened.
    pub(super) picture: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) finished: Finished,
    /// The text of the trace file, where it was wanted.
    pub(super) trace: Option<String>,
    /// The capture file, where it was wanted.
    pub(super) pcap: Option<Vec<u8>>,
    /// Rows of waveforms that are not as drawn, with their places.
    pub(super) updates: Updates,
    /// What this machine lacks: nothing else will run either.
    pub(super) cannot_run: Option<ExpectedError>,
}

/// A run to be looked at.
pub(super) struct Recorded {
    pub(super) player: Player,
    sources: Vec<Source>,
}

impl Recorded {
    pub(super) fn world(&self) -> &World {
        self.player.world()
    }

    pub(super) fn trace_file(&self) -> String {
        trace_file(&self.player, self.sources.clone(), None)
    }
}

/// Plays a file that parsed, or tells what is wrong with it.
pub(super) fn play(file: &Loaded, wishes: &Wishes<'_>) -> Played {
    let shown = file.found.shown();
    bug::at_work(Some(AtWork { path: file.found.shown_case(), seed: wishes.seed, verb: "run" }));
    let clock = Clock::now();
    let mut played = Played {
        finished: Finished {
            verdict: Verdict::Invalid,
            short: file.found.short(),
            case: file.found.case.clone(),
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
            known: None,
            rows_updated: 0,
            picture: None,
            tries: 1,
            unmade: Vec::new(),
            unseen: Vec::new(),
            notes: Vec::new(),
        },
        trace: None,
        pcap: None,
        updates: Updates::new(),
        cannot_run: None,
    };
    match &file.scenario {
        Ok(scenario) => loop {
            play_scenario(file, scenario, wishes, &mut played);
            let again = matches!(played.finished.verdict, Verdict::Failed | Verdict::Unknown);
            let tries = played.finished.tries;
            if !again || tries > u32::from(wishes.retries) || interrupt::asked() {
                break;
            }
            played.finished.tries += 1;
        },
        Err(diagnostics) => {
            let told = diagnostics.iter().map(|d| file.tell(d, wishes.paint));
            played.finished.diagnostics = told.collect();
        }
    }
    played.finished.wall = clock.elapsed();
    bug::at_work(None);
    played
}

fn play_scenario(
    file: &Loaded,
    scenario: &Arc<Scenario>,
    wishes: &Wishes<'_>,
    played: &mut Played,
) {
    let finished = &mut played.finished;
    finished.name.clone_from(&scenario.name);
    // A case that is called after its seed runs with no other.
    let seed = wishes.seed.filter(|_| !scenario.case_has_seed());
    // A server remembers Call-IDs and branches: each run against it has its own.
    let drawn = matches!(wishes.how, How::Against(_)).then(|| Seed::drawn().value());
    let seed = seed.or(drawn);
    let options = PlayOptions { seed, until: wishes.until, ..PlayOptions::default() };
    let sources = file.found.disk.as_ref();
    let Ran { player, complete, differs, aside } =
        match backend::run(wishes.how, scenario, options, sources) {
            Ok(ran) => ran,
            Err(NotRun::TooLarge(limit)) => {
                let told = Diagnostic::without_place(Code::TooMuch, limit.to_string());
                finished.diagnostics = vec![file.tell(&told, wishes.paint)];
                return;
            }
            Err(NotRun::NoSockets(why)) => {
                played.cannot_run = Some(ExpectedError::NoSockets { why });
                return;
            }
            Err(NotRun::Expected(error)) => {
                played.cannot_run = Some(error);
                return;
            }
        };
    bug::provoked();
    let mut report = match &file.lesson {
        Some(lesson) if complete && aside.is_none() => lesson.prove(player.report(), options),
        _ => player.report(),
    };
    if let Some(mut aside) = aside {
        report.verdict = aside.judge(&player, &mut report.failures);
        let tell = |told: &Vec<Diagnostic>| {
            told.iter().map(|one| file.tell(one, wishes.paint)).collect::<Vec<_>>()
        };
        (finished.unmade, finished.unseen) = (tell(&aside.unmade), tell(&aside.unseen));
        finished.notes = aside.notes;
    }
    let found = if differs.is_some() { Verdict::Failed } else { verdict(&report, complete) };
    let (verdict, known, told) = known::judge(scenario, found, wishes.today);
    (finished.verdict, finished.known) = (verdict, known);
    finished.seed = Some(report.seed);
    finished.simulated = report.simulated.since_start();
    finished.digest = report.digest.to_string();
    finished.events = report.events;
    finished.checks = report.checks_passed + report.checks_failed + report.checks_unknown;
    let all = told.iter().chain(&differs).chain(&report.failures);
    finished.diagnostics = all.map(|failure| file.tell(failure, wishes.paint)).collect();
    played.updates = player.outcomes().iter().flat_map(|outcome| outcome.updates.clone()).collect();
    if wishes.picture {
        let shown = bug::quoted(&finished.shown);
        finished.picture = Some(Box::new(picture(&player, &shown)));
    }
    if wishes.trace {
        played.trace = Some(trace_file(&player, file.sources(), wishes.how.carried()));
    }
    if wishes.pcap {
        played.pcap = Some(captured(&player, wishes.how));
    }
}

/// The capture of a run: of one against a server, what was between us and it.
fn captured(player: &Player, how: &How) -> Vec<u8> {
    let (trace, addresses) = (player.world().trace(), player.site().addresses());
    match how {
        How::Against(_) => pcap(target::on_the_wire(trace), addresses),
        _ => pcap(trace.events(), addresses),
    }
}

fn verdict(report: &Report, complete: bool) -> Verdict {
    match report.verdict {
        scenario::Verdict::Failed => Verdict::Failed,
        _ if !complete => Verdict::Interrupted,
        scenario::Verdict::Passed => Verdict::Passed,
        scenario::Verdict::Unknown => Verdict::Unknown,
    }
}

/// Runs a scenario with a full trace, to its end or to a moment of which more is asked; `over` is
/// what carries its messages, where real sockets do.
///
/// # Errors
/// It is larger than the engine takes, or the sockets cannot be had.
pub(super) fn record(
    file: &Loaded,
    scenario: &Arc<Scenario>,
    seed: Option<u64>,
    to: Option<Instant>,
    over: Option<Transport>,
) -> Result<Recorded, ExpectedError> {
    let options = PlayOptions { seed, ..PlayOptions::default() };
    let player = match over {
        None => played_to(scenario, options, to, None)?,
        Some(transport) => carried_to(scenario, options, to, transport)?,
    };
    Ok(Recorded { player, sources: file.sources() })
}

fn too_large(scenario: &Scenario, limit: LimitReached) -> ExpectedError {
    ExpectedError::Invalid {
        headline: format!("`{}` is too large: {limit}", scenario.file),
        detail: String::new(),
    }
}

/// The same as [`played_to`], over real sockets.
fn carried_to(
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    to: Option<Instant>,
    transport: Transport,
) -> Result<Player, ExpectedError> {
    let with_sockets = backend::with_sockets(scenario, options, transport);
    let (mut player, mut sockets) = with_sockets.map_err(|why| match why {
        NotRun::TooLarge(limit) => too_large(scenario, limit),
        NotRun::NoSockets(why) => ExpectedError::NoSockets { why },
        NotRun::Expected(error) => error,
    })?;
    let goes_on = |player: &Player| player.next_at().is_some_and(|at| to.is_none_or(|to| at <= to));
    while goes_on(&player) && player.step().is_some() && backend::carry(&mut sockets, &mut player) {
    }
    if let Some(to) = to {
        player.run_until(to);
    }
    Ok(player)
}

/// A player that stands at the end of its scenario, or at the moment given. `worded` is what a
/// transport makes its messages say.
///
/// # Errors
/// It is larger than the engine takes.
pub(super) fn played_to(
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    to: Option<Instant>,
    worded: Option<Wording>,
) -> Result<Player, ExpectedError> {
    let made = Player::new(Arc::clone(scenario), options);
    let mut player = made.map_err(|limit| too_large(scenario, limit))?;
    if let Some(wording) = worded {
        player.worded(wording);
    }
    match to {
        Some(to) => player.run_until(to),
        None => while player.step().is_some() {},
    }
    Ok(player)
}

/// The text of a trace file. `carried` is what carried the run, beside its addresses.
pub(super) fn trace_file(player: &Player, sources: Vec<Source>, carried: Option<String>) -> String {
    let world = player.world();
    let (trace, seed) = (world.trace(), player.seed());
    let mut header = Header::new(world.site(), trace, seed, world.now(), sources);
    header.case.clone_from(&player.scenario().case);
    header.carried = carried;
    let mut text = String::new();
    // Writing into a text cannot fail.
    let written = export::write(&header, trace, &mut text);
    debug_assert!(written.is_ok());
    text
}

/// A CallManager, a phone or one outside, by name.
///
/// # Errors
/// There is none of this name.
pub(super) fn node(site: &Site, name: &str) -> Result<NodeId, ExpectedError> {
    if name.eq_ignore_ascii_case("CallManager") {
        return Ok(CALL_MANAGER);
    }
    let all = everybody(site);
    if let Some((_, node)) = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Ok(*node);
    }
    let names = || all.iter().map(|(name, _)| name.as_str());
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", list_words(names())),
    };
    Err(ExpectedError::BadQuestion { text: format!("there is no phone `{name}`"), help })
}

/// The names of all nodes: phones first, then clusters and those outside.
fn everybody(site: &Site) -> Vec<(String, NodeId)> {
    let phones = site.phones().map(|(id, phone)| (phone.name.clone(), node_of_phone(id)));
    let clusters = site.clusters().map(|(id, own)| (own.name.clone(), node_of_cluster(id)));
    let outside = site.outside().iter().map(|(id, one)| (one.name.clone(), node_of_outside(id)));
    phones.chain(clusters).chain(outside).collect()
}
