//! Reports for other programs and for people elsewhere: JUnit, GitHub, HTML.

use std::process::Command;

use crate::place::{BAD, BROKEN, GOOD, Place, Ran};

/// One that holds, one that does not, one that does not parse, and one that ended early.
fn place() -> Place {
    let odd = GOOD.replace("A key follows its line", "\"<&> follows % its \\\"line\\\"\"");
    Place::with(&[
        ("scenarios/a.yaml", &odd),
        ("scenarios/b/c.yaml", BAD),
        ("scenarios/broken.yaml", BROKEN),
    ])
}

/// Everything that `xmllint` says; empty where the document is valid.
fn against_the_schema(place: &Place, file: &str) -> String {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/junit.xsd");
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--schema", schema, file]).current_dir(&place.root);
    let output = command.output().expect("xmllint: `cargo xtask setup --only xmllint` installs it");
    if output.status.success() {
        return String::new();
    }
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_junit_report_is_valid_with_a_suite_for_each_file() {
    let place = place();
    place.run(&["run", "--seed", "7", "--report", "human,junit=r.xml"]).expect(3);
    let xml = place.read("r.xml");
    assert_eq!(against_the_schema(&place, "r.xml"), "", "{xml}");
    for part in [
        "<testsuites name=\"lampfield\" tests=\"3\" skipped=\"0\" failures=\"1\" errors=\"1\"",
        "<testsuite name=\"scenarios/b/c.yaml\"",
        "name=\"A key that stays busy\" classname=\"b.c\"",
        "name=\"seed\" value=\"7\"",
        "name=\"digest\" value=\"",
        "type=\"E0301\"",
        "scenarios/b/c.yaml:33:9",
        "= why: ",
        // The ladder.
        "&lt;--NOTIFY 1111",
        "name=\"&lt;&amp;&gt; follows % its &quot;line&quot;\"",
    ] {
        assert!(xml.contains(part), "no {part} in\n{xml}");
    }
    // The schema is no schema that lets everything through.
    place.write("bad.xml", xml.replace("classname", "class"));
    assert_ne!(against_the_schema(&place, "bad.xml"), "");
}

#[test]
fn junit_of_a_run_that_was_cut_short_is_valid_and_skipped() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["run", "--until", "1s", "--report", "junit"]);
    place.write("r.xml", &ran.expect(5).out);
    assert_eq!(against_the_schema(&place, "r.xml"), "", "{}", ran.out);
    assert!(ran.out.contains("<skipped"), "{}", ran.out);
}

#[test]
fn no_colour_gets_into_a_document() {
    let place = Place::with(&[("scenarios/a.yaml", BAD)]);
    for document in ["junit", "html", "json"] {
        let ran =
            place.run(&["run", "--color", "always", "--report", &format!("human,{document}")]);
        assert!(!ran.expect(1).out.contains('\u{1b}'), "{document}: {}", ran.out);
        assert!(ran.err.contains('\u{1b}'), "the human report gives way: {}", ran.err);
    }
}

#[test]
fn two_documents_are_not_mixed_on_standard_output() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--report", "junit,json"]).expect(2).says(&["give each a file"]);
    place.run(&["run", "--report", "junit=r.xml,json=r.xml"]).expect(2).says(&["mixed in `r.xml`"]);
    place.run(&["run", "--report", "junit=r.xml,json"]).expect(0);
}

fn github(place: &Place, arguments: &[&str]) -> Ran {
    let mut command = place.command();
    command.args(["run", "--report", "github"]).args(arguments);
    Ran::from(command.env("GITHUB_STEP_SUMMARY", "summary.md").output().unwrap())
}

#[test]
fn github_gets_annotations_with_file_and_line_and_a_summary_with_the_ladder() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b/c.yaml", BAD)]);
    place.write("summary.md", "from another step\n");
    let ran = github(&place, &[]);
    let annotation = ran.expect(1).out.lines().next().unwrap();
    let start = "::error file=scenarios/b/c.yaml,line=33,col=9,title=E0301 b/c::\
        `Phone A BLF 1` is not `busy` at 4s%0Ais `idle` since 3.002s%0Awhy: ";
    assert!(annotation.starts_with(start), "{annotation}");
    let summary = place.read("summary.md");
    for part in [
        "from another step\n## Lampfield: 1 passed, 1 failed",
        "<b>FAIL</b> b/c: A key that stays busy",
        "<details><summary>ladder</summary>",
        "NOTIFY 1111",
        "= why: ",
    ] {
        assert!(summary.contains(part), "no {part} in\n{summary}");
    }
    assert_eq!(summary.matches("<details>").count(), summary.matches("</details>").count());
    assert!(!summary.contains(" a: "), "what passes is not told: {summary}");
}

#[test]
fn at_most_ten_annotations_are_written() {
    let place = Place::new();
    for n in 0..14 {
        place.write(&format!("scenarios/{n:02}.yaml"), BAD);
    }
    let ran = github(&place, &[]);
    assert_eq!(ran.expect(1).out.matches("::error ").count(), 10);
    ran.says(&["and 4 more"]);
}

#[test]
fn without_a_job_nothing_is_written_but_annotations() {
    let place = Place::with(&[("scenarios/a.yaml", BAD)]);
    let mut command = place.command();
    command.args(["run", "--report", "github"]).env_remove("GITHUB_STEP_SUMMARY");
    Ran::from(command.output().unwrap()).expect(1).says(&["::error file=scenarios/a.yaml,"]);
    assert_eq!(std::fs::read_dir(&place.root).unwrap().count(), 1);
}

#[test]
fn an_html_report_is_one_page_that_needs_nothing_else() {
    let place = place();
    place.run(&["run", "--report", "html=r.html"]).expect(3);
    let page = place.read("r.html");
    for part in [
        "<!DOCTYPE html>",
        "1 passed",
        "A key that stays busy",
        "`Phone A BLF 1` is not `busy` at 4s",
        "1111 in Internal as CallManager says",
        "class=\"busy\" style=\"left:25.",
        "In the end: idle since 3.002s",
        "allowed by GROUP-10: ",
        "NOTIFY 1111",
        "light-dark(",
        "&lt;&amp;&gt; follows",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
    for forbidden in ["<script", "http://", "https://", "src=", "url(", "<link"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
}
