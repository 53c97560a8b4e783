//! How long a message on a stream is.

use super::StreamError;

/// The value of Content-Length, also in its compact form and on folded lines. `head` is everything
/// up to the empty line and with it.
pub(super) fn content_length(head: &[u8]) -> Result<usize, StreamError> {
    let mut value: Option<Vec<u8>> = None;
    let mut ours = false;
    for line in lines(head) {
        if continues(line) {
            if let Some(value) = value.as_mut().filter(|_| ours) {
                value.extend_from_slice(line);
            }
            continue;
        }
        ours = is_length(line);
        if ours {
            if value.is_some() {
                return Err(StreamError::BadLength);
            }
            let colon = line.iter().position(|&byte| byte == b':').unwrap_or(0);
            value = Some(line.get(colon + 1..).unwrap_or(&[]).to_vec());
        }
    }
    let value = value.ok_or(StreamError::NoLength)?;
    number(value.trim_ascii()).ok_or(StreamError::BadLength)
}

/// The lines of a head behind the first, without their ends.
fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let line = |line: &'_ [u8]| line.len() - usize::from(line.ends_with(b"\r"));
    head.split(|&byte| byte == b'\n').skip(1).map(move |whole| {
        let end = line(whole);
        whole.get(..end).unwrap_or(whole)
    })
}

/// Whether a line goes on with the header before it (RFC 3261 7.3.1).
fn continues(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

/// Whether a header line is Content-Length.
fn is_length(line: &[u8]) -> bool {
    let Some(colon) = line.iter().position(|&byte| byte == b':') else { return false };
    let label = line.get(..colon).unwrap_or(&[]).trim_ascii_end();
    label.eq_ignore_ascii_case(b"Content-Length") || label.eq_ignore_ascii_case(b"l")
}

/// Digits; so many of them that no limit allows it count as the longest body there is.
fn number(digits: &[u8]) -> Option<usize> {
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(())?;
    Some(std::str::from_utf8(digits).ok()?.parse().unwrap_or(usize::MAX))
}

/// A head cut anywhere, as far as its lines are whole and at most `most` of them, without
/// Content-Length: what is left can be read as a message that has no body.
pub(super) fn without_length(head: &[u8], most: usize) -> Vec<u8> {
    let whole = head.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let mut kept = Vec::with_capacity(whole + 2);
    let mut skips = false;
    let all = head.get(..whole).unwrap_or(&[]).split_inclusive(|&byte| byte == b'\n');
    for line in all.take(most).filter(|line| line.trim_ascii() != b"") {
        skips = if continues(line) { skips } else { is_length(line) };
        if !skips {
            kept.extend_from_slice(line);
        }
    }
    kept.extend_from_slice(b"\r\n");
    kept
}
