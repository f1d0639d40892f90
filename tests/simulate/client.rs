//! A client that comes back by the engine's decisions.

use optave_web_sdk::engine::Engine;
use optave_web_sdk::engine::command::{Attempt, Command};
use optave_web_sdk::engine::config::Config;

use crate::network::Chance;

/// What a client does when its connection is gone.
pub trait Client {
    /// The connection was lost, or could not be opened: says when it asks for the token of its next attempt.
    fn lost(&mut self, now: f64) -> Option<f64>;

    /// The token is there, and the handshake begins.
    fn handshake(&mut self, _now: f64) {}

    /// The connection is open.
    fn opened(&mut self, _now: f64) {}
}

/// For how long the connection was there before it was lost, in milliseconds.
const CONNECTED_MS: f64 = 20_000.0;

/// The SDK's engine. Its clock began when it connected.
pub struct EngineClient {
    engine: Engine,
    attempt: Attempt,
}

impl EngineClient {
    /// A connected client. What its chance begins with follows from its number.
    pub fn connected(number: u32) -> EngineClient {
        let seed = (Chance::new(number).next() >> 32) as u32;
        let mut engine = Engine::new(Config {
            seed,
            ..Config::default()
        });
        engine.open(0.0, false);
        let mut client = EngineClient { engine, attempt: 0 };
        client.find_attempt();
        client.handshake(-CONNECTED_MS);
        client.opened(-CONNECTED_MS);
        client
    }

    /// Looks for the attempt that a token is wanted for, in all that the engine wants done.
    fn find_attempt(&mut self) -> bool {
        let mut is_found = false;
        while let Some(command) = self.engine.next_command() {
            if let Command::FetchToken { attempt, .. } = command {
                self.attempt = attempt;
                is_found = true;
            }
        }
        is_found
    }

    /// Lets the time pass until so long after the loss, and says what the engine's clock shows then.
    fn pass(&mut self, until: f64) -> f64 {
        let until = until + CONNECTED_MS;
        while self.engine.next_timeout() <= until {
            let due = self.engine.next_timeout();
            self.engine.timeout(due, due);
        }
        until
    }
}

impl Client for EngineClient {
    fn lost(&mut self, now: f64) -> Option<f64> {
        let mut time = self.pass(now);
        self.engine.socket_closed(time, self.attempt, 1006, false);
        while !self.find_attempt() {
            time = self.engine.next_timeout();
            if time == f64::INFINITY {
                return None;
            }
            self.engine.timeout(time, time);
        }
        Some(time - CONNECTED_MS)
    }

    fn handshake(&mut self, now: f64) {
        let time = self.pass(now);
        self.engine.token_came(time, self.attempt, f64::INFINITY);
    }

    fn opened(&mut self, now: f64) {
        let time = self.pass(now);
        self.engine.socket_opened(time, self.attempt);
        self.engine.heard(time, self.attempt);
    }
}
