//! Sorting, as one piece of code for all types.
//!
//! The library's sorts are made anew for each type, and each weighs some thousand bytes in the
//! page. Here only looking and swapping is made for each; what is sorted are positions. Lists of the
//! engine are short, or sorted once when a scenario is read.

use core::cmp::Ordering;

/// Sorts; equal ones stay as they stand.
pub(crate) fn sort<T: Ord>(all: &mut [T]) {
    sort_by(all, T::cmp);
}

/// Sorts by a key; ones of equal keys stay as they stand.
pub(crate) fn sort_by_key<T, K: Ord>(all: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(all, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by a comparison; equal ones stay as they stand.
pub(crate) fn sort_by<T>(all: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let after = |a: usize, b: usize| match (all.get(a), all.get(b)) {
        (Some(a), Some(b)) => compare(a, b) == Ordering::Greater,
        _ => false,
    };
    let order = positions(all.len(), &after);
    arrange(order, &mut |place, from| all.swap(place, from));
}

/// Swaps what is to be sorted into its order.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for place in 0..order.len() {
        // What belongs here may have been swapped away already; where to stands at its old place.
        let mut from = order.get(place).copied().unwrap_or(place);
        while from < place {
            from = order.get(from).copied().unwrap_or(place);
        }
        swap(place, from);
        if let Some(entry) = order.get_mut(place) {
            *entry = from;
        }
    }
}

/// The positions up to `length` in their order, by merging runs of growing length.
fn positions(length: usize, after: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut run = 1;
    while run < length {
        let mut merged = Vec::with_capacity(length);
        for pair in order.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let (Some((a, rest_left)), Some((b, rest_right))) =
                (left.split_first(), right.split_first())
            {
                if after(*a, *b) {
                    merged.push(*b);
                    right = rest_right;
                } else {
                    merged.push(*a);
                    left = rest_left;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_library_does(list in proptest::collection::vec((0_u8..9, any::<u16>()), 0..70)) {
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
            let (mut ours, mut theirs) = (list.clone(), list);
            sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(ours, theirs);
        }
    }
}
