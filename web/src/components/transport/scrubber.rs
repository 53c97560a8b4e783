//! The scrubber: a slider over a strip of all lamps.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hooks::Intent;
use crate::messages as t;
use crate::state::{Shared, clock};
use crate::types::StripView;

use super::strip::Strip;

/// The scrubber.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ScrubberProps {
    /// Virtual time, microseconds.
    pub(super) now_us: i64,
    /// Where it ends, microseconds.
    pub(super) horizon_us: i64,
    /// How far the run has been, microseconds.
    pub(super) reached_us: i64,
    /// The lamps at a glance.
    pub(super) strip: Shared<StripView>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module. What moves with the clock, thirty times a second, is a picture within a box that
/// stays: that is drawn anew, and nothing is laid out.
#[component]
pub(super) fn Scrubber(props: &ScrubberProps) -> Html {
    let emit = props.emit.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        if let Some(ms) = input.and_then(|input| input.value().parse::<i64>().ok()) {
            emit.emit(Intent::Seek(ms.saturating_mul(1000)));
        }
    });
    let horizon_ms = (props.horizon_us + 999) / 1000;
    let now_ms = (props.now_us / 1000).min(horizon_ms);
    let words = t::moment_of(&clock(props.now_us), &clock(props.horizon_us));
    let ahead_us = props.horizon_us - props.reached_us.max(props.now_us);
    html! {
        <div class="scrubber">
            <Strip strip={props.strip.clone()} />
            <i class="ahead" style={format!("background-size:{}% 100%", share(ahead_us, props.horizon_us))} />
            <i class="cursor" style={format!("background-position:{}% 0", share(props.now_us, props.horizon_us))} />
            <input type="range" min="0" max={horizon_ms.to_string()} step="1"
                value={now_ms.to_string()} aria-label={t::SCRUBBER} aria-valuetext={words} {oninput} />
        </div>
    }
}

/// A part of a whole in hundredths, two places: enough for a strip of any width.
fn share(part: i64, whole: i64) -> String {
    let hundredths = i128::from(part.clamp(0, whole)) * 10_000 / i128::from(whole.max(1));
    let hundredths = i64::try_from(hundredths).unwrap_or(0);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_exact_and_stays_within_the_whole() {
        for (part, whole, want) in [
            (0, 10, "0.00"),
            (1, 3, "33.33"),
            (10, 10, "100.00"),
            (11, 10, "100.00"),
            (5, 0, "0.00"),
        ] {
            assert_eq!(share(part, whole), want);
        }
    }
}
