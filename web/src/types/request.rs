//! The questions that the page asks the engine. How they cross: [`crate::wire`].

/// One request to the engine. Each is answered by exactly one [`Reply`](super::Reply) with the same
/// number (progress replies may come before it).
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Take this scenario text and stand at time 0. Replies `Snapshot` or `Problems`.
    Load {
        /// The name under which diagnostics speak of it.
        path: String,
        /// The YAML.
        text: String,
        /// A seed that overrides the file's.
        seed: Option<u32>,
        /// Where to stand at once, microseconds.
        at_us: Option<i64>,
        /// What the user did in the run this link comes from, as `(time, sentence)`.
        acts: Vec<(i64, String)>,
    },
    /// The state as it stands.
    Snapshot,
    /// Go on to the next event.
    Step,
    /// Go back to just before the last event; at the start, nothing changes.
    StepBack,
    /// Run on until a lamp changes, or the end.
    StepToLamp,
    /// Go back to where a lamp changed last before now.
    BackToLamp,
    /// Run on (or go back) to this time.
    RunUntil {
        /// Microseconds.
        at_us: i64,
    },
    /// A user acts now, in the words of the scenario language: `Phone B lifts`, or an administrator:
    /// `change { phones: { Phone A: { css: Everyone } } }`; of several acts, one a line, all are done
    /// or none. Acting in the past keeps what came after
    /// as a branch. From then on the run is the user's: steps of the file that have not happened
    /// yet do not happen, so that file and user do not fight over a phone. A fault fights with
    /// nobody: the file goes on after it.
    Act {
        /// The sentence.
        sentence: String,
    },
    /// Why does this lamp show what it shows? `Phone A BLF 1`, `Phone A missed call 1111`.
    Explain {
        /// The lamp, in the words of the scenario language.
        subject: String,
    },
    /// Why was this message sent, and what does it say?
    Message {
        /// The event's number.
        event: u32,
    },
    /// Rows of the ladder.
    Ladder {
        /// First row; past the end, the last `count` rows are meant.
        from: u32,
        /// At most so many.
        count: u32,
        /// Only rows that hold each of these words in their label or lane names, whatever the
        /// case; empty for all. `from` and the view's `total` count the rows that are left.
        filter: String,
    },
    /// What came of each check of the file so far. Replies `Outcomes`.
    Outcomes,
    /// The lamp lanes over the whole run so far.
    Lanes,
    /// What the first lamps showed over the whole run so far, to be seen at a glance.
    Strip,
    /// The gallery that the page carries.
    Gallery,
    /// The whole trace as its public format.
    Trace,
    /// The text of a rule in our words.
    Rule {
        /// `GROUP-10`.
        id: String,
    },
    /// What is wrong with this text; nothing is loaded. Replies `Problems`, none where it is good.
    Check {
        /// The name under which diagnostics speak of it.
        path: String,
        /// The YAML.
        text: String,
    },
    /// The file with all that the user did in the run, also past where it stands. Replies `Text`.
    Document,
    /// The lessons that the page carries.
    Lessons,
    /// The lesson that is loaded, as cards.
    Lesson,
    /// Bring the run to where this part of the lesson begins, unless it is there or beyond.
    LessonGo {
        /// The part.
        part: u32,
    },
    /// From now on what belongs to this part happens, each step at its time: what follows once a
    /// question is answered, or the solution of a goal. Replies `Plays`.
    LessonPlay {
        /// The part.
        part: u32,
    },
    /// What the engine answers to a question now. Replies `Verdict`.
    LessonVerdict {
        /// The part of the question.
        part: u32,
    },
    /// Whether a goal is reached in the run as it stands, whatever way was taken. Replies `Checked`.
    LessonCheck {
        /// The part of the goal.
        part: u32,
    },
    /// A trouble ticket, to be loaded under its path. Replies `Ticket`.
    Ticket {
        /// Its seed.
        seed: u32,
    },
    /// What is wrong in the ticket, as the learner believes. Replies `Told`, as the next two.
    TicketSay {
        /// What it is.
        cause: String,
        /// Where it is.
        object: String,
    },
    /// Whether the lamp of the ticket works in the run as it stands.
    TicketCheck,
    /// The learner wants to know.
    TicketGiveUp,
    /// The checklist of the chapter, held against the open cluster. Replies `Sheet`.
    Tour,
    /// A worksheet of a lesson; without one (0), of tickets. Replies `Sheet`.
    Sheet {
        /// The lesson.
        number: u32,
        /// The first seed.
        first: u32,
        /// The last seed.
        last: u32,
    },
    /// The branches, and what differs between one of them and the present run up to now.
    Branches {
        /// The branch's number; of one that is not there, the one that was left last is meant.
        compare: u32,
    },
    /// Go over to a branch, at the same moment.
    Switch {
        /// Its number.
        branch: u32,
    },
    /// Delete a branch.
    Forget {
        /// Its number.
        branch: u32,
    },
    /// What if this message was lost? Goes over to a run in which it is; the present one is kept as
    /// a branch.
    Skip {
        /// The event of its sending.
        event: u32,
    },
    /// Run on until a subscription or registration runs out, is refreshed or tried again.
    StepToExpiry,
    /// All that runs out unless it is renewed, at this moment.
    Timers,
    /// Who may watch whom.
    Matrix,
    /// Why a cell of the matrix has its letter. Replies `Why`.
    Cell {
        /// The watcher's place.
        watcher: u32,
        /// The line's place.
        line: u32,
        /// Whether from a call list, not by a BLF key.
        list: bool,
    },
    /// The whole ladder as text. Replies `Text`.
    LadderText,
    /// All kinds of objects with their objects.
    Objects,
    /// The form of an object; without a name, of a new one.
    Form {
        /// The cluster; empty: the first.
        cluster: String,
        /// The key of the kind in a file.
        table: String,
        /// The object's name.
        name: String,
    },
    /// Puts something new into a cluster, with a free name and number: a phone type, `line`,
    /// `trunk`, `route list`, `hunt pilot`. Of `outside` and `cluster`, which no act can bring, comes a
    /// `Text`: the file with one more, to be loaded at the same moment; of `delete Server` the file
    /// without the one outside or the cluster of that name.
    Place {
        /// The cluster; empty: the first.
        cluster: String,
        /// What.
        what: String,
    },
    /// Lets a key of a phone watch a line.
    Watch {
        /// The phone's name.
        phone: String,
        /// The button, counted from 1; 0: the next free one.
        button: u16,
        /// The line: `1111 in Office`.
        number: String,
        /// What the key is called.
        label: String,
    },
}
