//! When requests run out of time.

use super::requests::Request;

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
    let has_updates = request.updates > 0;
    let written_at = request.written_at.unwrap_or(f64::INFINITY);
    let never_if_zero = |ms: u32| {
        if ms == 0 {
            f64::INFINITY
        } else {
            f64::from(ms)
        }
    };
    let mut earliest = (
        request.made_at + never_if_zero(limits.total_ms),
        Expiry::Total,
    );
    let mut consider = |applies: bool, time: f64, expiry: Expiry| {
        if applies && time < earliest.0 {
            earliest = (time, expiry);
        }
    };
    consider(
        !has_updates,
        written_at + never_if_zero(limits.first_update_ms),
        Expiry::FirstUpdate,
    );
    consider(
        has_updates,
        request.last_change_at + never_if_zero(limits.idle_ms),
        Expiry::Idle,
    );
    let is_quiet_enough = request.progress.settles_when_quiet();
    consider(
        is_quiet_enough,
        request.last_change_at + f64::from(limits.quiet_ms),
        Expiry::Quiet,
    );
    earliest
}
