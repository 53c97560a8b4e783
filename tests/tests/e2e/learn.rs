//! Lessons in the page: a journey through each, by mouse and by keyboard, and tickets.

use crate::looks::{axe, shot, theme, violations, width};
use crate::page::Page;

/// Whether the engine has said something about the card; what it plays before is skipped.
pub(crate) const SAID: &str = "(document.querySelector('.seen + .button')?.click(), \
    !!document.querySelector('.verdict-line .right, .verdict-line .wrong'))";
const REACHED: &str = "(document.querySelector('.seen + .button')?.click(), \
    !!document.querySelector('.verdict-line .right'))";

pub(crate) async fn there(page: &Page, css: &str) -> bool {
    page.value(&format!("!!document.querySelector({css:?})")).await.as_bool() == Some(true)
}

/// The page with a lesson open by its link.
pub(crate) async fn lesson(number: u32) -> Page {
    let page = Page::new().await;
    page.go(&format!("#lesson={number}")).await;
    page.see("#learn-card").await;
    page
}

/// Answers and does what the card asks: predicts, sees the verdict; misses the goal, then has the
/// solution shown.
async fn work_on(page: &Page) {
    if there(page, ".choices").await {
        assert!(
            !there(page, ".verdict-line .right, .choice.right").await,
            "nothing is said before"
        );
        page.click(".choice input").await;
        page.click(".learn .button.primary").await;
        page.until_true(SAID).await;
        assert!(there(page, ".choice.right").await);
    } else if there(page, ".learn .buttons .primary").await {
        page.click(".learn .buttons .primary").await;
        page.until_true("!!document.querySelector('.verdict-line .wrong + ul li')").await;
        page.click(".learn .buttons .button:last-child").await;
        page.until_true(REACHED).await;
    }
}

async fn walk(number: u32) {
    let page = lesson(number).await;
    loop {
        work_on(&page).await;
        if there(&page, ".result-line").await {
            break;
        }
        let place = page.see(".learn-foot span").await;
        page.click(".learn-foot .button:last-child").await;
        let moved = format!("document.querySelector('.learn-foot span').textContent !== {place:?}");
        page.until_true(&moved).await;
    }
    let result = page.see(".result-line").await;
    assert!(result.starts_with(&format!("lampfield lesson {number}: ")), "{result}");
    let (_, goals) = result.rsplit_once(", ").unwrap();
    let (reached, all) = goals.trim_end_matches(" goals").split_once('/').unwrap();
    assert_eq!(reached, all, "{result}");
    // What was learnt is there on the next visit.
    page.browser.client.refresh().await.unwrap();
    page.see("#learn-card").await;
    page.click(".learn-head .quiet").await;
    let score = page.see(&format!(".lessons li:nth-child({number}) .score")).await;
    assert!(score.contains(goals), "{score} of {result}");
    page.done().await;
}

/// One journey for each lesson.
macro_rules! journeys {
    ($($name:ident $number:literal)*) => { $(
        #[tokio::test]
        async fn $name() {
            walk($number).await;
        }
    )* };
}

journeys! {
    lesson_1_off_hook_ring_talk_unplug 1
    lesson_2_the_same_on_a_7960_and_on_h323 2
    lesson_3_calls_work_the_lamp_does_not 3
    lesson_4_one_number_in_two_partitions 4
    lesson_5_who_sees_whom 5
    lesson_6_disallow_hides_a_list_never_a_key 6
    lesson_7_saved_and_still_dark 7
    lesson_8_logged_out_whose_lamps_are_these 8
    lesson_9_401_403_or_200 9
    lesson_10_the_way_out 10
}

#[tokio::test]
async fn a_lesson_is_found_answered_and_left_by_keyboard_alone() {
    let page = Page::open().await;
    page.press("L").await;
    page.see(".lessons li:nth-child(3) button").await;
    page.value("document.querySelector('.lessons li:nth-child(3) button').focus()").await;
    page.press("\u{e007}").await;
    page.see("#learn-card").await;
    page.until_true("document.activeElement.id === 'learn-card'").await;
    while !there(&page, ".choices").await {
        page.press("]").await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // From the card into the choices, to the third, and on to the button.
    page.until_true("document.activeElement.id === 'learn-card'").await;
    page.press("\u{e004}").await;
    page.press("\u{e015}").await;
    page.press("\u{e015}").await;
    let ready = "document.querySelector('.choice input:checked')?.value === 'unknown' \
        && !document.querySelector('.learn .button.primary').disabled";
    page.until_true(ready).await;
    page.press("\u{e004}").await;
    page.press("\u{e007}").await;
    page.until_true(SAID).await;
    assert!(page.see("[role=status].verdict-line").await.contains("Right"));
    page.press("L").await;
    page.until_true("!document.querySelector('.learn')").await;
    page.done().await;
}

#[tokio::test]
async fn a_goal_counts_however_it_was_reached() {
    let page = lesson(1).await;
    while !there(&page, ".learn .buttons .primary").await {
        page.click(".learn-foot .button:last-child").await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    page.click("[aria-label='Plug in: Phone B']").await;
    page.click("[aria-label='Lift: Phone B']").await;
    page.until_lamp("Phone A BLF 1", "busy").await;
    page.click(".learn .buttons .primary").await;
    page.until_true(REACHED).await;
    page.done().await;
}

/// The list of lessons; the run stands still.
async fn list() -> Page {
    let page = lesson(3).await;
    page.click(".learn-head .quiet").await;
    page.see(".lessons li").await;
    page
}

#[tokio::test]
async fn a_ticket_is_solved_by_mending_and_only_then_the_lamp_says_why() {
    let page = list().await;
    page.value("(document.querySelector('#ticket-number').value = 4)").await;
    page.click(".learn > .buttons .button").await;
    page.see(".choice.small").await;
    page.until_true("document.querySelectorAll('.seat').length === 6").await;
    page.click(".lamp-button").await;
    page.until_true("!document.querySelector('.why')").await;
    page.click(".learn-card .buttons .button:nth-child(2)").await;
    page.until_true("!!document.querySelector('.verdict-line .wrong')").await;
    // Ticket 4 is a phone without its plug.
    page.click("[aria-label^='Plug in']").await;
    page.until_true(
        "(document.querySelector('.learn-card .buttons .button:nth-child(2)')?.click(), \
         !!document.querySelector('.verdict-line .right'))",
    )
    .await;
    page.see(".verdict-line .rule-link").await;
    page.click(".lamp-button").await;
    page.see(".why .headline").await;
    page.done().await;
}

/// What the clock shows.
async fn now(page: &Page) -> String {
    page.see(".transport .now").await
}

#[tokio::test]
async fn a_ticket_opened_while_a_run_plays_stands_at_its_own_beginning() {
    let page = list().await;
    page.click(".speeds label:last-child").await;
    for number in 1..9 {
        // The run before, a ticket too from the second on, plays as fast as it can.
        let before = now(&page).await;
        page.click("[aria-label^='Lift'], [aria-label^='Hang up']").await;
        page.until_true(&format!(
            "document.querySelector('.transport .now').textContent !== {before:?}"
        ))
        .await;
        page.value(&format!("(document.querySelector('#ticket-number').value = {number})")).await;
        page.click(".learn > .buttons .button").await;
        let title = format!(
            "document.querySelector('.learn-head h2')?.textContent.endsWith(' {number}') \
             && document.querySelectorAll('.seat').length === 6"
        );
        page.until_true(&title).await;
        // Every ticket begins with the same office, a second after its last step.
        page.until_true("document.querySelector('.transport .now').textContent === '0:06.000'")
            .await;
        for _ in 0..10 {
            tokio::time::sleep(std::time::Duration::from_millis(40)).await;
            assert_eq!(now(&page).await, "0:06.000", "ticket {number} does not stand still");
        }
        page.click(".learn-head .quiet").await;
        page.see("#ticket-number").await;
    }
    page.done().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_a_ticket_open_and_closed_wide_and_narrow() {
    let axe = axe();
    let page = list().await;
    page.value("(document.querySelector('#ticket-number').value = 4)").await;
    page.click(".learn > .buttons .button").await;
    page.see(".choice.small").await;
    let mut found = Vec::new();
    for state in ["open", "told"] {
        if state == "told" {
            let give_up = "document.querySelector('.learn-card .buttons .button:nth-child(3)')";
            page.value(&format!("({give_up}.scrollIntoView(), {give_up}.click())")).await;
            page.see(".verdict-line .rule-link").await;
        }
        for (screen, w) in [("wide", 1440), ("narrow", 400)] {
            width(&page, w, 860).await;
            for light in ["light", "dark"] {
                theme(&page, light).await;
                let name = format!("ticket-{state}-{screen}-{light}");
                shot(&page, &name).await;
                found.extend(violations(&page, &axe, &name).await);
                let over = page.value("document.documentElement.scrollWidth - innerWidth").await;
                assert!(over.as_i64().unwrap() <= 0, "{name} runs over by {over} px");
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    // Mended by what it says: an act of its own, which can be undone.
    page.value("document.querySelector('.verdict-line .button').click()").await;
    page.until_true("!!document.querySelector('.tool[title*=\"Undo\"]:not([disabled])')").await;
    page.done().await;
}

#[tokio::test]
async fn the_nine_steps_and_a_worksheet_that_prints_with_its_key_on_a_page_of_its_own() {
    let axe = axe();
    let page = list().await;
    page.click(".lessons li:first-child .quiet").await;
    page.see("dialog .paper .key li").await;
    let found = violations(&page, &axe, "sheet").await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    let media = serde_json::json!({ "media": "print" });
    page.browser.devtools("Emulation.setEmulatedMedia", media).await;
    let printed = "getComputedStyle(document.querySelector('.key')).breakBefore === 'page' \
        && getComputedStyle(document.querySelector('.header')).display === 'none' \
        && document.querySelector('dialog').scrollHeight <= document.querySelector('dialog').clientHeight + 1";
    page.until_true(printed).await;
    shot(&page, "learn-sheet-print").await;
    theme(&page, "light").await;
    let screen = serde_json::json!({ "media": "" });
    page.browser.devtools("Emulation.setEmulatedMedia", screen).await;
    page.click("dialog .quiet").await;
    page.click(".learn > .buttons:last-child .button").await;
    page.until_true("document.querySelectorAll('.tour > li').length === 9").await;
    let found = violations(&page, &axe, "tour").await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.done().await;
}

#[tokio::test]
async fn axe_finds_nothing_in_lessons_and_nothing_runs_over() {
    let axe = axe();
    let page = lesson(3).await;
    let mut found = Vec::new();
    for (screen, w) in [("wide", 1440), ("half", 1000), ("narrow", 390)] {
        width(&page, w, 860).await;
        for light in ["light", "dark"] {
            theme(&page, light).await;
            for place in ["card", "list"] {
                if place == "list" {
                    page.click(".learn-head .quiet").await;
                    page.see(".lessons li").await;
                }
                let name = format!("learn-{place}-{screen}-{light}");
                shot(&page, &name).await;
                found.extend(violations(&page, &axe, &name).await);
                let over = page.value("document.documentElement.scrollWidth - innerWidth").await;
                assert!(over.as_i64().unwrap() <= 0, "{name} runs over by {over} px");
            }
            page.click(".lessons li:nth-child(3) button").await;
            page.see("#learn-card").await;
            while !there(&page, ".choices").await {
                page.click(".learn-foot .button:last-child").await;
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.done().await;
}
