//! What users do.

use crate::page::{Page, dist, root, shots};
use serde_json::Value;

const TWO_PHONES: &str = "gallery/03-two-phones-one-lamp.yaml";
const BLF: &str = "Phone A BLF 1";
const TWENTY_WATCHERS: &str = "gallery/22-twenty-watchers-one-lamp.yaml";

/// The key Enter, as a driver of browsers names it.
const ENTER: &str = "\u{e007}";

/// Notes when the first lamp was there, milliseconds after the navigation began, and each face.
const WATCH_LAMPS: &str = "window.seen = { first: 0, faces: [] }; (function look() { \
    const lamp = document.querySelector('.lamp-button[data-face]'); \
    if (lamp) { seen.first ||= performance.now(); \
        if (seen.faces.at(-1) !== lamp.dataset.face) seen.faces.push(lamp.dataset.face); } \
    requestAnimationFrame(look); })();";

#[tokio::test]
async fn the_page_opens_alive_and_the_first_lamp_is_there_within_a_second() {
    let page = Page::new().await;
    page.browser.before_each_page(WATCH_LAMPS).await;
    let mut fastest = f64::MAX;
    for _ in 0..3 {
        page.go("").await;
        page.until_true("seen.faces.length > 1").await;
        let first = page.value("seen.first").await.as_f64().unwrap();
        println!("first lamp after {first:.0} ms");
        fastest = fastest.min(first);
    }
    // The fastest of three: what else the machine does is not the page's doing.
    assert!(fastest < 1_000.0, "{fastest} ms");
    page.done().await;
}

#[tokio::test]
async fn a_call_is_made_by_clicking_and_the_lamp_follows() {
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    page.until_lamp(BLF, "idle").await;
    page.click(".play").await;
    page.click("[aria-label='Call 1000: Phone B']").await;
    page.until_lamp(BLF, "busy").await;
    page.click("[aria-label='Answer: Phone A']").await;
    page.click("[aria-label='Hang up: Phone A']").await;
    page.until_lamp(BLF, "idle").await;
    page.done().await;
}

#[tokio::test]
async fn a_call_by_keypad_that_nobody_answers_stands_in_the_missed_calls_and_a_plug_can_be_pulled()
{
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    page.click(".play").await;
    for _ in 0..4 {
        page.click("[aria-label='Keypad: Phone B'] button:first-child").await;
    }
    page.click("[aria-label='Clear: Phone B']").await;
    for place in [1, 11, 11, 11] {
        page.click(&format!("[aria-label='Keypad: Phone B'] button:nth-child({place})")).await;
    }
    page.click("[aria-label='Call 1000: Phone B']").await;
    page.see("[aria-label='Answer: Phone A']").await;
    page.click("[aria-label='Hang up: Phone B']").await;
    page.click("[aria-label^='Missed 1']").await;
    assert!(page.see("[aria-label^='Phone A'] .sheet .lamp-button").await.contains("1111"));
    page.click("[aria-label='Unplug: Phone B']").await;
    page.until_lamp(BLF, "unknown").await;
    page.click("[aria-label='Plug in: Phone B']").await;
    page.until_lamp(BLF, "idle").await;
    page.done().await;
}

#[tokio::test]
async fn a_file_that_was_saved_opens_again_as_the_same() {
    let page = Page::at(TWO_PHONES, 11_000_000, &[]).await;
    let digest = page.digest().await;
    let file = page.saved(".tool[title^='Save the scenario']", "03-two-phones-one-lamp.yaml").await;
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(saved, std::fs::read_to_string(root().join("scenarios").join(TWO_PHONES)).unwrap());
    // Under a name of its own, so that one sees which of the two is open.
    std::fs::write(&file, saved.replace("Two phones, one lamp", "Two phones of mine")).unwrap();
    page.open_file(&file).await;
    page.until_true("document.title.startsWith('Two phones of mine')").await;
    page.press("\u{e010}").await;
    let shown = "document.querySelector('.digest')?.dataset.digest";
    page.until(shown, |value| value.as_str() == Some(&digest)).await;
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    page.done().await;
}

#[tokio::test]
async fn a_lamp_and_a_message_say_why() {
    let page = Page::at("gallery/01-disallow-and-blf.yaml", 7_000_000, &[]).await;
    page.click(&format!(".lamp-button[data-subject='{BLF}']")).await;
    page.until_true("!!document.querySelector('.why .headline')?.textContent").await;
    assert!(page.see(".why-checks").await.contains("GROUP-10"));
    page.click(".why-check .rule-link").await;
    page.until_true("document.querySelector('.rule .headline')?.textContent.length > 20").await;
    // The newest one: older ones may lie under the names of the lanes.
    let newest = "[...document.querySelectorAll('.ladder .row.sip')].at(-1)?.id";
    let newest = page.until(newest, Value::is_string).await;
    page.click(&format!("#{}", newest.as_str().unwrap_or_default())).await;
    page.until_true("document.querySelector('.raw .bytes')?.textContent.includes('SIP/2.0')").await;
    // The same lamp again, while time stands still.
    page.click(&format!(".lamp-button[data-subject='{BLF}']")).await;
    page.until_true("!!document.querySelector('.why .headline')?.textContent").await;
    page.done().await;
}

#[tokio::test]
async fn a_rule_leads_to_a_scenario_that_shows_it_at_work() {
    let page = Page::at("gallery/01-disallow-and-blf.yaml", 7_000_000, &[]).await;
    page.click(&format!(".lamp-button[data-subject='{BLF}']")).await;
    page.click(".why-check .rule-link").await;
    let claim = page.see(".at-work button").await;
    page.value("document.querySelector('.at-work button').focus()").await;
    page.press("\u{E007}").await;
    page.until_true(&format!(
        "document.querySelector('.scenario').innerText.includes({claim:?}) \
         && !!document.querySelector('.lamp-button')"
    ))
    .await;
    // It plays at once.
    page.until_true("document.querySelectorAll('.ladder .row').length > 0").await;
    page.done().await;
}

#[tokio::test]
async fn a_link_leads_to_the_same_moment_with_all_that_was_done() {
    let acts = [(2_000_000, "Phone B lifts")];
    let page = Page::at(TWO_PHONES, 2_500_000, &acts).await;
    page.until_lamp(BLF, "busy").await;
    let digest = page.digest().await;
    page.click(".tool[title='A link to this moment']").await;
    let link = page
        .until("document.querySelector('.share input, .share textarea')?.value", |link| {
            link.as_str().is_some_and(|link| link.contains("#v1."))
        });
    let link = link.await;
    let link = link.as_str().unwrap();
    page.go("ten-lines.html").await;
    page.browser.client.goto(link).await.unwrap();
    page.until_lamp(BLF, "busy").await;
    assert_eq!(page.digest().await, digest);
    page.until_true("!!document.querySelector('.pill.yours')").await;
    page.done().await;
}

#[tokio::test]
async fn time_goes_on_by_steps_back_and_anywhere() {
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    let start = page.digest().await;
    let other = |digest: String| {
        move |now: &Value| now.as_str().is_some_and(|now| now != digest && !now.is_empty())
    };
    let digest = "document.querySelector('.digest')?.dataset.digest";
    page.click("[aria-label='One event on']").await;
    let one = page.until(digest, other(start.clone())).await;
    page.click("[aria-label='One event on']").await;
    page.until(digest, other(one.as_str().unwrap().to_owned())).await;
    page.click("[aria-label='One event back']").await;
    page.until(digest, |now| *now == one).await;
    page.click("[aria-label='To the next lamp change']").await;
    page.until_lamp(BLF, "busy").await;
    let scrub = "(() => { const s = document.querySelector('.scrubber input'); \
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set; \
        set.call(s, '1000'); s.dispatchEvent(new Event('input', { bubbles: true })); return true })()";
    page.until_true(scrub).await;
    page.until_lamp(BLF, "idle").await;
    page.until(digest, |now| now.as_str() == Some(&start)).await;
    page.done().await;
}

#[tokio::test]
async fn all_of_it_goes_by_keyboard() {
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    page.press(">").await;
    page.until_lamp(BLF, "busy").await;
    page.press("<").await;
    page.until_lamp(BLF, "idle").await;
    tab_to(&page, ".lamp-button").await;
    page.press(ENTER).await;
    page.until_true("!!document.querySelector('.why .headline')").await;
    page.press("g").await;
    page.until_true("!!document.querySelector('dialog[open] .gallery')").await;
    page.press("\u{e00c}").await;
    page.until_true("!document.querySelector('dialog[open]')").await;
    page.press("?").await;
    page.until_true("!!document.querySelector('dialog[open] .help')").await;
    page.done().await;
}

#[tokio::test]
async fn of_many_phones_a_tile_opens_by_keyboard_and_the_lamps_in_the_others_follow_its_call() {
    let page = Page::at(TWENTY_WATCHERS, 1_000_000, &[]).await;
    page.until_lamp("Desk 20 BLF 1", "idle").await;
    assert_eq!(page.value("document.querySelectorAll('.tile').length").await, 21);
    tab_to(&page, ".tile > [aria-expanded=false]").await;
    page.press(ENTER).await;
    page.see(".tile.open [aria-label='Boss, 7961 SCCP']").await;
    page.until_true("document.activeElement.matches('[aria-expanded=true]')").await;
    tab_to(&page, "[aria-label='Lift: Boss']").await;
    page.press(ENTER).await;
    page.click(".play").await;
    for desk in ["Desk 01", "Desk 20"] {
        page.until_lamp(&format!("{desk} BLF 1"), "busy").await;
    }
    page.click(".tile > [aria-expanded=true]").await;
    page.until_true("!document.querySelector('.phone')").await;
    assert!(page.see(".tile").await.contains("Off-hook"));
    page.click(".lamp-button[data-subject='Desk 20 BLF 1']").await;
    page.until_true("document.querySelector('.why h2')?.textContent === 'Desk 20 BLF 1'").await;
    page.done().await;
}

/// Presses Tab until the focus is there.
async fn tab_to(page: &Page, css: &str) {
    for _ in 0..80 {
        page.press("\u{e004}").await;
        if page.value(&format!("document.activeElement.matches({css:?})")).await == true {
            return;
        }
    }
    panic!("Tab never came to {css}");
}

#[tokio::test]
async fn one_file_opens_from_a_disk() {
    let page = Page::new().await;
    let folder = std::env::temp_dir().join(format!("My Stick ü {}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("Lampfield.html");
    let built = dist().join("lampfield-single-file.html");
    std::fs::copy(&built, &file).unwrap_or_else(|error| {
        panic!("{}: {error}; to get it: cargo xtask page --single-file", built.display())
    });
    let address = url::Url::from_file_path(&file).unwrap();
    page.browser.before_each_page(WATCH_LAMPS).await;
    page.browser.client.goto(address.as_str()).await.unwrap();
    page.until_true("seen.faces.length > 1").await;
    page.click(".lamp-button").await;
    page.until_true("!!document.querySelector('.why .headline')?.textContent").await;
    std::fs::remove_dir_all(&folder).unwrap();
    page.done().await;
}

#[tokio::test]
async fn canvas_and_ladder_are_saved_as_pictures() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.press("s").await;
    let saved = async |part: &str, name: &str| {
        let button = format!(".share .buttons:last-child button:nth-child({part})");
        std::fs::read(page.saved(&button, name).await).unwrap()
    };
    let canvas = saved("2", "03-two-phones-one-lamp-canvas.svg").await;
    let canvas = String::from_utf8(canvas).unwrap();
    assert!(canvas.starts_with("<svg") && canvas.contains("Phone B"), "{canvas}");
    let ladder = String::from_utf8(saved("4", "03-two-phones-one-lamp-pane.svg").await).unwrap();
    assert!(ladder.contains("CallManager") && ladder.contains("NOTIFY 1111"), "{ladder}");
    let image = saved("1", "03-two-phones-one-lamp-canvas.png").await;
    std::fs::write(shots().join("canvas.png"), &image).unwrap();
    let below = saved("3", "03-two-phones-one-lamp-pane.png").await;
    std::fs::write(shots().join("pane.png"), &below).unwrap();
    assert!(image.starts_with(b"\x89PNG") && image.len() > 10_000, "{} bytes", image.len());
    page.done().await;
}
