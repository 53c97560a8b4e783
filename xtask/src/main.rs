//! The repository's own tasks: `cargo xtask help` lists them.
//!
//! Nothing here is needed by a user of the product. The package has no dependencies, so that the
//! first command on a fresh machine starts within seconds.

mod bench;
mod ci;
#[path = "../../native-runner/src/http.rs"]
mod http;
mod model;
mod mutants;
mod page;
mod place;
mod reference;
mod release;
mod run;
mod setup;
mod test;
mod tidy;
mod wasm_file;

use std::process::ExitCode;

const HELP: &str = "\
Tasks of this repository:

  cargo xtask start [PORT]
      Opens the page: provides what is missing, builds it, serves it on 127.0.0.1, says where.

  cargo xtask page [--single-file | --quick]
      Builds the page into dist/, where `lampfield` takes it from for `lampfield web`: as it is
      shipped, at most 600 kB of WASM over the wire; also as one HTML file that opens without a
      server or a network. --quick builds it within seconds into a folder of its own, for whoever
      works on it.

  cargo xtask release FILE
      Builds the command line as one static program that needs nothing else.

  cargo xtask setup [--only wasm|browser|page|xmllint|tshark|peers]
      Provides the tools that tests and the page need; repeats nothing that is already there.
        wasm     a Rust toolchain with wasm32-unknown-unknown, and wasm-bindgen's test runner
        browser  Chromium and its driver
        page     wasm, and Trunk
        xmllint  what holds JUnit reports against their schema
        tshark   what reads captures as Wireshark does
        peers    the phones and servers that ours is tested with: SIPp, baresip, Kamailio
      They go to $LAMPFIELD_TOOLS, else $XDG_CACHE_HOME/lampfield/tools, else
      ~/.cache/lampfield/tools.

  cargo xtask test [STEP …]
      Everything that must hold, or the named steps of it. Provides what it needs first.

  cargo xtask ci
      The same as CI runs it: says what machine it is on, then tests.

  cargo xtask model [--questions N] [--seed N]
      Compares the engine with the reference model: 10 000 random questions, or N.

  cargo xtask mutants [--list] [--only NAME …] [--from NAME] [--again] [--quick] [--jobs 1|2]
                      [--minutes N]
      Takes each check out of the engine in turn; somebody must notice. Writes docs/mutants.md.

  cargo xtask bench peers
      Our server and Kamailio under the same load, in turn. Writes docs/benchmarks/peers.md.

  cargo xtask reference
      Writes docs/reference and schema/ anew, from the tables in the source.

  cargo xtask tidy
      The rules about the repository's files. Also part of the native tests.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        ["setup", rest @ ..] => setup::command(rest).map(|()| ExitCode::SUCCESS),
        ["test", rest @ ..] => test::command(rest),
        ["start", rest @ ..] => page::start(rest).map(|()| ExitCode::SUCCESS),
        ["page", rest @ ..] => page::command(rest).map(|()| ExitCode::SUCCESS),
        ["release", rest @ ..] => release::command(rest).map(|()| ExitCode::SUCCESS),
        ["ci"] => ci::command(),
        ["model", rest @ ..] => model::command(rest).map(|()| ExitCode::SUCCESS),
        ["mutants", rest @ ..] => mutants::command(rest),
        ["bench", rest @ ..] => bench::command(rest).map(|()| ExitCode::SUCCESS),
        ["reference"] => reference::command().map(|()| ExitCode::SUCCESS),
        ["tidy"] => tidy::command().map(|()| ExitCode::SUCCESS),
        [other, ..] => Err(format!("there is no task `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(code) => code,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}
