//! Just enough of Rust's grammar to find where functions begin and end.

/// A function and the lines it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    /// The line of its `fn`, from 1.
    pub(super) line: usize,
    /// From the line of its `fn` to that of its closing brace.
    pub(super) length: usize,
}

/// Every function with a body.
pub(super) fn functions(source: &str) -> Vec<Function> {
    let code = only_code(source);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_fn(&code, at) {
        at = start + 2;
        let rest = code.get(at..).unwrap_or_default();
        let name: String =
            rest.iter().skip_while(|c| c.is_whitespace()).take_while(|c| is_word(**c)).collect();
        // A pointer to a function has no name, and no body.
        if name.is_empty() {
            continue;
        }
        if let Some(end) = end_of_body(rest) {
            let lines = |part: &[char]| part.iter().filter(|c| **c == '\n').count();
            let line = lines(code.get(..start).unwrap_or_default()) + 1;
            let length = lines(rest.get(..end).unwrap_or_default()) + 1;
            found.push(Function { name, line, length });
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The next `fn` that is a word of its own.
fn next_fn(code: &[char], from: usize) -> Option<usize> {
    let is_fn = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| code.get(before));
        let after = code.get(at + 2);
        !before.is_some_and(|c| is_word(*c)) && !after.is_some_and(|c| is_word(*c))
    };
    let pairs = code.get(from..)?.windows(2).enumerate();
    pairs.filter(|(_, pair)| *pair == ['f', 'n']).map(|(at, _)| at + from).find(|at| is_fn(*at))
}

/// Where the body of a function ends whose signature starts here; none if it has no body.
fn end_of_body(code: &[char]) -> Option<usize> {
    let mut brackets = 0_i32;
    let mut braces = 0_i32;
    for (at, c) in code.iter().enumerate() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if brackets == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                // Braces inside brackets are part of a type, as in `[u8; { N }]`.
                if braces == 0 && brackets == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The source with comments and the insides of literals blanked out, its lines kept.
fn only_code(source: &str) -> Vec<char> {
    let chars: Vec<char> = source.chars().collect();
    let mut code = Vec::with_capacity(chars.len());
    while let Some(rest) = chars.get(code.len()..).filter(|rest| !rest.is_empty()) {
        let word_before = code.last().is_some_and(|c: &char| is_word(*c));
        let hidden = hidden(rest, word_before);
        if hidden == 0 {
            code.extend(rest.first());
        } else {
            let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
            code.extend(rest.iter().take(hidden).map(blank));
        }
    }
    code
}

/// How many characters from here on are a comment or a literal.
fn hidden(rest: &[char], word_before: bool) -> usize {
    match rest {
        ['/', '/', ..] => rest.iter().take_while(|c| **c != '\n').count(),
        ['/', '*', ..] => block_comment(rest),
        ['"', ..] => string(rest),
        ['\'', ..] => character(rest),
        ['r', '"' | '#', ..] if !word_before => raw_string(rest, 1),
        ['b' | 'c', 'r', '"' | '#', ..] if !word_before => raw_string(rest, 2),
        _ => 0,
    }
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match rest.get(at..).unwrap_or_default() {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            [] => return at,
            _ => at += 1,
        }
    }
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    loop {
        match rest.get(at..).unwrap_or_default() {
            ['\\', _, ..] => at += 2,
            ['"', ..] => return at + 1,
            [] => return at,
            _ => at += 1,
        }
    }
}

/// A character; a lifetime hides nothing.
fn character(rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', _, tail @ ..] => 4 + tail.iter().take_while(|c| **c != '\'').count(),
        ['\'', _, '\'', ..] => 3,
        _ => 0,
    }
}

/// A raw string after its prefix; a raw name such as `r#type` hides nothing.
fn raw_string(rest: &[char], prefix: usize) -> usize {
    let after = rest.get(prefix..).unwrap_or_default();
    let hashes = after.iter().take_while(|c| **c == '#').count();
    if after.get(hashes) != Some(&'"') {
        return 0;
    }
    let body = prefix + hashes + 1;
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let inside = rest.get(body..).unwrap_or_default();
    let found = inside.windows(end.len()).position(|window| window == end);
    found.map_or(rest.len(), |at| body + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(source: &str) -> Vec<(String, usize, usize)> {
        functions(source).into_iter().map(|f| (f.name, f.line, f.length)).collect()
    }

    #[test]
    fn a_function_ends_with_its_own_brace() {
        let source = "fn one() {\n    if a {\n    }\n}\n\nimpl X {\n    fn two(&self) -> [u8; 4] {\n    }\n}\n";
        assert_eq!(named(source), [("one".into(), 1, 4), ("two".into(), 7, 2)]);
    }

    #[test]
    fn declarations_and_pointers_are_no_functions() {
        assert_eq!(named("trait T { fn a(&self); }\ntype F = fn(u8) -> u8;\n"), []);
        assert_eq!(named("const fnord: u8 = 1;\nstruct S { r#fn: fn() }"), []);
    }

    #[test]
    fn braces_in_text_do_not_count() {
        let source = concat!(
            "fn a<'x>(c: &'x char) {\n",
            "    // }\n",
            "    /* } /* } */ } */\n",
            "    let _ = (\"}\\\"}\", '}', '\\'', '\\u{7d}', b'}', r#\"}\"}\"#, br\"}\");\n",
            "}\n",
            "fn b() {}\n",
        );
        assert_eq!(named(source), [("a".into(), 1, 5), ("b".into(), 6, 1)]);
    }

    #[test]
    fn inner_functions_are_found_too() {
        let source = "fn outer() {\n    fn inner() {\n    }\n}\n";
        assert_eq!(named(source), [("outer".into(), 1, 4), ("inner".into(), 2, 2)]);
    }
}
