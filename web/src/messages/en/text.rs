//! The text beside the canvas, undo and redo, and how one begins.

pub const TAB_YAML: &str = "YAML";
pub const YAML_TEXT: &str = "The scenario's text";
pub const YAML_APPLY: &str = "Apply";
pub const YAML_APPLY_HINT: &str = "Take this text: the run stands at the same moment (Ctrl+Enter)";
pub const YAML_DISCARD: &str = "Discard";
pub const YAML_DISCARD_HINT: &str = "Show the run's own text again";
pub const YAML_FORMAT: &str = "Format";
pub const YAML_FORMAT_HINT: &str =
    "Put blanks, quotes and empty lines in order; comments and the order of keys stay";
pub const YAML_FORMATTED: &str = "The text is in order already.";
pub const YAML_SAME: &str = "As it runs, with all that was done";
pub const YAML_GOOD: &str = "Changed and without mistakes";
pub const YAML_CHECKING: &str = "Changed";
pub const YAML_PASTE: &str = "Paste a scenario here";
pub const YAML_PROBLEMS: &str = "Mistakes";
pub const KEY_YAML: &str = "the scenario's text";
pub const KEY_UNDO: &str = "undo what changed the scenario last";
pub const KEY_REDO: &str = "do it again";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Redo";
pub const UNDO_BRANCH: &str = "going over to a branch";
pub const UNDO_SKIP: &str = "a message lost";
pub const UNDO_YAML: &str = "edit of the text";
pub const YOURS_AGAIN: &str = "load the file again";
pub const NEW: &str = "New cluster";
pub const NEW_HINT: &str = "Begin with an empty cluster";
pub const PASTE: &str = "Paste YAML";
pub const PASTED_NAME: &str = "pasted.yaml";
pub const STAYS_HERE: &str =
    "Nothing leaves this browser: what you open, change and save stays on this machine.";
pub const BLANK_NAME: &str = "new.yaml";
pub const BLANK: &str = "\
lampfield: 1
name: A new cluster

cluster:
  button_templates:
    One BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] }
  # A phone has a number, and a key that watches another number:
  # directory_numbers: { 1000: {}, 1111: {} }
  # phones:
  #   Phone A:
  #     type: 7970 SIP
  #     template: One BLF
  #     lines: [1000]
  #     blf_speed_dials: [{ directory_number: 1111, label: Phone B }]
  #   Phone B: { type: 7961 SCCP, lines: [1111] }

steps:
  - { at: 0s, do: everybody connects }
";

pub fn draft_aside(name: &str) -> String {
    ["What you typed in ", name, " is set aside. Undo brings it back."].concat()
}

pub fn undo_open(name: &str) -> String {
    ["open ", name].concat()
}

pub fn undo_seed(seed: u32) -> String {
    ["seed ", &seed.to_string()].concat()
}

pub fn undo_named(word: &str, label: &str) -> String {
    [word, ": ", label].concat()
}

pub fn mistakes(n: usize) -> String {
    if n == 1 { "1 mistake".into() } else { [&n.to_string(), " mistakes"].concat() }
}

pub fn mark_of(line: u32, message: &str) -> String {
    ["Line ", &line.to_string(), ": ", message].concat()
}
