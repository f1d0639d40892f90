//! The goals of `npm run simulate`, held with every `cargo test`: a change of the backoff that misses them fails here.
#![cfg(not(target_arch = "wasm32"))]

mod client;
mod crowd;
mod goals;
mod network;

use client::EngineClient;
use crowd::outage;
use goals::Goals;

const CLIENTS: u32 = 100_000;

#[test]
fn a_crowd_comes_back_without_a_rush() -> Result<(), serde_json::Error> {
    let outcome = outage(CLIENTS, EngineClient::connected);
    assert_eq!(outcome.recoveries.len(), CLIENTS as usize, "all came back");
    for (what, reached, goal) in Goals::read()?.judge(&outcome) {
        assert!(reached <= goal, "{reached:.2} {what}, at most {goal}");
    }
    Ok(())
}
