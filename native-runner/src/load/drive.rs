//! The phases of a load, one after the other.

use std::io;
use std::time::Instant as Clock;

use lampfield_core::sip::address::HostPort;
use lampfield_core::time::{Duration, Instant};

use super::changes::{Spread, TALK_PATIENCE, Talk};
use super::dialog::Phase;
use super::plan::{Change, Plan};
use super::process::Usage;
use super::sockets::Sockets;
use super::tally::{Counts, Failure, Tally};
use super::watchers::Watchers;
use crate::interrupt;

/// What is done in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Register,
    Publish,
    SetUp,
    Hold,
    Refresh,
    FanOut,
    Leave,
    Unregister,
}

impl Step {
    /// Its name in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Step::Register => "register",
            Step::Publish => "publish",
            Step::SetUp => "set-up",
            Step::Hold => "hold",
            Step::Refresh => "refresh",
            Step::FanOut => "fan-out",
            Step::Leave => "unsubscribe",
            Step::Unregister => "unregister",
        }
    }
}

/// What came of a phase.
#[derive(Clone, Debug)]
pub(crate) struct PhaseResult {
    pub(crate) step: Step,
    /// From its begin to the end of its last exchange.
    pub(crate) took: Duration,
    /// From its begin to when its last request was sent.
    pub(crate) sending: Duration,
    pub(crate) tally: Tally,
    /// What the server used meanwhile, where it is known.
    pub(crate) cpu: Option<Duration>,
    /// What the server has at its end.
    pub(crate) usage: Option<Usage>,
    pub(crate) changes: Vec<Spread>,
}

/// A second, or whatever the interval is, of a load.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) at: Duration,
    pub(crate) step: Step,
    pub(crate) counts: Counts,
    /// The 50th and 99th percentile and the longest of the NOTIFYs in it, in microseconds.
    pub(crate) notify: [u64; 3],
    pub(crate) open: u32,
    pub(crate) usage: Option<Usage>,
}

/// What came of a load.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) phases: Vec<PhaseResult>,
    pub(crate) rows: Vec<Row>,
    pub(crate) interrupted: bool,
}

/// What a load cannot go on without.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A socket at this address.
    Socket(HostPort, io::Error),
    /// A process that is looked at.
    Process(io::Error),
    /// The control socket.
    Control(io::Error),
}

/// Puts a load on a server.
///
/// # Errors
/// What it cannot go on without.
pub(crate) fn drive(plan: &Plan, seed: u64) -> Result<Done, Trouble> {
    let sockets = Sockets::open(plan).map_err(|(at, why)| Trouble::Socket(at, why))?;
    let watchers = Watchers::new(plan, sockets.addresses(), seed);
    let mut drive = Drive {
        plan,
        sockets,
        watchers,
        clock: Clock::now(),
        rows: Vec::new(),
        row_at: Instant::ZERO + plan.interval,
        before: Counts::default(),
        step: Step::SetUp,
    };
    let mut phases = Vec::new();
    for step in steps(plan) {
        if interrupt::asked() {
            break;
        }
        phases.push(drive.phase(step)?);
    }
    Ok(Done { phases, rows: drive.rows, interrupted: interrupt::asked() })
}

fn steps(plan: &Plan) -> impl Iterator<Item = Step> + use<> {
    let all = [
        (Step::Register, plan.register),
        (Step::Publish, plan.publishes()),
        (Step::SetUp, true),
        (Step::Hold, plan.hold > Duration::ZERO),
        (Step::Refresh, plan.refresh),
        (Step::FanOut, plan.changes > 0),
        (Step::Leave, !plan.stay),
        (Step::Unregister, plan.register && !plan.stay),
    ];
    all.into_iter().filter_map(|(step, wanted)| wanted.then_some(step))
}

struct Drive<'p> {
    plan: &'p Plan,
    sockets: Sockets,
    watchers: Watchers<'p>,
    clock: Clock,
    rows: Vec<Row>,
    row_at: Instant,
    /// What was counted at the end of the last row.
    before: Counts,
    step: Step,
}

/// So many requests are sent before answers have their turn.
const REQUESTS_AT_ONCE: u32 = 32;
/// The longest wait: ctrl-C is looked at in between.
const LOOK: Duration = Duration::from_millis(200);

impl Drive<'_> {
    fn now(&self) -> Instant {
        moment(self.clock)
    }

    fn usage(&self) -> Result<Option<Usage>, Trouble> {
        let named = &self.plan.processes;
        if named.is_empty() {
            return Ok(None);
        }
        Usage::of(named).map(Some).map_err(Trouble::Process)
    }

    fn phase(&mut self, step: Step) -> Result<PhaseResult, Trouble> {
        self.step = step;
        self.watchers.tally = Tally::default();
        self.before = Counts::default();
        let (began, before) = (self.now(), self.usage()?);
        let mut changes = Vec::new();
        let sent = match step {
            Step::Hold => self.hold()?,
            Step::FanOut => self.fan_out(&mut changes)?,
            _ => self.paced(step)?,
        };
        let took = self.now() - began;
        let usage = self.usage()?;
        self.row(usage);
        Ok(PhaseResult {
            step,
            took,
            sending: sent - began,
            tally: std::mem::take(&mut self.watchers.tally),
            cpu: usage.zip(before).map(|(after, before)| after.cpu_since(&before)),
            usage,
            changes,
        })
    }

    /// One exchange after the other, each when it is due, whatever became of those before; when the
    /// last request was sent.
    fn paced(&mut self, step: Step) -> Result<Instant, Trouble> {
        let all = match step {
            Step::Register | Step::Unregister => self.plan.watchers.count(),
            Step::Publish => self.plan.presentities.count(),
            _ => self.plan.count,
        };
        let start = self.now();
        let due = |place: u32| {
            let micros = i64::from(place) * 1_000_000 / i64::from(self.plan.rate.max(1));
            start + Duration::from_micros(micros)
        };
        let (mut nth, mut place, mut sent) = (0, 0, start);
        while nth < all && !interrupt::asked() {
            let now = self.now();
            let mut burst = 0;
            while nth < all && due(place) <= now && burst < REQUESTS_AT_ONCE {
                // Those that failed before have no turn: the rate is that of the others.
                place += u32::from(self.begin(now, due(place), step, nth));
                (nth, burst, sent) = (nth + 1, burst + 1, now);
            }
            let next = if nth < all { due(place) } else { now };
            self.pass(next)?;
        }
        self.await_all(|watchers| watchers.open == 0)?;
        Ok(sent)
    }

    fn begin(&mut self, now: Instant, due: Instant, step: Step, nth: u32) -> bool {
        let watchers = &mut self.watchers;
        match step {
            Step::Register => watchers.register(now, due, nth, false),
            Step::Unregister => watchers.register(now, due, nth, true),
            Step::Publish => watchers.publish(now, due, nth),
            Step::Refresh => watchers.begin(now, due, nth, Phase::Refreshing),
            Step::Leave => watchers.begin(now, due, nth, Phase::Leaving),
            Step::SetUp | Step::Hold | Step::FanOut => watchers.begin(now, due, nth, Phase::Asking),
        }
    }

    fn hold(&mut self) -> Result<Instant, Trouble> {
        let end = self.now() + self.plan.hold;
        while self.now() < end && !interrupt::asked() {
            self.pass(end)?;
        }
        Ok(self.now())
    }

    /// One change after the other; each is given the time that it takes to reach everybody.
    fn fan_out(&mut self, changes: &mut Vec<Spread>) -> Result<Instant, Trouble> {
        let mut talk = match &self.plan.change {
            Change::Publish => None,
            Change::Control { socket, .. } => Some(Talk::open(socket).map_err(Trouble::Control)?),
        };
        for number in 1..=self.plan.changes {
            if interrupt::asked() {
                break;
            }
            let now = self.now();
            self.watchers.change_begins(now, number);
            match &mut talk {
                None => drop(self.watchers.publish(now, now, self.plan.changed)),
                Some(talk) => self.say(talk, number)?,
            }
            self.await_all(|watchers| watchers.change_is_through())?;
            changes.extend(self.watchers.change_ends());
        }
        Ok(self.now())
    }

    /// Says the line of a change, and waits until it is taken.
    fn say(&mut self, talk: &mut Talk, number: u32) -> Result<(), Trouble> {
        let Change::Control { lines, .. } = &self.plan.change else { return Ok(()) };
        let line = lines.get((number as usize - 1) % lines.len().max(1));
        self.watchers.tally.counts.asked += 1;
        talk.say(line.map_or("", |line| line)).map_err(Trouble::Control)?;
        let until = self.now() + TALK_PATIENCE;
        loop {
            match talk.answer().map_err(Trouble::Control)? {
                Some(answer) if answer == "ok" => {
                    self.watchers.tally.counts.done += 1;
                    return Ok(());
                }
                None if self.now() < until => {}
                Some(_) | None => {
                    self.watchers.tally.fail(Failure::NotChanged);
                    return Ok(());
                }
            }
            let soon = self.now() + Duration::from_millis(1);
            self.pass(soon)?;
        }
    }

    /// Waits until something is so, or patience is at its end.
    fn await_all(&mut self, so: impl Fn(&Watchers<'_>) -> bool) -> Result<(), Trouble> {
        let until = self.now() + self.plan.patience;
        while !so(&self.watchers) && self.now() < until && !interrupt::asked() {
            self.pass(until)?;
        }
        if !so(&self.watchers) {
            self.watchers.give_up();
        }
        Ok(())
    }

    /// Sends what waits, takes what comes until a moment at most, and does what is due.
    fn pass(&mut self, until: Instant) -> Result<(), Trouble> {
        self.send();
        let now = self.now();
        let due = [Some(until), self.watchers.next_at(), Some(self.row_at)];
        let due = due.into_iter().flatten().min().unwrap_or(until);
        let wait = (due - now).min(LOOK);
        let (clock, watchers) = (self.clock, &mut self.watchers);
        let came = self.sockets.wait(wait, &mut |socket, from, bytes| {
            watchers.receive(moment(clock), socket, from, bytes);
        });
        came.map_err(|why| Trouble::Socket(self.plan.from, why))?;
        let now = self.now();
        self.watchers.tick(now);
        if self.row_at <= now {
            let usage = self.usage()?;
            self.row(usage);
        }
        self.send();
        Ok(())
    }

    fn send(&mut self) {
        for one in self.watchers.outgoing() {
            self.sockets.send(one.socket, one.to, one.bytes);
        }
        self.sockets.flush();
    }

    /// Ends a row.
    fn row(&mut self, usage: Option<Usage>) {
        let now = self.now();
        let tally = &mut self.watchers.tally;
        let lately = &mut tally.lately;
        self.rows.push(Row {
            at: now.since_start(),
            step: self.step,
            counts: tally.counts.since(&self.before),
            notify: [lately.at(50.0), lately.at(99.0), lately.longest()],
            open: self.watchers.open,
            usage,
        });
        lately.clear();
        self.before = tally.counts;
        while self.row_at <= now {
            self.row_at += self.plan.interval;
        }
    }
}

fn moment(clock: Clock) -> Instant {
    let micros = i64::try_from(clock.elapsed().as_micros()).unwrap_or(i64::MAX);
    Instant::ZERO + Duration::from_micros(micros)
}
