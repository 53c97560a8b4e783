//! Phone button templates and BLF/SpeedDials.

use super::{Model, Named};
use crate::id::DnId;

/// What a button of a template does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Button {
    /// A line.
    Line,
    /// A plain speed dial.
    SpeedDial,
    /// A speed dial with a busy lamp (ADMIN-3).
    SpeedDialBlf,
}

/// A phone button template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ButtonTemplate {
    /// Its name.
    pub name: String,
    /// The phone type it is for, where the file says so.
    pub model: Option<Model>,
    /// The buttons from the top.
    pub buttons: Vec<Button>,
}

impl ButtonTemplate {
    /// How many BLF/SpeedDials a phone with this template can show.
    pub fn blf_button_count(&self) -> usize {
        blf_among(&self.buttons)
    }
}

/// How many of these buttons are BLF/SpeedDials.
pub(super) fn blf_among(buttons: &[Button]) -> usize {
    buttons.iter().filter(|button| **button == Button::SpeedDialBlf).count()
}

/// Where a BLF/SpeedDial points when it names no directory number of the database (ADMIN-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Digits, `*` and `#`; may be off the cluster (WATCH-5).
    Number(String),
    /// A SIP URI, SIP phones only (WATCH-4).
    SipUri(String),
}

/// What a BLF/SpeedDial watches and dials: one or the other, never both (ADMIN-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlfTarget {
    /// A directory number of the database (ADMIN-7).
    DirectoryNumber(DnId),
    /// A free destination (ADMIN-6).
    Destination(Destination),
}

/// A BLF/SpeedDial button's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlfSpeedDial {
    /// What it watches and dials.
    pub target: BlfTarget,
    /// The label, any text (ADMIN-8).
    pub label: String,
    /// What a phone without internationalization shows (ADMIN-8); empty: the label.
    pub label_ascii: String,
}

impl Named for ButtonTemplate {
    fn name(&self) -> &str {
        &self.name
    }
}
