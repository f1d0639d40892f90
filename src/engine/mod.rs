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
pub mod rest;
pub mod timers;
pub mod until;

mod connecting;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::collections::VecDeque;

use crate::protocol::action::Action;
use crate::protocol::envelope::Head;
use crate::protocol::error::{Code, Fault};
use crate::protocol::inbound::Inbound;
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use crate::protocol::text::push_number;
use crate::protocol::token::Token;
use command::Command;
use config::{Config, Deadlines, Transport};
use link::{Attempt, ConnectionState, Link};
use requests::{Key, Phase, Request, Requests};
use rest::RestToken;
use timers::{Expiry, due};
use until::{Progress, Until, Verdict};

/// Settled requests whose late updates are known at most; beyond it the oldest is forgotten early, so that memory
/// follows the work in hand and not the work done.
const MAX_LINGERING: u32 = 256;

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

/// The state machine of one client.
#[derive(Debug)]
pub struct Engine {
    config: Config,
    link: Link,
    attempt: Attempt,
    rest_token: RestToken,
    requests: Requests,
    /// No request runs out of time before this. It may be earlier than need be: then looking finds nothing, and finds
    /// the right time. So requests need no timers of their own, and settled ones leave nothing behind.
    next_expiry: f64,
    queued_bytes: u32,
    commands: VecDeque<Command>,
    latency_ms: Option<u32>,
    last_request_at: f64,
    unmatched: u32,
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
            next_expiry: f64::INFINITY,
            queued_bytes: 0,
            commands: VecDeque::new(),
            latency_ms: None,
            last_request_at: 0.0,
            unmatched: 0,
            is_ended: false,
        }
    }

    /// The next thing to do, if any.
    pub fn next_command(&mut self) -> Option<Command> {
        let command = self.commands.pop_front();
        if let Some(Command::Release { key }) = command {
            self.requests.recycle(key);
        }
        command
    }

    /// The state of the connection.
    pub fn connection_state(&self) -> ConnectionState {
        self.link.state()
    }

    /// Whether frames pass.
    pub fn is_open(&self) -> bool {
        self.link == Link::Open
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
        check_size(bytes)?;
        let known = self.requests.find(new.correlation_id);
        if known
            .and_then(|key| self.requests.get(key))
            .is_some_and(|request| request.phase != Phase::Settled)
        {
            return Err(Fault::new(Code::DuplicateCorrelationId));
        }
        let can_go_now = match self.config.transport {
            Transport::WebSocket => self.link == Link::Open,
            Transport::Rest => self.rest_token.is_usable(now, self.config.auth_required),
        };
        if !can_go_now {
            self.admit_to_queue(bytes)?;
        }
        if let Some(settled) = known {
            self.release(settled);
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
            self.queued_bytes += bytes;
            match self.config.transport {
                Transport::WebSocket => self.open(now, None),
                Transport::Rest => self.fetch_rest_token(now),
            }
        }
        self.arm(key);
        Ok(key)
    }

    fn admit_to_queue(&self, bytes: u32) -> Result<(), Fault> {
        // Over HTTP nothing waits but for a token: that is not the queue that users turn off.
        let Some(limits) = self
            .config
            .queue
            .or((self.config.transport == Transport::Rest).then(Default::default))
        else {
            return Err(Fault::new(Code::WebSocketNotInOpenState));
        };
        let has_room = self.requests.queued() < limits.max_requests
            && self.queued_bytes.saturating_add(bytes) <= limits.max_bytes;
        if has_room {
            Ok(())
        } else {
            Err(Fault::new(Code::QueueFull))
        }
    }

    /// Hands a request to the transport.
    fn dispatch(&mut self, now: Now, key: Key) {
        self.requests.enter(key, Phase::Sent, now.monotonic);
        let command = match self.config.transport {
            Transport::WebSocket => Command::Write { key },
            Transport::Rest => Command::Post { key },
        };
        self.commands.push_back(command);
        self.arm(key);
    }

    /// What stands before the payload in a frame written now.
    pub fn frame(&self, now: Now, key: Key) -> String {
        self.requests.get(key).map_or_else(String::new, |request| {
            let spare_bytes = MAX_ENVELOPE_BYTES.saturating_sub(request.bytes);
            request.head.frame(now.epoch, self.latency_ms, spare_bytes)
        })
    }

    /// The token that HTTP requests carry, if there is one.
    pub fn rest_token(&self) -> Option<&Token> {
        self.rest_token.value()
    }

    /// The request at a place of the slab.
    pub fn key_at(&self, index: u32) -> Option<Key> {
        self.requests.key_at(index)
    }

    /// Hands over everything that waited, in order.
    fn flush(&mut self, now: Now) {
        self.queued_bytes = 0;
        while let Some(key) = self.requests.first_queued() {
            self.dispatch(now, key);
        }
    }

    /// A message came in, over the socket or as (part of) an answer to the request `answers`.
    pub fn inbound(
        &mut self,
        now: Now,
        inbound: &Inbound,
        answers: Option<Key>,
    ) -> Option<Delivery> {
        let Some(key) = answers.or_else(|| {
            self.requests
                .correlate(inbound, self.config.strict_correlation)
        }) else {
            self.unmatched = self.unmatched.saturating_add(1);
            return None;
        };
        let request = self.requests.get_mut(key)?;
        let index = request.updates;
        request.updates += 1;
        let is_late = request.phase == Phase::Settled;
        if !is_late {
            request.last_change_at = now.monotonic;
        }
        if request.first_update_at.is_none() {
            request.first_update_at = Some(now.monotonic);
            if let Some(written_at) = request.written_at {
                self.latency_ms = Some((now.monotonic - written_at).round().max(0.0) as u32);
            }
        }
        let verdict = if is_late {
            Verdict::Wait
        } else {
            request.progress.judge(inbound)
        };
        match verdict {
            Verdict::Resolve | Verdict::Reject => {
                self.settle(now, key, None);
            }
            Verdict::Wait | Verdict::Ask => self.arm(key),
        }
        Some(Delivery {
            key,
            index,
            is_late,
            verdict,
        })
    }

    /// The caller's function said that the request is answered. False if it had settled meanwhile.
    pub fn resolve(&mut self, now: Now, key: Key) -> bool {
        self.settle(now, key, None)
    }

    /// The request failed outside the engine, or its caller gave it up. False if it had settled before.
    pub fn reject(&mut self, now: Now, key: Key, fault: Fault) -> bool {
        self.settle(now, key, Some(Command::Reject { key, fault }))
    }

    /// A frame could not be written.
    pub fn send_failed(&mut self, now: Now, key: Key) {
        self.reject(now, key, Fault::new(Code::SendFailed));
    }

    /// Rejects every request that is not settled, in the order in which they were made. Says how many there were.
    pub fn reject_all(&mut self, now: Now, fault: &Fault) -> u32 {
        let mut count = 0;
        while let Some(key) = self
            .requests
            .oldest_in_flight()
            .or_else(|| self.requests.first_queued())
        {
            self.reject(now, key, fault.clone());
            count += 1;
        }
        count
    }

    /// Settles a request, and has `tell` said before anything is forgotten: it may be this very request.
    fn settle(&mut self, now: Now, key: Key, tell: Option<Command>) -> bool {
        let Some(request) = self.requests.get(key) else {
            return false;
        };
        if request.phase == Phase::Queued {
            self.queued_bytes -= request.bytes;
        }
        let did_settle = self.requests.enter(key, Phase::Settled, now.monotonic);
        if did_settle {
            self.last_request_at = now.monotonic;
            self.commands.extend(tell);
            self.forget_settled(now, MAX_LINGERING);
        }
        did_settle
    }

    /// Forgets the settled requests whose late updates are over, and the oldest of more than `most`.
    fn forget_settled(&mut self, now: Now, most: u32) {
        while let Some(key) = self.requests.first_settled() {
            if self.requests.settled() <= most && self.lingers_until(key) > now.monotonic {
                return;
            }
            self.release(key);
        }
    }

    fn lingers_until(&self, key: Key) -> f64 {
        let settled_at = self
            .requests
            .get(key)
            .map_or(0.0, |request| request.last_change_at);
        settled_at + f64::from(self.config.late_updates_ms)
    }

    fn release(&mut self, key: Key) {
        self.requests.release(key);
        self.commands.push_back(Command::Release { key });
    }

    /// When [`Engine::timeout`] wants to be called, on the monotonic clock; infinity is never.
    pub fn next_timeout(&mut self) -> f64 {
        let linger = self
            .requests
            .first_settled()
            .map_or(f64::INFINITY, |key| self.lingers_until(key));
        self.next_expiry
            .min(linger)
            .min(self.link.due())
            .min(self.rest_token.due())
            .min(self.idle_due())
    }

    /// Time has passed.
    pub fn timeout(&mut self, now: Now) {
        if self.link.due() <= now.monotonic {
            self.connecting_timed_out(now);
        }
        if self.rest_token.due() <= now.monotonic {
            self.rest_token_failed(now, token_timeout(self.config.token_timeout_ms));
        }
        if self.next_expiry <= now.monotonic {
            self.expire_due(now);
        }
        self.forget_settled(now, MAX_LINGERING);
        if self.idle_due() <= now.monotonic {
            self.rest_after_idling();
        }
    }

    /// Notes a request's next deadline.
    fn arm(&mut self, key: Key) {
        if let Some(request) = self.requests.get(key) {
            self.next_expiry = self.next_expiry.min(due(request).0);
        }
    }

    /// Settles the requests whose time is up, and finds out when the next one's is.
    fn expire_due(&mut self, now: Now) {
        let mut expired = Vec::new();
        self.next_expiry = f64::INFINITY;
        for (key, request) in self.requests.unsettled() {
            let (time, expiry) = due(request);
            if time <= now.monotonic {
                expired.push((key, expiry));
            } else if time < self.next_expiry {
                self.next_expiry = time;
            }
        }
        for (key, expiry) in expired {
            self.expire(now, key, expiry);
        }
    }

    fn expire(&mut self, now: Now, key: Key, expiry: Expiry) {
        let Some(limits) = self.requests.get(key).map(|request| request.deadlines) else {
            return;
        };
        let (option, ms) = match expiry {
            Expiry::Quiet => {
                self.settle(now, key, Some(Command::Resolve { key }));
                return;
            }
            Expiry::Total => ("requestTimeoutMs", limits.total_ms),
            Expiry::FirstUpdate => ("firstUpdateTimeoutMs", limits.first_update_ms),
            Expiry::Idle => ("idleTimeoutMs", limits.idle_ms),
        };
        self.reject(now, key, timed_out(Code::RequestTimeout, option, ms));
    }

    /// What a request asks.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.requests.get(key).map(|request| request.action)
    }

    /// Messages that belonged to no request: late, foreign, or without an id.
    pub fn unmatched_messages(&self) -> u32 {
        self.unmatched
    }

    /// Requests known to the engine, settled ones whose late updates may come included.
    pub fn known_requests(&self) -> usize {
        self.requests.known() as usize
    }

    /// Ends the client: everything is rejected, closed and forgotten, and later requests are refused.
    pub fn end(&mut self, now: Now) {
        self.is_ended = true;
        self.close(now, 1000, String::new());
        self.rest_token = RestToken::None;
        self.forget_settled(now, 0);
    }
}

/// What a call gets after [`Engine::end`].
pub(crate) fn ended() -> Fault {
    Fault::with_note(
        Code::ConnectionClosed,
        "cleanup() has ended this client; make a new one",
    )
    .fatal()
}

/// Refuses an envelope that the server would not accept.
///
/// # Errors
/// `PAYLOAD_TOO_LARGE`.
pub fn check_size(bytes: u32) -> Result<(), Fault> {
    if bytes <= MAX_ENVELOPE_BYTES {
        return Ok(());
    }
    let mut note = String::from("more than ");
    push_number(&mut note, MAX_ENVELOPE_BYTES.into(), 1);
    note.push_str(" bytes");
    Err(Fault::with_note(Code::PayloadTooLarge, &note)
        .number("bytes", bytes)
        .number("limit", MAX_ENVELOPE_BYTES))
}

fn token_timeout(ms: u32) -> Fault {
    timed_out(Code::TokenProviderFailed, "tokenTimeoutMs", ms)
}

/// Names the option that ran out: `requestTimeoutMs (30000) ran out`.
fn timed_out(code: Code, option: &str, ms: u32) -> Fault {
    let mut note = String::from(option);
    note.push_str(" (");
    push_number(&mut note, ms.into(), 1);
    note.push_str(") ran out");
    Fault::with_note(code, &note)
        .text("option", option)
        .number("ms", ms)
}
