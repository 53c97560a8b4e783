use super::*;
use crate::cluster::{ConfigPath, Field, Object, Segment, sample};
use std::collections::BTreeSet;

/// Every setting of every object of the sample, with its value.
fn each(mut look: impl FnMut(&Setting, &Object, Value)) {
    let c = sample::full();
    for noun in Noun::ALL {
        for object in objects(&c, *noun) {
            for row in settings_of(*noun) {
                if let Some(value) = row.read(&c, &object) {
                    look(row, &object, value);
                }
            }
        }
    }
}

#[test]
fn writing_what_was_read_changes_nothing() {
    each(|row, object, value| {
        let mut c = sample::full();
        row.write(&mut c, object, &value).unwrap();
        assert_eq!(sample::written(&c), sample::written(&sample::full()), "{}", row.key());
        let before = Item::get(&sample::full(), object);
        assert_eq!(Item::get(&c, object), before, "{} of {object:?}", row.key());
    });
}

#[test]
fn every_setting_is_read_with_a_value_somewhere_in_the_sample() {
    let mut seen = BTreeSet::new();
    each(|row, _, value| {
        let empty = matches!(&value, Value::None)
            || matches!(&value, Value::Text(text) if text.is_empty())
            || matches!(&value, Value::List(all) if all.is_empty());
        if !empty {
            seen.insert((row.noun, row.key()));
        }
    });
    let unseen: Vec<_> = settings()
        .iter()
        .map(|row| (row.noun, row.key()))
        .filter(|row| !seen.contains(row))
        // Texts that the sample leaves empty, and the css of profiles.
        .filter(|(_, key)| !matches!(*key, "description" | "css"))
        .collect();
    assert_eq!(unseen, []);
}

#[test]
fn every_setting_is_written_under_its_key_in_a_file() {
    for row in settings() {
        let path = ConfigPath::new(row.noun.object("x"), row.field.clone());
        let last = path.file().pop();
        if row.field == Field::Partitions {
            // The one list that a calling search space is.
            assert_eq!(last, Some(Segment::Key("x".to_owned())));
        } else {
            assert_eq!(last, Some(Segment::Key(row.key().to_owned())), "{path}");
        }
        assert_eq!(path.menu().last().map(String::as_str), Some(row.word()), "{path}");
    }
}

#[test]
fn every_plain_field_is_a_setting_of_some_noun() {
    let missing: Vec<&Field> =
        Field::PLAIN.iter().filter(|f| !settings().iter().any(|row| row.field == **f)).collect();
    assert_eq!(missing, Vec::<&Field>::new());
}

#[test]
fn every_setting_has_a_key_of_its_own_and_a_sentence_of_help() {
    let mut keys = BTreeSet::new();
    for row in settings() {
        assert!(keys.insert((row.noun, row.key())), "{} twice", row.key());
        assert!(row.help.ends_with('.') && row.help.len() > 9, "{}", row.help);
        assert_eq!(setting_with_key(row.noun, row.key()).unwrap().field, row.field);
        assert_eq!(setting(row.noun, &row.field).unwrap().key(), row.key());
    }
}

#[test]
fn every_field_of_every_item_is_a_setting() {
    // A field that no setting writes would stay as it is when everything is written elsewhere.
    let c = sample::full();
    for noun in Noun::ALL.iter().filter(|noun| noun.has_names()) {
        for object in objects(&c, *noun) {
            let original = Item::get(&c, &object).unwrap();
            let mut rebuilt = new_item(&c, &object).unwrap();
            for row in settings_of(*noun) {
                if let Some(value) = row.read_item(&c, &original) {
                    row.write_item(&c, &mut rebuilt, &value).unwrap();
                }
            }
            assert_eq!(rebuilt, original);
        }
    }
}

#[test]
fn an_unknown_key_has_the_nearest_one() {
    let wrong = setting_with_key(Noun::Phone, "subscribe css").unwrap_err();
    assert_eq!(wrong.way_out, "did you mean `subscribe_css`?");
    let wrong = setting_with_key(Noun::Partition, "colour").unwrap_err();
    assert_eq!(wrong.way_out, "it has a name and nothing else");
}

#[test]
fn a_form_offers_what_can_be_chosen_numbers_with_their_partitions() {
    let c = sample::full();
    let offered = |noun, key: &str| -> Vec<(String, String)> {
        let kind = setting_with_key(noun, key).unwrap().kind;
        choices(&c, kind).into_iter().map(|choice| (choice.shown, choice.value)).collect()
    };
    let pair = |shown: &str, value: &str| (shown.to_owned(), value.to_owned());
    assert_eq!(
        offered(Noun::Phone, "lines"),
        [
            pair("1000-Internal", "1000 in Internal"),
            pair("1111-Executives", "1111 in Executives"),
            pair("1200", "1200")
        ]
    );
    assert_eq!(offered(Noun::Phone, "subscribe_css")[0], pair("<None>", "None"));
    assert_eq!(offered(Noun::Phone, "logout_profile").len(), 3);
    assert_eq!(offered(Noun::Phone, "presence_group").len(), 3);
    assert_eq!(offered(Noun::Phone, "description"), []);
    assert_eq!(offered(Noun::RoutePattern, "route").len(), 4);
}

#[test]
fn every_choice_that_is_offered_is_taken_by_its_setting() {
    let c = sample::full();
    for row in settings() {
        let one = matches!(row.kind, ValueKind::Choice(_) | ValueKind::Flag { .. })
            || matches!(row.kind, ValueKind::Reference { .. });
        let Some(object) = objects(&c, row.noun).into_iter().next().filter(|_| one) else {
            continue;
        };
        for choice in choices(&c, row.kind) {
            for word in [choice.value, choice.shown] {
                row.write(&mut c.clone(), &object, &Value::Text(word)).unwrap();
            }
        }
    }
}

#[test]
fn a_directory_number_is_named_as_drop_down_lists_show_it_too() {
    let mut c = sample::full();
    let lines = setting_with_key(Noun::Phone, "lines").unwrap();
    let phone = Object::Phone("Phone B".to_owned());
    lines.write(&mut c, &phone, &Value::list(["1000-Internal", "1200"])).unwrap();
    assert_eq!(lines.read(&c, &phone), Some(Value::list(["1000 in Internal", "1200"])));
    let wrong = lines.write(&mut c, &phone, &Value::list(["1000"])).unwrap_err();
    assert_eq!(wrong[0].way_out, "did you mean `1000 in Internal`?");
    assert_eq!(wrong[0].field, Some(Field::LineAt(0)));
}
