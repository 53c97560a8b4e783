//! Lessons as the page shows them.

/// A lesson to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonItem {
    /// `lessons/03-calls-work-the-lamp-does-not.md`.
    pub path: String,
    /// Its place among the lessons, from 1.
    pub number: u32,
    /// Its title.
    pub name: String,
    /// A line about it.
    pub about: String,
    /// How many minutes it takes, about.
    pub minutes: u32,
    /// How many questions it asks.
    pub predictions: u32,
    /// How many goals it has.
    pub goals: u32,
    /// The file.
    pub text: String,
}

/// The lesson that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonView {
    /// Its place among the lessons, from 1.
    pub number: u32,
    /// Its title.
    pub name: String,
    /// What is read at once, question or goal with it, in order.
    pub cards: Vec<CardView>,
}

/// What is read at once: at most 120 words, and at most one thing to answer or to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardView {
    /// The part of the lesson that is answered or done here; for one that is only read, the next.
    pub part: u32,
    /// `read`, `predict`, `goal`.
    pub kind: String,
    /// The name of the question or goal.
    pub id: String,
    /// Kind and text of each block: `h`, `p`, `li`, `pre`; `*` and `` ` `` stand in the text.
    pub blocks: Vec<(String, String)>,
    /// The question, or the task.
    pub ask: String,
    /// What can be chosen; which one is right, nobody knows yet.
    pub choices: Vec<ChoiceView>,
    /// Hints, from the first nudge to the nearly told.
    pub hints: Vec<String>,
}

/// One answer to choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceView {
    /// Its word: `busy`, `403`, `CSS-3`.
    pub word: String,
    /// Of a lamp the face; else empty.
    pub face: String,
    /// What it means; empty where the word says it.
    pub about: String,
}

/// What the engine answered to a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerdictView {
    /// The part of the question.
    pub part: u32,
    /// The right choice, by its word, in the run as it stands.
    pub answer: String,
    /// Why it is so.
    pub why: String,
    /// The lamp to ask *Why?*; empty where there is none.
    pub subject: String,
}
