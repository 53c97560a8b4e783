//! What each type that crosses is made of.

use super::{Bytes, Wire};
use crate::types::{
    BranchView, BranchesView, CardView, CheckView, ChoiceView, ColumnView, CompareView, EntryView,
    FaultView, FieldView, FormView, GalleryItem, KeyView, KindView, LadderRow, LadderView,
    LampView, LaneRow, LaneView, LessonItem, LessonView, LineView, ListView, MatrixView,
    MessageView, NodeView, OutcomeView, PhoneView, ProblemView, ReasonView, RemedyView, Reply,
    Request, RowKind, RowView, SheetView, Snapshot, Span, StripView, TicketView, TimerView,
    TimersView, ToldView, VerdictView, WhyView,
};

/// Types with fields.
macro_rules! records {
    ($($name:ident { $($field:ident),* $(,)? })*) => { $(
        impl Wire for $name {
            fn cross(&mut self, by: &mut Bytes) {
                $( self.$field.cross(by); )*
            }
        }
    )* };
}

/// Types with variants, each with its place; the last stands for what makes no sense.
macro_rules! variants {
    ($name:ident { $($place:literal $variant:ident { $($field:ident),* })* } else $other:ident) => {
        impl Wire for $name {
            fn cross(&mut self, by: &mut Bytes) {
                let mut place = match self {
                    $( Self::$variant { .. } => $place, )*
                };
                by.place(&mut place);
                if by.reads() {
                    *self = match place {
                        $( $place => Self::$variant { $( $field: Default::default() ),* }, )*
                        _ => {
                            by.fail();
                            Self::$other
                        }
                    };
                }
                match self {
                    $( Self::$variant { $($field),* } => { $( $field.cross(by); )* } )*
                }
            }
        }
    };
}

variants!(Request {
    0 Load { path, text, seed, at_us, acts }
    1 Snapshot {}
    2 Step {}
    3 StepBack {}
    4 StepToLamp {}
    5 BackToLamp {}
    6 RunUntil { at_us }
    7 Act { sentence }
    8 Explain { subject }
    9 Message { event }
    10 Ladder { from, count, filter }
    11 Outcomes {}
    12 Lanes {}
    13 Gallery {}
    14 Trace {}
    15 Rule { id }
    16 Strip {}
    31 Document {}
    30 Check { path, text }
    32 Objects {}
    33 Form { cluster, table, name }
    34 Place { cluster, what }
    35 Watch { phone, button, number, label }
    40 Lessons {}
    41 Lesson {}
    42 LessonGo { part }
    43 LessonPlay { part }
    44 LessonVerdict { part }
    45 LessonCheck { part }
    46 Ticket { seed }
    47 TicketSay { cause, object }
    48 TicketCheck {}
    49 TicketGiveUp {}
    50 Tour {}
    51 Sheet { number, first, last }
    17 Branches { compare }
    18 Switch { branch }
    19 Forget { branch }
    20 Skip { event }
    21 StepToExpiry {}
    25 Timers {}
    22 Matrix {}
    23 Cell { watcher, line, list }
    24 LadderText {}
} else Snapshot);

variants!(Reply {
    0 Ready {}
    1 Progress { per_mille }
    2 Snapshot { snapshot }
    3 Clock { now_us }
    4 Problems { problems }
    5 Ladder { ladder }
    6 Lanes { lanes }
    7 Why { why }
    8 Message { message }
    9 Outcomes { outcomes }
    10 Gallery { items }
    11 Text { text }
    12 Crashed { sentence }
    13 Refused { sentence }
    14 Strip { strip }
    15 Denied { reasons }
    32 Objects { kinds }
    33 Form { form }
    40 Lessons { items }
    41 Lesson { lesson }
    42 Plays { until_us }
    43 Verdict { verdict }
    44 Checked { failures, until_us }
    45 Ticket { ticket }
    46 Told { told }
    47 Sheet { sheet }
    25 Branches { view }
    27 Timers { view }
    26 Matrix { view }
} else Ready);

records! {
    Snapshot {
        version, name, path, seed, now_us, end_us, reached_us, quiet, acted, acts, checks_passed,
        checks_failed, checks_total, events, digest, phones, last, flights, notice, told, branches,
        faults, nodes,
    }
    PhoneView {
        name, cluster, model, lane, connected, lines, keys, lists, verbs, waits, users, user,
    }
    LineView { number, partition, state, hint }
    LampView { face, badge, spoken, since_us }
    KeyView { button, label, target, lamp, subject }
    ListView { list, open, entries }
    EntryView { number, lamp, subject }
    StripView { lanes, outlines }
    LadderView { lanes, total, from, rows, notice }
    LadderRow { event, at_us, kind, from_lane, to_lane, label, repeats, lost, arrived_us }
    Span { from_us, to_us, value }
    LaneRow { name, spans }
    LaneView { subject, label, rows }
    CheckView { rule, verdict, sentence, path }
    RemedyView { sentence, path, acts }
    WhyView { cluster, subject, headline, reason, checks, remedies, events }
    MessageView { row, raw, meaning, causes, why }
    KindView { cluster, table, word, plural, menu, named, objects }
    FormView {
        cluster, table, name, title, menu, named, resets, fields, notes, buttons, unassigned,
        takes_blf, users,
    }
    FieldView { key, word, help, acts, shape, required, columns, rows, active }
    ColumnView { word, choices }
    ReasonView { rule, sentence, way_out, path }
    OutcomeView { at_us, sentence, verdict, line, rendered }
    ProblemView { code, message, line, column, rendered }
    GalleryItem { path, name, about, text }
    LessonItem { path, number, name, about, minutes, predictions, goals, text }
    LessonView { number, name, cards }
    CardView { part, kind, id, blocks, ask, choices, hints }
    ChoiceView { word, face, about }
    VerdictView { part, answer, why, subject }
    TicketView { seed, path, text, complaint, lamp, causes, objects }
    SheetView { title, rows }
    RowView { title, lines, answer, note }
    ToldView { over, solved, words, rule, mend }
    FaultView { sentence, undo, from_lane, to_lane }
    NodeView { table, name, note, lane, down, phones, parts, lamps }
    TimersView { now_us, rows, more }
    TimerView { who, lamp, registration, cluster, trunk, number, told, ends_us, pending }
    MatrixView { lines, watchers, groups, cluster, allows, left_out }
    BranchView { number, act, without, acts, reached_us }
    BranchesView { branches, compare }
    CompareView { number, here, there, first_us, lanes, more, same }
}

/// What a row may be.
const KINDS: [RowKind; 7] = [
    RowKind::Sip,
    RowKind::Link,
    RowKind::Act,
    RowKind::Lamp,
    RowKind::Line,
    RowKind::Timer,
    RowKind::Fault,
];

impl Wire for RowKind {
    fn cross(&mut self, by: &mut Bytes) {
        let mut place = (0..).zip(KINDS).find(|(_, kind)| kind == self).map_or(0, |(at, _)| at);
        by.place(&mut place);
        match KINDS.get(usize::from(place)) {
            Some(kind) => *self = *kind,
            None => by.fail(),
        }
    }
}

/// Whole numbers.
macro_rules! numbers {
    ($($name:ident)*) => { $(
        impl Wire for $name {
            fn cross(&mut self, by: &mut Bytes) {
                let mut number = i64::from(*self);
                by.number(&mut number);
                match Self::try_from(number) {
                    Ok(own) => *self = own,
                    Err(_) => by.fail(),
                }
            }
        }
    )* };
}

numbers! { u16 u32 }

impl Wire for i64 {
    fn cross(&mut self, by: &mut Bytes) {
        by.number(self);
    }
}

impl Wire for bool {
    fn cross(&mut self, by: &mut Bytes) {
        by.truth(self);
    }
}

impl Wire for String {
    fn cross(&mut self, by: &mut Bytes) {
        by.text(self);
    }
}

impl<T: Wire + Default> Wire for Vec<T> {
    fn cross(&mut self, by: &mut Bytes) {
        let length = by.length(self.len());
        while self.len() < length {
            self.push(T::default());
        }
        for one in self {
            one.cross(by);
        }
    }
}

impl<T: Wire + Default> Wire for Option<T> {
    fn cross(&mut self, by: &mut Bytes) {
        if by.present(self.is_some()) {
            self.get_or_insert_default().cross(by);
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    fn cross(&mut self, by: &mut Bytes) {
        T::cross(self, by);
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn cross(&mut self, by: &mut Bytes) {
        self.0.cross(by);
        self.1.cross(by);
    }
}
