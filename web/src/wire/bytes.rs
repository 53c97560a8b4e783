//! What carries values between page and worker.

/// Carries a value across, piece by piece. Bytes that are read put each piece down where they are told
/// to, those that are written take it from there. Nothing is believed of what is read: where the bytes
/// end too early or make no sense, every value from there on is empty.
#[derive(Debug, Default)]
pub struct Bytes {
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

    /// Whether they are read.
    pub(super) fn reads(&self) -> bool {
        self.read.is_some()
    }

    /// This makes no sense.
    pub(super) fn fail(&mut self) {
        self.broken = true;
        self.bytes.clear();
    }

    /// Which variant it is, counted.
    pub(super) fn place(&mut self, place: &mut u8) {
        *place = self.byte(*place);
    }

    /// Yes or no.
    pub(super) fn truth(&mut self, truth: &mut bool) {
        *truth = self.byte(u8::from(*truth)) == 1;
    }

    /// A whole number: seven bits a byte, the sign last, so that small ones are short.
    pub(super) fn number(&mut self, number: &mut i64) {
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

    /// A text.
    pub(super) fn text(&mut self, text: &mut String) {
        let mut own = std::mem::take(text).into_bytes();
        self.sealed(&mut own);
        match String::from_utf8(own) {
            Ok(own) => *text = own,
            Err(_) => self.fail(),
        }
    }

    /// Bytes as they are.
    pub(super) fn sealed(&mut self, bytes: &mut Vec<u8>) {
        let length = self.length(bytes.len());
        if let Some(read) = &mut self.read {
            let end = *read + length;
            *bytes = self.bytes.get(*read..end).unwrap_or_default().to_vec();
            *read = end;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// How many parts follow, where there are so many so far.
    pub(super) fn length(&mut self, length: usize) -> usize {
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

    /// Whether a value follows that may be absent.
    pub(super) fn present(&mut self, present: bool) -> bool {
        self.byte(u8::from(present)) == 1
    }
}
