//! A password, which no trace, report, link or debug output ever shows.

use core::fmt;

/// What only its owner and the one who checks it know. Two are equal when they say the same,
/// wherever they come from.
#[derive(Clone)]
pub struct Secret {
    text: Box<str>,
    origin: Origin,
}

/// Where a secret comes from: what a file says instead of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said.
    Unknown,
    /// Made up from a name.
    Lab,
    /// Made up from a name, to be refused with.
    Wrong,
    /// This name of the environment.
    Environment(Box<str>),
    /// This file, below the root.
    File(Box<str>),
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Secret {}

impl Secret {
    /// Keeps a secret.
    pub fn new(text: &str) -> Self {
        Secret { text: text.into(), origin: Origin::Unknown }
    }

    /// The same secret, with the place that it was found in.
    #[must_use]
    pub fn found_in(self, origin: Origin) -> Self {
        Secret { origin, ..self }
    }

    /// Where it comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The laboratory's password of a name: made up from it, the same in every run, and of no use
    /// anywhere else.
    pub fn lab(name: &str) -> Self {
        Secret { text: format!("lab-{name}").into_boxed_str(), origin: Origin::Lab }
    }

    /// Another one of that name: what somebody comes with who does not know the password.
    pub fn wrong(name: &str) -> Self {
        Secret { text: format!("wrong-{name}").into_boxed_str(), origin: Origin::Wrong }
    }

    /// The secret itself, for computing with it.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

/// What stands where a secret would.
const HIDDEN: &str = "(hidden)";

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        assert_eq!(format!("{:?}", Secret::new("opensesame")), "(hidden)");
    }

    #[test]
    fn the_lab_gives_each_name_its_own_password() {
        assert_ne!(Secret::lab("anna"), Secret::lab("bert"));
    }
}
