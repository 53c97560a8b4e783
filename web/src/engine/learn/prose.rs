//! A lesson's parts as cards: what is read at once, with at most one thing to answer or to do.

use crate::types::{CardView, ChoiceView};
use lampfield_core::scenario::{Choice, Lesson, Part, Prediction};

/// At most so many words on a card.
pub(super) const WORDS: usize = 120;

type Blocks = Vec<(String, String)>;

/// The cards of a lesson, in order.
pub(super) fn cards(lesson: &Lesson) -> Vec<CardView> {
    let mut deal = Deal { cards: Vec::new(), waiting: Vec::new(), part: 0 };
    for (at, part) in (0..).zip(&lesson.parts) {
        deal.part = at;
        match part {
            Part::Prose(text) => deal.read(blocks(text, &lesson.scenario.name)),
            Part::Predict(question) => deal.task(CardView {
                kind: "predict".to_owned(),
                id: question.id.clone(),
                ask: question.ask.clone(),
                choices: choices(question),
                ..CardView::default()
            }),
            Part::Goal(goal) => deal.task(CardView {
                kind: "goal".to_owned(),
                id: goal.id.clone(),
                ask: goal.task.clone(),
                hints: goal.hints.clone(),
                ..CardView::default()
            }),
            _ => {}
        }
    }
    deal.part += 1;
    deal.flush();
    deal.cards
}

struct Deal {
    cards: Vec<CardView>,
    /// What is read before the next task.
    waiting: Blocks,
    part: u32,
}

impl Deal {
    fn read(&mut self, blocks: Blocks) {
        for block in blocks {
            // A heading stands with what it is the heading of.
            let full = words(&self.waiting) + block.1.split_whitespace().count() > WORDS;
            if full && self.waiting.last().is_some_and(|last| last.0 != "h") {
                self.flush();
            }
            self.waiting.push(block);
        }
    }

    fn task(&mut self, card: CardView) {
        if words(&self.waiting) + card.ask.split_whitespace().count() > WORDS {
            self.flush();
        }
        let blocks = std::mem::take(&mut self.waiting);
        self.cards.push(CardView { part: self.part, blocks, ..card });
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let blocks = std::mem::take(&mut self.waiting);
            let kind = "read".to_owned();
            self.cards.push(CardView { part: self.part, kind, blocks, ..CardView::default() });
        }
    }
}

fn words(blocks: &Blocks) -> usize {
    blocks.iter().map(|block| block.1.split_whitespace().count()).sum()
}

fn choices(question: &Prediction) -> Vec<ChoiceView> {
    let view = |choice: &Choice| {
        let word = choice.to_string();
        let about = match choice {
            Choice::Rule(Some(rule)) => rule.rule().title.to_owned(),
            Choice::Code(Some(code)) => reason(*code).to_owned(),
            _ => String::new(),
        };
        let face =
            if matches!(choice, Choice::Lamp(_)) { word.replace(' ', "-") } else { String::new() };
        ChoiceView { word, face, about }
    };
    question.choices.iter().map(view).collect()
}

/// The codes that lessons speak of, in words.
fn reason(code: u16) -> &'static str {
    match code {
        200 => "OK",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        _ => "",
    }
}

/// The blocks of a text: kind and words of each. A heading that says the title again is left out.
fn blocks(text: &str, title: &str) -> Blocks {
    let mut all = Blocks::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            if fenced {
                all.push(("pre".to_owned(), String::new()));
            }
            continue;
        }
        let trimmed = line.trim();
        if fenced {
            extend(&mut all, line, '\n');
        } else if trimmed.starts_with('#') {
            all.push(("h".to_owned(), trimmed.trim_start_matches('#').trim().to_owned()));
        } else if let Some(item) = trimmed.strip_prefix("- ") {
            all.push(("li".to_owned(), item.to_owned()));
        } else if trimmed.is_empty() {
            // An empty block ends the one before.
            all.push((String::new(), String::new()));
        } else if all.last().is_some_and(|last| last.0 == "p" || last.0 == "li") {
            extend(&mut all, trimmed, ' ');
        } else {
            all.push(("p".to_owned(), trimmed.to_owned()));
        }
    }
    all.retain(|(kind, words)| !(words.is_empty() || kind == "h" && words == title));
    all
}

fn extend(all: &mut Blocks, line: &str, with: char) {
    if let Some((_, words)) = all.last_mut() {
        if !words.is_empty() {
            words.push(with);
        }
        words.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_blocks_and_its_title_is_not_said_twice() {
        let text = "# Title\n\nOne\nline.\n\n## Part\n\n- first\n- second\n  goes on\n\n```sip\nA  b\n\nc\n```\nEnd.";
        let kinds = blocks(text, "Title");
        let kinds: Vec<_> =
            kinds.iter().map(|(kind, text)| (kind.as_str(), text.as_str())).collect();
        assert_eq!(
            kinds,
            [
                ("p", "One line."),
                ("h", "Part"),
                ("li", "first"),
                ("li", "second goes on"),
                ("pre", "A  b\n\nc"),
                ("p", "End."),
            ]
        );
    }
}
