//! A web server for one page, on this machine only: it hands out files and takes nothing in.
//!
//! Bounded on every side: the length of a request, the time it may take, how many at once. It
//! stands on the standard library alone, so that `xtask` and the browser tests include this file
//! as it is and serve what the product serves.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The longest request head, bytes.
const MAX_HEAD: usize = 8 * 1024;
/// So many requests are answered at once; more are turned away.
const MAX_AT_ONCE: usize = 32;
/// How long a browser may take to ask, or to take the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Finds a file by its path below the root: `index.html`.
pub(crate) type Find = dyn Fn(&str) -> Option<Cow<'static, [u8]>> + Send + Sync;

/// Binds a port of the loopback address; 0 takes any that is free.
///
/// # Errors
///
/// The port is taken or not for us.
pub(crate) fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

/// Answers until the listener fails, which it does not by itself.
///
/// # Errors
///
/// The listener failed.
pub(crate) fn serve(listener: &TcpListener, find: &Arc<Find>) -> io::Result<()> {
    let busy = Arc::new(AtomicUsize::new(0));
    loop {
        let (stream, _) = match listener.accept() {
            Ok(pair) => pair,
            // A browser that hung up before it was heard.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        };
        if busy.fetch_add(1, Ordering::SeqCst) >= MAX_AT_ONCE {
            busy.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (find, busy) = (Arc::clone(find), Arc::clone(&busy));
        std::thread::spawn(move || {
            // Whoever asked has gone: nobody is left to tell.
            let _ = answer(stream, &*find);
            busy.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

fn answer(mut stream: TcpStream, find: &Find) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(head) = read_head(&mut stream)? else {
        return say(&mut stream, "431 Request Header Fields Too Large", b"too long\n", true);
    };
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let with_body = match method {
        "GET" => true,
        "HEAD" => false,
        _ => return say(&mut stream, "405 Method Not Allowed", b"only GET\n", true),
    };
    let path = target.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    match find(path).filter(|_| plain && !path.contains('\\')) {
        Some(bytes) => {
            head_of(&mut stream, "200 OK", kind(path), bytes.len(), freshness(path))?;
            if with_body { stream.write_all(&bytes) } else { Ok(()) }
        }
        None => say(&mut stream, "404 Not Found", b"there is no such file\n", with_body),
    }
}

/// The head of a request; `None` if it is longer than any that a browser sends.
fn read_head(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if head.len() > MAX_HEAD {
            return Ok(None);
        }
        match stream.read(&mut part)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => head.extend(part.iter().take(length)),
        }
    }
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}

fn say(stream: &mut TcpStream, status: &str, text: &[u8], with_body: bool) -> io::Result<()> {
    head_of(stream, status, "text/plain; charset=utf-8", text.len(), "no-store")?;
    if with_body { stream.write_all(text) } else { Ok(()) }
}

fn head_of(
    stream: &mut TcpStream,
    status: &str,
    kind: &str,
    length: usize,
    cache: &str,
) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: {cache}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
}

/// The media type; browsers compile WebAssembly while it comes in only if it is named right.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}

/// Files with a hash in their name never change.
fn freshness(path: &str) -> &'static str {
    let hashed = |part: &str| part.len() >= 16 && part.bytes().all(|b| b.is_ascii_hexdigit());
    if path.split(['-', '.', '_']).any(hashed) { "max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(request: &str) -> String {
        let listener = bind(0).unwrap();
        let address = listener.local_addr().unwrap();
        let find: Arc<Find> = Arc::new(|path: &str| {
            (path == "index.html" || path == "a.wasm").then_some(Cow::Borrowed(&b"here"[..]))
        });
        std::thread::spawn(move || serve(&listener, &find));
        let mut stream = TcpStream::connect(address).unwrap();
        // A server that turns a request away closes before it has read it all.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn files_are_handed_out_with_their_type_and_nothing_else_is() {
        for (request, status, more) in [
            ("GET / HTTP/1.1\r\n\r\n", "200", "text/html"),
            ("GET /?a=1 HTTP/1.1\r\n\r\n", "200", "here"),
            ("GET /a.wasm HTTP/1.1\r\n\r\n", "200", "application/wasm"),
            ("GET /../index.html HTTP/1.1\r\n\r\n", "404", "no such file"),
            ("GET /.git HTTP/1.1\r\n\r\n", "404", "no such file"),
            ("POST / HTTP/1.1\r\n\r\n", "405", "only GET"),
        ] {
            let answer = asked(request);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {answer}");
            assert!(answer.contains(more), "{request}: {answer}");
        }
        assert!(!asked("HEAD / HTTP/1.1\r\n\r\n").contains("here"));
    }

    #[test]
    fn a_request_without_end_is_turned_away() {
        let answer = asked(&format!("GET /{} HTTP/1.1\r\n", "x".repeat(2 * MAX_HEAD)));
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }

    #[test]
    fn only_hashed_names_are_kept_by_browsers() {
        assert!(freshness("lampfield-page-0123456789abcdef_bg.wasm").contains("immutable"));
        assert_eq!(freshness("index.html"), "no-cache");
    }
}
