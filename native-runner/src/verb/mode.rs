//! How scenarios are run: by the engine alone, over sockets, by which clock, against whom.

use clap::{Args, ValueEnum};
use lampfield_core::scenario::Scenario;
use lampfield_core::sip::Transport;

use super::backend::Backend;
use super::load::Loaded;
use crate::error::ExpectedError;
use crate::password::Password;
use crate::target::{Target, TargetAt, Tell};

/// What carries messages between sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Carrier {
    /// Datagrams
    Udp,
    /// A connection for each two that talk
    Tcp,
}

impl Carrier {
    /// As the engine names it.
    pub(super) const fn transport(self) -> Transport {
        match self {
            Carrier::Udp => Transport::Udp,
            Carrier::Tcp => Transport::Tcp,
        }
    }
}

/// Whose clock a run goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ClockChoice {
    /// The simulator's: it jumps to the next moment at which something happens
    Virtual,
    /// This machine's: a second takes a second, and everything may be late by the tolerance
    Real,
}

/// Flags about how scenarios are run.
#[derive(Args, Debug)]
#[command(next_help_heading = "How it is run")]
pub(super) struct Mode {
    /// What carries the messages [default: sim, or sip with --target]
    #[arg(long, value_enum, value_name = "BACKEND")]
    backend: Option<Backend>,
    /// How sockets carry them [default: udp]
    #[arg(long, value_enum, value_name = "TRANSPORT", conflicts_with = "target")]
    transport: Option<Carrier>,
    /// Whose clock counts [default: virtual, or real with --target]
    #[arg(long, value_enum, value_name = "CLOCK")]
    clock: Option<ClockChoice>,
    /// A server on this machine to be tested in place of the first CallManager, e.g.
    /// udp:127.0.0.1:5060 or tcp:127.0.0.1:5060
    #[arg(long, value_name = "[TRANSPORT:]HOST:PORT")]
    target: Option<TargetAt>,
    /// How that server learns what phones do [default: publish where its OPTIONS says PUBLISH, or
    /// says nothing; else calls]
    #[arg(long, value_enum, value_name = "HOW", requires = "target")]
    tell: Option<Tell>,
    /// The port of our phones and of those outside, each at an address of its own [default: one that
    /// is free]
    #[arg(long, value_name = "PORT", requires = "target")]
    own_port: Option<u16>,
    /// A phone that proves who it is to that server, and where its password is: 'Phone A=env:NAME',
    /// 'Phone A=file:PATH'; its user name is its number
    #[arg(long, value_name = "PHONE=WHERE", requires = "target")]
    password: Vec<Password>,
    /// Try what does not pass up to N times again. Only where the clock is real: by the virtual one
    /// the same input gives the same run, and what comes out now so and now otherwise is a bug
    #[arg(long, value_name = "N", default_value_t = 0)]
    retries: u8,
}

/// How scenarios are run.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// By the engine alone.
    Simulated,
    /// Over sockets, by the clock of the simulator.
    Carried(Transport),
    /// By the engine alone, then over sockets; both must be the same.
    Both(Transport),
    /// Over sockets, by this machine's clock.
    ByTheClock(Transport),
    /// Against a server, by this machine's clock.
    Against(Box<Target>),
}

impl How {
    /// As reports name it.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            How::Simulated => Backend::Sim.word(),
            How::Carried(_) | How::ByTheClock(_) => Backend::Sip.word(),
            How::Both(_) => Backend::Both.word(),
            How::Against(_) => "target",
        }
    }

    /// Whether a scenario can run so; `only` may name the one backend that can.
    pub(super) fn takes(&self, scenario: &Scenario) -> bool {
        match self {
            How::Simulated => Backend::Sim.takes(scenario),
            How::Both(_) => Backend::Both.takes(scenario),
            _ => Backend::Sip.takes(scenario),
        }
    }

    /// Whether the clock is this machine's: then only one scenario runs at a time.
    pub(super) const fn is_real(&self) -> bool {
        matches!(self, How::ByTheClock(_) | How::Against(_))
    }

    /// What a trace says of what carried it, beside its addresses.
    pub(super) fn carried(&self) -> Option<String> {
        match self {
            How::Carried(Transport::Tcp)
            | How::Both(Transport::Tcp)
            | How::ByTheClock(Transport::Tcp) => Some("tcp".to_owned()),
            How::Against(target) => Some(target.at.to_string()),
            _ => None,
        }
    }
}

impl Mode {
    /// What the flags mean together.
    ///
    /// # Errors
    /// They do not go together.
    pub(super) fn how(&self, update: bool) -> Result<How, ExpectedError> {
        let how = match &self.target {
            Some(at) => How::Against(Box::new(self.against(*at)?)),
            None => self.without_target()?,
        };
        if self.retries > 0 && !how.is_real() {
            return Err(wrong(
                "`--retries` is for real clocks",
                "by the virtual clock the same input gives the same run: look for another seed with \
                 `--seed`, or file what you see as a bug",
            ));
        }
        if update && how.is_real() {
            return Err(wrong(
                "`--update` does not go with a real clock",
                "what is written into a file must come out again: use the virtual clock",
            ));
        }
        Ok(how)
    }

    /// How often what does not pass is tried again.
    pub(super) fn retries(&self) -> u8 {
        self.retries
    }

    fn against(&self, at: TargetAt) -> Result<Target, ExpectedError> {
        if let Some(backend @ (Backend::Sim | Backend::Both)) = self.backend {
            return Err(wrong(
                &format!("`--target` does not go with `--backend {}`", backend.word()),
                "a server under test is reached over sockets: leave `--backend` out",
            ));
        }
        if self.clock == Some(ClockChoice::Virtual) {
            return Err(wrong(
                "`--target` does not go with `--clock virtual`",
                "a server under test has a clock of its own: leave `--clock` out",
            ));
        }
        let (tell, own_port, passwords) = (self.tell, self.own_port, self.password.clone());
        Ok(Target { at, tell, own_port, passwords })
    }

    fn without_target(&self) -> Result<How, ExpectedError> {
        let transport = self.transport.map_or(Transport::Udp, Carrier::transport);
        let real = self.clock == Some(ClockChoice::Real);
        match self.backend.unwrap_or_default() {
            Backend::Sim if transport == Transport::Tcp => Err(wrong(
                "`--transport tcp` needs sockets",
                "add `--backend sip` or `--backend both`",
            )),
            backend @ (Backend::Sim | Backend::Both) if real => Err(wrong(
                &format!("`--clock real` does not go with `--backend {}`", backend.word()),
                "the simulator has its own clock: use `--backend sip`",
            )),
            Backend::Sim => Ok(How::Simulated),
            Backend::Sip if real => Ok(How::ByTheClock(transport)),
            Backend::Sip => Ok(How::Carried(transport)),
            Backend::Both => Ok(How::Both(transport)),
        }
    }
}

fn wrong(text: &str, help: &str) -> ExpectedError {
    ExpectedError::BadQuestion { text: text.to_owned(), help: help.to_owned() }
}

/// Takes out the scenarios that cannot run so (`only`), and tells how many.
pub(super) fn leave_out_what_cannot_run(how: &How, files: &mut Vec<Loaded>) -> usize {
    let before = files.len();
    let cannot = |file: &Loaded| file.scenario.as_ref().is_ok_and(|one| !how.takes(one));
    files.retain(|file| !cannot(file));
    before - files.len()
}
