//! Why a subscription ends, in the words of RFC 6665 4.1.3.

/// The reasons behind `terminated`. Both sides speak them: a notifier ends with one, a watcher is
/// told one, and who stands between a trunk and its watchers passes them on (ROUTE-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Subscribe again at once.
    Deactivated,
    /// Subscribe again later.
    Probation,
    /// No longer permitted.
    Rejected,
    /// Ran out.
    Timeout,
    /// Could not be decided in time.
    Giveup,
    /// The presentity is no more.
    NoResource,
    /// Its state will not change any more.
    Invariant,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 7] = [
        Reason::Deactivated,
        Reason::Probation,
        Reason::Rejected,
        Reason::Timeout,
        Reason::Giveup,
        Reason::NoResource,
        Reason::Invariant,
    ];

    /// As it stands in Subscription-State.
    pub const fn text(self) -> &'static str {
        match self {
            Reason::Deactivated => "deactivated",
            Reason::Probation => "probation",
            Reason::Rejected => "rejected",
            Reason::Timeout => "timeout",
            Reason::Giveup => "giveup",
            Reason::NoResource => "noresource",
            Reason::Invariant => "invariant",
        }
    }

    /// The reason that a Subscription-State names, in any case; `None` for one that RFC 6665 does
    /// not know.
    pub fn parse(text: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.text().eq_ignore_ascii_case(text))
    }

    /// Whether the last NOTIFY may still say how it stands: not to one who may not see it,
    /// nor of a presentity that nobody speaks for.
    pub(super) const fn tells_status(self) -> bool {
        !matches!(self, Reason::Rejected | Reason::Giveup | Reason::NoResource)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_as_it_is_written_and_others_are_none() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(&reason.text().to_uppercase()), Some(reason));
        }
        assert_eq!((Reason::parse(""), Reason::parse("tired")), (None, None));
    }
}
