//! How requests end: answered, given up, or forgotten.

use super::command::Command;
use super::requests::{Key, Phase, Request};
use super::rest::RestToken;
use super::until::Verdict;
use super::{Engine, MAX_LINGERING};
use crate::protocol::error::{Code, Detail, Fault};

impl Engine {
    pub(super) fn reject(&mut self, now: f64, key: Key, fault: Fault) {
        self.settle_by(now, key, Some(Command::Reject { key, fault }));
    }

    /// A frame could not be written.
    pub fn send_failed(&mut self, now: f64, key: Key) {
        self.reject(now, key, Fault::new(Code::SendFailed));
    }

    /// Rejects every request that is not settled, in the order in which they were made. Says how many there were.
    pub fn reject_all(&mut self, now: f64, fault: Fault) -> u32 {
        let mut count = 0;
        while let Some(key) = self
            .requests
            .oldest_in_flight()
            .or_else(|| self.requests.first_queued())
        {
            self.reject(now, key, fault);
            count += 1;
        }
        count
    }

    /// Whoever drives the engine settles the request: the caller's function said that it is answered, its caller gave it
    /// up, or it failed outside the engine. False if it had settled before.
    pub fn settle(&mut self, now: f64, key: Key) -> bool {
        self.settle_by(now, key, None)
    }

    /// Settles a request for which nothing more comes.
    pub(super) fn conclude(&mut self, now: f64, key: Key) {
        let outcome = self.requests.get(key).map(Request::outcome);
        let command = match outcome {
            Some(Verdict::Reject) => Command::Refuse { key },
            _ => Command::Resolve { key },
        };
        self.settle_by(now, key, Some(command));
    }

    /// Settles a request, and has `tell` said before anything is forgotten: it may be this very request.
    pub(super) fn settle_by(&mut self, now: f64, key: Key, tell: Option<Command>) -> bool {
        self.leave_queue(key);
        let did_settle = self.requests.enter(key, Phase::Settled, now);
        if did_settle {
            self.last_request_at = now;
            if let Some(socket) = &mut self.current
                && self.requests.oldest_on(socket.attempt).is_none()
            {
                socket.quiet_since = f64::INFINITY;
            }
            self.end_if_drained();
            if let Some(command) = tell {
                self.push(command);
            }
            self.forget_settled(now, MAX_LINGERING);
        }
        did_settle
    }

    /// Forgets the settled requests whose late updates are over, and the oldest of more than `most`.
    pub(super) fn forget_settled(&mut self, now: f64, most: u32) {
        while let Some(key) = self.requests.first_settled() {
            if self.requests.settled() <= most && self.linger_due() > now {
                return;
            }
            self.requests.release(key);
            self.push(Command::Release { key });
        }
    }

    /// When the late updates of the request that settled first are over.
    pub(super) fn linger_due(&self) -> f64 {
        let first = self.requests.first_settled();
        first
            .and_then(|key| self.requests.get(key))
            .map_or(f64::INFINITY, |request| {
                request.last_change_at + self.config.late_updates_ms
            })
    }

    /// Ends the client: everything is cancelled, closed and forgotten, and later requests are refused.
    pub fn end(&mut self, now: f64) {
        let cancelled = Fault {
            code: Code::RequestCancelled,
            detail: Detail::Ended,
        };
        self.reject_all(now, cancelled);
        self.close(now, 1000);
        self.is_ended = true;
        self.next_expiry = f64::INFINITY;
        self.rest_token = RestToken::None;
        self.forget_settled(now, 0);
    }
}
