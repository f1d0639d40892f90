//! Requests over HTTP: their token, and what their answers mean (wire protocol, sections 1 and 6).
//!
//! A token is asked for once and used until it expires or is refused; a request whose token was refused gets one fresh
//! one.

use super::Engine;
use super::command::Command;
use super::config::{Config, Transport, until};
use super::link::{Attempt, Rest, Step};
use super::requests::{Key, Phase};
use crate::protocol::error::{Code, Detail, Fault};
use crate::protocol::http::{Body, EMPTY, fault_of, is_success, refuses_token};

/// A token that is about to expire is not used any more: it has to outlive the way to the server.
const EXPIRY_MARGIN_MS: f64 = 5_000.0;

/// The token that HTTP requests carry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RestToken {
    /// None yet.
    None,
    /// Asked for.
    Awaited {
        /// Tells this asking from others.
        attempt: Attempt,
        /// When it has taken too long.
        due: f64,
    },
    /// There.
    Held {
        /// When it came.
        since: f64,
        /// When it is not used any more.
        until: f64,
    },
}

impl RestToken {
    /// Whether a request can go at once.
    pub fn is_usable(self, now: f64, config: &Config) -> bool {
        match self {
            RestToken::Held { until, .. } => now < until,
            _ => !config.auth_required,
        }
    }

    /// The asking that is under way; 0 if there is none.
    pub fn attempt(self) -> Attempt {
        match self {
            RestToken::Awaited { attempt, .. } => attempt,
            _ => 0,
        }
    }

    /// When it has taken too long.
    pub fn due(self) -> f64 {
        match self {
            RestToken::Awaited { due, .. } => due,
            _ => f64::INFINITY,
        }
    }
}

/// Which of the messages in an HTTP answer are to be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Whether requests go over HTTP and never otherwise.
    pub(super) fn is_rest_only(&self) -> bool {
        self.config.transport == Transport::Rest
    }

    /// Whether requests go over HTTP for as long as no WebSocket can be opened.
    pub(super) fn is_auto(&self) -> bool {
        self.config.transport == Transport::Auto
    }

    /// Whether requests go over HTTP now.
    pub fn is_rest(&self) -> bool {
        self.is_rest_only() || (self.is_fallback && self.current.is_none())
    }

    /// A WebSocket could not be opened: after several in a row, or where none ever can be, requests go over HTTP. At once
    /// where the browser reports that there is no network: no further WebSocket is tried, but perhaps it is only those that
    /// do not get through.
    pub(super) fn fall_back_if_due(&mut self, now: f64, fault: Fault) {
        let is_due = f64::from(self.open_failures) >= self.config.fallback_after
            || fault.code == Code::NoWebSocketImpl
            || (!self.is_online && self.requests.queued() > 0);
        if self.is_auto() && is_due && !self.is_fallback {
            self.is_fallback = true;
            self.push(Command::Opened);
            self.flush(now);
        }
    }

    /// Something is asked of HTTP: closed it is no more.
    pub(super) fn reopen_rest(&mut self) {
        if self.is_rest() && self.rest == Rest::Closed {
            self.rest = Rest::Idle;
            self.tell_state();
        }
    }

    pub(super) fn fetch_rest_token(&mut self, now: f64) {
        let is_under_way = matches!(self.rest_token, RestToken::Awaited { .. });
        if is_under_way || self.rest_token.is_usable(now, &self.config) {
            return;
        }
        let due = until(now, self.config.token_timeout_ms);
        let attempt = self.next_attempt();
        self.rest_token = RestToken::Awaited { attempt, due };
        self.push(Command::FetchToken {
            attempt,
            is_for_rest: true,
        });
    }

    pub(super) fn rest_token_came(&mut self, now: f64, attempt: Attempt, lives_ms: f64) {
        if attempt != 0 && self.rest_token.attempt() == attempt {
            self.rest_token = RestToken::Held {
                since: now,
                until: now + lives_ms - EXPIRY_MARGIN_MS,
            };
            // Even one that lives only a moment serves those who waited for it.
            while !self.config.awaits_validator
                && let Some(key) = self.first_for_rest()
            {
                self.dispatch(now, key);
            }
            self.flush(now);
        }
    }

    pub(super) fn rest_token_failed(&mut self, now: f64, attempt: Attempt, fault: Fault) {
        if attempt != 0 && self.rest_token.attempt() == attempt {
            self.rest_token = RestToken::None;
            self.push(Command::CloseSocket {
                attempt,
                code: 1000,
            });
            if self.is_auto() && fault.is_retryable() {
                self.leave_fallback(now);
            }
            while let Some(key) = self.first_for_rest() {
                self.reject(now, key, fault);
            }
            self.flush(now);
        }
    }

    /// HTTP does not get through either: what waits waits for the next attempt, or the next time that HTTP is due.
    fn leave_fallback(&mut self, now: f64) {
        let is_planned =
            self.current.is_some() || self.step != Step::None || self.retry_at < f64::INFINITY;
        // Several requests may find it out at once.
        if std::mem::take(&mut self.is_fallback) {
            self.open_failures = 0;
            if is_planned {
                self.tell_state();
            } else {
                let wait = self.wait(now);
                self.push(wait);
            }
        }
    }

    /// The request that has waited longest for the token; what waits for a WebSocket does not.
    fn first_for_rest(&self) -> Option<Key> {
        self.requests.first_queued().filter(|_| self.is_rest())
    }

    /// An HTTP request came back with this status; 0 if there was no answer.
    pub fn post_answered(&mut self, now: f64, key: Key, status: u16) -> Share {
        if is_success(status) {
            return Share::Everything;
        }
        if !refuses_token(status) {
            return Share::Errors;
        }
        let written_at = self
            .requests
            .get(key)
            .map_or(now, |request| request.written_at);
        // What was written before this token came carried another.
        if let RestToken::Held { since, .. } = self.rest_token
            && written_at >= since
        {
            self.rest_token = RestToken::None;
        }
        let may_retry = self.config.auth_required
            && self.requests.get_mut(key).is_some_and(|request| {
                request.phase == Phase::Sent
                    && request.updates == 0
                    && !std::mem::replace(&mut request.token_was_replaced, true)
            });
        if !may_retry {
            return Share::Nothing;
        }
        self.enqueue(now, key);
        // Meanwhile there may be a WebSocket.
        self.flush(now);
        Share::Forget
    }

    /// What is to be delivered of an HTTP answer has been: nothing more can come. Whoever drives the engine settles the
    /// request with the fault, if there is one: more is known there of the answer.
    pub fn answer_ended(&mut self, now: f64, key: Key, status: u16, body: Body) -> Option<Fault> {
        let request = self.requests.get(key).copied()?;
        let (updates, is_incomplete) = (request.updates, request.until.has_open_types());
        let fault = fault_of(status, body);
        let is_lost = fault.is_some_and(|fault| fault.code == Code::ConnectionError);
        let did_not_get_through = (is_lost || matches!(status, 502..=504)) && updates == 0;
        if did_not_get_through
            && self.is_auto()
            && request.may_resend
            && request.phase == Phase::Sent
        {
            self.leave_fallback(now);
            self.enqueue(now, key);
            self.flush(now);
            return None;
        }
        let of_messages = match updates {
            0 => Some(EMPTY),
            _ => is_incomplete.then_some(Fault {
                code: Code::RemoteError,
                detail: Detail::Incomplete,
            }),
        };
        let fault = fault.or(of_messages);
        if fault.is_none() {
            self.conclude(now, key);
        }
        fault
    }
}
