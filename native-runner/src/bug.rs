//! Our own mistakes. A panic anywhere ends the process with code 70 and a text that can be sent to
//! us as it is: version, place, scenario, seed, and the command that makes it happen again.

use std::cell::RefCell;
use std::panic::PanicHookInfo;

use lampfield_core::scenario::Scenario;

use crate::exit::Exit;

thread_local! {
    /// What this thread is busy with.
    static AT_WORK: RefCell<Option<AtWork>> = const { RefCell::new(None) };
}

/// A scenario being run.
#[derive(Clone, Debug)]
pub(crate) struct AtWork {
    /// The path as it was given or found.
    pub(crate) path: String,
    /// The seed, where one was given.
    pub(crate) seed: Option<u64>,
    /// What is done with it: `run`.
    pub(crate) verb: &'static str,
}

/// Notes what this thread is doing, for a report that may become necessary.
pub(crate) fn at_work(work: Option<AtWork>) {
    AT_WORK.with(|slot| {
        if let Ok(mut slot) = slot.try_borrow_mut() {
            *slot = work;
        }
    });
}

/// In builds for tests only: a mistake or an endless scenario on demand, by which the tests see that
/// exit codes 70 and 130 are what they promise.
#[cfg(debug_assertions)]
pub(crate) fn provoked() {
    match std::env::var("LAMPFIELD_TEST_BUG").as_deref() {
        #[expect(clippy::panic, reason = "this is what is to be seen")]
        Ok("panic") => panic!("provoked by LAMPFIELD_TEST_BUG"),
        Ok("wait") => {
            // By this file the test sees that it may send the signal.
            drop(std::fs::write("waits-for-a-signal", ""));
            while !crate::interrupt::asked() {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        }
        _ => {}
    }
}

/// Nothing: a product has no switch for mistakes.
#[cfg(not(debug_assertions))]
pub(crate) const fn provoked() {}

/// In builds for tests only: the scenario for an engine with a mistake, which a swarm must find.
#[cfg(debug_assertions)]
pub(crate) fn planted(mut scenario: Scenario) -> Scenario {
    let wanted = std::env::var_os("LAMPFIELD_TEST_BUG").is_some_and(|value| value == "deaf");
    scenario.timers.planted_deafness = wanted;
    scenario
}

/// Nothing: a product has no switch for mistakes.
#[cfg(not(debug_assertions))]
pub(crate) const fn planted(scenario: Scenario) -> Scenario {
    scenario
}

/// Makes every panic end in a report and exit code 70.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|info| {
        let work = AT_WORK.with(|slot| slot.try_borrow().ok().and_then(|work| work.clone()));
        let arguments: Vec<String> =
            std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
        eprint!("{}", report(&what(info), &place(info), work.as_ref(), &arguments));
        Exit::Bug.quit();
    }));
}

fn what(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default()
}

fn report(what: &str, place: &str, work: Option<&AtWork>, arguments: &[String]) -> String {
    let mut text = format!(
        "\nbug: this is a mistake of Lampfield, not yours: {what}\n  version   {} ({} {})\n  place     {place}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    let again = match work {
        Some(AtWork { path, seed, verb }) => {
            text.push_str(&format!("  scenario  {path}\n"));
            let seed = match seed {
                Some(seed) => {
                    text.push_str(&format!("  seed      {seed}\n"));
                    format!(" --seed {seed}")
                }
                None => {
                    text.push_str("  seed      the scenario's own\n");
                    String::new()
                }
            };
            format!("{verb} {}{seed}", quoted(path))
        }
        None => arguments.iter().map(|a| quoted(a)).collect::<Vec<_>>().join(" "),
    };
    text.push_str(&format!("  again     lampfield {again}\n"));
    text.push_str("  please send us these lines together with the scenario file\n");
    text
}

/// An argument as a shell takes it back.
pub(crate) fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,@%+".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_version_seed_and_the_command_that_reproduces_it() {
        let work = AtWork { path: "my scenarios/a.yaml".to_owned(), seed: Some(42), verb: "run" };
        let text = report("boom", "core/src/world.rs:7", Some(&work), &[]);
        for part in [
            env!("CARGO_PKG_VERSION"),
            "boom",
            "core/src/world.rs:7",
            "seed      42",
            "again     lampfield run 'my scenarios/a.yaml' --seed 42",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn without_a_scenario_the_command_line_itself_is_repeated() {
        let arguments = ["explain", "a.yaml", "Phone A BLF 1", "it's"].map(str::to_owned);
        let text = report("boom", "x:1", None, &arguments);
        assert!(text.contains(r"lampfield explain a.yaml 'Phone A BLF 1' 'it'\''s'"), "{text}");
    }
}
