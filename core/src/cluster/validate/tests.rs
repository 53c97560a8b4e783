use super::*;
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Button, ButtonTemplate, ClusterBuilder, Destination, DirectoryNumber,
    Model, Partition, Permission, PresenceGroup, STANDARD_PRESENCE_GROUP, Site, Table,
};
use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId, TemplateId};

/// Two phones, nothing wrong.
fn good() -> Cluster {
    ClusterBuilder::new()
        .partition("Internal")
        .css("Everyone", &["Internal"])
        .group("Board")
        .template("BLF", 2)
        .dn("1000 in Internal")
        .dn_in_group("1111 in Internal", "Board")
        .phone("Phone A", "7970 SIP", |p| {
            p.css("Everyone").subscribe_css("Everyone").template("BLF").line("1000 in Internal")
        })
        .phone("Phone B", "7961 SCCP", |p| p.line("1111 in Internal").template("BLF"))
        .phone("Lobby", "H.323", |p| p)
        .build()
        .unwrap()
}

fn dial(c: &mut Cluster, phone: u32, target: Destination) {
    let blf = BlfSpeedDial {
        target: BlfTarget::Destination(target),
        label: "x".to_owned(),
        label_ascii: String::new(),
    };
    c.phones.get_mut(PhoneId(phone)).unwrap().blf_speed_dials.push(blf);
}

fn number(c: &mut Cluster, phone: u32, number: &str) {
    dial(c, phone, Destination::Number(number.to_owned()));
}

fn uri(c: &mut Cluster, phone: u32, uri: &str) {
    dial(c, phone, Destination::SipUri(uri.to_owned()));
}

fn add_dn(c: &mut Cluster, number: &str) {
    let partition = Some((PartitionId(0), "Internal"));
    c.directory_numbers.push(DirectoryNumber::new(number, partition, STANDARD_PRESENCE_GROUP));
}

/// A way to break the good cluster, and what must be said of it: code and place in the file.
type Break = (fn(&mut Cluster), ProblemCode, &'static str);

const BREAKS: &[Break] = &[
    (
        |c| {
            c.partitions.push(Partition { name: " ".to_owned() });
        },
        ProblemCode::BadName,
        "partitions. ",
    ),
    (
        |c| {
            c.presence_groups.push(PresenceGroup::new("Board"));
        },
        ProblemCode::DuplicateName,
        "presence_groups.Board",
    ),
    (
        |c| c.phones.get_mut(PhoneId(0)).unwrap().css = Some(CssId(9)),
        ProblemCode::Dangling,
        "phones.Phone A.css",
    ),
    (
        |c| c.phones.get_mut(PhoneId(0)).unwrap().template = Some(TemplateId(9)),
        ProblemCode::Dangling,
        "phones.Phone A.template",
    ),
    (
        |c| c.phones.get_mut(PhoneId(1)).unwrap().lines.push(DnId(9)),
        ProblemCode::Dangling,
        "phones.Phone B.lines[1]",
    ),
    (
        |c| c.directory_numbers.get_mut(DnId(0)).unwrap().presence_group = GroupId(9),
        ProblemCode::Dangling,
        "directory_numbers.1000 in Internal.presence_group",
    ),
    (
        |c| {
            let board = c.presence_groups.get_mut(GroupId(1)).unwrap();
            board.relationships.insert(GroupId(1), Permission::DisallowSubscription);
        },
        ProblemCode::RelationshipToItself,
        "presence_groups.Board.relationships.Board",
    ),
    (
        |c| {
            c.presence_groups = Table::new();
            c.presence_groups.push(PresenceGroup::new("Mine"));
            c.presence_groups.push(PresenceGroup::new("Board"));
        },
        ProblemCode::NoStandardGroup,
        "presence_groups.Standard Presence group",
    ),
    (
        |c| c.calling_search_spaces.get_mut(CssId(0)).unwrap().partitions.clear(),
        ProblemCode::EmptyCss,
        "calling_search_spaces.Everyone",
    ),
    (
        |c| c.calling_search_spaces.get_mut(CssId(0)).unwrap().partitions.push(PartitionId(0)),
        ProblemCode::PartitionTwice,
        "calling_search_spaces.Everyone[1]",
    ),
    (|c| add_dn(c, "10a0"), ProblemCode::BadNumber, "directory_numbers.10a0 in Internal"),
    (|c| add_dn(c, "[12"), ProblemCode::BadNumber, "directory_numbers.[12 in Internal"),
    (|c| add_dn(c, "1000"), ProblemCode::NumberTwice, "directory_numbers.1000 in Internal"),
    (|c| add_dn(c, "1.0[0]0"), ProblemCode::NumberTwice, "directory_numbers.1.0[0]0 in Internal"),
    (
        |c| c.phones.get_mut(PhoneId(0)).unwrap().lines.push(DnId(0)),
        ProblemCode::LineTwice,
        "phones.Phone A.lines[1]",
    ),
    (|c| number(c, 2, "1000"), ProblemCode::BlfOnH323, "phones.Lobby.blf_speed_dials[0]"),
    (
        |c| uri(c, 1, "xten3@CompB.cisco.com"),
        ProblemCode::SipUriNotOnSip,
        "phones.Phone B.blf_speed_dials[0].destination",
    ),
    (
        |c| uri(c, 0, "xten3@"),
        ProblemCode::BadSipUri,
        "phones.Phone A.blf_speed_dials[0].destination",
    ),
    (
        |c| number(c, 0, "+15551234"),
        ProblemCode::BadDestination,
        "phones.Phone A.blf_speed_dials[0].destination",
    ),
    (
        |c| number(c, 0, &"1".repeat(33)),
        ProblemCode::BadDestination,
        "phones.Phone A.blf_speed_dials[0].destination",
    ),
    (|c| number(c, 0, ""), ProblemCode::NoTarget, "phones.Phone A.blf_speed_dials[0].destination"),
    (
        |c| {
            number(c, 0, "1");
            let phone = c.phones.get_mut(PhoneId(0)).unwrap();
            phone.blf_speed_dials[0].label = "a\nb".to_owned();
        },
        ProblemCode::BadLabel,
        "phones.Phone A.blf_speed_dials[0].label",
    ),
    (
        |c| {
            number(c, 0, "1");
            let phone = c.phones.get_mut(PhoneId(0)).unwrap();
            phone.blf_speed_dials[0].label_ascii = "Zoë".to_owned();
        },
        ProblemCode::LabelNotAscii,
        "phones.Phone A.blf_speed_dials[0].label",
    ),
    (
        |c| {
            let model = Model::parse("7961 SCCP");
            let name = "Other".to_owned();
            let id = c.button_templates.push(ButtonTemplate { name, model, buttons: Vec::new() });
            c.phones.get_mut(PhoneId(0)).unwrap().template = Some(id);
        },
        ProblemCode::TemplateForAnotherModel,
        "phones.Phone A.template",
    ),
    (
        |c| c.button_templates.get_mut(TemplateId(0)).unwrap().buttons = vec![Button::Line; 201],
        ProblemCode::TooMany,
        "button_templates.BLF.buttons",
    ),
    (
        |c| {
            add_dn(c, "20XX");
            let blf = BlfSpeedDial {
                target: BlfTarget::DirectoryNumber(DnId(2)),
                label: String::new(),
                label_ascii: String::new(),
            };
            c.phones.get_mut(PhoneId(0)).unwrap().blf_speed_dials.push(blf);
        },
        ProblemCode::BlfToPattern,
        "phones.Phone A.blf_speed_dials[0].directory_number",
    ),
];

#[test]
fn a_good_cluster_and_a_whole_campus_have_no_problem() {
    assert_eq!(validate(&good()), []);
    assert_eq!(validate(&Site::CAMPUS.build().unwrap()), []);
}

#[test]
fn each_mistake_is_told_alone_with_its_code_and_place() {
    for (break_it, code, path) in BREAKS {
        let mut c = good();
        break_it(&mut c);
        let told: Vec<(ProblemCode, String)> =
            validate(&c).iter().map(|p| (p.code, p.path.file_path())).collect();
        assert_eq!(told, [(*code, (*path).to_owned())]);
    }
}

#[test]
fn every_code_is_shown_by_a_mistake() {
    let shown = |code: &ProblemCode| BREAKS.iter().any(|(_, shown, _)| shown == code);
    let missing: Vec<_> = ProblemCode::ALL.iter().filter(|code| !shown(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn many_mistakes_are_told_at_once() {
    let mut c = good();
    number(&mut c, 0, "12a");
    uri(&mut c, 1, "a@b");
    number(&mut c, 2, "1");
    add_dn(&mut c, "1000");
    let codes: Vec<ProblemCode> = validate(&c).iter().map(|p| p.code).collect();
    use ProblemCode::{BadDestination, BlfOnH323, NumberTwice, SipUriNotOnSip};
    assert_eq!(codes, [NumberTwice, BadDestination, SipUriNotOnSip, BlfOnH323]);
}

#[test]
fn a_problem_reads_well() {
    let mut c = good();
    uri(&mut c, 1, "xten3@CompB.cisco.com");
    let problem = validate(&c).remove(0);
    assert_eq!(problem.sentence, "`Phone B` is an SCCP phone and cannot watch a SIP URI");
    assert_eq!(
        problem.path.to_string(),
        "Device > Phone > Phone B > BLF/SpeedDial 1 > Destination"
    );
}
