//! What the command says of itself.

use crate::place::Place;

#[test]
fn help_lists_every_verb_and_every_exit_code() {
    let ran = Place::new().run(&["--help"]);
    ran.expect(0).says(&["run", "list", "check", "explain", "trace", "replay", "rules"]);
    ran.says(&["0  OK", "7  NONDETERMINISM", "70  BUG", "130  INTERRUPTED"]);
}

#[test]
fn the_reference_page_tells_every_exit_code_as_help_does() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/command-line.md");
    let page = std::fs::read_to_string(page).unwrap();
    let help = Place::new().run(&["--help"]).out;
    let codes = help.lines().skip_while(|line| !line.starts_with("Exit codes")).skip(1);
    let mut seen = 0;
    for line in codes.filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let (code, name) = (words.next().unwrap(), words.next().unwrap());
        let meaning: Vec<&str> = words.collect();
        let row = format!("| {code} | {name} | {} |", meaning.join(" "));
        assert!(page.contains(&row), "{row}");
        seen += 1;
    }
    assert_eq!(seen, 11);
}
