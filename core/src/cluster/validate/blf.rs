//! BLF/SpeedDials.

use super::{Problem, ProblemCode, dangling};
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Cluster, Destination, Field, Object, Phone, Protocol,
};
use crate::limits;
use crate::presence::Pattern;
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, phone: &Phone, problems: &mut Vec<Problem>) {
    let on = |at| Place { c, phone, at };
    if phone.model.protocol == Protocol::H323 && !phone.blf_speed_dials.is_empty() {
        let sentence = format!("`{}` is an H.323 phone, which watches nothing", phone.name);
        problems.push(
            on(0)
                .problem(ProblemCode::BlfOnH323, Field::BlfAt(0), sentence)
                .rule(RuleId::Watch13)
                .help("remove its BLF/SpeedDials, or give it a SIP or SCCP phone type"),
        );
    }
    for (at, blf) in phone.blf_speed_dials.iter().enumerate() {
        on(at).target(blf, problems);
        on(at).label(blf, problems);
    }
}

/// One BLF/SpeedDial of a phone.
#[derive(Clone, Copy)]
struct Place<'a> {
    c: &'a Cluster,
    phone: &'a Phone,
    at: usize,
}

impl Place<'_> {
    fn problem(self, code: ProblemCode, field: Field, sentence: String) -> Problem {
        Problem::new(code, Object::Phone(self.phone.name.clone()), field, sentence)
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
        let object = Object::Phone(self.phone.name.clone());
        dangling(object, Field::BlfDirectoryNumber(self.at), "directory number")
            .rule(RuleId::Admin7)
    }

    fn pattern(self, number: &str) -> Option<Problem> {
        let exact = Pattern::parse(number).map_or(true, |pattern| pattern.is_exact());
        let sentence = format!("`{number}` is a pattern, and a button dials one number");
        let field = Field::BlfDirectoryNumber(self.at);
        (!exact).then(|| {
            self.problem(ProblemCode::BlfToPattern, field, sentence)
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
        if self.phone.model.protocol == Protocol::Sccp {
            let sentence =
                format!("`{}` is an SCCP phone and cannot watch a SIP URI", self.phone.name);
            return Some(
                self.problem(ProblemCode::SipUriNotOnSip, field, sentence)
                    .rule(RuleId::Watch4)
                    .help("give it a number or a directory number"),
            );
        }
        let (user, host) = uri.split_once('@').unwrap_or_default();
        let fits = |part: &str| {
            !part.is_empty()
                && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
        };
        let sentence = || format!("`{}` is no SIP URI", uri.escape_debug());
        (!fits(user) || !fits(host)).then(|| {
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
            problems.push(problem.rule(RuleId::Admin8));
        }
        if !blf.label_ascii.is_ascii() {
            let sentence = format!("the Label ASCII `{}` is not ASCII", blf.label_ascii);
            problems.push(
                self.problem(ProblemCode::LabelNotAscii, field(), sentence)
                    .rule(RuleId::Admin8)
                    .help("the label itself may be any text"),
            );
        }
    }
}
