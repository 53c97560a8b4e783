//! A password, which no trace, report, link or debug output ever shows.

use core::fmt;

/// What only its owner and the one who checks it know.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// Keeps a secret.
    pub fn new(text: &str) -> Self {
        Secret(text.into())
    }

    /// The laboratory's password of a name: made up from it, the same in every run, and of no use
    /// anywhere else.
    pub fn lab(name: &str) -> Self {
        Secret(format!("lab-{name}").into_boxed_str())
    }

    /// Another one of that name: what somebody comes with who does not know the password.
    pub fn wrong(name: &str) -> Self {
        Secret(format!("wrong-{name}").into_boxed_str())
    }

    /// The secret itself, for computing with it.
    pub fn reveal(&self) -> &str {
        &self.0
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
