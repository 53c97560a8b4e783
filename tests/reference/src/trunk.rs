//! Who gets in through a SIP trunk, and as whom (AUTH-2, AUTH-5 to AUTH-15, R-5, R-11, R-13).

use crate::ask::{Watcher, refused};
use crate::question::{Expected, Proof};
use lampfield_core::cluster::{Cluster, SecurityProfile};
use lampfield_core::id::{ApplicationUserId, EndUserId, TrunkId};
use lampfield_core::rules::RuleId;

/// As whom a request gets in: trunk authorization, digest, application authorization, in this order
///
///
/// # Errors
/// The answer to one that does not.
pub fn entrance(
    c: &Cluster,
    trunk: TrunkId,
    proof: Proof,
    user: Option<EndUserId>,
) -> Result<Watcher, Expected> {
    let Some(sip) = c.trunks.get(trunk).and_then(|trunk| trunk.sip()) else {
        return closed(403, &[]);
    };
    let saved = c.security_profiles.get(sip.security_profile);
    let Some(profile) = sip.profile_at_reset.as_deref().or(saved) else {
        return closed(403, &[]);
    };
    let own = Watcher { css: sip.subscribe_css, group: sip.presence_group };
    if !profile.accept_presence_subscription {
        return closed(403, &not_accepted(c, proof));
    }
    if !profile.digest_authentication {
        // Nobody is identified; credentials that come unasked are ignored (AUTH-13).
        return Ok(own);
    }
    match proof {
        Proof::NotChecked | Proof::Missing | Proof::Wrong(_) => closed(401, &[RuleId::Auth14]),
        Proof::Device if profile.application_level_authorization => {
            closed(403, &[RuleId::R13, RuleId::Auth7])
        }
        Proof::Device => Ok(own),
        Proof::Application(id) => application(c, profile, own, id, user),
    }
}

fn closed(code: u16, rules: &[RuleId]) -> Result<Watcher, Expected> {
    Err(refused(code, None, rules))
}

/// The trunk's profile does not accept. Where the application user of the request does, AUTH-11
/// says it too.
fn not_accepted(c: &Cluster, proof: Proof) -> Vec<RuleId> {
    let mut rules = vec![RuleId::Auth5];
    if let Proof::Application(id) = proof
        && c.application_users.get(id).is_some_and(|user| user.accept_presence_subscription)
    {
        rules.push(RuleId::Auth11);
    }
    rules
}

/// A request that proved to be an application user's.
fn application(
    c: &Cluster,
    profile: &SecurityProfile,
    own: Watcher,
    id: ApplicationUserId,
    user: Option<EndUserId>,
) -> Result<Watcher, Expected> {
    let Some(application) = c.application_users.get(id) else {
        // Credentials of nobody prove nothing.
        return closed(401, &[RuleId::Auth14]);
    };
    let accepts = application.accept_presence_subscription;
    let level = profile.application_level_authorization;
    let user = user.and_then(|user| c.end_users.get(user)).map(|user| user.presence_group);
    let mut against = Vec::new();
    // IP Manager Assistant takes no part; its end users are watchers of their own, where the trunk
    // knows of them at all.
    if application.ip_manager_assistant && !(level && user.is_some()) {
        against.extend([RuleId::Quirk1, RuleId::R11]);
    }
    match (level, accepts) {
        (false, true) => against.push(RuleId::Auth12),
        (true, false) => against.push(RuleId::Auth7),
        (false, false) | (true, true) => {}
    }
    if !against.is_empty() {
        return closed(403, &against);
    }
    if !level {
        // It passes as the trunk's own.
        return Ok(own);
    }
    // An end user in whose name an application asks is judged by the user's own group (AUTH-17);
    // only without any group does the trunk's count (AUTH-8).
    let group = user.or(application.presence_group).unwrap_or(own.group);
    Ok(Watcher { css: own.css, group })
}
