//! Trouble tickets as the page shows them.

/// A ticket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TicketView {
    /// Its seed.
    pub seed: u32,
    /// The name under which it is loaded: `tickets/7.yaml`.
    pub path: String,
    /// The office as it is documented; the fault is not in it.
    pub text: String,
    /// What somebody complains about.
    pub complaint: String,
    /// The lamp: `Anna BLF 1`.
    pub lamp: String,
    /// What it can be.
    pub causes: Vec<String>,
    /// Where it can be.
    pub objects: Vec<String>,
}

/// What comes of an answer to a ticket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToldView {
    /// Whether the ticket is closed, solved or given up: then *Why?* speaks again.
    pub over: bool,
    /// Whether it was solved.
    pub solved: bool,
    /// In words.
    pub words: String,
    /// The rule behind it, once it is closed.
    pub rule: String,
    /// What mends it, in the words of acts, once it is closed.
    pub mend: Vec<String>,
}
