//! The sentences of what lets a request from a trunk in: profile, digest, application.

use crate::cluster::Trunk;
use crate::id::{ApplicationUserId, TrunkId};
use crate::presence::explain::names::Names;
use crate::presence::{Check, Fact, Proof, Verdict, WrongProof};
use crate::rules::RuleId;

/// The sentence of a check; `None` for other facts.
pub(super) fn accepted(names: &Names<'_>, check: &Check) -> Option<String> {
    Some(match &check.fact {
        Fact::TrunkAccepts { trunk, accepts } => {
            let checked = if *accepts { "is checked" } else { "is not checked" };
            format!("Accept Presence Subscription {checked} in {}", profile_of(names, *trunk))
        }
        Fact::Accepted(trunk) if check.verdict == Verdict::Pass => {
            format!("CallManager accepts the request that came in on {}", names.trunk(*trunk))
        }
        Fact::Accepted(trunk) => {
            format!(
                "CallManager does not accept the request that came in on {}",
                names.trunk(*trunk)
            )
        }
        Fact::Digest { trunk, proof } => digest(names, check.rule, *trunk, *proof),
        Fact::Application { trunk, user, accepts } => {
            application(names, check.rule, *trunk, *user, *accepts)
        }
        Fact::Assistant(user) if check.verdict == Verdict::NotApplied => format!(
            "{} is IP Manager Assistant, and asks in the name of an end user, who is a watcher",
            names.application(*user)
        ),
        Fact::Assistant(user) => format!(
            "{} is IP Manager Assistant, which takes no part in SIP presence",
            names.application(*user)
        ),
        Fact::NoGroup(user) => format!(
            "{} has no presence group, so that of the trunk counts",
            names.application(*user)
        ),
        Fact::AlwaysChecked(trunk) if check.rule == RuleId::Auth15 => format!(
            "the groups are asked last: the request passed everything else on {}",
            names.trunk(*trunk)
        ),
        Fact::AlwaysChecked(trunk) => {
            format!("a request that came in on {} is always checked", names.trunk(*trunk))
        }
        _ => return None,
    })
}

/// `the security profile `Presence In` of Trunk C`.
fn profile_of(names: &Names<'_>, trunk: TrunkId) -> String {
    let sip = names.0.trunks.look_up(trunk).and_then(Trunk::sip);
    let profile = sip.map_or("(deleted)", |sip| names.security_profile(sip.security_profile));
    format!("the security profile `{profile}` of {}", names.trunk(trunk))
}

fn digest(names: &Names<'_>, rule: RuleId, trunk: TrunkId, proof: Proof) -> String {
    let on = names.trunk(trunk);
    match (rule, proof) {
        (RuleId::Auth6, _) => {
            format!("digest authentication is off on {on}: presence is accepted without it")
        }
        (RuleId::Auth13, _) => format!(
            "nobody is identified on {on}: credentials are ignored and application users not consulted"
        ),
        (RuleId::Auth9, _) => "an application must first pass digest authentication".to_owned(),
        (RuleId::Auth7 | RuleId::R13, _) => format!(
            "Enable Application Level Authorization is on in {}, and a mere device is no application user",
            profile_of(names, trunk)
        ),
        (RuleId::Auth10, _) => {
            format!("the request passed {on}, and fails at the application level")
        }
        (RuleId::Auth18, Proof::Application(_)) => {
            "these are an application's credentials, not the sending device's".to_owned()
        }
        (RuleId::Auth18, _) => {
            "these are the sending device's credentials, not an application's".to_owned()
        }
        (_, proof) => proved(names, on, proof),
    }
}

/// What a proof says.
fn proved(names: &Names<'_>, on: &str, proof: Proof) -> String {
    match proof {
        Proof::NotChecked | Proof::Missing => {
            format!("{on} asks for digest authentication, and the request has no credentials")
        }
        Proof::Application(user) => {
            format!("the credentials are those of the application user {}", names.application(user))
        }
        Proof::Device => format!("the credentials are those of the device at the far end of {on}"),
        Proof::Wrong(wrong) => match wrong {
            WrongProof::UnknownUser => format!(
                "the user name of the credentials is neither an application user's nor that of the device of {on}"
            ),
            WrongProof::WrongPassword => "the password of the credentials is wrong".to_owned(),
            WrongProof::Stale => {
                "the credentials answer a challenge that is too old; a new one was sent".to_owned()
            }
            WrongProof::Replayed => "the credentials were used before".to_owned(),
            WrongProof::Unsupported => {
                "the credentials are of a kind that CallManager does not take".to_owned()
            }
        },
    }
}

fn application(
    names: &Names<'_>,
    rule: RuleId,
    trunk: TrunkId,
    user: ApplicationUserId,
    accepts: bool,
) -> String {
    let user = names.application(user);
    match rule {
        RuleId::Auth11 => format!(
            "the application user {user} accepts presence subscriptions, but {} does not",
            profile_of(names, trunk)
        ),
        RuleId::Auth12 => format!(
            "the application user {user} accepts presence subscriptions, but Enable Application Level Authorization is off in {}",
            profile_of(names, trunk)
        ),
        RuleId::Auth10 => {
            format!("the request passed {}, and fails at the application level", names.trunk(trunk))
        }
        RuleId::R13 => format!(
            "the application user {user} does not accept presence subscriptions, and without application level the request passes as the trunk's own"
        ),
        _ if accepts => {
            format!("Accept Presence Subscription is checked for the application user {user}")
        }
        _ => format!("Accept Presence Subscription is not checked for the application user {user}"),
    }
}
