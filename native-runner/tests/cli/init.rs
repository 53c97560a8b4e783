//! `init` and `completions`.

use crate::place::Place;

#[test]
fn what_init_writes_holds_and_checks_without_a_mistake() {
    let place = Place::new();
    let ran = place.run(&["init", "my voice"]);
    ran.expect(0).says(&["next: lampfield run 'my voice/scenarios'"]);
    let scenarios = "my voice/scenarios";
    place.run(&["run", scenarios]).expect(0).says(&["2 passed, 0 failed"]);
    place.run(&["check", scenarios]).expect(0).says(&["2 files without a mistake"]);
    assert!(place.read("my voice/README.md").contains("lampfield run scenarios"));
    assert!(place.read("my voice/.github/workflows/presence.yml").contains("--report"));
    place.run(&["init", "-q", "quiet"]).expect(0);
}

#[test]
fn init_never_overwrites_and_writes_all_or_nothing() {
    let place = Place::with(&[("here/scenarios/busy.yaml", "mine\n")]);
    let ran = place.run(&["init", "here"]);
    ran.expect(6).says(&["here/scenarios/busy.yaml", "nothing was written"]);
    assert_eq!(place.read("here/scenarios/busy.yaml"), "mine\n");
    assert!(!place.root.join("here/README.md").exists());
    // Other files are no matter: a repository that is there already is where most begin.
    place.write("there/src/main.c", "");
    place.run(&["init", "there"]).expect(0);
    place.run(&["init", "there"]).expect(6);
}

#[test]
fn each_shell_gets_completions_with_every_verb() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = place.run(&["completions", shell]);
        ran.expect(0).says(&["lampfield", "swarm", "replay", "partition"]);
    }
    place.run(&["completions", "csh"]).expect(2).says(&["bash"]);
    let bash = place.run(&["completions", "bash"]).out;
    place.write("lampfield.bash", bash);
    let mut shell = std::process::Command::new("bash");
    shell.current_dir(&place.root).args(["-n", "lampfield.bash"]);
    assert!(shell.status().unwrap().success(), "bash reads it");
}
