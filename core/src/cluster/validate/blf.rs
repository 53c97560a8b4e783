//! BLF/SpeedDials.

use super::seat::Seat;
use super::{Problem, ProblemCode, dangling};
use crate::cluster::setting::with_article;
use crate::cluster::{BlfSpeedDial, BlfTarget, Cluster, Destination, Field, Protocol};
use crate::limits;
use crate::presence::Pattern;
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, seat: Seat<'_>, problems: &mut Vec<Problem>) {
    let on = |at| Place { c, seat, at };
    if !seat.blf_speed_dials.is_empty() {
        problems.extend(on(0).model());
    }
    for (at, blf) in seat.blf_speed_dials.iter().enumerate() {
        on(at).target(blf, problems);
        on(at).label(blf, problems);
    }
}

/// One BLF/SpeedDial of a phone or device profile.
#[derive(Clone, Copy)]
struct Place<'a> {
    c: &'a Cluster,
    seat: Seat<'a>,
    at: usize,
}

impl Place<'_> {
    fn problem(self, code: ProblemCode, field: Field, sentence: String) -> Problem {
        Problem::new(code, self.seat.object(), field, sentence)
    }

    /// Whether phones of this model have BLF/SpeedDials at all (WATCH-13).
    fn model(self) -> Option<Problem> {
        let Seat { name, model, .. } = self.seat;
        let field = Field::BlfAt(self.at);
        if model.protocol == Protocol::H323 {
            let sentence = format!("`{name}` is an H.323 phone, which watches nothing");
            let problem = self.problem(ProblemCode::BlfOnH323, field, sentence);
            let help = "remove its BLF/SpeedDials, or give it a SIP or SCCP phone type";
            return Some(problem.rule(RuleId::Watch13).help(help));
        }
        let supported = self.c.support_of(model).blf_speed_dials;
        let sentence = || {
            format!(
                "{} does not support BLF/SpeedDials: they show nothing",
                with_article(&model.to_string())
            )
        };
        (!supported).then(|| {
            self.problem(ProblemCode::BlfUnsupported, field, sentence())
                .rule(RuleId::Watch13)
                .help("remove them, or choose a model that supports them")
        })
    }

    fn target(self, blf: &BlfSpeedDial, problems: &mut Vec<Problem>) {
        let problem = match &blf.target {
            BlfTarget::DirectoryNumber(id) => match self.c.directory_numbers.get(*id) {
                None => Some(self.no_directory_number()),
                Some(dn) => self.pattern(&dn.number),
            },
            BlfTarget::Destination(Destination::Number(number)) => self.number(number),
            BlfTarget::Destination(Destination::SipUri(uri)) => self.uri(uri),
        };
        problems.extend(problem);
    }

    fn no_directory_number(self) -> Problem {
        dangling(self.seat.object(), Field::BlfDirectoryNumber(self.at), "directory number")
            .rule(RuleId::Admin7)
    }

    fn pattern(self, number: &str) -> Option<Problem> {
        // Most numbers are digits: those need no reading.
        let exact = number.bytes().all(|b| b.is_ascii_digit())
            || Pattern::parse(number).map_or(true, |pattern| pattern.is_exact());
        let sentence = || format!("`{number}` is a pattern, and a button dials one number");
        let field = Field::BlfDirectoryNumber(self.at);
        (!exact).then(|| {
            self.problem(ProblemCode::BlfToPattern, field, sentence())
                .help("give the number to watch as the destination")
        })
    }

    fn number(self, number: &str) -> Option<Problem> {
        let field = Field::BlfDestination(self.at);
        if number.is_empty() {
            let sentence = "this BLF/SpeedDial has neither a destination nor a directory number";
            return Some(
                self.problem(ProblemCode::NoTarget, field, sentence.to_owned())
                    .rule(RuleId::R20)
                    .help("give it one of the two"),
            );
        }
        let stray = number.chars().find(|c| !matches!(c, '0'..='9' | '*' | '#'));
        let sentence = match stray {
            Some(c) => format!("`{}` has `{}` in it", number.escape_debug(), c.escape_debug()),
            None => limits::NUMBER_LENGTH.check(number.len()).err()?.to_string(),
        };
        Some(
            self.problem(ProblemCode::BadDestination, field, sentence)
                .rule(RuleId::Admin6)
                .help("a destination has digits, * and # only, or is a SIP URI such as user@host"),
        )
    }

    fn uri(self, uri: &str) -> Option<Problem> {
        let field = Field::BlfDestination(self.at);
        if self.seat.model.protocol == Protocol::Sccp {
            let sentence =
                format!("`{}` is an SCCP phone and cannot watch a SIP URI", self.seat.name);
            return Some(
                self.problem(ProblemCode::SipUriNotOnSip, field, sentence)
                    .rule(RuleId::Watch4)
                    .help("give it a number or a directory number"),
            );
        }
        let sentence = || format!("`{}` is no SIP URI", uri.escape_debug());
        (!is_sip_uri(uri)).then(|| {
            self.problem(ProblemCode::BadSipUri, field, sentence())
                .rule(RuleId::Watch1)
                .help("write user@host or user@host:port")
        })
    }

    fn label(self, blf: &BlfSpeedDial, problems: &mut Vec<Problem>) {
        let field = || Field::BlfLabel(self.at);
        let both = [&blf.label, &blf.label_ascii];
        if let Some(label) = both.into_iter().find(|l| l.chars().any(char::is_control)) {
            let sentence =
                format!("the label `{}` has control characters in it", label.escape_debug());
            let problem = self.problem(ProblemCode::BadLabel, field(), sentence);
            problems.push(problem.rule(RuleId::Admin8).help("leave them out"));
        }
        if !blf.label_ascii.is_ascii() {
            let sentence = format!("the Label ASCII `{}` is not ASCII", blf.label_ascii);
            problems.push(
                self.problem(ProblemCode::LabelNotAscii, Field::BlfLabelAscii(self.at), sentence)
                    .rule(RuleId::Admin8)
                    .help("the label itself may be any text"),
            );
        }
    }
}

/// Whether a text is `user@host` or `user@host:port` (WATCH-1).
pub(super) fn is_sip_uri(uri: &str) -> bool {
    let (user, host) = uri.split_once('@').unwrap_or_default();
    let fits = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    fits(user) && fits(host)
}
