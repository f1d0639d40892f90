//! Clients that come back without chance, for the contrast.

use crate::client::Client;

/// A client whose delays are the same as those of all others.
pub struct NaiveClient {
    delay_ms: fn(i32) -> f64,
    failures: i32,
}

impl NaiveClient {
    fn new(delay_ms: fn(i32) -> f64) -> NaiveClient {
        NaiveClient {
            delay_ms,
            failures: 0,
        }
    }

    /// Tries again after one second, and again.
    pub fn every_second() -> NaiveClient {
        NaiveClient::new(|_| 1_000.0)
    }

    /// Waits longer each time, as the engine does on average.
    pub fn exponential() -> NaiveClient {
        NaiveClient::new(|failures| 10_000_f64.min(1_000.0 * 1.7_f64.powi(failures)))
    }
}

impl Client for NaiveClient {
    fn lost(&mut self, now: f64) -> Option<f64> {
        let delay = (self.delay_ms)(self.failures);
        self.failures += 1;
        Some(now + delay)
    }
}
