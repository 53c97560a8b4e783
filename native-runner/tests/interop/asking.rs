//! What one may ask of a server while it runs, and wrong lines, flags and files.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

use crate::plain::Plain;
use crate::server::{Folder, OFFICE, Server, free_port, wait_until};

#[test]
fn the_control_socket_takes_the_same_lines_and_goes_with_the_server() {
    let folder = Folder::new();
    let path = folder.0.join("control.sock");
    let server = Server::in_folder(&folder, OFFICE, &["--control", path.to_str().unwrap()]);
    let stream = UnixStream::connect(&path).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut ask = |line: &str| {
        writeln!(&stream, "{line}").unwrap();
        answers.by_ref().map(Result::unwrap).take_while(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(ask("Phone B lifts"), ["ok"]);
    // CallManager hears of it a moment later.
    let busy = "1111 in Internal  busy".to_owned();
    assert!(wait_until(|| ask("lines").contains(&busy)));
    assert!(ask("help").iter().any(|line| line.starts_with("subscriptions ")));
    assert_eq!(ask("registrations"), ["none"]);
    assert_eq!(server.stop(), 0);
    assert!(!path.exists(), "its file stays behind");
}

#[test]
fn a_termination_signal_ends_subscriptions_in_order() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    phone.subscribe("1111", "one");
    let answers = std::thread::spawn(move || {
        let last = phone.next();
        phone.acknowledge(&last);
        last
    });
    assert_eq!(server.terminate(), 0);
    let last = answers.join().unwrap();
    assert!(last.contains("Subscription-State: terminated;reason=deactivated"), "{last}");
}

#[test]
fn a_wrong_line_is_told_the_nearest_right_one_and_changes_nothing() {
    let mut server = Server::start(OFFICE, &[]);
    let table = [
        ("Phone B lift", "did you mean `lifts`?"),
        ("Phone X lifts", "Phone A"),
        ("regitrations", "did you mean `registrations`?"),
        (
            "change { phones: { Phone A: { subscribe_cs: Everyone } } }",
            "did you mean `subscribe_css`?",
        ),
        ("change { phones: [", "error: "),
        ("change", "error: "),
    ];
    for (line, told) in table {
        let answer = server.ask(line);
        assert!(answer.starts_with("error: ") && answer.contains(told), "{line}: {answer}");
    }
    server.wait_for_line("1111", "idle");
}

#[test]
fn a_real_phone_is_left_to_its_user_and_an_edit_reaches_its_watch() {
    let mut server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    let answer = server.ask("Phone A lifts");
    assert!(answer.contains("Phone A is a real phone now"), "{answer}");
    phone.subscribe("1111", "one");
    // The permission goes: the watch ends at once, with a last NOTIFY.
    server.tell("change { calling_search_spaces: { Everyone: { partitions: [Hidden] } } }");
    let last = phone.next();
    assert!(last.contains("Subscription-State: terminated"), "{last}");
    phone.acknowledge(&last);
    server.wait_for("subscriptions", "none");
    server.tell("Phone A is reset");
    server.wait_for("registrations", "none");
}

/// What `serve` says when it does not serve, with its exit code.
fn refused(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
    command.current_dir(&folder.0).arg("serve").args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn what_cannot_be_served_is_told_with_its_exit_code() {
    let folder = Folder::new();
    folder.write("cluster.yaml", OFFICE);
    folder.write("broken.yaml", "cluster:\n  phones:\n    Phone A: { type: 7970 SPI }\n");
    let holder = std::net::UdpSocket::bind(("127.0.0.1", free_port())).unwrap();
    let taken = format!("udp:{}", holder.local_addr().unwrap());
    let table: [(&[&str], i32, &str); 8] = [
        (&["missing.yaml"], 3, "there is no file or folder `missing.yaml`"),
        (&["broken.yaml"], 3, "broken.yaml:3:"),
        (&["cluster.yaml", "--listen", "udp:localhost:5060"], 2, "udp:127.0.0.1:5060"),
        (&["cluster.yaml", "--listen", "udp:0.0.0.0:5060"], 2, "an address of this machine"),
        (&["cluster.yaml", "--listen", &taken], 6, "cannot listen at udp:127.0.0.1:"),
        (
            &["cluster.yaml", "--outside", "Partner=udp:127.0.0.1:5080"],
            2,
            "nobody outside is called",
        ),
        (&["cluster.yaml", "--password", "Phone A=secret"], 2, "no command"),
        (&["cluster.yaml", "--password", "Phone a=env:NOWHERE"], 2, "did you mean `Phone A`?"),
    ];
    for (arguments, expected, told) in table {
        let with_port = ["--listen", "udp:127.0.0.1:0"];
        let more: &[&str] = if arguments.contains(&"--listen") { &[] } else { &with_port };
        let (code, text) = refused(&folder, &[arguments, more].concat());
        assert!(code == expected && text.contains(told), "{arguments:?}: {code}\n{text}");
    }
    drop(holder);
}
