//! The one thing that is read in a media description: whether it holds the far end (RFC 3264 8.4).
//! And the one that is written where there are no media but in the story.

use crate::sip::address::HostPort;
use crate::sip::message::Body;
use crate::sip::text::put_all;

/// Which way media go, as the side says that describes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Both ways.
    Both,
    /// From here only: the far end is on hold.
    Out,
    /// To here only: the answer of one that is on hold.
    In,
    /// No way.
    Silent,
}

/// Which way media go from one who answers this offer; `held` where he holds the far end.
pub fn direction_for(offer: &[u8], held: bool) -> Direction {
    let silent = offer.split(|&byte| byte == b'\n').any(|line| line.trim_ascii() == b"a=inactive");
    match (held, is_hold(offer)) {
        _ if silent => Direction::Silent,
        (false, false) => Direction::Both,
        (true, false) => Direction::Out,
        (false, true) => Direction::In,
        (true, true) => Direction::Silent,
    }
}

/// One audio stream at an address, in PCMU.
pub fn describe(at: HostPort, direction: Direction) -> Body {
    let word = match direction {
        Direction::Both => "sendrecv",
        Direction::Out => "sendonly",
        Direction::In => "recvonly",
        Direction::Silent => "inactive",
    };
    let mut host = Vec::with_capacity(16);
    at.write_ip(&mut host);
    let host = String::from_utf8(host).unwrap_or_default();
    let mut out = Vec::with_capacity(128);
    let own = ["IN IP4 ", &host, "\r\n"].concat();
    let lines =
        ["v=0\r\no=- 0 0 ", &own, "s=-\r\nc=", &own, "t=0 0\r\nm=audio 4000 RTP/AVP 0\r\na="];
    put_all(&mut out, &lines);
    put_all(&mut out, &[word, "\r\n"]);
    Body::sdp(out)
}

/// Whether a media description puts the far end on hold: all its live media are `sendonly` or
/// `inactive`, or go to address 0.0.0.0. Of what is no media description, or has no live media,
/// nothing is said: `false`.
pub fn is_hold(sdp: &[u8]) -> bool {
    let mut session = Section::default();
    let mut media: Vec<(bool, Section)> = Vec::new();
    for line in sdp.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii) {
        if let Some(value) = line.strip_prefix(b"m=") {
            media.push((is_live(value), Section::default()));
            continue;
        }
        media.last_mut().map_or(&mut session, |(_, section)| section).read(line);
    }
    let mut live = media.iter().filter(|(live, _)| *live).map(|(_, section)| section).peekable();
    live.peek().is_some() && live.all(|section| section.holds(&session))
}

/// What a session or one of its media says of itself.
#[derive(Clone, Copy, Debug, Default)]
struct Section {
    /// Whether the far end shall be silent, where a direction stands.
    silences: Option<bool>,
    /// Whether media go nowhere, where an address stands.
    nowhere: Option<bool>,
}

impl Section {
    fn read(&mut self, line: &[u8]) {
        match line {
            b"a=sendonly" | b"a=inactive" => self.silences = Some(true),
            b"a=sendrecv" | b"a=recvonly" => self.silences = Some(false),
            _ if line.starts_with(b"c=") => {
                self.nowhere = Some(line.ends_with(b" 0.0.0.0"));
            }
            _ => {}
        }
    }

    /// What stands at the media counts before what stands at the session (RFC 4566 5.7, 6).
    fn holds(&self, session: &Section) -> bool {
        let silences = self.silences.or(session.silences).unwrap_or(false);
        silences || self.nowhere.or(session.nowhere).unwrap_or(false)
    }
}

/// Whether a medium has a port: 0 takes it out (RFC 3264 6).
fn is_live(value: &[u8]) -> bool {
    let port = value.split(|&byte| byte == b' ').nth(1).unwrap_or(b"0");
    port.split(|&byte| byte == b'/').next() != Some(b"0")
}

#[cfg(test)]
mod tests {
    use super::is_hold;

    fn held(lines: &[&str]) -> bool {
        is_hold(lines.join("\r\n").as_bytes())
    }

    #[test]
    fn hold_is_a_direction_or_an_address_of_all_live_media() {
        let audio = "m=audio 4000 RTP/AVP 0";
        let here = "c=IN IP4 10.0.0.9";
        assert!(!held(&["v=0", here, audio]));
        for direction in ["a=sendonly", "a=inactive"] {
            assert!(held(&["v=0", here, audio, direction]), "{direction}");
            assert!(held(&["v=0", here, direction, audio]), "{direction}");
            assert!(!held(&["v=0", here, direction, audio, "a=sendrecv"]), "{direction}");
        }
        assert!(!held(&["v=0", here, audio, "a=recvonly"]));
        assert!(held(&["v=0", "c=IN IP4 0.0.0.0", audio]));
        assert!(!held(&["v=0", "c=IN IP4 0.0.0.0", audio, here]));
    }

    #[test]
    fn one_live_medium_that_goes_on_is_no_hold_and_dead_ones_do_not_count() {
        let (audio, video) = ("m=audio 4000 RTP/AVP 0", "m=video 4002 RTP/AVP 96");
        assert!(!held(&[audio, "a=sendonly", video]));
        assert!(held(&[audio, "a=sendonly", "m=video 0 RTP/AVP 96"]));
        assert!(!held(&["a=sendonly", "m=audio 0 RTP/AVP 0"]));
        assert!(!is_hold(b"") && !is_hold(b"a=sendonly") && !is_hold(b"m=\r\nm=audio"));
    }
}
