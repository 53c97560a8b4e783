//! The catalogue of rules as data: every rule of CallManager-style presence, and every reading
//! where its source is silent, each under an id that stays for good.
//!
//! A decision, an explanation, a scenario's `covers` and the page all name rules by [`RuleId`].
//! The table stands in the family files (`rules/watch.rs` and its neighbours), one row a rule;
//! [`RuleId`], [`Family`] and [`rule`] are all generated from it, so that they cannot diverge.

mod admin;
mod auth;
mod css;
mod em;
mod group;
mod parse;
mod quirk;
mod readings;
mod req;
mod route;
#[cfg(test)]
mod tests;
mod watch;

use std::fmt;

use admin::admin;
use auth::auth;
use css::css;
use em::em;
use group::group;
use quirk::quirk;
use readings::readings;
use req::req;
use route::route;
use watch::watch;

pub use parse::UnknownRule;

/// How a rule is shown to hold, and so what a scenario that covers it must contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A check with this id stands in a decision.
    Decided,
    /// An edit is turned down with this id.
    Refused,
    /// A lamp, a message, a list or a view shows it.
    Observed,
    /// It holds when its named parts do, in one scenario or in a named set.
    Whole,
    /// A question about the whole cluster shows it.
    Review,
}

impl Evidence {
    /// Every kind of evidence.
    pub const ALL: &'static [Self] =
        &[Self::Decided, Self::Refused, Self::Observed, Self::Whole, Self::Review];

    /// The kind in one lowercase word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Observed => "observed",
            Self::Whole => "whole",
            Self::Review => "review",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One rule, in words for a voice engineer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id, by which everything names the rule.
    pub id: RuleId,
    /// The rule in a few plain words, fit for a list.
    pub title: &'static str,
    /// The whole rule, complete on its own; empty in a lean page, which has it elsewhere.
    pub text: &'static str,
    /// How the rule is shown to hold.
    pub evidence: Evidence,
    /// The section of the source that the rule comes from; for a reading, the one that leaves it open.
    pub chapter: &'static str,
    /// Rules to read next.
    pub see: &'static [RuleId],
    /// What a [`Whole`](Evidence::Whole) rule is made of; empty for every other.
    pub parts: &'static [RuleId],
}

/// The rule that an id names.
#[must_use]
pub const fn rule(id: RuleId) -> &'static Rule {
    id.rule()
}

/// All rules and readings, in the order of [`RuleId::ALL`].
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    RuleId::ALL.iter().copied().map(rule)
}

impl RuleId {
    /// A number that stays for good, whatever rules join the table: the family, then the number in
    /// it (`GROUP-10` is 410). Digests and traces use it; `as u8` is only the place in [`Self::ALL`].
    #[must_use]
    pub const fn code(self) -> u16 {
        (self.family() as u16 + 1) * 100 + self.number()
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.prefix())
    }
}

/// The text of a rule. A lean page has the texts in its JavaScript, where they weigh nothing on what
/// is compiled before anything is seen: the engine itself reads none.
#[cfg(not(lean))]
macro_rules! whole_text {
    ($text:literal) => {
        $text
    };
}
#[cfg(lean)]
macro_rules! whole_text {
    ($text:literal) => {
        ""
    };
}

/// Turns the rows that the family files have gathered into the two enums and the lookup.
macro_rules! table {
    (=> $($family:ident $prefix:literal $about:literal {
        $($id:ident $number:literal $evidence:ident $chapter:literal $title:literal $text:literal
            see [$($see:ident),*] $(parts [$($part:ident),*])?;)*
    })*) => {
        /// A family of rules: the part of an id before the hyphen. A new family joins at the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Family {
            $(#[doc = concat!($prefix, ": ", $about, ".")] $family,)*
        }

        impl Family {
            /// Every family, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$family),*];

            /// The part of its ids before the hyphen, such as `GROUP`.
            #[must_use]
            pub const fn prefix(self) -> &'static str {
                match self { $(Self::$family => $prefix,)* }
            }

            /// What its rules are about, as a heading says it.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$family => $about,)* }
            }
        }

        /// The id of a rule or reading.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum RuleId {
            $($(#[doc = concat!($prefix, "-", $number, ": ", $title, ".")] $id,)*)*
        }

        impl RuleId {
            /// Every id, in the order of the catalogue, which is also the order of `<` and `as u8`.
            pub const ALL: &'static [Self] = &[$($(Self::$id),*),*];

            /// The id as everything writes it, such as `GROUP-10` or `R-3`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$id => concat!($prefix, "-", $number),)*)* }
            }

            /// The family that the rule belongs to.
            #[must_use]
            pub const fn family(self) -> Family {
                match self { $($(Self::$id)|* => Family::$family,)* }
            }

            /// The number within the family.
            #[must_use]
            pub const fn number(self) -> u16 {
                match self { $($(Self::$id => $number,)*)* }
            }

            /// The rule that this id names.
            #[must_use]
            pub const fn rule(self) -> &'static Rule {
                match self { $($(Self::$id => &Rule {
                    id: Self::$id,
                    title: $title,
                    text: whole_text!($text),
                    evidence: Evidence::$evidence,
                    chapter: $chapter,
                    see: &[$(Self::$see),*],
                    parts: &[$($(Self::$part),*)?],
                },)*)* }
            }
        }
    };
}

watch! { req route group auth css em quirk admin readings table => }
