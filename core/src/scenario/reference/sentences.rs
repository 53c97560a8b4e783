//! The part of the reference about sentences: `do`, `fault`, `change`.

use super::super::lower::{CHANGE_BESIDE, CHANGE_VERBS, FAULTS, Follows, OTHER_WORDS, VERBS, Who};
use super::table;
use core::fmt::Write as _;

pub(super) fn page() -> String {
    let mut out = String::from("A sentence of `do` is who, verb, what: `Phone A dials 1000`.\n");
    for who in
        [Who::Phone, Who::OutsidePhone, Who::Outside, Who::Trunk, Who::CallManager, Who::Settings]
    {
        let _ = writeln!(out, "\n## Of {}\n\n| verb | then |\n| --- | --- |", who.word());
        for (_, verb, follows) in VERBS.iter().filter(|(own, ..)| *own == who) {
            let _ = writeln!(out, "| *{verb}* | {} |", then(verb, *follows));
        }
    }
    out.push_str("\n`everybody` stands for all phones.\n\n## Other words\n\nNot understood, and answered with the right word:\n\n");
    out.push_str("| said | meant |\n| --- | --- |\n");
    for (said, meant) in OTHER_WORDS {
        let _ = writeln!(out, "| *{said}* | *{meant}* |");
    }
    out.push_str("\n## Faults\n\nA sentence of `fault` starts with one of: ");
    let faults: Vec<String> = FAULTS.iter().map(|fault| format!("*{fault}*")).collect();
    out.push_str(&faults.join(", "));
    out.push_str(".\n\n*cut*, *heal* and what comes after *on*, *to* and *from* name a link: that of a phone, of one who is outside, or the one that a SIP trunk runs over (*to* a trunk is towards its far end). *cut everybody* and *heal everybody* are about the phones.");
    out.push_str("\n\n## Changes\n\nUnder `change` stand settings as a definition writes them, or one of:\n\n");
    out.push_str(&table(CHANGE_VERBS));
    out.push_str("\nBeside them:\n\n");
    out.push_str(&table(CHANGE_BESIDE));
    out
}

fn then(verb: &str, follows: Follows) -> &'static str {
    match (verb, follows) {
        (_, Follows::Nothing) => "",
        (_, Follows::Number) => "a number to dial",
        (_, Follows::Button) => "the number of a BLF/SpeedDial, from 1",
        (_, Follows::List) => "*missed calls*, *placed calls*, *received calls* or *directory*",
        (_, Follows::User) => "an end user",
        (_, Follows::Code) => "the code of a SIP answer, 300 to 699",
        ("sets itself" | "is", _) => "*idle*, *busy* or *unknown*",
        ("sets", _) => "a presentity and its status: *7100 busy*",
        ("subscribes to", _) => "a number or user; *for* an end user; *with* what is peculiar",
        ("ends the subscription of", _) => "a presentity; *with* a reason of RFC 6665",
        (_, Follows::Presentity) => "a number or user",
    }
}
