//! Speaks lamp changes to screen readers, not faster than one can listen.

use std::collections::VecDeque;

use gloo::timers::callback::Timeout;
use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::{On, use_change, use_kept};
use crate::state::{SPOKEN_AT_ONCE, Shared};

/// Between two utterances, milliseconds.
const BETWEEN_MS: u32 = 1_500;

/// What happened.
#[derive(Clone, PartialEq, Properties)]
pub struct LiveProps {
    /// Lamps that changed, in words.
    pub spoken: Shared<Vec<String>>,
    /// Whether to speak at all.
    pub on: bool,
}

/// See the module.
#[component]
pub fn Live(props: &LiveProps) -> Html {
    let said = use_kept(String::new);
    let waiting = use_mut_ref(VecDeque::<String>::new);
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let said = said.clone();
        let (spoken, on) = (props.spoken.clone(), props.on);
        let changed = On::new((spoken.clone(), on));
        let act = move || {
            if on && !spoken.is_empty() {
                let mut queue = waiting.borrow_mut();
                queue.extend(spoken.iter().cloned());
                let surplus = queue.len().saturating_sub(SPOKEN_AT_ONCE);
                queue.drain(..surplus);
                let (waiting, slot) = (waiting.clone(), timer.clone());
                if timer.borrow().is_none() {
                    let speak = Timeout::new(BETWEEN_MS, move || {
                        let words: Vec<_> = waiting.borrow_mut().drain(..).collect();
                        said.set(words.join(". "));
                        slot.replace(None);
                    });
                    timer.replace(Some(speak));
                }
            }
        };
        use_change(changed, Box::new(act));
    }
    html! { <div class="spoken" role="status" aria-live="polite">{ (*said).clone() }</div> }
}
