//! A trace file that the user opens: its header says which run it is of.

use lampfield_core::json::Json;

use super::{Moment, Source};
use crate::messages as t;

/// How a trace file begins.
const BEGINNING: &str = "{\"format\":\"lampfield-trace/";

/// The end of the run that a trace file is of, and the digest that it had there; `None` where the
/// text is no trace.
///
/// # Errors
/// Why that run cannot be played here, in words.
#[must_use]
pub fn recorded(text: &str) -> Option<Result<(Moment, String), &'static str>> {
    let header = text.lines().next().filter(|line| line.starts_with(BEGINNING))?;
    Some(Json::read(header).as_ref().and_then(of).unwrap_or(Err(t::TRACE_UNREADABLE)))
}

fn of(header: &Json) -> Option<Result<(Moment, String), &'static str>> {
    let text = |json: &Json, field: &str| Some(json.get(field)?.text()?.to_owned());
    if text(header, "case").is_some_and(|case| !case.is_empty()) {
        return Some(Err(t::TRACE_OF_A_CASE));
    }
    let [source] = header.get("sources")?.list()? else { return Some(Err(t::TRACE_OF_FILES)) };
    let Ok(seed) = text(header, "seed")?.parse() else { return Some(Err(t::TRACE_SEED)) };
    let file = Source::file(text(source, "path")?, text(source, "text")?);
    let source = Source { seed: Some(seed), ..file };
    let at_us = header.get("until")?.int()?;
    let moment = Moment { source, at_us: at_us.max(0), ..Moment::default() };
    Some(Ok((moment, text(header, "digest")?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(case: &str, sources: &str) -> String {
        format!(
            "{{\"format\":\"lampfield-trace/1\",\"seed\":\"7\",\"case\":\"{case}\",\
             \"digest\":\"ab\",\"until\":5,\"sources\":[{sources}]}}\n{{\"id\":0}}\n"
        )
    }

    const ONE: &str = "{\"path\":\"a.yaml\",\"text\":\"name: x\"}";

    #[test]
    fn a_trace_leads_to_the_end_of_its_run() {
        let (moment, digest) = recorded(&header("", ONE)).unwrap().unwrap();
        assert_eq!((moment.at_us, digest.as_str()), (5, "ab"));
        let source = moment.source;
        assert_eq!((source.path.as_str(), source.text.as_str()), ("a.yaml", "name: x"));
        assert_eq!(source.seed, Some(7));
    }

    #[test]
    fn what_cannot_be_played_again_here_says_why_and_other_texts_are_no_traces() {
        assert_eq!(recorded(&header("seed=3", ONE)), Some(Err(t::TRACE_OF_A_CASE)));
        assert_eq!(recorded(&header("", &format!("{ONE},{ONE}"))), Some(Err(t::TRACE_OF_FILES)));
        assert_eq!(recorded(&header("", "3")), Some(Err(t::TRACE_UNREADABLE)));
        assert_eq!(recorded("{\"format\":\"lampfield-trace/1\""), Some(Err(t::TRACE_UNREADABLE)));
        assert_eq!(recorded("lampfield: 1\nname: x\n"), None);
    }
}
