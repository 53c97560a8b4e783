//! *Find and List*: how names compare with a text, and searching within what was found.

use lampfield_core::cluster::Comparison;
use lampfield_markup::html;
use yew::prelude::*;

use super::form::value_of;
use crate::hooks::{Kept, browser};
use crate::messages as t;

/// The comparisons that say something of a name, which is never empty.
const COMPARISONS: [Comparison; 4] =
    [Comparison::BeginsWith, Comparison::Contains, Comparison::IsExactly, Comparison::EndsWith];

/// The field for the text.
const FIELD: &str = "find-field";

/// How a name must compare.
#[derive(Clone, Debug, PartialEq)]
struct Criterion {
    comparison: Comparison,
    text: String,
}

impl Criterion {
    /// Nothing to compare with is met by all. Of several words each may stand anywhere.
    fn is_met_by(&self, name: &str) -> bool {
        let text = self.text.trim();
        match self.comparison {
            Comparison::Contains => {
                text.split_whitespace().all(|word| self.comparison.holds(name, word))
            }
            _ => text.is_empty() || self.comparison.holds(name, text),
        }
    }
}

impl Default for Criterion {
    fn default() -> Self {
        Self { comparison: Comparison::Contains, text: String::new() }
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Search {
    /// What the results that are searched had to meet.
    within: Vec<Criterion>,
    /// What is being typed.
    typed: Criterion,
}

impl Search {
    pub(super) fn finds(&self, name: &str) -> bool {
        self.within.iter().chain([&self.typed]).all(|one| one.is_met_by(name))
    }

    /// From now on what was found is searched.
    fn go_within(&mut self) {
        if !self.typed.text.trim().is_empty() {
            self.within.push(core::mem::take(&mut self.typed));
        }
    }

    /// What the results had to meet, in words.
    fn within_words(&self) -> String {
        let words = |one: &Criterion| t::criterion(word(one.comparison), one.text.trim());
        self.within.iter().map(words).collect::<Vec<_>>().join(", ")
    }
}

fn word(comparison: Comparison) -> &'static str {
    let mut all = Comparison::ALL.iter();
    all.find(|(_, own)| *own == comparison).map_or("", |(word, _)| word)
}

pub(super) fn view_find(search: &Kept<Search>) -> Html {
    let change = |make: fn(&mut Search, String)| {
        let search = search.clone();
        Callback::from(move |value: String| {
            let mut next = (*search.now()).clone();
            make(&mut next, value);
            search.set(next);
        })
    };
    // A button that goes away, or has nothing more to do, leaves the focus where one types on.
    let press = |make: fn(&mut Search, String)| {
        change(make).reform(|_: MouseEvent| {
            browser::focus(FIELD);
            String::new()
        })
    };
    let onchange = change(|search, chosen| {
        let mut all = COMPARISONS.into_iter();
        search.typed.comparison =
            all.find(|one| word(*one) == chosen).unwrap_or(Comparison::Contains);
    });
    let oninput = change(|search, text| search.typed.text = text);
    let typed = &search.typed;
    html! {
        <div class="doing" role="search" aria-label={t::FIND}>
            <select aria-label={t::FIND_HOW} onchange={onchange.reform(|event: Event| value_of(&event))}>
                { for COMPARISONS.into_iter().map(|one| html! {
                    <option value={word(one)} selected={one == typed.comparison}>{ word(one) }</option>
                }) }
            </select>
            <input type="search" id={FIELD} aria-label={t::FIND} placeholder={t::FIND}
                value={typed.text.clone()} oninput={oninput.reform(|event: InputEvent| value_of(&event))} />
            <button type="button" class="button"
                onclick={press(|search, _| search.go_within())}>{ t::FIND_WITHIN }</button>
            if !search.within.is_empty() {
                <span role="status">{ t::found_within(&search.within_words()) }</span>
                <button type="button" class="button"
                    onclick={press(|search, _| search.within.clear())}>{ t::FIND_IN_ALL }</button>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_it_compares_whatever_the_case() {
        use Comparison::{BeginsWith, Contains, EndsWith, IsExactly};
        for (comparison, text, name, found) in [
            (Contains, "", "Phone A", true),
            (Contains, "hon", "Phone A", true),
            (Contains, "a  PHONE", "Phone A", true),
            (Contains, "phone b", "Phone A", false),
            (BeginsWith, "phone a", "Phone A", true),
            (BeginsWith, "hone", "Phone A", false),
            (BeginsWith, "a phone", "Phone A", false),
            (EndsWith, " A", "Phone A", true),
            (EndsWith, "phone", "Phone A", false),
            (IsExactly, " phone a ", "Phone A", true),
            (IsExactly, "phone", "Phone A", false),
            (IsExactly, " ", "Phone A", true),
            (EndsWith, "ß", "Große Straße", false),
            (BeginsWith, "GROSSE", "Große Straße", false),
            (BeginsWith, "GROßE", "Große Straße", true),
        ] {
            let one = Criterion { comparison, text: text.to_owned() };
            assert_eq!(one.is_met_by(name), found, "{name:?} {comparison:?} {text:?}");
        }
    }

    #[test]
    fn within_results_only_what_met_the_search_before_is_found() {
        let typed = |comparison, text: &str| Criterion { comparison, text: text.to_owned() };
        let mut search = Search::default();
        search.go_within();
        assert!(search.within.is_empty(), "nothing was looked for");
        search.typed = typed(Comparison::BeginsWith, "Phone");
        search.go_within();
        assert_eq!(search.typed, Criterion::default());
        let found = |search: &Search| {
            let all = ["Phone A", "Phone B", "Lobby A"].into_iter();
            all.filter(|name| search.finds(name)).collect::<Vec<_>>()
        };
        assert_eq!(found(&search), ["Phone A", "Phone B"]);
        search.typed = typed(Comparison::EndsWith, "a");
        assert_eq!(found(&search), ["Phone A"]);
        search.within.clear();
        assert_eq!(found(&search), ["Phone A", "Lobby A"]);
    }
}
