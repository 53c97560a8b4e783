//! Trouble tickets: an office in which one thing is wrong. Its seed says what, so that neighbours
//! in a class look for different faults.

use super::faults::{KINDS, Kind};
use crate::engine::{Open, gallery, refused};
use crate::types::{Reply, Request, RowView, TicketView, ToldView};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::rng::Rng;
use lampfield_core::scenario::{MemorySources, Scenario, Sources, Step};
use lampfield_core::time::Instant;

/// Where tickets are loaded from.
const FOLDER: &str = "tickets/";
/// The office in which they are hidden.
const OFFICE: &str = "tickets/office.yaml";

/// Who works there in the file.
const ROLES: [&str; 6] = ["Anna", "Ben", "Carl", "Dora", "Emil", "Fay"];
/// Who works there in a ticket; none has the name of a role, or is part of one.
const NAMES: [&str; 18] = [
    "Greta", "Hugo", "Ines", "Jonas", "Karla", "Linus", "Mona", "Nils", "Olga", "Paul", "Quentin",
    "Rita", "Sven", "Tina", "Udo", "Vera", "Walter", "Yusuf",
];

/// A ticket that is open.
#[derive(Debug)]
pub(in crate::engine) struct Ticket {
    seed: u32,
    /// The steps that tell whether the lamp is mended, and what they count from.
    test: Vec<Step>,
    since: Instant,
    over: bool,
}

impl Ticket {
    /// Whether the fault is still to be found.
    pub(in crate::engine) fn hides(&self) -> bool {
        !self.over
    }
}

/// The fault of a ticket. Three and twelve have a common factor, five and twelve have none: so each
/// kind has its turn, and neighbours differ.
fn kind(seed: u32) -> &'static Kind {
    let [first, ..] = &KINDS;
    let place = (u64::from(seed) * 5 + 2) % KINDS.len() as u64;
    KINDS.get(usize::try_from(place).unwrap_or_default()).unwrap_or(first)
}

/// A text of the file, with the people of this ticket.
fn cast(seed: u32, text: &str) -> String {
    let count = NAMES.len();
    let first = Rng::stream(seed.into(), "tickets").below(count as u64);
    let first = usize::try_from(first).unwrap_or_default();
    let mut text = text.to_owned();
    for (role, at) in ROLES.iter().zip(0_usize..) {
        // Seven and eighteen have no common factor, so that nobody is there twice.
        text = text.replace(role, NAMES.get((first + at * 7) % count).copied().unwrap_or_default());
    }
    text
}

/// The office as its file has it, up to what only tells that all is well.
fn office() -> String {
    let all = gallery::sources().read(OFFICE);
    let text = all.as_deref().unwrap_or_default();
    text.split("  - { at: 5s").next().unwrap_or_default().to_owned()
}

/// The seed of a ticket, by its path.
pub(super) fn seed_of(path: &str) -> Option<u32> {
    path.strip_prefix(FOLDER)?.strip_suffix(".yaml")?.parse().ok()
}

/// A ticket with its fault.
pub(super) fn load(seed: u32) -> Result<(Scenario, Ticket), Vec<Diagnostic>> {
    let kind = kind(seed);
    let mut text = office();
    for (from, to) in kind.swaps {
        text = text.replacen(from, to, 1);
    }
    let test = kind.test();
    text.push_str(kind.steps);
    text.push_str("  - { at: 5s, say: the learner comes }\n");
    text.push_str(&test);
    let mut sources = MemorySources::default();
    sources.insert(OFFICE, cast(seed, &text));
    let mut scenario = lampfield_core::scenario::load(&sources, OFFICE)?;
    let own = scenario.steps.len().saturating_sub(test.lines().count());
    let (before, test) = scenario.steps.split_at_checked(own).unwrap_or_default();
    let since = before.last().map_or(Instant::ZERO, |step| step.at);
    let (before, test) = (before.into(), test.to_vec());
    scenario.steps = before;
    scenario.name = "Ticket ".to_owned() + &seed.to_string();
    Ok((scenario, Ticket { seed, test, since, over: false }))
}

/// A ticket as the page shows it.
pub(in crate::engine) fn view(seed: u32) -> TicketView {
    let kind = kind(seed);
    let complaint = "`".to_owned()
        + kind.lamp
        + "` should follow "
        + kind.watched
        + ", and does not. Everybody says that nothing was changed.";
    let mut objects: Vec<String> = ROLES.iter().map(|role| cast(seed, role)).collect();
    objects.extend(["Trunk Branch", "Trunk Server", "Office", "Staff"].map(str::to_owned));
    TicketView {
        seed,
        path: FOLDER.to_owned() + &seed.to_string() + ".yaml",
        text: cast(seed, &office()),
        complaint: cast(seed, &complaint),
        lamp: cast(seed, kind.lamp),
        causes: KINDS.iter().map(|kind| kind.cause.to_owned()).collect(),
        objects,
    }
}

/// A ticket on a sheet of a class, with its answer.
pub(super) fn row(seed: u32) -> RowView {
    let ticket = view(seed);
    let kind = kind(seed);
    RowView {
        title: "Ticket ".to_owned() + &seed.to_string() + ". " + &ticket.complaint,
        lines: ticket.causes,
        answer: kind.cause.to_owned() + ": " + &cast(seed, kind.object),
        note: kind.rule.to_string(),
    }
}

impl Open {
    /// Answers what is asked of a ticket.
    pub(in crate::engine) fn attend(&mut self, request: &Request) -> Reply {
        let Some(ticket) = &mut self.ticket else { return refused("no ticket is open") };
        let kind = kind(ticket.seed);
        let (solved, over, words) = match request {
            Request::TicketSay { cause, object } => {
                let right = *cause == kind.cause && *object == cast(ticket.seed, kind.object);
                let near = *cause == kind.cause || *object == cast(ticket.seed, kind.object);
                (
                    right,
                    right,
                    if right {
                        FOUND
                    } else if near {
                        HALF
                    } else {
                        WRONG
                    },
                )
            }
            Request::TicketCheck => {
                let outcomes = self.run.player().attempt(&ticket.test, ticket.since);
                let mended = outcomes.iter().all(|outcome| outcome.failure.is_none());
                (mended, mended, if mended { MENDED } else { STILL })
            }
            _ => (false, true, GIVEN_UP),
        };
        let mut told = ToldView { over, solved, words: words.to_owned(), ..ToldView::default() };
        if over {
            ticket.over = true;
            told.words.push(' ');
            told.words.push_str(kind.cause);
            told.words.push_str(": ");
            told.words.push_str(&cast(ticket.seed, kind.object));
            told.words.push('.');
            told.rule = kind.rule.to_string();
            told.mend = kind.mend.iter().map(|words| cast(ticket.seed, words)).collect();
        }
        Reply::Told { told }
    }
}

const FOUND: &str = "Found.";
const MENDED: &str = "The lamp works again.";
const GIVEN_UP: &str = "This is what it was.";
const WRONG: &str = "It is something else.";
const HALF: &str = "Half of it is right.";
const STILL: &str = "The lamp does not follow yet.";
