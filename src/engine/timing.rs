//! What happens because time passes.

use super::requests::{Key, Phase};
use super::timers::{Expiry, due};
use super::{Engine, MAX_LINGERING};
use crate::protocol::error::{Code, Detail, Fault, Limit};

impl Engine {
    /// When [`Engine::timeout`] wants to be called; infinity is never.
    pub fn next_timeout(&self) -> f64 {
        self.next_expiry
            .min(self.linger_due())
            .min(self.step.due())
            .min(self.rest_token.due())
            .min(self.idle_due())
            .min(self.retry_at)
            .min(self.quiet_due())
            .min(self.clock_due())
            .min(self.replace_due())
            .min(self.draining.map_or(f64::INFINITY, |old| old.until))
            .min(self.unblocked_at())
    }

    /// When what a busy socket held up can go on.
    fn unblocked_at(&self) -> f64 {
        let holds_up = self.requests.queued() > 0
            && self.current.is_some()
            && !self.is_rest()
            && !self.config.awaits_validator;
        if holds_up {
            self.blocked_until
        } else {
            f64::INFINITY
        }
    }

    /// Time has passed. `epoch` is the wall clock's, which goes on while a machine sleeps.
    pub fn timeout(&mut self, now: f64, epoch: f64) {
        if self.clock_due() <= now {
            self.look_at_clock(now, epoch);
        }
        if self.step.due() <= now {
            self.connecting_timed_out(now);
        }
        if self.rest_token.due() <= now {
            let attempt = self.rest_token.attempt();
            self.rest_token_failed(
                now,
                attempt,
                self.ran_out(Code::TokenProviderFailed, Limit::Token),
            );
        }
        if self.next_expiry <= now {
            self.expire_due(now);
        }
        self.forget_settled(now, MAX_LINGERING);
        if self.retry_at <= now {
            self.retry(now);
        }
        if self.quiet_due() <= now {
            self.grew_quiet(now);
        }
        if self.draining.is_some_and(|old| old.until <= now) {
            self.drained_too_long(now);
        }
        if self.replace_due() <= now {
            self.hand_over(now);
        }
        if self.unblocked_at() <= now {
            self.flush(now);
        }
        if self.idle_due() <= now {
            self.rest_after_idling(now);
        }
    }

    /// Notes a request's next deadline.
    pub(super) fn arm(&mut self, key: Key) {
        if let Some(request) = self.requests.get(key) {
            self.next_expiry = self.next_expiry.min(due(request).0);
        }
    }

    /// Settles the requests whose time is up, and finds out when the next one's is.
    fn expire_due(&mut self, now: f64) {
        self.next_expiry = f64::INFINITY;
        for key in 0..self.requests.places() {
            let Some(request) = self.requests.get(key) else {
                continue;
            };
            if request.phase == Phase::Settled {
                continue;
            }
            let (time, expiry) = due(request);
            if time > now {
                self.next_expiry = self.next_expiry.min(time);
                continue;
            }
            let limits = request.deadlines;
            let (limit, ms) = match expiry {
                Expiry::Quiet => {
                    self.conclude(now, key);
                    continue;
                }
                Expiry::Total => (Limit::Request, limits.total_ms),
                Expiry::FirstUpdate => (Limit::FirstUpdate, limits.first_update_ms),
                Expiry::Idle => (Limit::Idle, limits.idle_ms),
            };
            let detail = Detail::RanOut(limit, ms as u32);
            self.reject(
                now,
                key,
                Fault {
                    code: Code::RequestTimeout,
                    detail,
                },
            );
        }
    }
}
