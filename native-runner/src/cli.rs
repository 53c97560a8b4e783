//! The command line itself: verbs and the flags that all of them share.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exit;
use crate::output::{ColorChoice, Verbosity};
use crate::verb::{
    check, completions, diff, explain, fmt, init, list, put_load, reference, replay, rules, run,
    schema, serve, swarm, trace, web,
};

/// Runs scenarios of CallManager-style presence, and explains every lamp
#[derive(Debug, Parser)]
#[command(name = "lampfield", version, after_help = after_help(), max_term_width = 100)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

fn after_help() -> String {
    format!("{EXAMPLES}\n{}", exit::help())
}

const EXAMPLES: &str = "\
Examples:
  lampfield run scenarios
  lampfield run -E 'covers(GROUP-10) & !name(H.323)' --report human,json=run.jsonl
  lampfield explain scenarios/gallery/01-disallow-and-blf.yaml --at 7s 'Phone A BLF 1'
  lampfield trace scenarios/gallery/01-disallow-and-blf.yaml --lamps
";

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Run scenarios and tell which hold
    #[command(after_help = exit::help())]
    Run(run::Arguments),
    /// List what would run: names, tags, rules covered
    List(list::Arguments),
    /// Parse and check files without running them, all mistakes at once
    Check(check::Arguments),
    /// Write files in the one way there is, comments kept
    Fmt(fmt::Arguments),
    /// Explain a lamp or a request of a scenario, a rule, or a diagnostic code
    Explain(explain::Arguments),
    /// Show what happens in a scenario: ladder, lamps, glyphs or JSON lines
    Trace(trace::Arguments),
    /// Run a recorded trace again and compare
    Replay(replay::Arguments),
    /// Show the first event in which two recorded runs differ, side by side
    Diff(diff::Arguments),
    /// List every rule and reading, and the scenarios that show it
    Rules(rules::Arguments),
    /// Print the JSON Schema of scenario files, or of lessons, for editors
    Schema(schema::Arguments),
    /// Write the pages of the reference: for the repository itself
    #[command(hide = true)]
    Reference(reference::Arguments),
    /// Run scenarios under random faults, and make the first failure small
    Swarm(swarm::Arguments),
    /// Make a folder to start from: a cluster, two scenarios, a job for CI
    Init(init::Arguments),
    /// Print what a shell needs to complete this command line
    Completions(completions::Arguments),
    /// Be the CallManager of a cluster for real phones and servers
    Serve(serve::Arguments),
    /// Put a load on a SIP presence server: many watchers, at a rate
    Load(Box<put_load::Arguments>),
    /// Open the page: serve it to a browser on this machine
    Web(web::Arguments),
}

/// Flags of every verb.
#[derive(Args, Debug)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Common {
    /// When to colour: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// Less: failures and the summary only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// More: seeds, digests, rules
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Read below this folder only [default: the nearest folder above a file that is called
    /// `scenarios`, else the folder that was named, else the file's own]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}

impl Common {
    /// How much a person wants to read.
    pub(crate) const fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    #[default]
    Human,
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_of_the_program_and_of_run_lists_the_exit_codes() {
        let mut command = Cli::command();
        assert!(command.render_help().to_string().contains("NONDETERMINISM"));
        let run = command.find_subcommand_mut("run").unwrap();
        assert!(run.render_help().to_string().contains("NOTHING_RUN"));
    }
}
