//! An explanation as text and as JSON.

use std::sync::Arc;

use lampfield_core::diagnostic;
use lampfield_core::id::EventId;
use lampfield_core::presence::Verdict;
use lampfield_core::rules::RuleId;
use lampfield_core::scenario::{Player, Sources};
use lampfield_core::time::Instant;
use lampfield_core::trace::LampKey;
use serde_json::{Value, json};

use super::super::load::Loaded;
use crate::output::{Paint, Why, wrapped};

const WIDTH: usize = 100;
/// Where sentences begin: after the verdict and the rule.
const INDENT: usize = 20;
const FORMAT: &str = "lampfield-explain/1";

/// Everything that is known of one lamp or request.
pub(super) struct Explained {
    pub(super) subject: String,
    pub(super) at: Instant,
    /// What the lamp shows; inside `None` where there is no such lamp; outside where no lamp was
    /// asked for.
    pub(super) shown: Option<Option<Shown>>,
    /// Why there may be no such lamp.
    pub(super) absent: &'static str,
    pub(super) decided_at: Option<Instant>,
    pub(super) words: Words,
    pub(super) messages: Vec<Message>,
    /// Whether the messages are shown byte by byte.
    pub(super) shows_bytes: bool,
}

/// What a lamp shows.
pub(super) struct Shown {
    pub(super) word: &'static str,
    pub(super) since: Instant,
    pub(super) cause: String,
}

/// A decision in words. The default: no decision was made.
#[derive(Default)]
pub(super) struct Words {
    pub(super) outcome: &'static str,
    pub(super) rule: Option<RuleId>,
    pub(super) code: u16,
    pub(super) headline: String,
    pub(super) checks: Vec<CheckLine>,
    pub(super) remedies: Vec<(String, Place)>,
}

/// One check.
pub(super) struct CheckLine {
    pub(super) rule: RuleId,
    pub(super) verdict: Verdict,
    pub(super) sentence: String,
    pub(super) place: Option<Place>,
}

/// Where a setting is: in the menus of the administrator, and in the scenario.
#[derive(PartialEq, Eq)]
pub(super) struct Place {
    pub(super) menu: String,
    pub(super) file: Option<diagnostic::Place>,
}

/// One event of the story.
pub(super) struct Message {
    pub(super) at: Instant,
    pub(super) node: String,
    pub(super) words: String,
    pub(super) event: EventId,
    /// The bytes of a SIP message, as they were sent.
    pub(super) sip: Option<Arc<[u8]>>,
}

impl Message {
    /// The message with its bytes, line by line; what is no text is shown as a mark.
    fn in_full(&self, paint: Paint) -> Option<String> {
        let sip = self.sip.as_ref()?;
        let Message { at, node, words, event, .. } = self;
        let title = format!("{node} {words}");
        let size = paint.faint(&format!("event {}, {} bytes", event.0, sip.len()));
        let mut text = format!("  {:>12}  {}  {size}\n", at.to_string(), paint.name(&title));
        for line in String::from_utf8_lossy(sip).lines() {
            let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            let line: String = line.chars().map(shown).collect();
            text.push_str(format!("      {line}").trim_end());
            text.push('\n');
        }
        Some(text)
    }
}

impl Place {
    /// `path:line:column`, where it is written down.
    fn in_file(&self, file: &Loaded) -> Option<String> {
        let sources: &dyn Sources = file.found.disk.as_ref();
        let place = self.file.as_ref()?;
        let (line, column) = place.line_and_column(sources);
        Some(format!("{}:{line}:{column}", sources.shown(&place.file)))
    }

    fn human(&self, file: &Loaded) -> String {
        match self.in_file(file) {
            Some(place) => format!("{}  {place}", self.menu),
            None => self.menu.clone(),
        }
    }
}

/// Why a lamp shows what it shows now, for reports.
pub(in crate::verb) fn why(player: &Player, key: &LampKey) -> Why {
    let Explained { shown, words, absent, .. } = super::lamp::explain(player, key);
    let shows = match shown.flatten() {
        Some(Shown { word, since, cause }) if cause.is_empty() => format!("{word} since {since}"),
        Some(Shown { word, since, cause }) => format!("{word} since {since}: {cause}"),
        None => format!("not there: {absent}"),
    };
    let check =
        |check: CheckLine| (check.rule.to_string(), verdict_word(check.verdict), check.sentence);
    let rule = words.rule.map(|rule| format!("{} by {rule}: ", words.outcome));
    Why {
        shows,
        headline: rule.map(|rule| format!("{rule}{}", words.headline)).unwrap_or_default(),
        checks: words.checks.into_iter().map(check).collect(),
        remedies: words.remedies.into_iter().map(|(sentence, _)| sentence).collect(),
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::NotApplied => "n/a",
        Verdict::Noted => "note",
    }
}

impl Explained {
    pub(super) fn human(&self, file: &Loaded, paint: Paint) -> String {
        let mut text = self.title(paint);
        if self.words.rule.is_some() {
            self.decision(file, paint, &mut text);
        } else if self.shown.is_some() {
            text.push_str("\n  CallManager has decided no request of this lamp so far\n");
        }
        if !self.messages.is_empty() {
            text.push_str(&format!("\n  {}\n", paint.strong("what led to it")));
            let width = self.messages.iter().map(|m| m.node.chars().count()).max().unwrap_or(0);
            for Message { at, node, words, .. } in &self.messages {
                let at = paint.faint(&format!("{:>12}", at.to_string()));
                text.push_str(&format!("  {at}  {node:<width$}  {words}\n"));
            }
        }
        if self.shows_bytes && self.messages.iter().any(|message| message.sip.is_some()) {
            text.push_str(&format!("\n  {}\n", paint.strong("the messages, as they were sent")));
            let all = self.messages.iter().filter_map(|message| message.in_full(paint));
            text.push_str(&all.collect::<Vec<_>>().join("\n"));
        }
        text
    }

    fn title(&self, paint: Paint) -> String {
        let subject = paint.name(&self.subject);
        let at = self.at;
        match &self.shown {
            None => format!("{subject} at {at}\n"),
            Some(None) => {
                let absent = wrapped(self.absent, 2, WIDTH);
                format!("{subject} at {at}: {}\n  {absent}\n", paint.doubtful("not there"))
            }
            Some(Some(Shown { word, since, cause })) => {
                let cause = if cause.is_empty() { String::new() } else { format!(": {cause}") };
                format!("{subject} at {at}: {} since {since}{cause}\n", paint.strong(word))
            }
        }
    }

    fn decision(&self, file: &Loaded, paint: Paint, text: &mut String) {
        let Words { outcome, rule, code, headline, checks, remedies } = &self.words;
        let rule = rule.map_or("", RuleId::as_str);
        let when = self.decided_at.map(|at| format!(" at {at}")).unwrap_or_default();
        let outcome = if *code < 300 { paint.good(outcome) } else { paint.bad(outcome) };
        text.push_str(&format!("\n  {outcome} by {rule}{when} (SIP {code})\n"));
        text.push_str(&format!("  {}\n\n", wrapped(headline, 2, WIDTH)));
        text.push_str(&format!("  {}\n", paint.strong("checks, in the order asked")));
        let mut before: Option<&Place> = None;
        for check in checks {
            let word = format!("{:<5}", verdict_word(check.verdict));
            let word = match check.verdict {
                Verdict::Pass => paint.good(&word),
                Verdict::Fail => paint.bad(&word),
                Verdict::NotApplied | Verdict::Noted => paint.faint(&word),
            };
            let rule = paint.name(&format!("{:<9}", check.rule));
            let sentence = wrapped(&check.sentence, INDENT, WIDTH);
            text.push_str(&format!("    {word} {rule} {sentence}\n"));
            // Several checks on one list stand together: its place is told once.
            if let Some(place) = check.place.as_ref().filter(|place| before != Some(*place)) {
                text.push_str(&format!("{:INDENT$}{}\n", "", paint.faint(&place.human(file))));
            }
            before = check.place.as_ref();
        }
        if !remedies.is_empty() {
            text.push_str(&format!("\n  {}\n", paint.strong("what would change it")));
        }
        for (sentence, place) in remedies {
            text.push_str(&format!("    {}\n", wrapped(sentence, 4, WIDTH)));
            text.push_str(&format!("      {}\n", paint.faint(&place.human(file))));
        }
    }

    pub(super) fn json(&self, file: &Loaded) -> Value {
        let place = |place: &Place| json!({ "menu": place.menu, "file": place.in_file(file) });
        let Words { outcome, rule, code, headline, checks, remedies } = &self.words;
        let decision = rule.map(|rule| {
            json!({
                "at_us": self.decided_at.map(Instant::as_micros),
                "outcome": outcome,
                "rule": rule.as_str(),
                "code": code,
                "headline": headline,
                "checks": checks.iter().map(|check| json!({
                    "rule": check.rule.as_str(),
                    "verdict": verdict_word(check.verdict).to_lowercase(),
                    "sentence": check.sentence,
                    "place": check.place.as_ref().map(place),
                })).collect::<Vec<_>>(),
                "remedies": remedies.iter().map(|(sentence, at)| json!({
                    "sentence": sentence,
                    "place": place(at),
                })).collect::<Vec<_>>(),
            })
        });
        let shown = self.shown.as_ref().and_then(Option::as_ref);
        json!({
            "format": FORMAT,
            "subject": self.subject,
            "at_us": self.at.as_micros(),
            "shows": shown.map(|shown| shown.word),
            "since_us": shown.map(|shown| shown.since.as_micros()),
            "cause": shown.map(|shown| &shown.cause),
            "decision": decision,
            "messages": self.messages.iter().map(|message| json!({
                "event": message.event.0,
                "at_us": message.at.as_micros(),
                "node": message.node,
                "words": message.words,
                "sip": message.sip.as_ref().map(|sip| String::from_utf8_lossy(sip)),
            })).collect::<Vec<_>>(),
        })
    }
}
