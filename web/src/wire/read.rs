//! Reading back.

use super::Wire;

/// Reads what a [`Writer`](super::Writer) took down without names. Nothing is believed: where the
/// bytes end too early or make no sense, every value from there on is empty.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, broken: false }
    }

    /// Whether all made sense, and nothing is left.
    pub(super) fn ended_well(&self) -> bool {
        !self.broken && self.rest.is_empty()
    }

    /// This makes no sense.
    pub(super) fn fail(&mut self) {
        self.broken = true;
        self.rest = &[];
    }

    pub(super) fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => {
                self.fail();
                0
            }
        }
    }

    pub(super) fn number(&mut self) -> i64 {
        let mut folded = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            folded |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed();
            }
        }
        self.fail();
        0
    }

    /// A number that fits into a smaller type.
    pub(super) fn small<T: TryFrom<i64> + Default>(&mut self) -> T {
        T::try_from(self.number()).unwrap_or_else(|_| {
            self.fail();
            T::default()
        })
    }

    pub(super) fn text(&mut self) -> String {
        let length = self.small::<u32>() as usize;
        let Some((text, rest)) = self.rest.split_at_checked(length) else {
            self.fail();
            return String::new();
        };
        self.rest = rest;
        String::from_utf8(text.to_vec()).unwrap_or_else(|_| {
            self.fail();
            String::new()
        })
    }

    /// The parts of a list.
    pub(super) fn list<T: Wire>(&mut self) -> Vec<T> {
        let length = self.small::<u32>();
        let mut all = Vec::new();
        for _ in 0..length {
            // A broken reader would give empty parts without end.
            if self.broken {
                break;
            }
            all.push(T::read(self));
        }
        all
    }
}
