//! The rules. Patterns are written in pieces, so that this file does not break its own rules.

use super::rust::functions;
use super::{File, Finding};

/// Past this a file holds more than one idea.
const FILE_LINES: usize = 600;
/// Past this a function is no longer taken in at one look.
const FUNCTION_LINES: usize = 70;

/// Files that may be longer, each with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// What is written by hand, line by line. Recorded bytes and tables keep the blanks they have.
const HAND_WRITTEN: [&str; 11] =
    ["rs", "md", "toml", "yaml", "yml", "js", "mjs", "html", "css", "sh", "json"];

/// Files that are wrong on purpose: what tests hand to the reader of scenarios.
const WRONG_ON_PURPOSE: &str = "core/tests/broken/";

const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
/// In Rust only: elsewhere it is a pattern of digits that a route may well have.
const UNFINISHED_RUST: &str = concat!("X", "XX");

/// Folders that exist on one machine only.
const MACHINE_FOLDERS: [&str; 3] =
    [concat!("/", "root/"), concat!("/", "work/"), concat!("/", "home/")];

/// Hosts that package managers talk to, without their dots: which one is used is a machine's own
/// affair, and a lock file that names one cannot be used behind another.
const REGISTRIES: [&[&str]; 7] = [
    &["index", "crates", "io"],
    &["static", "crates", "io"],
    &["static", "rust-lang", "org"],
    &["registry", "npmjs", "org"],
    &["files", "pythonhosted", "org"],
    &["pypi", "org"],
    &["deb", "debian", "org"],
];

/// The rules that one file can break by itself.
pub(super) fn file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |line: usize, what: String| {
        findings.push(Finding { file: file.name.clone(), line, what });
    };
    let extension = file.name.rsplit_once('.').map(|(_, extension)| extension);
    let is_rust = extension == Some("rs");
    let by_hand = extension.is_some_and(|extension| HAND_WRITTEN.contains(&extension))
        && !file.name.starts_with(WRONG_ON_PURPOSE);
    for (number, line) in (1..).zip(file.text.split('\n')) {
        if by_hand {
            blanks(line).into_iter().for_each(|what| report(number, what));
        }
        words(line, is_rust).into_iter().for_each(|what| report(number, what));
    }
    if !is_rust {
        return findings;
    }
    let lines = file.text.lines().count();
    if lines > FILE_LINES && !LONG_FILES.iter().any(|(name, _)| *name == file.name) {
        report(
            FILE_LINES + 1,
            format!("{lines} lines, more than {FILE_LINES}: split the file by idea"),
        );
    }
    for function in functions(&file.text).iter().filter(|f| f.length > FUNCTION_LINES) {
        report(
            function.line,
            format!(
                "`{}` has {} lines, more than {FUNCTION_LINES}: split it by idea",
                function.name, function.length
            ),
        );
    }
    findings
}

fn blanks(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    if line.contains('\t') {
        found.push("a tab: use blanks, or \\t in a string".to_owned());
    }
    if line.ends_with([' ', '\t', '\r']) {
        found.push("blanks at the end of the line".to_owned());
    }
    found
}

fn words(line: &str, is_rust: bool) -> Vec<String> {
    let mut found = Vec::new();
    let unfinished = UNFINISHED.iter().chain(is_rust.then_some(&UNFINISHED_RUST));
    for word in unfinished.filter(|word| has_word(line, word)) {
        found.push(format!("{word}: finish it, or file it where the team tracks its work"));
    }
    for folder in MACHINE_FOLDERS.iter().filter(|folder| has_path(line, folder)) {
        found.push(format!("{folder} exists on one machine only: use a path of the repository"));
    }
    for host in REGISTRIES.iter().map(|parts| parts.join(".")).filter(|host| line.contains(host)) {
        found.push(format!("{host}: which registry serves a package is each machine's own affair"));
    }
    found
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|after| after.chars().next());
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// Whether an absolute path starts with this folder; inside of a longer path it is no matter.
fn has_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "._-}~*".contains(c))
    })
}

/// The rules about all files together.
pub(super) fn whole(files: &[File]) -> Vec<Finding> {
    let mut findings = decisions(files);
    for (name, _) in LONG_FILES {
        let file = files.iter().find(|file| file.name == *name);
        if file.is_none_or(|file| file.text.lines().count() <= FILE_LINES) {
            let what = "is listed as a long file and is none: take it off the list in xtask";
            findings.push(Finding { file: (*name).to_owned(), line: 1, what: what.to_owned() });
        }
    }
    findings
}

/// Decisions are cited by number: each has one, and none is missing.
fn decisions(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expected = 1_u32;
    let pages = files.iter().filter_map(|file| {
        let page = file.name.strip_prefix("docs/decisions/")?;
        Some((&file.name, page))
    });
    for (name, page) in pages.filter(|(_, page)| *page != "README.md") {
        let mut report = |what: String| {
            findings.push(Finding { file: name.clone(), line: 1, what });
        };
        let number = page.split_once('-').filter(|(digits, rest)| {
            digits.len() == 4 && rest.ends_with(".md") && digits.bytes().all(|b| b.is_ascii_digit())
        });
        let Some(number) = number.and_then(|(digits, _)| digits.parse::<u32>().ok()) else {
            report("a decision is named NNNN-what-it-is-about.md".to_owned());
            continue;
        };
        if number != expected {
            report(format!("decision {number:04} where {expected:04} comes next"));
        }
        expected = number + 1;
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(name: &str, text: &str) -> Vec<(usize, String)> {
        let file = File { name: name.to_owned(), text: text.to_owned() };
        super::file(&file).into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    fn lines_of(name: &str, text: &str) -> Vec<usize> {
        on(name, text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn blanks_count_where_lines_are_written_by_hand() {
        assert_eq!(lines_of("a.rs", "ok\n\tx\ny \nz\r\n"), [2, 3, 4]);
        assert_eq!(lines_of("a.trace", "ok\n\tx\ny \n"), Vec::<usize>::new());
    }

    #[test]
    fn unfinished_work_is_found_as_a_word() {
        let [todo, fixme] = UNFINISHED;
        assert_eq!(lines_of("a.md", &format!("x\n- {todo}: y\n{fixme}\nMAS{todo}N\n")), [2, 3]);
        assert_eq!(lines_of("a.rs", &format!("// {UNFINISHED_RUST} later\n// 4XXX\n")), [1]);
        assert_eq!(lines_of("a.yaml", &format!("pattern: \"2.{UNFINISHED_RUST}\"\n")), [0; 0]);
    }

    #[test]
    fn a_folder_of_one_machine_is_found_and_a_page_address_is_not() {
        let [root, work, home] = MACHINE_FOLDERS;
        let text =
            format!("{root}x\nsee {work}y\n\"{home}z\"\nhttps://host{home}page\n./team{work}\n");
        assert_eq!(lines_of("a.md", &text), [1, 2, 3]);
    }

    #[test]
    fn registries_are_not_named() {
        for parts in REGISTRIES {
            assert_eq!(lines_of("a.toml", &format!("x = \"https://{}/y\"", parts.join("."))), [1]);
        }
    }

    #[test]
    fn long_files_and_functions_are_found() {
        let long = format!("fn a() {{\n{}}}\n", "    b();\n".repeat(FUNCTION_LINES - 1));
        assert_eq!(on("a.rs", &long).len(), 1, "one line too many");
        let fits = format!("fn a() {{\n{}}}\n", "    b();\n".repeat(FUNCTION_LINES - 2));
        assert_eq!(on("a.rs", &fits).len(), 0);
        assert_eq!(lines_of("a.rs", &"\n".repeat(FILE_LINES)), Vec::<usize>::new());
        assert_eq!(lines_of("a.rs", &"\n".repeat(FILE_LINES + 1)), [FILE_LINES + 1]);
        assert_eq!(lines_of("a.md", &"\n".repeat(FILE_LINES + 1)), Vec::<usize>::new());
    }

    #[test]
    fn decisions_are_numbered_without_gaps() {
        let page =
            |name: &str| File { name: format!("docs/decisions/{name}"), text: String::new() };
        let good = ["0001-a.md", "0002-b.md", "README.md"].map(page);
        assert_eq!(whole(&good), []);
        for bad in [["0001-a.md", "0003-c.md"], ["0001-a.md", "0001-b.md"], ["0001-a.md", "b.md"]] {
            assert_eq!(whole(&bad.map(page)).len(), 1, "{bad:?}");
        }
    }
}
