//! A scenario against a server under test: its first CallManager is replaced by that server.
//!
//! | file | its one idea |
//! |---|---|
//! | `net` | our sockets: one for datagrams and one that listens for each node, and connections |
//! | `probe` | whether the server is there, how far it is, what it says it serves |
//! | `part` | which steps can be made and which expectations can be seen from outside |
//! | `desk` | what our phones do, told to the server |
//! | `mouth` | one who tells: registration, publications |
//! | `calling` | its calls |
//! | `proof` | subscriptions of phones with passwords |

mod calling;
mod desk;
mod mouth;
mod net;
mod part;
mod probe;
mod proof;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration as Wall;

use clap::ValueEnum;
use lampfield_core::diagnostic::{Code, Diagnostic, NoteKind};
use lampfield_core::front::End;
use lampfield_core::id::PhoneId;
use lampfield_core::node::CALL_MANAGER;
use lampfield_core::scenario::{PlayOptions, Player, RealClock, Scenario, Sources, Verdict};
use lampfield_core::secret::Secret;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::time::Instant;
use lampfield_core::trace::{Event, MessageId, Trace, TraceLevel, What};

use crate::error::ExpectedError;
use crate::interrupt;
use crate::pace::Pace;
use crate::password::Password;
use crate::sockets::wording;
use crate::verb::backend::{NotRun, Ran, TOLERANCE};
use desk::{Desk, Noted, Taken};
use net::Net;

/// How long it is slept at most before it is looked whether the user has asked for the end.
const LOOK: Wall = Wall::from_millis(100);
/// So long the server may take to forget us when a run is over.
const FAREWELL: Wall = Wall::from_secs(2);

/// Where a server under test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TargetAt(End);

impl FromStr for TargetAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "write it as `127.0.0.1:5060`, `udp:127.0.0.1:5060` or `tcp:127.0.0.1:5060`".to_owned()
        };
        let (transport, address) = match text.split_once(':') {
            Some(("udp", address)) => (Transport::Udp, address),
            Some(("tcp", address)) => (Transport::Tcp, address),
            _ => (Transport::Udp, text),
        };
        let address = address.replace("localhost", "127.0.0.1");
        let address = HostPort::parse(&address).filter(|_| address.contains(':'));
        let address = address.filter(|address| address.port > 0).ok_or_else(wrong)?;
        if address.ip.first() != Some(&127) {
            return Err("our phones stand at addresses of this machine's loopback: a server \
                elsewhere cannot reach them"
                .to_owned());
        }
        Ok(TargetAt(End { transport, address }))
    }
}

impl fmt::Display for TargetAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a server learns what phones do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tell {
    /// What their lines do is published, as presence servers take it
    Publish,
    /// They call each other through the server, as CallManagers take it
    Calls,
}

/// A server under test.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) at: TargetAt,
    pub(crate) tell: Option<Tell>,
    pub(crate) own_port: Option<u16>,
    pub(crate) passwords: Vec<Password>,
}

/// What could not be asked of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aside {
    /// Steps that cannot be made there.
    pub(crate) unmade: Vec<Diagnostic>,
    /// Expectations that cannot be seen from outside.
    pub(crate) unseen: Vec<Diagnostic>,
    /// What went otherwise than it should between us and the server.
    pub(crate) notes: Vec<String>,
    first_unmade: Option<usize>,
}

/// Plays the part of a scenario that can be played.
///
/// # Errors
/// The server is not there, or the sockets cannot be had.
pub(crate) fn run(
    target: &Target,
    scenario: &Arc<Scenario>,
    options: PlayOptions,
    sources: &dyn Sources,
) -> Result<Ran, NotRun> {
    let found = target.passwords.iter().map(|password| password.find(scenario, sources));
    let passwords: BTreeMap<PhoneId, Secret> =
        found.collect::<Result<_, _>>().map_err(NotRun::Expected)?;
    let End { transport, address: server } = target.at.0;
    let nodes = desk::speakers(&scenario.site);
    let (mut net, port) = Net::open(&nodes, server, target.own_port).map_err(NotRun::NoSockets)?;
    let Some(first) = nodes.first() else { return Err(nobody(scenario)) };
    let own = (*first, desk::own_address(server, port, *first));
    let probed = probe::probe(&mut net, own, server, transport).map_err(|why| {
        NotRun::Expected(ExpectedError::Unreachable { at: target.at.to_string(), why })
    })?;
    let tell = target.tell.unwrap_or(match &probed.allow {
        Some(allow) if !allow.contains("PUBLISH") => Tell::Calls,
        _ => Tell::Publish,
    });
    let reach = part::Reach { tell, knows_outside: target.own_port.is_some() };
    let (cut, aside) = part::of(scenario, reach);
    let tolerance = scenario.tolerance.unwrap_or(TOLERANCE) + probed.round_trip;
    let options = PlayOptions {
        addresses: AddressPlan::around(server, port),
        clock: Some(RealClock::new(tolerance)),
        trace: TraceLevel::Full,
        ..options
    };
    let mut player = Player::new(Arc::new(cut), options).map_err(NotRun::TooLarge)?;
    player.carried_from_outside();
    player.worded(wording(transport));
    let desk = Desk::new(&player, (server, transport), tell, &passwords);
    let mut exchange = Exchange { player, desk, net, transport, pace: Pace::begin() };
    let complete = exchange.play().map_err(NotRun::NoSockets)?;
    let notes = exchange.desk.notes();
    let aside = Some(Aside { notes, ..aside });
    Ok(Ran { aside, ..Ran::new(exchange.player, complete) })
}

fn nobody(scenario: &Scenario) -> NotRun {
    NotRun::Expected(ExpectedError::BadQuestion {
        text: format!("`{}` has neither phones nor anybody outside", scenario.file),
        help: "somebody must ask the server something".to_owned(),
    })
}

/// A run and a server.
struct Exchange {
    player: Player,
    desk: Desk,
    net: Net,
    transport: Transport,
    pace: Pace,
}

impl Exchange {
    /// Plays to the end; `false` where ctrl-C came first.
    fn play(&mut self) -> std::io::Result<bool> {
        while !interrupt::asked() {
            let now = self.pace.now();
            if let Some(next) = self.player.next_at().filter(|next| *next < now) {
                self.player.was_late(next, now - next);
            }
            self.advance(now);
            self.settle(now);
            if self.player.next_at().is_none() {
                self.leave()?;
                return Ok(true);
            }
            self.hear()?;
        }
        self.leave()?;
        Ok(false)
    }

    /// Lets everything happen that is due by now. What leaves is taken at once: a moment later it
    /// would be with the engine's own CallManager.
    fn advance(&mut self, now: Instant) {
        self.let_go(now);
        while self.player.next_at().is_some_and(|at| at <= now) && self.player.step().is_some() {
            self.let_go(now);
        }
        self.player.run_until(now);
        self.let_go(now);
    }

    fn let_go(&mut self, now: Instant) {
        self.desk.look(now, &self.player);
        for departure in self.player.take_departures() {
            if departure.to == CALL_MANAGER && desk::leaves(departure.from, &departure.bytes) {
                self.player.let_go(&departure);
                self.desk.sends(departure.from, &departure.bytes);
            }
        }
    }

    /// Sends what is to be sent, until nothing new comes of it at this moment.
    fn settle(&mut self, now: Instant) {
        self.desk.tick(now);
        self.desk.publish_all(now, &self.player);
        while !self.desk.out.is_empty() {
            self.send();
            self.advance(now);
        }
    }

    fn send(&mut self) {
        let worded = wording(self.transport);
        for (node, bytes, noted) in std::mem::take(&mut self.desk.out) {
            let bytes = if noted == Noted::Yes { bytes } else { worded(bytes) };
            self.net.send(node, &bytes);
            if noted == Noted::No {
                self.player.overheard(node, CALL_MANAGER, bytes);
            }
        }
    }

    /// Waits for what is next: of the run, of the desk, or from the server.
    fn hear(&mut self) -> std::io::Result<()> {
        let due = [self.player.next_at(), self.player.world().next_at(), self.desk.next_at()];
        let due = due.into_iter().flatten().min();
        let wait = due.map_or(LOOK, |at| self.pace.until(at)).min(LOOK);
        let mut came = Vec::new();
        let now = self.pace.now();
        self.net.wait(wait, now, &mut |node, bytes| came.push((node, bytes)))?;
        if came.is_empty() {
            return Ok(());
        }
        let now = self.pace.now();
        self.advance(now);
        for (node, bytes) in came {
            match self.desk.receive(now, node, bytes) {
                Taken::Unreadable => {}
                Taken::Here(bytes) => self.player.overheard(CALL_MANAGER, node, bytes.into()),
                Taken::Node(bytes) => self.player.from_server(node, bytes.into()),
            }
        }
        self.advance(now);
        self.settle(now);
        Ok(())
    }

    /// Takes back what the server holds of us.
    fn leave(&mut self) -> std::io::Result<()> {
        let now = self.pace.now();
        self.desk.leave(now);
        self.send();
        let until = std::time::Instant::now() + FAREWELL;
        while !self.desk.is_gone() && std::time::Instant::now() < until {
            let mut came = Vec::new();
            let now = self.pace.now();
            self.net.wait(LOOK, now, &mut |node, bytes| came.push((node, bytes)))?;
            for (node, bytes) in came {
                drop(self.desk.receive(now, node, bytes));
            }
            self.desk.tick(now);
            self.send();
        }
        Ok(())
    }
}

/// What was on the wire between us and the server: not what the model of calls says to itself, which
/// the engine's CallManager hears and answers.
pub(crate) fn on_the_wire(trace: &Trace) -> impl Iterator<Item = &Event> {
    let heard = trace.events().filter_map(|event| match event.what {
        What::Delivered { message, .. } if event.node == CALL_MANAGER => Some(message),
        _ => None,
    });
    let heard: BTreeSet<MessageId> = heard.collect();
    trace.events().filter(move |event| match event.what {
        // What the server sends has no cause in the engine.
        What::Sent { .. } if event.node == CALL_MANAGER => event.cause.is_none(),
        What::Sent { message, .. } => !heard.contains(&message),
        _ => true,
    })
}

impl Aside {
    /// What becomes of a verdict: what was not made may be why something did not hold, and what
    /// nobody could see is no proof.
    pub(crate) fn judge(&mut self, player: &Player, failures: &mut Vec<Diagnostic>) -> Verdict {
        for outcome in player.outcomes() {
            let Some(failure) = &outcome.failure else { continue };
            let Some(unmade) = self.first_unmade.filter(|nth| *nth < outcome.step) else {
                continue;
            };
            let before = failures.len();
            failures.retain(|own| own != failure);
            if failures.len() < before {
                let why = format!(
                    "it may be because a step before it could not be made (step {})",
                    unmade + 1
                );
                let told = Diagnostic { code: Code::NotCheckable, ..failure.clone() };
                let told = told.note(NoteKind::Why, why);
                self.unseen.push(told);
            }
        }
        failures.iter_mut().for_each(from_outside);
        let unknown = |failure: &Diagnostic| {
            matches!(failure.code, Code::NotProven | Code::NotReached | Code::RunStopped)
        };
        let held = player.outcomes().iter().any(|outcome| outcome.failure.is_none());
        if failures.iter().any(|failure| !unknown(failure)) {
            Verdict::Failed
        } else if !failures.is_empty() {
            Verdict::Unknown
        } else if held {
            Verdict::Passed
        } else {
            failures.push(Diagnostic::without_place(
                Code::NotCheckable,
                "nothing in this scenario can be checked at this server",
            ));
            Verdict::Unknown
        }
    }
}

/// A failure as one knows it who does not see the inside: what the engine says of rules is what this
/// file would make a CallManager do, and there is no run of it to look into.
fn from_outside(failure: &mut Diagnostic) {
    failure.notes.retain(|note| note.kind != NoteKind::See);
    if !matches!(failure.code, Code::LampDiffers | Code::AnswerDiffers | Code::Happened) {
        return;
    }
    for note in failure.notes.iter_mut().filter(|note| note.kind == NoteKind::Why) {
        note.text = format!("by this file: {}", note.text);
    }
    failure.notes.retain(|note| note.kind != NoteKind::Fix);
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::scenario::{MemorySources, load};

    #[test]
    fn what_the_engine_says_to_itself_was_on_no_wire_and_what_passed_it_by_was() {
        let text = include_str!("../../tests/data/good.yaml");
        let sources = MemorySources::new([("a.yaml".to_owned(), text)]);
        let scenario = Arc::new(load(&sources, "a.yaml").expect("a scenario"));
        let mut player = Player::new(scenario, PlayOptions::default()).expect("a player");
        while player.step().is_some() {}
        let sent = |player: &Player| {
            let all = on_the_wire(player.world().trace());
            all.filter(|event| matches!(event.what, What::Sent { .. })).count()
        };
        assert_eq!(sent(&player), 0);
        let phone = lampfield_core::id::NodeId(1);
        player.overheard(phone, CALL_MANAGER, Arc::from(*b"REGISTER"));
        player.from_server(phone, Arc::from(*b"SIP/2.0 200 OK"));
        assert_eq!(sent(&player), 2);
    }
}
