//! Somebody who speaks SIP in plain texts over UDP, for what no program can be made to say.

use std::net::UdpSocket;
use std::time::Duration;

use crate::server::{OFFICE, Server};

/// A socket and a counter for branches.
pub(crate) struct Plain {
    socket: UdpSocket,
    port: u16,
    pub(crate) own: u16,
    branch: u32,
}

impl Plain {
    /// Somebody who talks to the server at a port.
    pub(crate) fn new(port: u16) -> Plain {
        Plain::at(0, port)
    }

    /// The same from a port of his own.
    pub(crate) fn at(own: u16, port: u16) -> Plain {
        let socket = UdpSocket::bind(("127.0.0.1", own)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let own = socket.local_addr().unwrap().port();
        Plain { socket, port, own, branch: 0 }
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, ("127.0.0.1", self.port)).unwrap();
    }

    /// The next message.
    #[track_caller]
    pub(crate) fn next(&self) -> String {
        let mut room = vec![0; 65_535];
        let (length, _) = self.socket.recv_from(&mut room).expect("a message within 5 s");
        String::from_utf8(room[..length].to_vec()).unwrap()
    }

    /// The next message, if one comes soon enough.
    pub(crate) fn try_next(&self, within: Duration) -> Option<String> {
        self.socket.set_read_timeout(Some(within)).unwrap();
        let mut room = vec![0; 65_535];
        let got = self.socket.recv_from(&mut room);
        self.socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        got.ok().map(|(length, _)| String::from_utf8_lossy(&room[..length]).into_owned())
    }

    /// Whether nothing comes for a while.
    pub(crate) fn is_left_alone(&self, for_so_long: Duration) -> bool {
        self.socket.set_read_timeout(Some(for_so_long)).unwrap();
        let alone = self.socket.recv_from(&mut [0; 65_535]).is_err();
        self.socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        alone
    }

    /// A request of 1000: its method, the user asked for, and further lines, each with its end.
    pub(crate) fn request(&mut self, method: &str, user: &str, call: &str, more: &str) -> String {
        self.branch += 1;
        let (own, port, branch) = (self.own, self.port, self.branch);
        let to = if method == "REGISTER" { "1000" } else { user };
        let target = if method == "REGISTER" { String::new() } else { format!("{user}@") };
        format!(
            "{method} sip:{target}127.0.0.1:{port} SIP/2.0\r\n\
             Via: SIP/2.0/UDP 127.0.0.1:{own};rport;branch=z9hG4bK{branch}\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@127.0.0.1>;tag=a\r\nTo: <sip:{to}@127.0.0.1>\r\nCall-ID: {call}\r\n\
             CSeq: {branch} {method}\r\nContact: <sip:1000@127.0.0.1:{own}>\r\n{more}\
             Content-Length: 0\r\n\r\n"
        )
    }

    /// Registers as 1000.
    #[track_caller]
    pub(crate) fn register(&mut self) {
        let request = self.request("REGISTER", "1000", "register", "Expires: 600\r\n");
        self.send(request.as_bytes());
        assert!(self.next().starts_with("SIP/2.0 200 "), "registered");
    }

    /// Subscribes, and gives the answer; the NOTIFY after a success is acknowledged.
    #[track_caller]
    pub(crate) fn subscribe(&mut self, user: &str, call: &str) -> String {
        let more = "Event: presence\r\nExpires: 600\r\n";
        let request = self.request("SUBSCRIBE", user, call, more);
        self.send(request.as_bytes());
        let answer = self.next();
        if answer.starts_with("SIP/2.0 200 ") {
            let notify = self.next();
            self.acknowledge(&notify);
        }
        answer
    }

    /// 200 to a NOTIFY.
    #[track_caller]
    pub(crate) fn acknowledge(&self, notify: &str) {
        assert!(notify.starts_with("NOTIFY "), "{notify}");
        let repeated = ["Via: ", "From: ", "To: ", "Call-ID: ", "CSeq: "];
        let head = notify.split("\r\n\r\n").next().unwrap();
        let lines = head.lines().filter(|line| repeated.iter().any(|name| line.starts_with(name)));
        let lines: String = lines.map(|line| format!("{line}\r\n")).collect();
        self.send(format!("SIP/2.0 200 OK\r\n{lines}Content-Length: 0\r\n\r\n").as_bytes());
    }
}

/// The code of an answer.
pub(crate) fn code(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

#[test]
fn an_answer_tells_where_its_request_came_from_and_comes_again_with_it() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    let request = phone.request("SUBSCRIBE", "1111", "one", "Event: presence\r\n");
    phone.send(request.as_bytes());
    let answer = phone.next();
    let own = phone.own;
    assert!(answer.contains(&format!("rport={own}")), "{answer}");
    assert!(answer.contains("received=127.0.0.1"), "{answer}");
    let notify = phone.next();
    phone.acknowledge(&notify);
    phone.send(request.as_bytes());
    assert_eq!(phone.next(), answer);
    assert!(phone.is_left_alone(Duration::from_millis(300)), "a second subscription");
}

#[test]
fn a_watcher_who_is_not_registered_is_refused_and_hears_nothing() {
    let mut server = Server::start(OFFICE, &[]);
    let mut stranger = Plain::new(server.port);
    assert_eq!(code(&stranger.subscribe("1111", "one")), 403);
    server.tell("Phone B lifts");
    assert!(stranger.is_left_alone(Duration::from_millis(300)), "a stranger is told");
    // Nor does a phone that stands elsewhere lend its name.
    let mut phone = Plain::new(server.port);
    phone.register();
    assert_eq!(code(&stranger.subscribe("1111", "two")), 403);
    assert_eq!(code(&phone.subscribe("1111", "three")), 200);
}

#[test]
fn a_registration_that_is_taken_back_takes_the_subscriptions_along() {
    let mut server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    assert_eq!(code(&phone.subscribe("1111", "one")), 200);
    assert!(server.ask("subscriptions").contains("Phone A -> 1111  idle"));
    let request = phone.request("REGISTER", "1000", "register", "Expires: 0\r\n");
    phone.send(request.as_bytes());
    assert_eq!(code(&phone.next()), 200);
    server.wait_for("registrations", "none");
    server.wait_for("subscriptions", "none");
    server.wait_for_line("1000", "unknown");
}

#[test]
fn wrong_requests_get_the_code_that_says_why() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    let event = "Event: presence\r\n";
    let table = [
        ("SUBSCRIBE", "1999", event.to_owned(), 404),
        ("SUBSCRIBE", "4711", event.to_owned(), 404),
        ("SUBSCRIBE", "1111", "Event: winfo\r\n".to_owned(), 489),
        ("SUBSCRIBE", "1111", String::new(), 489),
        ("SUBSCRIBE", "1111", format!("{event}Expires: 5\r\n"), 423),
        ("SUBSCRIBE", "1111", format!("{event}Require: magic\r\n"), 420),
        ("SUBSCRIBE", "1111", format!("{event}Accept: text/plain\r\n"), 406),
        ("REGISTER", "1000", "Expires: 5\r\n".to_owned(), 423),
        ("PUBLISH", "1111", event.to_owned(), 405),
        ("NOTIFY", "1000", format!("{event}Subscription-State: active\r\n"), 481),
        ("OPTIONS", "1111", String::new(), 200),
        ("DANCE", "1111", String::new(), 501),
    ];
    for (nth, (method, user, more, expected)) in table.into_iter().enumerate() {
        let request = phone.request(method, user, &format!("wrong{nth}"), &more);
        phone.send(request.as_bytes());
        assert_eq!(code(&phone.next()), expected, "{request}");
    }
}
