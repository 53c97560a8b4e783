//! The progress line, on a terminal that the test makes, and nowhere else.
#![cfg(unix)]

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::place::{BAD, GOOD, Place, Ran};

/// A terminal: the side that a program writes to, and the side that shows it.
fn terminal() -> (File, File) {
    let screen: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&screen).unwrap();
    unlockpt(&screen).unwrap();
    let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&screen, size).unwrap();
    let name = ptsname(&screen, Vec::new()).unwrap();
    let program = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (program, File::from(screen))
}

/// Runs with standard error on a terminal, and gives back what it showed there.
fn on_a_terminal(place: &Place, arguments: &[&str], name: &str, value: &str) -> (Ran, String) {
    let (program, mut screen) = terminal();
    let mut command = place.command();
    command.args(arguments).env("TERM", "xterm").env(name, value);
    let child = command.stderr(program).stdout(Stdio::piped()).spawn().unwrap();
    // The command holds the program's end too, and a terminal ends when nobody holds it.
    drop(command);
    let mut shown = Vec::new();
    // Its end is an error on Linux.
    let _ = screen.read_to_end(&mut shown);
    let ran = Ran::from(child.wait_with_output().unwrap());
    (ran, String::from_utf8(shown).unwrap())
}

#[test]
fn on_a_terminal_a_line_tells_how_far_the_run_is_and_is_taken_away_at_the_end() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", BAD)]);
    let (ran, shown) = on_a_terminal(&place, &["run", "-j", "1"], "X", "");
    ran.expect(1).says(&["1 passed, 1 failed"]);
    assert!(shown.contains("running  "), "{shown:?}");
    assert!(shown.contains("/2  "), "{shown:?}");
    let end = shown.rsplit("running").next().unwrap();
    assert!(end.ends_with("\u{1b}[2K") || end.ends_with('\r'), "{shown:?}");
}

#[test]
fn there_is_no_line_where_it_is_not_wanted_or_nobody_looks() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let (ran, shown) = on_a_terminal(&place, &["run", "--progress", "none"], "X", "");
    ran.expect(0);
    assert_eq!(shown, "");
    let (ran, shown) = on_a_terminal(&place, &["run"], "TERM", "dumb");
    ran.expect(0);
    assert_eq!(shown, "");
    assert_eq!(place.run(&["run"]).expect(0).err, "");
}

#[test]
fn no_color_leaves_a_terminal_without_colour() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    // Errors are what goes to standard error by itself.
    let arguments = ["run", "nowhere.yaml"];
    let (ran, shown) = on_a_terminal(&place, &arguments, "X", "");
    ran.expect(3);
    assert!(shown.contains("\u{1b}[1;31merror:"), "{shown:?}");
    let (_, shown) = on_a_terminal(&place, &arguments, "NO_COLOR", "1");
    assert!(shown.contains("error:") && !shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn retries_are_refused_with_the_reason() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--retries", "2"]).expect(2).says(&["`--retries` is for real clocks"]);
    place.run(&["run", "--retries", "0"]).expect(0);
}
