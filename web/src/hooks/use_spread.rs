//! Spreads a large change of a list over several frames.

use gloo::render::AnimationFrame;
use yew::prelude::*;

use crate::state::Shared;

use super::turn::{Who, in_turn};

/// A list whose items are shared one by one.
type List<T> = Shared<Vec<Shared<T>>>;

/// What to draw now of a list: in one frame at most `at_once` items change, and only in the turn of
/// the phones, so that fifty lamps that change at once do not hold up the page. A list of another
/// length, and one whose items may all change, is taken whole.
#[hook]
pub fn use_spread<T: PartialEq + 'static>(list: &List<T>, at_once: usize) -> List<T> {
    let drawn = use_mut_ref(|| list.clone());
    let turn = use_mut_ref(|| false);
    let frame = use_mut_ref(|| None::<AnimationFrame>);
    let draw_again = use_force_update();
    let mine = turn.take() || at_once == usize::MAX;
    let next = spread(&drawn.borrow(), list, if mine { at_once } else { 0 });
    drawn.replace(next.clone());
    let rest = next != *list;
    use_effect(move || {
        if !rest {
            frame.take();
        } else if frame.borrow().is_none() {
            let draw = move || {
                turn.replace(true);
                draw_again.force_update();
            };
            in_turn(&frame, Who::Phones, Box::new(draw));
        }
    });
    next
}

fn spread<T: PartialEq>(drawn: &List<T>, list: &List<T>, at_once: usize) -> List<T> {
    if drawn == list || drawn.len() != list.len() {
        return list.clone();
    }
    let mut changed = 0;
    let items = drawn.iter().zip(list.iter()).map(|(old, new)| {
        changed += usize::from(old != new);
        if changed <= at_once { new.clone() } else { old.clone() }
    });
    let items: Vec<_> = items.collect();
    if changed <= at_once { list.clone() } else { Shared::new(items) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_items_change_at_once_and_in_the_end_all_have() {
        let old = List::default().keep_each(vec![1, 2, 3, 4]);
        let new = old.keep_each(vec![5, 2, 6, 7]);
        let first = spread(&old, &new, 2);
        assert_eq!(first.iter().map(|item| **item).collect::<Vec<_>>(), [5, 2, 6, 4]);
        assert_eq!(spread(&first, &new, 2), new);
    }

    #[test]
    fn another_list_is_taken_whole() {
        let old = List::default().keep_each(vec![1]);
        let new = List::default().keep_each(vec![1, 2, 3]);
        assert_eq!(spread(&old, &new, 1), new);
    }
}
