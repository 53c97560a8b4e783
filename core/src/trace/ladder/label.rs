//! A first look at SIP bytes: enough to label an arrow, and content with whatever it finds.
//!
//! Views must also show what our parser would refuse, so they do not ask it.

use crate::gather::Gather;
use core::fmt;

/// What stands on the arrow of a datagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// `SUBSCRIBE`, `NOTIFY`, or the status code of an answer.
    pub kind: String,
    /// The number that it is about, where it tells one.
    pub about: Option<String>,
    /// What it means, in a word or two: `on-the-phone`, `terminated (timeout)`.
    pub meaning: Option<String>,
    /// Of an answer: the method that it answers.
    pub answers: Option<String>,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        for part in [&self.about, &self.meaning].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

/// The label of a datagram.
pub fn label(bytes: &[u8]) -> Label {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.split("\r\n");
    let start = lines.next().unwrap_or_default();
    let headers = Headers { text: lines.clone().gather() };
    let mut words = start.split(' ');
    match (words.next(), words.next()) {
        (Some("SIP/2.0"), Some(code)) => Label {
            kind: code.to_owned(),
            answers: headers.get("cseq", None).and_then(second_word),
            ..Label::default()
        },
        (Some("SUBSCRIBE"), Some(uri)) => Label {
            kind: "SUBSCRIBE".to_owned(),
            about: user_of(uri),
            meaning: (headers.get("expires", None) == Some("0")).then(|| "(ends)".to_owned()),
            answers: None,
        },
        (Some("REGISTER"), _) => Label {
            kind: "REGISTER".to_owned(),
            about: headers.get("to", Some("t")).and_then(user_of),
            meaning: (headers.get("expires", None) == Some("0")).then(|| "(ends)".to_owned()),
            answers: None,
        },
        (Some("INVITE"), Some(uri)) => Label {
            kind: "INVITE".to_owned(),
            about: user_of(uri),
            meaning: invite_meaning(&headers, body).map(str::to_owned),
            answers: None,
        },
        (Some("NOTIFY"), _) => Label {
            kind: "NOTIFY".to_owned(),
            about: headers.get("from", Some("f")).and_then(user_of),
            meaning: notify_meaning(&headers, body),
            answers: None,
        },
        (Some(method), Some(_)) if !method.is_empty() => {
            Label { kind: shortened(method), ..Label::default() }
        }
        _ => Label { kind: "no SIP".to_owned(), ..Label::default() },
    }
}

/// The lines of a head after its first.
struct Headers<'a> {
    text: Vec<&'a str>,
}

impl<'a> Headers<'a> {
    /// The value of a header by its long or compact name.
    fn get(&self, long: &str, compact: Option<&str>) -> Option<&'a str> {
        self.text.iter().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let name = name.trim_end();
            let same = |known: &str| name.eq_ignore_ascii_case(known);
            (same(long) || compact.is_some_and(same)).then(|| value.trim())
        })
    }
}

/// A re-INVITE holds the far end, or says how things are.
fn invite_meaning(headers: &Headers<'_>, body: &str) -> Option<&'static str> {
    let within = headers.get("to", Some("t"))?.contains(";tag=");
    within.then_some(if body.contains("a=sendonly") { "(hold)" } else { "(again)" })
}

fn notify_meaning(headers: &Headers<'_>, body: &str) -> Option<String> {
    let state = headers.get("subscription-state", None).unwrap_or_default();
    if state.starts_with("terminated") {
        let reason = state.split(';').find_map(|part| part.trim().strip_prefix("reason="));
        return Some(match reason {
            Some(reason) => format!("terminated ({})", shortened(reason)),
            None => "terminated".to_owned(),
        });
    }
    let meaning = match body {
        "" => return None,
        _ if body.contains("<dialog-info") && body.contains(">trying<") => "off-hook",
        _ if body.contains("<dialog-info") => "on-hook",
        _ if body.contains("on-the-phone") => "on-the-phone",
        _ if body.contains(">open<") => "idle",
        _ => "unknown",
    };
    Some(meaning.to_owned())
}

/// The user part of the first SIP URI in a text.
fn user_of(text: &str) -> Option<String> {
    let (_, after) = text.split_once("sip:")?;
    let (user, _) = after.split_once('@')?;
    (!user.contains(['>', ';', ' '])).then(|| shortened(user))
}

fn second_word(text: &str) -> Option<String> {
    text.split_whitespace().nth(1).map(shortened)
}

/// Foreign words are cut: an arrow is no place for a novel.
fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_labelled_by_method_number_and_meaning() {
        let cases = [
            ("SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\nExpires: 3600\r\n\r\n", "SUBSCRIBE 1111"),
            ("SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\nExpires: 0\r\n\r\n", "SUBSCRIBE 1111 (ends)"),
            ("SIP/2.0 404 Not Found\r\nCSeq: 1 SUBSCRIBE\r\n\r\n", "404"),
            (
                "REGISTER sip:cm SIP/2.0\r\nTo: <sip:1111@cm>\r\nExpires: 0\r\n\r\n",
                "REGISTER 1111 (ends)",
            ),
            ("INVITE sip:1111@cm SIP/2.0\r\nTo: <sip:1111@cm>\r\n\r\n", "INVITE 1111"),
            (
                "INVITE sip:1111@cm SIP/2.0\r\nt: <sip:1111@cm>;tag=a\r\n\r\na=sendonly\r\n",
                "INVITE 1111 (hold)",
            ),
            ("BYE sip:1111@cm SIP/2.0\r\n\r\n", "BYE"),
            (
                "NOTIFY sip:1111@cm SIP/2.0\r\nFrom: <sip:1111@cm>;tag=a\r\n\r\n\
                 <dialog-info><state>trying</state></dialog-info>",
                "NOTIFY 1111 off-hook",
            ),
            (
                "NOTIFY sip:1111@cm SIP/2.0\r\nFrom: <sip:1111@cm>;tag=a\r\n\r\n<dialog-info/>",
                "NOTIFY 1111 on-hook",
            ),
            (
                "NOTIFY sip:x@y SIP/2.0\r\nf: <sip:1111@cm>;tag=a\r\nSubscription-State: active\r\n\
                 \r\n<basic>open</basic><e:on-the-phone/>",
                "NOTIFY 1111 on-the-phone",
            ),
            ("NOTIFY sip:x@y SIP/2.0\r\nA: b\r\n\r\n<basic>open</basic>", "NOTIFY idle"),
            ("NOTIFY sip:x@y SIP/2.0\r\nA: b\r\n\r\n<basic>closed</basic>", "NOTIFY unknown"),
            (
                "NOTIFY sip:x@y SIP/2.0\r\nSubscription-State: terminated;reason=timeout\r\n\r\n",
                "NOTIFY terminated (timeout)",
            ),
            ("OPTIONS sip:x@y SIP/2.0\r\n\r\n", "OPTIONS"),
            ("", "no SIP"),
            ("\r\n", "no SIP"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(label(bytes.as_bytes()).to_string(), expected);
        }
    }

    #[test]
    fn an_answer_knows_what_it_answers() {
        let answer = label(b"SIP/2.0 200 OK\r\nCSeq: 7 NOTIFY\r\n\r\n");
        assert_eq!(answer.answers.as_deref(), Some("NOTIFY"));
    }

    #[test]
    fn any_bytes_have_some_label() {
        for bytes in [&[0xff, 0xfe, 0x00][..], b"SUBSCRIBE", b"NOTIFY \r\n\r\n", b"SIP/2.0 "] {
            assert!(!label(bytes).to_string().is_empty() || bytes == b"SIP/2.0 ");
        }
    }
}
