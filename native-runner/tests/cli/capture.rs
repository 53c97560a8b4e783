//! Captures: what another program reads out of them.

use std::process::Command;

use crate::place::{GOOD, Place};

/// What tshark prints of a capture.
fn tshark(place: &Place, arguments: &[&str]) -> String {
    let mut command = Command::new("tshark");
    command.arg("-r").args(arguments).current_dir(&place.root);
    let output = command.output().expect("tshark: `cargo xtask setup --only tshark` installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The scenarios of the gallery.
fn gallery() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/gallery");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let mut paths: Vec<_> = yaml.map(|path| path.to_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

#[test]
fn every_message_of_the_gallery_is_decoded_and_none_is_malformed() {
    let place = Place::new();
    let gallery = gallery();
    assert!(gallery.len() > 20);
    let (mut all, mut sent) = (Vec::new(), 0);
    for path in &gallery {
        place.run(&["trace", path, "--pcap", "one.pcap"]).expect(0);
        let one = std::fs::read(place.root.join("one.pcap")).unwrap();
        // Captures behind each other, but for the head of each file, are a capture: tshark takes
        // long to start.
        all.extend_from_slice(if all.is_empty() { &one } else { &one[24..] });
        let glyphs = place.run(&["trace", path, "--glyph"]).expect(0).out.clone();
        // The first line says what the signs mean.
        sent += glyphs.lines().skip(1).filter(|line| line.contains(" > ")).count();
    }
    place.write("all.pcap", all);
    let fields = ["-T", "fields", "-e", "frame.number", "-e", "sip.CSeq", "-e", "_ws.malformed"];
    let seen = tshark(&place, &[&["all.pcap"], &fields[..]].concat());
    assert_eq!(seen.lines().count(), sent);
    for line in seen.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        assert!(!fields[1].is_empty() && fields[2].is_empty(), "not SIP as it should be: {line}");
    }
}

#[test]
fn a_capture_has_the_times_and_the_bytes_of_the_run() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--pcap", "a.pcap"]).expect(0);
    let fields = ["a.pcap", "-T", "fields", "-e", "frame.time_epoch", "-e", "sip.Request-Line"];
    let seen = tshark(&place, &fields);
    let json = place.run(&["trace", "scenarios/a.yaml", "--json"]).expect(0).out.clone();
    let first: serde_json::Value = json
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .find(|event: &serde_json::Value| event["what"] == "sent")
        .unwrap();
    let micros = first["at"].as_i64().unwrap();
    let at = format!("{}.{:06}000", micros / 1_000_000, micros % 1_000_000);
    assert!(seen.starts_with(&at), "{at} in\n{seen}");
    assert!(seen.contains("SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0"), "{seen}");
}

#[test]
fn captures_of_several_scenarios_stand_in_a_folder_and_of_one_node_alone_where_asked() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b/c.yaml", GOOD)]);
    place.run(&["run", "--pcap", "captures"]).expect(0);
    let all = tshark(&place, &["captures/a.pcap"]).lines().count();
    assert_eq!(tshark(&place, &["captures/b/c.pcap"]).lines().count(), all);
    place.run(&["trace", "scenarios/a.yaml", "--pcap", "x.pcap", "--to", "2500ms"]).expect(0);
    let part = tshark(&place, &["x.pcap"]).lines().count();
    assert!(part > 0 && part < all, "{part} of {all}");
    place.run(&["trace", "scenarios/a.yaml", "--pcap", "no/such/folder.pcap"]).expect(6);
}

#[test]
fn every_message_of_runs_over_tcp_is_decoded_and_is_in_a_stream() {
    let place = Place::new();
    let gallery = gallery();
    let mut all = Vec::new();
    let paths: Vec<&str> = gallery.iter().map(String::as_str).collect();
    let flags = ["run", "--backend", "sip", "--transport", "tcp", "--pcap", "captures/"];
    place.run(&[&flags[..], &paths, &["--trace", "traces/"]].concat()).expect(0);
    let (mut sent, mut captures) = (0, 0);
    for path in files(&place.root.join("traces")) {
        let trace = std::fs::read_to_string(path).unwrap();
        sent += trace.lines().filter(|line| line.contains("\"what\":\"sent\"")).count();
    }
    // Each run has its own port; one connection of one run would go on in another's otherwise.
    for path in files(&place.root.join("captures")) {
        let seen = tshark(
            &place,
            &[
                path.to_str().unwrap(),
                "-T",
                "fields",
                "-e",
                "sip.CSeq.method",
                "-e",
                "tcp.len",
                "-e",
                "_ws.malformed",
            ],
        );
        for line in seen.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(
                !fields[0].is_empty() && !fields[1].is_empty() && fields[2].is_empty(),
                "not SIP over TCP as it should be: {line} in {}",
                path.display()
            );
        }
        all.push(seen.lines().count());
        captures += 1;
    }
    assert!(captures > 20);
    assert_eq!(all.iter().sum::<usize>(), sent);
}

/// The files below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}
