//! The parts of the reference that print a catalogue: diagnostics, rules.

use crate::diagnostic::Code;
use crate::rules::catalogue;
use core::fmt::Write as _;

pub(super) fn diagnostics() -> String {
    let mut out = String::from(
        "`lampfield explain E0103` prints the same. E01xx are files, E03xx expectations; a code is never used again for \
         anything else.\n",
    );
    for code in Code::ALL {
        let _ = writeln!(out, "\n## {code}: {}\n\n{}", code.title(), code.help());
        if !code.example().is_empty() {
            let _ = writeln!(out, "\n```yaml\n{}\n```", code.example());
        }
    }
    out
}

pub(super) fn rules() -> String {
    let mut out = String::from(
        "`lampfield explain GROUP-10` prints the same, `lampfield rules` also which scenarios show them.\n",
    );
    let mut family = None;
    for rule in catalogue() {
        let own = rule.id.family();
        if family.replace(own) != Some(own) {
            let _ = writeln!(out, "\n## {own}: {}", own.about());
        }
        let _ = writeln!(out, "\n### {}: {}\n\n{}", rule.id, rule.title, rule.text);
        let _ = writeln!(out, "\nShown by: {}. Chapter: {}.", rule.evidence, rule.chapter);
    }
    out
}
