//! Whether a request that came in through a trunk is accepted: the trunk's profile, digest, the
//! application, in this order.

use super::standing::{Standing, gone, pass};
use super::{Answer, refused};
use crate::cluster::{ApplicationUser, Cluster, SecurityProfile, SipTrunk, Trunk};
use crate::id::ApplicationUserId;
use crate::presence::{Fact, Outcome, Owner, Proof, Recorder, TrunkRequest, Verdict};
use crate::rules::RuleId;

/// Who the sender proved to be. One request proves one identity.
#[derive(Clone, Copy)]
enum Identity<'a> {
    /// Nobody was asked (AUTH-13).
    Nobody,
    /// The device at the far end of the trunk.
    Device,
    /// An application user.
    Application(ApplicationUserId, &'a ApplicationUser),
}

/// Accepts a request from a trunk and says with what it goes on; else the refusal: 401 where
/// credentials are missing or wrong, 403 else.
pub(super) fn accept<R: Recorder>(
    c: &Cluster,
    request: &TrunkRequest,
    record: &mut R,
) -> Result<Standing, Answer> {
    let standing = checked(c, request, record);
    let verdict = if standing.is_ok() { Verdict::Pass } else { Verdict::Fail };
    record.check(RuleId::Auth2, verdict, || Fact::Accepted(request.trunk));
    standing.map_err(|rule| {
        let code = if rule == RuleId::Auth14 { 401 } else { 403 };
        Answer { code, ..refused(Outcome::Refused, rule, None) }
    })
}

fn checked<R: Recorder>(
    c: &Cluster,
    request: &TrunkRequest,
    record: &mut R,
) -> Result<Standing, RuleId> {
    let Some(sip) = c.trunks.get(request.trunk).and_then(Trunk::sip) else {
        return gone(RuleId::Auth5, record);
    };
    let Some(profile) = c.profile_in_force(sip) else { return gone(RuleId::Auth5, record) };
    trunk_accepts(c, request, profile, record)?;
    let identity = digest(c, request, profile, record)?;
    if let Identity::Application(id, user) = identity {
        application(c, request, profile, (id, user), record)?;
    } else if profile.application_level_authorization && profile.digest_authentication {
        return mere_device(request, record);
    }
    Ok(goes_on(c, request, (sip, profile), identity, record))
}

/// AUTH-5; where an application user would have accepted, it is AUTH-11.
fn trunk_accepts<R: Recorder>(
    c: &Cluster,
    request: &TrunkRequest,
    profile: &SecurityProfile,
    record: &mut R,
) -> Result<(), RuleId> {
    let (trunk, accepts) = (request.trunk, profile.accept_presence_subscription);
    let passed = pass(record, RuleId::Auth5, accepts, || Fact::TrunkAccepts { trunk, accepts });
    if accepts {
        return passed;
    }
    if let Proof::Application(user) = request.proof
        && profile.digest_authentication
        && c.application_users.get(user).is_some_and(|user| user.accept_presence_subscription)
    {
        let fact = || Fact::Application { trunk, user, accepts: true };
        return pass(record, RuleId::Auth11, false, fact);
    }
    if R::RECORDS {
        // Nobody is identified yet. An application user that accepts does not help, which is worth
        // telling to who has checked its box.
        let accepting = c.application_users.iter().find(|(_, u)| u.accept_presence_subscription);
        if let Some((user, _)) = accepting {
            let fact = || Fact::Application { trunk, user, accepts: true };
            record.check(RuleId::Auth11, Verdict::Noted, fact);
        }
    }
    passed
}

/// AUTH-13, AUTH-14: who the sender is, where the trunk asks.
fn digest<'c, R: Recorder>(
    c: &'c Cluster,
    request: &TrunkRequest,
    profile: &SecurityProfile,
    record: &mut R,
) -> Result<Identity<'c>, RuleId> {
    let fact = || Fact::Digest { trunk: request.trunk, proof: request.proof };
    if !profile.digest_authentication {
        record.check(RuleId::Auth6, Verdict::Noted, fact);
        record.check(RuleId::Auth13, Verdict::Noted, fact);
        return Ok(Identity::Nobody);
    }
    let identity = match request.proof {
        Proof::Device => Some(Identity::Device),
        Proof::Application(id) => {
            c.application_users.get(id).map(|user| Identity::Application(id, user))
        }
        Proof::NotChecked | Proof::Missing | Proof::Wrong(_) => None,
    };
    if identity.is_none() && profile.application_level_authorization {
        record.check(RuleId::Auth9, Verdict::Noted, fact);
    }
    pass(record, RuleId::Auth14, identity.is_some(), fact)?;
    record.check(RuleId::Auth18, Verdict::Noted, fact);
    identity.ok_or(RuleId::Auth14)
}

/// AUTH-7, AUTH-12, QUIRK-1 and their readings.
fn application<R: Recorder>(
    c: &Cluster,
    request: &TrunkRequest,
    profile: &SecurityProfile,
    (id, user): (ApplicationUserId, &ApplicationUser),
    record: &mut R,
) -> Result<(), RuleId> {
    let (trunk, accepts) = (request.trunk, user.accept_presence_subscription);
    let level = profile.application_level_authorization;
    let fact = || Fact::Application { trunk, user: id, accepts };
    if user.ip_manager_assistant {
        // Its end users are watchers of their own (AUTH-17): only what it asks for itself is
        // refused. Without application level there is no end user: the trunk's group would decide.
        // One that was deleted meanwhile is nobody.
        let for_user = level && request.user.is_some_and(|id| c.end_users.get(id).is_some());
        let verdict = if for_user { Verdict::NotApplied } else { Verdict::Fail };
        record.check(RuleId::R11, verdict, || Fact::Assistant(id));
        record.check(RuleId::Quirk1, verdict, || Fact::Assistant(id));
        if !for_user {
            return Err(RuleId::Quirk1);
        }
    }
    if level {
        let passed = pass(record, RuleId::Auth7, accepts, fact);
        if passed.is_err() {
            record.check(RuleId::Auth10, Verdict::Noted, fact);
        }
        return passed;
    }
    if accepts {
        return pass(record, RuleId::Auth12, false, fact);
    }
    record.check(RuleId::R13, Verdict::Pass, fact);
    Ok(())
}

/// Application level is on, and the sender is no application: R-13.
fn mere_device<R: Recorder>(request: &TrunkRequest, record: &mut R) -> Result<Standing, RuleId> {
    let fact = || Fact::Digest { trunk: request.trunk, proof: request.proof };
    record.check(RuleId::Auth7, Verdict::Fail, fact);
    record.check(RuleId::Auth10, Verdict::Noted, fact);
    record.check(RuleId::R13, Verdict::Fail, fact);
    Err(RuleId::R13)
}

/// Whose group decides: with both levels on that of the end user in whose name the application
/// asks (AUTH-17), else the application's, else the trunk's (AUTH-8); otherwise the trunk's.
fn goes_on<R: Recorder>(
    c: &Cluster,
    request: &TrunkRequest,
    (sip, profile): (&SipTrunk, &SecurityProfile),
    identity: Identity<'_>,
    record: &mut R,
) -> Standing {
    let trunk = Owner::Trunk(request.trunk);
    let own = (trunk, sip.presence_group);
    let (rule, (group_of, group)) = match identity {
        Identity::Nobody => (RuleId::Auth13, own),
        Identity::Application(id, app) if profile.application_level_authorization => {
            let user = request.user.and_then(|id| Some((id, c.end_users.get(id)?)));
            match (user, app.presence_group) {
                (Some((id, user)), _) => {
                    (RuleId::Auth17, (Owner::EndUser(id), user.presence_group))
                }
                (None, Some(group)) => (RuleId::Auth8, (Owner::Application(id), group)),
                (None, None) => {
                    record.check(RuleId::Group8, Verdict::Noted, || Fact::NoGroup(id));
                    (RuleId::Auth8, own)
                }
            }
        }
        Identity::Device | Identity::Application(..) => (RuleId::R13, own),
    };
    let fact = || Fact::GroupOf { owner: group_of, group };
    record.check(rule, Verdict::Noted, fact);
    if rule == RuleId::Auth17 {
        record.check(RuleId::R11, Verdict::Noted, fact);
    }
    let (css, call_css) = (sip.subscribe_css, sip.css);
    record.check(RuleId::Css4, Verdict::Noted, || Fact::CssOf { owner: trunk, css });
    Standing { css, call_css, css_of: trunk, group, group_of }
}
