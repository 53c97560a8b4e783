//! The list of mutants: text files in `xtask/mutants`, read in the order of their names.
//!
//! ```text
//! == same-group
//! in core/src/presence/authorization.rs
//! removes GROUP-1: within one presence group everything is allowed
//! - if from == to {
//! + if false {
//! ```
//!
//! The lines after `-` stand in the file exactly once, those after `+` take their place. Lines that
//! begin with `#` are for the reader.

use crate::run::Result;
use std::path::Path;

/// A check taken out or turned around.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mutant {
    /// A short name, unique.
    pub(super) name: String,
    /// The source file, below the root.
    pub(super) file: String,
    /// What the engine no longer does, and by which rule it should.
    pub(super) removes: String,
    /// What stands there.
    pub(super) excerpt: String,
    /// What stands there instead.
    pub(super) replacement: String,
    /// Where it is listed, for messages.
    listed_in: String,
}

impl Mutant {
    /// The text of a file with the mutation in it.
    ///
    /// # Errors
    /// Where the excerpt does not stand in it exactly once.
    pub(super) fn apply(&self, text: &str) -> Result<String> {
        match text.matches(&self.excerpt).count() {
            1 => Ok(text.replacen(&self.excerpt, &self.replacement, 1)),
            count => Err(format!(
                "the mutant `{}` fits {} {count} times, not once\n  update its entry in \
                 {}: its excerpt is\n{}",
                self.name, self.file, self.listed_in, self.excerpt
            )),
        }
    }
}

/// All mutants of the repository.
pub(super) fn all(root: &Path) -> Result<Vec<Mutant>> {
    let folder = root.join("xtask/mutants");
    let problem = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut files = Vec::new();
    for entry in folder.read_dir().map_err(problem)? {
        files.push(entry.map_err(problem)?.path());
    }
    files.sort();
    let mut mutants: Vec<Mutant> = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(problem)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for mutant in parse(&text, &format!("xtask/mutants/{name}"))? {
            if mutants.iter().any(|other| other.name == mutant.name) {
                return Err(format!("two mutants are named `{}`", mutant.name));
            }
            mutants.push(mutant);
        }
    }
    Ok(mutants)
}

/// Whether every mutant still fits its file.
///
/// # Errors
/// All those that do not, with what to do.
pub(super) fn check(root: &Path, mutants: &[Mutant]) -> Result<()> {
    let mut problems = Vec::new();
    for mutant in mutants {
        let file = root.join(&mutant.file);
        let text = std::fs::read_to_string(&file).map_err(|error| {
            format!("the mutant `{}`: {} cannot be read: {error}", mutant.name, mutant.file)
        });
        problems.extend(text.and_then(|text| mutant.apply(&text)).err());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn parse(text: &str, listed_in: &str) -> Result<Vec<Mutant>> {
    let mut mutants: Vec<Mutant> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = |what: &str| format!("{listed_in}:{number}: {what}: `{line}`");
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("== ") {
            let (name, listed_in) = (name.to_owned(), listed_in.to_owned());
            mutants.push(Mutant { name, listed_in, ..Mutant::default() });
            continue;
        }
        let mutant =
            mutants.last_mut().ok_or_else(|| wrong("a line before the first `== NAME`"))?;
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "in" => rest.clone_into(&mut mutant.file),
            "removes" => rest.clone_into(&mut mutant.removes),
            "-" => add_line(&mut mutant.excerpt, rest),
            "+" => add_line(&mut mutant.replacement, rest),
            _ => return Err(wrong("a line begins with `==`, `in`, `removes`, `-`, `+` or `#`")),
        }
    }
    let incomplete = |mutant: &&Mutant| {
        mutant.file.is_empty() || mutant.removes.is_empty() || mutant.excerpt.is_empty()
    };
    match mutants.iter().find(incomplete) {
        Some(mutant) => Err(format!("{listed_in}: `{}` needs in, removes and -", mutant.name)),
        None => Ok(mutants),
    }
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::repository;

    #[test]
    fn every_mutant_fits_its_file_exactly_once() {
        let root = repository().unwrap();
        let all = all(&root).unwrap();
        assert!(!all.is_empty());
        check(&root, &all).unwrap();
    }

    #[test]
    fn an_entry_replaces_what_it_names() {
        let text = "# why\n== one\nin a.rs\nremoves the check\n- if a {\n-     b\n+ if true {\n";
        let all = parse(text, "list").unwrap();
        assert_eq!(all[0].apply("x if a {\n    b\n}").unwrap(), "x if true {\n}");
        assert!(all[0].apply("nothing").unwrap_err().contains("update its entry in list"));
    }

    #[test]
    fn an_entry_without_an_excerpt_is_refused() {
        assert!(parse("== one\nin a.rs\nremoves x\n", "list").is_err());
        assert!(parse("in a.rs\n", "list").is_err());
        assert!(parse("== one\nat a.rs\n", "list").is_err());
    }
}
