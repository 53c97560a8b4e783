//! Phones that prove who they are when they subscribe (RFC 3261 22.2).
//!
//! A phone of the engine asks without credentials: between two of ours nobody wants them. A server
//! under test may. What it then wants is answered here, on the wire: the same request once more, with
//! the proof, a higher CSeq and a branch of its own; the answer is given back with those of the phone.

use std::collections::BTreeMap;
use std::sync::Arc;

use lampfield_core::id::NodeId;
use lampfield_core::rng::Rng;
use lampfield_core::sip::digest::{Credentials, Session};
use lampfield_core::sip::message::{Message, Method};

/// What ends the branch of a request that was sent once more.
const MARK: &str = "-proved";

/// The dialogs of phones with passwords.
#[derive(Debug)]
pub(super) struct Proofs {
    credentials: BTreeMap<NodeId, Arc<Credentials>>,
    talks: BTreeMap<(NodeId, String), Talk>,
    rng: Rng,
}

/// One dialog.
#[derive(Debug)]
struct Talk {
    session: Session,
    /// By so much the server counts more than the phone.
    ahead: u32,
    /// What the phone sent last.
    last: Arc<[u8]>,
}

/// What a message from the server is to the phone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The message as the phone knows it.
    Message(Vec<u8>),
    /// Nothing: this is sent in its name.
    Again(Arc<[u8]>),
}

impl Proofs {
    pub(super) fn new(credentials: BTreeMap<NodeId, Arc<Credentials>>, rng: Rng) -> Self {
        Proofs { credentials, talks: BTreeMap::new(), rng }
    }

    /// What goes onto the wire for a message of a phone.
    pub(super) fn sends(&mut self, node: NodeId, bytes: &Arc<[u8]>) -> Arc<[u8]> {
        let Some(credentials) = self.credentials.get(&node) else { return Arc::clone(bytes) };
        let Ok(message) = Message::parse(bytes) else { return Arc::clone(bytes) };
        if message.status().is_some() || message.method() != Method::Subscribe {
            return Arc::clone(bytes);
        }
        let key = (node, message.call_id().to_owned());
        let talk = self.talks.entry(key).or_insert_with(|| Talk {
            session: Session::new(Arc::clone(credentials)),
            ahead: 0,
            last: Arc::clone(bytes),
        });
        talk.last = Arc::clone(bytes);
        if talk.session.is_asked() { talk.proved(self.rng.next_u64()) } else { Arc::clone(bytes) }
    }

    /// What came from the server for a phone.
    pub(super) fn hears(&mut self, node: NodeId, message: &Message, bytes: Vec<u8>) -> Heard {
        let answers = message.status().filter(|_| message.method() == Method::Subscribe);
        let key = (node, message.call_id().to_owned());
        let (Some(code), Some(talk)) = (answers, self.talks.get_mut(&key)) else {
            return Heard::Message(bytes);
        };
        if matches!(code, 401 | 407) && talk.session.challenged(message) {
            talk.ahead += 1;
            return Heard::Again(talk.proved(self.rng.next_u64()));
        }
        if (200..300).contains(&code) {
            talk.session.passed();
        }
        Heard::Message(talk.as_the_phone_knows(message, bytes))
    }
}

impl Talk {
    /// What the phone sent last, with the proof.
    fn proved(&mut self, cnonce: u64) -> Arc<[u8]> {
        let (Ok(text), Ok(message)) =
            (core::str::from_utf8(&self.last), Message::parse(&self.last))
        else {
            return Arc::clone(&self.last);
        };
        let line = self.session.line("SUBSCRIBE", message.request_uri(), cnonce);
        let (cseq, branch) = (message.cseq(), message.branch().unwrap_or_default());
        let counted = format!("CSeq: {} SUBSCRIBE\r\n{line}", cseq + self.ahead);
        let text = text.replacen(&format!("CSeq: {cseq} SUBSCRIBE\r\n"), &counted, 1);
        let own = format!(";branch={branch}{MARK}{}", self.ahead);
        let text = text.replacen(&format!(";branch={branch}"), &own, 1);
        text.into_bytes().into()
    }

    fn as_the_phone_knows(&self, message: &Message, bytes: Vec<u8>) -> Vec<u8> {
        let branch = message.branch().unwrap_or_default();
        let Some((own, ahead)) = branch.rsplit_once(MARK) else { return bytes };
        let (Ok(text), Ok(ahead)) = (core::str::from_utf8(&bytes), ahead.parse::<u32>()) else {
            return bytes;
        };
        let cseq = message.cseq();
        let text = text.replacen(&format!("branch={branch}"), &format!("branch={own}"), 1);
        let counted = format!("{} SUBSCRIBE", cseq.saturating_sub(ahead));
        text.replacen(&format!("{cseq} SUBSCRIBE"), &counted, 1).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::secret::Secret;

    const ASKS: &str = "SUBSCRIBE sip:1111@127.0.0.1:5060 SIP/2.0\r\n\
        Via: SIP/2.0/UDP 127.1.0.2:5070;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
        From: <sip:1000@127.0.0.1>;tag=a\r\nTo: <sip:1111@127.0.0.1>\r\nCall-ID: c\r\n\
        CSeq: 1 SUBSCRIBE\r\nContact: <sip:1000@127.1.0.2:5070>\r\nEvent: presence\r\n\
        Content-Length: 0\r\n\r\n";

    fn proofs() -> Proofs {
        let (username, password) = ("1000".into(), Secret::new("magpie"));
        let credentials = Arc::new(Credentials { username, password, realm: None });
        Proofs::new(BTreeMap::from([(NodeId(1), credentials)]), Rng::stream(1, "proof"))
    }

    fn answer(code: u16, branch: &str, cseq: u32, more: &str) -> (Message, Vec<u8>) {
        let text = format!(
            "SIP/2.0 {code} X\r\nVia: SIP/2.0/UDP 127.1.0.2:5070;branch={branch}\r\n\
             From: <sip:1000@127.0.0.1>;tag=a\r\nTo: <sip:1111@127.0.0.1>;tag=b\r\nCall-ID: c\r\n\
             CSeq: {cseq} SUBSCRIBE\r\n{more}Content-Length: 0\r\n\r\n"
        );
        (Message::parse(text.as_bytes()).unwrap(), text.into_bytes())
    }

    #[test]
    fn a_challenge_is_answered_in_the_phones_name_and_the_phone_hears_the_answer_as_its_own() {
        let mut proofs = proofs();
        let asks: Arc<[u8]> = Arc::from(ASKS.as_bytes());
        assert_eq!(proofs.sends(NodeId(1), &asks), asks);
        let challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n";
        let (message, bytes) = answer(401, "z9hG4bK1", 1, challenge);
        let Heard::Again(again) = proofs.hears(NodeId(1), &message, bytes) else {
            panic!("the phone hears of it")
        };
        let again = String::from_utf8(again.to_vec()).unwrap();
        for part in ["branch=z9hG4bK1-proved1\r\n", "CSeq: 2 SUBSCRIBE\r\nAuthorization: Digest "] {
            assert!(again.contains(part), "{again}");
        }
        let (message, bytes) = answer(200, "z9hG4bK1-proved1", 2, "");
        let Heard::Message(heard) = proofs.hears(NodeId(1), &message, bytes) else {
            panic!("the phone hears nothing")
        };
        let heard = Message::parse(&heard).unwrap();
        assert_eq!((heard.branch(), heard.cseq()), (Some("z9hG4bK1"), 1));
        // The next one brings its proof unasked.
        let next: Arc<[u8]> = Arc::from(ASKS.replace("CSeq: 1", "CSeq: 2").as_bytes());
        let sent = String::from_utf8(proofs.sends(NodeId(1), &next).to_vec()).unwrap();
        assert!(sent.contains("CSeq: 3 SUBSCRIBE\r\nAuthorization: "), "{sent}");
    }

    #[test]
    fn a_proof_that_is_refused_is_the_phones_to_hear_and_nobody_elses_messages_are_touched() {
        let mut proofs = proofs();
        let asks: Arc<[u8]> = Arc::from(ASKS.as_bytes());
        proofs.sends(NodeId(1), &asks);
        let challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n";
        let (message, bytes) = answer(401, "z9hG4bK1", 1, challenge);
        assert!(matches!(proofs.hears(NodeId(1), &message, bytes), Heard::Again(_)));
        let (message, bytes) = answer(401, "z9hG4bK1-proved1", 2, challenge);
        let Heard::Message(heard) = proofs.hears(NodeId(1), &message, bytes) else {
            panic!("it is tried for ever")
        };
        assert_eq!(Message::parse(&heard).unwrap().status(), Some(401));
        assert_eq!(proofs.sends(NodeId(2), &asks), asks);
        let (message, bytes) = answer(401, "z9hG4bK1", 1, challenge);
        assert_eq!(proofs.hears(NodeId(2), &message, bytes.clone()), Heard::Message(bytes));
    }
}
