//! Reading JSON. It comes from links and from a browser's storage, so nothing is believed.

use super::{Json, MOST_NESTED};
use std::borrow::Cow;

/// See [`Json::read`].
pub(super) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.blanks();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes a word away, if it comes next.
    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes the next letter away.
    fn letter(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next();
        self.rest = letters.as_str();
        letter
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.blanks();
        for (word, value) in
            [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if self.take(word) {
                return Some(value);
            }
        }
        if self.take("\"") {
            return self.text().map(Json::from);
        }
        if self.take("[") {
            let mut items = Vec::new();
            self.items("]", depth, |reader| {
                items.push(reader.value(depth + 1)?);
                Some(())
            })?;
            return Some(Json::List(items));
        }
        if self.take("{") {
            let mut fields = Vec::new();
            self.items("}", depth, |reader| {
                reader.blanks();
                let name = if reader.take("\"") { reader.text()? } else { return None };
                reader.blanks();
                let value = if reader.take(":") { reader.value(depth + 1)? } else { return None };
                fields.push((Cow::Owned(name), value));
                Some(())
            })?;
            return Some(Json::Object(fields));
        }
        self.number()
    }

    /// What stands between commas, up to `end`.
    fn items(
        &mut self,
        end: &str,
        depth: usize,
        mut one: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        if depth >= MOST_NESTED {
            return None;
        }
        self.blanks();
        if self.take(end) {
            return Some(());
        }
        loop {
            one(self)?;
            self.blanks();
            if self.take(end) {
                return Some(());
            }
            self.take(",").then_some(())?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let letters = |c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
        let end = self.rest.find(letters).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        let digits = number.strip_prefix('-').unwrap_or(number);
        // A zero before others is no JSON, nor is a plus, which Rust would take.
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        if !plain || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        if digits.len() < number.len() {
            number.parse().ok().map(Json::Int)
        } else {
            number.parse().ok().map(Json::Nat)
        }
    }

    /// The rest of a text, after its first quote.
    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.letter()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                '\0'..='\u{1f}' => return None,
                plain => text.push(plain),
            }
        }
    }

    /// What a backslash stands before.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.letter()? {
            same @ ('"' | '\\' | '/') => same,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.unit()?;
                match char::from_u32(first) {
                    Some(letter) => letter,
                    // Half of a pair (RFC 8259 section 7).
                    None => {
                        self.take("\\u").then_some(())?;
                        let second = self.unit()?;
                        let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
                        char::decode_utf16(pair).next()?.ok()?
                    }
                }
            }
            _ => return None,
        })
    }

    /// Four hex digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        self.rest = self.rest.get(4..)?;
        let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What serde_json reads without a fraction we read alike, and what it refuses we refuse.
    #[test]
    fn it_is_read_as_serde_json_reads_it() {
        for text in [
            "",
            " ",
            "null",
            " true ",
            "false1",
            "0",
            "-0",
            "01",
            "-1",
            "+1",
            "1 2",
            "-",
            "--1",
            "18446744073709551615",
            "-9223372036854775808",
            "[]",
            "[1,]",
            "[,]",
            "[1 2]",
            "[1,[2]]",
            "{}",
            "{\"a\":1}",
            "{\"a\" : [ { } ] }",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "\"",
            "\"a",
            "\"\\u00e9\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\u0041\"",
            "\"\\u+123\"",
            "\"\\x\"",
            "\"\n\"",
            "\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"",
            "nul",
            "{\"a\":1}}",
        ] {
            let peer = serde_json::from_str::<serde_json::Value>(text).ok();
            let ours = Json::read(text);
            let again = ours.as_ref().map(|json| {
                let mut text = String::new();
                json.write(&mut text);
                text
            });
            // It takes -0 for a fraction, and we for 0.
            let peer = peer.map(|peer| peer.to_string().replace("-0.0", "0"));
            assert_eq!(again, peer, "{text}");
        }
    }

    #[test]
    fn fractions_and_depths_without_end_are_refused() {
        for text in ["1.5", "1e3", "18446744073709551616", "-9223372036854775809"] {
            assert_eq!(Json::read(text), None, "{text}");
        }
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::read(&nested(MOST_NESTED)).is_some());
        assert_eq!(Json::read(&nested(MOST_NESTED + 1)), None);
        assert_eq!(Json::read(&nested(1_000_000)), None);
    }
}
