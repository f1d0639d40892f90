//! The engine's sequences, under a simulated clock: what happens, in which order, and what never does.

mod answering;
mod asking;
mod blocking;
mod connecting;
mod correlating;
mod driver;
mod ending;
mod endurance;
mod falling_back;
mod handing_over;
mod hearing;
mod interleaving;
mod invariants;
mod lingering;
mod living;
mod passing;
mod playing;
mod queueing;
mod reconnecting;
mod replying;
mod resending;
mod rest;
mod slowness;
mod table;
mod validating;

use super::config::{Config, Queue};

impl Config {
    /// The same with something changed.
    pub fn with(mut self, change: impl FnOnce(&mut Config)) -> Config {
        change(&mut self);
        self
    }
}

/// A queue that holds so many requests.
fn at_most(max_requests: f64) -> Option<Queue> {
    Some(Queue {
        max_requests,
        ..Queue::default()
    })
}
