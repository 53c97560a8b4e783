//! ADMIN-2, R-17: what acts at once, and what waits for what on exactly which devices.

use super::*;
use crate::cluster::Cluster;
use crate::id::{PhoneId, TrunkId};

const A: PhoneId = PhoneId(0);
const B: PhoneId = PhoneId(1);

fn active_phone(c: &Configuration, id: PhoneId) -> &crate::cluster::Phone {
    c.active().phones.get(id).unwrap()
}

fn group_id(c: &Cluster, name: &str) -> crate::id::GroupId {
    c.presence_groups.id_of(name).unwrap()
}

#[test]
fn group_and_subscribe_css_of_a_phone_wait_for_its_reset_and_for_no_other() {
    let mut c = configuration();
    let settings = [("presence_group", text("Board")), ("subscribe_css", text("Staff"))];
    let applied = apply(&mut c, &change(Noun::Phone, "Phone B", &settings));
    assert_eq!(applied.effects, []);
    assert_eq!(active_phone(&c, B).subscribe_css, None);
    assert_eq!(
        waits(&c),
        [
            "Phone B: phones.Phone B.subscribe_css `Staff`, acts ``",
            "Phone B: phones.Phone B.presence_group `Board`, acts `Standard Presence group`",
        ]
    );
    assert!(c.pending().iter().all(|p| p.acts == crate::cluster::Acts::AtReset));
    c.reset(&[phone("Phone A")]).unwrap();
    assert_eq!(waits(&c).len(), 2);
    let applied = c.reset(&[phone("Phone B")]).unwrap();
    assert_eq!(applied.effects, [Effect::PhoneWatcher(B), Effect::PhoneReset(B)]);
    assert_eq!(active_phone(&c, B).presence_group, group_id(c.saved(), "Board"));
    assert_eq!(waits(&c), Vec::<String>::new());
}

#[test]
fn a_value_that_is_taken_back_before_the_reset_waits_no_longer() {
    let mut c = configuration();
    apply(&mut c, &change(Noun::Phone, "Phone B", &[("subscribe_css", text("Staff"))]));
    apply(&mut c, &change(Noun::Phone, "Phone B", &[("subscribe_css", Value::None)]));
    assert_eq!(waits(&c), Vec::<String>::new());
}

#[test]
fn a_reset_is_an_effect_even_where_nothing_waits() {
    let mut c = configuration();
    let applied = c.reset(&[phone("Phone B"), Object::Trunk("Trunk C".to_owned())]).unwrap();
    assert_eq!(applied.effects, [Effect::PhoneReset(B), Effect::TrunkReset(TrunkId(0))]);
}

#[test]
fn nothing_waits_for_a_reset_once_callmanager_has_restarted() {
    let mut c = configuration();
    let settings = [("presence_group", text("Board")), ("subscribe_css", text("Staff"))];
    apply(&mut c, &change(Noun::Phone, "Phone B", &settings));
    let applied = c.restart();
    assert_eq!(applied.effects, [Effect::PhoneWatcher(B), Effect::Restart]);
    assert_eq!(waits(&c), Vec::<String>::new());
    assert_eq!(active_phone(&c, B).presence_group, group_id(c.saved(), "Board"));
}

#[test]
fn a_security_profile_waits_on_each_trunk_that_has_it_choice_and_content() {
    let mut c = configuration();
    let edits = vec![
        add(Noun::Trunk, "Trunk E", &[("type", text("SIP")), ("destination", text("Server S"))]),
        change(
            Noun::SecurityProfile,
            "Presence In",
            &[("accept_presence_subscription", text("no"))],
        ),
    ];
    apply(&mut c, &Edit::Together(edits));
    let key = "sip_trunk_security_profiles.Presence In.accept_presence_subscription";
    assert_eq!(waits(&c), [format!("Trunk C: {key} `no`, acts `yes`")]);
    let in_force = |c: &Configuration, trunk| {
        let sip = c.active().trunks.get(TrunkId(trunk)).unwrap().sip().unwrap();
        c.active().profile_in_force(sip).unwrap().accept_presence_subscription
    };
    assert!(in_force(&c, 0));
    apply(&mut c, &change(Noun::Trunk, "Trunk E", &[("security_profile", text("Presence In"))]));
    assert_eq!(
        waits(&c)[1],
        "Trunk E: trunks.Trunk E.security_profile `Presence In`, acts `Non Secure SIP Trunk Profile`"
    );
    let profile = Object::SecurityProfile("Presence In".to_owned());
    let applied = c.reset(&[profile]).unwrap();
    let resets = [0, 2].map(|id| Effect::TrunkReset(TrunkId(id)));
    assert_eq!(applied.effects[2..], resets);
    assert!(!in_force(&c, 0) && !in_force(&c, 2));
    assert_eq!(waits(&c), Vec::<String>::new());
}

#[test]
fn a_template_in_use_waits_and_one_applied_for_the_first_time_acts_at_once() {
    let mut c = configuration();
    let one = Value::list(["Line", "Speed Dial BLF"]);
    apply(
        &mut c,
        &change(
            Noun::Phone,
            "Phone A",
            &[("extension_mobility", text("Disabled")), ("logout_profile", Value::None)],
        ),
    );
    c.reset(&[phone("Phone A")]).unwrap();
    let applied = apply(&mut c, &change(Noun::ButtonTemplate, "BLF SIP 7970", &[("buttons", one)]));
    assert_eq!(applied.effects, []);
    assert_eq!(active_phone(&c, A).acting.template_at_reset.as_ref().unwrap().len(), 3);
    assert_eq!(
        waits(&c),
        ["Phone A: button_templates.BLF SIP 7970.buttons `Line, Speed Dial BLF`, acts `Line, \
          Speed Dial BLF, Speed Dial BLF`"]
    );
    // Another template is applied for the first time: nothing waits any longer.
    let applied =
        apply(&mut c, &change(Noun::Phone, "Phone A", &[("template", text("Two Lines"))]));
    assert_eq!(applied.effects, [Effect::PhoneButtons(A)]);
    assert_eq!(warned(&applied), [RuleId::Admin3]);
    assert_eq!(waits(&c), Vec::<String>::new());
    let applied =
        apply(&mut c, &change(Noun::Phone, "Phone A", &[("template", text("BLF SIP 7970"))]));
    assert_eq!(applied.effects, [Effect::PhoneButtons(A)]);
    let template = Object::ButtonTemplate("BLF SIP 7970".to_owned());
    assert_eq!(c.reset(&[template]).unwrap().effects, [Effect::PhoneReset(A)]);
}

#[test]
fn buttons_permissions_number_groups_parameters_and_application_users_act_from_save() {
    let seven = BlfValue::directory_number("1200", "Lobby");
    let cases: Vec<(Edit, Vec<Effect>)> = vec![
        (
            change(
                Noun::Phone,
                "Phone B",
                &[("blf_speed_dials", Value::BlfSpeedDials(vec![seven]))],
            ),
            vec![Effect::PhoneButtons(B)],
        ),
        (
            change(Noun::DirectoryNumber, "1000 in Internal", &[("presence_group", text("Board"))]),
            vec![Effect::Permissions],
        ),
        (
            change(Noun::EnterpriseParameters, "", &[("BLF for Call Lists", text("Enabled"))]),
            vec![Effect::Parameters],
        ),
        (
            change(
                Noun::ServiceParameters,
                "",
                &[("Default Inter-Presence Group Subscription", text("Allow Subscription"))],
            ),
            vec![Effect::Parameters, Effect::Permissions],
        ),
        (
            change(
                Noun::ApplicationUser,
                "WebDial",
                &[("accept_presence_subscription", text("no"))],
            ),
            vec![Effect::ApplicationUsers],
        ),
        (add(Noun::DirectoryNumber, "77", &[]), vec![Effect::DialPlan, Effect::Permissions]),
        (
            change(
                Noun::CallingSearchSpace,
                "Staff",
                &[("partitions", Value::list(["Executives"]))],
            ),
            vec![Effect::Routes],
        ),
        (change(Noun::Phone, "Phone B", &[("css", text("Staff"))]), vec![Effect::PhoneLines(B)]),
    ];
    act_at_once(cases);
}

#[test]
fn names_numbers_and_devices_that_come_and_go_act_from_save() {
    let seven = BlfValue::directory_number("1200", "Lobby");
    let button = [("blf_speed_dials", Value::BlfSpeedDials(vec![seven]))];
    act_at_once(vec![
        (change(Noun::Phone, "Phone B", &button), vec![Effect::PhoneButtons(B)]),
        (change(Noun::EndUser, "anna", &[("display_name", text("Ann"))]), vec![Effect::Directory]),
        (change(Noun::Trunk, "Trunk C", &[("description", text("to D"))]), vec![]),
        (
            change(Noun::Trunk, "Trunk C", &[("css", Value::None)]),
            vec![Effect::TrunkChanged(TrunkId(0))],
        ),
        (
            add(Noun::Phone, "Phone N", &[("type", text("7970 SIP"))]),
            vec![Effect::PhoneAdded(PhoneId(3))],
        ),
        (delete(&[phone("Phone N")]), vec![Effect::PhoneRemoved(PhoneId(3))]),
        (
            Edit::Rename {
                object: Object::DirectoryNumber("1200".to_owned()),
                name: "1201".to_owned(),
            },
            // The line of the Lobby, and a button of Phone B; that of Phone A is a destination.
            vec![
                Effect::DialPlan,
                Effect::Permissions,
                Effect::PhoneLines(PhoneId(2)),
                Effect::PhoneButtons(B),
            ],
        ),
        (change(Noun::Trunk, "Old Gateway", &[("description", text("old"))]), vec![]),
        (
            Edit::Rename { object: phone("Phone B"), name: "Phone Z".to_owned() },
            vec![Effect::PhoneIdentity(B)],
        ),
    ]);
}

/// Each edit in turn has these effects, and leaves nothing that waits.
fn act_at_once(cases: Vec<(Edit, Vec<Effect>)>) {
    let mut c = configuration();
    for (edit, effects) in cases {
        assert_eq!(apply(&mut c, &edit).effects, effects, "{edit:?}");
        assert_eq!(waits(&c), Vec::<String>::new(), "{edit:?}");
    }
}

#[test]
fn profiles_and_users_wait_for_the_next_log_in_log_out_or_reset() {
    let mut c = configuration();
    let edits = vec![
        change(Noun::AutogeneratedProfile, "ADP A", &[("subscribe_css", text("Everyone"))]),
        change(Noun::AutogeneratedProfile, "ADP A", &[("blf_speed_dials", Value::None)]),
        change(Noun::EndUser, "anna", &[("subscribe_css", text("Staff"))]),
    ];
    assert_eq!(apply(&mut c, &Edit::Together(edits)).effects, [Effect::EndUsers]);
    assert_eq!(
        waits(&c),
        [
            "Phone A: autogenerated_device_profiles.ADP A.blf_speed_dials ``, acts `1200 (Lobby)`",
            "Phone A: autogenerated_device_profiles.ADP A.subscribe_css `Everyone`, acts `Staff`",
        ]
    );
    let anna = c.saved().end_users.id_of("anna").unwrap();
    c.log_in(A, anna).unwrap();
    assert_eq!(waits(&c), Vec::<String>::new());
    let staff = c.saved().calling_search_spaces.id_of("Staff");
    assert_eq!(active_phone(&c, A).subscribe_css, staff);
    apply(&mut c, &change(Noun::EndUser, "anna", &[("presence_group", text("Night"))]));
    assert_eq!(waits(&c), ["Phone A: end_users.anna.presence_group `Night`, acts `Board`"]);
    let applied = c.reset(&[phone("Phone A")]).unwrap();
    assert_eq!(applied.effects, [Effect::PhoneWatcher(A), Effect::PhoneReset(A)]);
    assert_eq!(c.shows(A), Some((Some("anna"), Some("Anna on 7970"))));
}
