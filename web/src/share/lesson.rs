//! A link to a lesson: `?lesson=3`, or `#lesson=3` where a page is a file and takes no `?`.

/// The number of the lesson that an address asks for.
#[must_use]
pub fn lesson_of(query: &str, hash: &str) -> Option<u32> {
    let parts = query.trim_start_matches('?').split('&').chain([hash.trim_start_matches('#')]);
    parts.filter_map(|part| part.strip_prefix("lesson=")).find_map(|number| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_lesson_works_in_both_places() {
        assert_eq!(lesson_of("?a=1&lesson=3", ""), Some(3));
        assert_eq!(lesson_of("", "#lesson=10"), Some(10));
        for (query, hash) in [("", ""), ("", "#v1.abc"), ("?lesson=x", "#lesson=")] {
            assert_eq!(lesson_of(query, hash), None);
        }
    }
}
