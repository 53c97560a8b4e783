//! The canvas: phones, what is done at them, lamps.

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
