//! Every bound of the engine, with its reason. Past a bound there is a [`LimitReached`], never
//! growth without end.

use core::fmt;

/// Declares bounds as constants together with the [`Limit`] that names them in errors.
macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $bound:expr, $what:expr;)*) => {
        $(
            $(#[$doc])*
            pub const $name: Limit = Limit { name: stringify!($name), bound: $bound, what: $what };
        )*

        /// All bounds, for documentation.
        pub const ALL: &[Limit] = &[$($name),*];
    };
}

/// A bound with its name and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name in this module.
    pub name: &'static str,
    /// The highest number allowed.
    pub bound: u64,
    /// What is counted, in the plural: `phones in a cluster`.
    pub what: &'static str,
}

impl Limit {
    /// `Ok` while `count` is within the bound.
    ///
    /// # Errors
    /// [`LimitReached`] once `count` is greater than the bound.
    pub fn check(self, count: usize) -> Result<(), LimitReached> {
        match u64::try_from(count) {
            Ok(count) if count <= self.bound => Ok(()),
            _ => Err(self.reached()),
        }
    }

    /// The bound as a size of something in memory.
    pub const fn as_usize(self) -> usize {
        // Bounds are far below 2^32, so this loses nothing on a 32-bit target (WASM).
        self.bound as usize
    }

    /// The error that says so.
    pub const fn reached(self) -> LimitReached {
        LimitReached { limit: self.name, bound: self.bound, what: self.what }
    }
}

/// Something would have grown past its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitReached {
    /// The name of the bound in [`crate::limits`].
    pub limit: &'static str,
    /// The bound.
    pub bound: u64,
    /// What it counts.
    pub what: &'static str,
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} {}: that is the limit {}", self.bound, self.what, self.limit)
    }
}

impl core::error::Error for LimitReached {}

limits! {
    /// Ten thousand is a full cluster; six times that leaves room for what-if questions, and every
    /// phone still has an address of its own in the simulator (10.1.0.0/16).
    PHONES = 60_000, "phones in a cluster";
    /// Each has a CallManager, and their nodes come before those of who is outside.
    CLUSTERS = 200, "clusters in a scenario";
    /// Numbers and patterns. A route index needs some hundred bytes for each.
    DIRECTORY_NUMBERS = 1_000_000, "directory numbers in a cluster";
    /// A phone with expansion modules has about a hundred buttons.
    BUTTONS = 200, "buttons on a phone";
    /// The real device keeps about a hundred entries a list; the oldest goes when one more comes.
    CALL_LIST_ENTRIES = 100, "entries in a call list";
    /// A number is packed into 128 bits, four for each of its symbols; the longest E.164 number
    /// with every prefix is far shorter.
    NUMBER_LENGTH = 32, "symbols in a number or pattern";
    /// One for each subscription and for each lamp of an SCCP phone; 20 bytes each.
    WATCHES = 1_000_000, "live watches";
    /// One for each pair of route and presentity outside that somebody watches.
    UPSTREAMS = 100_000, "subscriptions upstream";
    /// At 400 bytes each a million subscriptions take 400 MB, the most that a run should hold.
    SUBSCRIPTIONS = 1_000_000, "live subscriptions";
    /// Transactions live 32 s at most; a storm of a million needs patience, not memory.
    TRANSACTIONS = 1_000_000, "SIP transactions at a time";
    /// CallManager's own default; one more does not ring.
    CALLS_PER_LINE = 4, "calls on a line of a phone";
    /// Calls are for lamps here, not for load.
    CALLS = 100_000, "calls at a time";
    /// What a real network can make a desk remember: addresses are cheap to invent.
    FAR_ENDS = 65_536, "real ends that are remembered";
    /// NOTIFYs that wait at a desk until those before them are answered: one change to this many, all
    /// behind one address. Their bytes are those of their transactions.
    WAITING_NOTIFIES = 100_000, "NOTIFYs that wait for their turn";
    /// Each call through a back-to-back agent has two.
    CALL_LEGS = 200_000, "call legs at a time";
    /// How long a call may ring, and a re-INVITE wait for its answer: T301 of CallManager's service
    /// parameters, and what RFC 3261 16.6 asks of timer C at least.
    CALL_RINGING_SECONDS = 180, "seconds in which a call is answered";
    /// Proxies between two ends; a route set is kept as long as the call stands.
    SIP_ROUTES = 32, "proxies in the route set of a dialog";
    /// Several ends that a forking proxy reached may answer one INVITE; all but the first are sent
    /// away, and this many are remembered for it.
    CALL_FORKS = 8, "further answers to a forked INVITE";
    /// RFC 3261 18.1.1 lets a datagram be as large as UDP can carry.
    DATAGRAM_BYTES = 65_535, "bytes in a datagram";
    /// RFC 3261 18.1.1: where the path's MTU is not known, a larger request goes over a stream.
    DATAGRAM_REQUEST_BYTES = 1_300, "bytes in a request that goes in a datagram";
    /// Call-ID, tag, branch or Event id: several times what the longest stacks in use send.
    SIP_TOKEN_BYTES = 256, "bytes in a Call-ID, tag, branch or event id";
    /// First line and headers of a message on a stream. Real ones take about a thousand; together
    /// with the body no message is longer than a datagram can be.
    STREAM_HEAD_BYTES = 16_384, "bytes in the headers of a message on a stream";
    /// Media descriptions and presence documents take a few thousand.
    STREAM_BODY_BYTES = 49_151, "bytes in the body of a message on a stream";
    /// As long as a request waits for its answer (64 T1): who is slower than that is gone.
    STREAM_MESSAGE_SECONDS = 32, "seconds from the first byte of a message on a stream to its last";
    /// Real requests have about twenty; each costs time to look at.
    SIP_HEADERS = 128, "headers in a SIP message";
    /// A URI is kept in the dialog as long as the subscription lives.
    SIP_URI_BYTES = 512, "bytes in a SIP URI";
    /// A nonce with all that is said around it takes about 300.
    DIGEST_HEADER_BYTES = 4_096, "bytes in a challenge or in credentials";
    /// RFC 7616 knows twelve.
    DIGEST_PARAMS = 32, "parameters in a challenge or in credentials";
    /// One for each algorithm and each proxy on the way.
    DIGEST_HEADERS = 16, "challenges or credentials in a message";
    /// Nonces in use within their lifetime: 100 bytes each. Past it the oldest becomes stale.
    DIGEST_NONCES = 100_000, "nonces in use";
    /// A phone has one, a user a handful; past it a REGISTER is refused (503), nobody is displaced.
    BINDINGS_PER_AOR = 10, "contacts of an address-of-record";
    /// At some 400 bytes each.
    BINDINGS = 200_000, "contacts registered";
    /// One for each line of a phone, or for each trunk that registers.
    REGISTRATIONS = 100_000, "registrations with registrars";
    /// Several sources may publish of one presentity; their documents are kept.
    PUBLICATIONS_PER_AOR = 10, "publications of a presentity";
    /// With their documents, at most 16 kB each but some 800 bytes in fact.
    PUBLICATIONS = 100_000, "publications";
    /// One for each trunk that is watched.
    PINGS = 10_000, "far ends pinged";
    /// How often in a row a server may demand a longer time before it counts as a refusal.
    RAISES = 4, "answers 423 in a row";
    /// In seconds: what a far end may make us wait before the next try.
    RETRY_AFTER_SECONDS = 3_600, "seconds of a Retry-After that is heeded";
    /// Dialogs in one document about a line; a shared line has a handful.
    DIALOGS = 64, "dialogs of a line";
    /// CallManager's documents have about 800 bytes.
    DOCUMENT_BYTES = 16_384, "bytes in a presence document";
    /// PIDF with RPID needs 6.
    DOCUMENT_DEPTH = 32, "elements inside one another in a presence document";
    /// Messages on their way and wake-ups ahead. Reached, the world stops: a scenario with a loop
    /// that breeds messages is wrong, and says so.
    QUEUED = 4_000_000, "events in the queue of the world";
    /// Two nodes that answer each other with no latency would never let time go on.
    EVENTS_AT_ONE_INSTANT = 1_000_000, "events at one instant";
    /// Messages that a cut link of in-process messages holds back for one direction.
    HELD_BACK = 100_000, "messages held back by a cut link";
    /// A full trace turns into a ring past this many events: about 100 MB with their bytes.
    TRACE_EVENTS = 500_000, "events in a full trace";
    /// How many one-shot faults (`lose next NOTIFY to Phone A`) may wait at a time.
    WAITING_FAULTS = 1_000, "one-shot faults that wait for their message";
    /// A trace file of this size no longer opens in a browser with pleasure.
    TRACE_FILE_BYTES = 512_000_000, "bytes in a trace file";
    /// A wider waveform is for a page that can scroll, not for text.
    WAVEFORM_COLUMNS = 10_000, "columns in a waveform";
    /// Scenario files are written by people.
    SCENARIO_FILE_BYTES = 4_000_000, "bytes in a scenario file";
    /// A tree of this many texts, lists and mappings takes about 50 MB.
    SCENARIO_NODES = 500_000, "texts, lists and mappings in a scenario file";
    /// Nobody nests deeper by hand, and every walk down a tree is bounded by it.
    SCENARIO_NESTING = 48, "lists and mappings within each other in a scenario file";
    /// More mistakes than these help nobody; the rest is counted.
    DIAGNOSTICS = 200, "diagnostics for one scenario";
    /// Deeper includes are cycles or mistakes.
    INCLUDE_DEPTH = 16, "files included by one another";
    /// Each is a whole run; more belong into several files.
    CASES = 10_000, "cases of a scenario";
    /// Nobody reads more, and each is looked at when the file is read.
    STEPS = 100_000, "steps in a scenario";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_allows_itself_and_refuses_one_more_with_a_sentence() {
        assert_eq!(BUTTONS.check(200), Ok(()));
        let error = BUTTONS.check(201).unwrap_err();
        assert_eq!(
            error.to_string(),
            "more than 200 buttons on a phone: that is the limit BUTTONS"
        );
    }

    #[test]
    fn every_bound_fits_the_32_bit_address_space_of_a_page() {
        assert!(ALL.iter().all(|limit| limit.bound <= u64::from(u32::MAX)));
    }
}
