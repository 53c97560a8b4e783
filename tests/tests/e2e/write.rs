//! The scenario's text beside the canvas, undo and redo, and how one begins.

use crate::page::Page;
use serde_json::json;
use std::time::Duration;

pub(crate) const TWO_PHONES: &str = "gallery/03-two-phones-one-lamp.yaml";
const BLF: &str = "Phone A BLF 1";
const FIELD: &str = "document.querySelector('#yaml-field')";

/// Keys as a driver of browsers names them.
const CTRL_ENTER: &str = "\u{e009}\u{e007}";
const CTRL_Z: &str = "\u{e009}z";
const CTRL_SHIFT_Z: &str = "\u{e009}\u{e008}Z";
pub(crate) const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";

/// Puts another text in place of a part of the field's, as typing does.
pub(crate) async fn type_over(page: &Page, old: &str, new: &str) {
    let (old, new) = (json!(old), json!(new));
    let script = format!(
        "(() => {{ const f = {FIELD}; const text = f.value.replace({old}, () => {new}); \
         if (text === f.value) throw new Error('nothing to replace'); f.focus(); f.value = text; \
         f.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); return true }})()"
    );
    assert_eq!(page.value(&script).await, true);
}

pub(crate) async fn until_text(page: &Page, part: &str) {
    page.until_true(&format!("!!{FIELD}?.value.includes({part:?})")).await;
}

#[tokio::test]
async fn the_text_follows_what_is_done_and_the_canvas_what_is_typed() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.press("y").await;
    until_text(&page, "# nobody pressed anything").await;
    page.click("[aria-label='Hang up: Phone B']").await;
    until_text(&page, "{ at: 2.5s, do: Phone B hangs up }").await;
    until_text(&page, "# nobody pressed anything").await;
    // Steps that the run did not come to are gone.
    page.until_true(&format!("!{FIELD}.value.includes('Phone B answers')")).await;
    type_over(&page, "label: Phone B", "label: The boss").await;
    page.until_true("document.querySelector('.yaml-bar [role=status]').textContent.includes('without mistakes')").await;
    page.press(CTRL_ENTER).await;
    page.until_true("document.querySelector('.lamp-button')?.textContent.includes('The boss')")
        .await;
    page.until_true("!!document.querySelector('.scrubber, [aria-label=\"Moment of the run\"]')")
        .await;
    until_text(&page, "# nobody pressed anything").await;
    page.done().await;
}

#[tokio::test]
async fn the_text_is_formatted_with_its_comments_and_that_is_undone_like_typing() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.press("y").await;
    until_text(&page, "lines: [1111]").await;
    type_over(&page, "lines: [1111]", "lines:   [ 1111   ]").await;
    let format = "[...document.querySelectorAll('.yaml-bar button')]\
        .find(b => b.textContent === 'Format')";
    page.value(&format!("{format}.focus()")).await;
    page.press("\u{e007}").await;
    until_text(&page, "lines: [1111]").await;
    until_text(&page, "# nobody pressed anything").await;
    page.until_true(&format!("document.activeElement === {FIELD}")).await;
    page.press(CTRL_Z).await;
    until_text(&page, "lines:   [ 1111   ]").await;
    page.value(&format!("{format}.click()")).await;
    until_text(&page, "lines: [1111]").await;
    page.value(&format!("{format}.click()")).await;
    page.until_true("document.body.innerText.includes('in order already')").await;
    type_over(&page, "lines: [1111]", "lines: [1111").await;
    page.value(&format!("{format}.click()")).await;
    until_text(&page, "lines: [1111").await;
    page.see(".notice").await;
    page.done().await;
}

#[tokio::test]
async fn a_mistake_stands_in_the_margin_and_is_mended() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    let digest = page.digest().await;
    page.press("y").await;
    until_text(&page, "lines: [1111]").await;
    type_over(&page, "lines: [1111]", "lines: [1112]").await;
    let mark = page.see(".yaml-mark").await;
    assert_eq!(mark, "");
    let words = page.value("document.querySelector('.yaml-mark').getAttribute('aria-label')").await;
    assert!(words.as_str().unwrap().starts_with("Line 21: "), "{words}");
    assert!(page.see(".yaml-problems").await.contains("error[E0"));
    page.click(".yaml-problems button").await;
    page.until_true(&format!(
        "document.activeElement === {FIELD} && {FIELD}.value.slice({FIELD}.selectionStart).startsWith('    Phone B')"
    ))
    .await;
    // Neither an act nor a look elsewhere takes away what was typed; the keyboard gets out.
    page.press(ESCAPE).await;
    page.until_true("document.activeElement.id === 'yaml'").await;
    page.press("5").await;
    page.press("y").await;
    until_text(&page, "lines: [1112]").await;
    assert_eq!(page.digest().await, digest);
    type_over(&page, "lines: [1112]", "lines: [1111]").await;
    page.until_true("!document.querySelector('.yaml-mark')").await;
    page.press(TAB).await;
    page.until_true(&format!("document.activeElement !== {FIELD}")).await;
    page.done().await;
}

#[tokio::test]
async fn keys_undo_and_redo_what_was_done() {
    let page = Page::at(TWO_PHONES, 1_500_000, &[]).await;
    let undo = |words: &str| format!("!!document.querySelector(\"[aria-label='{words}']\")");
    page.until_true(&undo("Undo")).await;
    page.click("[aria-label='Lift: Phone B']").await;
    page.until_true(&undo("Undo: Phone B lifts")).await;
    page.see("[aria-label='Hang up: Phone B']").await;
    page.press("u").await;
    page.see("[aria-label='Lift: Phone B']").await;
    page.until_true(&undo("Redo: Phone B lifts")).await;
    page.press("U").await;
    page.see("[aria-label='Hang up: Phone B']").await;
    page.press(CTRL_Z).await;
    page.see("[aria-label='Lift: Phone B']").await;
    page.press(CTRL_SHIFT_Z).await;
    page.see("[aria-label='Hang up: Phone B']").await;
    page.click("[aria-label='Undo: Phone B lifts']").await;
    page.see("[aria-label='Lift: Phone B']").await;
    page.done().await;
}

#[tokio::test]
async fn what_is_typed_and_not_taken_yet_is_there_after_a_reload_as_a_draft() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.press("y").await;
    until_text(&page, "lines: [1111]").await;
    type_over(&page, "lines: [1111]", "lines: [11").await;
    let kept = "(localStorage.getItem('lampfield.run') ?? '').includes('lines: [11 }')";
    page.until_true(kept).await;
    page.go("").await;
    page.browser.client.refresh().await.unwrap();
    let go_on =
        "[...document.querySelectorAll('.notice button')].find(b => b.textContent === 'Go on')";
    page.until_true(&format!("!!{go_on}")).await;
    page.value(&format!("{go_on}.focus()")).await;
    page.press("\u{e007}").await;
    until_text(&page, "lines: [11 }").await;
    assert!(page.see("#yaml").await.contains('*'));
    let state = "document.querySelector('.yaml-bar [role=status]').textContent";
    page.until(state, |words| words.as_str().is_some_and(|words| words.contains("mistake"))).await;
    page.done().await;
}

#[tokio::test]
async fn one_begins_with_a_blank_cluster_and_the_work_is_there_after_a_reload() {
    let page = Page::open().await;
    page.press("g").await;
    page.click(".gallery [title='Begin with an empty cluster']").await;
    page.until_true("document.querySelector('.canvas').textContent.includes('No phone here yet')")
        .await;
    until_text(&page, "name: A new cluster").await;
    let uncommented = "(() => { const f = document.querySelector('#yaml-field'); \
        f.value = f.value.replace(/^  # (?!A phone)/gm, '  '); \
        f.dispatchEvent(new InputEvent('input', { bubbles: true })); f.focus(); return true })()";
    page.value(uncommented).await;
    page.press(CTRL_ENTER).await;
    page.see(".seat").await;
    // A file that one writes stands until one lets it run.
    page.click(".play").await;
    page.until_lamp(BLF, "idle").await;
    page.click("[aria-label='Lift: Phone B']").await;
    page.until_lamp(BLF, "busy").await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    page.browser.client.refresh().await.unwrap();
    page.click(".notice .button").await;
    // The first scenario has a lamp of this name, too.
    page.until_true("document.querySelector('.scenario').textContent.includes('A new cluster')")
        .await;
    page.until_lamp(BLF, "busy").await;
    page.press("y").await;
    until_text(&page, "do: Phone B lifts").await;
    page.done().await;
}

#[tokio::test]
async fn what_is_saved_is_the_file_with_what_was_done() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[(2_400_000, "Phone A dials 1111")]).await;
    let file = page.saved(".tool[title^='Save the scenario']", "03-two-phones-one-lamp.yaml").await;
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.contains("  - { at: 2.4s, do: Phone A dials 1111 }"), "{saved}");
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    page.done().await;
}
