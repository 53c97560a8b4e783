//! What carries values across.

use lampfield_core::json::quote;

/// Carries a value across, piece by piece. One that reads puts each piece down where it is told to,
/// one that writes takes it from there.
pub trait Carrier {
    /// Whether it reads.
    fn reads(&self) -> bool {
        false
    }

    /// This makes no sense.
    fn fail(&mut self) {}

    /// Which variant it is, counted, of those that have these words.
    fn place(&mut self, place: &mut u8, words: &[&str]);

    /// Yes or no.
    fn truth(&mut self, truth: &mut bool);

    /// A whole number.
    fn number(&mut self, number: &mut i64);

    /// A text.
    fn text(&mut self, text: &mut String);

    /// How many parts follow, where there are so many so far.
    fn length(&mut self, length: usize) -> usize;

    /// Whether a value follows that may be absent.
    fn present(&mut self, present: bool) -> bool;

    /// Bytes as they are, where it carries bytes.
    fn sealed(&mut self, _bytes: &mut Vec<u8>) -> bool {
        false
    }

    /// An opening bracket of what has parts.
    fn open(&mut self, _bracket: char) {}

    /// Its closing one.
    fn close(&mut self, _bracket: char) {}

    /// Before each part.
    fn part(&mut self) {}

    /// Before each field: its name in Rust.
    fn field(&mut self, _name: &str) {}
}

/// Bytes between page and worker. Nothing is believed of what is read: where the bytes end too early
/// or make no sense, every value from there on is empty.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    bytes: Vec<u8>,
    /// How far they are read; none where they are written.
    read: Option<usize>,
    broken: bool,
}

impl Bytes {
    /// Reads these.
    pub(super) fn reading(bytes: Vec<u8>) -> Self {
        Bytes { bytes, read: Some(0), broken: false }
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Whether all made sense, and nothing is left.
    pub(super) fn ended_well(&self) -> bool {
        !self.broken && self.rest().is_empty()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.read.unwrap_or_default()..).unwrap_or_default()
    }

    fn byte(&mut self, byte: u8) -> u8 {
        let Some(read) = &mut self.read else {
            self.bytes.push(byte);
            return byte;
        };
        let found = self.bytes.get(*read).copied();
        *read += 1;
        found.unwrap_or_else(|| {
            self.fail();
            0
        })
    }
}

impl Carrier for Bytes {
    fn reads(&self) -> bool {
        self.read.is_some()
    }

    fn fail(&mut self) {
        self.broken = true;
        self.bytes.clear();
    }

    fn place(&mut self, place: &mut u8, _: &[&str]) {
        *place = self.byte(*place);
    }

    fn truth(&mut self, truth: &mut bool) {
        *truth = self.byte(u8::from(*truth)) == 1;
    }

    /// Seven bits a byte, the sign last, so that small ones are short.
    fn number(&mut self, number: &mut i64) {
        let mut rest = (number.cast_unsigned() << 1) ^ (*number >> 63).cast_unsigned();
        let mut folded = 0;
        for shift in (0..64).step_by(7) {
            let low = rest.to_le_bytes()[0] & 0x7f;
            rest >>= 7;
            let byte = self.byte(if rest == 0 { low } else { low | 0x80 });
            folded |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                *number = (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed();
                return;
            }
        }
        self.fail();
        *number = 0;
    }

    fn text(&mut self, text: &mut String) {
        let mut own = std::mem::take(text).into_bytes();
        self.sealed(&mut own);
        match String::from_utf8(own) {
            Ok(own) => *text = own,
            Err(_) => self.fail(),
        }
    }

    fn sealed(&mut self, bytes: &mut Vec<u8>) -> bool {
        let length = self.length(bytes.len());
        if let Some(read) = &mut self.read {
            let end = *read + length;
            *bytes = self.bytes.get(*read..end).unwrap_or_default().to_vec();
            *read = end;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
        true
    }

    fn length(&mut self, length: usize) -> usize {
        let mut number = i64::try_from(length).unwrap_or(i64::MAX);
        self.number(&mut number);
        let length = usize::try_from(number).unwrap_or(usize::MAX);
        // Each part takes a byte at least.
        if self.reads() && length > self.rest().len() {
            self.fail();
            return 0;
        }
        length
    }

    fn present(&mut self, present: bool) -> bool {
        self.byte(u8::from(present)) == 1
    }
}

/// JSON for other people's JavaScript, which is only written.
#[derive(Debug, Default)]
pub(super) struct Json {
    text: String,
    /// Whether something stands before what comes next in its brackets.
    after: bool,
}

impl Json {
    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl Carrier for Json {
    fn place(&mut self, place: &mut u8, words: &[&str]) {
        quote(words.get(usize::from(*place)).unwrap_or(&""), &mut self.text);
    }

    fn truth(&mut self, truth: &mut bool) {
        self.text.push_str(if *truth { "true" } else { "false" });
    }

    fn number(&mut self, number: &mut i64) {
        self.text.push_str(&number.to_string());
    }

    fn text(&mut self, text: &mut String) {
        quote(text, &mut self.text);
    }

    fn length(&mut self, length: usize) -> usize {
        length
    }

    fn present(&mut self, present: bool) -> bool {
        if !present {
            self.text.push_str("null");
        }
        present
    }

    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.after = false;
    }

    fn close(&mut self, bracket: char) {
        self.text.push(bracket);
        self.after = true;
    }

    fn part(&mut self) {
        if std::mem::replace(&mut self.after, true) {
            self.text.push(',');
        }
    }

    /// JavaScript writes names without `_`.
    fn field(&mut self, name: &str) {
        self.part();
        self.text.push('"');
        for (i, word) in name.split('_').enumerate() {
            let (first, rest) = word.split_at(word.len().min(1));
            let first = if i == 0 { first.to_owned() } else { first.to_ascii_uppercase() };
            self.text.push_str(&first);
            self.text.push_str(rest);
        }
        self.text.push_str("\":");
    }
}
