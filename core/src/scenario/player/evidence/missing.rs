//! What would have shown a rule that a run did not show.

use super::Shown;
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place};
use crate::gather::Gather;
use crate::rules::{Evidence as Kind, RuleId};
use crate::scenario::model::Scenario;
use std::sync::Arc;

/// What shows each observed rule, in words for the one whose scenario does not.
const OBSERVED: [(RuleId, &str); 19] = [
    (
        RuleId::Watch2,
        "a BLF/SpeedDial, an entry of a call list and one of the directory must each get a status",
    ),
    (RuleId::Watch3, "an entry of an open call list must get a status"),
    (RuleId::Watch6, "a SUBSCRIBE must reach CallManager, and a NOTIFY a phone"),
    (RuleId::Watch7, "a lamp must change from one status to another because of what it was told"),
    (RuleId::Watch11, "a BLF lamp must get a status on a phone that nobody has touched"),
    (RuleId::Watch12, "pressing a BLF/SpeedDial must make another phone ring"),
    (RuleId::Route4, "a lamp must change because of a NOTIFY that came in over a trunk"),
    (
        RuleId::Route5,
        "two watchers must have the status of one presentity outside, and CallManager must have asked once",
    ),
    (
        RuleId::Route6,
        "a lamp must lose its status because the far end of a trunk ended the subscription",
    ),
    (
        RuleId::Group4,
        "`view: relationship pane of …` must show nothing for a group that an edit has added",
    ),
    (RuleId::Group5, "`view: relationship pane of …` must show a permission"),
    (
        RuleId::Group12,
        "`found` must hold after presence groups were added, copied, renamed or deleted",
    ),
    (RuleId::Admin1, "`view` must show an enterprise or service parameter"),
    (RuleId::Admin2, "`pending` must name a device, and after its Reset no longer"),
    (
        RuleId::Admin4,
        "a BLF lamp must get a status on a phone whose template was copied and its buttons set by edits",
    ),
    (
        RuleId::Admin5,
        "`view: destination of … BLF 1` must show nothing after an edit gave it a directory number",
    ),
    (RuleId::Admin7, "`view: directory_number of … BLF 1` must show one"),
    (RuleId::Admin8, "`view: labels of …` must show some"),
    (
        RuleId::Admin9,
        "a BLF lamp must get a status on a phone that shows the buttons of a device profile",
    ),
];

impl Shown {
    /// The failure of a rule that was not shown.
    pub(in crate::scenario::player) fn missing(&self, scenario: &Scenario) -> Option<Diagnostic> {
        if self.at.is_some() {
            return None;
        }
        let rule = self.rule.rule();
        let place = Place { file: Arc::clone(&scenario.file), span: self.span };
        let why = match rule.evidence {
            Kind::Decided => {
                format!("no decision of this run has a check with the id {}", self.rule)
            }
            Kind::Observed => match OBSERVED.iter().find(|(own, _)| *own == self.rule) {
                Some((_, what)) => format!("{what}, and none did"),
                None => "this version has nothing yet that could show it".to_owned(),
            },
            Kind::Whole => {
                let parts: Vec<&str> = self.missing_parts.iter().map(|part| part.as_str()).gather();
                format!(
                    "it holds when its parts do, and these were not shown: {}",
                    parts.join(", ")
                )
            }
            Kind::Refused => {
                format!("an edit must be turned down with {}, and none was", self.rule)
            }
            Kind::Review => format!(
                "it is shown by a review, or by a warning at Save (`warned: change, because: [{}]`)",
                self.rule
            ),
        };
        let diagnostic = Diagnostic::error(
            Code::NotCovered,
            place,
            format!("this run does not show {}", self.rule),
        )
        .label(rule.title)
        .note(NoteKind::Why, why)
        .note(NoteKind::See, format!("lampfield explain {}", self.rule));
        Some(diagnostic)
    }
}
