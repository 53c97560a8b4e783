//! Debian's packages, asked through `apt`.

use crate::place::program;
use crate::run::{Result, capture, run, succeeds};
use std::path::Path;
use std::process::Command;

/// A machine with `apt`, its package lists fetched at most once.
#[derive(Debug)]
pub(crate) struct Apt {
    root: bool,
    updated: bool,
}

impl Apt {
    /// Nothing where there is no `apt`.
    pub(crate) fn find() -> Option<Self> {
        program("apt-get")?;
        program("apt-cache")?;
        program("dpkg-deb")?;
        let id = capture(Command::new("id").arg("-u"), "asking who we are").unwrap_or_default();
        Some(Self { root: id.trim() == "0", updated: false })
    }

    /// Whether packages can be installed without asking anybody.
    pub(crate) fn is_root(&self) -> bool {
        self.root
    }

    /// Fetches the package lists where we may; elsewhere the lists stay as they are.
    pub(crate) fn update(&mut self) -> Result<()> {
        if self.updated {
            return Ok(());
        }
        let mut command = if self.root {
            plain("apt-get")
        } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
            let mut sudo = plain("sudo");
            sudo.args(["-n", "apt-get"]);
            sudo
        } else {
            println!("  not root: the package lists stay as they are");
            return Ok(());
        };
        println!("  fetching Debian's package lists");
        run(command.args(["update", "-qq"]), "apt-get update")?;
        self.updated = true;
        Ok(())
    }

    /// The version that would be installed, if the package is known.
    pub(crate) fn candidate(&self, package: &str) -> Result<Option<String>> {
        let text = capture(plain("apt-cache").args(["policy", package]), "apt-cache policy")?;
        let version = text.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
        Ok(version.filter(|version| *version != "(none)").map(str::to_owned))
    }

    /// The first dependency whose name starts with `prefix`.
    pub(crate) fn dependency(&self, package: &str, prefix: &str) -> Result<String> {
        let text = capture(plain("apt-cache").args(["depends", package]), "apt-cache depends")?;
        let mut names = text.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
        names.find(|name| name.starts_with(prefix)).map(str::to_owned).ok_or_else(|| {
            format!(
                "Debian's package {package} depends on no {prefix}*: its packaging has changed\n  \
                 with rustup instead: rustup target add {}",
                super::wasm::TARGET
            )
        })
    }

    /// Fetches packages into a folder without installing them.
    pub(crate) fn download(&self, packages: &[String], into: &Path) -> Result<()> {
        let mut command = plain("apt-get");
        command.current_dir(into);
        if self.root {
            // Apt's own user cannot write into root's folders, and apt warns about it at length.
            command.args(["-o", "APT::Sandbox::User=root"]);
        }
        run(command.args(["download", "-qq"]).args(packages), "apt-get download").map_err(|error| {
            format!("{error}\n  the package lists may be old: run `apt-get update` and try again")
        })
    }

    /// Installs packages into the system.
    pub(crate) fn install(&mut self, packages: &[&str]) -> Result<()> {
        self.update()?;
        let mut command = plain("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.args(["install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0"]).args(packages);
        run(&mut command, "apt-get install")
    }
}

/// Apt's output is read by its English words.
fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C");
    command
}
