//! From no connection to an open one, and back: token, handshake, close.

use super::command::Command;
use super::config::Setting;
use super::link::{Attempt, Link};
use super::{ENDED, Engine};
use crate::protocol::error::{Code, Detail, Fault, Limit};

impl Engine {
    /// Someone wants the connection open. An attempt under way is shared; a new one asks for a token, unless
    /// `has_token`: then one that the caller gave waits already.
    pub fn open(&mut self, now: f64, has_token: bool) {
        if self.is_ended {
            self.push(Command::OpenFailed {
                fault: ENDED,
                was_told: false,
            });
        } else if self.is_rest() || self.link == Link::Open {
            self.push(Command::Opened);
        } else if matches!(self.link, Link::Idle | Link::Closed) {
            self.connect(now, has_token);
        }
    }

    fn connect(&mut self, now: f64, has_token: bool) {
        self.attempt = self.attempt.wrapping_add(1);
        let attempt = self.attempt;
        self.link = Link::AwaitingToken {
            token_due: self.config.limit(Setting::TokenMs, now),
            open_due: self.config.limit(Setting::ConnectionMs, now),
        };
        self.state_changed();
        if self.config.is(Setting::AuthRequired) && !has_token {
            self.push(Command::FetchToken { attempt });
        } else {
            self.handshake();
        }
    }

    fn state_changed(&mut self) {
        self.push(Command::StateChanged {
            is_open: self.link == Link::Open,
        });
    }

    fn handshake(&mut self) {
        if let Link::AwaitingToken { open_due, .. } = self.link {
            self.link = Link::Handshaking { open_due };
            self.push(Command::OpenSocket {
                attempt: self.attempt,
            });
        }
    }

    /// A token came. `lives_ms` says how long from now it can be used; infinity if that is not known.
    pub fn token_came(&mut self, now: f64, attempt: Attempt, lives_ms: f64) {
        if attempt != self.attempt {
            return;
        }
        self.handshake();
        self.rest_token_came(now, lives_ms);
    }

    /// No token came, or one that cannot be used.
    pub fn token_failed(&mut self, now: f64, attempt: Attempt, fault: Fault) {
        if attempt != self.attempt {
            return;
        }
        if let Link::AwaitingToken { .. } = self.link {
            self.connect_failed(now, fault);
        }
        self.rest_token_failed(now, fault);
    }

    /// The handshake succeeded.
    pub fn socket_opened(&mut self, now: f64, attempt: Attempt) {
        if attempt != self.attempt || !matches!(self.link, Link::Handshaking { .. }) {
            return;
        }
        self.link = Link::Open;
        self.last_request_at = now;
        // Whoever waited is told first: a listener for the state may open the connection anew.
        self.push(Command::Opened);
        self.state_changed();
        self.flush(now);
    }

    /// The socket could not be built: `fault` says why.
    pub fn socket_refused(&mut self, now: f64, attempt: Attempt, fault: Fault) {
        if attempt == self.attempt && matches!(self.link, Link::Handshaking { .. }) {
            self.connect_failed(now, fault);
        }
    }

    /// The socket closed, before or after it was open.
    pub fn socket_closed(&mut self, now: f64, attempt: Attempt, code: u16) {
        if attempt != self.attempt {
            return;
        }
        if let Link::Handshaking { .. } = self.link {
            self.connect_failed(now, closed(Code::ConnectionError, code));
        } else if self.link == Link::Open {
            self.link = Link::Closed;
            self.state_changed();
            self.reject_all(now, closed(Code::ConnectionClosed, code));
            self.push(Command::Closed { code });
        }
    }

    /// The caller closes the connection: everything in flight and queued is rejected at once.
    pub fn close(&mut self, now: f64, code: u16) {
        let fault = closed(Code::ConnectionClosed, code);
        match self.link {
            Link::Open => {
                let attempt = self.leave_socket();
                self.link = Link::Closed;
                self.state_changed();
                self.push(Command::CloseSocket { attempt, code });
                self.reject_all(now, fault);
                self.push(Command::Closed { code });
            }
            Link::AwaitingToken { .. } | Link::Handshaking { .. } => {
                self.push(Command::CloseSocket {
                    attempt: self.attempt,
                    code,
                });
                self.connect_failed(now, fault);
            }
            Link::Idle | Link::Closed => {
                if self.link == Link::Idle {
                    self.link = Link::Closed;
                    self.state_changed();
                }
                self.reject_all(now, fault);
            }
        }
    }

    /// Nothing that is reported of the present attempt matters any more. Gives its number.
    fn leave_socket(&mut self) -> Attempt {
        let left = self.attempt;
        self.attempt = left.wrapping_add(1);
        left
    }

    pub(super) fn connecting_timed_out(&mut self, now: f64) {
        let fault = match self.link {
            Link::AwaitingToken {
                token_due,
                open_due,
            } if token_due < open_due => self.ran_out(Code::TokenProviderFailed, Limit::Token),
            _ => self.ran_out(Code::ConnectionTimeout, Limit::Connection),
        };
        self.push(Command::CloseSocket {
            attempt: self.attempt,
            code: 1000,
        });
        self.connect_failed(now, fault);
    }

    /// The fault that a limit of the connection's is when it runs out.
    pub(super) fn ran_out(&self, code: Code, limit: Limit) -> Fault {
        let setting = match limit {
            Limit::Token => Setting::TokenMs,
            _ => Setting::ConnectionMs,
        };
        let detail = Detail::RanOut(limit, self.config.number(setting) as u32);
        Fault { code, detail }
    }

    fn connect_failed(&mut self, now: f64, fault: Fault) {
        self.leave_socket();
        self.link = Link::Closed;
        // Whoever waited is told first: a listener for the state may open the connection anew.
        let was_told = self.reject_all(now, fault) > 0;
        self.push(Command::OpenFailed { fault, was_told });
        self.state_changed();
    }

    /// When the connection has been without a request for long enough to be closed.
    pub(super) fn idle_due(&self) -> f64 {
        if self.link == Link::Open && self.requests.in_flight() == 0 {
            self.config
                .limit(Setting::IdleDisconnectMs, self.last_request_at)
        } else {
            f64::INFINITY
        }
    }

    pub(super) fn rest_after_idling(&mut self) {
        let (attempt, code) = (self.leave_socket(), 1000);
        self.link = Link::Idle;
        self.push(Command::CloseSocket { attempt, code });
        self.state_changed();
        self.push(Command::Closed { code });
    }
}

fn closed(code: Code, close_code: u16) -> Fault {
    Fault {
        code,
        detail: Detail::Closed(close_code),
    }
}
