//! How plain data crosses between page and worker: as bytes, value after value, without names, since
//! both ends are the same module. One description of each type (in `shapes`) serves writing and
//! reading back; a general library would bring a reader and a writer of its own for each type, and the
//! page has no room for them. To other people's JavaScript the same types go by `serde-wasm-bindgen`,
//! from a module of its own (`src/face`).

mod bytes;
mod sealed;
mod shapes;

pub use bytes::Bytes;
pub use sealed::Sealed;

use crate::types::{Reply, Request};

/// Something that crosses.
pub trait Wire {
    /// Hands each of its pieces to what carries them. One that reads fills them in: it is given an
    /// empty value, and what cannot be read stays empty.
    fn cross(&mut self, by: &mut Bytes);
}

/// A request with its number, as bytes. It stays as it is.
#[must_use]
pub fn request_bytes(number: u32, request: &mut Request) -> Vec<u8> {
    bytes(number, request)
}

/// A reply with the number of its request, as bytes.
#[must_use]
pub fn reply_bytes(number: u32, mut reply: Reply) -> Vec<u8> {
    bytes(number, &mut reply)
}

/// The request and its number.
///
/// # Errors
///
/// The number, 0 where not even that can be read.
pub fn read_request(bytes: Vec<u8>) -> Result<(u32, Request), u32> {
    pair(bytes, Request::Snapshot)
}

/// The reply and the number of its request.
///
/// # Errors
///
/// The number, 0 where not even that can be read.
pub fn read_reply(bytes: Vec<u8>) -> Result<(u32, Reply), u32> {
    pair(bytes, Reply::Ready)
}

fn bytes<T: Wire>(mut number: u32, value: &mut T) -> Vec<u8> {
    let mut bytes = Bytes::default();
    number.cross(&mut bytes);
    value.cross(&mut bytes);
    bytes.into_bytes()
}

fn pair<T: Wire>(bytes: Vec<u8>, mut value: T) -> Result<(u32, T), u32> {
    let (mut bytes, mut number) = (Bytes::reading(bytes), 0_u32);
    number.cross(&mut bytes);
    value.cross(&mut bytes);
    if bytes.ended_well() { Ok((number, value)) } else { Err(number) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{KeyView, LadderRow, LampView, PhoneView, RowKind, Snapshot};

    fn snapshot() -> Snapshot {
        let lamp = LampView { face: "busy".into(), since_us: -1, ..LampView::default() };
        let key = KeyView { button: 1, label: "Größe \"1\"".into(), lamp, ..KeyView::default() };
        let phone = PhoneView { name: "A".into(), keys: vec![key].into(), ..PhoneView::default() };
        let row = LadderRow { at_us: i64::MAX, kind: RowKind::Lamp, ..LadderRow::default() };
        Snapshot {
            seed: u32::MAX,
            now_us: 1_500_000,
            acts: vec![(i64::MIN, "A lifts".into())],
            phones: vec![phone],
            flights: vec![row],
            ..Snapshot::default()
        }
    }

    #[test]
    fn what_was_written_is_read_back() {
        let reply = Reply::Snapshot { snapshot: Box::new(snapshot()) };
        assert_eq!(read_reply(reply_bytes(7, reply.clone())), Ok((7, reply)));
        let mut request = Request::Load {
            path: "a".into(),
            text: "b\0".into(),
            seed: None,
            at_us: Some(-3),
            acts: vec![(1, "c".into())],
        };
        let bytes = request_bytes(u32::MAX, &mut request);
        assert_eq!(read_request(bytes), Ok((u32::MAX, request)));
    }

    #[test]
    fn what_is_cut_changed_or_too_long_is_refused_and_never_more_than_that() {
        let reply = Reply::Snapshot { snapshot: Box::new(snapshot()) };
        let whole = reply_bytes(7, reply);
        for length in 0..whole.len() {
            assert!(read_reply(whole[..length].to_vec()).is_err(), "cut at {length}");
        }
        assert_eq!(read_reply([&whole[..], &[0]].concat()), Err(7));
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] = 0xff;
            let _ = read_reply(changed);
        }
    }

    #[test]
    fn what_is_sealed_is_the_same_where_its_bytes_are_and_empty_where_they_make_no_sense() {
        let names = |names: &[&str]| -> Sealed<Vec<String>> {
            names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().into()
        };
        assert_eq!(names(&["A", "Größe"]), names(&["A", "Größe"]));
        assert_ne!(names(&["A"]), names(&["B"]));
        assert_eq!(*names(&["A", "B"]), ["A", "B"]);
        assert!(Sealed::<Vec<String>>::default().is_empty());
    }
}
