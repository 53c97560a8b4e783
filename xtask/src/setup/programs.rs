//! The browser that the page's tests drive.

use super::apt::Apt;
use crate::place::program;
use crate::run::Result;

/// Debian's names of the packages.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// Provides Chromium and its driver.
pub(super) fn provide() -> Result<()> {
    let missing: Vec<&str> =
        ["chromium", "chromedriver"].into_iter().filter(|name| program(name).is_none()).collect();
    if missing.is_empty() {
        println!("  chromium and chromedriver are there");
        return Ok(());
    }
    let line = format!("apt-get update && apt-get install -y {}", PACKAGES.join(" "));
    let why = format!("{} not found, which the tests of the page need", missing.join(" and "));
    match Apt::find() {
        Some(mut apt) if apt.is_root() => {
            println!("  {} not found: installing Debian's packages", missing.join(" and "));
            apt.install(&PACKAGES)
        }
        // Installing into someone's system is their decision.
        Some(_) => Err(format!("{why}\n  run this once, as root: {line}")),
        None => Err(format!(
            "{why}\n  install Chromium and ChromeDriver of the same version, and put both in PATH"
        )),
    }
}
