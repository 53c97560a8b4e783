//! The form of one who is outside: what stands in the file of that one, as rows of cells.

use super::field::{column, same, secret};
use super::own_name;
use crate::engine::run::Run;
use crate::types::{ColumnView, FieldView, FormView};
use lampfield_core::cluster::{Credentials, Named};
use lampfield_core::presence::PublishedStatus;
use lampfield_core::site::{Outside, OutsideKind};
use lampfield_core::trace::words::status_word;

/// The key of all who are outside in a file.
pub const OUTSIDE: &str = "outside";

/// The form of one who is outside, with the settings that one of its type has; `None` where nobody has
/// that name.
pub(super) fn form(run: &Run, name: &str) -> Option<FormView> {
    let (_, own) = run.player().site().outside().iter().find(|(_, own)| own.name == name)?;
    let kinds = [OutsideKind::PresenceServer, OutsideKind::Proxy, OutsideKind::Application];
    let kinds = kinds.map(|kind| same(kind.word())).to_vec();
    let (trunk, trunks) = trunks(run, own);
    let mut fields = vec![
        field(TYPE, vec![column("", kinds)], vec![vec![own.kind.word().to_owned()]]),
        field(TRUNK, vec![column("", trunks)], vec![vec![trunk]]),
    ];
    match own.kind {
        OutsideKind::PresenceServer => fields.push(presentities(own)),
        OutsideKind::Proxy => fields.push(phones(own)),
        OutsideKind::Application => {}
    }
    fields.push(credentials(CREDENTIALS, own.credentials.as_ref()));
    if own.kind != OutsideKind::Application {
        fields.push(credentials(DEMANDS, own.demands.as_ref()));
    }
    let name = name.to_owned();
    Some(FormView {
        table: OUTSIDE.to_owned(),
        title: name.clone(),
        name,
        fields,
        ..FormView::default()
    })
}

/// Key, word and help of a setting, and how it is written.
type Part = [&'static str; 4];

const TYPE: Part = [
    "type",
    "Type",
    "A presence server tells of those it knows, a proxy has phones, an application only asks.",
    "one",
];
const TRUNK: Part = ["trunk", "SIP Trunk", "The trunk that leads to it.", "one"];
const PRESENTITIES: Part =
    ["presentities", "Presentities", "Whom it tells of, with their status at the start.", "pairs"];
const PHONES: Part =
    ["phones", "Phones", "The phones behind it, and the numbers that each one watches.", "phones"];
const CREDENTIALS: Part = [
    "credentials",
    "Credentials",
    "What it proves itself with where CallManager challenges it.",
    "credentials",
];
const DEMANDS: Part = [
    "demands",
    "Demands",
    "It challenges CallManager for these; without them it does not.",
    "credentials",
];

fn field(part: Part, columns: Vec<ColumnView>, rows: Vec<Vec<String>>) -> FieldView {
    let [key, word, help, shape] = part.map(str::to_owned);
    FieldView { key, word, help, shape, columns, rows, ..FieldView::default() }
}

/// The SIP trunk that leads there, and all that could.
fn trunks(run: &Run, own: &Outside) -> (String, Vec<(String, String)>) {
    let (mut leads, mut all) = (String::new(), Vec::new());
    for (at, cluster) in run.player().site().clusters() {
        let Some(saved) = run.player().configuration(at).map(|own| own.saved()) else { continue };
        let cluster = own_name(run, cluster);
        let between = if cluster.is_empty() { "" } else { "/" };
        for (id, trunk) in saved.trunks.iter().filter(|(_, trunk)| trunk.sip().is_some()) {
            let name = [&*cluster, between, trunk.name()].concat();
            if (at, id) == (own.cluster, own.trunk) {
                leads.clone_from(&name);
            }
            all.push(same(&name));
        }
    }
    (leads, all)
}

fn presentities(own: &Outside) -> FieldView {
    let words = [PublishedStatus::Idle, PublishedStatus::Busy, PublishedStatus::Unknown];
    let words = words.map(|status| same(status_word(status))).to_vec();
    let columns = vec![column("Number or user", Vec::new()), column("Status", words)];
    let row = |(name, status): (&String, &PublishedStatus)| {
        vec![name.clone(), status_word(*status).to_owned()]
    };
    field(PRESENTITIES, columns, own.presentities.iter().map(row).collect())
}

fn phones(own: &Outside) -> FieldView {
    let columns = ["Name", "Number", "BLF/SpeedDials"].map(|word| column(word, Vec::new()));
    let rows = own.phones.iter().map(|phone| {
        vec![phone.name.clone(), phone.number.clone(), phone.blf_speed_dials.join(" ")]
    });
    field(PHONES, columns.to_vec(), rows.collect())
}

fn credentials(part: Part, own: Option<&Credentials>) -> FieldView {
    let columns = vec![column("User name", Vec::new()), column("Password", secret(own.is_some()))];
    let username = own.map(|own| own.username.clone()).unwrap_or_default();
    field(part, columns, vec![vec![username, String::new()]])
}
