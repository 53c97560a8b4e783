//! `lampfield run`: plays scenarios and reports.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant as Clock;

use clap::Args;
use lampfield_core::time::Instant;

use super::mode::{Mode, leave_out_what_cannot_run};
use super::play::{Played, Wishes, play};
use super::record;
use super::select::{Selected, Selection};
use super::update::{Ran, update};
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{Progress, ProgressChoice, Reports, RunStart, RunSummary, Target, Verdict};
use crate::pool;
use crate::seed::Seed;
use crate::time_arg;
use crate::today::Day;

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
    #[command(flatten)]
    mode: Mode,
    /// End each scenario at this simulated time, e.g. 2.5s; what is checked later is unknown
    #[arg(long, value_name = "TIME", value_parser = time_arg::instant)]
    until: Option<Instant>,
    /// Reports: human, json, junit, html, each to standard output or to a file, and github:
    /// human,json=run.jsonl,junit=run.xml,html=run.html
    #[arg(long, value_delimiter = ',', default_value = "human", value_name = "FORMAT[=FILE]")]
    report: Vec<Target>,
    /// A line on a terminal that tells how far the run is: auto is where standard error is one
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    progress: ProgressChoice,
    /// Write waveforms that differ anew, in place, and end with code 8 if a file was changed; never
    /// touches `is`, `because` or `never`
    #[arg(long, conflicts_with_all = ["seed", "until"])]
    update: bool,
    /// Judge known failures by this day [default: today, in UTC]
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    /// Write the trace of each scenario; a folder where more than one runs
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Write the SIP of each scenario as a capture that Wireshark opens; a folder where more than one
    /// runs
    #[arg(long, value_name = "FILE")]
    pcap: Option<PathBuf>,
}

/// Runs.
///
/// # Errors
/// Nothing selected, or a file that cannot be read or written.
pub(crate) fn run(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    interrupt::listen();
    let started = Clock::now();
    let how = arguments.mode.how(arguments.update)?;
    let mut selected = arguments.selection.select(common)?;
    let elsewhere_only = leave_out_what_cannot_run(&how, &mut selected.files);
    let mut reports = Reports::open(&arguments.report, common.color, common.verbosity())?;
    let seed = arguments.seed.as_ref().map(Seed::value);
    reports.started(&RunStart {
        seed,
        scenarios: selected.files.len(),
        filtered_out: selected.filtered_out,
        backend: how.word(),
        not_for_backend: elsewhere_only,
        partition: selected.partition.map(|part| (part, selected.elsewhere)),
    })?;
    let today = arguments.today.clone().unwrap_or_else(Day::today);
    let wishes = Wishes {
        today: &today,
        seed,
        until: arguments.until,
        paint: reports.paint(),
        trace: arguments.trace.is_some(),
        pcap: arguments.pcap.is_some(),
        how: &how,
        retries: arguments.mode.retries(),
        picture: reports.show_pictures(),
    };
    let mut summary = play_all(arguments, &selected, &wishes, &mut reports)?;
    summary.wall = started.elapsed();
    summary.filtered_out = selected.filtered_out;
    summary.elsewhere = selected.elsewhere;
    summary.interrupted = interrupt::asked();
    reports.ended(&summary)?;
    Ok(summary.exit())
}

fn play_all(
    arguments: &Arguments,
    selected: &Selected,
    wishes: &Wishes<'_>,
    reports: &mut Reports,
) -> Result<RunSummary, ExpectedError> {
    let enough = AtomicBool::new(false);
    // By a real clock, and against one server, runs that go on together disturb each other.
    let jobs = match wishes.how.is_real() {
        true => arguments.jobs.or(NonZeroUsize::new(1)),
        false => arguments.jobs.or(std::thread::available_parallelism().ok()),
    };
    let alone = selected.files.len() == 1;
    let mut summary = RunSummary::default();
    let mut reported = 0;
    let mut held: Vec<Ran<'_>> = Vec::new();
    let progress = Progress::new(arguments.progress, selected.files.len());
    let mut tell = |Played { finished, trace, pcap, cannot_run, .. }: Played| {
        if let Some(error) = cannot_run {
            return Err(error);
        }
        if let (Some(path), Some(text)) = (&arguments.trace, trace) {
            record::write(path, (&finished.short, "jsonl"), alone, text.as_bytes())?;
        }
        if let (Some(path), Some(bytes)) = (&arguments.pcap, pcap) {
            record::write(path, (&finished.short, "pcap"), alone, &bytes)?;
        }
        summary.add(&finished);
        reported += 1;
        reports.finished(finished)
    };
    pool::in_order(
        &selected.files,
        jobs.map_or(1, NonZeroUsize::get),
        || enough.load(Ordering::Relaxed) || interrupt::asked(),
        |file| {
            progress.begun(&file.found.short());
            let played = play(file, wishes);
            let good = matches!(played.finished.verdict, Verdict::Passed | Verdict::Known);
            enough.fetch_or(arguments.fail_fast && !good, Ordering::Relaxed);
            (file, played)
        },
        |(file, played)| {
            if arguments.update {
                // Told once it is known what was written.
                held.push((file, played));
                return progress.ended(|| Ok(()));
            }
            progress.ended(|| tell(played))
        },
    )?;
    progress.clear();
    update(&mut held)?;
    held.into_iter().try_for_each(|(_, played)| tell(played))?;
    summary.not_run += selected.files.len() - reported;
    Ok(summary)
}
