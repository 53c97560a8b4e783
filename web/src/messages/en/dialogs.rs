//! Dialogs: gallery, link, help with lamps and keys.

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
