//! What if this message was lost? A branch in which the network loses exactly this one.

use super::branches::Branch;
use super::run::Run;
use lampfield_core::id::{EventId, NodeId};
use lampfield_core::network::{Fault, LinkEnd};
use lampfield_core::scenario::{Sources, Spoken};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::{Event, What, words};

impl Run {
    /// Becomes the run in which that message is lost, at the same moment. Acts from then on are done
    /// at their times in it, too.
    ///
    /// # Errors
    /// Why that cannot be, in words.
    pub(super) fn skip(&mut self, event: EventId, sources: &dyn Sources) -> Result<(), String> {
        let (at, sentence) = self.losing(event)?;
        let (before, after) = self.acts.iter().cloned().partition::<Vec<_>, _>(|act| act.at <= at);
        let branch = Branch { number: 0, acts: before, reached: self.reached };
        let mut other = self.beside(branch);
        let after = after.into_iter().map(|act| (act.at, act.sentence));
        for (at, sentence) in [(at, sentence)].into_iter().chain(after) {
            other.run_until(at, &mut |_| {});
            // What cannot be done any more in that run is not done; it is recorded all the same.
            drop(other.act(&sentence, sources));
        }
        other.reached = self.reached;
        self.leave_for(other);
        Ok(())
    }

    /// The sentence that loses this message, and when it must be said.
    fn losing(&self, event: EventId) -> Result<(Instant, String), String> {
        let world = self.player().world();
        let site = world.site();
        let sent = world.trace().get(event).ok_or("that event is no longer in the trace")?;
        let What::Sent { message, to, bytes } = &sent.what else {
            return Err("only SIP messages over UDP can be lost".to_owned());
        };
        let arrived = world.trace().events_from(event).any(
            |later| matches!(&later.what, What::Delivered { message: one, .. } if one == message),
        );
        if !arrived {
            return Err("it has not arrived in this run, or not yet".to_owned());
        }
        let at = sent.at - Duration::from_micros(1);
        let link = site.link_between(sent.node, *to).ok_or("no link of the network carries it")?;
        if at < Instant::ZERO {
            return Err("nothing can be said before the first moment of a run".to_owned());
        }
        let kind = |event: &Event| match &event.what {
            What::Sent { to, bytes, .. } => Some((event.node, *to, start_word(bytes).to_owned())),
            _ => None,
        };
        let own: (NodeId, NodeId, String) = (sent.node, *to, start_word(bytes).to_owned());
        let earlier = world.trace().events().rev().skip_while(|one| one.id >= event);
        let earlier = earlier.take_while(|one| one.at == sent.at);
        let but = earlier.filter(|one| kind(one).as_ref() == Some(&own)).count();
        let end = if site.ends_of(link).hub == sent.node { LinkEnd::To } else { LinkEnd::From };
        let fault = Fault::LoseNext {
            but: u16::try_from(but).unwrap_or(u16::MAX),
            method: own.2.into(),
            end,
            phone: link,
        };
        let sentence = words::fault_words(site.as_ref(), &fault);
        match self.player().scenario().spoken_in(self.player().site(), &sentence) {
            Ok(Spoken::Fault(faults)) if faults == [fault] => Ok((at, sentence)),
            Ok(_) => Err(format!("`{sentence}` names another link")),
            Err(diagnostic) => Err(super::in_words(&diagnostic)),
        }
    }
}

/// The method of a request, or the code of an answer.
fn start_word(bytes: &[u8]) -> &str {
    let line = bytes.strip_prefix(b"SIP/2.0 ").unwrap_or(bytes);
    let word = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    core::str::from_utf8(word).unwrap_or_default()
}
