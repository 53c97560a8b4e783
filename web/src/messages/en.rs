//! English.
#![expect(missing_docs, reason = "a message's name and its text say all there is to say")]

mod learn;
mod time;

pub use learn::*;
pub use time::*;

// The header.
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

// The canvas.
pub const CANVAS: &str = "Phones";
pub const CALL_MANAGER: &str = "CallManager";
pub const PHONE_TRUTH: &str = "Phone truth only";
pub const PHONE_TRUTH_HINT: &str = "Hide the badges: show only what a real desk phone would show";
pub const EMPTY: &str = "No phone here yet. Put one in above, or take the # from the lines of phones in the text below, and apply it (Ctrl+Enter).";
pub const STARTING: &str = "Starting the engine…";
pub const PARTS: &str = "Trunks, route lists and hunt pilots";
pub const DROP_HERE: &str = "Drop a scenario file to open it";

// A phone.
pub const LIFT: &str = "Lift";
pub const ANSWER: &str = "Answer";
pub const HANG_UP: &str = "Hang up";
pub const HOLD: &str = "Hold";
pub const RESUME: &str = "Resume";
pub const UNPLUG: &str = "Unplug";
pub const PLUG_IN: &str = "Plug in";
pub const DIAL_OTHER: &str = "Call…";
pub const CLEAR: &str = "Clear";
pub const KEYPAD: &str = "Keypad";
pub const CALL_LISTS: &str = "Call lists";
pub const MISSED: &str = "Missed";
pub const PLACED: &str = "Placed";
pub const RECEIVED: &str = "Received";
pub const BACK: &str = "Back";
pub const EMPTY_LIST: &str = "No calls";
pub const NOT_CONNECTED: &str = "No connection to CallManager";
pub const NUMBER: &str = "Number";
pub const ON_HOOK: &str = "On-hook";
pub const OFF_HOOK: &str = "Off-hook";
pub const RINGING: &str = "Ringing";
pub const CONNECTED: &str = "On a call";
pub const GONE: &str = "Unplugged";

pub fn call_number(number: &str) -> String {
    format!("Call {number}")
}

pub fn phone_region(name: &str, model: &str) -> String {
    format!("{name}, {model}")
}

pub fn press_key(phone: &str, label: &str, button: u16) -> String {
    format!("{phone}: press key {button}, call {label}")
}

/// Begins with what stands on the button, for those who say what they see.
pub fn lamp_button(shown: &str, phone: &str, words: &str) -> String {
    format!("{shown}, {phone}: {words}. Why?")
}

pub fn lamp_spoken(phone: &str, label: &str, words: &str) -> String {
    format!("{phone}: {label} {words}")
}

pub fn do_on(verb: &str, phone: &str) -> String {
    format!("{verb}: {phone}")
}

pub fn list_button(list: &str, phone: &str, entries: usize) -> String {
    if entries == 0 {
        format!("{list} calls of {phone}, none")
    } else {
        format!("{list} {entries}, calls of {phone}")
    }
}

pub fn list_hint(list: &str, open: bool) -> String {
    format!(
        "{} the list of {} calls",
        if open { "Close" } else { "Open" },
        lampfield_core::text::lowercase(list)
    )
}

// Lamps.
pub const LAMP_IDLE: &str = "Idle";
pub const LAMP_BUSY: &str = "Busy";
pub const LAMP_UNKNOWN: &str = "Unknown";
pub const LAMP_NO_ICON: &str = "No icon";
pub const LAMP_DARK: &str = "Dark";
pub const BADGE_REFUSED: &str = "refused";
pub const BADGE_PENDING: &str = "pending";
pub const BADGE_EXPIRED: &str = "expired";
pub const BADGE_UNREACHABLE: &str = "unreachable";
pub const BADGE_UNMONITORED: &str = "not monitored";

// The inspector.
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

// Below the canvas.
pub const BOTTOM: &str = "What happened";
pub const TAB_LADDER: &str = "Ladder";
pub const TAB_LAMPS: &str = "Lamps";
pub const TAB_CHECKS: &str = "Checks";
pub const FILTER: &str = "Filter";
pub const FILTER_HINT: &str = "NOTIFY 1111";
pub const AS_TABLE: &str = "As table";
pub const COL_TIME: &str = "Time, s";
pub const COL_FROM: &str = "From";
pub const COL_TO: &str = "To";
pub const COL_WHAT: &str = "What";
pub const COL_FATE: &str = "Fate";
pub const LADDER_EMPTY: &str = "Nothing has happened yet. Press play.";
pub const LADDER_NO_MATCH: &str = "No row holds these words.";
pub const LANES_EMPTY: &str = "No lamp is watched in this scenario.";
pub const LANE_TRUTH: &str = "really";
pub const LANE_PUBLISHED: &str = "published";
pub const LANE_SHOWN: &str = "shown";
pub const ZOOM_IN: &str = "Zoom in";
pub const ZOOM_OUT: &str = "Zoom out";
pub const ZOOM_FIT: &str = "Whole run";
pub const CHECKS_EMPTY: &str = "This file checks nothing.";
pub const CHECK_PASSED: &str = "ok";
pub const CHECK_FAILED: &str = "failed";
pub const CHECK_WAITING: &str = "not yet";
pub const CHECK_VOID: &str = "void";
pub const CHECKS_VOID: &str =
    "You have acted: the file's checks speak of another run and are no longer made.";
pub const LEGEND_LAG: &str = "Shaded: how long the lamp lags behind.";

pub fn rows(total: u32) -> String {
    if total == 1 { "1 row".into() } else { format!("{total} rows") }
}

pub fn sent_again(times: u16) -> String {
    format!("×{}", times + 1)
}

pub fn lost(why: &str) -> String {
    format!("lost: {why}")
}

pub fn took(span: &str) -> String {
    format!("arrived after {span}")
}

pub fn line(line: u32) -> String {
    format!("line {line}")
}

pub fn lane_span(value: &str, from: &str) -> String {
    format!("{value} from {from}")
}

// The transport bar.
pub const TRANSPORT: &str = "Time";
pub const PLAY: &str = "Play";
pub const PAUSE: &str = "Pause";
pub const LET_IT_RUN: &str = "Let it run";
pub const REPLAY: &str = "Play again";
pub const TO_START: &str = "To the start";
pub const STEP: &str = "One event on";
pub const STEP_BACK: &str = "One event back";
pub const NEXT_LAMP: &str = "To the next lamp change";
pub const PREVIOUS_LAMP: &str = "To the lamp change before";
pub const SPEED: &str = "Pace";
pub const SCRUBBER: &str = "Moment of the run";
pub const DIGEST: &str = "Digest";
pub const DIGEST_HINT: &str = "Copy the digest: the command line prints the same for this run";

pub fn events(events: u32) -> String {
    if events == 1 { "1 event".into() } else { format!("{events} events") }
}

pub fn moment_of(now: &str, end: &str) -> String {
    format!("{now} of {end}")
}

// Dialogs.
pub const CLOSE: &str = "Close";
pub const GALLERY: &str = "Gallery";
pub const GALLERY_ABOUT: &str =
    "Each scenario is named by its claim, and the command line checks that it holds.";
pub const GALLERY_SEARCH: &str = "Search";
pub const GALLERY_NONE: &str = "No scenario holds these words.";
pub const OPEN_OWN: &str = "Open your own file…";
pub const SHARE_TITLE: &str = "A link to this moment";
pub const SHARE_ABOUT: &str = "The link carries the scenario, the seed, what you did and this moment. Nothing is uploaded: \
     what is after the # never leaves the browser, and whoever has the link has the file.";
pub const SHARE_LONG: &str =
    "This link is long, and mail or chat may cut it. Save the file and send that instead.";
pub const SHARE_LINK: &str = "Link";
pub const SHARE_PICTURES: &str = "Pictures, as it looks now";
pub const NO_PICTURE: &str = "This browser cannot draw that picture";
pub const PICTURE_CANVAS: &str = "Canvas";
pub const PICTURE_PANE: &str = "Pane below it";
/// The button that saves one.
pub fn picture_of(part: &str, kind: &str) -> String {
    [part, " as ", kind].concat()
}
pub const COPY_LINK: &str = "Copy link";
pub const COPY_MARKDOWN: &str = "Copy as Markdown";
pub const COPY_FAILED: &str = "The browser did not let us copy. Select the text and copy it.";
pub const HELP_TITLE: &str = "Help";
pub const KEYS_TITLE: &str = "Keys";
pub const KEYS_ABOUT: &str = "Keys act wherever no text is typed.";
pub const LETTERS: &str = "Single letters and signs act as keys";
pub const SPEAK: &str = "Speak lamp changes during play (screen readers)";

// The lamps' shapes, for the help screen.
pub const LEGEND: &str = "Lamps";
pub const LEGEND_IDLE: &str = "not on the phone";
pub const LEGEND_BUSY: &str = "on the phone";
pub const LEGEND_UNKNOWN: &str = "status unknown: refused, no route, or not connected";
pub const LEGEND_NO_ICON: &str = "a call-list entry without status";
pub const LEGEND_BADGES: &str =
    "Marks beside a lamp are ours: what we know and a phone would not show.";

// Keys.
pub const KEY_PLAY: &str = "play or pause";
pub const KEY_STEP: &str = "one event on";
pub const KEY_STEP_BACK: &str = "one event back";
pub const KEY_NEXT_LAMP: &str = "to the next lamp change";
pub const KEY_PREVIOUS_LAMP: &str = "to the lamp change before";
pub const KEY_HOME: &str = "to the start";
pub const KEY_END: &str = "to the end";
pub const KEY_FASTER: &str = "faster";
pub const KEY_SLOWER: &str = "slower";
pub const KEY_DOWN: &str = "next row of the ladder";
pub const KEY_UP: &str = "row before";
pub const KEY_WHY: &str = "why? of the selected lamp";
pub const KEY_RAW: &str = "the raw message";
pub const KEY_RULE: &str = "the rule that was opened last";
pub const KEY_FILTER: &str = "filter the ladder";
pub const KEY_LADDER: &str = "the ladder";
pub const KEY_LAMPS: &str = "the lamp lanes";
pub const KEY_CHECKS: &str = "the checks";
pub const KEY_TABLE: &str = "the ladder as a table, or as a picture";
pub const KEY_GALLERY: &str = "the gallery";
pub const KEY_SHARE: &str = "a link to this moment";
pub const KEY_OPEN: &str = "open a file";
pub const KEY_PHONE_TRUTH: &str = "only what a real phone would show";
pub const KEY_HELP: &str = "this list";
pub const KEY_SPACE: &str = "Space";

// What goes wrong, and what is told.
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
    format!("Not done. {sentence}")
}

// The text beside the canvas, undo and redo, and how one begins.
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

// Configuration.

pub const TAB_CONFIGURE: &str = "Configure";
pub const KEY_CONFIGURE: &str = "what is configured";
pub const KEY_PLACE_PHONE: &str = "put in a phone";
pub const KEY_PLACE_LINE: &str = "put in a line";
pub const KEY_PLACE_TRUNK: &str = "put in a trunk";
pub const KEY_PLACE_HUNT_PILOT: &str = "put in a hunt pilot";
pub const ALL_KINDS: &str = "All kinds";
pub const FIND: &str = "Find";
pub const FIND_HOW: &str = "How the name compares";
pub const FIND_WITHIN: &str = "Search within results";
pub const FIND_IN_ALL: &str = "Search in all";
pub const SAVE_FORM: &str = "Save";
pub const NEW_NAME: &str = "Name";
pub const COPY_OBJECT: &str = "Copy";
pub const RENAME: &str = "Rename";
pub const DELETE: &str = "Delete";
pub const DELETE_SELECTED: &str = "Delete selected";
pub const DELETE_ASK: &str = "Delete for good?";
pub const DELETE_ALL_ASK: &str = "Delete for good, with its trunks, their routes and its steps?";
pub const USED_BY: &str = "Dependency records";
pub const USED_BY_NOBODY: &str = "Nobody uses it.";
pub const WAITS: &str = "Saved, not yet active: Reset";
pub const NOTHING_FOUND: &str = "Nothing found.";
pub const OPEN_FIELD: &str = "Open the field";
pub const UP: &str = "Move up";
pub const REMOVE: &str = "Take out";
pub const ADD_ROW: &str = "Add a row";
pub const ADD_BLF: &str = "Add a new BLF SD";
pub const ASSOCIATED: &str = "Association Information";
pub const UNASSIGNED: &str = "Unassigned Associated Items";
pub const PALETTE: &str = "Put in";
pub const PALETTE_PHONE: &str = "Phone";
pub const PALETTE_TYPE: &str = "Phone type";
pub const PALETTE_OUTSIDE: &str = "Outside server";
pub const PALETTE_CLUSTER: &str = "Cluster";
pub const PALETTE_INTO: &str = "Into cluster";
pub const WATCHER: &str = "Phone that watches";
pub const WATCHED: &str = "line to watch";
pub const WATCH: &str = "Watch";

pub const RELATIONS_NONE: &str = "Toward every other group the system default counts.";
pub const RELATIONS_MODIFY: &str = "Modify Relationship to Other Presence Groups";
pub const DO_REMEDY: &str = "Do it";

pub fn do_remedy(sentence: &str) -> String {
    [DO_REMEDY, ": ", sentence].concat()
}

pub fn criterion(comparison: &str, text: &str) -> String {
    [comparison, " “", text, "”"].concat()
}

pub fn found_within(criteria: &str) -> String {
    ["Within: ", criteria].concat()
}

pub fn reason(reason: &crate::types::ReasonView) -> String {
    let mut words = reason.sentence.clone();
    if !reason.rule.is_empty() {
        words.push_str(&format!(" ({})", reason.rule));
    }
    if !reason.way_out.is_empty() {
        words.push_str(&format!(": {}", reason.way_out));
    }
    words.push('.');
    words
}

pub fn active_value(value: &str) -> String {
    format!("Saved, not yet active: {value} still acts until the Reset or log-in.")
}

pub fn cell_name(word: &str, row: usize, column: &str) -> String {
    format!("{word} {} {column}", row + 1)
}

pub fn configure_phone(phone: &str) -> String {
    format!("Configure: {phone}")
}

pub fn reset_phone(phone: &str) -> String {
    format!("Reset: {phone}")
}

pub fn delete_phone(phone: &str) -> String {
    format!("Delete…: {phone}")
}

pub fn add_of(kind: &str) -> String {
    format!("Add new {kind}")
}

pub const NOBODY: &str = "Nobody is logged in";

pub fn logged_in(phone: &str) -> String {
    format!("Logged in: {phone}")
}

pub const SLOT: &str = "⋮⋮";
pub const DRAG_HINT: &str = "Drag this to another phone to watch its line; by keyboard: Watch…";
pub const WATCH_FROM: &str = "Watch…";
pub const DELETE_FROM: &str = "Delete…";

pub fn watch_from(phone: &str) -> String {
    format!("Watch…: {phone}")
}

pub const CORPORATE_DIRECTORY: &str = "Directory";
