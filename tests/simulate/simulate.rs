//! A server goes down for a minute and comes back: how its clients come back to it. `npm run simulate` runs this.
//!
//! Every client is an engine of its own under a simulated clock. Prints a table, writes a plot beside this file, and
//! fails when a goal of `tests/budgets.json` is missed.

mod client;
mod crowd;
mod goals;
mod naive;
mod network;
mod plot;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use client::{Client, EngineClient};
use crowd::{Outcome, outage};
use goals::Goals;
use naive::NaiveClient;
use plot::Panel;

const CROWDS: [u32; 2] = [100_000, 1_000_000];
const PLOT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/pkg-template/docs/recovery.svg"
);

fn grouped(number: u32) -> String {
    let mut digits = number.to_string();
    for place in (1..digits.len()).rev() {
        if (digits.len() - place) % 4 == 3 {
            digits.insert(place, ',');
        }
    }
    digits
}

fn run<C: Client>(name: &str, clients: u32, make: impl Fn(u32) -> C) -> Outcome {
    eprintln!("- {name}: {} clients", grouped(clients));
    let began = Instant::now();
    let outcome = outage(clients, make);
    eprintln!("  done in {:.1} s", began.elapsed().as_secs_f64());
    outcome
}

fn print_row(name: &str, outcome: &Outcome) {
    println!(
        "{name:<28} {:>9} {:>11.2} % {:>11.2} % {:>7.2} s {:>7.2} s {:>9.1}",
        grouped(outcome.clients),
        outcome.worst_while_down(),
        outcome.worst_after_return(),
        outcome.recovery_s(0.5),
        outcome.recovery_s(0.99),
        outcome.handshakes as f64 / f64::from(outcome.clients),
    );
}

/// Says of each goal whether it is met; answers how many are not.
fn judge(goals: Goals, outcome: &Outcome) -> usize {
    let mut missed = 0;
    let clients = grouped(outcome.clients);
    for (what, reached, goal) in goals.judge(outcome) {
        let is_met = reached <= goal;
        missed += usize::from(!is_met);
        let word = if is_met { "ok    " } else { "MISSED" };
        println!("{word} {clients} clients: {reached:.2} {what}, at most {goal}");
    }
    let back = outcome.recoveries.len();
    if back < outcome.clients as usize {
        missed += 1;
        println!("MISSED {clients} clients: only {back} came back");
    }
    missed
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let goals = Goals::read()?;
    let [few, many] = CROWDS;
    let small = run("the SDK", few, EngineClient::connected);
    let large = run("the SDK", many, EngineClient::connected);
    let rigid = run("every second", many, |_| NaiveClient::every_second());
    let growing = run("exponential, no chance", many, |_| {
        NaiveClient::exponential()
    });

    println!(
        "{:<28} {:>9} {:>13} {:>13} {:>9} {:>9} {:>9}",
        "", "", "worst 100 ms", "worst 100 ms", "recovery", "recovery", "attempts"
    );
    println!(
        "{:<28} {:>9} {:>13} {:>13} {:>9} {:>9} {:>9}",
        "who comes back how", "clients", "while down", "after return", "p50", "p99", "each"
    );
    print_row("the SDK", &small);
    print_row("the SDK", &large);
    print_row("every second", &rigid);
    print_row("exponential, no chance", &growing);
    println!();
    let missed = judge(goals, &small) + judge(goals, &large);

    let svg = plot::draw(
        &format!("{} clients lose their server for a minute", grouped(many)),
        &[
            Panel {
                title: "The SDK",
                outcome: &large,
                goals: Some(goals),
            },
            Panel {
                title: "All again after one second",
                outcome: &rigid,
                goals: None,
            },
            Panel {
                title: "Exponential delays without chance",
                outcome: &growing,
                goals: None,
            },
        ],
    );
    std::fs::write(PLOT, svg)?;
    println!("\nplot: pkg-template/docs/recovery.svg");
    Ok(if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
