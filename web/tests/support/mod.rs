//! A page before a scripted engine: what a component test needs.

mod sleep;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use lampfield_web::app::{App, AppProps};
use lampfield_web::hooks::{EnginePort, EngineSource};
use lampfield_web::types::*;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Document, Element, HtmlElement};
use yew::{AppHandle, Callback, Renderer};

pub(crate) use sleep::sleep;

/// What the page asked, oldest first.
pub(crate) type Asked = Rc<RefCell<Vec<Request>>>;

struct Script {
    asked: Asked,
    answer: Rc<dyn Fn(&Request) -> Reply>,
    on_reply: Callback<(u32, Reply)>,
    next: Cell<u32>,
}

impl EnginePort for Script {
    fn send(&self, request: Request) -> u32 {
        self.next.set(self.next.get() + 1);
        let (id, on_reply) = (self.next.get(), self.on_reply.clone());
        let reply = (self.answer)(&request);
        self.asked.borrow_mut().push(request);
        Timeout::new(0, move || {
            // A crash is told without a number: nobody asked for it.
            let id = if matches!(reply, Reply::Crashed { .. }) { 0 } else { id };
            on_reply.emit((id, reply));
        })
        .forget();
        id
    }
}

/// A page in the document, taken down when dropped.
pub(crate) struct Page {
    pub(crate) asked: Asked,
    root: Element,
    app: Option<AppHandle<App>>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.app.take().into_iter().for_each(AppHandle::destroy);
        self.root.remove();
    }
}

pub(crate) fn document() -> Document {
    web_sys::window().and_then(|w| w.document()).expect_throw("a document")
}

/// Puts a page before an engine that answers so.
pub(crate) fn page(answer: impl Fn(&Request) -> Reply + 'static) -> Page {
    let asked = Asked::default();
    let answer: Rc<dyn Fn(&Request) -> Reply> = Rc::new(answer);
    let heard = Rc::clone(&asked);
    let engine = EngineSource::new(move |on_reply| {
        let (asked, answer) = (Rc::clone(&heard), Rc::clone(&answer));
        Ok(Box::new(Script { asked, answer, on_reply, next: Cell::new(0) }))
    });
    let root = document().create_element("div").expect_throw("an element");
    document().body().expect_throw("a body").append_child(&root).expect_throw("appended");
    let app = Renderer::<App>::with_root_and_props(root.clone(), AppProps { engine }).render();
    Page { asked, root, app: Some(app) }
}

impl Page {
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).expect_throw("a selector");
        // A shape of SVG is no HTML element; what both have is all that is asked of it.
        found.map(JsCast::unchecked_into)
    }

    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).expect_throw("a selector").length()
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        self.find(selector).and_then(|e| e.text_content()).unwrap_or_default()
    }

    /// Waits until something is there.
    pub(crate) async fn wait(&self, selector: &str) -> HtmlElement {
        for _ in 0..200 {
            if let Some(found) = self.find(selector) {
                return found;
            }
            sleep(20).await;
        }
        panic!("never came: {selector}\n{}", self.root.inner_html());
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.wait(selector).await.click();
        sleep(0).await;
    }

    /// Waits until the page has asked something.
    pub(crate) async fn wait_asked(&self, what: impl Fn(&Request) -> bool) -> Request {
        for _ in 0..200 {
            if let Some(found) = self.asked.borrow().iter().rev().find(|r| what(r)) {
                return found.clone();
            }
            sleep(20).await;
        }
        panic!("never asked: {:?}", self.asked.borrow());
    }
}

pub(crate) const PATH: &str = "gallery/01-disallow-and-blf.yaml";

/// Answers as an engine with two phones and one lamp would.
pub(crate) fn answer(request: &Request) -> Reply {
    match request {
        Request::Gallery => Reply::Gallery { items: vec![item()] },
        Request::Load { path, acts, at_us, .. } => {
            let mut snapshot = two_phones("idle", at_us.unwrap_or(0));
            snapshot.path.clone_from(path);
            snapshot.acted = !acts.is_empty();
            snapshot.acts.clone_from(acts);
            Reply::Snapshot { snapshot: Box::new(snapshot) }
        }
        Request::RunUntil { at_us } => Reply::Clock { now_us: *at_us },
        Request::Step | Request::StepToLamp => snapshot(two_phones("busy", 1_002_000)),
        Request::StepBack | Request::BackToLamp | Request::Snapshot => {
            snapshot(two_phones("idle", 0))
        }
        Request::Act { sentence } => {
            let mut after = two_phones("busy", 1_002_000);
            after.acted = true;
            after.acts = vec![(1_000_000, sentence.clone())];
            snapshot(after)
        }
        Request::Explain { subject } => Reply::Why { why: why(subject) },
        Request::Message { event } => Reply::Message { message: Box::new(message(*event)) },
        Request::Ladder { from, count, .. } => {
            Reply::Ladder { ladder: ladder(*from, *count, 10_000) }
        }
        Request::Outcomes => Reply::Outcomes { outcomes: vec![failed_check()] },
        Request::Lanes => Reply::Lanes { lanes: vec![lane()] },
        Request::Strip => {
            let outlines = vec!["M0 0H600v10H0z".into(), "M600 0H1000v10H600z".into(), "".into()];
            Reply::Strip { strip: StripView { lanes: 1, outlines } }
        }
        Request::Trace | Request::Rule { .. } | Request::Document => {
            Reply::Text { text: "text".into() }
        }
        Request::Check { .. } => Reply::Problems { problems: Vec::new() },
        Request::Lessons => Reply::Lessons { items: Vec::new() },
        Request::Objects => Reply::Objects { kinds: Vec::new() },
        Request::Branches { .. } => Reply::Branches { view: BranchesView::default() },
        Request::Timers => Reply::Timers { view: TimersView::default() },
        Request::Matrix => Reply::Matrix { view: MatrixView::default() },
        Request::Cell { .. } => Reply::Why { why: why("Phone A BLF 1") },
        Request::LadderText => Reply::Text { text: "text".into() },
        _ => Reply::Refused { sentence: "this engine knows two phones and one lamp".into() },
    }
}

pub(crate) fn snapshot(snapshot: Snapshot) -> Reply {
    Reply::Snapshot { snapshot: Box::new(snapshot) }
}

pub(crate) fn item() -> GalleryItem {
    GalleryItem {
        path: PATH.into(),
        name: "A Disallow hides an executive".into(),
        about: "From call lists only.".into(),
        text: "lampfield: 1\n".into(),
    }
}

pub(crate) fn two_phones(face: &str, now_us: i64) -> Snapshot {
    Snapshot {
        version: u32::try_from(now_us / 1000).unwrap_or(0) + 1,
        name: item().name,
        path: PATH.into(),
        now_us,
        end_us: 27_000_000,
        reached_us: now_us,
        checks_total: 6,
        events: 12,
        digest: "00112233445566778899aabbccddeeff".into(),
        phones: vec![watcher(face), watched(face)],
        nodes: vec![cluster(2)],
        ..Snapshot::default()
    }
}

/// The two phones and eleven more, each of which watches: so many are tiles.
pub(crate) fn many_phones(face: &str, now_us: i64) -> Snapshot {
    let mut snapshot = two_phones(face, now_us);
    snapshot.phones.extend((1..=11).map(|desk| {
        let name = format!("Desk {desk}");
        let mut keys = watcher(face).keys.to_vec();
        keys.iter_mut().for_each(|key| key.subject = format!("{name} BLF 1"));
        PhoneView { name, keys: keys.into(), lists: Vec::new().into(), ..watcher(face) }
    }));
    snapshot.nodes = vec![cluster(13)];
    snapshot
}

/// The only cluster, with so many phones.
fn cluster(phones: u32) -> NodeView {
    NodeView { table: "clusters".into(), phones, ..NodeView::default() }
}

fn lamp(face: &str) -> LampView {
    LampView { face: face.into(), spoken: format!("is {face}"), ..LampView::default() }
}

fn watcher(face: &str) -> PhoneView {
    PhoneView {
        name: "Phone A".into(),
        model: "7970 SIP".into(),
        connected: true,
        lines: vec![line("1000", "on-hook")],
        keys: vec![KeyView {
            button: 1,
            label: "Phone B".into(),
            target: "1111".into(),
            lamp: lamp(face),
            subject: "Phone A BLF 1".into(),
        }]
        .into(),
        lists: vec![ListView {
            list: "missed".into(),
            open: true,
            entries: vec![EntryView {
                number: "1111".into(),
                lamp: LampView { badge: "refused".into(), ..lamp("no-icon") },
                subject: "Phone A missed call 1111".into(),
            }],
        }]
        .into(),
        verbs: ["lifts", "dials"].map(Into::into).into(),
        ..PhoneView::default()
    }
}

fn watched(face: &str) -> PhoneView {
    let state = if face == "busy" { "off-hook" } else { "on-hook" };
    PhoneView {
        name: "Phone B".into(),
        model: "7961 SCCP".into(),
        connected: true,
        lines: vec![line("1111", state)],
        verbs: ["lifts", "dials"].map(Into::into).into(),
        ..PhoneView::default()
    }
}

fn line(number: &str, state: &str) -> LineView {
    LineView { number: number.into(), state: state.into(), ..LineView::default() }
}

pub(crate) fn why(subject: &str) -> WhyView {
    let check = |rule: &str, verdict: &str, sentence: &str| CheckView {
        rule: rule.into(),
        verdict: verdict.into(),
        sentence: sentence.into(),
        path: "Phone A › SUBSCRIBE CSS".into(),
    };
    WhyView {
        cluster: String::new(),
        subject: subject.into(),
        headline: "Phone A sees 1111: allowed.".into(),
        reason: "allowed (GROUP-10): a BLF/SpeedDial asks no presence groups".into(),
        checks: vec![
            check("CSS-1", "pass", "Everyone holds Executives."),
            check("GROUP-10", "not-applied", "A BLF/SpeedDial needs no group."),
        ],
        remedies: vec![RemedyView {
            sentence: "Allow it.".into(),
            path: "User Group".into(),
            acts: "Phone A is reset".into(),
        }],
        events: vec![row(3)],
    }
}

pub(crate) fn row(event: u32) -> LadderRow {
    LadderRow {
        event,
        at_us: i64::from(event) * 1000,
        arrived_us: i64::from(event) * 1000 + 2000,
        to_lane: 1,
        label: format!("NOTIFY {event}"),
        ..LadderRow::default()
    }
}

pub(crate) fn ladder(from: u32, count: u32, total: u32) -> LadderView {
    let from = from.min(total.saturating_sub(count));
    LadderView {
        lanes: ["CallManager", "Phone A", "Phone B"].map(String::from).to_vec().into(),
        total,
        from,
        rows: (from..(from + count).min(total)).map(row).collect(),
        notice: String::new(),
    }
}

fn message(event: u32) -> MessageView {
    MessageView {
        row: row(event),
        raw: "NOTIFY sip:1000@10.1.0.1 SIP/2.0\r\nEvent: presence\r\n\r\n<pidf/>".into(),
        meaning: "1111 is on the phone.".into(),
        causes: vec![row(1)],
        why: None,
    }
}

fn failed_check() -> OutcomeView {
    OutcomeView {
        at_us: 7_000_000,
        sentence: "Phone A BLF 1 is idle".into(),
        verdict: "failed".into(),
        line: 40,
        rendered: "error[E0601]: it is busy".into(),
    }
}

fn lane() -> LaneView {
    let spans = |values: &[(i64, i64, &str)]| {
        let span = |(from_us, to_us, value): &(i64, i64, &str)| Span {
            from_us: *from_us,
            to_us: *to_us,
            value: (*value).into(),
        };
        values.iter().map(span).collect()
    };
    let rows = [
        ("really", spans(&[(0, 1_000_000, "on-hook"), (1_000_000, 9_000_000, "off-hook")])),
        ("published", spans(&[(0, 3_000_000, "idle"), (3_000_000, 9_000_000, "busy")])),
        ("shown", spans(&[(0, 5_000_000, "idle"), (5_000_000, 9_000_000, "busy")])),
    ];
    LaneView {
        subject: "Phone A BLF 1".into(),
        label: "Phone B".into(),
        rows: rows.map(|(name, spans)| LaneRow { name: name.into(), spans }).into(),
    }
}
