//! `cargo xtask mutants`: takes each check out of the engine in turn, and demands that somebody
//! notices: a scenario, the reference model or a test.
//!
//! A mutant is a piece of text in a source file and what stands there instead (`xtask/mutants`). It
//! is put into a copy of the repository, built there, put before the judges, and taken out again.

mod judge;
mod list;
mod table;
mod tree;

use crate::place::repository;
use crate::run::Result;
use judge::{Judge, Verdict};
use list::Mutant;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use table::Results;
use tree::Tree;

/// What was asked for.
#[derive(Debug, Default)]
struct Options {
    list: bool,
    again: bool,
    quick: bool,
    only: Vec<String>,
    from: Option<String>,
    jobs: usize,
    minutes: Option<u64>,
}

/// `cargo xtask mutants [--list] [--only NAME …] [--from NAME] [--again] [--quick] [--jobs 1|2]
/// [--minutes N]`.
///
/// Those that were caught before are not tried again while no source has changed; `--again` does.
/// `--quick` asks the first judge alone, for work on a list; who it lets go is not acquitted.
pub(crate) fn command(arguments: &[&str]) -> Result<ExitCode> {
    let options = options(arguments)?;
    let root = repository()?;
    let all = list::all(&root)?;
    list::check(&root, &all)?;
    let chosen = chosen(&options, &all)?;
    if options.list {
        chosen.iter().for_each(|mutant| println!("{:<40} {}", mutant.name, mutant.removes));
        return Ok(ExitCode::SUCCESS);
    }
    let results = Mutex::new(Results::read(&root)?);
    let queue = Mutex::new(pending(&chosen, &results, options.again));
    let end = options.minutes.map(|minutes| Instant::now() + Duration::from_secs(60 * minutes));
    let problems: Vec<String> = std::thread::scope(|scope| {
        let (root, results, queue) = (&root, &results, &queue);
        let (quick, judges) = (options.quick, judge::judges(options.quick));
        let work = move |worker| work(root, worker, (queue, results), (end, judges, quick));
        let workers: Vec<_> =
            (0..options.jobs.max(1)).map(|n| scope.spawn(move || work(n))).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok().and_then(Result::err)).collect()
    });
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem);
    }
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary(&root, &all, &chosen, &results)
}

fn options(arguments: &[&str]) -> Result<Options> {
    let mut options = Options { jobs: 1, ..Options::default() };
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{word} wants a value"));
        let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
        match *word {
            "--list" => options.list = true,
            "--again" => options.again = true,
            "--quick" => options.quick = true,
            "--only" => options.only.push((*value()?).to_owned()),
            "--from" => options.from = Some((*value()?).to_owned()),
            "--minutes" => options.minutes = Some(number(value()?)?),
            "--jobs" => options.jobs = if number(value()?)? > 1 { 2 } else { 1 },
            other => return Err(format!("`cargo xtask mutants` has no option `{other}`")),
        }
    }
    Ok(options)
}

/// The mutants asked for. `--only` takes names and beginnings of names.
fn chosen<'a>(options: &Options, all: &'a [Mutant]) -> Result<Vec<&'a Mutant>> {
    let known = |wanted: &String| {
        let one = all.iter().any(|mutant| mutant.name.starts_with(wanted.as_str()));
        if one { Ok(()) } else { Err(format!("no mutant is named `{wanted}`; see --list")) }
    };
    options.only.iter().chain(&options.from).try_for_each(known)?;
    let wanted = |mutant: &Mutant, name: &String| mutant.name.starts_with(name.as_str());
    let from = options.from.as_ref();
    let first = from.and_then(|from| all.iter().position(|mutant| wanted(mutant, from)));
    let rest = all.iter().skip(first.unwrap_or(0));
    let only = |mutant: &&Mutant| {
        options.only.is_empty() || options.only.iter().any(|name| wanted(mutant, name))
    };
    Ok(rest.filter(only).collect())
}

/// Those that are to be tried, the last one first: it is taken from the end.
fn pending<'a>(chosen: &[&'a Mutant], results: &Mutex<Results>, again: bool) -> Vec<&'a Mutant> {
    let results = results.lock().unwrap_or_else(PoisonError::into_inner);
    let to_do = |mutant: &&&Mutant| again || !results.is_caught(mutant);
    chosen.iter().rev().filter(to_do).copied().collect()
}

/// One worker: a copy of the repository, and one mutant after the other.
fn work(
    root: &Path,
    worker: usize,
    (queue, results): (&Mutex<Vec<&Mutant>>, &Mutex<Results>),
    (end, judges, quick): (Option<Instant>, &[Judge], bool),
) -> Result<()> {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut tree = None;
    while end.is_none_or(|end| Instant::now() < end) {
        let Some(mutant) = next() else { break };
        let tree = match &mut tree {
            Some(tree) => tree,
            None => {
                let made = Tree::new(root, worker)?;
                judge::expect_acquittal(&made, judges)?;
                tree.insert(made)
            }
        };
        let start = Instant::now();
        let verdict = tree.with(mutant, |tree| judge::judge(tree, judges))?;
        println!("{:>6.1} s  {:<40} {verdict}", start.elapsed().as_secs_f64(), mutant.name);
        if !(quick && verdict == Verdict::Survived) {
            results.lock().unwrap_or_else(PoisonError::into_inner).note(mutant, verdict)?;
        }
    }
    Ok(())
}

/// Says what came out; the table is written once every mutant was tried.
fn summary(root: &Path, all: &[Mutant], chosen: &[&Mutant], results: &Results) -> Result<ExitCode> {
    let of = |wanted: fn(&Verdict) -> bool| {
        let is = |mutant: &&&Mutant| results.verdict(mutant).is_some_and(wanted);
        chosen.iter().filter(is).map(|mutant| mutant.name.as_str()).collect::<Vec<_>>()
    };
    let caught = of(|verdict| matches!(verdict, Verdict::Caught(_)));
    let survived = of(|verdict| matches!(verdict, Verdict::Survived));
    let broken = of(|verdict| matches!(verdict, Verdict::DoesNotBuild(_)));
    if all.iter().all(|mutant| results.verdict(mutant).is_some()) {
        table::write(root, all, results)?;
        println!("docs/mutants.md is written");
    }
    println!("{} mutants: {} caught", chosen.len(), caught.len());
    for (what, names) in [("survived", &survived), ("do not build: update them", &broken)] {
        if !names.is_empty() {
            println!("{} {what}: {}", names.len(), names.join(", "));
        }
    }
    let good = survived.is_empty() && broken.is_empty();
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
