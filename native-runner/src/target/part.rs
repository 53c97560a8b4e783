//! The part of a scenario that can be played against a server under test: the steps that our phones
//! and those outside can make, and what can be seen of the server from outside. The rest is told,
//! and counts neither as held nor as failed.

use std::sync::Arc;

use lampfield_core::cluster::Protocol;
use lampfield_core::diagnostic::{Code, Diagnostic, Place, Severity, Span};
use lampfield_core::id::PhoneId;
use lampfield_core::network::Fault;
use lampfield_core::node::{Command, OutsideCommand};
use lampfield_core::scenario::{
    Action, Asker, Expectation, Expected, Invariant, LampRef, Matcher, Order, Party, PhoneRef,
    Scenario, Step, WaveRow, Waveform,
};
use lampfield_core::site::Site;

use super::{Aside, Tell};

/// How a server is reached, for the question of what can be asked of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// How it learns what phones do.
    pub(super) tell: Tell,
    /// Whether it can know those outside: their port was named.
    pub(super) knows_outside: bool,
}

/// A scenario cut to what can be played, and what was left out of it.
pub(super) fn of(scenario: &Scenario, reach: Reach) -> (Scenario, Aside) {
    let mut cut = Cut { scenario, reach, aside: Aside::default() };
    let steps: Vec<Step> =
        scenario.steps.iter().enumerate().map(|(nth, step)| cut.step(nth, step)).collect();
    let always = cut.always();
    if let Some((rule, span)) = scenario.covers.first() {
        let more = scenario.covers.len() - 1;
        let rest = if more > 0 { format!(" and {more} more rules") } else { String::new() };
        cut.unseen(*span, &format!("that {rule}{rest} are shown"), "rules are decided inside");
    }
    let Cut { aside, .. } = cut;
    (Scenario { steps: steps.into(), always, covers: Vec::new(), ..scenario.clone() }, aside)
}

struct Cut<'a> {
    scenario: &'a Scenario,
    reach: Reach,
    aside: Aside,
}

impl Cut<'_> {
    fn told(&self, span: Span, message: String) -> Diagnostic {
        let place = Place { file: Arc::clone(&self.scenario.file), span };
        let told = Diagnostic::error(Code::NotCheckable, place, message);
        Diagnostic { severity: Severity::Warning, ..told }
    }

    fn unmade(&mut self, nth: usize, span: Span, why: &str) {
        self.aside.first_unmade.get_or_insert(nth);
        let told = self.told(span, format!("this step cannot be made at a server: {why}"));
        self.aside.unmade.push(told);
    }

    fn unseen(&mut self, span: Span, what: &str, why: &str) {
        let told = self.told(span, format!("{what} cannot be seen from outside: {why}"));
        self.aside.unseen.push(told);
    }

    fn step(&mut self, nth: usize, step: &Step) -> Step {
        let action = match &step.action {
            Action::Change { .. } => {
                self.unmade(nth, step.span, "an administrator's edit happens inside");
                Action::Say(String::new())
            }
            Action::Do { sentence, orders } => {
                let mut own = Vec::new();
                for order in orders {
                    match self.not_ours(order) {
                        None => own.push(order.clone()),
                        Some(why) => self.unmade(nth, step.span, &why),
                    }
                }
                Action::Do { sentence: sentence.clone(), orders: own }
            }
            Action::Fault { sentence, faults } => {
                let ours =
                    |fault: &&Fault| matches!(fault, Fault::Cut(_) | Fault::Heal(_) | Fault::Calm);
                if faults.iter().any(|fault| !ours(&fault)) {
                    let why = "the network between is real; only `cut` and `heal` are in our hands";
                    self.unmade(nth, step.span, why);
                }
                let faults = faults.iter().filter(ours).cloned().collect();
                Action::Fault { sentence: sentence.clone(), faults }
            }
            Action::Expect(all) => {
                Action::Expect(all.iter().filter_map(|one| self.expectation(one)).collect())
            }
            other => other.clone(),
        };
        Step { action, ..step.clone() }
    }

    /// Why an order cannot be carried out on our side.
    fn not_ours(&self, order: &Order) -> Option<String> {
        let inside = |what: &str| Some(format!("{what} happens inside"));
        match order {
            Order::Phone(PhoneRef::Known(id), command) => self.not_this_phone(*id, command),
            Order::Phone(PhoneRef::Later(name), _) => {
                Some(format!("`{name}` is added by an edit, which happens inside"))
            }
            Order::Outside(_, OutsideCommand::Dial { .. } | OutsideCommand::HangUp { .. })
                if self.reach.tell == Tell::Calls =>
            {
                Some("phones outside place no calls of their own here".to_owned())
            }
            Order::Outside(..) | Order::OutsidePower { .. } => None,
            Order::TrunkService { .. } => inside("the service of a trunk"),
            Order::Restart { .. } => inside("a restart"),
            Order::Reset { .. } | Order::ResetPhone { .. } => inside("a Reset"),
            Order::LogIn { .. } => inside("a log-in"),
            Order::LogOut { .. } => inside("a log-out"),
            _ => inside("it"),
        }
    }

    fn not_this_phone(&self, id: PhoneId, command: &Command) -> Option<String> {
        let sip = protocol(&self.scenario.site, id).is_none_or(|own| own == Protocol::Sip);
        if sip || self.reach.tell == Tell::Publish {
            return None;
        }
        let tells = matches!(command, Command::Call(_) | Command::PressBlf(_) | Command::Unplug);
        let name = self.scenario.site.first().phones.get(id).map_or("", |phone| &phone.name);
        tells.then(|| format!("`{name}` speaks no SIP: it can only live inside"))
    }

    /// What of an expectation can be seen.
    fn expectation(&mut self, one: &Expectation) -> Option<Expectation> {
        let hidden = "it is decided inside";
        let (span, seen) = (one.span, self.seen(&one.what));
        let what = match seen {
            Ok(what) => what,
            Err((what, why)) => {
                self.unseen(span, what, why);
                return None;
            }
        };
        if let Expected::Waveform(Waveform { rows, .. }) = &what {
            let Expected::Waveform(whole) = &one.what else { return None };
            if rows.len() < whole.rows.len() {
                self.unseen(span, "a row of this waveform", NOT_SIP);
            }
            if rows.is_empty() {
                return None;
            }
        }
        if !one.because.is_empty() {
            self.unseen(span, "`because` of this", hidden);
        }
        Some(Expectation { what, because: Vec::new(), ..one.clone() })
    }

    fn seen(&self, what: &Expected) -> Result<Expected, (&'static str, &'static str)> {
        let ours = |key: &LampRef| self.is_ours(key);
        let inside = "it is inside";
        match what {
            Expected::Lamp { key, .. } | Expected::NeverLamp { key, .. } if !ours(key) => {
                Err(("this lamp", NOT_SIP))
            }
            Expected::Answer { asker: Asker::Lamp(key), .. } if !ours(key) => {
                Err(("this answer", NOT_SIP))
            }
            Expected::Message { matcher, .. } | Expected::NeverMessage { matcher, .. }
                if !self.passes_us(matcher) =>
            {
                Err(("this message", "the server does not know those outside: `--own-port`"))
            }
            Expected::Waveform(Waveform { column, rows }) => {
                let rows: Vec<WaveRow> =
                    rows.iter().filter(|row| ours(&row.key)).cloned().collect();
                Ok(Expected::Waveform(Waveform { column: *column, rows }))
            }
            Expected::Lamp { .. }
            | Expected::NeverLamp { .. }
            | Expected::Answer { .. }
            | Expected::Message { .. }
            | Expected::NeverMessage { .. } => Ok(what.clone()),
            Expected::Decision { .. } => Err(("a decision", inside)),
            Expected::View { .. } => Err(("a view", inside)),
            _ => Err(("what came of an edit", inside)),
        }
    }

    /// Whether a lamp is lit by what the server says over SIP.
    fn is_ours(&self, key: &LampRef) -> bool {
        let LampRef::Known(key) = key else { return false };
        protocol(&self.scenario.site, key.phone).is_none_or(|own| own == Protocol::Sip)
    }

    /// Whether messages of this kind come past us: between the server and one of ours whom it knows.
    fn passes_us(&self, matcher: &Matcher) -> bool {
        let outside = |party: &Option<Party>| matches!(party, Some(Party::Outside(_)));
        let later = |party: &Option<Party>| matches!(party, Some(Party::Later(_)));
        let asks_outside = outside(&matcher.to) && matcher.code.is_none();
        !later(&matcher.from)
            && !later(&matcher.to)
            && (self.reach.knows_outside
                || !asks_outside
                || matcher.method.as_deref() == Some("NOTIFY"))
    }

    fn always(&mut self) -> Vec<(Invariant, Span)> {
        let (kept, rest) = self
            .scenario
            .always
            .iter()
            .copied()
            .partition::<Vec<_>, _>(|(own, _)| *own == Invariant::NoStatusAfterRefusal);
        for (invariant, span) in rest {
            let name = Invariant::ALL.iter().find(|(_, own)| *own == invariant);
            let name = name.map_or("", |(name, _)| name);
            self.unseen(span, &format!("`{name}`"), "it is asked of the inside");
        }
        kept
    }
}

const NOT_SIP: &str = "its watcher speaks no SIP, or is not there from the start";

/// What a phone of a cluster speaks; `None` for one outside.
fn protocol(site: &Site, id: PhoneId) -> Option<Protocol> {
    site.clusters().find_map(|(_, own)| own.phones.get(id)).map(|phone| phone.model.protocol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::scenario::{MemorySources, load};

    const EVERYTHING: &str = include_str!("../../tests/data/inside.yaml");

    fn cut(tell: Tell, knows_outside: bool) -> (Scenario, Aside) {
        let sources = MemorySources::new([("a.yaml".to_owned(), EVERYTHING)]);
        let scenario = load(&sources, "a.yaml").expect("a scenario");
        of(&scenario, Reach { tell, knows_outside })
    }

    fn told(all: &[Diagnostic]) -> Vec<&str> {
        all.iter().map(|one| one.message.split(": ").last().unwrap_or_default()).collect()
    }

    fn kept(scenario: &Scenario) -> usize {
        let expectations = |step: &Step| match &step.action {
            Action::Expect(all) => all.len(),
            _ => 0,
        };
        scenario.steps.iter().map(expectations).sum()
    }

    #[test]
    fn what_is_inside_is_left_out_and_told_one_by_one() {
        let (scenario, aside) = cut(Tell::Publish, false);
        assert_eq!(
            told(&aside.unmade),
            [
                "an administrator's edit happens inside",
                "a Reset happens inside",
                "the service of a trunk happens inside",
                "the network between is real; only `cut` and `heal` are in our hands",
            ]
        );
        assert_eq!(
            told(&aside.unseen),
            [
                "it is decided inside",
                NOT_SIP,
                "it is inside",
                "it is inside",
                NOT_SIP,
                "`--own-port`",
                "it is asked of the inside",
                "rules are decided inside",
            ]
        );
        // A lamp without its `because`, a row of a waveform, and two messages.
        assert_eq!(kept(&scenario), 4);
        assert_eq!(aside.first_unmade, Some(2));
        let all = scenario.steps.iter().flat_map(|step| match &step.action {
            Action::Expect(all) => all.as_slice(),
            _ => &[],
        });
        assert!(all.into_iter().all(|one| one.because.is_empty()));
        assert_eq!((scenario.covers.len(), scenario.always.len()), (0, 1));
    }

    #[test]
    fn what_a_phone_without_sip_does_is_told_or_cannot_be_done() {
        let published = cut(Tell::Publish, true).1;
        let called = cut(Tell::Calls, true).1;
        assert_eq!(called.unmade.len(), published.unmade.len() + 1);
        let why = "`Phone B` speaks no SIP: it can only live inside";
        let whys: Vec<&str> = called.unmade.iter().map(|one| one.message.as_str()).collect();
        assert!(whys.iter().any(|message| message.ends_with(why)), "{whys:?}");
        // And who knows those outside asks them.
        assert_eq!(published.unseen.len(), cut(Tell::Publish, false).1.unseen.len() - 1);
    }
}
