//! What a pipeline waits for. The promises are for the release profile on two cores; a build for
//! tests does not optimise, and gets grace. `docs/benchmarks/command-line.md` has what was measured.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::place::{GOOD, Place};

/// How much longer a build without optimisation may take.
const GRACE: u32 = if cfg!(debug_assertions) { 5 } else { 1 };

/// The fastest of a few: what else the machine does is no matter.
fn fastest(place: &Place, arguments: &[&str], promised: Duration) {
    let times = (0..3).map(|_| {
        let before = Instant::now();
        place.run(arguments).expect(0);
        before.elapsed()
    });
    let fastest = times.min().unwrap();
    println!("{}: {fastest:?}", arguments.join(" "));
    assert!(fastest < promised * GRACE, "{}: {fastest:?}", arguments.join(" "));
}

#[test]
fn all_scenarios_run_in_under_two_seconds() {
    let place = Place::at(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap());
    fastest(&place, &["run", "scenarios", "-q", "-j", "2"], Duration::from_secs(2));
}

#[test]
fn a_thousand_files_are_checked_in_under_a_second() {
    let place = Place::new();
    for n in 0..1_000 {
        place.write(&format!("scenarios/{}/{n}.yaml", n / 100), GOOD);
    }
    fastest(&place, &["check", "-q"], Duration::from_secs(1));
}

#[test]
fn it_starts_in_no_time() {
    fastest(&Place::new(), &["--version"], Duration::from_millis(20));
}
