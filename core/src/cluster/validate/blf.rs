//! BLF/SpeedDials.

use super::seat::Seat;
use super::{ProblemCode, Problems};
use crate::cluster::setting::with_article;
use crate::cluster::{BlfSpeedDial, BlfTarget, Cluster, Destination, Field, Protocol};
use crate::limits;
use crate::presence::Pattern;
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, seat: Seat<'_>, problems: &mut Problems) {
    let on = |at| Place { c, seat, at };
    if !seat.blf_speed_dials.is_empty() {
        on(0).model(problems);
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
    /// Whether phones of this model have BLF/SpeedDials at all (WATCH-13).
    fn model(self, problems: &mut Problems) {
        let Seat { name, model, .. } = self.seat;
        let (object, field) = (self.seat.object(), Field::BlfAt(self.at));
        if model.protocol == Protocol::H323 {
            let sentence = format_args!("`{name}` is an H.323 phone, which watches nothing");
            problems
                .tell(ProblemCode::BlfOnH323, object, field, sentence)
                .rule(RuleId::Watch13)
                .help("remove its BLF/SpeedDials, or give it a SIP or SCCP phone type");
        } else if !self.c.support_of(model).blf_speed_dials {
            let model = with_article(&model.to_string());
            let sentence =
                format_args!("{model} does not support BLF/SpeedDials: they show nothing");
            problems
                .tell(ProblemCode::BlfUnsupported, object, field, sentence)
                .rule(RuleId::Watch13)
                .help("remove them, or choose a model that supports them");
        }
    }

    fn target(self, blf: &BlfSpeedDial, problems: &mut Problems) {
        match &blf.target {
            BlfTarget::DirectoryNumber(id) => match self.c.directory_numbers.look_up(*id) {
                None => {
                    let field = Field::BlfDirectoryNumber(self.at);
                    let told = problems.dangling(self.seat.object(), field, "directory number");
                    told.rule(RuleId::Admin7);
                }
                Some(dn) => self.pattern(&dn.number, problems),
            },
            BlfTarget::Destination(Destination::Number(number)) => self.number(number, problems),
            BlfTarget::Destination(Destination::SipUri(uri)) => self.uri(uri, problems),
        }
    }

    fn pattern(self, number: &str, problems: &mut Problems) {
        // Most numbers are digits: those need no reading.
        let exact = number.bytes().all(|b| b.is_ascii_digit())
            || Pattern::parse(number).map_or(true, |pattern| pattern.is_exact());
        if !exact {
            let field = Field::BlfDirectoryNumber(self.at);
            let sentence = format_args!("`{number}` is a pattern, and a button dials one number");
            problems
                .tell(ProblemCode::BlfToPattern, self.seat.object(), field, sentence)
                .help("give the number to watch as the destination");
        }
    }

    fn number(self, number: &str, problems: &mut Problems) {
        let field = Field::BlfDestination(self.at);
        if number.is_empty() {
            let sentence =
                format_args!("this BLF/SpeedDial has neither a destination nor a directory number");
            problems
                .tell(ProblemCode::NoTarget, self.seat.object(), field, sentence)
                .rule(RuleId::R20)
                .help("give it one of the two");
            return;
        }
        let stray = number.chars().find(|c| !matches!(c, '0'..='9' | '*' | '#'));
        let sentence = match (stray, limits::NUMBER_LENGTH.check(number.len())) {
            (Some(c), _) => format!("`{}` has `{}` in it", number.escape_debug(), c.escape_debug()),
            (None, Err(reached)) => reached.to_string(),
            (None, Ok(())) => return,
        };
        let sentence = format_args!("{sentence}");
        problems
            .tell(ProblemCode::BadDestination, self.seat.object(), field, sentence)
            .rule(RuleId::Admin6)
            .help("a destination has digits, * and # only, or is a SIP URI such as user@host");
    }

    fn uri(self, uri: &str, problems: &mut Problems) {
        let (object, field) = (self.seat.object(), Field::BlfDestination(self.at));
        if self.seat.model.protocol == Protocol::Sccp {
            let name = self.seat.name;
            let sentence = format_args!("`{name}` is an SCCP phone and cannot watch a SIP URI");
            problems
                .tell(ProblemCode::SipUriNotOnSip, object, field, sentence)
                .rule(RuleId::Watch4)
                .help("give it a number or a directory number");
        } else if !is_sip_uri(uri) {
            let sentence = format_args!("`{}` is no SIP URI", uri.escape_debug());
            problems
                .tell(ProblemCode::BadSipUri, object, field, sentence)
                .rule(RuleId::Watch1)
                .help("write user@host or user@host:port");
        }
    }

    fn label(self, blf: &BlfSpeedDial, problems: &mut Problems) {
        let field = Field::BlfLabel(self.at);
        let both = [&blf.label, &blf.label_ascii];
        if let Some(label) = both.into_iter().find(|l| l.chars().any(char::is_control)) {
            let sentence =
                format_args!("the label `{}` has control characters in it", label.escape_debug());
            problems
                .tell(ProblemCode::BadLabel, self.seat.object(), field, sentence)
                .rule(RuleId::Admin8)
                .help("leave them out");
        }
        if !blf.label_ascii.is_ascii() {
            let sentence = format_args!("the Label ASCII `{}` is not ASCII", blf.label_ascii);
            let field = Field::BlfLabelAscii(self.at);
            problems
                .tell(ProblemCode::LabelNotAscii, self.seat.object(), field, sentence)
                .rule(RuleId::Admin8)
                .help("the label itself may be any text");
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
