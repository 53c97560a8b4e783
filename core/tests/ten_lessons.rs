//! What each of the lessons that come with the program has.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

mod support;

use lampfield_core::scenario::{Lesson, MemorySources, Part, load_lesson};
use std::collections::BTreeSet;
use std::path::Path;

/// The lessons that come with the program.
fn lessons() -> Vec<(String, Lesson)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let sources = MemorySources::new(support::files(&root));
    let paths = sources.paths().filter(|path| path.starts_with("lessons/"));
    let read = |path: &str| {
        let lesson = load_lesson(&sources, path).map_err(|told| format!("{path}: {told:?}"));
        (path.to_owned(), lesson.unwrap())
    };
    paths.map(read).collect()
}

#[test]
fn the_ten_lessons_are_numbered_as_their_files_are_and_have_something_to_do() {
    let lessons = lessons();
    assert_eq!(lessons.len(), 10);
    for (at, (path, lesson)) in (1..).zip(&lessons) {
        assert!(path.starts_with(&format!("lessons/{at:02}-")) && lesson.number == at, "{path}");
        let goals = lesson.parts.iter().filter(|part| matches!(part, Part::Goal(_))).count();
        let asked = lesson.parts.iter().filter(|part| matches!(part, Part::Predict(_))).count();
        assert!(goals >= 1 && asked >= 2, "{path}: {goals} goals, {asked} questions");
        assert!(lesson.minutes <= 15 && !lesson.scenario.about.is_empty(), "{path}");
    }
}

#[test]
fn no_step_of_a_lesson_is_more_to_read_than_a_screen() {
    for (path, lesson) in lessons() {
        for part in &lesson.parts {
            let Part::Prose(text) = part else { continue };
            let words = text.split_whitespace().count();
            assert!(words <= 120, "{path}: {words} words: {text}");
        }
    }
}

#[test]
fn every_goal_has_hints_and_every_question_a_wrong_answer() {
    for (path, lesson) in lessons() {
        let mut answers = BTreeSet::new();
        for part in &lesson.parts {
            match part {
                Part::Goal(goal) => assert!(goal.hints.len() >= 2, "{path}: {}", goal.id),
                Part::Predict(one) => {
                    answers.insert(one.is.to_string());
                    assert!(one.choices.len() >= 3, "{path}: {}", one.id);
                }
                _ => {}
            }
        }
        assert!(answers.len() > 1, "{path}: the answer is always {answers:?}");
    }
}
