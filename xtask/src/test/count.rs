//! How many tests were run, read from what the runners say about it.

use std::ops::AddAssign;

/// Tests that were executed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Whose summary to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runner {
    /// `Summary [   0.1s] 3 tests run: 2 passed (1 slow), 1 failed, 4 skipped`, once at the end.
    Nextest,
    /// `test result: ok. 2 passed; 0 failed; …`, once for each program; WASM tests say it too.
    Libtest,
    /// `summary  27 passed, 1 failed, 0 unknown   0.2s, …`: scenarios, played by the product itself.
    Lampfield,
}

/// Adds up the summaries in a runner's output.
pub(super) fn count(runner: Runner, output: &str) -> Count {
    let mut total = Count::default();
    match runner {
        Runner::Nextest => {
            // What failing tests printed is shown again and may hold anything: the last one counts.
            let last = output.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
            if let Some((_, numbers)) = last.and_then(|line| line.split_once("run: ")) {
                total += numbers_in(numbers);
            }
        }
        Runner::Lampfield => {
            let last = output.lines().rev().find_map(|line| line.trim().strip_prefix("summary "));
            total += numbers_in(last.unwrap_or_default());
        }
        Runner::Libtest => {
            let results = output.lines().filter_map(|line| line.strip_prefix("test result: "));
            for (_, numbers) in results.filter_map(|result| result.split_once(". ")) {
                total += numbers_in(numbers);
            }
        }
    }
    total
}

fn numbers_in(text: &str) -> Count {
    let mut count = Count::default();
    for part in without_brackets(text).split([',', ';']) {
        let Some((number, word)) = part.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match word.trim() {
            "passed" => count.passed += number,
            "failed" | "timed out" | "exec failed" => count.failed += number,
            _ => {}
        }
    }
    count
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// A text without a terminal's colours.
pub(super) fn without_colours(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\x1b' {
            kept.push(c);
        } else if chars.next() == Some('[') {
            // A control sequence ends with a letter.
            chars.find(|c| ('@'..='~').contains(c));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_says_it_once() {
        let output = "        FAIL [   0.003s] app one\n    \
            test result: FAILED. 0 passed; 1 failed; 0 ignored\n     \
            Summary [   0.010s] 7 tests run: 4 passed (1 slow, 1 leaky), 2 failed, 1 timed out, 3 skipped\n";
        assert_eq!(count(Runner::Nextest, output), Count { passed: 4, failed: 3 });
        let one = "     Summary [   0.004s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(count(Runner::Nextest, one), Count { passed: 1, failed: 0 });
        let stopped = "     Summary [   0.004s] 2/5 tests run: 1 passed, 1 failed, 0 skipped";
        assert_eq!(count(Runner::Nextest, stopped), Count { passed: 1, failed: 1 });
    }

    #[test]
    fn libtest_says_it_for_each_program() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n\
            \x20   test result: ok. 9 passed; 0 failed\n";
        assert_eq!(count(Runner::Libtest, output), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn scenarios_are_counted_as_the_product_does() {
        let output = "  PASSED  [  0.001s ]  gallery/01\n\n  \
            summary  27 passed, 1 failed, 2 unknown   0.200s, 5m12s simulated (1560x)\n";
        assert_eq!(count(Runner::Lampfield, output), Count { passed: 27, failed: 1 });
    }

    #[test]
    fn a_runner_that_says_nothing_ran_nothing() {
        for runner in [Runner::Nextest, Runner::Libtest, Runner::Lampfield] {
            assert_eq!(count(runner, "error: could not compile `app`"), Count::default());
        }
    }

    #[test]
    fn colours_do_not_hide_the_numbers() {
        let output = "test result: \x1b[32mok\x1b[0m. 3 passed; 0 failed";
        assert_eq!(count(Runner::Libtest, &without_colours(output)).passed, 3);
    }
}
