//! What an edit has done.

use crate::cluster::{Acts, ConfigPath, Object, Problem};
use crate::id::{PhoneId, TrunkId};
use crate::rules::RuleId;

/// What an edit, a Reset, a log-in or a log-out has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What is different in the active configuration, in the order of [`Effect`], each once.
    pub effects: Vec<Effect>,
    /// What an administrator should look at: told at Save, and accepted all the same.
    pub warnings: Vec<Warning>,
    /// What a search found, in the order of names; `None` where nothing was searched.
    pub found: Option<Vec<Object>>,
    /// What dependency records name; `None` where they were not asked for.
    pub dependents: Option<Vec<ConfigPath>>,
    /// Whether the administrator was asked and said no: nothing has changed.
    pub cancelled: bool,
}

/// A difference in the active configuration, for the nodes that act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// A phone is gone: its registration and subscriptions end.
    PhoneRemoved(PhoneId),
    /// A trunk is gone.
    TrunkRemoved(TrunkId),
    /// Parameters are different (ADMIN-1): *BLF for Call Lists* decides over call lists and
    /// directories at once.
    Parameters,
    /// Numbers, patterns, pilots or partitions are different: [`crate::presence::RouteIndex`] is to
    /// be made anew.
    DialPlan,
    /// Calling search spaces, route groups or lists, or hunt lists are different: they are read
    /// live.
    Routes,
    /// Groups, permissions, the inter-group default or the groups of directory numbers are
    /// different: live subscriptions are asked again.
    Permissions,
    /// Application users are different: the next request on a trunk meets them as they are now.
    ApplicationUsers,
    /// End users, their groups or SUBSCRIBE calling search spaces are different: a request that is
    /// made in a user's name without a phone meets them as they are now.
    EndUsers,
    /// Names or numbers of the corporate directory are different: open directories show them
    ///
    Directory,
    /// What models support is different.
    Models,
    /// There is a new phone.
    PhoneAdded(PhoneId),
    /// Name, device name or type of a phone are different: it registers anew as what it is now.
    PhoneIdentity(PhoneId),
    /// Somebody else is logged in on a phone, or it shows another profile (EM-1, EM-2).
    PhoneMobility(PhoneId),
    /// The SUBSCRIBE CSS or the presence group in force on a phone are different.
    PhoneWatcher(PhoneId),
    /// The lines of a phone are different, or the number of one of them, or its calling search
    /// space for calls.
    PhoneLines(PhoneId),
    /// The template, its buttons or the BLF/SpeedDials that a phone shows are different, or the
    /// number of a directory number behind one of them (WATCH-11).
    PhoneButtons(PhoneId),
    /// There is a new trunk.
    TrunkAdded(TrunkId),
    /// Settings in force on a trunk are different.
    TrunkChanged(TrunkId),
    /// A phone was Reset: it drops its registration and registers anew (ADMIN-2).
    PhoneReset(PhoneId),
    /// A trunk was Reset: its subscriptions end.
    TrunkReset(TrunkId),
    /// CallManager restarts: it forgets all but the configuration.
    Restart,
}

/// What an administrator should look at after a Save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The rule behind it.
    pub rule: RuleId,
    /// The object and setting that it is about.
    pub path: ConfigPath,
    /// What is the matter, in a sentence without a full stop.
    pub sentence: String,
    /// What to do about it, in words; empty where nothing is to be done.
    pub help: String,
}

impl From<Problem> for Warning {
    fn from(problem: Problem) -> Self {
        Warning {
            rule: problem.rule.unwrap_or(RuleId::R20),
            path: problem.path,
            sentence: problem.sentence,
            help: problem.help.unwrap_or_default(),
        }
    }
}

/// A setting that is saved and does not act yet (ADMIN-2, R-17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The phone or trunk that has not taken it.
    pub device: Object,
    /// The setting: of the device itself, or of what it uses.
    pub path: ConfigPath,
    /// The value that is saved, in words; empty where it is unset.
    pub saved: String,
    /// The value that acts, in words; empty where it is unset.
    pub active: String,
    /// What makes the saved value act.
    pub acts: Acts,
}
