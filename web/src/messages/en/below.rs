//! Below the canvas: ladder, lanes, checks, and the time of the run.

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
