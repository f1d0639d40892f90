//! From no connection to an open one, and back: token, handshake, close.

use super::command::Command;
use super::config::Transport;
use super::link::{Attempt, Link};
use super::{Engine, Now, ended, timed_out, token_timeout};
use crate::protocol::error::{Code, Fault};
use crate::protocol::token::{AuthTransport, Token};

impl Engine {
    /// Someone wants the connection open. An attempt under way is shared; a `token` given serves a new attempt only.
    pub fn open(&mut self, now: Now, token: Option<&str>) {
        if self.is_ended {
            self.commands.push_back(Command::OpenFailed {
                fault: ended(),
                was_told: false,
            });
            return;
        }
        if self.config.transport == Transport::Rest {
            self.commands.push_back(Command::Opened);
            return;
        }
        match self.link {
            Link::Open => self.commands.push_back(Command::Opened),
            Link::AwaitingToken { .. } | Link::Handshaking { .. } => {}
            Link::Idle | Link::Closed => self.connect(now, token),
        }
    }

    fn connect(&mut self, now: Now, token: Option<&str>) {
        self.attempt = self.attempt.wrapping_add(1);
        let limit = |ms: u32| {
            if ms == 0 {
                f64::INFINITY
            } else {
                now.monotonic + f64::from(ms)
            }
        };
        let open_due = limit(self.config.connection_timeout_ms);
        self.link = Link::AwaitingToken {
            token_due: limit(self.config.token_timeout_ms),
            open_due,
        };
        self.state_changed();
        match token {
            Some(token) => self.token(now, self.attempt, Ok(token.to_owned()), None),
            None if self.config.auth_required => {
                self.commands.push_back(Command::FetchToken {
                    attempt: self.attempt,
                });
            }
            None => self.handshake(None),
        }
    }

    fn state_changed(&mut self) {
        self.commands.push_back(Command::StateChanged {
            is_open: self.is_open(),
        });
    }

    fn handshake(&mut self, token: Option<Token>) {
        if let Link::AwaitingToken { open_due, .. } = self.link {
            self.link = Link::Handshaking { open_due };
            self.commands.push_back(Command::OpenSocket {
                attempt: self.attempt,
                token,
            });
        }
    }

    /// A token came, or not. `expires_at` is in milliseconds since 1970.
    pub fn token(
        &mut self,
        now: Now,
        attempt: Attempt,
        token: Result<String, Fault>,
        expires_at: Option<f64>,
    ) {
        if self.config.transport == Transport::Rest {
            return self.rest_token_came(now, attempt, token, expires_at);
        }
        if attempt != self.attempt || !matches!(self.link, Link::AwaitingToken { .. }) {
            return;
        }
        let is_subprotocol = self.config.auth_transport == AuthTransport::Subprotocol;
        match token.and_then(|answer| Token::new(&answer, is_subprotocol)) {
            Ok(token) => self.handshake(Some(token)),
            Err(fault) => self.connect_failed(now, fault),
        }
    }

    /// The handshake succeeded.
    pub fn socket_opened(&mut self, now: Now, attempt: Attempt) {
        if attempt != self.attempt || !matches!(self.link, Link::Handshaking { .. }) {
            return;
        }
        self.link = Link::Open;
        self.last_request_at = now.monotonic;
        // Whoever waited is told first: a listener for the state may open the connection anew.
        self.commands.push_back(Command::Opened);
        self.state_changed();
        self.flush(now);
    }

    /// The socket could not be built: `fault` says why.
    pub fn socket_refused(&mut self, now: Now, attempt: Attempt, fault: Fault) {
        if attempt == self.attempt && matches!(self.link, Link::Handshaking { .. }) {
            self.connect_failed(now, fault);
        }
    }

    /// The socket closed, before or after it was open.
    pub fn socket_closed(
        &mut self,
        now: Now,
        attempt: Attempt,
        code: u16,
        reason: String,
        was_clean: bool,
    ) {
        if attempt != self.attempt {
            return;
        }
        match self.link {
            Link::Handshaking { .. } => {
                let fault = closed(Code::ConnectionError, code, reason);
                self.connect_failed(now, fault);
            }
            Link::Open => {
                self.link = Link::Closed;
                self.state_changed();
                self.reject_all(now, &closed(Code::ConnectionClosed, code, reason.clone()));
                self.commands.push_back(Command::Closed {
                    code,
                    reason,
                    was_clean,
                });
            }
            Link::Idle | Link::AwaitingToken { .. } | Link::Closed => {}
        }
    }

    /// The caller closes the connection: everything in flight and queued is rejected at once.
    pub fn close(&mut self, now: Now, code: u16, reason: String) {
        let fault = closed(Code::ConnectionClosed, code, reason.clone());
        match self.link {
            Link::Open => {
                self.attempt = self.attempt.wrapping_add(1);
                self.link = Link::Closed;
                self.state_changed();
                self.commands.push_back(Command::CloseSocket {
                    code,
                    reason: reason.clone(),
                });
                self.reject_all(now, &fault);
                self.commands.push_back(Command::Closed {
                    code,
                    reason,
                    was_clean: true,
                });
            }
            Link::AwaitingToken { .. } | Link::Handshaking { .. } => {
                self.commands
                    .push_back(Command::CloseSocket { code, reason });
                self.connect_failed(now, fault);
            }
            Link::Idle | Link::Closed => {
                if self.link == Link::Idle {
                    self.link = Link::Closed;
                    self.state_changed();
                }
                self.reject_all(now, &fault);
            }
        }
    }

    pub(super) fn connecting_timed_out(&mut self, now: Now) {
        let ms = self.config.connection_timeout_ms;
        let fault = match self.link {
            Link::AwaitingToken {
                token_due,
                open_due,
            } if token_due < open_due => token_timeout(self.config.token_timeout_ms),
            _ => timed_out(Code::ConnectionTimeout, "connectionTimeoutMs", ms),
        };
        self.commands.push_back(Command::CloseSocket {
            code: 1000,
            reason: String::new(),
        });
        self.connect_failed(now, fault);
    }

    fn connect_failed(&mut self, now: Now, fault: Fault) {
        self.attempt = self.attempt.wrapping_add(1);
        self.link = Link::Closed;
        // Whoever waited is told first: a listener for the state may open the connection anew.
        let was_told = self.reject_all(now, &fault) > 0;
        self.commands
            .push_back(Command::OpenFailed { fault, was_told });
        self.state_changed();
    }

    /// When the connection has been without a request for long enough to be closed.
    pub(super) fn idle_due(&self) -> f64 {
        let is_unused = self.link == Link::Open && self.requests.in_flight() == 0;
        if is_unused && self.config.idle_disconnect_ms > 0 {
            self.last_request_at + f64::from(self.config.idle_disconnect_ms)
        } else {
            f64::INFINITY
        }
    }

    pub(super) fn rest_after_idling(&mut self) {
        self.attempt = self.attempt.wrapping_add(1);
        self.link = Link::Idle;
        let (code, reason) = (1000, String::from("idle"));
        self.commands.push_back(Command::CloseSocket {
            code,
            reason: reason.clone(),
        });
        self.state_changed();
        self.commands.push_back(Command::Closed {
            code,
            reason,
            was_clean: true,
        });
    }
}

/// The fault that a closed connection is. After 1000, normal closure, and 1008, policy violation, trying again is of no
/// use: the one was meant, the other will be repeated.
fn closed(code: Code, close_code: u16, reason: String) -> Fault {
    let fault = Fault::with_note(code, &reason)
        .number("code", close_code.into())
        .text("reason", &reason);
    if matches!(close_code, 1000 | 1008) {
        fault.fatal()
    } else {
        fault
    }
}
