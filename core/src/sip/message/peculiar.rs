//! A SUBSCRIBE that is not what a presence watcher sends: what its far end refuses before anybody
//! decides.

/// In what a SUBSCRIBE differs from the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peculiar {
    /// Another event package (489).
    Event(Box<str>),
    /// Other media types (406).
    Accept(Box<str>),
    /// An extension that the far end must know (420).
    Require(Box<str>),
    /// Another time to live, in seconds (423 where it is too brief).
    Expires(u32),
    /// No Contact, so that no NOTIFY could go anywhere (400).
    NoContact,
}

impl Peculiar {
    /// As the words of a step say it: `Event dialog`.
    pub fn words(&self) -> String {
        match self {
            Peculiar::Event(package) => format!("Event {package}"),
            Peculiar::Accept(types) => format!("Accept {types}"),
            Peculiar::Require(extension) => format!("Require {extension}"),
            Peculiar::Expires(seconds) => format!("Expires {seconds}"),
            Peculiar::NoContact => "no Contact".to_owned(),
        }
    }

    /// Reads [`Peculiar::words`]; names of headers in any case. `None` where it is something else.
    pub fn parse(words: &str) -> Option<Peculiar> {
        let (header, value) = words.split_once(' ')?;
        let is = |name: &str| header.eq_ignore_ascii_case(name);
        let word = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+/;=*".contains(&b));
        Some(match () {
            () if value.is_empty() || !word => return None,
            () if is("Event") => Peculiar::Event(value.into()),
            () if is("Accept") => Peculiar::Accept(value.into()),
            () if is("Require") => Peculiar::Require(value.into()),
            () if is("Expires") => Peculiar::Expires(value.parse().ok()?),
            () if is("no") && value.eq_ignore_ascii_case("Contact") => Peculiar::NoContact,
            () => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read_as_they_are_written() {
        let all =
            ["Event dialog", "Accept text/plain", "Require 100rel", "Expires 30", "no Contact"];
        for words in all {
            assert_eq!(Peculiar::parse(words).unwrap().words(), words);
        }
        assert_eq!(Peculiar::parse("event dialog"), Peculiar::parse("Event dialog"));
        for wrong in ["Event", "Event ", "Event a\r\nb", "Expires soon", "no Via", "Subject x"] {
            assert_eq!(Peculiar::parse(wrong), None, "{wrong}");
        }
    }
}
