use super::*;

fn holds(filter: &str, path: &str, name: &str, tags: &[&str], covers: &[&str]) -> Option<bool> {
    let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let (tags, covers) = (owned(tags), owned(covers));
    let header = Some(Header { name, tags: &tags, covers: &covers });
    let shown = format!("scenarios/{path}");
    Filter::parse(filter).unwrap().selects(&Candidate { path, shown: &shown, header })
}

#[test]
fn predicates_and_operators_select() {
    let table = [
        ("tag(trunk)", true),
        ("tag(tr*)", true),
        ("tag(=tr*)", false),
        ("tag(tru)", false),
        ("tag(~tru)", true),
        ("tag(trunk) & !tag(slow)", true),
        ("tag(trunk) & tag(slow)", false),
        ("tag(slow) | tag(trunk) & name(expiry)", true),
        ("(tag(slow) | tag(trunk)) & name(other)", false),
        ("not tag(slow) and name(~expiry)", true),
        ("!!tag(trunk)", true),
        ("name(The Expiry)", true),
        ("name(=The expiry of a watch)", true),
        ("name(=expiry)", false),
        ("path(lessons/**)", true),
        ("path(lessons)", true),
        ("path(lessons/)", true),
        ("path(lesson)", false),
        ("path(lessons/*/01-a)", true),
        ("path(01-*)", true),
        ("path(scenarios/lessons/**)", true),
        ("path(~b/01)", true),
        ("path(lessons/b/01-a.yaml)", true),
        ("covers(GROUP-10)", true),
        ("covers(group-10)", true),
        ("covers(GROUP-1)", false),
        ("covers(GROUP-*)", true),
        ("covers(#R-?)", true),
        ("none()", false),
        ("all() && !none() || none()", true),
    ];
    for (filter, expected) in table {
        let got = holds(
            filter,
            "lessons/b/01-a.yaml",
            "The expiry of a watch",
            &["trunk", "fast"],
            &["GROUP-10", "R-3"],
        );
        assert_eq!(got, Some(expected), "{filter}");
    }
}

#[test]
fn an_unreadable_file_is_ruled_out_by_its_path_alone() {
    let file = Candidate { path: "a/b.yaml", shown: "a/b.yaml", header: None };
    let table = [
        ("tag(x)", None),
        ("!tag(x)", None),
        ("path(c/**)", Some(false)),
        ("path(c/**) & tag(x)", Some(false)),
        ("tag(x) & path(c/**)", Some(false)),
        ("path(a/**) & tag(x)", None),
        ("path(a/**) | tag(x)", Some(true)),
        ("tag(x) | path(c/**)", None),
    ];
    for (filter, expected) in table {
        assert_eq!(Filter::parse(filter).unwrap().selects(&file), expected, "{filter}");
    }
}

#[test]
fn mistakes_are_shown_under_their_place_with_a_way_out() {
    let table = [
        ("tga(trunk)", "^^^ there is no predicate `tga`", "did you mean `tag`?"),
        (
            "covers(GRUP-10)",
            "       ^^^^^^^ there is no rule `GRUP-10`",
            "did you mean `GROUP-10`?",
        ),
        ("tag(x", "   ^ this parenthesis is never closed", "write `tag(x)`"),
        ("(tag(x)", "^ this parenthesis is never closed", ""),
        ("tag(x))", "      ^ this parenthesis was never opened", ""),
        ("tag(x) tag(y)", "       ^^^^^^ an operator is missing", "`&` for both"),
        ("tag(x) &", "        ^ the filter ends here", "a predicate such as"),
        ("& tag(x)", "^ a predicate is missing before this", "tag(trunk)"),
        ("expiry", "^^^^^^ a word alone selects nothing", "write `name(expiry)`"),
        ("tag", "^^^ a word alone selects nothing", "`tag(...)`"),
        ("tag()", "^^^^^ there is nothing between the parentheses", "`all()`"),
        ("", "^ the filter is empty", "`all()`"),
        ("tag(x) + tag(y)", "       ^ `+` means nothing here", "`&`, `|`, `!`"),
        ("name(é) § all()", "        ^ `§` means nothing here", ""),
    ];
    for (filter, mistake, help) in table {
        let text = Filter::parse(filter).unwrap_err().to_string();
        assert!(text.contains(&format!("  | {mistake}")), "{filter}\n{text}");
        assert!(text.contains(help), "{filter}\n{text}");
    }
}

#[test]
fn all_mistakes_of_a_filter_are_told_at_once() {
    let error = Filter::parse("tga(x) | covers(R-99) & nam(y)").unwrap_err();
    assert_eq!(error.mistakes.len(), 3, "{error}");
}

#[test]
fn a_hostile_filter_is_an_error_and_no_stack_overflow() {
    assert!(Filter::parse(&"(".repeat(100_000)).is_err());
    assert!(Filter::parse(&"!".repeat(100_000)).is_err());
    assert!(Filter::parse(&format!("{}all()", "all() & ".repeat(20_000))).is_ok());
}
