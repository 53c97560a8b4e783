//! `explain`: lamps, requests, steps, rules, codes.

use crate::place::{GOOD, Place};

/// A trunk that may ask, and has nowhere to look.
const TRUNK: &str = "lampfield: 1
name: A trunk that may ask, and has nowhere to look
cluster:
  partitions: [Internal]
  calling_search_spaces: { Staff: [Internal] }
  sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
  trunks: { Trunk P: { type: SIP, destination: Server P, security_profile: Open } }
  directory_numbers: { 2000 in Internal: {} }
  phones:
    Phone B: { type: 7961 SCCP, lines: [2000 in Internal] }
outside:
  Server P: { type: presence server, trunk: Trunk P, presentities: { 7100: busy } }
steps:
  - { at: 0s, do: everybody connects }
";

#[test]
fn a_rule_and_a_code_have_long_help() {
    let place = Place::new();
    place.run(&["explain", "GROUP-10"]).expect(0).says(&["GROUP-10", "BLF/SpeedDial", "chapter"]);
    place.run(&["explain", "r-3"]).expect(0).says(&["R-3", "reading"]);
    place.run(&["explain", "E0103"]).expect(0).says(&["E0103", "# wrong", "# right"]);
    place.run(&["explain", "GRUP-10"]).expect(2).says(&["did you mean `GROUP-10`?"]);
    place.run(&["explain", "E9999"]).expect(2).says(&["no diagnostic code `E9999`"]);
    let json = place.run(&["explain", "GROUP-10", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.expect(0).out).unwrap();
    assert_eq!(value["id"], "GROUP-10");
}

#[test]
fn a_lamp_is_explained_with_its_checks_and_its_messages() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["explain", "scenarios/a.yaml", "--at", "2s", "Phone A BLF 1"]);
    ran.expect(0).says(&["Phone A BLF 1 at 2.000s: busy since 1.00", "GROUP-10", "NOTIFY 1111"]);
    // The same without quotes, and at the end of the run.
    let ran = place.run(&["explain", "scenarios/a.yaml", "Phone", "A", "BLF", "1"]);
    ran.expect(0).says(&["Phone A BLF 1 at 4.000s: idle since 3.00"]);
}

#[test]
fn a_number_outside_the_search_space_is_explained_with_the_way_out() {
    let outside = GOOD
        .replace("partitions: [Internal]", "partitions: [Internal, Executives]")
        .replace("1111 in Internal", "1111 in Executives")
        .replace("is: busy, because: [GROUP-10, QUIRK-5] }", "is: unknown }")
        .replace("is: idle", "is: unknown");
    let place = Place::with(&[("scenarios/a.yaml", &outside)]);
    let ran = place.run(&["explain", "scenarios/a.yaml", "Phone A BLF 1"]);
    ran.expect(0).says(&["unknown", "no route", "CSS-1", "Executives", "`Everyone`"]);
    ran.says(&["scenarios/a.yaml:8"]);
    let asked = place.run(&["explain", "scenarios/a.yaml", "Phone A -> 1111"]);
    asked.expect(0).says(&["in a call list", "CSS-1", "Executives"]);
}

#[test]
fn a_request_over_a_trunk_is_explained_in_the_name_of_the_trunk() {
    let place = Place::with(&[("scenarios/a.yaml", TRUNK)]);
    let ran = place.run(&["explain", "scenarios/a.yaml", "Trunk P -> 2000"]);
    let says = "Trunk P has no SUBSCRIBE calling search space";
    ran.expect(0).says(&["if it came now without credentials", "CSS-3", says, "`Staff`"]);
}

#[test]
fn a_step_explains_the_lamps_that_it_expects() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["explain", "scenarios/a.yaml", "step:lifted"]);
    ran.expect(0).says(&["Phone A BLF 1 at 2.000s: busy"]);
    place.run(&["explain", "scenarios/a.yaml", "step:lfted"]).expect(2).says(&["lifted"]);
}

#[test]
fn a_wrong_question_is_told_what_could_be_asked() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let asked = |subject: &str| place.run(&["explain", "scenarios/a.yaml", subject]);
    asked("").expect(2).says(&["this scenario is about `Phone A BLF 1`"]);
    asked("Phone C BLF 1").expect(2).says(&["there is no phone `Phone C`"]);
    asked("Phone A BLF 7").expect(2).says(&["`Phone A` has no BLF 7"]);
    asked("Phone Q -> 1111").expect(2).says(&["there is no phone `Phone Q`"]);
}

#[test]
fn an_explanation_as_json_has_decision_and_messages() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let arguments = ["explain", "scenarios/a.yaml", "Phone A BLF 1", "--format", "json"];
    let value: serde_json::Value =
        serde_json::from_str(&place.run(&arguments).expect(0).out).unwrap();
    assert_eq!(value["format"], "lampfield-explain/1");
    assert_eq!(value["shows"], "idle");
    assert_eq!(value["decision"]["outcome"], "allowed");
    assert!(value["messages"].as_array().unwrap().len() > 1);
}

#[test]
fn over_sockets_a_lamp_is_explained_by_the_bytes_of_its_messages() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let asked = ["explain", "scenarios/a.yaml", "--at", "2s", "Phone A BLF 1"];
    for (transport, contact) in [("udp", ">"), ("tcp", ";transport=tcp>")] {
        let backend = ["--backend", "sip", "--transport", transport];
        let ran = place.run(&[&asked[..], &backend].concat());
        let via = format!("      Via: SIP/2.0/{} 127.", transport.to_uppercase());
        ran.expect(0).says(&[
            "Phone A BLF 1 at 2.000s: busy since 1.00",
            "the messages, as they were sent",
            "      SUBSCRIBE sip:1111@127.0.0.1 SIP/2.0\n",
            "      NOTIFY sip:1000@127.",
            "<rpid:on-the-phone/>",
            &via,
            contact,
        ]);
        // The last one is what the lamp shows.
        let last = ran.out.rfind("NOTIFY sip:").unwrap();
        assert!(ran.out[last..].contains("on-the-phone"), "{}", ran.out);
    }
    let json = place.run(&[&asked[..], &["--backend", "sip", "--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&json.expect(0).out).unwrap();
    let messages = value["messages"].as_array().unwrap();
    let sip: Vec<&str> = messages.iter().filter_map(|one| one["sip"].as_str()).collect();
    // It begins where the phone came; the lamp's own subscription follows.
    assert!(sip[0].starts_with("REGISTER "), "{sip:?}");
    assert!(sip.iter().any(|bytes| bytes.starts_with("SUBSCRIBE ")), "{sip:?}");
    assert!(sip.last().unwrap().contains("127.0.0.1:"), "{sip:?}");
    // Without sockets nothing is on a wire.
    let simulated = place.run(&asked).expect(0).out.clone();
    assert!(!simulated.contains("as they were sent"), "{simulated}");
    place.run(&[&asked[..], &["--backend", "both"]].concat()).expect(2).says(&["one run"]);
    place.run(&[&asked[..], &["--transport", "tcp"]].concat()).expect(2).says(&["needs sockets"]);
}
