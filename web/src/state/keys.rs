//! All keys of the page, in one table: the help screen reads it, and so does a test.

use crate::messages as t;
use crate::panes;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    /// Play or pause.
    PlayPause,
    /// One event on.
    Step,
    /// One event back.
    StepBack,
    /// To the next lamp change.
    NextLamp,
    /// To the lamp change before.
    PreviousLamp,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// Faster.
    Faster,
    /// Slower.
    Slower,
    /// The next row of the ladder.
    Down,
    /// The row before.
    Up,
    /// Why?
    Why,
    /// The raw message.
    Raw,
    /// The rule that was opened last.
    Rule,
    /// Search the ladder.
    Filter,
    /// The ladder.
    Ladder,
    /// The lamp lanes.
    Lamps,
    /// The checks.
    Checks,
    /// The ladder as a table, or as a picture.
    Table,
    /// The gallery.
    Gallery,
    /// A link to this moment.
    Share,
    /// Open a file.
    Open,
    /// Only what a real phone would show.
    PhoneTruth,
    /// All keys.
    Help,
    /// The file's text.
    Yaml,
    /// Undo the last change.
    Undo,
    /// Do it again.
    Redo,
    /// The lessons.
    Learn,
    /// The next card of a lesson.
    NextCard,
    /// The card before.
    PreviousCard,
    /// The branches.
    Branches,
    /// What runs out.
    Timers,
    /// Who may watch whom.
    Matrix,
    /// Cut or heal the chosen link.
    Cut,
    /// Let the chosen link lag.
    Lag,
    /// To the next expiry.
    Expiry,
    /// The configuration.
    Configure,
    /// Put a phone into the cluster.
    PlacePhone,
    /// A line.
    PlaceLine,
    /// A trunk.
    PlaceTrunk,
    /// A hunt pilot.
    PlaceHuntPilot,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As `KeyboardEvent.key` names it; each of them does the same.
    pub keys: &'static [&'static str],
    /// What it does.
    pub act: KeyAct,
    /// In words.
    pub about: &'static str,
}

const fn key(keys: &'static [&'static str], act: KeyAct, about: &'static str) -> Key {
    Key { keys, act, about }
}

/// Every key.
pub const KEYS: &[Key] = &[
    key(&[" "], KeyAct::PlayPause, t::KEY_PLAY),
    key(&["."], KeyAct::Step, t::KEY_STEP),
    key(&[","], KeyAct::StepBack, t::KEY_STEP_BACK),
    key(&[">"], KeyAct::NextLamp, t::KEY_NEXT_LAMP),
    key(&["<"], KeyAct::PreviousLamp, t::KEY_PREVIOUS_LAMP),
    key(&["Home"], KeyAct::Home, t::KEY_HOME),
    key(&["End"], KeyAct::End, t::KEY_END),
    key(&["+", "="], KeyAct::Faster, t::KEY_FASTER),
    key(&["-"], KeyAct::Slower, t::KEY_SLOWER),
    key(&["j"], KeyAct::Down, t::KEY_DOWN),
    key(&["k"], KeyAct::Up, t::KEY_UP),
    key(&["w"], KeyAct::Why, t::KEY_WHY),
    key(&["r"], KeyAct::Raw, t::KEY_RAW),
    key(&["i"], KeyAct::Rule, t::KEY_RULE),
    key(&["/", "f"], KeyAct::Filter, t::KEY_FILTER),
    key(&["5"], KeyAct::Ladder, t::KEY_LADDER),
    key(&["6"], KeyAct::Lamps, t::KEY_LAMPS),
    key(&["7"], KeyAct::Checks, t::KEY_CHECKS),
    key(&["t"], KeyAct::Table, t::KEY_TABLE),
    key(&["g"], KeyAct::Gallery, t::KEY_GALLERY),
    key(&["s"], KeyAct::Share, t::KEY_SHARE),
    key(&["o"], KeyAct::Open, t::KEY_OPEN),
    key(&["p"], KeyAct::PhoneTruth, t::KEY_PHONE_TRUTH),
    key(&["?"], KeyAct::Help, t::KEY_HELP),
    key(&["y"], KeyAct::Yaml, t::KEY_YAML),
    key(&["u", "Ctrl+Z"], KeyAct::Undo, t::KEY_UNDO),
    key(&["U", "Ctrl+Shift+Z"], KeyAct::Redo, t::KEY_REDO),
    key(&["L"], KeyAct::Learn, t::KEY_LEARN),
    key(&["]"], KeyAct::NextCard, t::KEY_NEXT_CARD),
    key(&["["], KeyAct::PreviousCard, t::KEY_PREVIOUS_CARD),
    key(&["b"], KeyAct::Branches, t::KEY_BRANCHES),
    key(&["x"], KeyAct::Timers, t::KEY_TIMERS),
    key(&["m"], KeyAct::Matrix, t::KEY_MATRIX),
    key(&["c"], KeyAct::Cut, t::KEY_CUT),
    key(&["l"], KeyAct::Lag, t::KEY_LAG),
    key(&["E"], KeyAct::Expiry, t::KEY_EXPIRY),
    key(&["e"], KeyAct::Configure, t::KEY_CONFIGURE),
    key(&["1"], KeyAct::PlacePhone, t::KEY_PLACE_PHONE),
    key(&["2"], KeyAct::PlaceLine, t::KEY_PLACE_LINE),
    key(&["3"], KeyAct::PlaceTrunk, t::KEY_PLACE_TRUNK),
    key(&["4"], KeyAct::PlaceHuntPilot, t::KEY_PLACE_HUNT_PILOT),
];

/// A key as it was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyPress<'a> {
    /// As `KeyboardEvent.key` names it.
    pub key: &'a str,
    /// Whether Ctrl, Alt or Meta was down: those are the browser's.
    pub modified: bool,
    /// Whether the focus is where text is typed.
    pub in_text: bool,
    /// Whether the focus is on a control that takes Space, arrows, Home and End itself.
    pub on_control: bool,
    /// Whether a dialog is open.
    pub in_dialog: bool,
}

impl Key {
    /// Whether this page has what it does.
    #[must_use]
    pub fn acts(&self) -> bool {
        match self.act {
            KeyAct::Yaml | KeyAct::Undo | KeyAct::Redo => panes::WRITE,
            KeyAct::Learn | KeyAct::NextCard | KeyAct::PreviousCard => panes::LEARN,
            KeyAct::Branches | KeyAct::Matrix | KeyAct::Cut | KeyAct::Lag | KeyAct::Expiry => {
                panes::TIME
            }
            KeyAct::Configure
            | KeyAct::PlacePhone
            | KeyAct::PlaceLine
            | KeyAct::PlaceTrunk
            | KeyAct::PlaceHuntPilot => panes::BUILD,
            _ => true,
        }
    }
}

/// What a key press does here, if anything. `letters` is whether single characters act at all.
#[must_use]
pub fn find_key(press: KeyPress<'_>, letters: bool) -> Option<KeyAct> {
    if press.modified || press.in_text || press.in_dialog {
        return None;
    }
    let row = KEYS.iter().find(|row| row.acts() && row.keys.contains(&press.key))?;
    let one_character = press.key.chars().count() == 1 && press.key != " ";
    let taken = press.on_control && !one_character && !press.key.starts_with("Ctrl");
    ((letters || !one_character) && !taken).then_some(row.act)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> KeyPress<'_> {
        KeyPress { key, ..KeyPress::default() }
    }

    #[test]
    fn no_key_does_two_things_and_each_says_what_it_does() {
        let all: Vec<_> = KEYS.iter().flat_map(|row| row.keys).collect();
        for (i, key) in all.iter().enumerate() {
            assert!(!all[..i].contains(key), "{key} stands twice");
        }
        assert!(KEYS.iter().all(|row| !row.about.is_empty()));
    }

    #[test]
    fn every_key_of_the_table_is_found() {
        for row in KEYS {
            for key in row.keys {
                assert_eq!(find_key(press(key), true), Some(row.act), "{key}");
            }
        }
    }

    #[test]
    fn keys_sleep_where_text_is_typed_and_under_a_dialog_and_with_a_modifier() {
        for asleep in [
            KeyPress { in_text: true, ..press("w") },
            KeyPress { in_dialog: true, ..press("w") },
            KeyPress { modified: true, ..press("w") },
        ] {
            assert_eq!(find_key(asleep, true), None);
        }
    }

    #[test]
    fn letters_can_be_switched_off_and_the_others_still_act() {
        assert_eq!(find_key(press("w"), false), None);
        assert_eq!(find_key(press("?"), false), None);
        assert_eq!(find_key(press(" "), false), Some(KeyAct::PlayPause));
        assert_eq!(find_key(press("Home"), false), Some(KeyAct::Home));
    }

    #[test]
    fn space_on_a_button_presses_the_button() {
        assert_eq!(find_key(KeyPress { on_control: true, ..press(" ") }, true), None);
        let letter = KeyPress { on_control: true, ..press("w") };
        assert_eq!(find_key(letter, true), Some(KeyAct::Why));
    }
}
