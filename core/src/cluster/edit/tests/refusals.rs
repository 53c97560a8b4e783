//! Wrong edits, each with its whole refusal: the text stands in `core/tests/broken_edits.txt`.
//!
//! `UPDATE_EXPECT=1 cargo test -p lampfield-core --lib broken_edits` writes the text anew.
#![expect(
    clippy::disallowed_methods,
    reason = "a test reads its text from the disk, and writes it anew when asked to"
)]

use super::*;
use crate::id::{EndUserId, PhoneId};
use crate::secret::Secret;

/// A wrong edit: what it tries, and the attempt.
type Wrong = (&'static str, fn(&mut Configuration) -> Result<Applied, Refusal>);

fn set(object: Object, settings: &[(Field, Value)]) -> Edit {
    Edit::Change { object, settings: settings.to_vec() }
}

fn blfs(all: &[BlfValue]) -> Value {
    Value::BlfSpeedDials(all.to_vec())
}

fn target(phone: &str, blf: BlfValue) -> Edit {
    change(Noun::Phone, phone, &[("blf_speed_dials", blfs(&[blf]))])
}

fn css(name: &str) -> Object {
    Object::CallingSearchSpace(name.to_owned())
}

const STANDARD: &str = crate::cluster::STANDARD_PRESENCE_GROUP_NAME;

const WRONG: &[Wrong] = &[
    ("a group with a name that is taken", |c| c.apply(&add(Noun::PresenceGroup, "Board", &[]))),
    ("a group without a name", |c| c.apply(&add(Noun::PresenceGroup, "  ", &[]))),
    ("deleting the Standard Presence group", |c| c.apply(&delete(&[group(STANDARD)]))),
    ("renaming the Standard Presence group", |c| {
        c.apply(&Edit::Rename { object: group(STANDARD), name: "Mine".to_owned() })
    }),
    ("deleting a group in use", |c| c.apply(&delete(&[group("Night")]))),
    ("deleting a group in use without dependency records", |c| {
        let off = [("Enable Dependency Records", text("Disabled"))];
        c.apply(&change(Noun::EnterpriseParameters, "", &off))?;
        c.apply(&delete(&[group("Night")]))
    }),
    ("deleting three groups, two of them in use and one unknown", |c| {
        c.apply(&delete(&[group("Night"), group("Board"), group("Late")]))
    }),
    ("deleting an unknown group, even if cancelled", |c| {
        c.apply(&Edit::Delete { objects: vec![group("Bord")], confirmed: false })
    }),
    ("renaming a group to a name that is taken", |c| {
        c.apply(&Edit::Rename { object: group("Night"), name: "Board".to_owned() })
    }),
    ("copying a group to a name that is taken", |c| {
        c.apply(&Edit::Copy { object: group("Night"), name: "Board".to_owned() })
    }),
    ("copying an unknown group", |c| {
        c.apply(&Edit::Copy { object: group("Nigth"), name: "Late".to_owned() })
    }),
    ("a permission toward the group itself", |c| {
        c.apply(&Edit::permission("Board", &["Board"], Permission::DisallowSubscription))
    }),
    ("a permission toward two unknown groups", |c| {
        c.apply(&Edit::permission("Board", &["Nite", "x"], Permission::AllowSubscription))
    }),
    ("a permission that is none", |c| {
        let field = Field::Relationship("Night".to_owned());
        c.apply(&set(group("Board"), &[(field, text("Allow"))]))
    }),
    ("dependency records while they are off", |c| {
        let off = [("Enable Dependency Records", text("Disabled"))];
        c.apply(&change(Noun::EnterpriseParameters, "", &off))?;
        c.apply(&Edit::DependencyRecords { object: group("Night") })
    }),
    ("finding within results that are not there", |c| {
        c.apply(&Edit::FindWithin { criteria: Vec::new() })
    }),
    ("finding by a setting that the objects do not have", |c| {
        let looks_at = LooksAt::Setting(Field::Css);
        c.apply(&find(Noun::PresenceGroup, looks_at, Comparison::IsEmpty, ""))
    }),
    ("a service parameter without the CallManager service", |c| {
        c.apply(&change(Noun::Server, "Publisher", &[("services", Value::list(["TFTP"]))]))?;
        let key = "Default Inter-Presence Group Subscription";
        c.apply(&change(Noun::ServiceParameters, "", &[(key, text("Allow Subscription"))]))
    }),
    ("a service parameter with another word", |c| {
        let key = "Default Inter-Presence Group Subscription";
        c.apply(&change(Noun::ServiceParameters, "", &[(key, text("Allow"))]))
    }),
    ("deleting the enterprise parameters", |c| c.apply(&delete(&[Object::EnterpriseParameters]))),
    ("a second set of service parameters", |c| c.apply(&add(Noun::ServiceParameters, "", &[]))),
    ("application level without digest", |c| {
        let level = [("enable_application_level_authorization", text("yes"))];
        c.apply(&add(Noun::SecurityProfile, "App", &level))
    }),
    ("unchecking digest while application level is on", |c| {
        let digest = [("enable_digest_authentication", text("no"))];
        c.apply(&change(Noun::SecurityProfile, "Presence In", &digest))
    }),
    ("deleting the security profile from installation", |c| {
        let name = crate::cluster::NON_SECURE_PROFILE_NAME.to_owned();
        c.apply(&delete(&[Object::SecurityProfile(name)]))
    }),
    ("deleting a security profile that a trunk has", |c| {
        c.apply(&delete(&[Object::SecurityProfile("Presence In".to_owned())]))
    }),
    ("a SIP URI on an SCCP phone", |c| {
        c.apply(&target("Phone B", BlfValue::destination("anna@example.com", "Anna")))
    }),
    ("a SIP URI on a profile for SCCP phones", |c| {
        let blf = blfs(&[BlfValue::destination("anna@example.com", "Anna")]);
        let settings = [("type", text("7961 SCCP")), ("blf_speed_dials", blf)];
        c.apply(&add(Noun::UserDeviceProfile, "Bert on 7961", &settings))
    }),
    ("a SIP phone with a SIP URI becomes an SCCP phone", |c| {
        c.apply(&target("Phone A", BlfValue::destination("anna@example.com", "Anna")))?;
        let settings = [
            ("type", text("7961 SCCP")),
            ("template", Value::None),
            ("logout_profile", Value::None),
        ];
        c.apply(&change(Noun::Phone, "Phone A", &settings))
    }),
    ("half a SIP URI", |c| c.apply(&target("Phone A", BlfValue::destination("anna@", "Anna")))),
    ("a destination with letters and one with a plus", |c| {
        let all =
            [BlfValue::destination("1-800-LAMP", "x"), BlfValue::destination("+15551234", "y")];
        c.apply(&change(Noun::Phone, "Phone A", &[("blf_speed_dials", blfs(&all))]))
    }),
    ("destination and directory number in one BLF/SpeedDial", |c| {
        let both = BlfValue {
            destination: Some("1200".to_owned()),
            ..BlfValue::directory_number("1200", "Lobby")
        };
        c.apply(&target("Phone A", both))
    }),
    ("destination and directory number in one Save", |c| {
        let settings = [
            (Field::BlfDirectoryNumber(0), text("1200")),
            (Field::BlfDestination(0), text("1200")),
        ];
        c.apply(&set(phone("Phone A"), &settings))
    }),
    ("a BLF/SpeedDial with neither of the two", |c| {
        c.apply(&target("Phone A", BlfValue::default()))
    }),
    ("taking the directory number from a BLF/SpeedDial", |c| {
        c.apply(&set(phone("Phone A"), &[(Field::BlfDirectoryNumber(0), Value::None)]))
    }),
    ("a directory number without its partition", |c| {
        c.apply(&target("Phone A", BlfValue::directory_number("1111", "Chef")))
    }),
    ("a directory number that is not in the database", |c| {
        c.apply(&target("Phone A", BlfValue::directory_number("4711 in Internal", "x")))
    }),
    ("BLF 4 before BLF 2", |c| {
        c.apply(&set(phone("Phone A"), &[(Field::BlfDestination(3), text("1200"))]))
    }),
    ("a Label ASCII that is not ASCII, and a label with a line break", |c| {
        let settings =
            [(Field::BlfLabelAscii(0), text("Zoë")), (Field::BlfLabel(0), text("one\ntwo"))];
        c.apply(&set(phone("Phone A"), &settings))
    }),
    ("BLF/SpeedDials on an H.323 phone", |c| {
        c.apply(&target("Lobby", BlfValue::destination("1000", "x")))
    }),
    ("a template for another model", |c| {
        c.apply(&change(Noun::Phone, "Phone B", &[("template", text("BLF SIP 7970"))]))
    }),
    ("a button that is none", |c| {
        let buttons = Value::list(["Line", "BLF Speed Dial"]);
        c.apply(&change(Noun::ButtonTemplate, "Two Lines", &[("buttons", buttons)]))
    }),
    ("201 buttons", |c| {
        let buttons = Value::list(["Line"; 201]);
        c.apply(&change(Noun::ButtonTemplate, "Two Lines", &[("buttons", buttons)]))
    }),
    ("an unknown search space, group, template and line at once", |c| {
        let settings = [
            ("subscribe_css", text("everyone")),
            ("presence_group", text("Bored")),
            ("template", text("BLF SIP 7790")),
            ("lines", Value::list(["1000 in Internal", "1000"])),
        ];
        c.apply(&change(Noun::Phone, "Phone B", &settings))
    }),
    ("an unknown group and a destination with letters at once", |c| {
        let blf = blfs(&[BlfValue::destination("12a", "x")]);
        let settings = [("presence_group", text("Bord")), ("blf_speed_dials", blf)];
        c.apply(&change(Noun::Phone, "Phone B", &settings))
    }),
    ("a phone with a line that is not there and no number on its button", |c| {
        let settings = [
            ("type", text("7961 SCCP")),
            ("lines", Value::list(["4711"])),
            ("blf_speed_dials", blfs(&[BlfValue::default()])),
        ];
        c.apply(&add(Noun::Phone, "Phone N", &settings))
    }),
    ("a phone without a type", |c| c.apply(&add(Noun::Phone, "Phone N", &[]))),
    ("a phone of a type that is none", |c| {
        c.apply(&add(Noun::Phone, "Phone N", &[("type", text("7970"))]))
    }),
    ("a line twice", |c| {
        let lines = Value::list(["1200", "1200"]);
        c.apply(&change(Noun::Phone, "Phone B", &[("lines", lines)]))
    }),
    ("a device name that another phone has", |c| {
        c.apply(&change(Noun::Phone, "Phone B", &[("device_name", text("SEP000000001111"))]))
    }),
    ("a setting of another noun", |c| {
        c.apply(&set(phone("Phone A"), &[(Field::Distribution, text("Circular"))]))
    }),
    ("an unknown phone", |c| c.apply(&change(Noun::Phone, "Fone A", &[("css", text("Staff"))]))),
    ("a flag that is neither yes nor no", |c| {
        c.apply(&change(Noun::Phone, "Phone B", &[("extension_mobility", text("maybe"))]))
    }),
    ("a list where one word is wanted, and one word where a password is", |c| {
        let edits = vec![
            change(Noun::Phone, "Phone B", &[("css", Value::list(["Staff"]))]),
            change(Noun::ApplicationUser, "WebDial", &[("digest_credentials", text("lab"))]),
        ];
        c.apply(&Edit::Together(edits))
    }),
    ("credentials without a user name", |c| {
        let secret = Secret::lab("x");
        let credentials = Value::Credentials { username: String::new(), secret };
        c.apply(&change(Noun::Trunk, "Trunk C", &[("device_credentials", credentials)]))
    }),
    ("a number twice in one partition", |c| {
        c.apply(&add(Noun::DirectoryNumber, "10.00 in Internal", &[]))
    }),
    ("a hunt pilot on a number of the same partition", |c| {
        c.apply(&add(Noun::HuntPilot, "1000 in Internal", &[("hunt_list", text("Sales"))]))
    }),
    ("a route pattern that is no pattern", |c| {
        let route = Value::Route { noun: Noun::Trunk, name: "Trunk C".to_owned() };
        c.apply(&add(Noun::RoutePattern, "9.[XX", &[("route", route)]))
    }),
    ("a route pattern in an unknown partition", |c| {
        let route = Value::Route { noun: Noun::Trunk, name: "Trunk C".to_owned() };
        c.apply(&add(Noun::RoutePattern, "8XXX in Intern", &[("route", route)]))
    }),
    ("a route pattern that leads nowhere", |c| c.apply(&add(Noun::RoutePattern, "8XXX", &[]))),
    ("a route pattern to an unknown route list", |c| {
        let route = Value::Route { noun: Noun::RouteList, name: "West".to_owned() };
        c.apply(&add(Noun::RoutePattern, "8XXX", &[("route", route)]))
    }),
    ("a SIP route pattern that is no host", |c| {
        let route = Value::Route { noun: Noun::Trunk, name: "Trunk C".to_owned() };
        c.apply(&add(Noun::SipRoutePattern, "exa mple.com", &[("route", route)]))
    }),
    ("a presence group on an MGCP trunk", |c| {
        c.apply(&change(Noun::Trunk, "Old Gateway", &[("presence_group", text("Board"))]))
    }),
    ("an unknown trunk in a route group", |c| {
        let members = Value::list(["Trunk C", "Trunk D"]);
        c.apply(&change(Noun::RouteGroup, "West", &[("members", members)]))
    }),
    ("deleting a trunk that leads out", |c| {
        c.apply(&delete(&[Object::Trunk("Trunk C".to_owned())]))
    }),
    ("deleting a partition with numbers in it", |c| {
        c.apply(&delete(&[Object::Partition("Executives".to_owned())]))
    }),
    ("deleting a number that is a line, a button and a member", |c| {
        c.apply(&delete(&[Object::DirectoryNumber("1000 in Internal".to_owned())]))
    }),
    ("deleting a search space in use, and one that still acts", |c| {
        let standard = [("subscribe_css", text("Staff"))];
        c.apply(&change(Noun::Trunk, "Trunk C", &standard))?;
        c.apply(&change(Noun::EndUser, "anna", &standard))?;
        c.apply(&change(Noun::Phone, "Phone A", &standard))?;
        c.apply(&delete(&[css("Staff"), css("Everyone")]))
    }),
    ("deleting a device profile that a user and a phone have", |c| {
        let profile = |name: &str| Object::UserDeviceProfile(name.to_owned());
        let adp = Object::AutogeneratedProfile("ADP A".to_owned());
        c.apply(&delete(&[profile("Anna on 7970"), adp]))
    }),
    ("deleting a user who is logged in", |c| {
        c.log_in(PhoneId(0), EndUserId(0))?;
        c.apply(&delete(&[Object::EndUser("anna".to_owned())]))
    }),
    ("an autogenerated profile with the name of a user profile", |c| {
        let settings = [("type", text("7970 SIP"))];
        c.apply(&add(Noun::AutogeneratedProfile, "Anna on 7970", &settings))
    }),
    ("an autogenerated profile as a user's own", |c| {
        let profiles = Value::list(["ADP A"]);
        c.apply(&change(Noun::EndUser, "anna", &[("device_profiles", profiles)]))
    }),
    ("a log-out profile for another model", |c| {
        let settings = [("logout_profile", text("ADP A")), ("extension_mobility", text("Enabled"))];
        c.apply(&change(Noun::Phone, "Phone B", &settings))
    }),
    ("extension mobility on a phone that cannot", |c| {
        c.apply(&change(Noun::Phone, "Lobby", &[("extension_mobility", text("Enabled"))]))
    }),
    ("a model that no longer supports what a phone has enabled", |c| {
        c.apply(&add(Noun::Model, "7970 SIP", &[("supports", Value::list(["BLF/SpeedDials"]))]))
    }),
    ("a model that is none", |c| c.apply(&add(Noun::Model, "Phone", &[]))),
    ("a feature that is none", |c| {
        let supports = Value::list(["blf speed dials"]);
        c.apply(&change(Noun::Model, "7912 SIP", &[("supports", supports)]))
    }),
    ("a directory entry without a number to dial", |c| {
        c.apply(&change(Noun::DirectoryEntry, "Lobby", &[("number", text("front desk"))]))
    }),
    ("an end user whose number is none", |c| {
        c.apply(&change(Noun::EndUser, "anna", &[("telephone_number", text("ext. 5"))]))
    }),
    ("logging in on an H.323 phone", |c| c.log_in(PhoneId(2), EndUserId(0))),
    ("logging in where extension mobility is disabled", |c| c.log_in(PhoneId(1), EndUserId(0))),
    ("logging in without a profile for the model", |c| {
        c.apply(&change(Noun::Phone, "Phone B", &[("extension_mobility", text("Enabled"))]))?;
        c.log_in(PhoneId(1), EndUserId(0))
    }),
    ("logging out where nobody is logged in", |c| c.log_out(PhoneId(0))),
    ("resetting a presence group and an unknown phone", |c| {
        c.reset(&[group("Board"), phone("Phone X")])
    }),
    ("several edits of which the last is wrong", |c| {
        let edits = vec![
            add(Noun::PresenceGroup, "Late", &[]),
            add(Noun::PresenceGroup, "Early", &[("description", text("before nine"))]),
            add(Noun::PresenceGroup, "Late", &[]),
        ];
        c.apply(&Edit::Together(edits))
    }),
];

fn told() -> String {
    let mut text = String::new();
    for (what, attempt) in WRONG {
        let mut c = configuration();
        let told = match attempt(&mut c) {
            Ok(applied) => format!("accepted: {applied:?}"),
            Err(refusal) => refusal.to_string(),
        };
        text.push_str(&format!("# {what}\n{told}\n\n"));
    }
    text
}

#[test]
fn broken_edits_are_refused_as_written_in_their_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken_edits.txt");
    let told = told();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    assert_eq!(told, std::fs::read_to_string(path).unwrap_or_default());
    assert!(!told.contains("accepted"), "{told}");
}

#[test]
fn every_reason_has_a_sentence_and_a_way_out_without_full_stops() {
    for (what, attempt) in WRONG {
        let refusal = attempt(&mut configuration()).unwrap_err();
        for reason in refusal.reasons() {
            for part in [&reason.sentence, &reason.way_out] {
                assert!(!part.is_empty() && !part.ends_with('.'), "{what}: {part}");
            }
        }
    }
}

#[test]
fn every_rule_that_refuses_edits_is_met_by_a_wrong_one() {
    use RuleId::{Admin6, Admin12, Auth9, Group7, Group11, Watch4};
    let mut met = std::collections::BTreeSet::new();
    for (_, attempt) in WRONG {
        met.extend(attempt(&mut configuration()).unwrap_err().rules());
    }
    for rule in [Watch4, Group7, Group11, Auth9, Admin6, Admin12] {
        assert!(met.contains(&rule), "{rule}");
    }
}
