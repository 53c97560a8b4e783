//! Passwords: where they come from, never what they are.

use super::doc::Doc;
use crate::cluster::Credentials;
use crate::secret::{Origin, Secret};

/// `{ username: cm, password: lab }`.
pub(super) fn credentials(credentials: &Credentials, file: &str) -> Doc {
    let password = secret(&credentials.secret, file);
    Doc::map([("username", Doc::text(&credentials.username)), ("password", password)])
}

/// Where a password comes from. One that came from nowhere known is the laboratory's:
/// a file never says what it is.
pub(super) fn secret(secret: &Secret, file: &str) -> Doc {
    match secret.origin() {
        Origin::Environment(name) => Doc::map([("env", Doc::text(&**name))]),
        Origin::File(path) => Doc::map([("file", Doc::text(from(file, path)))]),
        Origin::Wrong => Doc::text("wrong"),
        Origin::Lab | Origin::Unknown => Doc::text("lab"),
    }
}

/// A path below the root as a file there names it.
fn from(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !folder.is_empty() => rest.to_owned(),
        _ => {
            let up = folder.split('/').filter(|part| !part.is_empty()).count();
            format!("{}{path}", "../".repeat(up))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sources::join;

    #[test]
    fn a_path_is_named_so_that_its_reader_finds_it() {
        for (file, path) in [("a.yaml", "x"), ("a/b/c.yaml", "a/b/x"), ("a/b.yaml", "c/x")] {
            assert_eq!(join(file, &from(file, path)).as_deref(), Ok(path), "{file} {path}");
        }
    }
}
