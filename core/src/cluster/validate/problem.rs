//! One mistake in a cluster.

use crate::cluster::ConfigPath;
use crate::rules::RuleId;
use core::fmt;

/// Declares [`ProblemCode`] with its stable words.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What kind of mistake it is. The words are stable: diagnostics and tests name them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
        }

        impl ProblemCode {
            /// Every code, in order.
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$name),*];

            /// The code as a word.
            pub const fn as_str(self) -> &'static str {
                match self { $(ProblemCode::$name => $word,)* }
            }
        }
    };
}

codes! {
    /// More objects than a bound in [`crate::limits`] allows.
    TooMany = "too-many";
    /// A name with nothing in it.
    EmptyName = "empty-name";
    /// Two objects of one kind with the same name.
    DuplicateName = "duplicate-name";
    /// A reference to an object that is not there.
    Dangling = "dangling";
    /// A calling search space without partitions.
    EmptyCss = "empty-css";
    /// A partition twice in one calling search space.
    PartitionTwice = "partition-twice";
    /// A presence group with a permission toward itself (GROUP-1).
    RelationshipToItself = "relationship-to-itself";
    /// A directory number that is neither a number nor a pattern.
    BadNumber = "bad-number";
    /// The same number or pattern twice in one partition.
    NumberTwice = "number-twice";
    /// A line twice on one phone.
    LineTwice = "line-twice";
    /// A phone without lines.
    NoLine = "no-line";
    /// An H.323 phone with BLF/SpeedDials (WATCH-13).
    BlfOnH323 = "blf-on-h323";
    /// A SIP URI as the destination of a BLF/SpeedDial on a phone that is no SIP phone (WATCH-4).
    SipUriNotOnSip = "sip-uri-not-on-sip";
    /// A SIP URI that is not `user@host` (WATCH-1).
    BadSipUri = "bad-sip-uri";
    /// A destination of other characters than digits, `*` and `#` (ADMIN-6).
    BadDestination = "bad-destination";
    /// A BLF/SpeedDial with neither Destination nor Directory Number.
    NoTarget = "no-target";
    /// A BLF/SpeedDial whose label is empty (ADMIN-8).
    NoLabel = "no-label";
    /// A *Label ASCII* with other characters than ASCII (ADMIN-8).
    LabelNotAscii = "label-not-ascii";
    /// A template that is for another phone type (ADMIN-3).
    TemplateForAnotherModel = "template-for-another-model";
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One mistake: what, where, why, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub code: ProblemCode,
    /// Where it is.
    pub path: ConfigPath,
    /// Where the other half of it is, as for the first of two equal numbers.
    pub other: Option<ConfigPath>,
    /// The rule behind it, where one is.
    pub rule: Option<RuleId>,
    /// What is wrong, in a sentence without a full stop.
    pub sentence: String,
    /// What to do, in words.
    pub help: Option<String>,
}
