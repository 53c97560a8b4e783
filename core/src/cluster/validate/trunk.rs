//! Trunks and the security profiles of SIP trunks.

use super::phone::watcher;
use super::{ProblemCode, Problems};
use crate::cluster::{Cluster, Field, Object, SecurityProfile, SipTrunk, Trunk};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    for (_, own) in c.security_profiles.iter() {
        levels(own, problems);
    }
    for (_, trunk) in c.trunks.iter() {
        if let Some(sip) = trunk.sip() {
            sip_trunk(c, trunk, sip, problems);
        }
    }
}

/// AUTH-9: an application must pass digest authentication first.
fn levels(profile: &SecurityProfile, problems: &mut Problems) {
    if profile.application_level_authorization && !profile.digest_authentication {
        let sentence = format_args!(
            "`{}` has Enable Application Level Authorization checked without Enable Digest \
             Authentication",
            profile.name
        );
        let object = Object::SecurityProfile(profile.name.clone());
        let field = Field::ApplicationLevelAuthorization;
        problems
            .tell(ProblemCode::LevelWithoutDigest, object, field, sentence)
            .rule(RuleId::Auth9)
            .help("check Enable Digest Authentication too: an application must pass digest first");
    }
}

fn sip_trunk(c: &Cluster, trunk: &Trunk, sip: &SipTrunk, problems: &mut Problems) {
    let object = Object::Trunk(trunk.name.clone());
    watcher(c, &object, (sip.subscribe_css, sip.presence_group), problems);
    if sip.css.is_some_and(|id| c.calling_search_spaces.look_up(id).is_none()) {
        problems.dangling(object.clone(), Field::Css, "calling search space");
    }
    if c.security_profiles.look_up(sip.security_profile).is_none() {
        let what = "SIP trunk security profile";
        problems.dangling(object.clone(), Field::SecurityProfile, what);
    }
    if trunk.destination.is_none() {
        let sentence = format_args!("`{}` leads nowhere: it has no destination", trunk.name);
        let code = ProblemCode::NoDestination;
        problems
            .tell(code, object, Field::Destination, sentence)
            .rule(RuleId::Route1)
            .help("name who is at its far end");
    }
}
