//! The settings of those outside, as the page shows them and sends them.

use super::form_tests::form;
use super::tests::{opened, until};
use super::{OUTSIDE, sentence};
use crate::engine::Session;
use crate::types::{FieldView, FormView, Reply, Request};

/// A server that challenges, and a proxy with a phone that watches.
const BOTH: &str = "\
lampfield: 1
name: Two outside
cluster:
  sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
  trunks:
    To Server: { type: SIP, security_profile: Open }
    To Proxy: { type: SIP, security_profile: Open }
    Spare: { type: SIP, security_profile: Open }
  directory_numbers: { 1000: {} }
  phones: { Phone A: { type: 7970 SIP, lines: [1000] } }
outside:
  Server:   # knows two
    type: presence server
    trunk: To Server
    demands: { username: cm, password: wrong }
    presentities:
      7100: idle
      anna: busy
  Proxy: { type: proxy, trunk: To Proxy, phones: { Phone E: { number: 8001, blf_speed_dials: [1000] } } }
steps:
  - { at: 0s, do: everybody connects }
  - { at: 2s, do: Phone A lifts }
";

/// The scenarios in which somebody is outside.
fn with_outside() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["calls", "gallery", "rules"] {
        let within = format!("{}/../scenarios/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(&within).expect(&within) {
            let path = entry.expect(&within).path();
            let text = std::fs::read_to_string(&path).expect(&within);
            if text.contains("\noutside:") {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                all.push((format!("{folder}/{name}"), text));
            }
        }
    }
    all
}

fn asked(session: &mut Session, name: &str, fields: &[&FieldView]) -> Reply {
    let what = sentence::save("", OUTSIDE, name, false, fields);
    session.handle(Request::Place { cluster: String::new(), what })
}

fn saved(session: &mut Session, name: &str, fields: &[&FieldView]) -> String {
    match asked(session, name, fields) {
        Reply::Text { text } => text,
        other => panic!("{name}: {other:?}"),
    }
}

fn refused(session: &mut Session, name: &str, fields: &[&FieldView]) -> String {
    match asked(session, name, fields) {
        Reply::Refused { sentence } => sentence,
        other => panic!("{name}: {other:?}"),
    }
}

fn of(session: &mut Session, name: &str) -> FormView {
    form(session, "", OUTSIDE, name)
}

fn field<'f>(form: &'f FormView, key: &str) -> &'f FieldView {
    form.fields.iter().find(|field| field.key == key).expect(key)
}

/// The setting of a form with other rows.
fn with(form: &FormView, key: &str, rows: &[&[&str]]) -> FieldView {
    let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
    FieldView { rows: rows.collect(), ..field(form, key).clone() }
}

#[test]
fn whoever_is_outside_in_a_scenario_is_the_same_when_saved_as_the_form_has_it() {
    let mut seen = 0;
    for (path, text) in with_outside() {
        let mut session = Session::new();
        let load = |text| Request::Load {
            path: path.clone(),
            text,
            seed: None,
            at_us: None,
            acts: Vec::new(),
        };
        let Reply::Snapshot { snapshot } = session.handle(load(text.clone())) else {
            panic!("{path}")
        };
        let names = snapshot.nodes.iter().filter(|node| node.table == OUTSIDE);
        for name in names.map(|node| node.name.as_str()) {
            session.handle(load(text.clone()));
            let form = of(&mut session, name);
            // Credentials that nobody gave are not sent.
            let given = |own: &&FieldView| own.shape != "credentials" || !own.rows[0][0].is_empty();
            let fields: Vec<&FieldView> = form.fields.iter().filter(given).collect();
            let new = saved(&mut session, name, &fields);
            let old = until(&mut session, 60_000_000).digest;
            assert!(matches!(session.handle(load(new)), Reply::Snapshot { .. }), "{path}");
            assert_eq!(until(&mut session, 60_000_000).digest, old, "{path} {name}");
            assert_eq!(of(&mut session, name), form, "{path} {name}");
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn what_a_form_changes_is_changed_in_the_text_and_nothing_else() {
    let mut session = opened(BOTH);
    let form = of(&mut session, "Server");
    let trunks: Vec<&str> =
        field(&form, "trunk").columns[0].choices.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(trunks, ["To Server", "To Proxy", "Spare"]);
    let rows: &[&[&str]] = &[&["7100", "busy"], &["*55", "unknown"]];
    for (key, rows, old, new) in [
        ("trunk", &[&["Spare"] as &[&str]] as &[&[&str]], "trunk: To Server", "trunk: Spare"),
        (
            "presentities",
            rows,
            "presentities:\n      7100: idle\n      anna: busy",
            "presentities: { 7100: busy, \"*55\": unknown }",
        ),
        ("presentities", &[], "\n    presentities:\n      7100: idle\n      anna: busy", ""),
        // The password stays where only the user is another one.
        ("demands", &[&["boss", ""]], "username: cm,", "username: boss,"),
        ("demands", &[&["cm", "lab"]], "password: wrong", "password: lab"),
        ("demands", &[&["cm", "None"]], "\n    demands: { username: cm, password: wrong }", ""),
        (
            "credentials",
            &[&["me", "lab"]],
            "      anna: busy",
            "      anna: busy\n    credentials: { username: me, password: lab }",
        ),
    ] {
        let changed = with(&form, key, rows);
        let told = saved(&mut session, "Server", &[&changed]);
        assert_eq!(told, BOTH.replacen(old, new, 1), "{key}");
    }
    let form = of(&mut session, "Proxy");
    let changed =
        with(&form, "phones", &[&["Phone E", "8001", ""], &["Phone F", "8002", "1000, anna"]]);
    let told = saved(&mut session, "Proxy", &[&changed]);
    assert!(
        told.contains("phones: { Phone E: { number: 8001, blf_speed_dials: [] }, Phone F: { number: 8002, blf_speed_dials: [1000, anna] } } }\nsteps:"),
        "{told}"
    );
}

#[test]
fn one_outside_becomes_another_type_and_what_was_done_before_stays_done() {
    let mut session = opened(BOTH);
    until(&mut session, 3_000_000);
    super::tests::done(&mut session, "Phone A hangs up");
    let form = of(&mut session, "Server");
    let keys = |form: &FormView| form.fields.iter().map(|own| own.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&form), ["type", "trunk", "presentities", "credentials", "demands"]);
    let (proxy, nobody) = (with(&form, "type", &[&["proxy"]]), with(&form, "presentities", &[]));
    let text = saved(&mut session, "Server", &[&proxy, &nobody]);
    assert!(text.contains("do: Phone A hangs up"), "{text}");
    let mut session = opened(&text);
    let form = of(&mut session, "Server");
    assert_eq!(keys(&form), ["type", "trunk", "phones", "credentials", "demands"]);
}

#[test]
fn what_cannot_be_said_of_one_outside_is_refused_with_the_reason() {
    let mut session = opened(BOTH);
    let form = of(&mut session, "Server");
    for (key, rows, words) in [
        (
            "type",
            &[&["proxy"] as &[&str]] as &[&[&str]],
            "the file cannot take that: a proxy has no `presentities`; a presence server has",
        ),
        (
            "trunk",
            &[&["To Proxy"]],
            "the file cannot take that: `Proxy` stands at the end of the trunk of `Server`",
        ),
        ("presentities", &[&["", "idle"]], "the file cannot take that: a key must not be empty"),
        ("presentities", &[&["7", "idle"], &["7", "busy"]], "the file cannot take that: `7`"),
        ("credentials", &[&["me", ""]], "the file cannot take that: "),
    ] {
        let changed = with(&form, key, rows);
        let told = refused(&mut session, "Server", &[&changed]);
        assert!(told.starts_with(words), "{key}: {told}");
    }
    let changed = with(&form, "type", &[&["application"]]);
    let told = refused(&mut session, "Nobody", &[&changed]);
    assert_eq!(told, "`Nobody` does not stand in this file: change it where it does");
    let what = "change { outside: [".to_owned();
    let reply = session.handle(Request::Place { cluster: String::new(), what });
    assert!(matches!(reply, Reply::Refused { .. }), "{reply:?}");
}
