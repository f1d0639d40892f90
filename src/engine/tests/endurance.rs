//! A million steps and more of whatever may happen, in any order and at any time: the driver checks at each.
//!
//! `OPTAVE_STEPS` sets another number of steps. A sequence that fails is made as short as possible.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRunner};

use super::driver::Driver;
use super::interleaving::{Op, any_config, any_op};
use super::table::place;

const STEPS: u64 = 1_000_000;

/// Where the connection must have been: as in the table of `table.rs`.
const PLACES: &str = "idle tok shk open o+t o+s o+d wait off w+d f+d t+d s+d t/h s/h w/h shut";

fn steps() -> u64 {
    let wanted = std::env::var("OPTAVE_STEPS");
    wanted
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(STEPS)
}

/// Plays sequences until there were so many steps in all.
fn endure(steps: u64, is_lagging: bool) {
    let count = Cell::new(0);
    let seen = RefCell::new(HashSet::new());
    let config = ProptestConfig {
        cases: 50,
        max_shrink_iters: 5_000,
        max_shrink_time: 30_000,
        failure_persistence: None,
        // The usual one takes most of the time.
        rng_algorithm: RngAlgorithm::XorShift,
        ..ProptestConfig::default()
    };
    while count.get() < steps {
        let mut runner = TestRunner::new(config.clone());
        let sequences = (any_config(), vec(any_op(), 0..400), any::<bool>());
        let outcome = runner.run(&sequences, |(config, ops, ends)| {
            let mut driver = Driver::lively(config);
            driver.is_lagging = is_lagging;
            for op in ops {
                driver.play(op);
                seen.borrow_mut().insert(place(&driver.engine));
            }
            if ends {
                driver.play(Op::End);
            }
            driver.come_to_rest();
            prop_assert!(driver.requests.iter().all(|request| request.is_released));
            count.set(count.get() + driver.steps);
            Ok(())
        });
        if let Err(fault) = outcome {
            panic!("{fault}");
        }
    }
    let seen = seen.into_inner();
    let missed: Vec<&str> = PLACES
        .split_whitespace()
        .filter(|name| !seen.contains(*name))
        .collect();
    println!("{} steps, never came to {missed:?}", count.get());
    assert!(
        missed.is_empty() || steps < STEPS / 2,
        "never came to {missed:?}"
    );
}

#[test]
fn whatever_happens_the_contract_holds() {
    endure(steps() / 2, false);
}

#[test]
fn whatever_the_page_does_meanwhile_the_contract_holds() {
    endure(steps() / 2, true);
}
