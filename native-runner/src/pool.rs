//! Work on several threads, results in the order of the work.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Does `work` for each item on `jobs` threads and hands the results to `each` in the order of the
/// items. Once `stop` says so no further item is begun; what was begun is still handed over.
///
/// # Errors
/// The first error of `each`; no further item is begun after it.
pub(crate) fn in_order<'t, T: Sync, R: Send, E>(
    items: &'t [T],
    jobs: usize,
    stop: impl Fn() -> bool + Sync,
    work: impl Fn(&'t T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (results, inbox) = mpsc::channel::<(usize, R)>();
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(items.len()).max(1) {
            let (results, next, stop, work) = (results.clone(), &next, &stop, &work);
            scope.spawn(move || {
                while !stop() {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    if results.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        hand_over(inbox, &mut each)
    })
}

fn hand_over<R, E>(
    inbox: mpsc::Receiver<(usize, R)>,
    each: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut early: BTreeMap<usize, R> = BTreeMap::new();
    let mut due = 0;
    for (index, result) in inbox {
        early.insert(index, result);
        while let Some(result) = early.remove(&due) {
            // An error drops the inbox, which ends the workers.
            each(result)?;
            due += 1;
        }
    }
    // After a stop there may be gaps; what is there keeps its order.
    early.into_values().try_for_each(each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn results_come_in_the_order_of_the_work_whatever_finishes_first() {
        let items: Vec<u64> = (0..40).collect();
        let mut got = Vec::new();
        let work = |item: &u64| {
            std::thread::sleep(std::time::Duration::from_micros((40 - item) * 20));
            *item
        };
        let each = |item| {
            got.push(item);
            Ok::<(), ()>(())
        };
        in_order(&items, 4, || false, work, each).unwrap();
        assert_eq!(got, items);
    }

    #[test]
    fn after_a_stop_nothing_new_is_begun_and_nothing_begun_is_lost() {
        let stop = AtomicBool::new(false);
        let begun = AtomicUsize::new(0);
        let items: Vec<usize> = (0..1_000).collect();
        let mut got = 0;
        let work = |item: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            stop.fetch_or(*item == 3, Ordering::SeqCst);
        };
        let each = |()| {
            got += 1;
            Ok::<(), ()>(())
        };
        in_order(&items, 3, || stop.load(Ordering::SeqCst), work, each).unwrap();
        assert_eq!(got, begun.load(Ordering::SeqCst));
        assert!(got < 1_000, "{got}");
    }

    #[test]
    fn an_error_ends_everything() {
        let items: Vec<usize> = (0..100).collect();
        let result =
            in_order(&items, 2, || false, |n| *n, |n| if n == 5 { Err("five") } else { Ok(()) });
        assert_eq!(result, Err("five"));
    }
}
