//! Writing into a buffer that is used again and again; nothing here allocates a `String`.

/// The digits of lower-case hexadecimal.
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends text.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// Appends all pieces.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn put_all(out: &mut Vec<u8>, pieces: &[&str]) {
    for piece in pieces {
        put(out, piece);
    }
}

/// Appends a number in decimal.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn put_number(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    let mut rest = number;
    loop {
        out.push(b'0' + u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// Appends a number in decimal with zeros up to `width`.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn put_padded(out: &mut Vec<u8>, number: u64, width: usize) {
    let start = out.len();
    let mut rest = number;
    for _ in 0..width {
        out.push(b'0' + u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// Appends 16 hexadecimal digits.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn put_hex(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&HexText::new(number).0);
}

/// 16 hexadecimal digits as text without an allocation.
#[derive(Clone, Copy, Debug)]
pub(super) struct HexText([u8; 16]);

impl HexText {
    /// The digits of a number.
    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn new(number: u64) -> Self {
        let mut digits = [b'0'; 16];
        for (digit, shift) in digits.iter_mut().zip((0..16u32).rev()) {
            let nibble = usize::try_from(number >> (shift * 4) & 15).unwrap_or(0);
            *digit = HEX.get(nibble).copied().unwrap_or(b'0');
        }
        HexText(digits)
    }

    /// The digits.
    pub(super) fn as_str(&self) -> &str {
        // Only ASCII digits and letters stand there.
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// Reads exactly 16 lower-case hexadecimal digits.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn read_hex(text: &str) -> Option<u64> {
    let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    (text.len() == 16 && text.bytes().all(lower)).then_some(())?;
    u64::from_str_radix(text, 16).ok()
}

/// Appends the user part of a URI; what may not stand there is escaped (RFC 3261 25.1).
pub(super) fn put_user(out: &mut Vec<u8>, user: &str) {
    for byte in user.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/".contains(&byte) {
            out.push(byte);
        } else {
            let digit =
                |n: u8| HEX.get(usize::from(n)).copied().unwrap_or(b'0').to_ascii_uppercase();
            out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Appends a quoted string; control characters become blanks.
pub(super) fn put_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 | 0x7f => out.push(b' '),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_written_in_decimal_and_hexadecimal() {
        assert_eq!(written(|o| put_number(o, 0)), "0");
        assert_eq!(written(|o| put_number(o, u64::MAX)), u64::MAX.to_string());
        assert_eq!(written(|o| put_padded(o, 7, 3)), "007");
        assert_eq!(written(|o| put_hex(o, 0x0123_4567_89ab_cdef)), "0123456789abcdef");
        assert_eq!(read_hex("0123456789abcdef"), Some(0x0123_4567_89ab_cdef));
        for text in ["", "0123456789abcde", "0123456789ABCDEF", "+123456789abcdef"] {
            assert_eq!(read_hex(text), None, "{text}");
        }
    }

    #[test]
    fn users_are_escaped_and_strings_quoted() {
        assert_eq!(written(|o| put_user(o, "*55#")), "*55%23");
        assert_eq!(written(|o| put_user(o, "a b@c\r\n")), "a%20b%40c%0D%0A");
        assert_eq!(written(|o| put_quoted(o, "Phone \"A\"\r\n")), "\"Phone \\\"A\\\"  \"");
    }
}
