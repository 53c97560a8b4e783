//! Time that went otherwise: branches, messages that are lost for once, faults, the matrix.

use crate::looks::{axe, shot, theme, violations};
use crate::page::{Page, hash};

const TWO_PHONES: &str = "gallery/03-two-phones-one-lamp.yaml";
const GROUPS: &str = "gallery/01-disallow-and-blf.yaml";
const BLF: &str = "Phone A BLF 1";

const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";

/// Nothing flies: a message fades in and out.
const ARRIVED: &str = "!document.getAnimations().some(one => \
    one.playState === 'running' && one.effect?.target?.classList.contains('flight'))";

/// Holds that axe finds nothing on what is open, in both themes, and takes pictures of it.
async fn is_accessible(page: &Page, screen: &str) {
    let axe = axe();
    page.until_true(ARRIVED).await;
    for light in ["light", "dark"] {
        theme(page, light).await;
        shot(page, &format!("time-{screen}-{light}")).await;
        let found = violations(page, &axe, &format!("{screen}, {light}")).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[tokio::test]
async fn acting_in_the_past_keeps_the_future_as_a_branch_to_compare_go_over_to_and_delete() {
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    page.click("[aria-label='Lift: Phone B']").await;
    assert_eq!(page.see(".forks").await, "1 branch");
    page.press("b").await;
    assert!(page.see(".branch-name").await.starts_with("The file's own run"));
    page.press(">").await;
    page.until_lamp(BLF, "busy").await;
    let now = page.see(".differ-now li").await;
    assert!(now.contains("Busy here, Idle there"), "{now}");
    assert!(page.see(".own-acts dd").await.contains("Phone B lifts"));
    page.see(".compare .lane").await;
    is_accessible(&page, "branches").await;
    let mine = page.digest().await;
    page.click("[aria-label^='Go over to']").await;
    page.until_lamp(BLF, "idle").await;
    assert_ne!(page.digest().await, mine);
    let named = "document.querySelector('.branch-name')?.textContent";
    page.until_true(&format!("{named}?.startsWith('Phone B lifts at 0:01.000')")).await;
    page.click("[aria-label^='Go over to']").await;
    page.until_lamp(BLF, "busy").await;
    assert_eq!(page.digest().await, mine, "the run that it was");
    page.click("[aria-label^='Delete: ']").await;
    page.until_true("!document.querySelector('.branch-name')").await;
    page.click(".tool[aria-label='Undo: going over to a branch']").await;
    page.until_lamp(BLF, "idle").await;
    page.click(".tool[aria-label='Redo: going over to a branch']").await;
    page.until_lamp(BLF, "busy").await;
    assert_eq!(page.digest().await, mine, "the run that it was, done again");
    page.done().await;
}

#[tokio::test]
async fn a_message_is_asked_what_if_it_was_lost_and_the_lamp_is_late() {
    let page = Page::at(TWO_PHONES, 2_300_000, &[]).await;
    page.until_lamp(BLF, "busy").await;
    let row = "[...document.querySelectorAll('.row.sip')].filter(r => \
        r.textContent.includes('NOTIFY')).at(-1)";
    page.until_true(&format!("!!{row}")).await;
    page.value(&format!("{row}.click()")).await;
    page.click("[title^='Play the same run again']").await;
    page.until_lamp(BLF, "idle").await;
    let now = page.see(".differ-now li").await;
    assert!(now.contains("Idle here, Busy there"), "{now}");
    assert!(page.see(".own-acts dd").await.contains("lose next NOTIFY to Phone A"));
    // The file goes on: the NOTIFY is sent again, and the lamp follows.
    page.press(">").await;
    page.until_lamp(BLF, "busy").await;
    page.done().await;
}

#[tokio::test]
async fn a_link_is_cut_by_a_key_stands_in_force_and_is_healed() {
    let page = Page::at(TWO_PHONES, 1_000_000, &[]).await;
    page.click(".belt summary").await;
    page.click(".belt-tools select option:nth-child(2)").await;
    is_accessible(&page, "belt").await;
    page.click("#belt-0").await;
    assert_eq!(page.see(".in-force").await, "cut Phone A");
    page.click("#belt-0").await;
    page.until_true("!document.querySelector('.in-force')").await;
    page.press("l").await;
    assert_eq!(page.see(".in-force").await, "latency 0.500s on Phone A");
    page.click(".belt-tools button:last-child").await;
    page.until_true("!document.querySelector('.in-force')").await;
    page.press("e").await;
    page.done().await;
}

#[tokio::test]
async fn what_runs_out_is_watched_to_the_refresh_that_lengthens_it_and_leads_to_its_lamp() {
    let page = Page::at("gallery/27-the-refresh-keeps-the-lamp.yaml", 110_000_000, &[]).await;
    page.press("x").await;
    let row = "[...document.querySelectorAll('.timers tbody tr')].find(r => \
        r.textContent.includes('Phone A BLF 1'))";
    let ends = format!("{row}?.cells[4].textContent");
    let left = format!("{row}?.cells[5].textContent");
    page.until(&left, |left| left.as_str().is_some_and(|left| left.starts_with("0:10."))).await;
    let told = page.value(&format!("{row}.innerText")).await;
    assert!(told.as_str().is_some_and(|told| told.contains("1111") && told.contains("Idle")));
    let before = page.value(&ends).await;
    is_accessible(&page, "timers").await;
    page.value("document.querySelector('.timers > button').focus()").await;
    page.press(ENTER).await;
    // The phone is about to ask again: what was granted still holds.
    page.until(&left, |left| left == "0:04.999").await;
    assert_eq!(page.value(&ends).await, before);
    for _ in 0..8 {
        page.press(".").await;
    }
    page.until(&ends, |ends| ends.is_string() && *ends != before).await;
    page.press("i").await;
    page.until_true("!document.querySelector('.why h2')").await;
    page.value(&format!("{row}.querySelector('button').focus()")).await;
    page.press(ENTER).await;
    page.until_true(&format!("!!{row}.querySelector('[aria-pressed=true]')")).await;
    page.see(".why h2").await;
    // The time that is left passes while nothing happens.
    let now = page.value(&left).await;
    page.click(".play").await;
    page.until(&left, |left| left.is_string() && *left != now).await;
    page.click(".play").await;
    page.done().await;
}

#[tokio::test]
async fn the_matrix_is_walked_by_arrows_and_a_cell_says_why() {
    let page = Page::at(GROUPS, 1_000_000, &[]).await;
    page.press("m").await;
    page.see("#cell-0-0").await;
    page.value("document.getElementById('cell-0-0').focus()").await;
    page.press(RIGHT).await;
    page.press(RIGHT).await;
    page.press(RIGHT).await;
    page.press(DOWN).await;
    page.until_true("document.activeElement.id === 'cell-1-3'").await;
    let letter = page.value("document.activeElement.textContent").await;
    let named = page.value("document.activeElement.getAttribute('aria-label')").await;
    assert!(named.as_str().unwrap_or_default().contains("from a call list"), "{named} {letter}");
    let dead = "document.querySelector('[data-letter=\"G\"],[data-letter=\"D\"]')";
    page.until_true(&format!("!!{dead}")).await;
    page.value(&format!("{dead}.focus()")).await;
    page.press(ENTER).await;
    page.until_true("document.querySelector('.why h2')?.textContent.includes('asks for')").await;
    page.see(".why-check.fail").await;
    is_accessible(&page, "matrix").await;
    page.done().await;
}

#[tokio::test]
async fn what_a_group_may_see_is_chosen_in_the_matrix_and_the_cells_follow() {
    let page = Page::at(GROUPS, 1_000_000, &[]).await;
    page.press("m").await;
    page.see(".matrix select").await;
    let letters = "[...document.querySelectorAll('.cell')].map(c => c.dataset.letter).join('')";
    let before = page.value(letters).await;
    let chosen = "[...document.querySelectorAll('.matrix select')].map(s => s.value).join()";
    let choices = page.value(chosen).await;
    let relation = "[aria-label='What User Group may see of Executive Group']";
    assert_eq!(
        page.value(&format!("document.querySelector(\"{relation}\").value")).await,
        "Disallow Subscription"
    );
    page.click(&format!("{relation} option:nth-child(2)")).await;
    page.until(letters, |now| *now != before && now.is_string()).await;
    let now = page.value(chosen).await;
    assert_ne!(now, choices);
    // A moment later the choice is still the one that was made.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert_eq!(page.value(chosen).await, now);
    page.click(".tool[aria-label^='Undo']").await;
    page.until(chosen, |value| *value == choices).await;
    page.done().await;
}

#[tokio::test]
async fn the_ladder_is_copied_as_text() {
    let page = Page::new().await;
    let keep = "navigator.clipboard.writeText = text => { window.copied = text; \
        return Promise.resolve(); }";
    page.browser.before_each_page(keep).await;
    page.go(&hash(TWO_PHONES, 2_300_000, &[])).await;
    page.until_lamp(BLF, "busy").await;
    page.click("[aria-label='Copy the ladder as text']").await;
    page.until_true("window.copied?.includes('SUBSCRIBE') && copied.includes('CallManager')").await;
    let lines = page.value("window.copied.trim().split('\\n').length").await;
    assert!(lines.as_i64() > Some(20), "{lines}");
    page.done().await;
}

#[tokio::test]
async fn a_trace_file_opens_as_the_run_that_it_is_of_and_a_changed_one_is_told() {
    let page = Page::at(TWO_PHONES, 11_000_000, &[]).await;
    let digest = page.digest().await;
    let name = "03-two-phones-one-lamp.trace.jsonl";
    let file = page.saved(".tool[title='Save the trace of this run']", name).await;
    page.click("[aria-label='To the start']").await;
    page.until_true(&format!("document.querySelector('.digest').dataset.digest !== '{digest}'"))
        .await;
    page.open_file(&file).await;
    let said = "document.body.innerText.includes";
    page.until_true(&format!("{said}('the digest is the same')")).await;
    assert_eq!(page.digest().await, digest);
    let trace = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, trace.replace(&digest, &"0".repeat(32))).unwrap();
    page.open_file(&file).await;
    page.until_true(&format!("{said}('another run')")).await;
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    page.done().await;
}
