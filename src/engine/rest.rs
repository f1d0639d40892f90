//! Requests over HTTP: their token, and what their answers mean (wire protocol, sections 1 and 6).
//!
//! A token is asked for once and used until it expires or is refused; a request whose token was refused gets one fresh
//! one.

use super::Engine;
use super::command::Command;
use super::config::{Config, Setting};
use super::requests::{Key, Phase};
use crate::protocol::error::{Code, Detail, Fault};

/// A token that is about to expire is not used any more: it has to outlive the way to the server.
const EXPIRY_MARGIN_MS: f64 = 5_000.0;

/// The token that HTTP requests carry.
#[derive(Clone, Copy, Debug, PartialEq)]
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
        /// When it is not used any more.
        until: f64,
    },
}

impl RestToken {
    /// Whether a request can go at once.
    pub fn is_usable(self, now: f64, config: &Config) -> bool {
        match self {
            RestToken::Held { until } => now < until,
            _ => !config.is(Setting::AuthRequired),
        }
    }

    /// When it has taken too long.
    pub fn due(self) -> f64 {
        match self {
            RestToken::Awaited { due } => due,
            _ => f64::INFINITY,
        }
    }
}

/// Which of the messages in an HTTP answer are to be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Share {
    /// None: the request is sent again with a fresh token, and this answer is forgotten.
    Forget,
    /// None.
    Nothing,
    /// Those that are errors: the server says why it refuses.
    Errors,
    /// All.
    Everything,
}

impl Engine {
    pub(super) fn fetch_rest_token(&mut self, now: f64) {
        if matches!(self.rest_token, RestToken::Awaited { .. }) {
            return;
        }
        let due = self.config.limit(Setting::TokenMs, now);
        self.rest_token = RestToken::Awaited { due };
        self.attempt = self.attempt.wrapping_add(1);
        self.push(Command::FetchToken {
            attempt: self.attempt,
        });
    }

    pub(super) fn rest_token_came(&mut self, now: f64, lives_ms: f64) {
        if let RestToken::Awaited { .. } = self.rest_token {
            self.rest_token = RestToken::Held {
                until: now + lives_ms - EXPIRY_MARGIN_MS,
            };
            self.flush(now);
        }
    }

    pub(super) fn rest_token_failed(&mut self, now: f64, fault: Fault) {
        if let RestToken::Awaited { .. } = self.rest_token {
            self.rest_token = RestToken::None;
            while let Some(key) = self.requests.first_queued() {
                self.reject(now, key, fault);
            }
        }
    }

    /// An HTTP request came back with this status; 0 if there was no answer.
    pub fn post_answered(&mut self, now: f64, key: Key, status: u16) -> Share {
        if is_success(status) {
            return Share::Everything;
        }
        if !refuses_token(status) {
            return Share::Errors;
        }
        if let RestToken::Held { .. } = self.rest_token {
            self.rest_token = RestToken::None;
        }
        let may_retry = self.config.is(Setting::AuthRequired)
            && self.requests.get_mut(key).is_some_and(|request| {
                request.phase == Phase::Sent
                    && !std::mem::replace(&mut request.token_was_replaced, true)
            });
        if !may_retry {
            return Share::Nothing;
        }
        self.requests.enter(key, Phase::Queued, now);
        self.queued_bytes += self.requests.get(key).map_or(0, |request| request.bytes);
        self.fetch_rest_token(now);
        Share::Forget
    }

    /// What is to be delivered of an HTTP answer has been: nothing more can come. `is_json` says whether there was a body
    /// to deliver from.
    pub fn answer_ended(&mut self, now: f64, key: Key, status: u16, is_json: bool) {
        let Some(request) = self.requests.get(key) else {
            return;
        };
        let (updates, is_incomplete) = (request.updates, request.until.has_open_types());
        let fault = |code, detail| Fault { code, detail };
        let fault = match status {
            0 => Fault::new(Code::ConnectionError),
            _ if refuses_token(status) => fault(Code::InvalidToken, Detail::Status(status)),
            _ if !is_success(status) => fault(Code::RemoteError, Detail::Status(status)),
            _ if !is_json => Fault::new(Code::InvalidJson),
            _ if updates == 0 => fault(Code::InvalidMessage, Detail::Empty),
            _ if is_incomplete => fault(Code::RemoteError, Detail::Incomplete),
            _ => {
                self.settle_by(now, key, Some(Command::Resolve { key }));
                return;
            }
        };
        self.reject(now, key, fault);
    }
}

/// Whether an HTTP status is success (wire protocol, section 1).
fn is_success(status: u16) -> bool {
    matches!(status, 200 | 201)
}

/// Whether an HTTP status says that the token is not accepted: whatever the body calls it.
fn refuses_token(status: u16) -> bool {
    matches!(status, 401 | 403)
}
