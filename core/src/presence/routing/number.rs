//! Dialled numbers and their symbols.

use crate::limits;

/// The longest number.
pub(crate) const LONGEST: usize = limits::NUMBER_LENGTH.as_usize();

/// A set of symbols, one bit for each.
pub(crate) type Symbols = u16;

/// `0` to `9`.
pub(crate) const DIGITS: Symbols = 0x3ff;

/// The position of a symbol: digits are themselves, then `*`, `#`, `+`.
pub(crate) fn symbol(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c) - u32::from('0')).ok(),
        '*' => Some(10),
        '#' => Some(11),
        '+' => Some(12),
        _ => None,
    }
}

/// A number packed into 128 bits: four for each symbol, counted from 1, so that `0` and `00`
/// differ. It is its own hash key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Packed(u128);

impl Packed {
    /// The number with one more symbol at its end.
    pub(crate) fn with(self, symbol: u8) -> Packed {
        Packed((self.0 << 4) | u128::from(symbol + 1))
    }
}

/// A dialled number: digits, `*`, `#` and `+`, at least one and at most 32 of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    packed: Packed,
    symbols: [u8; LONGEST],
    length: usize,
}

impl Number {
    /// Reads a dialled number. `None` where it is none: empty, too long, or with anything else in
    /// it, such as the `@` of a SIP URI.
    pub(crate) fn parse(text: &str) -> Option<Number> {
        let mut number = Number { packed: Packed::default(), symbols: [0; LONGEST], length: 0 };
        for c in text.chars() {
            let symbol = symbol(c)?;
            *number.symbols.get_mut(number.length)? = symbol;
            number.packed = number.packed.with(symbol);
            number.length += 1;
        }
        (number.length > 0).then_some(number)
    }

    /// The hash key.
    pub(crate) fn packed(&self) -> Packed {
        self.packed
    }

    /// The symbols from the first dialled to the last.
    pub(crate) fn symbols(&self) -> &[u8] {
        &self.symbols[..self.length]
    }
}
