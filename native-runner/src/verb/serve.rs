//! `lampfield serve`: a CallManager for other people's phones and servers.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration as Wall, Instant as Clock};

use clap::Args;
use lampfield_core::diagnostic::{list_words, nearest};
use lampfield_core::front::End;
use lampfield_core::id::OutsideId;

use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::interrupt;
use crate::password::Password;
use crate::seed::Seed;
use crate::serve::{CAPTURE_BYTES, Captured, ClusterFile, Control, ListenAt, Live, Net};

/// Flags of `serve`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A scenario file, whose steps are not taken, or a file with a cluster alone
    #[arg(value_name = "CLUSTER")]
    cluster: PathBuf,
    /// Where phones and servers come to, e.g. udp:127.0.0.1:5060; port 0 takes one that is free.
    /// The first address is the one that CallManager calls its own
    #[arg(long, value_name = "TRANSPORT:ADDRESS", default_values_t = usual())]
    listen: Vec<ListenAt>,
    /// Who outside is real, and where: 'Partner=udp:127.0.0.1:5070'; the others of the file live
    /// in-process
    #[arg(long, value_name = "NAME=TRANSPORT:ADDRESS")]
    outside: Vec<RealOutside>,
    /// A phone that must prove who it is when it registers, and where its password is:
    /// 'Phone A=env:NAME', 'Phone A=file:PATH'; its user name is the number that it registers
    #[arg(long, value_name = "PHONE=WHERE")]
    password: Vec<Password>,
    /// A socket of this machine that takes the same lines as standard input
    #[arg(long, value_name = "PATH")]
    control: Option<PathBuf>,
    /// Write what comes and what goes as a capture, for Wireshark, tshark and sngrep; a file that is
    /// there is written over, and one of a gibibyte is full
    #[arg(long, value_name = "FILE")]
    pcap: Option<PathBuf>,
    /// The seed of tags, branches and nonces [default: the file's]
    #[arg(long, value_name = "N|random")]
    seed: Option<Seed>,
}

fn usual() -> [ListenAt; 2] {
    use lampfield_core::sip::Transport;
    use lampfield_core::sip::address::{HostPort, SIP_PORT};
    let address = HostPort { ip: [127, 0, 0, 1], port: SIP_PORT };
    [Transport::Udp, Transport::Tcp].map(|transport| ListenAt(End { transport, address }))
}

/// One outside with its address.
#[derive(Clone, Debug)]
struct RealOutside {
    name: String,
    at: ListenAt,
}

impl FromStr for RealOutside {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write it as `Partner=udp:127.0.0.1:5070`".to_owned();
        let (name, at) = text.rsplit_once('=').ok_or_else(wrong)?;
        Ok(RealOutside { name: name.trim().to_owned(), at: at.parse()? })
    }
}

/// Gives the desk the passwords.
fn take_passwords(
    live: &mut Live,
    file: &ClusterFile,
    named: &[Password],
) -> Result<(), ExpectedError> {
    for password in named {
        let (phone, secret) = password.find(&file.scenario, file.sources())?;
        live.desk.set_password(phone, secret);
    }
    Ok(())
}

/// How often it is looked whether the user has asked for the end.
const LOOK: Wall = Wall::from_millis(200);
/// So long far ends may take to acknowledge the end of their subscriptions.
const FAREWELL: Wall = Wall::from_secs(2);

/// Serves until it is told to stop.
///
/// # Errors
/// The cluster is not right, or an address cannot be had.
pub(crate) fn serve(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    interrupt::listen();
    interrupt::listen_to_termination();
    let file = ClusterFile::read(&arguments.cluster, common.root.as_deref())?;
    let outside = real(&file, &arguments.outside)?;
    let (mut net, ends) = Net::open(&arguments.listen)
        .map_err(|(at, why)| ExpectedError::CannotListen { at: at.to_string(), why })?;
    let Some(own) = ends.first() else { return Ok(Exit::Usage) };
    let seed = arguments.seed.as_ref().map_or(file.scenario.seed, Seed::value);
    let too_large = |limit: lampfield_core::limits::LimitReached| ExpectedError::Invalid {
        headline: format!("`{}` is too large: {limit}", arguments.cluster.display()),
        detail: String::new(),
    };
    let mut live = Live::start(&file.scenario, own.address, &outside, seed).map_err(too_large)?;
    let control = open_control(&net, arguments)?;
    live.captured = open_capture(&live, &ends, arguments)?;
    take_passwords(&mut live, &file, &arguments.password)?;
    live.connect_in_process(&file, &outside);
    let list: Vec<String> = ends.iter().map(End::to_string).collect();
    println!("serving {} at {}", arguments.cluster.display(), list.join(", "));
    // Whoever waits for this line may be gone; the phones are not.
    drop(io::stdout().flush());
    run(&mut live, &mut net, &file, &control)?;
    Ok(Exit::Ok)
}

fn open_control(net: &Net, arguments: &Arguments) -> Result<Control, ExpectedError> {
    let cannot = |path: String, why| ExpectedError::CannotListen { at: path, why };
    let waker = net.waker().map_err(|why| cannot("the control socket".to_owned(), why))?;
    let mut control = Control::new(waker);
    if let Some(path) = &arguments.control {
        control.listen_at(path).map_err(|why| cannot(path.display().to_string(), why))?;
    }
    control.listen_to_stdin();
    Ok(control)
}

fn open_capture(
    live: &Live,
    own: &[End],
    arguments: &Arguments,
) -> Result<Option<Captured>, ExpectedError> {
    let Some(path) = &arguments.pcap else { return Ok(None) };
    let cannot = |why| ExpectedError::CannotWrite { path: path.display().to_string(), why };
    Captured::create(path, own, live.now(), CAPTURE_BYTES).map(Some).map_err(cannot)
}

/// The ids of those outside who are real.
fn real(
    file: &ClusterFile,
    named: &[RealOutside],
) -> Result<BTreeMap<OutsideId, End>, ExpectedError> {
    let all = file.scenario.site.outside();
    let find = |one: &RealOutside| all.id_of(&one.name).map(|id| (id, one.at.0));
    named.iter().map(|one| find(one).ok_or_else(|| unknown(file, &one.name))).collect()
}

fn unknown(file: &ClusterFile, name: &str) -> ExpectedError {
    let names = || file.scenario.site.outside().iter().map(|(_, one)| one.name.as_str());
    let help = match (nearest(name, names()), names().next()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(_)) => format!("there is {}", list_words(names())),
        (None, None) => "the file has nobody under `outside`".to_owned(),
    };
    ExpectedError::BadQuestion { text: format!("nobody outside is called `{name}`"), help }
}

/// The loop: what comes in, what is due, what is asked.
fn run(
    live: &mut Live,
    net: &mut Net,
    file: &ClusterFile,
    control: &Control,
) -> Result<(), ExpectedError> {
    let mut until: Option<Clock> = None;
    loop {
        let broken = |why| ExpectedError::CannotListen { at: "the sockets".to_owned(), why };
        let idle = live.idle(net, LOOK);
        let clock = live.clock();
        net.wait(idle, &clock, &mut |from, bytes| live.receive(from, bytes)).map_err(broken)?;
        live.settle(net);
        let mut stop = interrupt::asked();
        while let Some(order) = control.next() {
            stop |= order.line == "stop";
            let answer = live.obey(file, &order.line);
            order.answer(&answer);
            live.settle(net);
        }
        if stop && until.is_none() {
            live.close_down();
            live.settle(net);
            until = Some(Clock::now() + FAREWELL);
        }
        if until.is_some_and(|until| live.is_quiet() || until <= Clock::now()) {
            return Ok(());
        }
    }
}
