//! What a learner reads.

// Lessons.
pub const LEARN: &str = "Learn";
pub const LEARN_HINT: &str = "Ten lessons: predict, try, reach goals";
pub const LEARN_ABOUT: &str =
    "Each lesson asks what a lamp will show before you see it, and has goals for you to reach.";
pub const ALL_LESSONS: &str = "All lessons";
pub const NO_SUCH_LESSON: &str = "This page carries no lesson of that number.";
pub const NEXT: &str = "Next";
pub const PREDICT: &str = "See whether I am right";
pub const WATCH_CANVAS: &str = "Watch the canvas…";
pub const SKIP: &str = "Skip to the end";
pub const CHECK_GOAL: &str = "Check";
pub const HINT: &str = "Hint";
pub const SOLUTION: &str = "Show solution";
pub const REACHED: &str = "Reached";
pub const NOT_YET: &str = "Not reached yet";
pub const START_AGAIN: &str = "Start again";
pub const COPY_RESULT: &str = "Copy result";
pub const WHY_HUSHED: &str = "First say what you expect. Then the lamp says why.";
pub const KEY_LEARN: &str = "the lessons";
pub const KEY_NEXT_CARD: &str = "next card of the lesson";
pub const KEY_PREVIOUS_CARD: &str = "card before";

pub fn lesson_title(number: u32, name: &str) -> String {
    number.to_string() + " · " + name
}

pub fn lesson_hash(number: u32) -> String {
    "#lesson=".to_owned() + &number.to_string()
}

pub fn card_of(card: usize, cards: usize) -> String {
    card.to_string() + " of " + &cards.to_string()
}

pub fn minutes(minutes: u32) -> String {
    minutes.to_string() + " minutes"
}

pub fn score(right: usize, questions: usize, reached: usize, goals: usize) -> String {
    format!("{right}/{questions} predictions, {reached}/{goals} goals")
}

pub fn result(number: u32, score: &str) -> String {
    "lampfield lesson ".to_owned() + &number.to_string() + ": " + score
}

pub fn right(answer: &str) -> String {
    "Right: ".to_owned() + answer
}

pub fn wrong(chosen: &str, answer: &str) -> String {
    "You said ".to_owned() + chosen + ". It is " + answer
}

// Trouble tickets.
pub const TICKETS: &str = "Trouble tickets";
pub const TICKETS_ABOUT: &str = "One thing is wrong in an office. Find it from its lamps. Neighbouring numbers hide different faults.";
pub const TICKET_NUMBER: &str = "Number";
pub const TICKET_OPEN: &str = "Open ticket";
pub const TICKET_ABOUT: &str = "Look at the lamps, call, lift and plug. Then say what it is, or mend it. \
    Why? is silent until the ticket is closed.";
pub const TICKET_CAUSE: &str = "What is it?";
pub const TICKET_OBJECT: &str = "Where?";
pub const TICKET_SAY: &str = "That is it";
pub const TICKET_MENDED: &str = "Mended: check the lamp";
pub const TICKET_GIVE_UP: &str = "Give up";
pub const TICKET_MEND: &str = "See it mended";
pub const TICKET_NEXT: &str = "Next ticket";

pub fn ticket_title(seed: u32) -> String {
    "Ticket ".to_owned() + &seed.to_string()
}

// Worksheets and the checklist.
pub const WORKSHEET: &str = "Worksheet";
pub const PRINT: &str = "Print";
pub const ANSWER_KEY: &str = "Answer key";
pub const MORE: &str = "For a class, and for a cluster";
pub const SHEET_TICKETS: &str = "Worksheet of tickets";
pub const SHEET_LAST: &str = "up to number";
pub const TOUR: &str = "The nine steps";
pub const TOUR_ABOUT: &str = "What presence needs, held against the cluster that is open. Call lists need \
    steps 1 to 6, BLF/SpeedDials need 2 and 5 to 9.";
pub const TOUR_AGAIN: &str = "Look again";
pub const STEP_DONE: &str = "done";
pub const STEP_OPEN: &str = "open";
pub const STEP_NOT_APPLIED: &str = "not needed here";
pub const CHECKLIST: [(&str, &str); 9] = [
    (
        "1. BLF for Call Lists",
        "Only for call lists and directories. System > Enterprise Parameters",
    ),
    (
        "2. Service parameters",
        "The default between groups decides where no permission is set. System > Service Parameters",
    ),
    ("3. Groups and permissions", "Only for call lists. System > Presence Group"),
    (
        "4. Groups applied",
        "To lines, phones, trunks and users; only for call lists. Call Routing > Directory Number, Device > Phone",
    ),
    (
        "5. Trunks and applications",
        "Who is outside needs Accept Presence Subscription on the profile, and with application level authorization on the user. System > Security Profile, User Management > Application User",
    ),
    (
        "6. SUBSCRIBE calling search space",
        "It must find the numbers that are watched. Device > Phone",
    ),
    (
        "7. Button templates",
        "With Speed Dial BLF buttons, in a copy of a standard template. Device > Device Settings > Phone Button Template",
    ),
    (
        "8. Phones with the template",
        "A template has to have as many buttons as there are BLF/SpeedDials. Device > Phone",
    ),
    (
        "9. BLF/SpeedDials",
        "On phones, or on device profiles for extension mobility. Device > Phone, Add a new BLF SD",
    ),
];

pub fn worksheet_of(number: u32) -> String {
    "Worksheet of lesson ".to_owned() + &number.to_string()
}
