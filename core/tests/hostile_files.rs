//! Whatever stands in a file, reading it ends in a scenario or in diagnostics: never in a panic,
//! and never in a long wait.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

use lampfield_core::diagnostic::{Code, Diagnostic};
use lampfield_core::scenario::{MemorySources, format_lesson, load, load_lesson};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Loads a text as a file, and renders whatever is wrong with it.
fn mistakes(bytes: impl AsRef<[u8]>) -> Vec<Diagnostic> {
    let sources = MemorySources::new([("hostile.yaml", bytes)]);
    let mistakes = load(&sources, "hostile.yaml").err().unwrap_or_default();
    for mistake in &mistakes {
        assert!(!mistake.render(&sources, false).contains('\u{1b}'));
        assert!(mistake.render(&sources, true).len() < 100_000);
    }
    mistakes
}

/// Loads a text as a lesson, renders whatever is wrong with it, and writes it one way.
fn mistakes_of_a_lesson(text: &str) {
    let sources = MemorySources::new([("hostile.md", text)]);
    for mistake in load_lesson(&sources, "hostile.md").err().unwrap_or_default() {
        assert!(!mistake.render(&sources, false).contains('\u{1b}'));
    }
    for mistake in format_lesson("hostile.md", text).err().unwrap_or_default() {
        assert!(mistake.render(&sources, true).len() < 100_000);
    }
}

fn codes(bytes: impl AsRef<[u8]>) -> Vec<Code> {
    mistakes(bytes).iter().map(|mistake| mistake.code).collect()
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    assert_eq!(codes("# a comment\n".repeat(400_000)), [Code::Unreadable]);
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let text = format!("cluster: {}{}\n", open.repeat(100_000), close.repeat(100_000));
        assert!(codes(text).contains(&Code::TooMuch), "{open}");
    }
    let lines: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(codes(lines).contains(&Code::TooMuch));
}

#[test]
fn a_file_of_too_many_things_is_refused() {
    let text = format!("cluster: [{}]\n", "a,".repeat(1_500_000));
    assert!(codes(text).contains(&Code::TooMuch));
}

#[test]
fn a_bomb_of_aliases_is_no_bomb() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in [('b', 'a'), ('c', 'b'), ('d', 'c'), ('e', 'd'), ('f', 'e'), ('g', 'f')] {
        let nine = vec![format!("*{before}"); 9].join(", ");
        text.push_str(&format!("{name}: &{name} [{nine}]\n"));
    }
    assert!(codes(text).contains(&Code::YamlFeature));
}

#[test]
fn a_thousand_mistakes_are_told_up_to_a_bound() {
    let steps: String = (0..1_000).map(|_| "  - { at: 0s, do: nobody acts }\n").collect();
    let mistakes = mistakes(format!("lampfield: 1\nname: x\ncluster: {{}}\nsteps:\n{steps}"));
    assert_eq!(mistakes.len(), 201);
    assert!(mistakes.last().unwrap().message.contains("800 more"));
}

fn gallery() -> Vec<String> {
    texts("gallery").chain([WHOLE.to_owned(), SEVERAL.to_owned()]).collect()
}

/// The files of a folder of scenarios, in order.
fn texts(folder: &str) -> impl Iterator<Item = String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read_to_string(path).unwrap())
}

/// Files with every noun and every kind of step.
const WHOLE: &str = include_str!("whole/whole.yaml");
const SEVERAL: &str = include_str!("whole/several.yaml");

/// A change of a text, at places given as parts of 65 536.
#[derive(Clone, Debug)]
enum Change {
    Cut(u16, u16),
    Insert(u16, String),
    Double(u16, u16),
    Swap(u16, u16),
}

fn change() -> impl Strategy<Value = Change> {
    let odd = prop::sample::select(vec![
        "\t",
        "  ",
        "\n",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!x ",
        "|\n",
        ">\n",
        "%",
        "@",
        "`",
        "?",
        ",",
        "~",
        "\u{0}",
        "\u{feff}",
        "\u{202e}",
        "é",
        "\u{1F4DE}",
        "<<: ",
        "---\n",
        "...\n",
        "BLF ",
        "at: ",
        "1s",
        " in ",
        "99999999999999999999",
        "-1",
        "everybody ",
        "East/",
        " -> ",
        " of ",
        "change: ",
        "```\n",
        "```yaml goal\n",
        "add: ",
        "{ env: A }",
        "\r\n",
    ]);
    prop_oneof![
        (any::<u16>(), 0..400_u16).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<u16>(), odd).prop_map(|(at, text)| Change::Insert(at, text.to_owned())),
        (any::<u16>(), 0..4_000_u16).prop_map(|(at, length)| Change::Double(at, length)),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

fn place(text: &[char], at: u16) -> usize {
    text.len() * usize::from(at) / 65_536
}

fn apply(text: &mut Vec<char>, change: &Change) {
    match change {
        Change::Cut(at, length) => {
            let start = place(text, *at);
            let end = (start + usize::from(*length)).min(text.len());
            text.drain(start..end);
        }
        Change::Insert(at, odd) => {
            let at = place(text, *at);
            text.splice(at..at, odd.chars());
        }
        Change::Double(at, length) => {
            let start = place(text, *at);
            let end = (start + usize::from(*length)).min(text.len());
            let part = text[start..end].to_vec();
            text.splice(start..start, part);
        }
        Change::Swap(a, b) => {
            let (a, b) = (place(text, *a), place(text, *b));
            if a < text.len() && b < text.len() {
                text.swap(a, b);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_file_of_the_gallery_never_makes_the_reader_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let gallery = gallery();
        let mut text: Vec<char> = gallery[which.index(gallery.len())].chars().collect();
        for change in &changes {
            apply(&mut text, change);
        }
        mistakes(text.into_iter().collect::<String>());
    }

    #[test]
    fn a_changed_lesson_never_makes_the_reader_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let lessons: Vec<String> = texts("lessons").collect();
        let mut text: Vec<char> = lessons[which.index(lessons.len())].chars().collect();
        for change in &changes {
            apply(&mut text, change);
        }
        mistakes_of_a_lesson(&text.into_iter().collect::<String>());
    }

    #[test]
    fn arbitrary_text_never_makes_the_reader_panic(text in "\\PC{0,300}") {
        mistakes(&text);
        mistakes_of_a_lesson(&format!("---\n{text}\n---\n```yaml scenario\n{text}\n```\n```yaml predict\n{text}\n```\n"));
        mistakes(format!("lampfield: 1\nname: x\ncluster: {text}\nsteps:\n  - {{ at: 0s, do: {text} }}\n"));
    }

    #[test]
    fn arbitrary_bytes_never_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        mistakes(bytes);
    }
}
