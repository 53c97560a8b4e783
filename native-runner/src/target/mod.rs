//! A scenario against a server under test: its first CallManager is replaced by that server.
//!
//! | file | its one idea |
//! |---|---|
//! | `exchange` | a run and the server, by this machine's clock |
//! | `net` | our sockets: one for datagrams and one that listens for each node, and connections |
//! | `probe` | whether the server is there, how far it is, what it says it serves |
//! | `part` | which steps can be made and which expectations can be seen from outside |
//! | `aside` | what could not be asked there, and what becomes of a verdict then |
//! | `desk` | what our phones do, told to the server |
//! | `mouth` | one who tells: registration, publications |
//! | `calling` | its calls |
//! | `proof` | subscriptions of phones with passwords |

mod aside;
mod calling;
mod desk;
mod exchange;
mod mouth;
mod net;
mod part;
mod probe;
mod proof;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use clap::ValueEnum;
use lampfield_core::front::End;
use lampfield_core::id::PhoneId;
use lampfield_core::node::CALL_MANAGER;
use lampfield_core::scenario::{PlayOptions, Player, RealClock, Scenario, Sources};
use lampfield_core::secret::Secret;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::trace::{Event, MessageId, Trace, TraceLevel, What};

use crate::error::ExpectedError;
use crate::pace::Pace;
use crate::password::Password;
use crate::sockets::wording;
use crate::verb::backend::{NotRun, Ran, TOLERANCE};
use desk::Desk;
use exchange::Exchange;
use net::Net;

pub(crate) use aside::Aside;

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
