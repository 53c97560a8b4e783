//! The scrubber: a slider over a strip of all lamps.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hooks::Intent;
use crate::messages as t;
use crate::state::{STRIP, Shared, clock};
use crate::types::LaneView;

/// The scrubber.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ScrubberProps {
    /// Virtual time, microseconds.
    pub(super) now_us: i64,
    /// Where it ends, microseconds.
    pub(super) horizon_us: i64,
    /// How far the run has been, microseconds.
    pub(super) reached_us: i64,
    /// The lamps.
    pub(super) lanes: Shared<Vec<Shared<LaneView>>>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
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
    html! {
        <div class="scrubber" style={format!("--now:{};--reached:{}",
            share(props.now_us, props.horizon_us), share(props.reached_us.max(props.now_us), props.horizon_us))}>
            <Strip lanes={props.lanes.clone()} horizon_us={props.horizon_us} />
            <input type="range" min="0" max={horizon_ms.to_string()} step="1"
                value={now_ms.to_string()} aria-label={t::SCRUBBER} aria-valuetext={words} {oninput} />
        </div>
    }
}

/// A part of a whole in per cent, two places: enough for a strip of any width.
fn share(part: i64, whole: i64) -> String {
    let hundredths = i128::from(part.clamp(0, whole)) * 10_000 / i128::from(whole.max(1));
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The strip behind the slider.
#[derive(Clone, PartialEq, Properties)]
struct StripProps {
    lanes: Shared<Vec<Shared<LaneView>>>,
    horizon_us: i64,
}

#[component]
fn Strip(props: &StripProps) -> Html {
    html! {
        <div class="strip" aria-hidden="true">
            { for props.lanes.iter().take(STRIP as usize).filter_map(|lane| lane.rows.last()).map(|row| html! {
                <div>{ for row.spans.iter().enumerate().map(|(i, span)| {
                    // The last one goes on; what lies ahead is covered.
                    let last = i + 1 == row.spans.len();
                    let to_us = if last { props.horizon_us } else { span.to_us };
                    let style = format!("left:{};width:{}", share(span.from_us, props.horizon_us),
                        share(to_us - span.from_us, props.horizon_us));
                    html! { <i data-face={span.value.clone()} {style} /> }
                }) }</div>
            }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_exact_and_stays_within_the_whole() {
        for (part, whole, want) in [
            (0, 10, "0.00%"),
            (1, 3, "33.33%"),
            (10, 10, "100.00%"),
            (11, 10, "100.00%"),
            (5, 0, "0.00%"),
        ] {
            assert_eq!(share(part, whole), want);
        }
    }
}
