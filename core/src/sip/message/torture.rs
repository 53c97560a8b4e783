//! The hard cases of RFC 4475, each reduced to what makes it hard. Names are those of the RFC.

use super::Message;

/// What becomes of a message.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Read,
    /// Refused with this answer.
    Answered(u16),
    /// Refused without an answer: it cannot be trusted enough for one.
    Silent,
}
use Verdict::{Answered, Read, Silent};

/// A request with some of its lines replaced: `Header: ` gives the line to replace, or to add.
fn request(first: &str, changes: &[&str]) -> String {
    let method = first.split(' ').next().unwrap_or("");
    let mut lines = vec![
        first.to_owned(),
        "Via: SIP/2.0/UDP host.example.com;branch=z9hG4bK-39234-23523".to_owned(),
        "Max-Forwards: 70".to_owned(),
        "To: <sip:user@example.com>".to_owned(),
        "From: <sip:caller@example.net>;tag=242etr".to_owned(),
        "Call-ID: case.0ha0isndaksdj".to_owned(),
        format!("CSeq: 8 {method}"),
        "Content-Length: 0".to_owned(),
    ];
    for change in changes {
        let label = change.split(':').next().unwrap_or("");
        match lines.iter_mut().find(|line| line.split(':').next() == Some(label)) {
            Some(line) => *line = (*change).to_owned(),
            None => lines.push((*change).to_owned()),
        }
    }
    lines.retain(|line| !line.ends_with(": -"));
    lines.join("\r\n") + "\r\n\r\n"
}

fn verdict(text: &[u8]) -> Verdict {
    match Message::parse(text) {
        Ok(_) => Read,
        Err(error) => match error.answer {
            None => Silent,
            Some(answer) => {
                let code = std::str::from_utf8(&answer[8..11]).unwrap();
                Answered(code.parse().unwrap())
            }
        },
    }
}

const OPTIONS: &str = "OPTIONS sip:user@example.com SIP/2.0";

#[test]
fn valid_messages_are_read_however_strange() {
    for (name, text) in [
        (
            "3.1.1.1 wsinv",
            "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n\
             TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n\
             from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = 98asjd8\r\n\
             MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\n\
             Content-Length   : 0\r\ncseq: 0009\r\n  INVITE\r\n\
             Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\n\
             s :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n\
             UnknownHeaderWithUnusualValue: ;;,,;;,;\r\n\
             v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n \
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n\
             m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n      newvalue ;\r\n  \
             secondparam ; q = 0.33\r\n\r\n"
                .to_owned(),
        ),
        (
            "3.1.1.2 intmeth",
            request("!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0", &[]),
        ),
        ("3.1.1.3 esc01", request("INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0", &[])),
        ("3.1.1.4 escnull", request("REGISTER sip:example.com SIP/2.0", &["To: sip:null-%00-null@example.com"])),
        ("3.1.1.5 esc02", request("RE%47IST%45R sip:registrar.example.com SIP/2.0", &[])),
        ("3.1.1.6 lwsdisp", request(OPTIONS, &["From: caller<sip:caller@example.com>;tag=323"])),
        ("3.1.1.7 longreq", request(OPTIONS, &[&format!("Unknown-{}: value", "long".repeat(60))])),
        ("3.1.1.8 dblreq", request(OPTIONS, &[]) + "INVITE sip:j@example.com SIP/2.0\r\nTo: x\r\n\r\n"),
        ("3.1.1.9 semiuri", request("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0", &[])),
        ("3.1.1.10 transports", request(OPTIONS, &["Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKkkdd"])),
        ("3.1.1.12 unreason", "SIP/2.0 200 = 2**3 * 5**2 \u{43d}\u{43e} \u{441}\u{442}\u{43e}\r\n".to_owned() + request(OPTIONS, &[]).split_once("\r\n").unwrap().1),
        ("3.1.1.13 noreason", "SIP/2.0 100 \r\n".to_owned() + request(OPTIONS, &[]).split_once("\r\n").unwrap().1),
        ("3.3.5 unkscm", request("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0", &[])),
    ] {
        assert_eq!(verdict(text.as_bytes()), Read, "{name}\n{text}");
    }
}

#[test]
fn invalid_messages_are_refused() {
    for (name, text, expected) in [
        (
            "3.1.2.1 badinv01",
            request(OPTIONS, &["Via: SIP/2.0/UDP 192.0.2.15;;,;,,"]),
            Answered(400),
        ),
        ("3.1.2.2 clerr", request(OPTIONS, &["Content-Length: 9999"]), Silent),
        ("3.1.2.3 ncl", request(OPTIONS, &["Content-Length: -999"]), Silent),
        (
            "3.1.2.4 scalar02",
            request(OPTIONS, &["CSeq: 36893488147419103232 OPTIONS"]),
            Answered(400),
        ),
        ("3.1.2.4 scalar02", request(OPTIONS, &["Max-Forwards: 300"]), Answered(400)),
        (
            "3.1.2.6 quotbal",
            request(OPTIONS, &["To: \"Mr. J. User <sip:j.user@example.com>"]),
            Answered(400),
        ),
        ("3.1.2.7 ltgtruri", request("INVITE <sip:user@example.com> SIP/2.0", &[]), Silent),
        ("3.1.2.8 lwsruri", request("INVITE sip:user@example.com; lr SIP/2.0", &[]), Silent),
        ("3.1.2.9 lwsstart", request("INVITE  sip:user@example.com  SIP/2.0", &[]), Silent),
        ("3.1.2.10 trws", request("OPTIONS sip:remote-target@example.com SIP/2.0  ", &[]), Silent),
        (
            "3.1.2.11 escruri",
            request("INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", &[]),
            Answered(400),
        ),
        ("3.1.2.16 badvers", request("OPTIONS sip:t@example.com SIP/7.0", &[]), Answered(505)),
        ("3.1.2.17 mismatch01", request(OPTIONS, &["CSeq: 8 INVITE"]), Answered(400)),
        (
            "3.1.2.19 bigcode",
            "SIP/2.0 4294967301 better not break\r\n".to_owned()
                + request(OPTIONS, &[]).split_once("\r\n").unwrap().1,
            Silent,
        ),
        ("3.3.1 insuf", request(OPTIONS, &["Call-ID: -"]), Silent),
        (
            "3.3.8 multi01",
            request(OPTIONS, &["X: y\r\nFrom: <sip:other@example.net>;tag=2"]),
            Answered(400),
        ),
        ("3.3.9 mcl01", request(OPTIONS, &["Content-Length: 0\r\nContent-Length: 1"]), Silent),
    ] {
        assert_eq!(verdict(text.as_bytes()), expected, "{name}\n{text}");
    }
}

#[test]
fn a_bare_branch_is_read_and_makes_no_transaction_of_its_own() {
    let text = request(OPTIONS, &["Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"]);
    let message = Message::parse(text.as_bytes()).unwrap();
    let mut key = Vec::new();
    super::transaction_key(&message, &mut key);
    assert!(String::from_utf8(key).unwrap().contains("case.0ha0isndaksdj"));
}
