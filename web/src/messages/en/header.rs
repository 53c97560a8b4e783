//! The header.

pub const PRODUCT: &str = "Lampfield";
pub const CHOOSE_SCENARIO: &str = "Choose a scenario";
pub const SEED: &str = "Seed";
pub const SEED_HINT: &str = "Another seed is another run of the same file";
pub const SHARE: &str = "Share";
pub const SHARE_HINT: &str = "A link to this moment";
pub const OPEN: &str = "Open";
pub const OPEN_HINT: &str = "Open a scenario file (.yaml)";
pub const SAVE: &str = "Save";
pub const SAVE_HINT: &str = "Save the scenario file: the one that the command line runs";
pub const EXPORT: &str = "Export";
pub const EXPORT_HINT: &str = "Save the trace of this run";
pub const HELP: &str = "Keys and help";
pub const TO_DARK: &str = "Switch to dark";
pub const TO_LIGHT: &str = "Switch to light";
pub const NO_CHECKS: &str = "no checks";
pub const CHECKS_HINT: &str = "Show what came of the checks";
pub const YOURS: &str = "yours now";
pub const YOURS_HINT: &str =
    "You have acted: the file's later steps and checks no longer apply. Load the file again";

pub fn checks_ok(ok: u32, total: u32) -> String {
    if ok < total {
        format!("{ok} of {total} checks so far")
    } else {
        format!("{ok}/{total} checks ok")
    }
}

pub fn checks_failed(failed: u32, total: u32) -> String {
    format!("{failed}/{total} checks failed")
}
