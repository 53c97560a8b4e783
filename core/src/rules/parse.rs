//! Rule ids as text: exact when read, generous when it suggests.

use crate::gather::Gather;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Family, RuleId};

/// Longer input is not quoted in full, and nothing is near a family name longer than this.
const QUOTED_MAX: usize = 40;

/// A text that is no rule id, with the id that its writer most likely meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    given: String,
    nearest: Option<RuleId>,
}

impl UnknownRule {
    /// The text as it was given, cut short where it is very long.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The nearest right id; none where the text resembles no family of rules.
    #[must_use]
    pub const fn nearest(&self) -> Option<RuleId> {
        self.nearest
    }
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.given)?;
        match self.nearest {
            Some(id) => write!(f, "; did you mean `{id}`?"),
            None => write!(f, "; an id looks like `GROUP-10` or `R-3`"),
        }
    }
}

impl Error for UnknownRule {}

impl RuleId {
    /// Reads an id exactly as [`RuleId::as_str`] writes it.
    ///
    /// # Errors
    ///
    /// Anything else, `group10` and `R3` included, is an [`UnknownRule`] that suggests the nearest.
    pub fn parse(text: &str) -> Result<Self, UnknownRule> {
        let exact = Self::ALL.iter().copied().find(|id| id.as_str() == text);
        exact.ok_or_else(|| UnknownRule {
            given: text.chars().take(QUOTED_MAX).collect(),
            nearest: nearest(text),
        })
    }
}

impl FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::parse(text)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(RuleIdVisitor)
    }
}

struct RuleIdVisitor;

impl Visitor<'_> for RuleIdVisitor {
    type Value = RuleId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule id such as `GROUP-10` or `R-3`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RuleId, E> {
        RuleId::parse(text).map_err(E::custom)
    }
}

/// The id in the nearest family with the nearest number; with no number, the family's first.
fn nearest(text: &str) -> Option<RuleId> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).take(QUOTED_MAX).collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
    let family = nearest_family(&letters.to_ascii_uppercase())?;
    let number = digits.parse::<u16>().unwrap_or(1);
    let members = RuleId::ALL.iter().copied().filter(|id| id.family() == family);
    members.min_by_key(|id| id.number().abs_diff(number))
}

/// A family whose name differs from `letters` by no more than half its length.
fn nearest_family(letters: &str) -> Option<Family> {
    if letters == "READING" {
        return Some(Family::Reading);
    }
    let measured = Family::ALL.iter().map(|family| (*family, distance(letters, family.prefix())));
    let near = measured.filter(|(family, distance)| distance * 2 <= family.prefix().len());
    near.min_by_key(|(_, distance)| *distance).map(|(family, _)| family)
}

/// How many letters must be added, dropped or replaced to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).gather();
    for (i, a) in from.bytes().enumerate() {
        let mut next = vec![i + 1];
        for ((b, diagonal), above) in to.bytes().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0);
            next.push((diagonal + usize::from(a != b)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
