//! Those who must notice a mutant, the fast one first.

use super::tree::Tree;
use crate::run::{Result, shown};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a judge may take: a mutant that runs for ever is noticed too.
const PATIENCE: Duration = Duration::from_secs(240);

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Somebody noticed: who.
    Caught(String),
    /// Nobody did.
    Survived,
    /// It cannot be judged: the compiler's word on it.
    DoesNotBuild(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Caught(by) => write!(f, "caught by {by}"),
            Verdict::Survived => f.write_str("SURVIVED"),
            Verdict::DoesNotBuild(why) => write!(f, "DOES NOT BUILD: {why}"),
        }
    }
}

/// One judge: a program to build, and how to read what it says.
pub(super) struct Judge {
    what: &'static str,
    /// What Cargo builds.
    build: &'static [&'static str],
    /// How it names what it noticed, from its output.
    noticed: fn(&str) -> Option<String>,
}

/// The scenarios and the reference model in one program; then the tests of core.
static JUDGES: [Judge; 2] = [
    Judge {
        what: "the judge",
        build: &["build", "-p", "lampfield-tests", "--bin", "judge"],
        noticed: judge_noticed,
    },
    Judge {
        what: "the tests of core",
        build: &["test", "--no-run", "-p", "lampfield-core", "--lib"],
        noticed: test_noticed,
    },
];

/// All judges, or the fast one alone.
pub(super) fn judges(quick: bool) -> &'static [Judge] {
    if quick { &JUDGES[..1] } else { &JUDGES }
}

/// Puts what stands in a tree before judges.
pub(super) fn judge(tree: &Tree, judges: &[Judge]) -> Result<Verdict> {
    for judge in judges {
        let program = match build(tree, judge)? {
            Ok(program) => program,
            Err(why) => return Ok(Verdict::DoesNotBuild(why)),
        };
        if let Some(by) = run(tree, judge, &program)? {
            return Ok(Verdict::Caught(by));
        }
    }
    Ok(Verdict::Survived)
}

/// Whether the judges find nothing where nothing is wrong.
///
/// # Errors
/// Where they do: then no verdict is worth anything.
pub(super) fn expect_acquittal(tree: &Tree, judges: &[Judge]) -> Result<()> {
    match judge(tree, judges)? {
        Verdict::Survived => Ok(()),
        verdict => Err(format!("the sources as they stand do not pass: {verdict}")),
    }
}

/// Builds a judge and gives its program, or the first error of the compiler.
fn build(tree: &Tree, judge: &Judge) -> Result<std::result::Result<PathBuf, String>> {
    let mut command = tree.cargo();
    command.args(judge.build).args(["--message-format", "json-render-diagnostics"]);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{}` could not be started: {error}", shown(&command)))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        no_fault_of_the_machine(&told)?;
        let first = told.lines().find(|line| line.starts_with("error"));
        return Ok(Err(first.unwrap_or("for a reason that Cargo does not tell").to_owned()));
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let mut programs = told.lines().filter_map(|line| {
        let (_, rest) = line.split_once("\"executable\":\"")?;
        rest.split_once('"').map(|(program, _)| PathBuf::from(program))
    });
    let program = programs.next_back();
    program.map(Ok).ok_or_else(|| format!("`{}` names no program", shown(&command)))
}

/// Runs a judge: what it noticed, if anything.
fn run(tree: &Tree, judge: &Judge, program: &Path) -> Result<Option<String>> {
    let output = tree.scratch("output.txt");
    let problem = |error: std::io::Error| format!("{} did not run: {error}", judge.what);
    let file = std::fs::File::create(&output).map_err(problem)?;
    let both = file.try_clone().map_err(problem)?;
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(file).stderr(both).env_remove("RUST_BACKTRACE");
    // What a mutant makes a property test fail on is no regression of the repository.
    command.current_dir(tree.sources()).env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
    let mut child = command.spawn().map_err(problem)?;
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(problem)? {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return Ok(Some(format!("{}, which does not end any more", judge.what)));
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    if status.success() {
        return Ok(None);
    }
    let text = std::fs::read(&output).map_err(problem)?;
    let text = String::from_utf8_lossy(&text);
    no_fault_of_the_machine(&text)?;
    let panics = || text.contains("panicked at").then(|| format!("{}: it panics", judge.what));
    let by = (judge.noticed)(&text).or_else(panics);
    by.map(Some).ok_or_else(|| format!("{} ended with {status} and names no reason", judge.what))
}

/// # Errors
/// Where it is the machine that failed and not the mutant: nothing may be concluded from that.
fn no_fault_of_the_machine(told: &str) -> Result<()> {
    let faults = ["No space left on device", "os error 28", "Cannot allocate memory", "SIGKILL"];
    match told.lines().find(|line| faults.iter().any(|fault| line.contains(fault))) {
        Some(line) => Err(format!("this is no verdict, the machine failed: {line}")),
        None => Ok(()),
    }
}

/// The judge ends with `noticed by …`.
fn judge_noticed(output: &str) -> Option<String> {
    output.lines().find_map(|line| line.strip_prefix("noticed by ")).map(str::to_owned)
}

/// The alphabetically first test that failed: what ran first differs from run to run.
fn test_noticed(output: &str) -> Option<String> {
    let failed = output.lines().filter_map(|line| {
        line.strip_prefix("test ")?.strip_suffix(" ... FAILED").map(|name| format!("test {name}"))
    });
    failed.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_no_verdict() {
        let told = "error: failed to build archive: No space left on device (os error 28)";
        assert!(no_fault_of_the_machine(told).is_err());
        assert!(no_fault_of_the_machine("error[E0308]: mismatched types").is_ok());
    }

    #[test]
    fn what_noticed_is_read_from_what_the_judges_say() {
        assert_eq!(judge_noticed("x\nnoticed by scenario a\n"), Some("scenario a".to_owned()));
        let output = "test b::c ... FAILED\ntest a ... ok\ntest a::b ... FAILED\n";
        assert_eq!(test_noticed(output), Some("test a::b".to_owned()));
        assert_eq!(test_noticed("thread panicked"), None);
    }
}
