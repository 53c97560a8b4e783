//! What administrators do.

use crate::looks::{LOOKS, axe, looked_at, shot};
use crate::page::Page;
use lampfield_web::share::to_hash;
use lampfield_web::state::{Moment, Source};
use serde_json::json;

pub(crate) const BLANK: &str = "\
lampfield: 1
name: Blank
cluster: {}
steps: [{ at: 0s, do: everybody connects }]
";

const ENTER: &str = "\u{e007}";

/// A phone that may not see what its key watches.
pub(crate) const REFUSED: &str = "\
lampfield: 1
name: A watcher without a search space
cluster:
  partitions: [Office]
  calling_search_spaces: { Everyone: [Office] }
  button_templates: { Keys: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] } }
  directory_numbers: { 1000: {}, 1111 in Office: {} }
  phones:
    Phone A:
      type: 7970 SIP
      template: Keys
      lines: [1000]
      blf_speed_dials: [{ directory_number: 1111 in Office, label: Phone B }]
    Phone B: { type: 7961 SCCP, lines: [1111 in Office] }
steps: [{ at: 0s, do: everybody connects }]
";

pub(crate) async fn opened(text: &str) -> Page {
    let (path, text) = ("mine.yaml".to_owned(), text.to_owned());
    let source = Source { path, text, seed: None, gallery: false };
    let page = Page::new().await;
    page.go(&to_hash(&Moment { source, at_us: 1_000_000, ..Moment::default() }).await).await;
    let digest = "document.querySelector('.digest')?.dataset.digest";
    page.until(digest, |digest| digest.as_str().is_some_and(|digest| !digest.is_empty())).await;
    page
}

/// Chooses in a drop-down list, as the keyboard does.
pub(crate) async fn choose(page: &Page, css: &str, value: &str) {
    page.see(css).await;
    page.value(&format!(
        "(e => {{ e.value = {value:?}; e.dispatchEvent(new Event('change', {{ bubbles: true }})); }})\
         (document.querySelector({css:?}))"
    ))
    .await;
}

pub(crate) async fn click_words(page: &Page, within: &str, words: &str) {
    let found = format!(
        "[...document.querySelectorAll('{within} button')].find(b => b.textContent.trim() === {words:?} && !b.disabled)"
    );
    page.until_true(&format!("!!{found}")).await;
    page.value(&format!("{found}.click()")).await;
}

#[tokio::test]
async fn from_nothing_to_a_lamp_that_follows_a_call() {
    let page = opened(BLANK).await;
    click_words(&page, ".palette", "Phone").await;
    page.see("[data-phone='Phone A']").await;
    choose(&page, ".palette select", "7961 SCCP").await;
    click_words(&page, ".palette", "Phone").await;
    page.see("[data-phone='Phone B']").await;
    click_words(&page, ".palette", "Watch").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    page.click("[aria-label='Call 1001: Phone B']").await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    page.done().await;
}

#[tokio::test]
async fn a_refused_watcher_is_mended_through_the_form_and_a_reset() {
    let page = opened(REFUSED).await;
    page.click(".play").await;
    page.until_lamp("Phone A BLF 1", "unknown").await;
    page.click(".lamp-button[data-subject='Phone A BLF 1']").await;
    let link = "[...document.querySelectorAll('.path-link')]\
        .find(b => b.textContent.includes('SUBSCRIBE Calling Search Space'))";
    page.until_true(&format!("!!{link}")).await;
    page.value(&format!("{link}.click()")).await;
    page.see(".form .focused[data-key='subscribe_css']").await;
    choose(&page, "[data-key='subscribe_css'] select", "Everyone").await;
    click_words(&page, ".form", "Save").await;
    page.see("[data-key='subscribe_css'] .waits").await;
    page.see("[data-phone='Phone A'] .admin .waits").await;
    page.until_lamp("Phone A BLF 1", "unknown").await;
    page.click("[aria-label='Reset: Phone A']").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    page.until_true("!document.querySelector('.waits')").await;
    page.done().await;
}

#[tokio::test]
async fn a_refusal_stands_at_the_form_with_its_rule_and_a_question_comes_before_a_deletion() {
    let page = opened(REFUSED).await;
    page.press("e").await;
    page.click("[data-kind='calling_search_spaces']").await;
    page.click(".objects input[aria-label='Everyone']").await;
    click_words(&page, ".configure", "Delete selected").await;
    click_words(&page, ".configure", "Cancel").await;
    page.see(".objects input[aria-label='Everyone']").await;
    page.press("e").await;
    click_words(&page, ".crumbs", "All kinds").await;
    page.click("[data-kind='phones']").await;
    click_words(&page, ".configure", "Phone A").await;
    page.see("[data-key='type']").await;
    choose(&page, "[data-key='template'] select", "None").await;
    choose(&page, "[data-key='type'] select", "H.323").await;
    click_words(&page, ".form", "Save").await;
    assert!(!page.see(".reasons .rule-link").await.is_empty());
    page.done().await;
}

#[tokio::test]
async fn objects_are_found_by_a_comparison_and_within_what_was_found() {
    let page = opened(REFUSED).await;
    page.press("e").await;
    page.click("[data-kind='phones']").await;
    page.see("#find-field").await;
    let names = "[...document.querySelectorAll('.objects .goto')].map(b => b.textContent).join()";
    page.until(names, |names| names == "Phone A,Phone B").await;
    page.value("document.getElementById('find-field').focus()").await;
    page.press("a").await;
    page.until(names, |names| names == "Phone A").await;
    choose(&page, ".configure .doing select", "begins with").await;
    page.until(names, |names| names == "").await;
    page.press("\u{e003}").await;
    page.press("p").await;
    page.until(names, |names| names == "Phone A,Phone B").await;
    enter_words(&page, "Search within results").await;
    page.until_true("document.activeElement.id === 'find-field'").await;
    assert_eq!(page.see(".doing [role=status]").await, "Within: begins with “p”");
    choose(&page, ".configure .doing select", "ends with").await;
    page.press("b").await;
    page.until(names, |names| names == "Phone B").await;
    enter_words(&page, "Search in all").await;
    page.until_true("document.activeElement.id === 'find-field'").await;
    page.until_true("!document.querySelector('.doing [role=status]')").await;
    page.done().await;
}

/// Gives a button of the configuration the focus and presses Enter there.
async fn enter_words(page: &Page, words: &str) {
    let button = format!(
        "[...document.querySelectorAll('.configure button')].find(b => b.textContent === {words:?})"
    );
    page.until_true(&format!("!!{button}")).await;
    page.value(&format!("{button}.focus()")).await;
    page.press(ENTER).await;
}

#[tokio::test]
async fn with_the_keyboard_alone_phones_are_put_in_and_one_is_told_to_watch() {
    let page = opened(BLANK).await;
    page.press("1").await;
    page.see("[data-phone='Phone A']").await;
    page.press("1").await;
    page.see("[data-phone='Phone B']").await;
    page.value("document.querySelector('.watching button').focus()").await;
    page.press("\u{e007}").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    page.value("document.querySelector('[aria-label=\"Configure: Phone A\"]').focus()").await;
    page.press("\u{e007}").await;
    page.see(".form [data-key='blf_speed_dials']").await;
    page.done().await;
}

/// Gives an element the focus and presses Enter there, as one who came to it by Tab.
pub(crate) async fn enter(page: &Page, css: &str) {
    page.see(css).await;
    page.value(&format!("document.querySelector({css:?}).focus()")).await;
    page.until_true(&format!("document.activeElement.matches({css:?})")).await;
    page.press(ENTER).await;
}

#[tokio::test]
async fn from_the_phone_itself_the_keyboard_watches_resets_and_deletes_after_a_question() {
    let page = opened(REFUSED).await;
    enter(&page, "[aria-label='Watch…: Phone B']").await;
    assert!(page.see("[data-phone='Phone B'] .choices").await.contains("1000"));
    enter(&page, "[data-phone='Phone B'] .choices button").await;
    page.until_true("!document.querySelector('.choices')").await;
    page.until_true("document.activeElement.matches(\"[aria-label='Watch…: Phone B']\")").await;
    page.until_lamp("Phone B BLF 1", "idle").await;
    // A Reset registers and watches anew, which makes rows.
    let rows = "+document.body.innerText.match(/(\\d+) rows/)[1]";
    let before = page.value(rows).await.as_i64();
    enter(&page, "[aria-label='Reset: Phone B']").await;
    page.until(rows, |now| now.as_i64() > before.map(|rows| rows + 5)).await;
    page.until_lamp("Phone B BLF 1", "idle").await;
    enter(&page, "[aria-label='Delete…: Phone B']").await;
    enter(&page, "[data-phone='Phone B'] .choices button:last-child").await;
    page.until_true("!document.querySelector('.choices')").await;
    enter(&page, "[aria-label='Delete…: Phone B']").await;
    enter(&page, "[data-phone='Phone B'] .choices .primary").await;
    page.until_true("!document.querySelector(\"[data-phone='Phone B']\")").await;
    page.done().await;
}

/// Goes to a button of the palette and presses Enter there.
pub(crate) async fn put_in(page: &Page, words: &str) {
    let button = format!(
        "[...document.querySelectorAll('.palette button')].find(b => b.textContent.trim() === {words:?})"
    );
    page.until_true(&format!("!!{button}")).await;
    page.value(&format!("{button}.focus()")).await;
    page.press(ENTER).await;
}

#[tokio::test]
async fn with_the_keyboard_alone_a_second_cluster_and_a_server_are_put_in_watched_and_undone() {
    let page = opened(BLANK).await;
    page.press("1").await;
    page.see("[data-phone='Phone A']").await;
    put_in(&page, "Cluster").await;
    page.see("[data-phone='Phone B']").await;
    enter(&page, ".watching button").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    enter(&page, "[aria-label='Call 1001: Phone B']").await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    put_in(&page, "Outside server").await;
    let server =
        "[...document.querySelectorAll('.belt select option')].some(o => o.value === 'Server')";
    page.until_true(server).await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    page.press("u").await;
    page.until_true(&format!("!{server}")).await;
    page.press("U").await;
    page.until_true(server).await;
    for _ in 0..4 {
        page.press("u").await;
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
    page.until_true("!document.querySelector(\"[data-phone='Phone B']\")").await;
    page.see("[data-phone='Phone A']").await;
    page.press("y").await;
    let text = "document.querySelector('#yaml-field')?.value";
    page.until(text, |text| text.as_str().is_some_and(|text| text.contains("cluster: {}"))).await;
    page.done().await;
}

#[tokio::test]
async fn a_key_that_is_dragged_to_a_phone_watches_its_line() {
    let page = opened(BLANK).await;
    page.press("1").await;
    page.see("[data-phone='Phone A']").await;
    page.press("1").await;
    page.see("[data-phone='Phone B']").await;
    drag(&page, "[data-phone='Phone A'] .slot", "[data-phone='Phone B'] .plate").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    page.press("1").await;
    page.see("[data-phone='Phone C']").await;
    drag(&page, "[data-phone='Phone A'] .blf .label", "[data-phone='Phone C'] .plate").await;
    let label = "document.querySelector(\"[data-subject='Phone A BLF 1'] .label\")?.textContent";
    page.until(label, |label| label.as_str() == Some("Phone C")).await;
    page.done().await;
}

/// Drags with the mouse, as the browser itself does: press, move, release.
async fn drag(page: &Page, from: &str, to: &str) {
    page.value(&format!("document.querySelector({from:?}).scrollIntoView({{ block: 'center' }})"))
        .await;
    let (from, to) = (middle(page, from).await, middle(page, to).await);
    let mouse = |kind: &'static str, (x, y): (f64, f64), buttons: u8| json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
    let between = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    for event in [
        mouse("mouseMoved", from, 0),
        mouse("mousePressed", from, 1),
        mouse("mouseMoved", (from.0 + 8.0, from.1 + 8.0), 1),
        mouse("mouseMoved", between, 1),
        mouse("mouseMoved", to, 1),
        mouse("mouseMoved", to, 1),
        mouse("mouseReleased", to, 0),
    ] {
        page.browser.devtools("Input.dispatchMouseEvent", event).await;
    }
}

/// The middle of an element in the window.
async fn middle(page: &Page, css: &str) -> (f64, f64) {
    page.see(css).await;
    let at = page
        .value(&format!(
            "(r => [r.x + r.width / 2, r.y + r.height / 2])\
             (document.querySelector({css:?}).getBoundingClientRect())"
        ))
        .await;
    let part = |i: usize| at[i].as_f64().unwrap_or_default();
    (part(0), part(1))
}

#[tokio::test]
async fn axe_finds_nothing_in_configure_and_nothing_runs_over_in_a_narrow_window() {
    let axe = axe();
    let page = opened(REFUSED).await;
    enter(&page, "[aria-label='Watch…: Phone B']").await;
    let mut found = Vec::new();
    for (screen, kind, object) in [
        ("kinds", "", ""),
        ("list", "phones", ""),
        ("phone", "phones", "Phone A"),
        ("group", "presence_groups", ""),
        ("parameters", "enterprise_parameters", ""),
        ("new", "phones", "Add new phone"),
    ] {
        page.press("e").await;
        if page.value("!document.querySelector('.objects [data-kind]')").await == true {
            click_words(&page, ".crumbs", "All kinds").await;
        }
        if !kind.is_empty() {
            let kind = format!("[data-kind='{kind}']");
            page.value(&format!("document.querySelector({kind:?}).focus()")).await;
            let hidden = "document.activeElement.getBoundingClientRect().bottom > \
                document.querySelector('.transport').getBoundingClientRect().top";
            assert_eq!(page.value(hidden).await, false, "{screen}: behind the bar of time");
            page.press(ENTER).await;
        }
        if !object.is_empty() {
            click_words(&page, ".configure", object).await;
            page.see(".form .setting").await;
        }
        for look in LOOKS {
            let (name, more) = looked_at(&page, &axe, &format!("configure-{screen}"), look).await;
            found.extend(more);
            let to = if screen == "list" || look.0 == "wide" { ".field" } else { ".configure" };
            page.value(&format!("document.querySelector({to:?}).scrollIntoView()")).await;
            shot(&page, &name).await;
            let over = page.value("document.documentElement.scrollWidth - innerWidth").await;
            assert!(over.as_i64() <= Some(0), "{name}: {over} px run over to the right");
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.done().await;
}
