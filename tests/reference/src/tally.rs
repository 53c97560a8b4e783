//! What was asked and answered, so that one sees that every rule had its turn.

use crate::question::{Asked, Expected, Found, How, Said, Who};
use lampfield_core::presence::{Outcome, PublishedStatus};
use lampfield_core::rules::RuleId;
use std::collections::BTreeMap;
use std::fmt;

/// Counts of questions and answers.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// All questions.
    pub questions: u64,
    /// Those to which the rules leave more than one answer open.
    pub open: u64,
    /// By outcome and the rule that decided.
    pub answers: BTreeMap<(Outcome, RuleId), u64>,
    /// By SIP status code.
    pub codes: BTreeMap<u16, u64>,
    /// By who asked, how, and what was found.
    pub kinds: BTreeMap<(&'static str, &'static str, &'static str), u64>,
    /// Statuses of lines, by whether the line is shared.
    pub statuses: BTreeMap<(&'static str, PublishedStatus), u64>,
}

impl Tally {
    /// Notes one question and its answers.
    pub fn note(&mut self, asked: &Asked, expected: &[Expected], said: &Said) {
        self.questions += 1;
        self.open += u64::from(expected.len() > 1);
        *self.answers.entry((said.outcome, said.rule)).or_insert(0) += 1;
        *self.codes.entry(said.code).or_insert(0) += 1;
        let kind = (who(asked), how(asked), found(said));
        *self.kinds.entry(kind).or_insert(0) += 1;
    }

    /// Notes the status of one line with so many devices.
    pub fn status(&mut self, devices: usize, status: PublishedStatus) {
        let line = match devices {
            0 => "on no device",
            1 => "on one device",
            _ => "shared",
        };
        *self.statuses.entry((line, status)).or_insert(0) += 1;
    }

    /// How often a rule decided.
    pub fn decided(&self, rule: RuleId) -> u64 {
        self.answers.iter().filter(|((_, own), _)| *own == rule).map(|(_, count)| count).sum()
    }

    /// How often there was an outcome.
    pub fn outcome(&self, outcome: Outcome) -> u64 {
        self.answers.iter().filter(|((own, _), _)| *own == outcome).map(|(_, count)| count).sum()
    }
}

fn who(asked: &Asked) -> &'static str {
    match asked.who {
        Who::Phone(_) => "phone",
        Who::Trunk { user: None, .. } => "trunk",
        Who::Trunk { user: Some(_), .. } => "trunk, for a user",
        Who::EndUser(_) => "end user",
    }
}

fn how(asked: &Asked) -> &'static str {
    match asked.how {
        How::Blf { .. } => "BLF/SpeedDial",
        How::List(_) => "call list",
        How::Directory => "directory",
        How::Outside => "outside",
    }
}

fn found(said: &Said) -> &'static str {
    match said.found {
        None => "nothing",
        Some(Found::DirectoryNumber(_)) => "a DN",
        Some(Found::HuntPilot(_)) => "a hunt pilot",
        Some(Found::Route(_)) => "a route",
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} questions, {} of them with more than one right answer",
            self.questions, self.open
        )?;
        writeln!(f, "\nby outcome and deciding rule")?;
        for ((outcome, rule), count) in &self.answers {
            writeln!(f, "  {count:>9}  {:<17} {rule}", format!("{outcome:?}"))?;
        }
        writeln!(f, "\nby code")?;
        for (code, count) in &self.codes {
            writeln!(f, "  {count:>9}  {code}")?;
        }
        writeln!(f, "\nby watcher, way and what was found")?;
        for ((who, how, found), count) in &self.kinds {
            writeln!(f, "  {count:>9}  {who:<18} {how:<14} {found}")?;
        }
        writeln!(f, "\nstatus of lines")?;
        for ((line, status), count) in &self.statuses {
            writeln!(f, "  {count:>9}  {line:<14} {status:?}")?;
        }
        Ok(())
    }
}
