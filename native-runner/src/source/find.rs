//! Which files a command line means.
//!
//! A file is taken as it is. A folder is walked in sorted order for `.yaml` and `.yml` files that
//! have a line `lampfield:`; without that line a file is an include or somebody else's. A `.md` file
//! is a lesson if it starts with front matter that has a line `lesson:`. Folders whose name starts
//! with a dot are passed over.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Disk;
use crate::error::ExpectedError;
use lampfield_core::diagnostic::nearest;

/// Folders nested deeper than this are a loop of links or no scenarios.
const DEPTH_MAX: u32 = 32;

/// Enough of a file to find its `lampfield:` line: comments and a long `about` may stand before.
const SNIFFED_BYTES: u64 = 64 * 1024;

/// A file to be read as a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where it and its includes are read.
    pub(crate) disk: Arc<Disk>,
    /// Its path below the root, with `/`.
    pub(crate) path: String,
    /// Which case of its `matrix`, where one is meant: `seed=3,latency=5ms`.
    pub(crate) case: Option<String>,
}

impl Found {
    /// The path as reports show it and a shell takes it.
    pub(crate) fn shown(&self) -> String {
        self.disk.shown(&self.path)
    }

    /// The same with the case behind it: what a command takes for just this run.
    pub(crate) fn shown_case(&self) -> String {
        self.shown() + &self.brackets()
    }

    /// The short name of one line of output: below the root, without the ending.
    pub(crate) fn short(&self) -> String {
        without_ending(&self.path).to_owned() + &self.brackets()
    }

    fn brackets(&self) -> String {
        self.case.as_ref().map(|case| format!("[{case}]")).unwrap_or_default()
    }
}

/// A path without the ending that says what is in the file.
pub(crate) fn without_ending(path: &str) -> &str {
    let endings = [".yaml", ".yml", ".md"];
    endings.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

/// A path with a case behind it, `x.yaml[seed=3]`, unless there is a file of just this name.
fn split_case(path: &Path) -> (&Path, Option<String>) {
    let split = || {
        let text = path.to_str().filter(|_| !path.exists())?;
        let (file, case) = text.strip_suffix(']')?.rsplit_once('[')?;
        Some((Path::new(file), Some(case.to_owned())))
    };
    split().unwrap_or((path, None))
}

/// All scenario files that `paths` mean, in the order given, folders sorted, none twice.
///
/// # Errors
/// A path that leads nowhere, cannot be read, or lies outside the `root` given.
pub(crate) fn find(paths: &[PathBuf], root: Option<&Path>) -> Result<Vec<Found>, ExpectedError> {
    let mut found: Vec<Found> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for path in paths {
        let mut files = Vec::new();
        let (path, case) = split_case(path);
        let meta = fs::metadata(path).map_err(|why| missing(path, why))?;
        if meta.is_dir() {
            walk(path, 0, &mut files)?;
        } else {
            files.push(path.to_path_buf());
        }
        let mut disk: Option<Arc<Disk>> = None;
        for file in files {
            let root = match root {
                Some(root) => here(root).to_path_buf(),
                None => root_of(&file, meta.is_dir().then_some(path)),
            };
            let here = match disk.take().filter(|disk| disk.is_at(&root)) {
                Some(disk) => disk,
                None => Arc::new(Disk::new(root)?),
            };
            let relative = here.relative(&file)?;
            if seen.insert((here.real(&relative), case.clone())) {
                found.push(Found { disk: Arc::clone(&here), path: relative, case: case.clone() });
            }
            disk = Some(here);
        }
    }
    Ok(found)
}

/// The nearest folder above the file that is called `scenarios`; else the folder that was named on
/// the command line; else the file's own folder.
fn root_of(file: &Path, folder: Option<&Path>) -> PathBuf {
    let named = |path: &&Path| path.file_name().is_some_and(|name| name == "scenarios");
    if let Some(root) = file.ancestors().skip(1).find(named) {
        return root.to_path_buf();
    }
    // What was typed may start inside `scenarios`: `lampfield run 01-x.yaml`.
    let real = file.parent().and_then(|parent| here(parent).canonicalize().ok());
    if let Some(root) = real.as_deref().and_then(|real| real.ancestors().find(named)) {
        return root.to_path_buf();
    }
    folder.or(file.parent()).map_or_else(|| PathBuf::from("."), |path| here(path).to_path_buf())
}

/// The empty path, which means the current folder, as something that can be opened.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn walk(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) -> Result<(), ExpectedError> {
    if depth > DEPTH_MAX {
        return Ok(());
    }
    let unreadable = |why| ExpectedError::CannotRead { path: folder.display().to_string(), why };
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        // A link to a folder is not followed: it could lead in a circle or out of the root.
        let Ok(kind) = path.symlink_metadata() else { continue };
        if kind.is_dir() {
            walk(&path, depth + 1, files)?;
        } else if (is_yaml(&path) && claims_to_be_a_scenario(&head(&path)?))
            || (is_markdown(&path) && claims_to_be_a_lesson(&head(&path)?))
        {
            files.push(path);
        }
    }
    Ok(())
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") && path.is_file()
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md") && path.is_file()
}

/// The first bytes of a file, without a mark of their order.
fn head(path: &Path) -> Result<Vec<u8>, ExpectedError> {
    let unreadable = |why| ExpectedError::CannotRead { path: path.display().to_string(), why };
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    file.take(SNIFFED_BYTES).read_to_end(&mut head).map_err(unreadable)?;
    Ok(head.strip_prefix(b"\xEF\xBB\xBF").map_or_else(|| head.clone(), <[u8]>::to_vec))
}

/// Whether a line starts with `lampfield:`, indented or not: a file with a wrong indentation is a
/// broken scenario, which must not disappear silently.
fn claims_to_be_a_scenario(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    lines.any(|line| line.trim_ascii_start().starts_with(b"lampfield:"))
}

/// Whether the file starts with front matter and a line of that starts with `lesson:`; where the
/// front matter has no end, the lesson is broken, which must not disappear either.
fn claims_to_be_a_lesson(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let is_rule = |line: &[u8]| line == b"---";
    let starts = lines.next().is_some_and(is_rule);
    let mut front = lines.take_while(|line| !is_rule(line));
    starts && front.any(|line| line.trim_ascii_start().starts_with(b"lesson:"))
}

fn missing(path: &Path, why: io::Error) -> ExpectedError {
    let shown = path.display().to_string();
    if why.kind() != io::ErrorKind::NotFound {
        return ExpectedError::CannotRead { path: shown, why };
    }
    ExpectedError::NoSuchPath { near: near(path), path: shown }
}

/// The name in the same folder that was most likely meant.
fn near(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().map(here)?;
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let is_stem =
        |ending: &str, own: &str| own.strip_suffix(ending).is_some_and(|stem| stem == name);
    let stem = names.iter().find(|own| is_stem(".yaml", own) || is_stem(".md", own));
    let near = stem.map(String::as_str).or_else(|| nearest(name, names.iter().map(String::as_str)));
    near.map(|near| path.with_file_name(near).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_says_so_in_its_front_matter_and_nothing_else_is_one() {
        for (text, is) in [
            ("---\nlesson: 1\n---\n", true),
            ("---\r\ntitle: x\r\n  lesson: 1\r\n", true),
            ("# A page\n---\nlesson: 1\n---\n", false),
            ("---\ntitle: x\n---\nlesson: 1\n", false),
            ("", false),
        ] {
            assert_eq!(claims_to_be_a_lesson(text.as_bytes()), is, "{text:?}");
        }
    }

    #[test]
    fn the_root_is_the_nearest_folder_called_scenarios() {
        let table = [
            ("scenarios/gallery/a.yaml", None, "scenarios"),
            ("x/scenarios/y/scenarios/z/a.yaml", None, "x/scenarios/y/scenarios"),
            ("nowhere/else/a.yaml", None, "nowhere/else"),
            ("nowhere/else/a.yaml", Some("nowhere"), "nowhere"),
            ("a.yaml", None, "."),
        ];
        for (file, folder, root) in table {
            let got = root_of(Path::new(file), folder.map(Path::new));
            assert_eq!(got, Path::new(root), "{file}");
        }
    }
}
