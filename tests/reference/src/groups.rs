//! Group authorization (AUTH-1, GROUP-1 to GROUP-3).

use lampfield_core::cluster::{Cluster, DefaultPermission, Permission};
use lampfield_core::id::GroupId;
use lampfield_core::presence::Outcome;
use lampfield_core::rules::RuleId;

/// How a watcher's group stands to a presentity's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the watcher may see the presentity.
    pub permitted: bool,
    /// The rule that says so.
    pub rule: RuleId,
}

/// How one group stands to another.
pub fn standing(c: &Cluster, watcher: GroupId, presentity: GroupId) -> Standing {
    if watcher == presentity {
        return Standing { permitted: true, rule: RuleId::Group1 };
    }
    let pane = c.presence_groups.get(watcher).map(|group| &group.relationships);
    match pane.and_then(|pane| pane.get(&presentity)) {
        Some(Permission::AllowSubscription) => Standing { permitted: true, rule: RuleId::Group2 },
        Some(Permission::DisallowSubscription) => {
            Standing { permitted: false, rule: RuleId::Group2 }
        }
        Some(Permission::UseSystemDefault) | None => {
            let default = c.parameters.default_inter_presence_group;
            Standing { permitted: default == DefaultPermission::Allow, rule: RuleId::Group3 }
        }
    }
}

impl Standing {
    /// The outcome of a request that only groups decide.
    pub fn outcome(self) -> Outcome {
        match (self.permitted, self.rule) {
            (true, _) => Outcome::Allowed,
            (false, RuleId::Group3) => Outcome::RefusedByDefault,
            (false, _) => Outcome::Refused,
        }
    }
}
