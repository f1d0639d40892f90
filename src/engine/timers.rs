//! When requests run out of time.

use super::config::until;
use super::requests::Request;
use super::until::Verdict;

/// Which limit ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// The whole request took too long.
    Total,
    /// No update came at all.
    FirstUpdate,
    /// No further update came.
    Idle,
    /// Nothing more came after something had completed: the request is answered.
    Quiet,
}

/// When `request` next runs out of time, and of which; the earliest first.
pub fn due(request: &Request) -> (f64, Expiry) {
    let limits = &request.deadlines;
    let mut earliest = (until(request.made_at, limits.total_ms), Expiry::Total);
    let mut consider = |applies: bool, time: f64, expiry: Expiry| {
        if applies && time < earliest.0 {
            earliest = (time, expiry);
        }
    };
    let has_updates = request.updates > 0;
    consider(
        !has_updates,
        until(request.written_at, limits.first_update_ms),
        Expiry::FirstUpdate,
    );
    consider(
        has_updates,
        until(request.last_change_at, limits.idle_ms),
        Expiry::Idle,
    );
    consider(
        request.until.ends_in_silence() && request.outcome() != Verdict::Wait,
        request.last_change_at + limits.quiet_ms,
        Expiry::Quiet,
    );
    earliest
}
