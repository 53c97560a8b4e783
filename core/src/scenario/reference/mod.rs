//! The reference in `docs/reference`: made from the tables that the reader uses.

mod catalogues;
mod cluster;
mod lessons;
mod sentences;

use super::lower::{BESIDE, EXPECTATION_DOCS, FROM_DOCS, KeyDoc, ROOT_DOCS, Takes};
use core::fmt::Write as _;
use std::collections::BTreeSet;

/// The first line of every page.
const MADE: &str =
    "<!-- Made by `cargo xtask reference`; what stands here is read from the source. -->\n";

/// A page: the name of its file, and its text.
pub type Page = (&'static str, String);

/// Every page but that of the exit codes, which the command line knows.
pub fn reference() -> Vec<Page> {
    vec![
        ("keys.md", page("Keys", &keys())),
        ("sentences.md", page("Sentences", &sentences::page())),
        ("expectations.md", page("Expectations", &expectations())),
        ("lessons.md", page("The parts of a lesson", &lessons::page())),
        ("diagnostics.md", page("Diagnostics", &catalogues::diagnostics())),
        ("rules.md", page("Rules and readings", &catalogues::rules())),
    ]
}

/// A page with its title.
pub fn page(title: &str, text: &str) -> String {
    format!("{MADE}# {title}\n\n{}\n", text.trim_end())
}

fn keys() -> String {
    let mut out = String::from(
        "What may stand in a scenario file. A key in bold must be there. `docs/scenarios.md` tells what it all means.\n",
    );
    let mut told = BTreeSet::new();
    fields(&mut out, "At the top", ROOT_DOCS, &mut told);
    out.push_str(&cluster::sections());
    out
}

/// A table of keys, and after it those of the mappings in it.
fn fields(
    out: &mut String,
    title: &str,
    docs: &'static [KeyDoc],
    told: &mut BTreeSet<&'static str>,
) {
    // Writing into a text cannot fail.
    let _ = writeln!(out, "\n## {title}\n");
    out.push_str(&table(docs));
    let mut inner = Vec::new();
    docs.iter().for_each(|doc| nested(&doc.takes, &mut inner));
    for (name, docs) in inner {
        if told.insert(name) {
            fields(out, &format!("`{name}`"), docs, told);
        }
    }
}

fn nested(takes: &Takes, found: &mut Vec<(&'static str, &'static [KeyDoc])>) {
    match takes {
        Takes::Fields(name, docs) => found.push((name, docs)),
        Takes::List(each) | Takes::Named(each) => nested(each, found),
        Takes::Either(all) => all.iter().for_each(|one| nested(one, found)),
        Takes::Expectation => {
            EXPECTATION_DOCS.iter().for_each(|doc| nested(&doc.takes, found));
        }
        Takes::Password => found.push(("password", FROM_DOCS)),
        _ => {}
    }
}

/// `| key | takes | what for |`.
fn table(docs: &[KeyDoc]) -> String {
    let mut out = String::from("| key | takes | what for |\n| --- | --- | --- |\n");
    for doc in docs {
        let key = format!("`{}`", doc.name);
        let key = if doc.needed { format!("**{key}**") } else { key };
        let _ = writeln!(out, "| {key} | {} | {} |", cell(&takes(&doc.takes)), cell(doc.help));
    }
    out
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn takes(takes: &Takes) -> String {
    match takes {
        Takes::Text => "a text".to_owned(),
        Takes::Path => "a path".to_owned(),
        Takes::Name => "a name".to_owned(),
        Takes::Whole => "a whole number".to_owned(),
        Takes::Count => "`2`, `1..3`, `2..`".to_owned(),
        Takes::Range => "`1..50`".to_owned(),
        Takes::Duration => "a time: `500ms`".to_owned(),
        Takes::Chance => "a chance: `30%`".to_owned(),
        Takes::Sentence => "a [sentence](sentences.md)".to_owned(),
        Takes::Fault => "a [fault](sentences.md#faults)".to_owned(),
        Takes::Choice(words) => words_of(&words()),
        Takes::Rules => "a list of [rules](rules.md)".to_owned(),
        Takes::List(each) => format!("a list: {}", self::takes(each)),
        Takes::Named(each) => format!("by name: {}", self::takes(each)),
        Takes::Fields(name, _) => format!("a [mapping](#{name})"),
        Takes::Either(all) => all.iter().map(self::takes).collect::<Vec<_>>().join("; or "),
        Takes::Cluster => "a [cluster](#a-cluster)".to_owned(),
        Takes::Change => "a [change](sentences.md#changes)".to_owned(),
        Takes::Expectation => "an [expectation](expectations.md)".to_owned(),
        Takes::Password => "`lab`, `wrong`, or a [mapping](#password)".to_owned(),
        Takes::Anything => "anything".to_owned(),
    }
}

fn words_of(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn expectations() -> String {
    let mut out = String::from(
        "An expectation is about one thing. Beside it stands what says more; a key in bold must be there.\n\n\
         | about | beside it | what |\n| --- | --- | --- |\n",
    );
    for (subject, beside) in BESIDE {
        let help = EXPECTATION_DOCS.iter().find(|doc| doc.name == subject);
        let word = |key: &&str| match *key {
            "is" | "shows" => format!("**`{key}`**"),
            key => format!("`{key}`"),
        };
        let beside = beside.iter().map(word).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "| `{subject}` | {beside} | {} |", help.map_or("", |doc| doc.help));
    }
    out.push_str("\n## All keys\n\n");
    out.push_str(&table(EXPECTATION_DOCS));
    out
}
