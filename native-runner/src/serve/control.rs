//! Lines from standard input and from the control socket.
//!
//! A line is what one types: a sentence of the language (`Phone B lifts`), an edit
//! (`change { phones: { Phone A: { css: Everyone } } }`), a question (`registrations`), or `stop`.
//! An answer is any number of lines and an empty one.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use mio::Waker;

/// So many lines wait at most; who writes more waits.
const LINES: usize = 64;
/// No line is longer.
const LINE_BYTES: u64 = 64 * 1024;
/// So many wait for the control socket at a time.
#[cfg(unix)]
const TALKERS: usize = 16;

/// A line and where its answer goes.
pub(crate) struct Order {
    pub(crate) line: String,
    answer: Box<dyn FnOnce(&str) + Send>,
}

impl Order {
    /// Answers.
    pub(crate) fn answer(self, text: &str) {
        (self.answer)(text);
    }
}

/// Where lines come from.
pub(crate) struct Control {
    lines: Receiver<Order>,
    send: SyncSender<Order>,
    waker: Arc<Waker>,
    /// The control socket's file, to be taken away in the end.
    socket: Option<PathBuf>,
}

impl Control {
    /// Nobody talks yet; `waker` wakes the one who takes the lines.
    pub(crate) fn new(waker: Waker) -> Control {
        let (send, lines) = sync_channel(LINES);
        Control { lines, send, waker: Arc::new(waker), socket: None }
    }

    /// Takes lines from standard input. Its end is no order: a server in the background has none.
    pub(crate) fn listen_to_stdin(&self) {
        let talk = self.talk();
        std::thread::spawn(move || {
            let print = || -> Box<dyn FnOnce(&str) + Send> {
                Box::new(|text: &str| {
                    // Whoever read it may be gone.
                    drop(writeln!(io::stdout(), "{text}\n"));
                })
            };
            drop(talk.lines(BufReader::new(io::stdin()), print));
        });
    }

    /// Takes lines from a socket of this machine, at a path.
    ///
    /// # Errors
    /// The path cannot be had: there is something already, or no such folder.
    #[cfg(unix)]
    pub(crate) fn listen_at(&mut self, path: &Path) -> io::Result<()> {
        use std::os::unix::net::{UnixListener, UnixStream};
        use std::sync::atomic::{AtomicUsize, Ordering};

        let listener = UnixListener::bind(path)?;
        self.socket = Some(path.to_path_buf());
        let talk = self.talk();
        let talkers = Arc::new(AtomicUsize::new(0));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if talkers.fetch_add(1, Ordering::SeqCst) >= TALKERS {
                    talkers.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                let (talk, talkers) = (talk.clone(), Arc::clone(&talkers));
                std::thread::spawn(move || {
                    let answer = |stream: &UnixStream| stream.try_clone();
                    let write = || -> Box<dyn FnOnce(&str) + Send> {
                        let back = answer(&stream);
                        Box::new(move |text: &str| {
                            if let Ok(mut back) = back {
                                drop(write!(back, "{text}\n\n"));
                            }
                        })
                    };
                    if let Ok(reading) = stream.try_clone() {
                        drop(talk.lines(BufReader::new(reading), write));
                    }
                    talkers.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok(())
    }

    /// Other systems have no such sockets.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(unix))]
    pub(crate) fn listen_at(&mut self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The next line, if there is one.
    pub(crate) fn next(&self) -> Option<Order> {
        self.lines.try_recv().ok()
    }

    fn talk(&self) -> Talk {
        Talk { send: self.send.clone(), waker: Arc::clone(&self.waker) }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Some(path) = &self.socket {
            // It may have been taken away already.
            drop(std::fs::remove_file(path));
        }
    }
}

#[derive(Clone)]
struct Talk {
    send: SyncSender<Order>,
    waker: Arc<Waker>,
}

impl Talk {
    fn lines(
        &self,
        mut from: impl BufRead,
        answer: impl Fn() -> Box<dyn FnOnce(&str) + Send>,
    ) -> io::Result<()> {
        loop {
            let mut bytes = Vec::new();
            if from.by_ref().take(LINE_BYTES).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&bytes).trim().to_owned();
            if line.is_empty() {
                continue;
            }
            if self.send.send(Order { line, answer: answer() }).is_err() {
                return Ok(());
            }
            self.waker.wake()?;
        }
    }
}
