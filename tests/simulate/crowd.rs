//! A crowd of clients that lose their server in the same moment, and what the server sees of them.
//!
//! The clients know nothing of each other, so each is followed from the loss to its return before the next one begins:
//! only the times of the handshakes are kept. A million clients need no more memory than one.

use crate::client::Client;
use crate::network::Network;

/// How long the server is down, in milliseconds.
pub const DOWN_MS: f64 = 60_000.0;

/// What counts as one moment, in milliseconds.
pub const MOMENT_MS: f64 = 100.0;

/// A client that has not come back so long after the loss never will.
const PATIENCE_MS: f64 = 600_000.0;

/// What became of a crowd. Times are in milliseconds since the loss.
pub struct Outcome {
    pub clients: u32,
    /// Handshakes that reached the server, in each moment.
    pub moments: Vec<u32>,
    pub handshakes: u64,
    /// From the server's return to the open connection, in order.
    pub recoveries: Vec<f64>,
}

impl Outcome {
    fn worst<'a>(&self, moments: impl Iterator<Item = &'a u32>) -> f64 {
        100.0 * f64::from(moments.copied().max().unwrap_or(0)) / f64::from(self.clients)
    }

    fn moments_down() -> usize {
        (DOWN_MS / MOMENT_MS) as usize
    }

    /// The largest share of the clients that knocked in one moment while the server was down, in per cent.
    pub fn worst_while_down(&self) -> f64 {
        self.worst(self.moments.iter().take(Self::moments_down()))
    }

    /// The same after its return.
    pub fn worst_after_return(&self) -> f64 {
        self.worst(self.moments.iter().skip(Self::moments_down()))
    }

    /// By when this share of the clients was back, in seconds after the server was; infinity if so many never were.
    pub fn recovery_s(&self, share: f64) -> f64 {
        let place = (f64::from(self.clients) * share).ceil() as usize;
        self.recoveries
            .get(place.max(1) - 1)
            .map_or(f64::INFINITY, |ms| ms / 1_000.0)
    }
}

/// Follows so many clients, each made from its own number.
pub fn outage<C: Client>(clients: u32, make: impl Fn(u32) -> C) -> Outcome {
    let mut outcome = Outcome {
        clients,
        moments: Vec::new(),
        handshakes: 0,
        recoveries: Vec::new(),
    };
    for number in 0..clients {
        if let Some(opened_at) = follow(make(number), Network::new(number), &mut outcome) {
            outcome.recoveries.push(opened_at - DOWN_MS);
        }
    }
    outcome.recoveries.sort_by(f64::total_cmp);
    outcome
}

/// One client, from the loss to the open connection.
fn follow(mut client: impl Client, mut network: Network, outcome: &mut Outcome) -> Option<f64> {
    let mut lost_at = 0.0;
    while lost_at < PATIENCE_MS {
        let asks_at = client.lost(lost_at)?;
        let knocks_at = asks_at + network.token_ms();
        client.handshake(knocks_at);
        let arrives_at = knocks_at + network.way_ms();
        outcome.count(arrives_at);
        let answered_at = arrives_at + network.way_ms();
        if arrives_at >= DOWN_MS {
            client.opened(answered_at);
            return Some(answered_at);
        }
        lost_at = answered_at;
    }
    None
}

impl Outcome {
    fn count(&mut self, at: f64) {
        let moment = (at / MOMENT_MS) as usize;
        if self.moments.len() <= moment {
            self.moments.resize(moment + 1, 0);
        }
        if let Some(count) = self.moments.get_mut(moment) {
            *count += 1;
        }
        self.handshakes += 1;
    }
}
