//! The part of the reference about clusters.

use super::super::lower::{NUMBERED, ONCE, OWN_DOCS};
use super::{cell, table, words_of};
use crate::cluster::{Acts, BLF_SETTINGS, Noun, ValueKind, settings_of};
use core::fmt::Write as _;

pub(super) fn sections() -> String {
    let mut out = String::from("\n## A cluster\n\n");
    out.push_str(&table(OWN_DOCS));
    out.push_str("\nAnd each of these, by name unless it says otherwise:\n");
    for noun in Noun::ALL {
        section(&mut out, *noun);
    }
    out.push_str("\n### A BLF/SpeedDial\n\n| key | what for |\n| --- | --- |\n");
    for (key, _, _, help) in BLF_SETTINGS {
        let _ = writeln!(out, "| `{key}` | {} |", cell(help));
    }
    out.push_str(&columns());
    out
}

fn section(out: &mut String, noun: Noun) {
    let _ = writeln!(out, "\n### `{}`\n", noun.table());
    match noun {
        Noun::Partition => out.push_str("A list of names.\n"),
        Noun::CallingSearchSpace => {
            out.push_str("By name, the list of its partitions, first searched first.\n");
        }
        Noun::DirectoryEntry => out.push_str("By name, the number.\n"),
        noun => settings(out, noun),
    }
}

fn settings(out: &mut String, noun: Noun) {
    out.push_str("| key | takes | acts | what for |\n| --- | --- | --- | --- |\n");
    for setting in settings_of(noun) {
        let key = format!("`{}`", setting.key());
        let key = if setting.required { format!("**{key}**") } else { key };
        let acts = match setting.acts {
            Acts::AtSave => "at Save",
            Acts::AtReset => "at a Reset",
            Acts::AtLogInOrOut => "at a log-in or log-out",
        };
        let takes = kind(setting.kind);
        let _ = writeln!(out, "| {key} | {takes} | {acts} | {} |", cell(setting.help));
    }
}

fn kind(kind: ValueKind) -> String {
    let plurals = |nouns: &[Noun]| {
        nouns.iter().map(|noun| format!("`{}`", noun.table())).collect::<Vec<_>>().join(", ")
    };
    match kind {
        ValueKind::Text => "a text".to_owned(),
        ValueKind::Number => "a number".to_owned(),
        ValueKind::Flag { on, off } => words_of(&[on, off]),
        ValueKind::Choice(words) => words_of(words),
        ValueKind::Choices { words, .. } => format!("a list: {}", words_of(words)),
        ValueKind::Model { .. } => "a phone type: `7970 SIP`".to_owned(),
        ValueKind::Reference { to, optional: true } => format!("one of {}, or `None`", plurals(to)),
        ValueKind::Reference { to, .. } => format!("one of {}", plurals(to)),
        ValueKind::References(noun) => format!("a list of {}", plurals(&[noun])),
        ValueKind::Route => {
            "`{ trunk: … }`, `{ route_group: … }` or `{ route_list: … }`".to_owned()
        }
        ValueKind::Secret => "a password".to_owned(),
        ValueKind::Credentials => "a [mapping](#credentials)".to_owned(),
        ValueKind::BlfSpeedDials => "a list of [BLF/SpeedDials](#a-blfspeeddial)".to_owned(),
        ValueKind::Relationships => {
            let words = crate::cluster::PERMISSIONS.map(|(word, _)| word);
            format!("by presence group: {}", words_of(&words))
        }
    }
}

/// The columns of a phone file.
fn columns() -> String {
    let mut out = String::from(
        "\n## Columns of `phones_csv`\n\nUpper and lower case are the same. Those of the second table have the number of the line or \
         BLF/SpeedDial behind them: `Directory Number 2`.\n\n| column | also called |\n| --- | --- |\n",
    );
    let row = |out: &mut String, names: &[&str]| {
        if let [first, others @ ..] = names {
            let _ = writeln!(out, "| `{first}` | {} |", words_of(others));
        }
    };
    ONCE.iter().for_each(|(_, names)| row(&mut out, names));
    out.push_str("\n| column | also called |\n| --- | --- |\n");
    NUMBERED.iter().for_each(|(_, names)| row(&mut out, names));
    out
}
