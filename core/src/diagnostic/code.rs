//! The codes of diagnostics. A code is never reused for another meaning.

use core::fmt;

/// Declares the codes with their titles, helps and examples.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal: $title:literal, $help:literal, $example:literal;)*) => {
        /// What kind of thing is wrong. `E01xx` are files, `E03xx` expectations.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* #[doc = $title] $name,)*
        }

        impl Code {
            /// All codes in the order of their numbers.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it is printed: `E0103`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code),* }
            }

            /// What it means, in one line.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => $title),* }
            }

            /// What it means and what to do, in some lines.
            pub const fn help(self) -> &'static str {
                match self { $(Code::$name => $help),* }
            }

            /// Lines of a scenario that have the mistake (after `# wrong`) and that have not
            /// (after `# right`); empty where an example would show nothing.
            pub const fn example(self) -> &'static str {
                match self { $(Code::$name => $example),* }
            }
        }
    };
}
pub(super) use codes;

pub use super::catalogue::Code;

impl Code {
    /// The code with this text, in either case: `E0103`, `e0103`.
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text.trim()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_written_once_in_order_with_title_and_help() {
        let texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.windows(2).all(|pair| pair[0] < pair[1]), "{texts:?}");
        for code in Code::ALL {
            assert_eq!(Code::parse(&code.as_str().to_lowercase()), Some(*code));
            assert!(!code.title().is_empty() && code.help().len() > 40, "{code}");
        }
    }
}
