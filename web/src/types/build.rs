//! What an administrator is shown, told and offered.

use serde::Serialize;

/// One reason against what was asked, or one thing to look at after it was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReasonView {
    /// The rule behind it; empty where there is none.
    pub rule: String,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// What to do instead; empty where nothing is to be done.
    pub way_out: String,
    /// The setting that it is about; empty where it is about none.
    pub path: String,
}

/// The objects of one kind in one cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KindView {
    /// The cluster; empty where there is only one.
    pub cluster: String,
    /// The key of the kind in a file: `presence_groups`.
    pub table: String,
    /// One of them: `presence group`.
    pub word: String,
    /// Several of them.
    pub plural: String,
    /// Where the menu has them: `System > Presence Group`.
    pub menu: String,
    /// Whether they have names, and can be added, copied, renamed and deleted.
    pub named: bool,
    /// Their names, in the order in which they came, each with what waits for a Reset in it.
    pub objects: Vec<(String, String)>,
}

/// A form of one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormView {
    /// The cluster; empty where there is only one.
    pub cluster: String,
    /// The key of the kind in a file.
    pub table: String,
    /// The object's name; empty for a new one, and for the parameters.
    pub name: String,
    /// Its name, or what it is.
    pub title: String,
    /// Where the menu has it.
    pub menu: String,
    /// Whether it has a name, and can be copied, renamed and deleted.
    pub named: bool,
    /// Whether it is a device that can be Reset.
    pub resets: bool,
    /// Its settings.
    pub fields: Vec<FieldView>,
    /// What waits for a Reset or log-in in what it uses.
    pub notes: Vec<String>,
    /// *Association Information*: its buttons from the top, each with what stands on it, and with the
    /// name of its line where it is one.
    pub buttons: Vec<(String, String)>,
    /// *Unassigned Associated Items*; of a template, those of all that have it.
    pub unassigned: Vec<String>,
    /// Whether its template has a button for BLF/SpeedDials; of a template, always.
    pub takes_blf: bool,
    /// Who uses it; where that is not to be known, why.
    pub users: Vec<String>,
}

/// A setting in a form: rows of cells, one of each where it is one value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldView {
    /// Its key in a file.
    pub key: String,
    /// Its word in the form.
    pub word: String,
    /// What it is for.
    pub help: String,
    /// When a saved value acts.
    pub acts: String,
    /// How it is written: `one`, `list`, `blf`, `relations`, `route`, `secret`, `credentials`,
    /// and of one who is outside `pairs` and `phones`.
    pub shape: String,
    /// Whether a new object must be given it.
    pub required: bool,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// The saved value.
    pub rows: Vec<Vec<String>>,
    /// The value that acts, where it is another one; empty where nothing waits.
    pub active: String,
}

/// A column of a setting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnView {
    /// Its word; empty where it is the only one.
    pub word: String,
    /// What may be chosen, as value and what is shown; empty where anything may be written.
    pub choices: Vec<(String, String)>,
}
