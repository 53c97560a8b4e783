//! Programs that the system's packages bring.

use super::apt::Apt;
use crate::place::program;
use crate::run::Result;

/// Programs, and where they come from.
pub(super) struct Packaged {
    /// What is called.
    pub(super) programs: &'static [&'static str],
    /// Debian's names of their packages.
    pub(super) packages: &'static [&'static str],
    /// What needs them: `the tests of the page`.
    pub(super) for_what: &'static str,
    /// What to do where there is no Debian.
    pub(super) elsewhere: &'static str,
}

impl Packaged {
    /// Installs what is missing, where we may.
    pub(super) fn provide(&self) -> Result<()> {
        let missing: Vec<&str> =
            self.programs.iter().copied().filter(|name| program(name).is_none()).collect();
        if missing.is_empty() {
            println!("  there: {}", self.programs.join(", "));
            return Ok(());
        }
        let line = format!("apt-get update && apt-get install -y {}", self.packages.join(" "));
        let why = format!("{} not found, needed by {}", missing.join(" and "), self.for_what);
        match Apt::find() {
            Some(mut apt) if apt.is_root() => {
                println!("  {} not found: installing Debian's packages", missing.join(" and "));
                apt.install(self.packages)
            }
            // Installing into someone's system is their decision.
            Some(_) => Err(format!("{why}\n  run this once, as root: {line}")),
            None => Err(format!("{why}\n  {}", self.elsewhere)),
        }
    }
}
