//! Errors in two tiers. What the user or the world did is an [`ExpectedError`]: it knows its exit
//! code and prints itself. Everything else is our bug and goes through the panic hook ([`crate::bug`]).

use std::fmt;
use std::io;

use crate::exit::Exit;

/// Something that can go wrong without a mistake of ours.
#[derive(Debug)]
pub(crate) enum ExpectedError {
    /// A path on the command line leads nowhere.
    NoSuchPath { path: String, near: Option<String> },
    /// A file or folder is there and cannot be read.
    CannotRead { path: String, why: io::Error },
    /// A file cannot be written.
    CannotWrite { path: String, why: io::Error },
    /// Files that would be written are there already, and are somebody's.
    AlreadyThere { paths: Vec<String> },
    /// Nothing under the given paths is a scenario.
    NoScenarios { paths: Vec<String> },
    /// The filter matched none of the scenarios found.
    NothingSelected { filter: String, found: usize },
    /// A path lies outside the `--root` that was given.
    OutsideRoot { path: String, root: String },
    /// Files do not parse or check; the diagnostics have been printed where they belong.
    Invalid { headline: String, detail: String },
    /// A question about something that the scenario does not have.
    BadQuestion { text: String, help: String },
    /// This program was built without the page.
    NoPage,
    /// The sockets for a run cannot be had.
    NoSockets { why: io::Error },
    /// A load cannot go on.
    NoLoad { what: String, why: io::Error },
    /// An address for phones cannot be had.
    CannotListen { at: String, why: io::Error },
    /// Nobody answers where a server under test should be.
    Unreachable { at: String, why: io::Error },
    /// The page's port cannot be had.
    CannotBind { port: u16, why: io::Error },
}

impl ExpectedError {
    /// The exit code that says so.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::NoSuchPath { .. } | Self::OutsideRoot { .. } | Self::Invalid { .. } => {
                Exit::InvalidInput
            }
            Self::BadQuestion { .. } => Exit::Usage,
            Self::CannotRead { .. }
            | Self::CannotWrite { .. }
            | Self::AlreadyThere { .. }
            | Self::NoPage
            | Self::NoSockets { .. }
            | Self::NoLoad { .. }
            | Self::CannotListen { .. }
            | Self::Unreachable { .. }
            | Self::CannotBind { .. } => Exit::Environment,
            Self::NoScenarios { .. } | Self::NothingSelected { .. } => Exit::NothingRun,
        }
    }
}

impl std::error::Error for ExpectedError {}

impl fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPath { path, near } => {
                write!(f, "there is no file or folder `{path}`")?;
                match near {
                    Some(near) => write!(f, "\n  = help: did you mean `{near}`?"),
                    None => write!(f, "\n  = help: paths start at the current folder"),
                }
            }
            Self::CannotRead { path, why } => write!(f, "cannot read `{path}`: {}", reason(why)),
            Self::CannotWrite { path, why } => write!(f, "cannot write `{path}`: {}", reason(why)),
            Self::AlreadyThere { paths } => {
                let list: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                write!(f, "already there: {}", list.join(", "))?;
                write!(f, "\n  = help: nothing was written; name a new folder, or move these away")
            }
            Self::NoScenarios { paths } => {
                let list: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                write!(f, "no scenario in {}", list.join(", "))?;
                write!(f, "\n  = help: a scenario is a .yaml file with a line `lampfield: 1`")
            }
            Self::NothingSelected { filter, found } => {
                write!(f, "the filter `{filter}` matches none of {found} scenarios")?;
                write!(f, "\n  = help: `lampfield list` shows their names, tags and rules")
            }
            Self::OutsideRoot { path, root } => {
                write!(f, "`{path}` lies outside the root `{root}`")?;
                write!(f, "\n  = help: files and their includes are read below the root only")
            }
            Self::Invalid { headline, detail } if detail.is_empty() => write!(f, "{headline}"),
            Self::Invalid { headline, detail } => write!(f, "{headline}\n{detail}"),
            Self::NoPage => {
                write!(f, "this program was built without the page")?;
                write!(f, "\n  = help: run `cargo xtask page`, then build it again; or run ")?;
                write!(f, "`cargo xtask start`, which builds the page and opens it")
            }
            Self::NoSockets { why } => {
                write!(f, "cannot open sockets on this machine's loopback: {}", reason(why))?;
                write!(
                    f,
                    "\n  = help: each CallManager, SIP phone and outside node needs one at "
                )?;
                write!(f, "an address of its own in 127.0.0.0/8; `ulimit -n` says how many are ")?;
                write!(f, "allowed, `--jobs 1` needs the fewest, `--backend sim` none")
            }
            Self::NoLoad { what, why } => {
                write!(f, "the load cannot go on: {what}: {}", reason(why))?;
                write!(f, "\n  = help: `lampfield load --help` tells what each flag names")
            }
            Self::CannotListen { at, why } => {
                write!(f, "cannot listen at {at}: {}", reason(why))?;
                write!(f, "\n  = help: `--listen udp:127.0.0.1:0` takes a port that is free")
            }
            Self::Unreachable { at, why } => {
                write!(f, "no server answers at {at}: {}", reason(why))?;
                write!(f, "\n  = help: start it first; it was asked by OPTIONS, and any answer ")?;
                write!(f, "would do")
            }
            Self::CannotBind { port, why } => {
                write!(f, "cannot serve at 127.0.0.1:{port}: {}", reason(why))?;
                write!(f, "\n  = help: `--port 0` takes any port that is free")
            }
            Self::BadQuestion { text, help } => write!(f, "{text}\n  = help: {help}"),
        }
    }
}

/// The operating system's words, without the number that it adds.
fn reason(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => why.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}
