//! The nearest right word for a wrong one.

/// The known word that is few enough slips away from `word`, if any.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let budget = (word.chars().count() / 3).max(1);
    known.map(|k| (slips(word, k), k)).filter(|(n, _)| *n <= budget).min().map(|(_, k)| k)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour.
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (lower(a), lower(b));
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &Vec<usize>, column: usize| row.get(column).copied().unwrap_or(0);
            let above = rows.last().map_or(0, |above| at(above, j + 1));
            let corner = rows.last().map_or(0, |above| at(above, j));
            let mut best = (above + 1).min(at(&row, j) + 1).min(corner + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                let before = rows.len().checked_sub(2).and_then(|at| rows.get(at));
                best = best.min(before.map_or(best, |row| at(row, j - 1) + 1));
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

fn lower(word: &str) -> Vec<char> {
    word.to_lowercase().chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["tag", "name", "path", "covers"];
        for (word, near) in [
            ("tga", Some("tag")),
            ("TAG", Some("tag")),
            ("cover", Some("covers")),
            ("nmae", Some("name")),
            ("label", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known.into_iter()), near, "{word}");
        }
    }
}
