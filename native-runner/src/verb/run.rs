//! `lampfield run`: plays scenarios and reports.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant as Clock;

use clap::Args;
use lampfield_core::time::Instant;

use super::play::{Played, Wishes, play};
use super::record;
use super::select::{Selected, Selection};
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{Reports, RunStart, RunSummary, Target, Verdict};
use crate::pool;
use crate::seed::Seed;
use crate::time_arg;

/// Flags of `run`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// The seed of all dice, for every scenario; without it each has its own
    #[arg(long, value_name = "N|random")]
    seed: Option<Seed>,
    /// How many scenarios run at once [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Begin nothing new after the first scenario that does not pass
    #[arg(long)]
    fail_fast: bool,
    /// End each scenario at this simulated time, e.g. 2.5s; what is checked later is unknown
    #[arg(long, value_name = "TIME", value_parser = time_arg::instant)]
    until: Option<Instant>,
    /// Reports: human, json, each to standard output or to a file: human,json=run.jsonl
    #[arg(long, value_delimiter = ',', default_value = "human", value_name = "FORMAT[=FILE]")]
    report: Vec<Target>,
    /// Write the trace of each scenario; a folder where more than one runs
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
}

/// Runs.
///
/// # Errors
/// Nothing selected, or a file that cannot be read or written.
pub(crate) fn run(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    interrupt::listen();
    let started = Clock::now();
    let selected = arguments.selection.select(common)?;
    let mut reports = Reports::open(&arguments.report, common.color, common.verbosity())?;
    let seed = arguments.seed.as_ref().map(Seed::value);
    reports.started(&RunStart {
        seed,
        scenarios: selected.files.len(),
        filtered_out: selected.filtered_out,
    })?;
    let wishes = Wishes {
        seed,
        until: arguments.until,
        paint: reports.paint(),
        trace: arguments.trace.is_some(),
    };
    let mut summary = play_all(arguments, &selected, &wishes, &mut reports)?;
    summary.wall = started.elapsed();
    summary.filtered_out = selected.filtered_out;
    summary.interrupted = interrupt::asked();
    reports.ended(&summary)?;
    Ok(summary.exit())
}

fn play_all(
    arguments: &Arguments,
    selected: &Selected,
    wishes: &Wishes,
    reports: &mut Reports,
) -> Result<RunSummary, ExpectedError> {
    let enough = AtomicBool::new(false);
    let jobs = arguments.jobs.or(std::thread::available_parallelism().ok());
    let alone = selected.files.len() == 1;
    let mut summary = RunSummary::default();
    let mut reported = 0;
    pool::in_order(
        &selected.files,
        jobs.map_or(1, NonZeroUsize::get),
        || enough.load(Ordering::Relaxed) || interrupt::asked(),
        |file| {
            let played = play(file, wishes);
            if arguments.fail_fast && played.finished.verdict != Verdict::Passed {
                enough.store(true, Ordering::Relaxed);
            }
            played
        },
        |Played { finished, trace }| {
            if let (Some(path), Some(text)) = (&arguments.trace, trace) {
                record::write(path, &finished.short, alone, &text)?;
            }
            summary.add(&finished);
            reported += 1;
            reports.finished(finished)
        },
    )?;
    summary.not_run += selected.files.len() - reported;
    Ok(summary)
}
