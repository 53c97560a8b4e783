//! How much work a frame is while fifty lamps change.

use crate::page::Page;
use serde_json::Value;
use std::fmt::Write;
use std::time::Duration;

/// What a frame may cost on the main thread, milliseconds, in 95 of 100 frames.
const MOST_MS: f64 = 8.0;

/// How long frames are measured, and how often.
const STRETCH: Duration = Duration::from_secs(3);
const STRETCHES: u32 = 5;

/// Adds up, for each frame, the time from the beginning of each piece of work that the page does
/// (answers of the engine, callbacks for a frame) to the moment the browser is free again, so that
/// style, layout and painting count too. Pieces that overlap count once.
const MEASURE: &str = "window.frames_ms = []; let work = 0, start = 0; const free = new MessageChannel(); \
    free.port1.onmessage = () => { work += performance.now() - start; start = 0; }; \
    const measured = (call) => { if (!start) { start = performance.now(); free.port2.postMessage(0); } \
        return call(); }; \
    const raf = window.requestAnimationFrame.bind(window); \
    window.requestAnimationFrame = (call) => raf((now) => measured(() => call(now))); \
    const hear = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage'); \
    Object.defineProperty(Worker.prototype, 'onmessage', { ...hear, set(call) { \
        hear.set.call(this, call && ((event) => measured(() => call.call(this, event)))); } }); \
    (function frame() { frames_ms.push(work); work = 0; raf(frame); })();";

/// A boss whose line goes up and down five times a second, and fifty who watch it.
fn fifty_lamps() -> String {
    let mut text = String::from(
        "lampfield: 1\nname: Fifty lamps\ncluster:\n  button_templates:\n    \
         One BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] }\n  directory_numbers:\n    2000: {}\n",
    );
    for desk in 1..=50 {
        writeln!(text, "    {}: {{}}", 1000 + desk).unwrap();
    }
    text.push_str("  phones:\n    Boss: { type: 7961 SCCP, lines: [2000] }\n");
    for desk in 1..=50 {
        let number = 1000 + desk;
        writeln!(
            text,
            "    Desk {desk:02}: {{ type: 7970 SIP, template: One BLF, lines: [{number}], \
             blf_speed_dials: [{{ directory_number: 2000, label: Boss }}] }}"
        )
        .unwrap();
    }
    text.push_str("steps:\n  - { at: 0s, do: everybody connects }\n");
    for turn in 0..200 {
        let verb = if turn % 2 == 0 { "lifts" } else { "hangs up" };
        writeln!(text, "  - {{ at: {}ms, do: Boss {verb} }}", 1_000 + turn * 200).unwrap();
    }
    text
}

#[tokio::test]
#[ignore = "wants the machine for itself: cargo xtask test frames"]
async fn a_frame_is_little_work_while_fifty_lamps_change() {
    let page = Page::new().await;
    page.browser.before_each_page(MEASURE).await;
    page.go("").await;
    page.see(".lamp-button").await;
    let file = std::env::temp_dir().join(format!("fifty-{}.yaml", std::process::id()));
    std::fs::write(&file, fifty_lamps()).unwrap();
    page.open_file(&file).await;
    page.until_true("document.querySelectorAll('.lamp-button[data-face=busy]').length === 50")
        .await;
    let mut best = f64::MAX;
    for _ in 0..STRETCHES {
        best = best.min(p95_of_a_stretch(&page).await);
    }
    std::fs::remove_file(&file).unwrap();
    // The best of them: what else the machine does is not the page's doing.
    assert!(best <= MOST_MS, "{best} ms of work in a frame, {MOST_MS} allowed");
    page.done().await;
}

async fn p95_of_a_stretch(page: &Page) -> f64 {
    page.value("frames_ms.length = 0").await;
    tokio::time::sleep(STRETCH).await;
    let frames = page.value("frames_ms.sort((a, b) => a - b)").await;
    let frames: Vec<f64> = frames.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    let share = |per_cent: usize| frames[(frames.len() - 1) * per_cent / 100];
    let (median, p95, most) = (share(50), share(95), share(100));
    println!("{} frames: median {median:.1} ms, p95 {p95:.1} ms, most {most:.1} ms", frames.len());
    p95
}
