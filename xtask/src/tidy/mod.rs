//! The rules about the repository's files, held by a test.

mod rules;
mod rust;

use crate::place::repository;
use crate::run::Result;
use std::fmt;
use std::path::{Path, PathBuf};

/// Folders and files that a program writes and nobody edits. In a linked work tree `.git` is a file.
const SKIPPED: [&str; 6] =
    [".git", "target", "dist", "node_modules", "Cargo.lock", "package-lock.json"];

/// A text file of the repository.
struct File {
    /// Its path below the root, with forward slashes.
    name: String,
    text: String,
}

/// A broken rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: usize,
    /// What is wrong, and what to do.
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// `cargo xtask tidy`.
pub(crate) fn command() -> Result<()> {
    let findings = findings(&repository()?)?;
    if findings.is_empty() {
        println!("tidy");
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    Err(format!("{} broken rules\n{}", lines.len(), lines.join("\n")))
}

/// Everything that is wrong, in the order of the files.
fn findings(root: &Path) -> Result<Vec<Finding>> {
    let mut files = Vec::new();
    walk(root, root, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut findings: Vec<Finding> = files.iter().flat_map(rules::file).collect();
    findings.extend(rules::whole(&files));
    findings.sort();
    Ok(findings)
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<()> {
    let problem = |path: &Path, error| format!("{} cannot be read: {error}", path.display());
    let entries = folder.read_dir().map_err(|error| problem(folder, error))?;
    let paths: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    for path in paths.map_err(|error| problem(folder, error))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if SKIPPED.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if path.is_file() {
            let bytes = std::fs::read(&path).map_err(|error| problem(&path, error))?;
            let below = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            // A file that is no text, a picture say, is under no rule.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File { name: parts.join("/"), text });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let findings = findings(&repository().unwrap()).unwrap();
        let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(lines.is_empty(), "broken rules:\n{}", lines.join("\n"));
    }
}
