//! What can be asked of a server that runs.

use lampfield_core::node::{CALL_MANAGER, Lasts, Node, NodeEvent};
use lampfield_core::presence::{Decision, Watcher};
use lampfield_core::site::{Roster, Site};
use lampfield_core::time::Instant;
use lampfield_core::trace::What;
use lampfield_core::trace::words::{outcome_word, status_word};

use super::live::Live;

/// What can be asked.
struct Question {
    word: &'static str,
    /// What it tells, for `help`.
    tells: &'static str,
    tell: fn(&Live) -> String,
}

const QUESTIONS: &[Question] = &[
    Question {
        word: "status",
        tells: "how long it runs, and how much came and went",
        tell: status,
    },
    Question {
        word: "registrations",
        tells: "which real phones are registered, from where, until when",
        tell: registrations,
    },
    Question {
        word: "subscriptions",
        tells: "who watches what, until when, and what he was told",
        tell: subscriptions,
    },
    Question { word: "lines", tells: "what CallManager says of each number", tell: lines },
    Question { word: "decisions", tells: "the last ten decisions", tell: decisions },
];

/// So many decisions are told.
const DECISIONS: usize = 10;

/// The answer to a question; `None` where the line is none.
pub(super) fn answer(live: &Live, line: &str) -> Option<String> {
    if line == "help" {
        return Some(help());
    }
    let text = (QUESTIONS.iter().find(|one| one.word == line)?.tell)(live);
    Some(if text.is_empty() { "none".to_owned() } else { text.trim_end().to_owned() })
}

/// The words of all questions, for the nearest right one.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    QUESTIONS.iter().map(|one| one.word).chain(["help", "stop", "change"])
}

fn help() -> String {
    let questions = QUESTIONS.iter().map(|one| format!("{:<14}  {}\n", one.word, one.tells));
    let mut text: String = questions.collect();
    text.push_str(
        "change EDIT     an administrator's edit: change { phones: { Phone A: { css: Everyone } } }\n\
         stop            ends every subscription, and the server\n\
         Phone B lifts   anything that a step of a scenario says after `do` or `fault`",
    );
    text
}

fn status(live: &Live) -> String {
    let world = live.player.world();
    format!(
        "up for {}, {} messages received, {} sent, {} real phones registered, {} subscriptions",
        world.now(),
        live.received,
        live.sent,
        live.desk.registrations().count(),
        call_manager(live).map_or(0, |cm| cm.subscriptions().count()),
    )
}

fn registrations(live: &Live) -> String {
    let (site, now) = (live.player.site(), live.now());
    let lines = live.desk.registrations().map(|one| {
        let name = site.name_of_phone(one.phone).unwrap_or("?");
        let left = left(one.ends_at, now);
        format!("{name}  {}  {}  from {}  {left}", one.number, one.contact, one.end)
    });
    joined(lines)
}

fn subscriptions(live: &Live) -> String {
    let (site, now) = (live.player.site(), live.now());
    let all = call_manager(live).into_iter().flat_map(|cm| cm.subscriptions());
    let lines = all.map(|one| {
        let (who, target) = (watcher(site, one.watcher), one.target);
        let until = match one.lasts {
            Lasts::Until(at) => left(at, now),
            Lasts::AsItsPhone => "as long as its phone".to_owned(),
            Lasts::Pending => "not answered yet".to_owned(),
        };
        let status = one.status.map_or("pending", status_word);
        format!("{who} -> {target}  {status}  {until}")
    });
    joined(lines)
}

fn lines(live: &Live) -> String {
    let Some(cm) = call_manager(live) else { return String::new() };
    let numbers = live.player.site().first().directory_numbers.iter();
    joined(numbers.map(|(id, dn)| format!("{}  {}", dn.name, status_word(cm.status(id)))))
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn decisions(live: &Live) -> String {
    let events = live.player.world().trace().events().rev();
    let decided = events.filter_map(|event| match &event.what {
        What::Node(NodeEvent::Decided(decision)) => Some((event.at, decision)),
        _ => None,
    });
    let mut told: Vec<String> = Vec::new();
    for (at, decision) in decided.take(DECISIONS) {
        told.push(decision_line(live.player.site(), at, decision));
    }
    told.reverse();
    told.join("\n")
}

fn decision_line(site: &Site, at: Instant, decision: &Decision) -> String {
    let Decision { target, answer, checks, .. } = decision;
    let who = watcher(site, decision.watcher);
    let rules: Vec<String> = checks.iter().map(|check| check.rule.to_string()).collect();
    let outcome = outcome_word(answer.outcome);
    format!("{at}  {who} -> {target}  {outcome}  {}", rules.join(" "))
}

fn watcher(site: &Site, watcher: Watcher) -> String {
    match watcher {
        Watcher::Phone(id) => site.name_of_phone(id).unwrap_or("?").to_owned(),
        Watcher::Trunk(request) => {
            let trunk = site.first().trunks.get(request.trunk);
            trunk.map_or("?", |trunk| &trunk.name).to_owned()
        }
        Watcher::EndUser(id) => {
            let user = site.first().end_users.get(id);
            user.map_or("?", |user| &user.name).to_owned()
        }
    }
}

fn call_manager(live: &Live) -> Option<&lampfield_core::node::CallManager> {
    match live.player.world().node(CALL_MANAGER)? {
        Node::CallManager(cm) => Some(cm),
        _ => None,
    }
}

fn left(ends_at: Instant, now: Instant) -> String {
    format!("ends in {} s", (ends_at - now).as_secs().max(0))
}
