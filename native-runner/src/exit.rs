//! Every exit code of the command, with its name and its meaning. A number is never used again for
//! anything else; scripts and pipelines may build on them.

use std::process::ExitCode;

/// How a command ended. The discriminant is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything selected holds.
    Ok = 0,
    /// An expectation or a comparison did not hold.
    Failed = 1,
    /// Bad flags. The number is clap's own.
    Usage = 2,
    /// A file is missing, does not parse or does not check.
    InvalidInput = 3,
    /// There was nothing to run.
    NothingRun = 4,
    /// Something could be neither proven nor refuted.
    Unknown = 5,
    /// A file cannot be read or written, a port cannot be bound.
    Environment = 6,
    /// The same input gave another run.
    Nondeterminism = 7,
    /// A file is not written as it would be, or was written anew.
    WouldChange = 8,
    /// Our own mistake.
    Bug = 70,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Code, name and meaning, in the order of the numbers.
const TABLE: &[(Exit, &str, &str)] = &[
    (Exit::Ok, "OK", "everything selected holds"),
    (Exit::Failed, "FAILED", "an expectation or a comparison did not hold"),
    (Exit::Usage, "USAGE", "bad flags, a bad filter, a bad duration"),
    (Exit::InvalidInput, "INVALID_INPUT", "a file is missing, does not parse or does not check"),
    (Exit::NothingRun, "NOTHING_RUN", "no scenario was found, or the filter matched none"),
    (Exit::Unknown, "UNKNOWN", "something could be neither proven nor refuted"),
    (
        Exit::Environment,
        "ENVIRONMENT",
        "a file cannot be read or written, a port cannot be bound, no server answers",
    ),
    (Exit::Nondeterminism, "NONDETERMINISM", "the same input gave another run (replay)"),
    (
        Exit::WouldChange,
        "WOULD_CHANGE",
        "a file is not written as it would be, or `--update` changed one",
    ),
    (Exit::Bug, "BUG", "ours; prints version, seed and the command that reproduces it"),
    (Exit::Interrupted, "INTERRUPTED", "ctrl-C; the partial report is still written"),
];

impl Exit {
    /// The name by which scripts and the JSON report know the code.
    pub(crate) fn name(self) -> &'static str {
        TABLE.iter().find(|(exit, ..)| *exit == self).map_or("", |(_, name, _)| name)
    }

    /// The number.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    /// Ends the process here and now: for the panic hook and the second ctrl-C.
    pub(crate) fn quit(self) -> ! {
        std::process::exit(i32::from(self.code()))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The table as a page of the reference.
pub(crate) fn markdown() -> String {
    let mut text = String::from(
        "A number is never used again for anything else; scripts and pipelines may build on them.\n\n\
         | code | name | meaning |\n| --- | --- | --- |\n",
    );
    for (exit, name, meaning) in TABLE {
        text.push_str(&format!("| {} | {name} | {meaning} |\n", exit.code()));
    }
    text
}

/// The table as `--help` prints it.
pub(crate) fn help() -> String {
    let mut text = String::from("Exit codes:\n");
    for (exit, name, meaning) in TABLE {
        text.push_str(&format!("  {:>3}  {name:<15} {meaning}\n", exit.code()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_and_every_name_stands_for_one_thing() {
        for (i, (exit, name, _)) in TABLE.iter().enumerate() {
            assert_eq!(exit.name(), *name);
            for (other, other_name, _) in &TABLE[i + 1..] {
                assert!(exit.code() < other.code(), "{name} and {other_name}");
                assert_ne!(name, other_name);
            }
        }
    }

    #[test]
    fn help_lists_every_code() {
        for (exit, name, _) in TABLE {
            assert!(help().contains(&format!("{:>3}  {name}", exit.code())));
        }
    }
}
