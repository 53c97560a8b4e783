//! A folder of its own for each test, and the command run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A scenario that holds.
pub(crate) const GOOD: &str = include_str!("../data/good.yaml");
/// The same with one expectation that does not.
pub(crate) const BAD: &str = include_str!("../data/bad.yaml");
/// Three mistakes.
pub(crate) const BROKEN: &str = include_str!("../data/broken.yaml");

static NEXT: AtomicU32 = AtomicU32::new(0);

pub(crate) struct Place {
    pub(crate) root: PathBuf,
    /// Whether it stays when the test is over.
    kept: bool,
}

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// A new empty folder.
    pub(crate) fn new() -> Self {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cli-{}-{n}", std::process::id());
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).unwrap();
        Self { root, kept: false }
    }

    /// A folder that is there already and stays.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf(), kept: true }
    }

    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (path, text) in files {
            place.write(path, text);
        }
        place
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// Waits until there is such a file, ten seconds at most.
    #[track_caller]
    pub(crate) fn wait_for(&self, path: &str) {
        let path = self.root.join(path);
        let there = (0..1000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            path.exists()
        });
        assert!(there, "no {} after ten seconds", path.display());
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
        command.current_dir(&self.root).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("COLUMNS");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command().args(arguments).output().unwrap())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.kept {
            drop(fs::remove_dir_all(&self.root));
        }
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Ran {
    /// Fails with everything that was printed, unless the exit code is this one.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// Fails unless both kinds of output together contain all parts.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) -> &Self {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "no {part:?} in\n{all}");
        }
        self
    }
}

/// Compares with a file of `tests/golden`; `UPDATE_GOLDEN=1` writes it instead.
#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let text = normalised(text);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == expected,
        "{name} differs (UPDATE_GOLDEN=1 takes it)\n--- expected\n{expected}\n--- got\n{text}"
    );
}

/// Wall times, and the factor that hangs on them, replaced by a mark.
pub(crate) fn normalised(text: &str) -> String {
    text.lines().map(|line| normalised_line(line) + "\n").collect()
}

fn normalised_line(line: &str) -> String {
    if let Some((counts, times)) = line.split_once(" unknown").filter(|_| line.contains("summary"))
    {
        let (invalid, times) = times.split_once("   ").unwrap();
        let simulated = times.split_once(", ").unwrap().1.split(" (").next().unwrap();
        return format!("{counts} unknown{invalid}   WALL, {simulated}");
    }
    match line.split_once(" |") {
        Some((head, tail)) if tail.contains(" sim ]") => {
            let head = head.split('[').next().unwrap();
            format!("{head}[    WALL |{tail}")
        }
        _ => line.to_owned(),
    }
}
