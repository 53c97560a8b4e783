//! The sentences of how a route carried a request.

use crate::id::TrunkId;
use crate::presence::explain::names::Names;
use crate::presence::{Check, Fact, TrunkResult};
use crate::rules::RuleId;
use crate::trace::words::status_word;

/// The sentence of a check; `None` for other facts.
pub(super) fn carried(names: &Names<'_>, check: &Check) -> Option<String> {
    Some(match &check.fact {
        Fact::TrunkTried { trunk, result } => tried(names, check.rule, *trunk, *result),
        Fact::RouteFailed(503) => "no trunk of the route gave a final answer: 503".to_owned(),
        Fact::RouteFailed(code) => {
            format!("the way out failed: the last final answer was {code}")
        }
        Fact::Upstream(trunk) => {
            format!(
                "one subscription, on {}, serves all who watch this by this way",
                names.trunk(*trunk)
            )
        }
        Fact::SecondUpstream { first, trunk } => format!(
            "the watcher may not see what is behind {}, which carries the first subscription: {} carries a second",
            names.trunk(*first),
            names.trunk(*trunk)
        ),
        Fact::Cached { trunk, .. } if check.rule == RuleId::R16 => {
            format!("the subscription on {} serves this watcher too", names.trunk(*trunk))
        }
        Fact::Cached { status: Some(status), .. } => format!(
            "the status came from the cache, with no second subscription: {}",
            status_word(*status)
        ),
        Fact::Cached { status: None, .. } => {
            "no second subscription was made; its first status is still to come".to_owned()
        }
        Fact::Circular { group, first } => format!(
            "the route group `{}` is circular: this time it begins with {}",
            names.route_group(*group),
            names.trunk(*first)
        ),
        _ => return None,
    })
}

fn tried(names: &Names<'_>, rule: RuleId, trunk: TrunkId, result: TrunkResult) -> String {
    let trunk = names.trunk(trunk);
    let ended = match result {
        TrunkResult::OutOfService => format!("{trunk} is out of service"),
        TrunkResult::NotPermitted => {
            return format!("the watcher may not see what is behind {trunk}, so it is skipped");
        }
        TrunkResult::TransportFailed => format!("{trunk} could not be reached"),
        TrunkResult::NoAnswer => format!("{trunk} did not answer"),
        TrunkResult::ChallengeUnmet => {
            format!("{trunk} wants credentials that are not configured or not the right ones")
        }
        TrunkResult::Answered(code) => format!("{trunk} answered {code}"),
    };
    match rule {
        RuleId::R6 if result.goes_on() => format!("{ended}: on to the next trunk"),
        RuleId::R6 => {
            format!("{ended}: that is the presentity's word, and no other trunk is tried")
        }
        _ => ended,
    }
}
