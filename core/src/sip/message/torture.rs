//! The hard cases of RFC 4475. The same file of cases goes through the sockets of a server, in the tests
//! of the command line.

use super::Message;

const CASES: &str = include_str!("rfc4475.txt");

/// What becomes of a message, in the words of the file: `read`, the code of its answer, or `silent`.
fn verdict(text: &[u8]) -> String {
    match Message::parse(text) {
        Ok(_) => "read".to_owned(),
        Err(error) => match error.answer {
            None => "silent".to_owned(),
            Some(answer) => String::from_utf8(answer[8..11].to_vec()).unwrap(),
        },
    }
}

/// The name of each case, what becomes of it, and the message.
pub(super) fn cases() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    CASES.split("=== ").skip(1).map(|case| {
        let (title, text) = case.split_once('\n').unwrap();
        let (name, expected) = title.rsplit_once(": ").unwrap();
        (name, expected, text.replace('\n', "\r\n").replace("{SP}", " "))
    })
}

#[test]
fn valid_messages_are_read_and_invalid_ones_refused_however_strange() {
    for (name, expected, text) in cases() {
        assert_eq!(verdict(text.as_bytes()), expected, "{name}\n{text}");
    }
    let count = |wanted: fn(&str) -> bool| cases().filter(|(_, was, _)| wanted(was)).count();
    assert_eq!((count(|was| was == "read"), count(|was| was != "read")), (13, 17));
}

#[test]
fn a_bare_branch_is_read_and_makes_no_transaction_of_its_own() {
    let (_, _, text) = cases().find(|(name, ..)| name.contains("lwsdisp")).unwrap();
    let text = text.replace("branch=z9hG4bK-39234-23523", "branch=z9hG4bK");
    assert!(text.contains("branch=z9hG4bK\r\n"), "{text}");
    let message = Message::parse(text.as_bytes()).unwrap();
    let mut key = Vec::new();
    super::transaction_key(&message, &mut key);
    assert!(String::from_utf8(key).unwrap().contains("case.0ha0isndaksdj"));
}
