//! Passwords: `lab`, `wrong`, `{ env: NAME }` or `{ file: PATH }`. A real one never stands in the file.

use super::super::sources::{Sources, join};
use super::super::yaml::{Node, Reader, Value, Word};
use super::keys::{Takes, keys};
use crate::cluster::Credentials;
use crate::diagnostic::Code;
use crate::secret::{Origin, Secret};

/// The words for passwords that are made up.
pub(in super::super) const MADE_UP: [&str; 2] = ["lab", "wrong"];

/// The word with which a change unsets a password or credentials.
pub(in super::super) const UNSET: &str = "None";

/// What a password may be, for helps.
const FORMS: &str = "`lab` makes one up from the name, `wrong` another one to be refused with, `{ env: NAME }` takes it from the environment, `{ file: PATH }` from a file";

keys! {
    /// The keys of credentials.
    KEYS DOCS {
        "username" MUST Takes::Name, "The user name.";
        "password" MUST Takes::Password, "`lab`, `wrong`, `{ env: NAME }` or `{ file: PATH }`.";
    }
}

keys! {
    /// Where a password comes from.
    FROM FROM_DOCS {
        "env" MAY Takes::Name, "The name in the environment that holds the password.";
        "file" MAY Takes::Path, "The file that holds the password and nothing else, below the root.";
    }
}

/// `{ username: cm, password: lab }`.
pub(super) fn credentials(
    reader: &mut Reader<'_>,
    sources: &dyn Sources,
    node: &Node,
) -> Option<Credentials> {
    let fields = reader.fields(node, "a pair of credentials", KEYS)?;
    let username = fields.need_word(reader, "username", "cm");
    let name = username.map_or("", |word| word.text);
    let password = fields.need(reader, "password", "lab");
    let secret = password.and_then(|node| secret(reader, sources, node, name));
    if let Some(word) = username.filter(|word| word.text.is_empty()) {
        reader.tell(Code::Empty, word.span, format_args!("a user name must not be empty"));
    }
    Some(Credentials { username: username?.text.to_owned(), secret: secret? })
}

/// A password of `name`.
pub(super) fn secret(
    reader: &mut Reader<'_>,
    sources: &dyn Sources,
    node: &Node,
    name: &str,
) -> Option<Secret> {
    if let Value::Text { text, .. } = &node.value {
        if text == "lab" {
            return Some(Secret::lab(name));
        }
        if text == "wrong" {
            return Some(Secret::wrong(name));
        }
        // The password itself is not repeated: reports are passed on.
        let message = format_args!(
            "a password does not stand in a scenario: whoever gets the file would have it"
        );
        reader.tell(Code::PlainPassword, node.span, message).help(FORMS);
        return None;
    }
    let fields = reader.fields(node, "a password", FROM)?;
    match (fields.word(reader, "env"), fields.word(reader, "file")) {
        (Some(word), None) => from_environment(reader, sources, word),
        (None, Some(word)) => from_file(reader, sources, word),
        (None, None) if fields.keys().next().is_some() => None,
        _ => {
            let message = format_args!(
                "a password is one of `lab`, `wrong`, `{{ env: NAME }}` and `{{ file: PATH }}`"
            );
            reader.tell(Code::PlainPassword, node.span, message).help(FORMS);
            None
        }
    }
}

fn from_environment(
    reader: &mut Reader<'_>,
    sources: &dyn Sources,
    word: Word<'_>,
) -> Option<Secret> {
    match sources.env(word.text) {
        Some(secret) if !secret.reveal().is_empty() => {
            Some(secret.found_in(Origin::Environment(word.text.into())))
        }
        _ => {
            let name = word.text;
            let message = format_args!("the environment has no password `{name}`");
            let told = reader.tell(Code::Unreadable, word.span, message);
            told.help(&format!("`{name}=… lampfield run FILE` sets it; in a page there is none"));
            None
        }
    }
}

fn from_file(reader: &mut Reader<'_>, sources: &dyn Sources, word: Word<'_>) -> Option<Secret> {
    let Ok(path) = join(&reader.file, word.text) else {
        let message = format_args!("`{}` leads out of the root of the scenarios", word.text);
        reader
            .tell(Code::LeavesRoot, word.span, message)
            .help("a path counts from this file and stays below the root");
        return None;
    };
    let (message, help) = match sources.secret(&path) {
        Ok(secret) if secret.reveal().is_empty() => {
            (format!("`{path}` is empty"), "the file holds the password and nothing else")
        }
        Ok(secret) => return Some(secret.found_in(Origin::File(path.into()))),
        Err(error) => (
            format!("`{path}` cannot be read: {error}"),
            "the path counts from the file that names it",
        ),
    };
    reader.tell(Code::Unreadable, word.span, format_args!("{message}")).help(help);
    None
}
