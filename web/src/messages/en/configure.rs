//! What an administrator sees: lists, forms, the palette.

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
