//! Failures of waveforms: expected and real one above the other.

use super::{Scene, spoken, story};
use crate::diagnostic::{Code, Diagnostic};
use crate::gather::Gather;
use crate::scenario::model::{Showing, WaveRow, Waveform};
use crate::time::{Duration, Instant};
use crate::trace::{LampKey, words};

/// A row, its lamp, and what it really was.
pub(in crate::scenario) struct Different<'r> {
    pub(in crate::scenario) row: &'r WaveRow,
    pub(in crate::scenario) key: LampKey,
    pub(in crate::scenario) real: Vec<Showing>,
}

/// Rows with what they really were.
pub(in crate::scenario) fn waveform(
    scene: &Scene<'_>,
    waveform: &Waveform,
    different: &[Different<'_>],
) -> Box<Diagnostic> {
    let names: Vec<String> =
        different.iter().map(|one| words::lamp_name(scene.player.site(), &one.key)).gather();
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).gather();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} not as drawn", listed.join(", "));
    let mut diagnostic = scene.failure(Code::WaveformDiffers, message).label("differs");
    for Different { row, real, .. } in different {
        diagnostic = mark(scene, diagnostic, row, real, waveform.column);
    }
    let picture = picture(different, &names);
    if let Some((key, index)) =
        different.iter().find_map(|one| Some((&one.key, first_difference(one.row, &one.real)?.0)))
    {
        diagnostic = story::tell_at(scene, key, read_at(index, waveform.column), diagnostic);
    }
    let ladder = diagnostic.picture.take().unwrap_or_default();
    diagnostic.picture = Some(format!("{picture}{ladder}"));
    Box::new(diagnostic)
}

/// The moment at which a column is read.
fn read_at(index: usize, column: Duration) -> Instant {
    Instant::ZERO + column.times(i64::try_from(index + 1).unwrap_or(i64::MAX))
        - Duration::from_micros(1)
}

fn first_difference(row: &WaveRow, real: &[Showing]) -> Option<(usize, Showing)> {
    let pairs = row.letters.iter().zip(real).enumerate();
    pairs.filter(|(_, (drawn, real))| drawn != real).map(|(index, (_, real))| (index, *real)).next()
}

/// A label under the first letter that is wrong.
fn mark(
    scene: &Scene<'_>,
    diagnostic: Diagnostic,
    row: &WaveRow,
    real: &[Showing],
    column: Duration,
) -> Diagnostic {
    let Some((index, showing)) = first_difference(row, real) else { return diagnostic };
    let wrong = row.letters.iter().zip(real).filter(|(drawn, real)| drawn != real).count();
    let start = row.span.range().start + index;
    let from = Instant::ZERO + column.times(i64::try_from(index).unwrap_or(i64::MAX));
    let more = match wrong {
        1 => String::new(),
        n => format!(", and {} more", n - 1),
    };
    let text =
        format!("in the column from {}: `{}` was {showing}{more}", spoken(from), showing.letter());
    diagnostic.also(scene.place(crate::diagnostic::Span::new(start, start + 1)), text)
}

fn picture(different: &[Different<'_>], names: &[String]) -> String {
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (Different { row, real, .. }, name) in different.iter().zip(names) {
        let letters =
            |all: &[Showing]| all.iter().map(|showing| showing.letter()).collect::<String>();
        let marks: String =
            row.letters.iter().zip(real).map(|(a, b)| if a == b { ' ' } else { '^' }).collect();
        text.push_str(&format!(" {name:width$}  drawn  {}\n", letters(&row.letters)));
        text.push_str(&format!(" {:width$}  was    {}\n", "", letters(real)));
        text.push_str(&format!(" {:width$}         {}\n", "", marks.trim_end()));
    }
    text
}
