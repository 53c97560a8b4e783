//! What goes wrong, and what is told.

pub const LINK_CUT_SHORT: &str =
    "This link was cut short: its end is missing. Ask for it again, or for the file.";
pub const LINK_FOREIGN: &str = "This link is none of ours, or something changed a letter of it.";
pub const LINK_TOO_LARGE: &str = "This link unpacks to more than a page should take.";
pub const STORAGE_OFF: &str =
    "The browser keeps nothing for this page. Save the file if you want it again.";
pub const KEPT_TOO_LARGE: &str =
    "This file is too large for the browser to keep. Save it if you want it again.";
pub const KEPT_UNREADABLE: &str = "What was kept from your last visit cannot be read any more.";
pub const REFUSED_WITHOUT_WORDS: &str = "The engine did not take that.";
pub const CRASHED: &str = "The engine stopped and was started again; the run stands where it was.";
pub const CRASHED_AGAIN: &str =
    "The engine keeps stopping on this run. Save the file, and choose another scenario.";
pub const NO_ENGINE: &str = "The engine did not start.";
pub const RELOAD: &str = "Load this page again";
pub const FILE_UNREADABLE: &str = "The file could not be read.";
pub const FILE_TOO_LARGE: &str = "The file is larger than a scenario should be (4 MB).";
pub const RESUME_OFFER: &str = "You were working here last time:";
pub const RESUME_BUTTON: &str = "Go on";
pub const DISMISS: &str = "Dismiss";
pub const CANCEL: &str = "Cancel";
pub const WORKING: &str = "Working…";

pub fn link_other_version(version: &str) -> String {
    format!("This link is of version {version}; this page reads version 1. Load the newest page.")
}

pub fn link_not_in_gallery(path: &str) -> String {
    format!("This link names `{path}`, which this page's gallery does not carry.")
}

pub fn refused(sentence: &str) -> String {
    format!("Not done: {sentence}")
}
