//! Many phones, all of which watch the same few.

use crate::page::Page;
use std::fmt::Write;

const CROWD: &str = "document.querySelector('.scenario')?.textContent.includes('A crowd')";

/// How many phones have the end of a wire at the middle of their upper edge.
const AT_THEIR_WIRES: &str = "(() => { \
    const field = document.querySelector('.field').getBoundingClientRect(); \
    const ends = [...document.querySelectorAll('.wires path')] \
        .map(path => path.getPointAtLength(path.getTotalLength())); \
    const near = (rect) => (end) => Math.abs(rect.top - field.top - end.y) < 3 && \
        Math.abs((rect.left + rect.right) / 2 - field.left - end.x) < 3; \
    return [...document.querySelectorAll('.seat')] \
        .filter(seat => ends.some(near(seat.getBoundingClientRect()))).length; })()";

/// Phones that watch bosses, one key for each, while the bosses lift and hang up in turn.
pub(crate) struct Crowd {
    pub(crate) phones: usize,
    pub(crate) bosses: usize,
    pub(crate) turns: usize,
    /// From turn to turn, milliseconds.
    pub(crate) pace_ms: usize,
}

impl Crowd {
    /// How many lamps there are.
    pub(crate) fn lamps(&self) -> usize {
        self.phones * self.bosses
    }

    /// Opens it in the page, as a user opens a file.
    pub(crate) async fn open(&self, page: &Page) {
        let folder = std::env::temp_dir();
        let (process, lamps) = (std::process::id(), self.lamps());
        let file = folder.join(format!("crowd-{process}-{lamps}-{}.yaml", self.turns));
        std::fs::write(&file, self.text()).unwrap();
        page.open_file(&file).await;
        page.until_true(CROWD).await;
        std::fs::remove_file(&file).unwrap();
    }

    fn text(&self) -> String {
        let mut text = String::from("lampfield: 1\nname: A crowd\ncluster:\n  button_templates:\n");
        let keys = ["Speed Dial BLF"].repeat(self.bosses).join(", ");
        writeln!(text, "    All keys: {{ for: 7970 SIP, buttons: [Line, {keys}] }}").unwrap();
        text.push_str("  directory_numbers:\n");
        for number in self.numbers() {
            writeln!(text, "    {number}: {{}}").unwrap();
        }
        text.push_str("  phones:\n");
        let mut watches = String::new();
        for boss in 0..self.bosses {
            writeln!(text, "    Boss {boss}: {{ type: 7961 SCCP, lines: [{}] }}", 2000 + boss)
                .unwrap();
            write!(watches, "{{ directory_number: {} }}, ", 2000 + boss).unwrap();
        }
        for phone in 0..self.phones {
            writeln!(
                text,
                "    Desk {phone:03}: {{ type: 7970 SIP, template: All keys, lines: [{}], \
                 blf_speed_dials: [{watches}] }}",
                1000 + phone
            )
            .unwrap();
        }
        text.push_str("steps:\n  - { at: 0s, do: everybody connects }\n");
        for turn in 0..self.turns {
            let verb = if (turn / self.bosses).is_multiple_of(2) { "lifts" } else { "hangs up" };
            let (boss, at_ms) = (turn % self.bosses, 1_000 + turn * self.pace_ms);
            writeln!(text, "  - {{ at: {at_ms}ms, do: Boss {boss} {verb} }}").unwrap();
        }
        text
    }

    fn numbers(&self) -> impl Iterator<Item = usize> {
        (1000..1000 + self.phones).chain(2000..2000 + self.bosses)
    }
}

#[tokio::test]
async fn five_hundred_phones_are_seen_called_and_asked() {
    let page = Page::open().await;
    Crowd { phones: 500, bosses: 1, turns: 2, pace_ms: 20_000 }.open(&page).await;
    let lamps = |face: &str| {
        format!("document.querySelectorAll('.lamp-button[data-face={face}]').length === 500")
    };
    page.until_true(&lamps("busy")).await;
    assert_eq!(page.value(AT_THEIR_WIRES).await, 501, "also those that are out of sight");
    assert_eq!(page.value("document.querySelectorAll('.seat').length").await, 501);
    page.click("[data-subject='Desk 321 BLF 1']").await;
    page.until_true("document.querySelector('.inspector').textContent.includes('NOTIFY')").await;
    page.done().await;
}
