//! The command line of Lampfield: parses, dispatches, and turns what came out into an exit code.
//!
//! Each verb stands in a file of its own below `verb`. No rule about presence lives here: this
//! program reads files, prints, and asks `lampfield-core`.

mod bug;
mod capture;
mod cli;
mod datagrams;
mod error;
mod exit;
mod filter;
mod http;
mod interrupt;
mod load;
mod output;
mod pace;
mod partition;
mod password;
mod pool;
mod seed;
mod serve;
mod sockets;
mod source;
mod stream;
mod swarm;
mod target;
mod time_arg;
mod today;
mod verb;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Verb};
use exit::Exit;

fn main() -> ExitCode {
    bug::install();
    let Cli { common, verb } = Cli::parse();
    let result = match verb {
        Verb::Run(arguments) => verb::run::run(&arguments, &common),
        Verb::List(arguments) => verb::list::list(&arguments, &common),
        Verb::Check(arguments) => verb::check::check(&arguments, &common),
        Verb::Explain(arguments) => verb::explain::explain(&arguments, &common),
        Verb::Trace(arguments) => verb::trace::trace(&arguments, &common),
        Verb::Replay(arguments) => verb::replay::replay(&arguments, &common),
        Verb::Diff(arguments) => verb::diff::diff(&arguments, &common),
        Verb::Rules(arguments) => verb::rules::rules(&arguments, &common),
        Verb::Fmt(arguments) => verb::fmt::fmt(&arguments, &common),
        Verb::Schema(arguments) => verb::schema::schema(&arguments),
        Verb::Reference(arguments) => verb::reference::reference(&arguments),
        Verb::Swarm(arguments) => verb::swarm::swarm(&arguments, &common),
        Verb::Init(arguments) => verb::init::init(&arguments, &common),
        Verb::Completions(arguments) => verb::completions::completions(&arguments),
        Verb::Serve(arguments) => verb::serve::serve(&arguments, &common),
        Verb::Load(arguments) => verb::put_load::put_load(&arguments, &common),
        Verb::Web(arguments) => verb::web::web(&arguments),
    };
    let exit: Exit = result.unwrap_or_else(|error| {
        let paint = common.color.paint(&io::stderr());
        eprintln!("{} {error}", paint.bad("error:"));
        error.exit()
    });
    exit.into()
}
