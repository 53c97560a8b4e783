//! The inspector.

pub const INSPECTOR: &str = "Inspector";
pub const TAB_WHY: &str = "Why?";
pub const TAB_RAW: &str = "Raw SIP";
pub const TAB_RULE: &str = "Rule";
pub const WHY_EMPTY: &str = "Click a lamp, and it says why it shows what it shows.";
pub const RAW_EMPTY: &str = "Choose a message on the ladder to read it byte by byte.";
pub const RULE_EMPTY: &str = "Click a rule's id, such as GROUP-10, to read the rule in our words.";
pub const THINKING: &str = "Asking the engine…";
pub const REMEDIES: &str = "Smallest changes that would alter it";
pub const BEHIND: &str = "What happened";
pub const CAUSES: &str = "Why it was sent";
pub const DECISION: &str = "The decision behind it";
pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const RULE_LIST: &str = "All rules";
pub const AT_WORK: &str = "Seen at work in";
pub const SEE_ALSO: &str = "See also";
pub const RULE_PARTS: &str = "Made of";
pub const VERDICT_PASS: &str = "passes";
pub const VERDICT_FAIL: &str = "fails";
pub const VERDICT_NOT_APPLIED: &str = "does not apply";
pub const VERDICT_NOTED: &str = "noted";

pub fn chapter(chapter: &str) -> String {
    format!("From the chapter: {chapter}")
}
