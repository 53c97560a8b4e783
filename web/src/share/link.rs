//! A moment as the hash of a link: `#v1.` and base64url of the deflated payload. Nothing is
//! uploaded: whoever has the link has the file.

use crate::messages as t;
use crate::state::Moment;

use super::payload::Gallery;
use super::squeeze::{Burst, deflate, inflate};
use super::{Payload, PayloadError, base64url};

/// Links longer than this do not travel well through mail and chat: a file is offered beside them.
pub const LONG_LINK: usize = 8_000;

/// The most that a link may unpack to.
const MAX_UNPACKED_BYTES: u32 = 4_000_000;

/// A link to a scenario of the gallery stays below this.
pub const GALLERY_ONLY_BYTES: usize = 300;

const PREFIX: &str = "v1.";

/// Why a link could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Its end is missing.
    CutShort,
    /// It holds what no page of ours writes.
    Foreign,
    /// Another version wrote it.
    OtherVersion(String),
    /// It unpacks to more than a page should take.
    TooLarge,
    /// It names a scenario of the gallery that this page does not carry.
    NotInGallery(String),
}

impl LinkError {
    /// In words, with the way out.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::CutShort => t::LINK_CUT_SHORT.into(),
            Self::Foreign => t::LINK_FOREIGN.into(),
            Self::OtherVersion(version) => t::link_other_version(version),
            Self::TooLarge => t::LINK_TOO_LARGE.into(),
            Self::NotInGallery(path) => t::link_not_in_gallery(path),
        }
    }
}

impl From<PayloadError> for LinkError {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Unreadable => Self::Foreign,
            PayloadError::OtherVersion(v) => Self::OtherVersion(v.to_string()),
            PayloadError::NotInGallery(path) => Self::NotInGallery(path),
        }
    }
}

impl From<Burst> for LinkError {
    fn from(burst: Burst) -> Self {
        match burst {
            Burst::CutShort => Self::CutShort,
            Burst::Foreign => Self::Foreign,
            Burst::TooLarge => Self::TooLarge,
        }
    }
}

/// The hash of a moment, with its `#`.
pub async fn to_hash(moment: &Moment) -> String {
    let json = Payload::pack(moment).to_json();
    format!("#{PREFIX}{}", base64url::encode(&deflate(json.into_bytes()).await))
}

/// The moment of a hash; none where the hash is empty.
///
/// # Errors
///
/// Tells in words what is wrong with a link that is not whole, or not ours.
pub async fn from_hash(hash: &str, gallery: &Gallery<'_>) -> Result<Option<Moment>, LinkError> {
    let hash = hash.trim().trim_start_matches('#');
    if hash.is_empty() {
        return Ok(None);
    }
    let Some(packed) = hash.strip_prefix(PREFIX) else {
        return Err(other_version(hash));
    };
    let json = inflate(unfold(packed)?, MAX_UNPACKED_BYTES).await?;
    Ok(Some(Payload::from_json(&json)?.unpack(gallery)?))
}

fn other_version(hash: &str) -> LinkError {
    let head = hash.split('.').next().unwrap_or_default();
    let number = head.strip_prefix('v').unwrap_or_default();
    if hash.contains('.') && !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()) {
        LinkError::OtherVersion(number.to_owned())
    } else {
        LinkError::Foreign
    }
}

/// The packed bytes behind the letters.
fn unfold(packed: &str) -> Result<Vec<u8>, LinkError> {
    base64url::decode(packed).ok_or_else(|| {
        // A link that lost its last characters may end in the middle of four: try without the rest.
        let whole = packed.len() - packed.len() % 4;
        match packed.get(..whole).and_then(base64url::decode) {
            Some(_) => LinkError::CutShort,
            None => LinkError::Foreign,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::squeeze::at_once;
    use super::*;
    use crate::state::{Selection, Source};

    const GALLERY: &str = "gallery/01-disallow-and-blf.yaml";

    fn to_hash(moment: &Moment) -> String {
        at_once(super::to_hash(moment))
    }

    fn from_hash(
        hash: &str,
        gallery: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Moment>, LinkError> {
        at_once(super::from_hash(hash, &gallery))
    }

    fn carried(path: &str) -> Option<String> {
        (path == GALLERY).then(|| "lampfield: 1".to_owned())
    }

    fn moment() -> Moment {
        Moment {
            source: Source {
                path: GALLERY.into(),
                text: "lampfield: 1".into(),
                seed: Some(42),
                gallery: true,
            },
            at_us: 2_340_000,
            acts: vec![(2_000_000, "Phone B lifts".into())],
            selection: Selection::Lamp("Phone A BLF 1".into()),
            draft: None,
        }
    }

    /// A link written by the first version: it opens for ever.
    const OLD_LINK: &str = "#v1.JY27DsIwEAR_xdraBtukckcKKgr6KMWBHRLp8hC2QBHKv-ekbDc7xfzxRXAaC5UeAW9iTp_1bJ2J\
        QxaYf4amaJ7cnVYaGRo5pYhQeQ0qCP5SWZnAq2SEpvHWHsejn6ekasVDJ6ZtNZjGRRqHuKr6flMO2w4";

    #[test]
    fn a_link_of_the_first_version_still_opens() {
        assert_eq!(from_hash(OLD_LINK, carried), Ok(Some(moment())));
    }

    #[test]
    fn a_link_gives_back_the_moment_it_was_made_of() {
        let file =
            Moment { source: Source::file("mine.yaml", "name: é\n".repeat(99)), ..moment() };
        for moment in [moment(), file, Moment { source: Source::file("", ""), ..Moment::default() }]
        {
            assert_eq!(from_hash(&to_hash(&moment), carried), Ok(Some(moment)));
        }
    }

    #[test]
    fn a_link_to_the_gallery_is_short() {
        assert!(to_hash(&moment()).len() < GALLERY_ONLY_BYTES, "{}", to_hash(&moment()));
    }

    #[test]
    fn a_link_cut_anywhere_never_opens_as_something_else() {
        let link = to_hash(&moment());
        for end in "#v1.".len() + 1..link.len() {
            let opened = from_hash(&link[..end], carried);
            assert!(matches!(opened, Err(LinkError::CutShort | LinkError::Foreign)), "{end}");
        }
    }

    #[test]
    fn a_link_that_lost_its_end_is_told_as_cut_short() {
        let link = to_hash(&moment());
        for lost in 1..20 {
            let opened = from_hash(&link[..link.len() - lost], carried);
            assert_eq!(opened, Err(LinkError::CutShort), "{lost} characters");
        }
    }

    #[test]
    fn no_hash_is_no_link_and_a_foreign_one_is_told() {
        assert_eq!(from_hash("", carried), Ok(None));
        assert_eq!(from_hash("#", carried), Ok(None));
        assert_eq!(from_hash("#lamps", carried), Err(LinkError::Foreign));
        assert_eq!(from_hash("#v1.!!!!", carried), Err(LinkError::Foreign));
        assert_eq!(from_hash("#v2.abc", carried), Err(LinkError::OtherVersion("2".into())));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = at_once(deflate(vec![b' '; MAX_UNPACKED_BYTES as usize + 1]));
        let link = format!("#v1.{}", base64url::encode(&bomb));
        assert_eq!(from_hash(&link, carried), Err(LinkError::TooLarge));
    }

    #[test]
    fn every_error_has_words() {
        for error in [
            LinkError::CutShort,
            LinkError::Foreign,
            LinkError::TooLarge,
            LinkError::OtherVersion("9".into()),
            LinkError::NotInGallery("x".into()),
        ] {
            assert!(error.words().len() > 20);
        }
    }
}
