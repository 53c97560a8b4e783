//! The vectors of the RFCs, wrong credentials of every kind, replays, and damaged headers.

use super::algorithm::Proof;
use super::header::{Params, Unreadable};
use super::*;
use crate::limits;
use crate::rng::Rng;
use crate::sip::message::Message;
use crate::sip::message::tests::mutant_of;
use crate::time::{Duration, Instant};
use std::sync::Arc;

const URI: &str = "sip:1111@10.0.0.1";

fn message(first: &str, lines: &str) -> Message {
    let text = format!(
        "{first}\r\nVia: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bKa\r\nMax-Forwards: 70\r\n\
         From: <sip:1000@10.0.0.1>;tag=w\r\nTo: <{URI}>\r\nCall-ID: c@10.1.0.2\r\n\
         CSeq: 1 SUBSCRIBE\r\n{lines}Content-Length: 0\r\n\r\n"
    );
    Message::parse(text.as_bytes()).unwrap()
}

fn subscribe(lines: &str) -> Message {
    message(&format!("SUBSCRIBE {URI} SIP/2.0"), lines)
}

fn answer(code: u16, lines: &str) -> Message {
    message(&format!("SIP/2.0 {code} X"), lines)
}

fn authenticator() -> Authenticator {
    Authenticator::new(DigestOptions::new("cm1"), Rng::stream(7, "digest:CallManager"))
}

fn lines(challenge: &Challenge) -> String {
    let mut out = Vec::new();
    challenge.write(&mut out);
    String::from_utf8(out).unwrap()
}

fn session(username: &str, password: &str) -> Session {
    let password = Secret::new(password);
    Session::new(Arc::new(Credentials { username: username.into(), password, realm: None }))
}

/// Alice, who was challenged.
fn alice(auth: &mut Authenticator, now: Instant) -> Session {
    let mut session = session("alice", "wonderland");
    assert!(session.challenged(&answer(401, &lines(&auth.challenge(now, false)))));
    session
}

fn verdict(auth: &mut Authenticator, now: Instant, lines: &str) -> Verdict {
    let wonderland = Secret::new("wonderland");
    auth.verify(now, &subscribe(lines), |user| (user == "alice").then_some(&wonderland))
}

fn passed() -> Verdict {
    Verdict::Authenticated { username: "alice".into() }
}

const NOW: Instant = Instant::from_secs(100);

#[test]
fn the_vectors_of_rfc_7616_and_rfc_2617_come_out() {
    let mufasa = |algorithm| Proof {
        algorithm,
        username: "Mufasa",
        realm: "http-auth@example.org",
        method: "GET",
        uri: "/dir/index.html",
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        nc: "00000001",
        cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    };
    let circle = Secret::new("Circle of Life");
    assert_eq!(
        mufasa(Algorithm::Sha256).response(&circle).as_str(),
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    );
    assert_eq!(
        mufasa(Algorithm::Md5).response(&circle).as_str(),
        "8ca523f5e9506fed4657c9700eebdbec"
    );
    let rfc2617 = Proof {
        realm: "testrealm@host.com",
        nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
        cnonce: "0a4f113b",
        ..mufasa(Algorithm::Md5)
    };
    assert_eq!(
        rfc2617.response(&Secret::new("Circle Of Life")).as_str(),
        "6629fae49393a05397450978507c4ef1"
    );
}

#[test]
fn a_challenge_offers_sha_256_before_md5_with_qop_and_one_nonce() {
    let mut auth = authenticator();
    let challenge = auth.challenge(NOW, true);
    let nonce = challenge.nonce();
    let line = |algorithm: &str| {
        format!(
            "WWW-Authenticate: Digest realm=\"cm1\", nonce=\"{}\", algorithm={algorithm}, \
             qop=\"auth\", stale=true\r\n",
            nonce.as_str()
        )
    };
    assert_eq!(lines(&challenge), line("SHA-256") + &line("MD5"));
    let fresh = auth.challenge(NOW, false);
    assert!(!lines(&fresh).contains("stale") && fresh.nonce() != nonce);
}

#[test]
fn who_knows_the_password_passes_and_every_use_counts_one_more() {
    let mut auth = authenticator();
    let mut alice = alice(&mut auth, NOW);
    for count in 1..=17 {
        let line = alice.line("SUBSCRIBE", URI, count);
        assert!(line.contains(&format!("nc={count:08x}")) && line.contains("SHA-256"), "{line}");
        assert_eq!(verdict(&mut auth, NOW, &line), passed());
    }
    assert_eq!(passed().code(), None);
}

#[test]
fn wrong_credentials_are_told_apart() {
    let mut auth = authenticator();
    let good = alice(&mut auth, NOW).line("SUBSCRIBE", URI, 1);
    let mut mallory = session("mallory", "wonderland");
    mallory.challenged(&answer(401, &lines(&auth.challenge(NOW, false))));
    let stranger = mallory.line("SUBSCRIBE", URI, 1);
    let mut guess = session("alice", "Wonderland");
    guess.challenged(&answer(401, &lines(&auth.challenge(NOW, false))));
    let guess = guess.line("SUBSCRIBE", URI, 1);
    let user = |name: &str| -> Box<str> { name.into() };
    let cases: Vec<(&str, String, Verdict, u16)> = vec![
        ("nothing", String::new(), Verdict::NoCredentials, 401),
        ("another realm", good.replace("cm1", "cm2"), Verdict::WrongRealm, 401),
        ("a stranger", stranger, Verdict::UnknownUser { username: user("mallory") }, 401),
        ("a guess", guess, Verdict::WrongResponse { username: user("alice") }, 401),
        (
            "another cnonce than was hashed",
            good.replace("cnonce=\"0", "cnonce=\"1"),
            Verdict::WrongResponse { username: user("alice") },
            401,
        ),
        ("another URI", good.replace(URI, "sip:2222@10.0.0.1"), Verdict::WrongUri, 400),
        (
            "an algorithm nobody offered",
            good.replace("SHA-256", "SHA-512-256"),
            Verdict::Unsupported(Unsupported::Algorithm),
            401,
        ),
        (
            "a session algorithm",
            good.replace("SHA-256", "MD5-sess"),
            Verdict::Unsupported(Unsupported::Algorithm),
            401,
        ),
        ("no qop", good.replace("qop=auth, ", ""), Verdict::Unsupported(Unsupported::Qop), 401),
        (
            "integrity",
            good.replace("qop=auth", "qop=auth-int"),
            Verdict::Unsupported(Unsupported::Qop),
            401,
        ),
        (
            "a hashed name",
            good.replace("qop=auth", "userhash=true, qop=auth"),
            Verdict::Unsupported(Unsupported::Username),
            401,
        ),
        (
            "another scheme",
            "Authorization: Basic YWxpY2U6d29uZGVybGFuZA==\r\n".to_owned(),
            Verdict::Unsupported(Unsupported::Scheme),
            401,
        ),
        ("no nonce", good.replace("nonce=", "x="), Verdict::Malformed, 400),
        ("no user", good.replace("username=", "x="), Verdict::Malformed, 400),
        ("no response", good.replace("response=", "x="), Verdict::Malformed, 400),
        ("a short count", good.replace("nc=00000001", "nc=1"), Verdict::Malformed, 400),
        ("no number", good.replace("nc=00000001", "nc=0000000x"), Verdict::Malformed, 400),
        ("a sign", good.replace("nc=00000001", "nc=+0000001"), Verdict::Malformed, 400),
        ("twice the same", good.replace("qop=auth", "qop=auth, qop=auth"), Verdict::Malformed, 400),
        ("no list", good.replace(", qop", " qop"), Verdict::Malformed, 400),
    ];
    for (story, lines, expected, code) in cases {
        assert_eq!(verdict(&mut auth, NOW, &lines), expected, "{story}\n{lines}");
        assert_eq!(expected.code(), Some(code), "{story}");
        assert!(!expected.is_stale(), "{story}");
    }
}

#[test]
fn of_several_credentials_those_for_the_own_realm_count() {
    let mut auth = authenticator();
    let good = alice(&mut auth, NOW).line("SUBSCRIBE", URI, 1);
    let other = good.replace("cm1", "cm2");
    assert_eq!(verdict(&mut auth, NOW, &(other + &good)), passed());
}

#[test]
fn md5_is_taken_where_it_is_offered_and_only_there() {
    let offers = |algorithms| DigestOptions { algorithms, ..DigestOptions::new("cm1") };
    let with = |options| Authenticator::new(options, Rng::stream(1, "digest:x"));
    let mut old = with(offers(&[Algorithm::Md5]));
    let line = alice(&mut old, NOW).line("SUBSCRIBE", URI, 1);
    assert!(line.contains("algorithm=MD5"));
    assert_eq!(verdict(&mut old, NOW, &line), passed());
    // Without a word on it MD5 is meant.
    let line = alice(&mut old, NOW).line("SUBSCRIBE", URI, 1).replace("algorithm=MD5, ", "");
    assert_eq!(verdict(&mut old, NOW, &line), passed());
    let mut strict = with(offers(&[Algorithm::Sha256]));
    let refused = Verdict::Unsupported(Unsupported::Algorithm);
    assert_eq!(verdict(&mut strict, NOW, &line), refused);
}

#[test]
fn a_replay_is_refused_and_a_higher_count_is_not() {
    let mut auth = authenticator();
    let mut alice = alice(&mut auth, NOW);
    let used: Vec<String> = (1..=3).map(|n| alice.line("SUBSCRIBE", URI, n)).collect();
    let replayed = Verdict::Replayed { username: "alice".into() };
    assert_eq!(verdict(&mut auth, NOW, &used[1]), passed());
    for line in &used[..2] {
        assert_eq!(verdict(&mut auth, NOW, line), replayed);
    }
    assert_eq!(verdict(&mut auth, NOW, &used[2]), passed());
    assert!(replayed.is_stale() && replayed.code() == Some(401));
}

#[test]
fn an_old_nonce_and_one_from_elsewhere_are_stale_only_with_the_right_password() {
    let mut auth = authenticator();
    let mut alice = alice(&mut auth, NOW);
    let stale = Verdict::Stale { username: "alice".into() };
    let last = NOW + NONCE_LIFETIME - Duration::from_micros(1);
    assert_eq!(verdict(&mut auth, last, &alice.line("SUBSCRIBE", URI, 1)), passed());
    let line = alice.line("SUBSCRIBE", URI, 2);
    assert_eq!(verdict(&mut auth, NOW + NONCE_LIFETIME, &line), stale);
    assert!(stale.is_stale());
    // Another server, or this one after it forgot its key; and one made up.
    let mut other = Authenticator::new(DigestOptions::new("cm1"), Rng::stream(8, "digest:x"));
    assert_eq!(verdict(&mut other, NOW, &line), stale);
    for nonce in ["", "x", "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", "0"] {
        let challenge =
            format!("WWW-Authenticate: Digest realm=\"cm1\", nonce=\"{nonce}\", qop=\"auth\"\r\n");
        let mut alice = session("alice", "wonderland");
        assert!(alice.challenged(&answer(401, &challenge)));
        assert_eq!(verdict(&mut auth, NOW, &alice.line("SUBSCRIBE", URI, 1)), stale, "{nonce}");
    }
    let wrong = line.replace("response=\"", "response=\"0");
    assert_eq!(
        verdict(&mut auth, NOW + NONCE_LIFETIME, &wrong),
        Verdict::WrongResponse { username: "alice".into() }
    );
}

#[test]
fn nobody_can_make_the_store_of_nonces_grow() {
    let mut nonces = nonce::Nonces::new(Rng::stream(1, "n"), NONCE_LIFETIME);
    let mut made: Vec<Nonce> = Vec::new();
    let most = limits::DIGEST_NONCES.as_usize();
    for n in 0..most + 10 {
        let now = NOW + Duration::from_micros(i64::try_from(n).unwrap());
        let nonce = nonces.make(now);
        let nonce::Age::Good(own) = nonces.age(now, nonce.as_str()) else { panic!("{n}") };
        assert!(nonces.count(now, own, 1));
        made.push(nonce);
    }
    assert_eq!(nonces.len(), most);
    let now = NOW + Duration::from_secs(1);
    // Those forgotten early cannot be told from a replay: they are stale, not good again.
    assert_eq!(nonces.age(now, made[9].as_str()), nonce::Age::Stale);
    assert!(matches!(nonces.age(now, made[10].as_str()), nonce::Age::Good(_)));
    assert_eq!(nonces.age(NOW + NONCE_LIFETIME.times(3), "x"), nonce::Age::Stale);
    assert_eq!(nonces.len(), 0);
}

#[test]
fn the_watcher_answers_the_topmost_challenge_that_it_understands() {
    let line = |rest: &str| format!("WWW-Authenticate: {rest}\r\n");
    let md5 = line("Digest realm=\"r\", nonce=\"md5\", qop=\"auth\"");
    let sha = line("digest qop=\"auth-int, auth\",nonce=\"sha\" , realm=\"r\",algorithm=sha-256");
    let passed_over = [
        line("Basic realm=\"r\""),
        line("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\""),
        line("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""),
        line("Digest realm=\"r\", nonce=\"n\""),
        line("Digest realm=\"r\", qop=\"auth\""),
        line("Digest realm=\"r, nonce=\"n\", qop=\"auth\""),
        line("Negotiate"),
    ]
    .concat();
    for (challenges, expected) in [
        (sha.clone() + &md5, Some("sha")),
        (md5.clone() + &sha, Some("md5")),
        (passed_over.clone() + &sha, Some("sha")),
        (passed_over, None),
        (String::new(), None),
    ] {
        let mut alice = session("alice", "wonderland");
        let can = alice.challenged(&answer(401, &challenges));
        assert_eq!(can, expected.is_some(), "{challenges}");
        let line = alice.line("SUBSCRIBE", URI, 1);
        let nonce = expected.map(|nonce| format!("nonce=\"{nonce}\""));
        assert!(nonce.is_none_or(|nonce| line.contains(&nonce)), "{line}");
        assert_eq!(line.is_empty(), !can);
    }
}

#[test]
fn the_watcher_gives_up_unless_only_its_nonce_was_too_old() {
    let challenge = |stale: &str| {
        answer(
            401,
            &format!("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"{stale}\r\n"),
        )
    };
    let mut alice = session("alice", "wonderland");
    assert!(alice.challenged(&challenge("")));
    assert!(!alice.challenged(&challenge("")), "the same password in vain");
    alice.restart();
    assert!(alice.line("SUBSCRIBE", URI, 1).is_empty());
    assert!(alice.challenged(&challenge(", stale=TRUE")));
    for _ in 0..3 {
        assert!(alice.challenged(&challenge(", stale=true")));
    }
    assert!(!alice.challenged(&challenge(", stale=true")), "for ever stale");
    alice.passed();
    assert!(alice.challenged(&challenge(", stale=\"true\"")));
    assert!(!alice.challenged(&answer(403, "")) && !alice.challenged(&answer(401, "")));
}

#[test]
fn a_challenge_that_says_nothing_of_a_nonce_that_proved_good_is_met_once() {
    let challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n";
    let mut alice = session("alice", "wonderland");
    alice.passed();
    assert!(alice.challenged(&answer(401, challenge)), "the first");
    assert!(!alice.challenged(&answer(401, challenge)), "nothing was proved");
    alice.restart();
    assert!(alice.challenged(&answer(401, challenge)));
    alice.passed();
    assert!(alice.challenged(&answer(401, challenge)), "the nonce was good, and is old now");
    assert!(!alice.challenged(&answer(401, challenge)), "the password was changed");
}

#[test]
fn a_realm_that_is_not_meant_is_not_answered_and_a_proxy_gets_its_own_header() {
    let credentials = Credentials {
        username: "a \"b\"\\".into(),
        password: Secret::new("p"),
        realm: Some("ours".into()),
    };
    let mut watcher = Session::new(Arc::new(credentials));
    let line = |header: &str, realm: &str| {
        format!(
            "{header}: Digest realm=\"{realm}\", nonce=\"n\", qop=\"auth\", opaque=\"o\\\"\"\r\n"
        )
    };
    assert!(!watcher.challenged(&answer(401, &line("WWW-Authenticate", "theirs"))));
    // The header of the other code does not count.
    assert!(!watcher.challenged(&answer(407, &line("WWW-Authenticate", "ours"))));
    assert!(watcher.challenged(&answer(407, &line("Proxy-Authenticate", "ours"))));
    let proved = watcher.line("SUBSCRIBE", URI, 1);
    assert!(proved.starts_with("Proxy-Authorization: Digest username=\"a \\\"b\\\"\\\\\", "));
    assert!(proved.ends_with(", opaque=\"o\\\"\"\r\n"), "{proved}");
    let request = subscribe(&proved);
    let value = request.proxy_authorization().next().unwrap();
    assert_eq!(Params::parse(value).unwrap().get("username"), Some("a \"b\"\\"));
}

#[test]
fn no_password_is_ever_printed() {
    let credentials =
        Credentials { username: "alice".into(), password: Secret::new("wonderland"), realm: None };
    let session = Session::new(Arc::new(credentials.clone()));
    let secret = &credentials.password;
    let printed = format!("{credentials:?} {session:?} {secret:?} {secret} {secret:#?}");
    assert!(printed.contains("alice") && !printed.contains("wonder"), "{printed}");
    let printed = format!("{:?}", authenticator());
    assert!(printed.contains("cm1") && !printed.contains("key"), "{printed}");
}

#[test]
fn parameters_are_read_in_every_form_and_bounded() {
    let read = |value: &str| Params::parse(value).map(|p| p.get("b").map(str::to_owned));
    for (value, expected) in [
        ("Digest b=1", Ok(Some("1"))),
        ("DIGEST\ta=x , B = \"q,\\\"=\\\\\" ,, c=y,", Ok(Some("q,\"=\\"))),
        ("Digest b=\"\"", Ok(Some(""))),
        ("Digest b=\"\\a\\b\"", Ok(Some("ab"))),
        ("Digest", Ok(None)),
        ("Digest ,", Ok(None)),
        ("Digestive b=1", Err(Unreadable::Scheme)),
        ("", Err(Unreadable::Scheme)),
        ("Digest b", Err(Unreadable::Form)),
        ("Digest b=", Err(Unreadable::Form)),
        ("Digest =1", Err(Unreadable::Form)),
        ("Digest b=\"1", Err(Unreadable::Form)),
        ("Digest b=\"1\\", Err(Unreadable::Form)),
        ("Digest b=1\"", Err(Unreadable::Form)),
        ("Digest b=\"1\"2", Err(Unreadable::Form)),
        ("Digest b=1 c=2", Err(Unreadable::Form)),
        ("Digest b=1, B=2", Err(Unreadable::Form)),
        ("Digest \u{e9}=1", Err(Unreadable::Form)),
    ] {
        assert_eq!(read(value), expected.map(|b| b.map(str::to_owned)), "{value}");
    }
    let many: Vec<String> = (0..33).map(|n| format!("p{n}=1")).collect();
    assert!(read(&format!("Digest {}", many[..32].join(","))).is_ok());
    assert_eq!(read(&format!("Digest {}", many.join(","))), Err(Unreadable::TooMuch));
    let long = format!("Digest b=\"{}\"", "x".repeat(5000));
    assert_eq!(read(&long), Err(Unreadable::TooMuch));
    // Of a flood of credentials the first few are looked at.
    let mut auth = authenticator();
    let good = alice(&mut auth, NOW).line("SUBSCRIBE", URI, 1);
    let flood = good.replace("cm1", "x").repeat(limits::DIGEST_HEADERS.as_usize());
    assert_eq!(verdict(&mut auth, NOW, &(flood + &good)), Verdict::WrongRealm);
}

#[test]
fn damaged_credentials_and_challenges_do_no_harm_and_open_no_door() {
    let mut auth = authenticator();
    let good = alice(&mut auth, NOW).line("SUBSCRIBE", URI, 1);
    let challenge = lines(&auth.challenge(NOW, false));
    let mut rng = Rng::stream(5, "mutants");
    let (mut read, mut answered) = (0, 0);
    for _ in 0..20_000 {
        let credentials = mutant_of(&mut rng, good.as_bytes());
        let challenges = mutant_of(&mut rng, challenge.as_bytes());
        let (Ok(credentials), Ok(challenges)) =
            (String::from_utf8(credentials), String::from_utf8(challenges))
        else {
            continue;
        };
        let text = |first: &str, lines: &str| {
            let mut bytes = subscribe("").raw().to_vec();
            let text = String::from_utf8(std::mem::take(&mut bytes)).unwrap();
            let (_, rest) = text.split_once("\r\n").unwrap();
            format!("{first}\r\n{lines}{rest}")
        };
        let request = text(&format!("SUBSCRIBE {URI} SIP/2.0"), &credentials);
        if let Ok(request) = Message::parse(request.as_bytes()) {
            read += 1;
            let mut auth = auth.clone();
            let wonderland = Secret::new("wonderland");
            let verdict =
                auth.verify(NOW, &request, |user| (user == "alice").then_some(&wonderland));
            // Only blanks, quotes, doubled commas and parameters that nobody reads may differ.
            if verdict.code().is_none() {
                let value = request.authorization().next().unwrap();
                let whole = ["alice", "cm1", URI].iter().all(|part| value.contains(part));
                assert!(whole, "{value}");
            }
        }
        if let Ok(answer) = Message::parse(text("SIP/2.0 401 X", &challenges).as_bytes()) {
            let mut alice = session("alice", "wonderland");
            if alice.challenged(&answer) {
                answered += 1;
                let line = alice.line("SUBSCRIBE", URI, 1);
                assert_eq!(line.matches("\r\n").count(), 1, "{line}");
            }
        }
    }
    assert!(read > 2_000 && answered > 2_000, "{read} read, {answered} answered");
}
