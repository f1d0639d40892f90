//! How talking to the server goes: a state machine without input or output.
//!
//! The contract: every method takes what happened and the time; [`Engine::next_command`] then gives what is to be done,
//! until it gives none; [`Engine::next_timeout`] says when [`Engine::timeout`] wants to be called. The engine never
//! blocks, never calls back, and knows neither clock nor chance. Whoever drives it holds the payloads, the promises and
//! the socket, each under the [`Key`] or [`Attempt`] the engine named.
//!
//! Every accepted request settles exactly once: by one `Resolve` or `Reject`, or by the [`Verdict`] of a [`Delivery`].
//!
//! ```
//! # use optave_web_sdk::engine::{Engine, Now, command::Command, config::Config};
//! let mut engine = Engine::new(Config::default());
//! let now = Now { monotonic: 0.0, epoch: 1_705_314_600_000 };
//! engine.open(now, None);
//! let attempt = std::iter::from_fn(|| engine.next_command()).find_map(|command| match command {
//!     Command::FetchToken { attempt } => Some(attempt),
//!     _ => None,
//! });
//! engine.token(now, attempt.unwrap(), Ok("fresh".into()), None);
//! assert!(std::iter::from_fn(|| engine.next_command()).any(|command| matches!(command, Command::OpenSocket { .. })));
//! ```

pub mod command;
pub mod config;
pub mod link;
pub mod options;
pub mod requests;
pub mod timers;
pub mod until;

mod connecting;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::protocol::action::Action;
use crate::protocol::envelope::Head;
use crate::protocol::error::{Code, Details, Fault};
use crate::protocol::inbound::Inbound;
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use crate::protocol::time::push_number;
use command::Command;
use config::{Config, Deadlines, Transport};
use link::{Attempt, ConnectionState, Link};
use requests::{Key, Phase, Request, Requests};
use rest::RestToken;
use timers::{Expiry, Timers};
use until::{Progress, Until, Verdict};

/// Settled requests whose late updates are known at most; beyond it the oldest is forgotten early, so that memory
/// follows the work in hand and not the work done.
const MAX_LINGERING: usize = 256;

/// A moment, on both of a browser's clocks.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Milliseconds that never jump.
    pub monotonic: f64,
    /// Milliseconds since 1970, UTC.
    pub epoch: u64,
}

/// A request to be made.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// Its correlation id.
    pub correlation_id: &'a str,
    /// What it asks.
    pub action: Action,
    /// Its headers.
    pub head: Head,
    /// The size of its payload as JSON, in bytes of UTF-8.
    pub payload_bytes: u32,
    /// When it counts as answered.
    pub until: Until,
    /// How long it may take.
    pub deadlines: Deadlines,
}

/// Where an inbound message belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The request.
    pub key: Key,
    /// The update's place among the request's, from 0.
    pub index: u32,
    /// Whether the request had settled before.
    pub is_late: bool,
    /// What becomes of the request.
    pub verdict: Verdict,
}

/// How long the parts of a request took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timings {
    /// From the call to the writing.
    pub queued_ms: f64,
    /// From the call to the first update; none came: absent.
    pub first_update_ms: Option<f64>,
    /// From the call until now.
    pub total_ms: f64,
}

/// The state machine of one client.
#[derive(Debug)]
pub struct Engine {
    config: Config,
    link: Link,
    attempt: Attempt,
    rest_token: RestToken,
    requests: Requests,
    timers: Timers,
    queue: VecDeque<Key>,
    queued_bytes: u32,
    lingering: VecDeque<(f64, Key)>,
    commands: VecDeque<Command>,
    latency_ms: Option<u32>,
    last_request_at: f64,
    is_ended: bool,
}

impl Engine {
    /// An engine that has done nothing yet.
    pub fn new(config: Config) -> Engine {
        Engine {
            config,
            link: Link::Idle,
            attempt: 0,
            rest_token: RestToken::None,
            requests: Requests::default(),
            timers: Timers::default(),
            queue: VecDeque::new(),
            queued_bytes: 0,
            lingering: VecDeque::new(),
            commands: VecDeque::new(),
            latency_ms: None,
            last_request_at: 0.0,
            is_ended: false,
        }
    }

    /// The next thing to do, if any.
    pub fn next_command(&mut self) -> Option<Command> {
        self.commands.pop_front()
    }

    /// The state of the connection.
    pub fn connection_state(&self) -> ConnectionState {
        self.link.state()
    }

    /// A request that is known under this correlation id.
    pub fn find(&self, correlation_id: &str) -> Option<Key> {
        self.requests.find(correlation_id)
    }

    /// Takes a request: written at once when the connection is open, else queued while it opens.
    ///
    /// # Errors
    /// `PAYLOAD_TOO_LARGE`, `DUPLICATE_CORRELATION_ID`, `QUEUE_FULL`, `WEBSOCKET_NOT_IN_OPEN_STATE`, and
    /// `CONNECTION_CLOSED` after [`Engine::end`]. A refused request leaves nothing behind.
    pub fn submit(&mut self, now: Now, new: NewRequest) -> Result<Key, Fault> {
        if self.is_ended {
            return Err(ended());
        }
        let bytes = new.head.frame_bytes(new.payload_bytes);
        if bytes > MAX_ENVELOPE_BYTES {
            return Err(too_large(bytes));
        }
        if let Some(key) = self.requests.find(new.correlation_id) {
            if self.requests.get(key).is_some_and(|request| request.phase != Phase::Settled) {
                return Err(Fault::new(Code::DuplicateCorrelationId));
            }
            self.release(key);
        }
        let can_go_now = match self.config.transport {
            Transport::WebSocket => self.link == Link::Open,
            Transport::Rest => self.rest_token.is_usable(now, self.config.auth_required),
        };
        if !can_go_now {
            self.admit_to_queue(bytes)?;
        }
        self.last_request_at = now.monotonic;
        let request = Request::new(
            new.correlation_id,
            new.action,
            Progress::new(new.until),
            new.head,
            bytes,
            new.deadlines,
            now.monotonic,
        );
        let key = self.requests.insert(request);
        if can_go_now {
            self.dispatch(now, key);
        } else {
            self.queue.push_back(key);
            self.queued_bytes += bytes;
            match self.config.transport {
                Transport::WebSocket => self.open(now, None),
                Transport::Rest => self.fetch_rest_token(now),
            }
        }
        self.timers.arm(&mut self.requests, key);
        Ok(key)
    }

    fn admit_to_queue(&self, bytes: u32) -> Result<(), Fault> {
        // Over HTTP nothing waits but for a token: that is not the queue that users turn off.
        let Some(limits) = self.config.queue.or((self.config.transport == Transport::Rest).then(Default::default))
        else {
            return Err(Fault::new(Code::WebSocketNotInOpenState));
        };
        let has_room = (self.queue.len() as u32) < limits.max_requests
            && self.queued_bytes.saturating_add(bytes) <= limits.max_bytes;
        if has_room { Ok(()) } else { Err(Fault::new(Code::QueueFull)) }
    }

    /// Hands a request to the transport.
    fn dispatch(&mut self, now: Now, key: Key) {
        self.requests.sent(key, now.monotonic);
        let Some(request) = self.requests.get(key).filter(|request| request.phase == Phase::Sent) else { return };
        let command = match self.config.transport {
            Transport::WebSocket => {
                let spare_bytes = MAX_ENVELOPE_BYTES.saturating_sub(request.bytes);
                Command::Write { key, head: request.head.frame(now.epoch, self.latency_ms, spare_bytes) }
            }
            Transport::Rest => Command::Post { key, token: self.rest_token.value() },
        };
        self.commands.push_back(command);
        self.timers.arm(&mut self.requests, key);
    }

    /// Hands over everything that waited, in order.
    fn flush(&mut self, now: Now) {
        self.queued_bytes = 0;
        for key in std::mem::take(&mut self.queue) {
            self.dispatch(now, key);
        }
    }

    /// A message came in, over the socket or as (part of) an answer to the request `answers`.
    pub fn inbound(&mut self, now: Now, inbound: &Inbound, answers: Option<Key>) -> Option<Delivery> {
        let key = answers.or_else(|| self.requests.correlate(inbound, self.config.strict_correlation))?;
        let request = self.requests.get_mut(key)?;
        let index = request.updates;
        request.updates += 1;
        request.last_update_at = now.monotonic;
        if request.first_update_at.is_none() {
            request.first_update_at = Some(now.monotonic);
            if let Some(written_at) = request.written_at {
                self.latency_ms = Some((now.monotonic - written_at).round().max(0.0) as u32);
            }
        }
        let is_late = request.phase == Phase::Settled;
        let verdict = if is_late { Verdict::Wait } else { request.progress.judge(inbound) };
        match verdict {
            Verdict::Resolve | Verdict::Reject => {
                self.settle(now, key);
            }
            Verdict::Wait | Verdict::Ask => self.timers.arm(&mut self.requests, key),
        }
        Some(Delivery { key, index, is_late, verdict })
    }

    /// The caller's function said that the request is answered. False if it had settled meanwhile.
    pub fn resolve(&mut self, now: Now, key: Key) -> bool {
        self.settle(now, key)
    }

    /// The request failed outside the engine, or its caller gave it up. False if it had settled before.
    pub fn reject(&mut self, now: Now, key: Key, fault: Fault) -> bool {
        let is_queued = self.requests.get(key).is_some_and(|request| request.phase == Phase::Queued);
        if is_queued {
            self.queue.retain(|queued| *queued != key);
            self.queued_bytes = self.queue.iter().filter_map(|key| self.requests.get(*key)).map(|request| request.bytes).sum();
        }
        let did_settle = self.settle(now, key);
        if did_settle {
            self.commands.push_back(Command::Reject { key, fault });
        }
        did_settle
    }

    /// A frame could not be written.
    pub fn send_failed(&mut self, now: Now, key: Key) {
        self.reject(now, key, Fault::new(Code::SendFailed));
    }

    /// Rejects every request that is not settled.
    pub fn reject_all(&mut self, now: Now, fault: &Fault) {
        self.queue.clear();
        self.queued_bytes = 0;
        for key in self.requests.unsettled() {
            self.reject(now, key, fault.clone());
        }
    }

    fn settle(&mut self, now: Now, key: Key) -> bool {
        if !self.requests.settle(key) {
            return false;
        }
        let until = now.monotonic + f64::from(self.config.late_updates_ms);
        self.lingering.push_back((until, key));
        while self.lingering.len() > MAX_LINGERING {
            if let Some((_, oldest)) = self.lingering.pop_front() {
                self.release(oldest);
            }
        }
        self.last_request_at = now.monotonic;
        true
    }

    fn release(&mut self, key: Key) {
        if self.requests.get(key).is_some() {
            self.requests.release(key);
            self.commands.push_back(Command::Release { key });
        }
    }

    /// When [`Engine::timeout`] wants to be called, on the monotonic clock; infinity is never.
    pub fn next_timeout(&mut self) -> f64 {
        let request = self.timers.next(&self.requests).unwrap_or(f64::INFINITY);
        let linger = self.lingering.front().map_or(f64::INFINITY, |(until, _)| *until);
        request.min(linger).min(self.link.due()).min(self.rest_token.due()).min(self.idle_due())
    }

    /// Time has passed.
    pub fn timeout(&mut self, now: Now) {
        if self.link.due() <= now.monotonic {
            self.connecting_timed_out(now);
        }
        if self.rest_token.due() <= now.monotonic {
            self.rest_token_failed(now, token_timeout(self.config.token_timeout_ms));
        }
        while let Some((key, expiry)) = self.timers.expired(&mut self.requests, now.monotonic) {
            self.expire(now, key, expiry);
        }
        while let Some((_, key)) = self.lingering.front().copied().filter(|(until, _)| *until <= now.monotonic) {
            self.lingering.pop_front();
            self.release(key);
        }
        if self.idle_due() <= now.monotonic {
            self.rest_after_idling();
        }
    }

    fn expire(&mut self, now: Now, key: Key, expiry: Expiry) {
        let Some(limits) = self.requests.get(key).map(|request| request.deadlines) else { return };
        let (option, ms) = match expiry {
            Expiry::Quiet => {
                if self.settle(now, key) {
                    self.commands.push_back(Command::Resolve { key });
                }
                return;
            }
            Expiry::Total => ("requestTimeoutMs", limits.total_ms),
            Expiry::FirstUpdate => ("firstUpdateTimeoutMs", limits.first_update_ms),
            Expiry::Idle => ("idleTimeoutMs", limits.idle_ms),
        };
        let fault = Fault::with_note(Code::RequestTimeout, note_of(option, ms));
        self.reject(now, key, fault.details(Details::Deadline(option, ms)));
    }

    /// How long the parts of a request took.
    pub fn timings(&self, now: Now, key: Key) -> Timings {
        self.requests.get(key).map_or_else(Timings::default, |request| Timings {
            queued_ms: request.written_at.unwrap_or(now.monotonic) - request.made_at,
            first_update_ms: request.first_update_at.map(|at| at - request.made_at),
            total_ms: now.monotonic - request.made_at,
        })
    }

    /// Requests known to the engine, settled ones whose late updates may come included.
    pub fn known_requests(&self) -> usize {
        self.requests.len()
    }

    /// Ends the client: everything is rejected, closed and forgotten, and later requests are refused.
    pub fn end(&mut self, now: Now) {
        self.is_ended = true;
        self.close(now, 1000, String::new());
        self.rest_token = RestToken::None;
        for (_, key) in std::mem::take(&mut self.lingering) {
            self.release(key);
        }
    }
}

/// What a call gets after [`Engine::end`].
pub(crate) fn ended() -> Fault {
    Fault::with_note(Code::ConnectionClosed, "cleanup() has ended this client; make a new one").fatal()
}

fn too_large(bytes: u32) -> Fault {
    let mut note = String::new();
    push_number(&mut note, bytes.into(), 1);
    note.push_str(" bytes of at most ");
    push_number(&mut note, MAX_ENVELOPE_BYTES.into(), 1);
    Fault::with_note(Code::PayloadTooLarge, note).details(Details::Size { bytes, limit: MAX_ENVELOPE_BYTES })
}

fn token_timeout(ms: u32) -> Fault {
    Fault::with_note(Code::TokenProviderFailed, note_of("tokenTimeoutMs", ms))
        .details(Details::Deadline("tokenTimeoutMs", ms))
}

/// Names the option that ran out: `requestTimeoutMs (30000) ran out`.
fn note_of(option: &str, ms: u32) -> String {
    let mut note = String::from(option);
    note.push_str(" (");
    push_number(&mut note, ms.into(), 1);
    note.push_str(") ran out");
    note
}
