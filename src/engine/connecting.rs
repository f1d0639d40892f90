//! From no connection to an open one, and back: token, handshake, loss, the next attempt, close.

use super::backoff::delay_ms;
use super::command::Command;
use super::config::until;
use super::link::{Attempt, ConnectionState, Rest, Socket, Step};
use super::{ENDED, Engine};
use crate::protocol::closing::Closing;
use crate::protocol::error::{Code, Detail, Fault, Limit};

/// A connection that lasted this long worked, although nothing came in.
const STABLE_MS: f64 = 10_000.0;

impl Engine {
    /// What users see of the connection.
    pub fn state(&self) -> ConnectionState {
        match (self.rest, self.step) {
            _ if self.current.is_some() => ConnectionState::Open,
            (_, Step::AwaitingToken { .. } | Step::Handshaking { .. }) => {
                ConnectionState::Connecting
            }
            (Rest::Waiting, _) if !self.is_online => ConnectionState::Offline,
            (Rest::Waiting, _) => ConnectionState::Waiting,
            (Rest::Idle, _) => ConnectionState::Idle,
            (Rest::Closed, _) => ConnectionState::Closed,
        }
    }

    /// Whether the browser reports that there is no network.
    pub fn is_reported_offline(&self) -> bool {
        self.is_reported_offline
    }

    /// Tells of the state, or of what else is said with it, if it is another than before.
    pub(super) fn tell_state(&mut self) {
        let state = self.state();
        let besides = (self.is_reported_offline, self.is_rest());
        let told_besides = std::mem::replace(&mut self.told_besides, besides);
        if state != self.told {
            self.told = state;
            self.push(Command::StateChanged { state });
        } else if told_besides != besides {
            self.push(Command::SameState);
        }
    }

    /// When the next attempt begins; infinity if none is planned.
    pub fn retry_at(&self) -> f64 {
        self.retry_at
    }

    /// Someone wants the connection open. An attempt under way is shared; a new one asks for a token, unless
    /// `has_token`: then one that the caller gave waits already. What the browser reports of the network is a hint: for who
    /// asks anew it is tried all the same.
    pub fn open(&mut self, now: f64, has_token: bool) {
        if self.is_ended {
            self.push(Command::OpenFailed {
                fault: ENDED,
                was_told: false,
            });
        } else if self.is_rest_only() || self.current.is_some() {
            self.push(Command::Opened);
            self.reopen_rest();
        } else {
            self.is_awaited = true;
            if self.step == Step::None {
                self.connect(now, has_token);
            }
        }
    }

    /// Begins an attempt: for the first socket, or for one that is to replace the present one.
    pub(super) fn connect(&mut self, now: f64, has_token: bool) {
        self.attempt = self.next_attempt();
        let attempt = self.attempt;
        self.retry_at = f64::INFINITY;
        self.step = Step::AwaitingToken {
            token_due: until(now, self.config.token_timeout_ms),
            open_due: until(now, self.config.connection_timeout_ms),
        };
        self.tell_state();
        if self.config.auth_required && !has_token {
            self.push(Command::FetchToken {
                attempt,
                is_for_rest: false,
            });
        } else {
            self.handshake();
        }
    }

    pub(super) fn next_attempt(&mut self) -> Attempt {
        self.attempts = self.attempts.wrapping_add(1);
        self.attempts
    }

    fn handshake(&mut self) {
        if let Step::AwaitingToken { open_due, .. } = self.step {
            self.step = Step::Handshaking { open_due };
            self.push(Command::OpenSocket {
                attempt: self.attempt,
            });
        }
    }

    /// A token came. `lives_ms` says how long from now it can be used; infinity if that is not known.
    pub fn token_came(&mut self, now: f64, attempt: Attempt, lives_ms: f64) {
        if attempt == self.attempt {
            self.handshake();
        }
        self.rest_token_came(now, attempt, lives_ms);
    }

    /// No token came, or one that cannot be used; or no socket could be built with it.
    pub fn attempt_failed(&mut self, now: f64, attempt: Attempt, fault: Fault) {
        if attempt == self.attempt && self.step != Step::None {
            self.connect_failed(now, fault);
        }
        self.rest_token_failed(now, attempt, fault);
    }

    /// The handshake succeeded.
    pub fn socket_opened(&mut self, now: f64, attempt: Attempt) {
        if attempt != self.attempt || !matches!(self.step, Step::Handshaking { .. }) {
            return;
        }
        self.step = Step::None;
        self.retry_at = f64::INFINITY;
        self.last_request_at = now;
        self.was_open = true;
        self.open_failures = 0;
        self.is_fallback = false;
        self.is_online = true;
        let age = self.config.max_connection_age_ms * (0.9 + 0.1 * self.chance.draw());
        let socket = Socket {
            attempt,
            opened_at: now,
            heard_at: now,
            has_spoken: false,
            quiet_since: f64::INFINITY,
            is_suspect: false,
            replace_at: until(now, age),
        };
        let replaced = self.current.replace(socket);
        // Whoever waited is told first: a listener for the state may open the connection anew.
        self.push(Command::Opened);
        self.tell_state();
        match replaced {
            Some(replaced) => self.drain(now, replaced),
            None => self.clock_due = 0.0,
        }
        self.flush(now);
    }

    /// The socket closed, before or after it was open; `is_final` is what the page says of a code of its server's own.
    pub fn socket_closed(&mut self, now: f64, attempt: Attempt, code: u16, is_final: bool) {
        let closing = Closing::of(code, is_final);
        if self.draining.is_some_and(|old| old.attempt == attempt) {
            self.draining = None;
            self.part(now, attempt, lost(code, closing));
            self.flush(now);
        } else if let Some(socket) = self.current.filter(|socket| socket.attempt == attempt) {
            self.current = None;
            if now - socket.opened_at > STABLE_MS {
                self.failures = 0;
                self.refusals = 0;
            }
            self.lost(now, attempt, code, closing);
        } else if attempt == self.attempt && matches!(self.step, Step::Handshaking { .. }) {
            let fault = Fault {
                code: Code::ConnectionError,
                ..closed(code, closing)
            };
            self.connect_failed(now, fault);
        }
    }

    /// The socket that requests were written to is gone.
    fn lost(&mut self, now: f64, attempt: Attempt, code: u16, closing: Closing) {
        let fault = closed(code, closing);
        let may_retry = self.may_retry(fault);
        // The next may be on its way already.
        let is_under_way = self.step != Step::None;
        if may_retry || is_under_way && !self.is_final(fault) {
            self.part(now, attempt, lost(code, closing));
            let wait = (!is_under_way).then(|| self.wait(now));
            self.tell_state();
            self.push(Command::Closed { code });
            if let Some(wait) = wait {
                self.push(wait);
            }
        } else {
            let was_told = self.reject_all(now, fault) > 0;
            self.leave_sockets(now, 1000);
            self.forget_connection(Rest::Closed);
            self.tell_state();
            self.push(Command::Closed { code });
            if is_refusal(fault) {
                // It was to be tried again, and will not be: somebody has to know.
                self.push(Command::OpenFailed { fault, was_told });
            }
        }
    }

    fn connect_failed(&mut self, now: f64, fault: Fault) {
        // Nothing that is reported of this attempt matters any more.
        self.attempt = 0;
        self.step = Step::None;
        self.open_failures += 1;
        // Without a network whoever waits waits on, as if it had gone during the attempt.
        self.is_awaited &= !self.is_online;
        if self.current.is_some() {
            // A hand-over that failed takes nothing away.
            self.failures += 1;
            self.retry_at = now + delay_ms(&self.config.reconnect, self.failures, &mut self.chance);
            return;
        }
        self.fall_back_if_due(now, fault);
        if self.may_retry(fault) {
            if self.is_online {
                self.push(Command::OpenFailed {
                    fault,
                    was_told: true,
                });
            }
            let wait = self.wait(now);
            self.push(wait);
        } else {
            self.give_up(now, fault);
        }
    }

    /// Whether another attempt follows by itself. Not for what will be repeated, such as a token that cannot be used; a
    /// token that the server refuses is replaced once. Before the connection was ever open, only as long as a request
    /// waits for it, and not if no token came: then the page's own server is at fault, and the caller has to know. Or else
    /// the network, if the browser reports that there is none: then whoever waits waits for that.
    fn may_retry(&mut self, fault: Fault) -> bool {
        self.refusals += u32::from(is_refusal(fault));
        let most = self.config.reconnect.max_attempts;
        let is_wanted = self.was_open
            || self.is_fallback
            || !self.is_online
            || (self.requests.queued() > 0 && fault.code != Code::TokenProviderFailed);
        self.config.reconnect.enabled
            && is_wanted
            && !self.is_final(fault)
            && (most == 0.0 || f64::from(self.failures) < most)
    }

    /// Whether another attempt would fail in the same way.
    fn is_final(&self, fault: Fault) -> bool {
        match fault.detail {
            Detail::Closed(_, closing) => match closing {
                Closing::Meant => true,
                Closing::Refused => self.refusals > 1,
                Closing::BlamesFrame | Closing::Passing => false,
            },
            _ => !fault.is_retryable(),
        }
    }

    /// Plans the next attempt. What is to be said about it follows what is said of the state.
    pub(super) fn wait(&mut self, now: f64) -> Command {
        let delay_ms = if self.is_online {
            delay_ms(&self.config.reconnect, self.failures, &mut self.chance)
        } else {
            f64::INFINITY
        };
        self.failures += 1;
        self.retry_at = now + delay_ms;
        self.rest = Rest::Waiting;
        self.tell_state();
        Command::Reconnecting {
            attempt: self.failures,
            delay_ms,
        }
    }

    /// The time of the next attempt has come.
    pub(super) fn retry(&mut self, now: f64) {
        self.retry_at = f64::INFINITY;
        let is_wanted =
            self.was_open || self.is_fallback || self.is_awaited || self.requests.queued() > 0;
        if self.current.is_some() {
            self.hand_over(now);
        } else if is_wanted {
            self.connect(now, false);
        } else {
            // It was never open, and whoever wanted it has given up.
            self.forget_connection(Rest::Closed);
            self.tell_state();
        }
    }

    /// No connection could be opened, and no attempt follows: whoever waits is told why.
    fn give_up(&mut self, now: f64, fault: Fault) {
        // Whoever waited is told first: a listener for the state may open the connection anew.
        let was_told = self.is_fallback || self.reject_all(now, fault) > 0;
        self.leave_sockets(now, 1000);
        self.forget_connection(Rest::Closed);
        self.push(Command::OpenFailed { fault, was_told });
        self.reopen_rest();
        self.tell_state();
    }

    fn forget_connection(&mut self, rest: Rest) {
        self.rest = rest;
        self.was_open = false;
        self.is_awaited = false;
        self.failures = 0;
        self.refusals = 0;
        self.retry_at = f64::INFINITY;
    }

    /// Closes every socket there is: nothing that is reported of them matters any more. What was written to them returns
    /// to the queue.
    pub(super) fn leave_sockets(&mut self, now: f64, code: u16) {
        self.leave_attempt(code);
        let current = self.current.take().map(|socket| socket.attempt);
        let draining = self.draining.take().map(|old| old.attempt);
        for attempt in [current, draining].into_iter().flatten() {
            self.push(Command::CloseSocket { attempt, code });
            self.part(now, attempt, Fault::new(Code::ConnectionClosed));
        }
        self.flush(now);
    }

    /// Leaves the socket that is on its way. Whoever waits for it waits on.
    pub(super) fn leave_attempt(&mut self, code: u16) {
        if self.step != Step::None {
            self.push(Command::CloseSocket {
                attempt: self.attempt,
                code,
            });
            self.step = Step::None;
            self.attempt = 0;
            self.rest = Rest::Waiting;
        }
    }

    /// The caller closes the connection: everything in flight and queued is rejected at once.
    pub fn close(&mut self, now: f64, code: u16) {
        let fault = Fault {
            code: Code::ConnectionClosed,
            detail: Detail::Left(code),
        };
        let was_open = self.current.is_some();
        let was_opening = self.step != Step::None || self.rest == Rest::Waiting;
        self.reject_all(now, fault);
        self.leave_sockets(now, code);
        self.forget_connection(Rest::Closed);
        self.is_fallback = false;
        self.open_failures = 0;
        if was_open {
            self.tell_state();
        }
        if was_open {
            self.push(Command::Closed { code });
        } else if was_opening {
            self.push(Command::OpenFailed {
                fault,
                was_told: true,
            });
        }
        self.tell_state();
    }

    pub(super) fn connecting_timed_out(&mut self, now: f64) {
        let fault = match self.step {
            Step::AwaitingToken {
                token_due,
                open_due,
            } if token_due < open_due => self.ran_out(Code::TokenProviderFailed, Limit::Token),
            _ => self.ran_out(Code::ConnectionTimeout, Limit::Connection),
        };
        self.leave_attempt(1000);
        self.connect_failed(now, fault);
    }

    /// The fault that a limit of the connection's is when it runs out.
    pub(super) fn ran_out(&self, code: Code, limit: Limit) -> Fault {
        let ms = match limit {
            Limit::Token => self.config.token_timeout_ms,
            _ => self.config.connection_timeout_ms,
        };
        let detail = Detail::RanOut(limit, ms as u32);
        Fault { code, detail }
    }

    /// When the connection has been without a request for long enough to be closed.
    pub(super) fn idle_due(&self) -> f64 {
        if self.current.is_some() && self.requests.in_flight() + self.requests.queued() == 0 {
            until(self.last_request_at, self.config.idle_disconnect_ms)
        } else {
            f64::INFINITY
        }
    }

    pub(super) fn rest_after_idling(&mut self, now: f64) {
        self.leave_sockets(now, 1000);
        self.forget_connection(Rest::Idle);
        self.tell_state();
        self.push(Command::Closed { code: 1000 });
    }
}

fn is_refusal(fault: Fault) -> bool {
    matches!(fault.detail, Detail::Closed(_, Closing::Refused))
}

/// A connection that ends with this code.
fn closed(code: u16, closing: Closing) -> Fault {
    Fault {
        code: Code::ConnectionClosed,
        detail: Detail::Closed(code, closing),
    }
}

/// A connection that opens again.
fn lost(code: u16, closing: Closing) -> Fault {
    Fault {
        code: Code::ConnectionClosed,
        detail: Detail::Lost(code, closing),
    }
}
