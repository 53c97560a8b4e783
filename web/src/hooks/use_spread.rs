//! Spreads a large change of a list over several frames.

use std::rc::Rc;

use gloo::render::AnimationFrame;
use yew::prelude::*;

use crate::state::Shared;

use super::browser::now_ms;
use super::turn::{Who, in_turn};

/// A list whose items are shared one by one.
type List<T> = Shared<Vec<Shared<T>>>;

/// What is in sight is asked no more often, milliseconds: to tell, the browser lays out what has
/// changed so far.
const SIGHT_MS: f64 = 100.0;

/// How many items of a list change in one frame.
#[derive(Clone)]
pub struct Pace {
    /// Of those that are in sight, or where none of these waits, of the others: some of them are so near
    /// that the browser lays them out as well. Beside those in sight it is one, so that none waits for
    /// ever.
    pub seen: usize,
    /// Tells of each whether it is in sight.
    pub sight: Rc<dyn Fn() -> Vec<bool>>,
}

/// What is drawn of a list.
struct Drawn<T> {
    list: List<T>,
    /// Where the search for what has changed goes on, in sight and elsewhere, so that all have their
    /// turn.
    next: [usize; 2],
    sight: Vec<bool>,
    /// When that was asked.
    asked_ms: f64,
}

/// What to draw now of a list: in one frame few items change, those in sight first, and only in the
/// turn of the phones, so that a thousand lamps that change at once do not hold up the page. A list
/// of another length, and one without a pace, is taken whole.
#[hook]
pub fn use_spread<T: 'static>(list: &List<T>, pace: Option<Pace>) -> List<T> {
    let drawn = use_mut_ref(|| Drawn {
        list: list.clone(),
        next: [0; 2],
        sight: Vec::new(),
        asked_ms: f64::NEG_INFINITY,
    });
    let turn = use_mut_ref(|| false);
    let frame = use_mut_ref(|| None::<AnimationFrame>);
    let draw_again = use_force_update();
    let mine = turn.take();
    let now = {
        let mut drawn = drawn.borrow_mut();
        match &pace {
            None => drawn.list = list.clone(),
            Some(pace) => drawn.go_on(list, if mine { pace.seen } else { 0 }),
        }
        drawn.list.clone()
    };
    let rest = now != *list;
    use_effect(move || {
        let Some(pace) = pace.filter(|_| rest) else {
            frame.take();
            return;
        };
        if frame.borrow().is_none() {
            let draw = move || {
                turn.replace(true);
                drawn.borrow_mut().look(&*pace.sight);
                draw_again.force_update();
            };
            in_turn(&frame, Who::Phones, Box::new(draw));
        }
    });
    now
}

impl<T> Drawn<T> {
    /// Asks what is in sight.
    fn look(&mut self, sight: &dyn Fn() -> Vec<bool>) {
        let now = now_ms();
        if now - self.asked_ms >= SIGHT_MS {
            self.asked_ms = now;
            self.sight = sight();
        }
    }

    /// Takes over at most so many of the items that have changed and are in sight, and one of the
    /// others; where none in sight has, as many of those.
    fn go_on(&mut self, list: &List<T>, seen: usize) {
        if self.list.len() != list.len() {
            self.list = list.clone();
        }
        let mut now = self.waiting(list, 0, seen);
        let others = if now.is_empty() { seen } else { 1 };
        now.extend(self.waiting(list, 1, others));
        let items = self.list.iter().zip(list.iter()).enumerate();
        let items = items.map(|(i, (old, new))| if now.contains(&i) { new } else { old }.clone());
        let items: Vec<_> = items.collect();
        if items == **list {
            self.list = list.clone();
        } else if !now.is_empty() {
            self.list = Shared::new(items);
        }
    }

    /// The next items that have changed, of those in sight (0) or of the others (1).
    fn waiting(&mut self, list: &List<T>, of: usize, most: usize) -> Vec<usize> {
        let next = self.next.get(of).copied().unwrap_or_default();
        let all = (next..list.len()).chain(0..next.min(list.len()));
        let waits = |i: &usize| {
            (self.sight.get(*i) == Some(&true)) == (of == 0) && self.list.get(*i) != list.get(*i)
        };
        let now: Vec<usize> = all.filter(waits).take(most).collect();
        if let (Some(next), Some(last)) = (self.next.get_mut(of), now.last()) {
            *next = last + 1;
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(list: &List<i32>, sight: &[bool]) -> Drawn<i32> {
        Drawn { list: list.clone(), next: [0; 2], sight: sight.to_vec(), asked_ms: 0.0 }
    }

    fn items(drawn: &Drawn<i32>) -> Vec<i32> {
        drawn.list.iter().map(|item| **item).collect()
    }

    #[test]
    fn so_many_items_change_at_once_and_in_the_end_all_have() {
        let old = List::default().keep_each(vec![1, 2, 3, 4]);
        let new = old.keep_each(vec![5, 2, 6, 7]);
        let mut drawn = drawn(&old, &[true; 4]);
        drawn.go_on(&new, 0);
        assert_eq!(items(&drawn), [1, 2, 3, 4]);
        drawn.go_on(&new, 2);
        assert_eq!(items(&drawn), [5, 2, 6, 4]);
        drawn.go_on(&new, 2);
        assert_eq!(drawn.list, new);
    }

    #[test]
    fn what_is_in_sight_goes_first_with_one_of_the_rest_and_then_the_rest() {
        let old = List::default().keep_each(vec![1, 2, 3, 4, 5]);
        let new = old.keep_each(vec![6, 7, 8, 9, 10]);
        let mut drawn = drawn(&old, &[false, false, true, true, false]);
        drawn.go_on(&new, 9);
        assert_eq!(items(&drawn), [6, 2, 8, 9, 5]);
        drawn.go_on(&new, 9);
        assert_eq!(drawn.list, new);
    }

    #[test]
    fn what_is_out_of_sight_does_not_wait_for_ever_while_all_in_sight_changes() {
        let mut list = List::default().keep_each(vec![0; 4]);
        let mut drawn = drawn(&list, &[true, true, false, false]);
        for round in 1..=4 {
            list = list.keep_each(vec![round; 4]);
            drawn.go_on(&list, 1);
        }
        assert_eq!(items(&drawn), [3, 4, 3, 4]);
    }

    #[test]
    fn none_waits_for_ever_where_all_change_again_and_again() {
        let first = List::default().keep_each(vec![0; 5]);
        let mut drawn = drawn(&first, &[true; 5]);
        let mut list = first;
        for round in 1..=5 {
            list = list.keep_each(vec![round; 5]);
            drawn.go_on(&list, 1);
        }
        assert_eq!(items(&drawn), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn another_list_is_taken_whole() {
        let old = List::default().keep_each(vec![1]);
        let new = List::default().keep_each(vec![1, 2, 3]);
        let mut drawn = drawn(&old, &[]);
        drawn.go_on(&new, 1);
        assert_eq!(drawn.list, new);
    }
}
