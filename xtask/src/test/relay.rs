//! A relay between Chromium and the server of `wasm-bindgen-test-runner`.
//!
//! That server (tiny_http 0.12) gives each connection a thread of a pool, and counts a thread as free
//! until it has woken. Of two connections that come close together, the second can wait for a thread
//! that the first one keeps; and Chromium keeps its connections open. Then one of the modules never
//! comes, and the test page loads for ever: four runs of seven, once the page had six files. Through
//! the relay each request has a connection of its own, which ends with its answer.

use crate::run::Result;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// How long a head may be, in bytes: Chromium's have about 600.
const MAX_HEAD: u64 = 64 * 1024;

/// How long a connection may say nothing.
const MAX_SILENCE: Duration = Duration::from_secs(60);

/// Relays what Chromium asks on loopback, for as long as this process lives.
pub(super) struct Relay {
    address: SocketAddr,
}

impl Relay {
    pub(super) fn start() -> Result<Self> {
        let problem = |error: io::Error| format!("no port for the relay on loopback: {error}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(problem)?;
        let address = listener.local_addr().map_err(problem)?;
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                thread::spawn(move || relayed(connection));
            }
        });
        Ok(Self { address })
    }

    /// The browser's options, with the relay in front of everything, loopback too.
    pub(super) fn options(&self, plain: &str) -> Result<String> {
        let place = "\"args\": [";
        let (before, after) = plain.split_once(place).ok_or_else(|| {
            format!("web/webdriver.json has no `{place}` where the relay could be named")
        })?;
        let relay = self.address;
        Ok(format!(
            "{before}{place}\n      \"--proxy-server=http://{relay}\", \
             \"--proxy-bypass-list=<-loopback>\",{after}"
        ))
    }
}

/// Answers one request, of which nothing is kept: who waits for it sees the connection close.
fn relayed(client: TcpStream) {
    let answered = answer(&client);
    if let Err(error) = answered {
        let _ = write!(&client, "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n{error}\n");
    }
    let _ = client.shutdown(Shutdown::Both);
}

fn answer(client: &TcpStream) -> io::Result<()> {
    client.set_read_timeout(Some(MAX_SILENCE))?;
    let mut reader = BufReader::new(client);
    let (server, head) = addressed(&head(&mut reader)?)?;
    let server = TcpStream::connect(server)?;
    server.set_read_timeout(Some(MAX_SILENCE))?;
    (&server).write_all(head.as_bytes())?;
    thread::scope(|scope| {
        // What follows the head; it ends when the answer has been written.
        scope.spawn(|| io::copy(&mut reader, &mut &server));
        let copied = io::copy(&mut &server, &mut &*client);
        let _ = client.shutdown(Shutdown::Both);
        copied.map(drop)
    })
}

/// A request's head, its empty line left out.
fn head(reader: &mut impl BufRead) -> io::Result<String> {
    let (mut head, mut reader) = (String::new(), reader.take(MAX_HEAD));
    loop {
        let start = head.len();
        if reader.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if head[start..].trim_end().is_empty() {
            head.truncate(start);
            return Ok(head);
        }
    }
}

/// Where a request goes, and its head as that server is to read it.
fn addressed(head: &str) -> io::Result<(SocketAddr, String)> {
    let refused = || io::Error::other("only http://127.0.0.1 is relayed");
    let (line, fields) = head.split_once('\n').unwrap_or((head, ""));
    let mut words = line.split_whitespace();
    let (Some(method), Some(url)) = (words.next(), words.next()) else { return Err(refused()) };
    let (host, path) =
        url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).ok_or_else(refused)?;
    let server: SocketAddr = host.parse().map_err(|_| refused())?;
    if !server.ip().is_loopback() {
        return Err(refused());
    }
    let hop = ["connection:", "proxy-connection:", "keep-alive:"];
    let kept = fields.lines().filter(|field| {
        let field = field.to_ascii_lowercase();
        !hop.iter().any(|name| field.starts_with(name))
    });
    let fields: String = kept.map(|field| format!("{field}\r\n")).collect();
    Ok((server, format!("{method} /{path} HTTP/1.1\r\n{fields}Connection: close\r\n\r\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers each connection once, with what it was asked.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let asked = head(&mut BufReader::new(&stream)).unwrap();
                write!(&stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{asked}").unwrap();
            }
        });
        address
    }

    fn through(relay: &Relay, asked: &str) -> String {
        let mut stream = TcpStream::connect(relay.address).unwrap();
        stream.write_all(asked.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_relayed_request_asks_the_server_to_close() {
        let (relay, server) = (Relay::start().unwrap(), echo());
        let asked = format!(
            "GET http://{server}/run.js?a=b HTTP/1.1\r\nHost: {server}\r\n\
             Proxy-Connection: keep-alive\r\nAccept: */*\r\n\r\n"
        );
        let answer = through(&relay, &asked);
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(
            body,
            format!(
                "GET /run.js?a=b HTTP/1.1\r\nHost: {server}\r\nAccept: */*\r\nConnection: close\r\n"
            )
        );
    }

    #[test]
    fn nothing_beyond_loopback_is_relayed() {
        let relay = Relay::start().unwrap();
        for line in [
            "GET http://192.0.2.1:80/ HTTP/1.1",
            "GET http://update.example/ HTTP/1.1",
            "CONNECT update.example:443 HTTP/1.1",
            "nonsense",
        ] {
            let answer = through(&relay, &format!("{line}\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 502 "), "{line}: {answer}");
        }
    }

    #[test]
    fn the_browser_is_told_of_the_relay_and_keeps_its_options() {
        let plain = include_str!("../../../web/webdriver.json");
        let relay = Relay::start().unwrap();
        let options = relay.options(plain).unwrap();
        assert!(options.contains(&format!("--proxy-server=http://{}", relay.address)), "{options}");
        assert!(options.contains("\"--headless\""), "{options}");
        assert!(relay.options("{}").unwrap_err().contains("webdriver.json"));
    }
}
