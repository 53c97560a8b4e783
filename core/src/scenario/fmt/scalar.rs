//! One way to write a text: as it is where that means the same, else in quotes.

/// A text of one line as it is written in a file. `flow`: inside of brackets or braces.
pub fn write(text: &str, flow: bool) -> String {
    if is_plain(text, flow) {
        return text.to_owned();
    }
    let single = text.contains(['"', '\\']) && !text.contains(['\'', '\n']);
    if single && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_odd(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Signs that mean something to YAML or to the eye where they cannot be seen.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether a text reads the same without quotes. On the safe side: what is unsure is quoted.
fn is_plain(text: &str, flow: bool) -> bool {
    let first = text.chars().next();
    let starts = |c: char| {
        matches!(
            c,
            '-' | '?'
                | ':'
                | ','
                | '['
                | ']'
                | '{'
                | '}'
                | '#'
                | '&'
                | '*'
                | '!'
                | '|'
                | '>'
                | '\''
                | '"'
                | '%'
                | '@'
                | '`'
                | '='
        )
    };
    let dashed = text.starts_with('-') && text.chars().nth(1).is_some_and(char::is_alphanumeric);
    let odd = |c: char| c.is_control() || is_odd(c);
    !first.is_none_or(|c| starts(c) && !dashed)
        && text == text.trim()
        && !text.contains(odd)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !matches!(text, "~" | "null" | "<<")
        && !(flow && (text.contains([',', '[', ']', '{', '}']) || text.contains(":\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_only_where_it_must_be() {
        let cases = [
            ("1111 in Executives", "1111 in Executives"),
            ("no", "no"),
            ("a: b", "\"a: b\""),
            ("*.example.com", "\"*.example.com\""),
            ("say \"so\"", "say \"so\""),
            ("\"so\"", "'\"so\"'"),
            ("it's: \\", "\"it's: \\\\\""),
            ("", "\"\""),
            ("null", "\"null\""),
            ("two\nlines", "\"two\\nlines\""),
            ("Phone A BLF 1", "Phone A BLF 1"),
        ];
        for (text, written) in cases {
            assert_eq!(write(text, false), written, "{text}");
        }
        assert_eq!(write("a, b", false), "a, b");
        assert_eq!(write("a, b", true), "\"a, b\"");
    }
}
