//! `lampfield swarm`: random faults on scenarios, and the first failure made small.

use std::fs::{self, File};
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use lampfield_core::scenario::{Invariant, Sources};

use super::load::Loaded;
use super::select::Selection;
use crate::bug::{self, AtWork};
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{Paint, Progress, ProgressChoice, Sink, counted_scenarios};
use crate::pool;
use crate::seed::Seed;
use crate::swarm::{Found, Small, Subject};

/// Flags of `swarm`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// How many runs, spread over the scenarios
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    runs: u64,
    /// The seed of the first run; each further run has the next one
    #[arg(long, value_name = "N|random", default_value = "1")]
    seed: Seed,
    /// How many runs at once [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Where the scenario of the first failure goes [default: `regressions` below the root]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// A line on a terminal that tells how far it is: auto is where standard error is one
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    progress: ProgressChoice,
}

/// Swarms.
///
/// # Errors
/// Nothing selected, nothing that can be swarmed, or a file that cannot be read or written.
pub(crate) fn swarm(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    interrupt::listen();
    let selected = arguments.selection.select(common)?;
    let paint = common.color.paint(&std::io::stdout());
    let mut out = Sink::stdout();
    let subjects = subjects(&selected.files, paint, &mut out)?;
    let (runs, seed) = (arguments.runs, arguments.seed.value());
    let count = counted_scenarios(subjects.len());
    let title = paint.strong("    swarm");
    out.line(&format!("{title}  {count}, {runs} runs, first seed {seed}"))?;
    out.flush()?;
    let outcome = search(arguments, &subjects)?;
    let Some((file, subject, found)) = outcome.found else {
        return ended(outcome.done, paint, &mut out);
    };
    let shown = file.found.shown();
    let word = paint.bad("    FOUND");
    out.line(&format!("{word}  run {} of {runs}, seed {}, in {shown}", outcome.done, found.seed))?;
    out.flush()?;
    let small = subject.shrink(&found, &shown);
    let path = write(arguments, file, &small, found.seed)?;
    out.text(&told(&small, &path, paint))?;
    out.flush()?;
    Ok(Exit::Failed)
}

/// What can be swarmed; what cannot is told.
fn subjects<'a>(
    files: &'a [Loaded],
    paint: Paint,
    out: &mut Sink,
) -> Result<Vec<(&'a Loaded, Subject<'a>)>, ExpectedError> {
    let mut subjects = Vec::new();
    for file in files {
        let sources: &(dyn Sources + Sync) = file.found.disk.as_ref();
        let scenario = file.scenario(paint)?;
        let note = match Subject::new(scenario, sources) {
            Ok(subject) => {
                let words: Vec<&str> =
                    subject.left_out.iter().map(|i| Invariant::word(*i)).collect();
                let note =
                    format!("without {}: even without faults it does not hold", words.join(", "));
                subjects.push((file, subject));
                (!words.is_empty()).then_some(note)
            }
            Err(why) => Some(format!("left out: {why}")),
        };
        if let Some(note) = note {
            let word = paint.doubtful("     NOTE");
            out.line(&format!("{word}  {}  {note}", file.found.shown()))?;
        }
    }
    if subjects.is_empty() {
        let paths = files.iter().map(|file| file.found.shown()).collect();
        return Err(ExpectedError::NoScenarios { paths });
    }
    Ok(subjects)
}

struct Searched<'a, 'b> {
    /// How many runs ended before the search did.
    done: u64,
    found: Option<(&'a Loaded, &'b Subject<'a>, Found)>,
}

/// Runs until one fails. Which one that is does not hang on how many run at once: runs are begun
/// in their order, and what was begun before it has ended before it counts.
fn search<'a, 'b>(
    arguments: &Arguments,
    subjects: &'b [(&'a Loaded, Subject<'a>)],
) -> Result<Searched<'a, 'b>, ExpectedError> {
    let enough = AtomicBool::new(false);
    let jobs = arguments.jobs.or(std::thread::available_parallelism().ok());
    let runs: Vec<u64> = (0..arguments.runs).collect();
    let progress = Progress::new(arguments.progress, runs.len());
    let mut searched = Searched { done: 0, found: None };
    pool::in_order(
        &runs,
        jobs.map_or(1, NonZeroUsize::get),
        || enough.load(Ordering::Relaxed) || interrupt::asked(),
        |run| {
            let seed = arguments.seed.value().wrapping_add(*run);
            let at = usize::try_from(*run).unwrap_or(0) % subjects.len().max(1);
            let (file, subject) = subjects.get(at)?;
            let path = file.found.shown();
            progress.begun(&file.found.short());
            // The run with this seed and nothing but this file.
            bug::at_work(Some(AtWork { path, seed: Some(seed), verb: "swarm --runs 1" }));
            let found = subject.run(seed);
            bug::at_work(None);
            enough.fetch_or(found.is_some(), Ordering::Relaxed);
            found.map(|found| (*file, subject, found))
        },
        |found| {
            progress.ended(|| ());
            if searched.found.is_none() {
                searched.done += 1;
                searched.found = found;
            }
            Ok(())
        },
    )?;
    progress.clear();
    Ok(searched)
}

fn ended(done: u64, paint: Paint, out: &mut Sink) -> Result<Exit, ExpectedError> {
    let interrupted = interrupt::asked();
    let text = format!("{done} runs, and everything held");
    let word = if interrupted { paint.doubtful("  STOPPED") } else { paint.good("    HOLDS") };
    out.line(&format!("{word}  {text}"))?;
    out.flush()?;
    Ok(if interrupted { Exit::Interrupted } else { Exit::Ok })
}

/// Writes the scenario under a name that nothing has yet.
fn write(
    arguments: &Arguments,
    file: &Loaded,
    small: &Small,
    seed: u64,
) -> Result<PathBuf, ExpectedError> {
    let folder = match &arguments.into {
        Some(folder) => folder.clone(),
        None => PathBuf::from(file.found.disk.shown("regressions")),
    };
    let failed =
        |path: &Path, why| ExpectedError::CannotWrite { path: path.display().to_string(), why };
    fs::create_dir_all(&folder).map_err(|why| failed(&folder, why))?;
    for number in 1.. {
        let again = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("swarm-{}-{seed}{again}.yaml", small.what.to_lowercase()));
        match File::create_new(&path) {
            Ok(mut new) => {
                new.write_all(small.text.as_bytes()).map_err(|why| failed(&path, why))?;
                return Ok(path);
            }
            Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(failed(&path, why)),
        }
    }
    Ok(folder)
}

fn told(small: &Small, path: &Path, paint: Paint) -> String {
    let Small { text, what, before, after, tries } = small;
    let path = bug::quoted(&path.display().to_string());
    let mut told = format!("           {} does not hold\n", paint.strong(what));
    told.push_str(&format!("   shrunk  from {before}\n           to {after} ({tries} tries)\n"));
    told.push_str(&format!("    wrote  {}\n\n", paint.name(&path)));
    for line in text.lines() {
        told.push_str(&format!("    {line}\n"));
    }
    told.push_str(&format!("\n  = see: lampfield run {path}\n"));
    told
}
