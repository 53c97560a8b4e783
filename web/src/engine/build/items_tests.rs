//! What stands on the buttons of phones and profiles.

use super::form_tests::{each_session, form, kinds};
use super::tests::{TWO, done, opened};
use lampfield_core::cluster::{Noun, associated_items};

#[test]
fn a_phone_tells_what_each_button_holds_and_what_has_none_until_a_template_has_one() {
    let mut session = opened(TWO);
    let blf =
        |number: &str, label: &str| format!("{{ directory_number: {number}, label: {label} }}");
    let both = [blf("1111 in Office", "B"), blf("2000 in Office", "C")].join(", ");
    done(
        &mut session,
        &format!("change {{ phones: {{ Phone A: {{ blf_speed_dials: [{both}] }} }} }}"),
    );
    let own = form(&mut session, "", "phones", "Phone A");
    let line = "1000 in Office".to_owned();
    let buttons = [
        ("1 Line: 1000 in Office".to_owned(), line.clone()),
        ("2 BLF/SpeedDial 1: 1111 in Office (B)".to_owned(), String::new()),
    ];
    assert_eq!(own.buttons, buttons);
    assert_eq!(own.unassigned, ["BLF/SpeedDial 2: 2000 in Office (C)"]);
    assert!(own.takes_blf);
    let template = form(&mut session, "", "button_templates", "Seven");
    assert_eq!(template.unassigned, ["Phone A: BLF/SpeedDial 2: 2000 in Office (C)"]);
    done(
        &mut session,
        "change { button_templates: { Seven: { buttons: [Speed Dial, Line, Speed Dial BLF, \
         Speed Dial BLF, Speed Dial BLF] } } }",
    );
    let own = form(&mut session, "", "phones", "Phone A");
    let words: Vec<&str> = own.buttons.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(words[0], "1 Speed Dial: empty");
    assert_eq!(words[3..], ["4 BLF/SpeedDial 2: 2000 in Office (C)", "5 Speed Dial BLF: empty"]);
    assert!(own.unassigned.is_empty());
    done(&mut session, "change { phones: { Phone A: { template: None } } }");
    let own = form(&mut session, "", "phones", "Phone A");
    assert_eq!(own.buttons, [("Line: 1000 in Office".to_owned(), line)]);
    assert_eq!((own.unassigned.len(), own.takes_blf), (2, false));
}

/// The form shows what core counts, of every phone and profile of the scenarios.
#[test]
fn every_item_stands_in_one_of_the_two_panes() {
    let mut items = 0;
    for mut session in each_session() {
        for kind in kinds(&mut session) {
            let noun = Noun::in_table(&kind.table).unwrap();
            for (name, _) in &kind.objects {
                let own = form(&mut session, &kind.cluster, &kind.table, name);
                let run = &session.open.as_ref().unwrap().run;
                let (_, configured) = super::cluster_named(run, &kind.cluster).unwrap();
                let Some(core) = associated_items(configured.saved(), &noun.object(name)) else {
                    let other = noun != Noun::ButtonTemplate;
                    assert!(own.buttons.is_empty() && own.unassigned.is_empty() == other || !other);
                    continue;
                };
                let on = own.buttons.iter().filter(|(words, _)| words.contains("BLF/SpeedDial "));
                assert_eq!(on.count(), core.associated.len(), "{name}");
                assert_eq!(own.unassigned.len(), core.unassigned.len(), "{name}");
                let lines = own.buttons.iter().filter(|(_, line)| !line.is_empty()).count();
                let field = own.fields.iter().find(|field| field.key == "lines").unwrap();
                assert_eq!(lines, field.rows.len(), "{name}");
                items += own.buttons.len() + own.unassigned.len();
            }
        }
    }
    assert!(items > 40, "{items}");
}
