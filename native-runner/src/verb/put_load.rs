//! `lampfield load`: many watchers for any SIP presence server.

use std::fs;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{ArgAction, Args};
use lampfield_core::front::End;
use lampfield_core::secret::Secret;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::time::Duration;

use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::interrupt;
use crate::load::{self, Change, Done, MOST, Names, Plan, Process, Proof, Trouble};
use crate::seed::Seed;
use crate::serve::ListenAt;
use crate::time_arg::duration;

/// Flags of `load`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The server, e.g. udp:127.0.0.1:5060
    #[arg(value_name = "udp:HOST:PORT")]
    target: ListenAt,
    /// How many subscriptions
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = up_to(MOST.count))]
    count: u32,
    /// Requests in a second, whatever becomes of those before
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = up_to(MOST.rate))]
    rate: u32,
    /// How many sockets the watchers have, each its own while there are enough
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = up_to(MOST.sockets))]
    sockets: u32,
    /// Where the sockets are: an address, perhaps with the first port of them
    /// [default: free ports at the address that leads to the server]
    #[arg(long, value_name = "HOST[:PORT]", value_parser = local)]
    from: Option<HostPort>,
    /// The user names of watchers: one, or a range within braces; they take turns
    #[arg(long, value_name = "PATTERN", default_value = "w{1..50}")]
    watchers: Names,
    /// The user names of presentities, likewise
    #[arg(long, value_name = "PATTERN", default_value = "p{1..50}")]
    presentities: Names,
    /// The Expires that is asked for, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3_600)]
    expires: u32,
    /// Watchers register first, and take that back in the end
    #[arg(long)]
    register: bool,
    /// Where the password is that challenges are answered with: env:NAME or file:PATH
    #[arg(long, value_name = "WHERE")]
    password: Option<Place>,
    /// Whose password it is [default: each watcher's own]
    #[arg(long, value_name = "NAME", requires = "password")]
    username: Option<String>,
    /// Each presentity is published first
    #[arg(long)]
    publish: bool,
    /// How long the subscriptions are held
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = wait)]
    hold: Duration,
    /// Each subscription is refreshed once
    #[arg(long)]
    refresh: bool,
    /// How often one presentity changes; all who watch it shall hear of it
    #[arg(long, value_name = "N", default_value_t = 0,
          value_parser = clap::value_parser!(u32).range(..=i64::from(MOST.changes)))]
    changes: u32,
    /// The presentity that changes [default: the first]
    #[arg(long, value_name = "NAME")]
    changed: Option<String>,
    /// The control socket of a `lampfield serve`, which changes what --line says; without it the
    /// presentity is published anew
    #[arg(long, value_name = "PATH", requires = "line")]
    control: Option<PathBuf>,
    /// What is said there, one after the other, again and again: 'Phone B lifts'
    #[arg(long, value_name = "LINE", requires = "control")]
    line: Vec<String>,
    /// Subscriptions are left to run out
    #[arg(long)]
    stay: bool,
    /// A process whose time and memory is told, with those that it started
    #[arg(long, value_name = "ID")]
    process: Vec<Process>,
    /// The length of a row of the CSV
    #[arg(long, value_name = "DURATION", default_value = "1s", value_parser = interval)]
    interval: Duration,
    /// How long answers are waited for after the last request of a phase
    #[arg(long, value_name = "DURATION", default_value = "33s", value_parser = wait)]
    patience: Duration,
    /// Where the report goes as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where the rows go as CSV; - is standard output
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// The seed of tags and branches
    #[arg(long, value_name = "N|random", default_value = "random")]
    seed: Seed,
    /// Given twice: the server may be another machine, which is yours to load
    #[arg(long, action = ArgAction::Count)]
    beyond_loopback: u8,
}

fn up_to(most: u32) -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::from(most))
}

fn local(text: &str) -> Result<HostPort, String> {
    let wrong = || "write an address of this machine: `127.0.0.1`, `127.0.0.1:25000`".to_owned();
    let address = HostPort::parse(text).ok_or_else(wrong)?;
    Ok(if text.contains(':') { address } else { HostPort { port: 0, ..address } })
}

fn wait(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    if time > MOST.wait { Err("longer than an hour".to_owned()) } else { Ok(time) }
}

fn interval(text: &str) -> Result<Duration, String> {
    let time = wait(text)?;
    let shortest = Duration::from_millis(10);
    if time < shortest { Err("shorter than 10ms".to_owned()) } else { Ok(time) }
}

/// Where a password is.
#[derive(Clone, Debug)]
enum Place {
    Env(String),
    File(PathBuf),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("env", name)) => Ok(Place::Env(name.to_owned())),
            Some(("file", path)) => Ok(Place::File(path.into())),
            _ => {
                Err("write `env:NAME` or `file:PATH`; a password itself stands in no command line"
                    .to_owned())
            }
        }
    }
}

impl Place {
    fn read(&self) -> Result<Secret, ExpectedError> {
        let text = match self {
            Place::Env(name) => std::env::var(name).map_err(|_| ExpectedError::BadQuestion {
                text: "the password is not where it should be".to_owned(),
                help: format!("set the environment variable {name}"),
            })?,
            Place::File(path) => fs::read_to_string(path).map_err(|why| {
                ExpectedError::CannotRead { path: path.display().to_string(), why }
            })?,
        };
        Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
    }
}

/// Puts a load on a server and tells what came of it.
///
/// # Errors
/// The flags contradict each other, or sockets, processes or files cannot be had.
pub(crate) fn put_load(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let plan = plan(arguments)?;
    interrupt::listen();
    let done = load::drive(&plan, arguments.seed.value()).map_err(|why| trouble(why, &plan))?;
    let behind = done.behind(&plan);
    let exit = match (done.interrupted, done.failed(), behind) {
        (true, ..) => Exit::Interrupted,
        (_, failed, _) if failed > 0 => Exit::Failed,
        (_, _, Some(_)) => Exit::Unknown,
        _ => Exit::Ok,
    };
    write_reports(arguments, &plan, &done, exit)?;
    if let Some((step, rate)) = behind {
        let paint = common.color.paint(&io::stderr());
        eprintln!(
            "{} {} went at {rate:.0}/s instead of {}/s: this machine could not send faster, so the \
             numbers tell of less than was asked for",
            paint.bad("behind:"),
            step.word(),
            plan.rate,
        );
    }
    Ok(exit)
}

fn write_reports(
    arguments: &Arguments,
    plan: &Plan,
    done: &Done,
    exit: Exit,
) -> Result<(), ExpectedError> {
    let documents = [
        (&arguments.json, load::json(plan, done, exit.name())),
        (&arguments.csv, load::rows(done)),
    ];
    let stdout = |place: &Option<PathBuf>| place.as_deref() == Some(Path::new("-"));
    let taken = documents.iter().any(|(place, _)| stdout(place));
    let people = load::human(plan, done);
    if taken {
        eprint!("{people}")
    } else {
        print!("{people}")
    }
    for (place, text) in &documents {
        match place {
            // Whoever reads it may be gone.
            Some(_) if stdout(place) => drop(io::stdout().write_all(text.as_bytes())),
            Some(path) => fs::write(path, text).map_err(|why| ExpectedError::CannotWrite {
                path: path.display().to_string(),
                why,
            })?,
            None => {}
        }
    }
    Ok(())
}

fn trouble(why: Trouble, plan: &Plan) -> ExpectedError {
    match why {
        Trouble::Socket(at, why) => {
            ExpectedError::NoLoad { what: format!("a socket at {at} cannot be had"), why }
        }
        Trouble::Process(why) => {
            let ids = plan.processes.iter().map(|Process(id)| id.to_string()).collect::<Vec<_>>();
            let what = format!("the process cannot be looked at ({})", ids.join(", "));
            ExpectedError::NoLoad { what, why }
        }
        Trouble::Control(why) => {
            ExpectedError::NoLoad { what: "the control socket does not answer".to_owned(), why }
        }
    }
}

fn wrong(text: impl Into<String>, help: impl Into<String>) -> ExpectedError {
    ExpectedError::BadQuestion { text: text.into(), help: help.into() }
}

fn plan(arguments: &Arguments) -> Result<Plan, ExpectedError> {
    let End { transport, address: target } = arguments.target.0;
    if transport != Transport::Udp {
        return Err(wrong("a load goes over UDP", format!("write `udp:{target}`")));
    }
    let far = !Ipv4Addr::from(target.ip).is_loopback();
    if far && arguments.beyond_loopback < 2 {
        return Err(wrong(
            format!(
                "{target} is not this machine's loopback, and a load is for servers of one's own"
            ),
            "where it is yours to load, give --beyond-loopback twice",
        ));
    }
    for (what, names) in
        [("watchers", &arguments.watchers), ("presentities", &arguments.presentities)]
    {
        if names.count() > MOST.count {
            return Err(wrong(format!("more than {} {what}", MOST.count), "take a shorter range"));
        }
    }
    if arguments.process.len() > MOST.processes {
        let help = "the processes that one started are counted with it";
        return Err(wrong(format!("more than {} processes", MOST.processes), help));
    }
    let changed = arguments.changed.as_deref().map(|name| {
        arguments.presentities.place_of(name).ok_or_else(|| {
            let first = arguments.presentities.name(0);
            wrong(
                format!("`{name}` is none of the presentities"),
                format!("the first of {} is `{first}`", arguments.presentities.count()),
            )
        })
    });
    let password = arguments.password.as_ref().map(Place::read).transpose()?;
    let any = HostPort { ip: [0; 4], port: 0 };
    let here = HostPort { ip: [127, 0, 0, 1], port: 0 };
    Ok(Plan {
        target,
        from: arguments.from.unwrap_or(if far { any } else { here }),
        sockets: arguments.sockets.min(arguments.watchers.count()),
        rate: arguments.rate,
        count: arguments.count,
        watchers: arguments.watchers.clone(),
        presentities: arguments.presentities.clone(),
        expires: arguments.expires,
        register: arguments.register,
        proof: password.map(|password| Proof { username: arguments.username.clone(), password }),
        publish: arguments.publish,
        hold: arguments.hold,
        refresh: arguments.refresh,
        changes: arguments.changes,
        change: match &arguments.control {
            Some(socket) => {
                Change::Control { socket: socket.clone(), lines: arguments.line.clone() }
            }
            None => Change::Publish,
        },
        changed: changed.transpose()?.unwrap_or(0),
        stay: arguments.stay,
        processes: arguments.process.clone(),
        interval: arguments.interval,
        patience: arguments.patience,
    })
}
