//! The page before a scripted engine, in a real browser.
#![cfg(target_arch = "wasm32")]

mod support;

use lampfield_web::types::{ProblemView, Reply, Request};
use support::{answer, many_phones, page, sleep, snapshot, two_phones};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn it_opens_alive_with_the_first_scenario_of_the_gallery() {
    let page = page(answer);
    page.wait(".phone").await;
    assert_eq!(page.count(".phone"), 2);
    assert!(page.text(".scenario").contains("A Disallow hides an executive"));
    page.wait_asked(|r| matches!(r, Request::RunUntil { .. })).await;
}

#[wasm_bindgen_test]
async fn a_soft_key_says_what_the_scenario_language_says() {
    let page = page(answer);
    page.click("[aria-label='Phone B, 7961 SCCP'] .soft-keys button").await;
    let asked = page.wait_asked(|r| matches!(r, Request::Act { .. })).await;
    assert_eq!(asked, Request::Act { sentence: "Phone B lifts".into() });
    page.wait("[data-subject='Phone A BLF 1'][data-face='busy']").await;
    page.wait(".pill.yours").await;
}

#[wasm_bindgen_test]
async fn the_likeliest_call_is_one_click_away() {
    let page = page(answer);
    let call = page.wait(".phone .soft-keys button:nth-of-type(2)").await;
    assert_eq!(call.text_content().as_deref(), Some("Call 1111"));
}

#[wasm_bindgen_test]
async fn a_typed_number_is_dialled() {
    let page = page(answer);
    for digit in [1, 2] {
        page.click(&format!(".phone .keypad button:nth-of-type({digit})")).await;
    }
    assert_eq!(page.wait(".typed").await.text_content().as_deref(), Some("12"));
    page.click(".soft-keys .go").await;
    let asked = page.wait_asked(|r| matches!(r, Request::Act { .. })).await;
    assert_eq!(asked, Request::Act { sentence: "Phone A dials 12".into() });
}

#[wasm_bindgen_test]
async fn lamps_differ_in_shape_and_in_words_not_only_in_colour() {
    let page = page(answer);
    let idle = page.wait(".lamp.idle .ground").await.get_attribute("d");
    assert_eq!(page.text(".blf .word"), "Idle");
    page.click(".moves [aria-label='One event on']").await;
    let busy = page.wait(".lamp.busy .ground").await.get_attribute("d");
    assert!(idle.is_some() && busy.is_some() && idle != busy, "{idle:?} and {busy:?}");
    assert_eq!(page.text(".blf .word"), "Busy");
}

#[wasm_bindgen_test]
async fn many_phones_are_tiles_whose_lamps_follow_and_each_opens_into_the_whole_phone() {
    let page = page(|request| match request {
        Request::Load { .. } => snapshot(many_phones("idle", 0)),
        Request::Step => snapshot(many_phones("busy", 1_002_000)),
        other => answer(other),
    });
    page.wait(".tile").await;
    assert_eq!((page.count(".tile"), page.count(".phone"), page.count(".tile svg")), (13, 0, 0));
    assert_eq!(page.text(".tile [data-subject='Desk 11 BLF 1']"), "Idle Phone B");
    // An open call list has lamps as well, with what we know beyond them.
    assert_eq!(page.text("[data-subject='Phone A missed call 1111']"), "No icon 1111 refused");
    page.click(".moves [aria-label='One event on']").await;
    page.wait(".tile [data-subject='Desk 11 BLF 1'][data-face='busy']").await;
    assert_eq!(page.text(".tile [data-subject='Desk 11 BLF 1']"), "Busy Phone B");
    page.click(".tile:nth-child(2) > [aria-expanded='false']").await;
    page.wait(
        ".tile.open [aria-label='Hang up: Phone B'], .tile.open [aria-label='Lift: Phone B']",
    )
    .await;
    assert_eq!((page.count(".tile"), page.count(".phone")), (13, 1));
    page.click(".tile > [aria-expanded='true']").await;
    page.wait(".tile:nth-child(2):not(.open)").await;
    assert_eq!(page.count(".phone"), 0);
}

#[wasm_bindgen_test]
async fn a_lamp_says_why_and_its_rule_opens() {
    let page = page(answer);
    page.click("[data-subject='Phone A BLF 1']").await;
    page.wait(".why .headline").await;
    assert_eq!(page.text(".why .headline"), "Phone A sees 1111: allowed.");
    page.click(".why .rule-link").await;
    page.wait(".rule h2").await;
    assert!(page.text(".rule h2").starts_with("CSS-1"));
}

#[wasm_bindgen_test]
async fn phone_truth_hides_the_badges() {
    let page = page(answer);
    page.wait(".badge").await;
    page.click(".phone-truth input").await;
    for _ in 0..50 {
        if page.count(".badge") == 0 {
            page.click(".phone-truth input").await;
            return;
        }
        sleep(20).await;
    }
    panic!("the badge stayed");
}

#[wasm_bindgen_test]
async fn of_ten_thousand_rows_only_those_seen_are_in_the_document() {
    let page = page(answer);
    page.wait(".row").await;
    assert!(page.count(".row") < 120, "{}", page.count(".row"));
}

#[wasm_bindgen_test]
async fn a_row_opens_its_message_byte_by_byte() {
    let page = page(answer);
    page.click(".row").await;
    page.wait(".bytes pre").await;
    assert!(page.text(".bytes pre").contains("Event: presence"));
    assert_eq!(page.count(".chain li"), 1);
}

#[wasm_bindgen_test]
async fn the_ladder_reads_as_a_table_too() {
    let page = page(answer);
    page.click(".ladder-tools .button").await;
    page.wait(".ladder-table tbody button").await;
    assert_eq!(page.count(".ladder-table th"), 5);
}

#[wasm_bindgen_test]
async fn lanes_shade_the_lag() {
    let page = page(answer);
    page.click("#lamps").await;
    page.wait(".lag").await;
    assert_eq!(page.count(".lag"), 2);
    assert!(page.count(".span") >= 6);
}

#[wasm_bindgen_test]
async fn a_failed_check_says_what_the_command_line_says() {
    let page = page(answer);
    page.click("#checks").await;
    page.wait(".outcome.failed pre").await;
    assert_eq!(page.text(".outcome.failed pre"), "error[E0601]: it is busy");
}

#[wasm_bindgen_test]
async fn a_broken_file_is_told_in_words_and_the_run_before_stands() {
    let page = page(|request| match request {
        Request::Load { seed: Some(_), .. } | Request::Check { .. } => Reply::Problems {
            problems: vec![ProblemView {
                rendered: "error[E0103]: no such phone".into(),
                ..ProblemView::default()
            }],
        },
        other => answer(other),
    });
    let input: web_sys::HtmlInputElement =
        wasm_bindgen::JsCast::unchecked_into(page.wait(".seed input").await);
    page.wait(".phone").await;
    input.set_value("7");
    let bubbles = web_sys::EventInit::new();
    bubbles.set_bubbles(true);
    let _ = input
        .dispatch_event(&web_sys::Event::new_with_event_init_dict("change", &bubbles).unwrap());
    page.wait(".yaml-problems pre").await;
    assert_eq!(page.text(".yaml-problems pre"), "error[E0103]: no such phone");
    assert_eq!(page.count(".phone"), 2);
}

#[wasm_bindgen_test]
async fn an_engine_that_crashes_is_started_again_with_what_the_user_did() {
    let page = page(|request| match request {
        Request::StepBack => Reply::Crashed { sentence: "unreachable".into() },
        other => answer(other),
    });
    page.click("[aria-label='Phone B, 7961 SCCP'] .soft-keys button").await;
    page.wait(".pill.yours").await;
    page.click(".moves [aria-label='One event back']").await;
    page.wait(".notice.warns").await;
    let again =
        page.wait_asked(|r| matches!(r, Request::Load { acts, .. } if !acts.is_empty())).await;
    let Request::Load { acts, .. } = again else { panic!("no load") };
    assert_eq!(acts, [(1_000_000, "Phone B lifts".to_owned())]);
}

#[wasm_bindgen_test]
async fn while_time_runs_at_most_one_request_that_moves_it_is_out() {
    let page = page(|request| match request {
        Request::RunUntil { at_us } => snapshot(two_phones("idle", *at_us)),
        other => answer(other),
    });
    page.wait(".phone").await;
    let mut times: Vec<i64> = Vec::new();
    // However slow the machine is, time goes on.
    for _ in 0..200 {
        sleep(20).await;
        let at =
            |r: &Request| if let Request::RunUntil { at_us } = r { Some(*at_us) } else { None };
        times = page.asked.borrow().iter().filter_map(at).collect();
        if times.len() > 8 {
            break;
        }
    }
    assert!(times.len() > 2, "{times:?}");
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
}
