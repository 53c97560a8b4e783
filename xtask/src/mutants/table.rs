//! What became of each mutant: kept between runs, and written as a table.

use super::judge::Verdict;
use super::list::Mutant;
use super::tree::{files, folder};
use crate::run::Result;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The verdicts on the sources as they stand now.
#[derive(Debug)]
pub(super) struct Results {
    file: PathBuf,
    /// Of all sources: verdicts on other ones are worth nothing.
    fingerprint: u64,
    /// By name, with a fingerprint of the entry.
    verdicts: BTreeMap<String, (u64, Verdict)>,
}

impl Results {
    /// What is known; nothing where a source changed since.
    pub(super) fn read(root: &Path) -> Result<Results> {
        let file = folder(root).join("results.txt");
        let fingerprint = fingerprint(root)?;
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let mut verdicts = BTreeMap::new();
        if lines.next() == Some(fingerprint.to_string().as_str()) {
            verdicts.extend(lines.filter_map(read_line));
        }
        Ok(Results { file, fingerprint, verdicts })
    }

    /// The verdict on a mutant, where there is one.
    pub(super) fn verdict(&self, mutant: &Mutant) -> Option<&Verdict> {
        let (entry, verdict) = self.verdicts.get(&mutant.name)?;
        (*entry == fingerprint_of(mutant)).then_some(verdict)
    }

    pub(super) fn is_caught(&self, mutant: &Mutant) -> bool {
        matches!(self.verdict(mutant), Some(Verdict::Caught(_)))
    }

    /// Notes a verdict and keeps it for the next run.
    pub(super) fn note(&mut self, mutant: &Mutant, verdict: Verdict) -> Result<()> {
        self.verdicts.insert(mutant.name.clone(), (fingerprint_of(mutant), verdict));
        let mut text = format!("{}\n", self.fingerprint);
        for (name, (entry, verdict)) in &self.verdicts {
            let (word, what) = match verdict {
                Verdict::Caught(by) => ("caught", by.as_str()),
                Verdict::Survived => ("survived", ""),
                Verdict::DoesNotBuild(why) => ("broken", why.as_str()),
            };
            let _ = writeln!(text, "{name}\t{entry}\t{word}\t{what}");
        }
        std::fs::write(&self.file, text)
            .map_err(|error| format!("{} cannot be written: {error}", self.file.display()))
    }
}

fn read_line(line: &str) -> Option<(String, (u64, Verdict))> {
    let mut parts = line.splitn(4, '\t');
    let (name, entry, word) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let what = parts.next().unwrap_or_default().to_owned();
    let verdict = match word {
        "caught" => Verdict::Caught(what),
        "survived" => Verdict::Survived,
        "broken" => Verdict::DoesNotBuild(what),
        _ => return None,
    };
    Some((name.to_owned(), (entry, verdict)))
}

fn fingerprint_of(mutant: &Mutant) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&mutant.file, &mutant.excerpt, &mutant.replacement).hash(&mut hasher);
    hasher.finish()
}

/// Of everything that a verdict depends on: the engine, the judges, the scenarios.
fn fingerprint(root: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    let matters = |name: &&String| {
        let starts =
            ["core/src/", "tests/", "scenarios/"].iter().any(|part| name.starts_with(part));
        starts || name.as_str() == "Cargo.lock"
    };
    for name in files(root)?.iter().filter(matters) {
        let bytes = std::fs::read(root.join(name))
            .map_err(|error| format!("{name} cannot be read: {error}"))?;
        (name, bytes).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

const HEAD: &str = "\
# Mutants

Each line below is a check taken out of the engine or turned around, and who notices: the first \
scenario that fails, the reference model (`tests/reference`), or a test of `core`. The table is \
written by `cargo xtask mutants`, which tries them one by one; the list stands in `xtask/mutants`.
";

/// Writes `docs/mutants.md`.
pub(super) fn write(root: &Path, all: &[Mutant], results: &Results) -> Result<()> {
    let mut text = HEAD.to_owned();
    let mut file = "";
    for mutant in all {
        if mutant.file != file {
            file = &mutant.file;
            let _ = write!(text, "\n## `{file}`\n\n| without | noticed by |\n|---|---|\n");
        }
        let by = match results.verdict(mutant) {
            Some(Verdict::Caught(by)) => by.replace('|', "\\|"),
            Some(Verdict::Survived) => "**nobody**".to_owned(),
            Some(Verdict::DoesNotBuild(_)) | None => "(not tried)".to_owned(),
        };
        let _ = writeln!(text, "| {} | {by} |", mutant.removes.replace('|', "\\|"));
    }
    let file = root.join("docs/mutants.md");
    std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}
