//! A cluster with one or two of everything, for tests: made by edits alone.

use super::{BlfValue, Cluster, Configuration, Edit, Field, Noun, Object, Permission, Value};
use crate::secret::Secret;

/// The setting of a key in a file: for tests that speak by keys.
pub(crate) fn field(noun: Noun, key: &str) -> Field {
    super::setting_with_key(noun, key).unwrap().field.clone()
}

pub(crate) fn add(noun: Noun, name: &str, settings: &[(&str, Value)]) -> Edit {
    let settings = settings.iter().map(|(key, value)| (field(noun, key), value.clone())).collect();
    Edit::Add { object: noun.object(name), settings }
}

pub(crate) fn change(noun: Noun, name: &str, settings: &[(&str, Value)]) -> Edit {
    let settings = settings.iter().map(|(key, value)| (field(noun, key), value.clone())).collect();
    Edit::Change { object: noun.object(name), settings }
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn route(noun: Noun, name: &str) -> Value {
    Value::Route { noun, name: name.to_owned() }
}

fn dial_plan() -> Vec<Edit> {
    vec![
        add(Noun::Partition, "Internal", &[]),
        add(Noun::Partition, "Executives", &[]),
        add(
            Noun::CallingSearchSpace,
            "Everyone",
            &[("partitions", Value::list(["Internal", "Executives"]))],
        ),
        add(Noun::CallingSearchSpace, "Staff", &[("partitions", Value::list(["Internal"]))]),
        add(Noun::PresenceGroup, "Board", &[("description", text("Board members"))]),
        add(Noun::PresenceGroup, "Night", &[]),
        Edit::permission("Night", &["Board"], Permission::DisallowSubscription),
        Edit::permission("Board", &["Night"], Permission::AllowSubscription),
        add(Noun::DirectoryNumber, "1000 in Internal", &[]),
        add(Noun::DirectoryNumber, "1111 in Executives", &[("presence_group", text("Board"))]),
        add(Noun::DirectoryNumber, "1200", &[]),
        add(
            Noun::ButtonTemplate,
            "BLF SIP 7970",
            &[
                ("for", text("7970 SIP")),
                ("buttons", Value::list(["Line", "Speed Dial BLF", "Speed Dial BLF"])),
            ],
        ),
        add(Noun::ButtonTemplate, "Two Lines", &[("buttons", Value::list(["Line", "Line"]))]),
    ]
}

fn routes() -> Vec<Edit> {
    let lab =
        |name: &str| Value::Credentials { username: name.to_owned(), secret: Secret::lab(name) };
    vec![
        add(
            Noun::SecurityProfile,
            "Presence In",
            &[
                ("enable_digest_authentication", Value::Flag(true)),
                ("enable_application_level_authorization", Value::Flag(true)),
                ("accept_presence_subscription", Value::Flag(true)),
            ],
        ),
        add(
            Noun::Trunk,
            "Trunk C",
            &[
                ("type", text("SIP")),
                ("destination", text("Proxy D")),
                ("security_profile", text("Presence In")),
                ("css", text("Staff")),
                ("subscribe_css", text("Everyone")),
                ("presence_group", text("Board")),
                ("device_credentials", lab("proxyd")),
                ("own_credentials", lab("cm")),
            ],
        ),
        add(Noun::Trunk, "Old Gateway", &[("type", text("MGCP"))]),
        add(
            Noun::RouteGroup,
            "West",
            &[
                ("distribution", text("Circular")),
                ("members", Value::list(["Trunk C", "Old Gateway"])),
            ],
        ),
        add(Noun::RouteList, "Out", &[("route_groups", Value::list(["West"]))]),
        add(Noun::RoutePattern, "9.XXXX in Internal", &[("route", route(Noun::RouteList, "Out"))]),
        add(
            Noun::SipRoutePattern,
            "example.com in Internal",
            &[("route", route(Noun::Trunk, "Trunk C"))],
        ),
        add(Noun::HuntList, "Sales", &[("members", Value::list(["1000 in Internal"]))]),
        add(Noun::HuntPilot, "6000 in Internal", &[("hunt_list", text("Sales"))]),
    ]
}

fn phones() -> Vec<Edit> {
    let buttons = |all: &[BlfValue]| Value::BlfSpeedDials(all.to_vec());
    let dn = BlfValue::directory_number;
    vec![
        add(
            Noun::Phone,
            "Phone A",
            &[
                ("type", text("7970 SIP")),
                ("device_name", text("SEP000000001111")),
                ("css", text("Staff")),
                ("subscribe_css", text("Everyone")),
                ("presence_group", text("Night")),
                ("template", text("BLF SIP 7970")),
                ("lines", Value::list(["1000 in Internal"])),
                ("blf_speed_dials", buttons(&[dn("1111 in Executives", "Chef")])),
                ("extension_mobility", Value::Flag(true)),
            ],
        ),
        add(
            Noun::Phone,
            "Phone B",
            &[("type", text("7961 SCCP")), ("lines", Value::list(["1111 in Executives"]))],
        ),
        add(Noun::Phone, "Lobby", &[("type", text("H.323")), ("lines", Value::list(["1200"]))]),
    ]
}

fn users() -> Vec<Edit> {
    let profile = |noun, name: &str, blf: BlfValue, more: &[(&str, Value)]| {
        let mut settings = vec![
            ("type", text("7970 SIP")),
            ("template", text("BLF SIP 7970")),
            ("lines", Value::list(["1000 in Internal"])),
            ("blf_speed_dials", Value::BlfSpeedDials(vec![blf])),
        ];
        settings.extend_from_slice(more);
        add(noun, name, &settings)
    };
    vec![
        profile(
            Noun::UserDeviceProfile,
            "Anna on 7970",
            BlfValue::directory_number("1200", "Lobby"),
            &[],
        ),
        profile(
            Noun::AutogeneratedProfile,
            "ADP A",
            BlfValue::destination("1200", "Lobby"),
            &[("subscribe_css", text("Staff")), ("presence_group", text("Night"))],
        ),
        add(
            Noun::EndUser,
            "anna",
            &[
                ("display_name", text("Anna")),
                ("telephone_number", text("1111")),
                ("presence_group", text("Board")),
                ("subscribe_css", text("Everyone")),
                ("device_profiles", Value::list(["Anna on 7970"])),
            ],
        ),
        add(
            Noun::ApplicationUser,
            "WebDial",
            &[
                ("accept_presence_subscription", Value::Flag(true)),
                ("presence_group", text("Board")),
                ("digest_credentials", Value::Secret(Secret::lab("WebDial"))),
            ],
        ),
        add(Noun::DirectoryEntry, "Lobby", &[("number", text("1200"))]),
        add(
            Noun::Model,
            "7912 SIP",
            &[("supports", Value::list(["call lists", "extension mobility"]))],
        ),
        change(Noun::Phone, "Phone A", &[("logout_profile", text("ADP A"))]),
    ]
}

/// One or two of every noun, without a mistake and without a warning.
pub(crate) fn full() -> Cluster {
    let mut configuration = Configuration::new(Cluster::new("CallManager"));
    let edits = [dial_plan(), routes(), phones(), users()].concat();
    let applied = configuration.apply(&Edit::Together(edits)).unwrap();
    assert_eq!(applied.warnings, []);
    Cluster::clone(configuration.saved())
}

/// The same as a configuration, with dependency records enabled.
pub(crate) fn configuration() -> Configuration {
    let mut c = full();
    c.parameters.dependency_records = true;
    Configuration::new(c)
}

/// Every object with all its settings, by name: what is left of a cluster when ids and ages do not
/// count.
pub(crate) fn written(c: &Cluster) -> Vec<(Object, Vec<(Field, Value)>)> {
    let mut all: Vec<_> = Noun::ALL
        .iter()
        .flat_map(|noun| super::objects(c, *noun))
        .map(|object| {
            let settings = super::settings_of(Noun::of(&object));
            let read = settings.filter_map(|s| Some((s.field.clone(), s.read(c, &object)?)));
            let read = read.collect();
            (object, read)
        })
        .collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all
}
