//! Requests over HTTP: their token, and what their answers mean (wire protocol, sections 1 and 6).
//!
//! A token is asked for once and used until it expires or is refused; a request whose token was refused gets one fresh
//! one.

use super::command::Command;
use super::link::Attempt;
use super::requests::{Key, Phase};
use super::{Engine, Now};
use crate::protocol::error::{Code, Fault};
use crate::protocol::text::{concat, push_number};
use crate::protocol::token::Token;

/// A token that is about to expire is not used any more: it has to outlive the way to the server.
const EXPIRY_MARGIN_MS: f64 = 5_000.0;

/// The token that HTTP requests carry.
#[derive(Clone, Debug, PartialEq)]
pub enum RestToken {
    /// None yet.
    None,
    /// Asked for.
    Awaited {
        /// When it has taken too long.
        due: f64,
    },
    /// There.
    Held {
        /// The raw token.
        value: Token,
        /// When it expires, in milliseconds since 1970.
        expires_at: f64,
    },
}

impl RestToken {
    /// Whether a request can go at once.
    pub fn is_usable(&self, now: Now, auth_required: bool) -> bool {
        match self {
            RestToken::Held { expires_at, .. } => now.epoch as f64 + EXPIRY_MARGIN_MS < *expires_at,
            _ => !auth_required,
        }
    }

    /// The raw token, if there is one.
    pub fn value(&self) -> Option<&Token> {
        match self {
            RestToken::Held { value, .. } => Some(value),
            _ => None,
        }
    }

    /// When it has taken too long.
    pub fn due(&self) -> f64 {
        match self {
            RestToken::Awaited { due } => *due,
            _ => f64::INFINITY,
        }
    }
}

impl Engine {
    pub(super) fn fetch_rest_token(&mut self, now: Now) {
        if matches!(self.rest_token, RestToken::Awaited { .. }) {
            return;
        }
        let limit = self.config.token_timeout_ms;
        let due = if limit == 0 {
            f64::INFINITY
        } else {
            now.monotonic + f64::from(limit)
        };
        self.rest_token = RestToken::Awaited { due };
        self.attempt = self.attempt.wrapping_add(1);
        self.commands.push_back(Command::FetchToken {
            attempt: self.attempt,
        });
    }

    pub(super) fn rest_token_came(
        &mut self,
        now: Now,
        attempt: Attempt,
        token: Result<String, Fault>,
        expires_at: Option<f64>,
    ) {
        if attempt != self.attempt || !matches!(self.rest_token, RestToken::Awaited { .. }) {
            return;
        }
        match token.and_then(|answer| Token::new(&answer, false)) {
            Ok(value) => {
                self.rest_token = RestToken::Held {
                    value,
                    expires_at: expires_at.unwrap_or(f64::INFINITY),
                };
                self.flush(now);
            }
            Err(fault) => self.rest_token_failed(now, fault),
        }
    }

    pub(super) fn rest_token_failed(&mut self, now: Now, fault: Fault) {
        self.rest_token = RestToken::None;
        while let Some(key) = self.requests.first_queued() {
            self.reject(now, key, fault.clone());
        }
    }

    /// The whole answer to an HTTP request has been delivered: nothing more can come.
    pub fn answer_ended(&mut self, now: Now, key: Key) {
        let Some(request) = self.requests.get(key) else {
            return;
        };
        let open = request.progress.open_types();
        if request.updates == 0 {
            self.reject(
                now,
                key,
                Fault::with_note(Code::InvalidMessage, "the answer was empty"),
            );
        } else if !open.is_empty() {
            let first = open.first().map_or("", String::as_str);
            let fault = Fault::with_note(
                Code::RemoteError,
                &concat(&["the answer ended without ", first]),
            );
            self.reject(now, key, fault);
        } else {
            self.settle(now, key, Some(Command::Resolve { key }));
        }
    }

    /// An HTTP request came back with another status than success. True if it is to be sent again with a fresh token:
    /// then a command for that follows.
    pub fn post_refused(&mut self, now: Now, key: Key, status: u16) -> bool {
        let is_token_refused = refuses_token(status);
        if is_token_refused && !matches!(self.rest_token, RestToken::Awaited { .. }) {
            self.rest_token = RestToken::None;
        }
        let may_retry = is_token_refused
            && self.config.auth_required
            && self.requests.get_mut(key).is_some_and(|request| {
                request.phase == Phase::Sent
                    && !std::mem::replace(&mut request.token_was_replaced, true)
            });
        if may_retry && self.requests.enter(key, Phase::Queued, now.monotonic) {
            self.queued_bytes += self.requests.get(key).map_or(0, |request| request.bytes);
            self.fetch_rest_token(now);
        }
        may_retry
    }
}

/// Whether an HTTP status is success (wire protocol, section 1).
pub fn is_success(status: u16) -> bool {
    matches!(status, 200 | 201)
}

/// Whether an HTTP status says that the token is not accepted: whatever the body calls it.
pub fn refuses_token(status: u16) -> bool {
    matches!(status, 401 | 403)
}

/// The fault that an HTTP status other than success is.
pub fn status_fault(status: u16) -> Fault {
    let code = if refuses_token(status) {
        Code::InvalidToken
    } else {
        Code::RemoteError
    };
    let mut note = String::from("HTTP status ");
    push_number(&mut note, status.into(), 1);
    let fault = Fault::with_note(code, &note).number("status", status.into());
    if status >= 500 || matches!(status, 408 | 425 | 429) {
        fault.retryable()
    } else {
        fault
    }
}
