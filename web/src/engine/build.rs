//! What an administrator is told, shown and offered.

#[cfg(test)]
mod tests;

use super::run::NotTaken;
use super::{in_words, refused};
use crate::types::{ReasonView, Reply};
use lampfield_core::cluster::{ConfigPath, Refusal, Warning};
use lampfield_core::rules::RuleId;

fn reason(rule: RuleId, path: &ConfigPath, sentence: &str, way_out: &str) -> ReasonView {
    ReasonView {
        rule: rule.to_string(),
        sentence: sentence.to_owned(),
        way_out: way_out.to_owned(),
        path: path.to_string(),
    }
}

/// The answer to an act that was taken, with what the one who acted should look at.
pub(super) fn told(reply: Reply, warnings: &[Warning]) -> Reply {
    let Reply::Snapshot { mut snapshot } = reply else { return reply };
    snapshot.told =
        warnings.iter().map(|w| reason(w.rule, &w.path, &w.sentence, &w.help)).collect();
    Reply::Snapshot { snapshot }
}

/// The answer to an act that was not taken.
pub(super) fn not_taken(why: &NotTaken) -> Reply {
    match why {
        NotTaken::Words(_) => refused(&words(why)),
        NotTaken::Refused(refusal) => Reply::Denied { reasons: reasons(refusal) },
    }
}

fn reasons(refusal: &Refusal) -> Vec<ReasonView> {
    let view = |r: &Refusal| reason(r.rule, &r.path, &r.sentence, &r.way_out);
    refusal.reasons().map(view).collect()
}

/// Why an act was not taken, in one line.
pub(super) fn words(why: &NotTaken) -> String {
    match why {
        NotTaken::Words(told) => told.iter().map(in_words).collect::<Vec<_>>().join("; "),
        NotTaken::Refused(refusal) => {
            let words = |r: &Refusal| format!("{} ({})", r.sentence, r.rule);
            refusal.reasons().map(words).collect::<Vec<_>>().join("; ")
        }
    }
}
