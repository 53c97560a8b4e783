//! Time that went otherwise: branches, faults, the matrix, trace files.

// Time that went otherwise.
pub const TAB_BRANCHES: &str = "Branches";
pub const BRANCHES: &str = "Branches of this run";
pub const BRANCHES_HINT: &str = "What was to come otherwise is kept: look, compare, go over";
pub const BRANCHES_EMPTY: &str = "No branch yet. Go back and do something else there, or ask of a message what if it was lost: what was to come is kept here, and compared.";
pub const LANE_HERE: &str = "here";
pub const LANE_THERE: &str = "there";
pub const LEGEND_COMPARE: &str = "Upper row: this run. Lower row: the branch. Up to this moment.";
pub const GO_OVER: &str = "Go over";
pub const DELETE_BRANCH: &str = "Delete this branch";
pub const FILES_OWN: &str = "The file's own run";
pub const AS_HERE: &str = "The same, without more";
pub const FIRST_DIFFERENCE: &str = "A lamp differs first at";
pub const NO_DIFFERENCE: &str = "No lamp differs up to this moment.";
pub const ONLY_HERE: &str = "Done only here";
pub const ONLY_THERE: &str = "Done only there";
pub const IF_LOST: &str = "What if this one was lost?";
pub const SKIP_HINT: &str =
    "Play the same run again in which the network loses exactly this message, and compare";
pub const KEY_BRANCHES: &str = "the branches";

pub fn branches(branches: u32) -> String {
    if branches == 1 { "1 branch".into() } else { format!("{branches} branches") }
}

pub fn up_to(at: &str) -> String {
    format!("up to {at}")
}

pub fn with(at: &str, sentence: &str) -> String {
    format!("{sentence} at {at}")
}

pub fn without(at: &str, sentence: &str) -> String {
    format!("Without: {sentence} at {at}")
}

pub fn go_over_to(branch: &str) -> String {
    format!("Go over to: {branch}")
}

pub fn delete_branch(branch: &str) -> String {
    format!("Delete: {branch}")
}

pub fn differs(subject: &str, here: &str, there: &str) -> String {
    format!("{subject} now: {here} here, {there} there")
}

pub fn and_more(more: usize) -> String {
    format!("and {more} more")
}

pub fn lamps_alike(same: u32, more: u32) -> String {
    let alike = match same {
        0 => "Every lamp differs.".to_owned(),
        1 => "1 lamp shows the same.".to_owned(),
        n => format!("{n} lamps show the same."),
    };
    if more == 0 { alike } else { format!("{alike} {more} more differ.") }
}

// The faults belt.
pub const OUT_OF_SERVICE: &str = "Out of service";
pub const IN_SERVICE: &str = "In service";
pub const FAULTS: &str = "Faults";
pub const FAULTS_WHERE: &str = "Which link";
pub const ALL_LINKS: &str = "All links";
pub const CUT: &str = "Cut";
pub const HEAL: &str = "Heal";
pub const LAG: &str = "Lag";
pub const LOSE: &str = "Loss";
pub const DOUBLE: &str = "Duplicate";
pub const REORDER: &str = "Reorder";
pub const LOSE_NEXT: &str = "Lose next NOTIFY";
pub const RESET: &str = "Reset";
pub const RESTART: &str = "Restart";
pub const NEXT_EXPIRY: &str = "Next expiry";
pub const KEY_CUT: &str = "cut or heal the link that the faults belt names";
pub const KEY_LAG: &str = "let it lag";
pub const KEY_EXPIRY: &str = "to the next expiry or refresh";

pub fn take_back(fault: &str) -> String {
    format!("Take back: {fault}")
}

// What runs out.
pub const TAB_TIMERS: &str = "Timers";
pub const KEY_TIMERS: &str = "what runs out, and when";
pub const TIMERS: &str = "What runs out unless it is renewed, soonest first";
pub const TIMERS_EMPTY: &str =
    "Nothing runs out now: nobody has a subscription, or a registration by SIP.";
pub const TIMER_COLUMNS: [&str; 6] = ["Who", "What", "Number", "Told last", "Ends at", "Ends in"];
pub const NOTHING_TOLD: &str = "nothing yet";
pub const AS_ITS_PHONE: &str = "as long as its phone";
pub const PENDING: &str = "pending";

pub fn timer(registration: bool, trunk: &str, cluster: &str) -> String {
    let mut words = if registration { "Registration" } else { "Subscription" }.to_owned();
    for (word, name) in [(" through ", trunk), (" at ", cluster)] {
        if !name.is_empty() {
            words.push_str(word);
            words.push_str(name);
        }
    }
    words
}

// The matrix.
pub const TAB_MATRIX: &str = "Matrix";
pub const KEY_MATRIX: &str = "who may watch whom";
pub const MATRIX_HUSHED: &str =
    "While a question or a ticket is open the matrix stays closed: it would tell the answer.";
pub const MATRIX_EFFECTIVE: &str = "Who may watch what";
pub const MATRIX_GROUPS: &str = "What each presence group may see of each other";
pub const MATRIX_WAYS: &str =
    "Under each line: by a BLF key, and from a call list. Enter says why.";
pub const WITHIN_GROUP: &str = "always";
pub const ALLOW: &str = "Allow";
pub const DISALLOW: &str = "Disallow";
pub const DEFAULT_ALLOWS: &str = "System default: allow";
pub const DEFAULT_DISALLOWS: &str = "System default: disallow";
pub const MATRIX_LETTERS: [(&str, &str); 11] = [
    ("A", "allowed"),
    ("N", "no match in the SUBSCRIBE CSS"),
    ("G", "refused by a group relationship"),
    ("D", "refused by default"),
    ("T", "refused at the trunk"),
    ("H", "hunt pilot"),
    ("R", "route that cannot carry presence"),
    ("M", "model without presence"),
    ("U", "unassigned item"),
    ("L", "call lists off"),
    ("-", "its own line, not watched"),
];

pub fn matrix_word(letter: char) -> &'static str {
    let mut all = MATRIX_LETTERS.iter();
    all.find(|(own, _)| own.starts_with(letter)).map_or("", |(_, word)| word)
}

pub fn matrix_cell(watcher: &str, line: &str, list: bool, word: &str) -> String {
    let way = if list { "from a call list" } else { "by a BLF key" };
    format!("{watcher} watches {line} {way}: {word}")
}

pub fn matrix_left_out(more: u32) -> String {
    format!("{more} more watchers and lines are not shown.")
}

pub fn relation(from: &str, to: &str) -> String {
    format!("What {from} may see of {to}")
}

pub const COPY_LADDER: &str = "Copy the ladder as text";

// Trace files.
pub const TRACE_SAME: &str = "This is the run of the trace, at its end: the digest is the same.";
pub const TRACE_OTHER: &str = "This is the scenario of the trace, but another run: the digest is not the trace's. Another version of the engine made it, a user acted in it, or the file was changed.";
pub const TRACE_UNREADABLE: &str = "The first line of this trace cannot be read.";
pub const TRACE_OF_A_CASE: &str =
    "This trace is of one case of a matrix, which this page does not play. The command line does.";
pub const TRACE_OF_FILES: &str =
    "The scenario of this trace includes other files, which this page does not take from a trace.";
pub const TRACE_SEED: &str = "The seed of this trace is larger than this page can take.";
