//! Whether a watcher's group may see a presentity's group (GROUP-1 to GROUP-4, AUTH-1).

use super::{Fact, Outcome, Recorder, Verdict};
use crate::cluster::{Cluster, DefaultPermission, Permission};
use crate::id::GroupId;
use crate::rules::RuleId;

/// What group authorization says, and the rule that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Authorization {
    pub(super) outcome: Outcome,
    pub(super) rule: RuleId,
}

/// Asks the groups: within one all is allowed, between two the relationship decides, and where
/// that is *Use System Default* the service parameter does.
pub(super) fn authorize(
    c: &Cluster,
    from: GroupId,
    to: GroupId,
    record: &mut impl Recorder,
) -> Authorization {
    let authorization = if from == to {
        record.check(RuleId::Group1, Verdict::Pass, || Fact::SameGroup(from));
        if c.presence_groups.len() == 1 {
            record.check(RuleId::Auth4, Verdict::Noted, || Fact::OnlyStandardGroup);
        }
        Authorization { outcome: Outcome::Allowed, rule: RuleId::Group1 }
    } else {
        between(c, from, to, record)
    };
    let verdict = verdict(authorization.outcome == Outcome::Allowed);
    record.check(RuleId::Auth1, verdict, || Fact::GroupsDecided { from, to });
    authorization
}

fn between(c: &Cluster, from: GroupId, to: GroupId, record: &mut impl Recorder) -> Authorization {
    let group = c.presence_groups.get(from);
    let permission = group.map(|g| g.permission_to(to)).unwrap_or_default();
    let fact = || Fact::Permission { from, to, permission };
    match permission {
        Permission::AllowSubscription => {
            record.check(RuleId::Group2, Verdict::Pass, fact);
            Authorization { outcome: Outcome::Allowed, rule: RuleId::Group2 }
        }
        Permission::DisallowSubscription => {
            record.check(RuleId::Group2, Verdict::Fail, fact);
            Authorization { outcome: Outcome::Refused, rule: RuleId::Group2 }
        }
        Permission::UseSystemDefault => {
            record.check(RuleId::Group2, Verdict::Noted, fact);
            by_default(c, from, to, record)
        }
    }
}

fn by_default(
    c: &Cluster,
    from: GroupId,
    to: GroupId,
    record: &mut impl Recorder,
) -> Authorization {
    let allows = c.parameters.default_inter_presence_group == DefaultPermission::Allow;
    record.check(RuleId::Group3, verdict(allows), || Fact::SystemDefault { from, to, allows });
    let outcome = if allows { Outcome::Allowed } else { Outcome::RefusedByDefault };
    Authorization { outcome, rule: RuleId::Group3 }
}

fn verdict(pass: bool) -> Verdict {
    if pass { Verdict::Pass } else { Verdict::Fail }
}
