//! What goes wrong is told in words, and nothing is lost.

use crate::build::enter;
use crate::page::{Page, hash};

const TWO_PHONES: &str = "gallery/03-two-phones-one-lamp.yaml";

#[tokio::test]
async fn a_link_that_is_cut_or_foreign_says_so_and_the_page_opens_all_the_same() {
    let page = Page::new().await;
    let whole = hash(TWO_PHONES, 1_000_000, &[]);
    let cut = &whole[..whole.len() - 12];
    for (link, words) in [(cut, "cut short"), ("#v9.AAAA", "version 9"), ("#hello", "none of ours")]
    {
        page.go("ten-lines.html").await;
        page.go(link).await;
        page.see(".lamp-button").await;
        let told = format!("document.querySelector('.notices')?.textContent.includes({words:?})");
        page.until_true(&told).await;
    }
    page.done().await;
}

#[tokio::test]
async fn a_broken_file_is_told_with_its_places_to_be_mended_and_the_run_stands() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    let digest = page.digest().await;
    let file = std::env::temp_dir().join(format!("broken-{}.yaml", std::process::id()));
    let text = "lampfield: 1\nname: x\nclutser: {}\nsteps: [{ at: never }]\n";
    std::fs::write(&file, text).unwrap();
    page.open_file(&file).await;
    let told = page.see(".yaml-problems").await;
    assert!(told.contains("clutser") && told.contains("never"), "{told}");
    let field = "document.querySelector('#yaml-field')";
    assert_eq!(page.value(&format!("{field}.value")).await, text);
    page.see(".yaml-mark[aria-label^='Line 3: '][aria-label*='clutser']").await;
    page.see(".yaml-mark[aria-label^='Line 4: '][aria-label*='never']").await;
    assert_eq!(page.value("!document.querySelector('dialog[open]')").await, true);
    page.click(".yaml-mark[aria-label^='Line 3: ']").await;
    let at = format!("{field}.value.slice({field}.selectionStart).startsWith('clutser')");
    page.until_true(&format!("document.activeElement === {field} && {at}")).await;
    assert_eq!(page.digest().await, digest);
    page.click("[title=\"Show the run's own text again\"]").await;
    page.until_true("!document.querySelector('.yaml-problems')").await;
    page.until_true(&format!("{field}.value.includes('# nobody pressed anything')")).await;
    assert_eq!(page.digest().await, digest);
    std::fs::remove_file(&file).unwrap();
    page.done().await;
}

#[tokio::test]
async fn without_storage_the_page_works_and_says_what_it_cannot_do() {
    let page = Page::new().await;
    let off = "Object.defineProperty(window, 'localStorage', \
        { get() { throw new DOMException('no', 'SecurityError') } })";
    page.browser.before_each_page(off).await;
    page.go(&hash(TWO_PHONES, 1_000_000, &[])).await;
    page.click("[aria-label='Lift: Phone B']").await;
    page.click(".play").await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    let told = "document.querySelector('.notices').textContent.includes('keeps nothing')";
    page.until_true(told).await;
    page.done().await;
}

#[tokio::test]
async fn a_browser_that_lacks_something_is_told_so_in_words() {
    let page = Page::new().await;
    page.browser.before_each_page("delete window.WebAssembly").await;
    page.go("").await;
    let told = page.see("#starting").await;
    assert!(told.contains("cannot start here") && told.contains("WebAssembly"), "{told}");
}

#[tokio::test]
async fn callmanager_is_restarted_with_the_keyboard_a_lamp_lies_and_that_is_undone() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    page.see("[aria-label='Hang up: Phone B']").await;
    enter(&page, ".call-manager .button").await;
    page.see("[aria-label='Undo: CallManager restarts']").await;
    page.click(".play").await;
    // Its call was over with its connection; nobody told Phone A.
    page.see("[aria-label='Lift: Phone B']").await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    page.press("u").await;
    page.see("[aria-label='Redo: CallManager restarts']").await;
    page.done().await;
}
