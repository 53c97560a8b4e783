//! Trunks and the security profiles of SIP trunks.

use super::phone::watcher;
use super::{Problem, ProblemCode, dangling};
use crate::cluster::{Cluster, Field, Object, SecurityProfile, SipTrunk, Trunk};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
    for (_, own) in c.security_profiles.iter() {
        problems.extend(levels(own));
    }
    for (_, trunk) in c.trunks.iter() {
        if let Some(sip) = trunk.sip() {
            sip_trunk(c, trunk, sip, problems);
        }
    }
}

/// AUTH-9: an application must pass digest authentication first.
fn levels(profile: &SecurityProfile) -> Option<Problem> {
    let alone = profile.application_level_authorization && !profile.digest_authentication;
    alone.then(|| {
        let sentence = format!(
            "`{}` has Enable Application Level Authorization checked without Enable Digest \
             Authentication",
            profile.name
        );
        let object = Object::SecurityProfile(profile.name.clone());
        let field = Field::ApplicationLevelAuthorization;
        Problem::new(ProblemCode::LevelWithoutDigest, object, field, sentence)
            .rule(RuleId::Auth9)
            .help("check Enable Digest Authentication too: an application must pass digest first")
    })
}

fn sip_trunk(c: &Cluster, trunk: &Trunk, sip: &SipTrunk, problems: &mut Vec<Problem>) {
    let object = Object::Trunk(trunk.name.clone());
    watcher(c, &object, (sip.subscribe_css, sip.presence_group), problems);
    if sip.css.is_some_and(|id| c.calling_search_spaces.get(id).is_none()) {
        problems.push(dangling(object.clone(), Field::Css, "calling search space"));
    }
    if c.security_profiles.get(sip.security_profile).is_none() {
        let what = "SIP trunk security profile";
        problems.push(dangling(object.clone(), Field::SecurityProfile, what));
    }
    if trunk.destination.is_none() {
        let sentence = format!("`{}` leads nowhere: it has no destination", trunk.name);
        let code = ProblemCode::NoDestination;
        let problem = Problem::new(code, object, Field::Destination, sentence);
        problems.push(problem.rule(RuleId::Route1).help("name who is at its far end"));
    }
}
