//! Texts, where the library's way of looking weighs more than the look.

/// A text to be compared whatever the case: each letter by itself, so that no table of what stands
/// beside it is needed. A final sigma becomes the same letter as any other.
pub fn lowercase(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// What stands before and behind the last `mark`.
///
/// The library looks for a text from behind as fast as from its start, by a machine of its own.
#[inline(never)]
pub(crate) fn split_last<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    (0..=text.len()).rev().find_map(|at| {
        let (before, rest) = text.split_at_checked(at)?;
        Some((before, rest.strip_prefix(mark)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_are_small_as_the_library_has_them(text in "[^Σ]{0,12}") {
            prop_assert_eq!(lowercase(&text), text.to_lowercase());
        }

        #[test]
        fn the_last_mark_parts_as_the_library_says(text in "[ab é]{0,12}", mark in "[ab é]{0,3}") {
            prop_assert_eq!(split_last(&text, &mark), text.rsplit_once(mark.as_str()));
        }
    }
}
