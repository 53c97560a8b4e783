//! `run --update`: waveforms written anew, in place. Nothing else of a file is touched: `is`,
//! `because` and `never` are what somebody meant, not what was seen.

use std::fs;
use std::io;
use std::path::Path;

use lampfield_core::diagnostic::{Code, Span};

use super::load::Loaded;
use super::play::Played;
use crate::error::ExpectedError;
use crate::output::{Told, Verdict};

/// Letters of waveforms with the places that they belong to.
pub(super) type Updates = Vec<(Span, String)>;

/// A scenario and what came of it.
pub(super) type Ran<'a> = (&'a Loaded, Played);

/// Writes the waveforms of each file as they really were. A scenario in which nothing else was
/// wrong has not failed then.
///
/// # Errors
/// A file cannot be written, or is no longer what was played.
pub(super) fn update(ran: &mut [Ran<'_>]) -> Result<(), ExpectedError> {
    // One file may be several cases; they follow one another.
    ran.chunk_by_mut(|(one, _), (next, _)| one.found.shown() == next.found.shown())
        .try_for_each(update_file)
}

fn update_file(cases: &mut [Ran<'_>]) -> Result<(), ExpectedError> {
    let Some((file, first)) = cases.first() else { return Ok(()) };
    let (file, updates) = (*file, first.updates.clone());
    // A row that is to be true of several cases is drawn by somebody who knows them all; and what
    // is known to be wrong is not to be taken for right.
    let agree = cases.iter().all(|(_, played)| played.updates == updates);
    let known = cases.iter().any(|(_, played)| played.finished.known.is_some());
    if updates.is_empty() || known || !agree {
        return Ok(());
    }
    let path = file.found.disk.real(&file.found.path);
    let failed = |why| ExpectedError::CannotWrite { path: file.found.shown(), why };
    let now = fs::read_to_string(&path).map_err(failed)?;
    if Some(now.as_str()) != file.text() {
        return Err(failed(io::Error::other("it was changed while it was played")));
    }
    let Some(text) = applied(&now, &updates) else { return Ok(()) };
    replace(&path, &text).map_err(failed)?;
    for (_, Played { finished, .. }) in cases {
        finished.rows_updated = updates.len();
        let only_waveforms = |told: &Told| told.diagnostic.code == Code::WaveformDiffers;
        if finished.verdict == Verdict::Failed && finished.diagnostics.iter().all(only_waveforms) {
            finished.verdict = Verdict::Updated;
        }
    }
    Ok(())
}

/// The text with each place replaced; `None` where a place is not what it was taken for.
fn applied(text: &str, updates: &Updates) -> Option<String> {
    let mut updates: Vec<&(Span, String)> = updates.iter().collect();
    // From the end, so that places before stay where they are.
    updates.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    updates.dedup();
    let mut changed = text.to_owned();
    let mut end = text.len();
    for (span, letters) in updates {
        let range = span.range();
        let old = text.get(range.clone())?;
        let like = old.len() == letters.len() && !old.contains(char::is_whitespace);
        if !like || range.end > end {
            return None;
        }
        end = range.start;
        changed.replace_range(range, letters);
    }
    Some(changed)
}

/// All of it or nothing: whoever reads the file meanwhile sees the old text or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    fs::write(&beside, text)?;
    let kept = fs::metadata(path).and_then(|meta| fs::set_permissions(&beside, meta.permissions()));
    let done = kept.and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // What matters is why it failed, not that something was left over.
        drop(fs::remove_file(&beside));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_replaced_and_all_else_stays() {
        let text = "a  iBB\nb  iii # note\n";
        let updates =
            vec![(Span::new(3, 6), "iiB".to_owned()), (Span::new(10, 13), "BBB".to_owned())];
        assert_eq!(applied(text, &updates).unwrap(), "a  iiB\nb  BBB # note\n");
    }

    #[test]
    fn what_is_not_where_it_should_be_is_not_touched() {
        let one = |start, end, letters: &str| vec![(Span::new(start, end), letters.to_owned())];
        assert_eq!(applied("a  iBB\n", &one(3, 6, "iB")), None, "another length");
        assert_eq!(applied("a  iBB\n", &one(1, 4, "iBB")), None, "a blank");
        assert_eq!(applied("a  iBB\n", &one(5, 9, "iBBB")), None, "past the end");
        let both = vec![(Span::new(3, 6), "iii".to_owned()), (Span::new(3, 6), "BBB".to_owned())];
        assert_eq!(applied("a  iBB\n", &both), None, "two truths");
    }
}
