//! Compares the engine with the reference model: `model [--questions N] [--seed N]`.

use lampfield_reference::compare::compare;
use lampfield_reference::history;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match numbers(&arguments) {
        Ok((questions, seed)) => run(questions, seed),
        Err(problem) => {
            eprintln!("error: {problem}\nusage: model [--questions N] [--seed N]");
            ExitCode::from(2)
        }
    }
}

fn numbers(arguments: &[String]) -> Result<(u64, u64), String> {
    let (mut questions, mut seed) = (10_000, 1);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let wanted = match word.as_str() {
            "--questions" => &mut questions,
            "--seed" => &mut seed,
            other => return Err(format!("`{other}` is no option")),
        };
        let text = rest.next().ok_or(format!("{word} wants a number"))?;
        *wanted = text.replace('_', "").parse().map_err(|_| format!("`{text}` is no number"))?;
    }
    Ok((questions, seed))
}

fn run(questions: u64, seed: u64) -> ExitCode {
    let start = Instant::now();
    let mut told = 0;
    let comparison = compare(seed, questions, |asked| {
        let seconds = start.elapsed().as_secs();
        if seconds > told {
            told = seconds;
            let rate = asked / seconds;
            eprint!("\r{asked} of {questions} questions, {rate} each second, {seconds} s ");
            let _ = std::io::stderr().flush();
        }
    });
    if told > 0 {
        eprintln!();
    }
    print!("{comparison}");
    let histories = history::compare(seed, (questions / 1_000).max(10));
    print!("\n{histories}");
    let seconds = start.elapsed().as_secs_f64();
    if comparison.agrees() && histories.differences.is_empty() {
        println!("\nno difference, seed {seed}, {seconds:.1} s");
        return ExitCode::SUCCESS;
    }
    println!("\nTHERE ARE DIFFERENCES, seed {seed}, {seconds:.1} s");
    ExitCode::FAILURE
}
