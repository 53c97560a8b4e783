//! Writing.

use super::Wire;
use lampfield_core::json::quote;

/// Takes down values, with the fields' names or without.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    named: bool,
    /// Whether what comes next is the first in its brackets.
    first: bool,
}

impl Writer {
    /// Bytes for another [`Reader`](super::Reader).
    pub(super) fn bare() -> Self {
        Writer { bytes: Vec::new(), named: false, first: true }
    }

    /// JSON.
    pub(super) fn named() -> Self {
        Writer { named: true, ..Writer::bare() }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn into_text(self) -> String {
        // Whatever is written as JSON came as text.
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    /// An opening bracket of what has parts.
    pub(super) fn open(&mut self, bracket: u8) {
        if self.named {
            self.bytes.push(bracket);
            self.first = true;
        }
    }

    /// Its closing one.
    pub(super) fn close(&mut self, bracket: u8) {
        if self.named {
            self.bytes.push(bracket);
            self.first = false;
        }
    }

    /// Before each part of a list.
    pub(super) fn part(&mut self) {
        if self.named && !std::mem::take(&mut self.first) {
            self.bytes.push(b',');
        }
    }

    /// Before each field: its name in Rust, which JavaScript writes without `_`.
    pub(super) fn field(&mut self, name: &str) {
        if !self.named {
            return;
        }
        self.part();
        self.bytes.push(b'"');
        let mut after_line = false;
        for letter in name.bytes() {
            match (letter, after_line) {
                (b'_', _) => {}
                (letter, true) => self.bytes.push(letter.to_ascii_uppercase()),
                (letter, false) => self.bytes.push(letter),
            }
            after_line = letter == b'_';
        }
        self.bytes.extend_from_slice(b"\":");
    }

    /// A number; seven bits a byte, the sign last, so that small ones are short.
    pub(super) fn number(&mut self, n: i64) {
        if self.named {
            return self.bytes.extend_from_slice(n.to_string().as_bytes());
        }
        let mut rest = (n.cast_unsigned() << 1) ^ (n >> 63).cast_unsigned();
        loop {
            let low = rest.to_le_bytes()[0] & 0x7f;
            rest >>= 7;
            if rest == 0 {
                return self.bytes.push(low);
            }
            self.bytes.push(low | 0x80);
        }
    }

    /// Yes or no.
    pub(super) fn truth(&mut self, truth: bool) {
        if self.named {
            self.bytes.extend_from_slice(if truth { b"true" } else { b"false" });
        } else {
            self.bytes.push(u8::from(truth));
        }
    }

    /// Whether a value follows that may be absent.
    pub(super) fn present(&mut self, present: bool) {
        if !self.named {
            self.bytes.push(u8::from(present));
        } else if !present {
            self.bytes.extend_from_slice(b"null");
        }
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        if self.named {
            let mut quoted = String::new();
            quote(text, &mut quoted);
            self.bytes.extend_from_slice(quoted.as_bytes());
        } else {
            self.length(text.len());
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    /// A word that JavaScript knows by its name, and a reader by its place.
    pub(super) fn word(&mut self, word: &str, place: u8) {
        if self.named { self.text(word) } else { self.bytes.push(place) }
    }

    /// How many parts follow; JSON tells by its brackets.
    pub(super) fn length(&mut self, length: usize) {
        if !self.named {
            self.number(i64::try_from(length).unwrap_or(i64::MAX));
        }
    }
}

/// The parts of a list.
pub(super) fn list<T: Wire>(all: &[T], to: &mut Writer) {
    to.length(all.len());
    to.open(b'[');
    for one in all {
        to.part();
        one.write(to);
    }
    to.close(b']');
}
