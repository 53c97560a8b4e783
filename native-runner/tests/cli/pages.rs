//! The pages for readers: every command in them is run, and what they show is what comes out.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{Place, normalised};

/// A block between fences: what stands behind the opening one, and its lines.
struct Block {
    info: String,
    /// Where it begins, from 1.
    line: usize,
    lines: Vec<String>,
}

fn page(name: &str) -> Vec<Block> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    // A page about blocks has longer fences around those that it shows.
    let mut fence = "";
    for (number, line) in (1..).zip(text.lines()) {
        let info = line.trim_start_matches('`');
        let signs = &line[..line.len() - info.len()];
        match &mut open {
            None if signs.len() >= 3 => {
                open = Some(Block { info: info.to_owned(), line: number, lines: Vec::new() });
                fence = signs;
            }
            Some(_) if line == fence => blocks.extend(open.take()),
            Some(block) => block.lines.push(line.to_owned()),
            None => {}
        }
    }
    assert!(open.is_none(), "{name}: a fence is open at the end");
    blocks
}

/// A reader at a terminal, with our program in the path.
struct Reader {
    place: Place,
    folder: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let place = Place::new();
        Self { folder: place.root.clone(), place }
    }

    /// Types a line, and gives back what it printed.
    fn types(&mut self, line: &str) -> String {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.folder.push(folder);
            assert!(self.folder.is_dir(), "{line}");
            return String::new();
        }
        let ends_with =
            line.rsplit_once("# ends with ").map_or(0, |(_, code)| code.parse().unwrap());
        let program = Path::new(env!("CARGO_BIN_EXE_lampfield")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(&self.folder).env("PATH", path);
        for (name, value) in [("NAME", "A reader"), ("EMAIL", "reader@example.org")] {
            shell.env(format!("GIT_AUTHOR_{name}"), value);
            shell.env(format!("GIT_COMMITTER_{name}"), value);
        }
        let output = shell.env_remove("GITHUB_STEP_SUMMARY").output().unwrap();
        let printed = [output.stdout, output.stderr].map(|all| String::from_utf8(all).unwrap());
        let printed = printed.concat();
        assert_eq!(output.status.code(), Some(ends_with), "{line}\n{printed}");
        printed
    }

    /// Types the commands of a block, and looks whether what it shows comes out.
    fn follows(&mut self, block: &Block) {
        let mut printed = String::new();
        for line in &block.lines {
            if let Some(command) = line.strip_prefix("$ ") {
                printed = normalised(&self.types(command));
            } else if line != "…" {
                let line = normalised(line);
                let line = line.trim_end();
                let mut rest = printed.split_inclusive('\n');
                let found = rest.by_ref().any(|own| own.trim_end() == line);
                assert!(found, "line {}: no {line:?} in what is left:\n{printed}", block.line);
                printed = rest.collect();
            }
        }
    }
}

/// Writes each file of a page and types each of its commands, from top to bottom; how many these are.
fn followed(reader: &mut Reader, name: &str) -> usize {
    let mut commands = 0;
    for block in page(name) {
        match block.info.split_once(" file=") {
            Some((_, file)) => {
                let path = reader.folder.join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, block.lines.join("\n") + "\n").unwrap();
            }
            None => {
                assert_eq!(block.info, "console", "{name}, line {}", block.line);
                commands += block.lines.iter().filter(|line| line.starts_with("$ ")).count();
                reader.follows(&block);
            }
        }
    }
    commands
}

#[test]
fn the_page_about_lessons_can_be_followed_to_its_end() {
    assert!(followed(&mut Reader::new(), "lessons.md") >= 3);
}

#[test]
fn the_tutorial_can_be_followed_to_its_end() {
    let mut reader = Reader::new();
    let commands = followed(&mut reader, "tutorial.md");
    assert!(commands > 15, "{commands}");
    assert!(reader.place.read("voice/presence.html").contains("ward/night"));
    assert!(reader.place.read("voice/presence.xml").contains("scenarios/ward/doctor.yaml"));
}

/// The commands of a job that are ours, put into one line each, with what a platform would put in.
fn ours(block: &Block) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in block.lines.iter().map(|line| line.trim()) {
        let words = line.trim_start_matches("- ").trim_start_matches("run: ");
        let starts = [
            "lampfield ",
            "./lampfield ",
            "program/lampfield ",
            ".lampfield/target/release/lampfield ",
        ];
        if let Some(rest) = starts.iter().find_map(|start| words.strip_prefix(start)) {
            commands.push(format!("lampfield {rest}"));
            goes_on = true;
        } else if let Some(last) = commands.last_mut().filter(|_| goes_on && line.starts_with("--"))
        {
            last.push_str(&format!(" {line}"));
        } else {
            goes_on = false;
        }
    }
    let filled = |command: String| {
        let pairs = [("${{ matrix.part }}", "2"), ("$CI_NODE_INDEX", "2"), ("$CI_NODE_TOTAL", "4")];
        pairs.iter().fold(command, |command, (name, value)| command.replace(name, value))
    };
    commands.into_iter().map(filled).collect()
}

#[test]
fn what_the_jobs_on_the_ci_page_call_can_be_called() {
    let mut reader = Reader::new();
    reader.types("lampfield init -q .");
    let mut commands: Vec<String> = page("ci.md").iter().flat_map(ours).collect();
    let init = reader.place.read(".github/workflows/presence.yml");
    let lines = init.lines().map(str::to_owned).collect();
    commands.extend(ours(&Block { info: String::new(), line: 0, lines }));
    assert_eq!(commands.len(), 4, "{commands:?}");
    for command in commands {
        assert!(!command.contains('$'), "{command}");
        reader.types(&command);
    }
    for file in ["presence-2.xml", "presence-2.html", "presence.xml", "presence.html"] {
        assert!(reader.folder.join(file).is_file(), "{file}");
    }
}

#[test]
fn the_jobs_on_the_ci_page_are_yaml() {
    // Every job is read by the parser that reads scenarios: that they are YAML is what can be told here.
    let place = Place::new();
    for (at, block) in page("ci.md").iter().filter(|block| block.info == "yaml").enumerate() {
        let file = format!("job-{at}.yaml");
        place.write(&file, block.lines.join("\n") + "\n");
        let ran = place.run(&["check", &file]);
        assert!(!ran.out.contains("E0101"), "line {}: {}", block.line, ran.out);
    }
}
