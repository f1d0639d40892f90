//! How talking to the server goes: a state machine without input or output.
//!
//! The contract: every method takes what happened and the time, in milliseconds of a clock that never jumps;
//! [`Engine::next_command`] then gives what is to be done, until it gives none; [`Engine::next_timeout`] says when
//! [`Engine::timeout`] wants to be called. The engine never blocks, never calls back, and knows neither clock nor
//! chance. It deals in numbers alone: whoever drives it holds the payloads, the ids, the tokens, the promises and the
//! socket, each under the [`Key`] or [`Attempt`] the engine named.
//!
//! Every accepted request settles exactly once: by one `Resolve` or `Reject`, by the [`Verdict`] of a [`Delivery`], or
//! by whoever drives the engine, with [`Engine::settle`].
//!
//! ```
//! # use optave_web_sdk::engine::{Engine, command::Command, config::Config};
//! let mut engine = Engine::new(Config::default());
//! engine.open(0.0, false);
//! let attempt = std::iter::from_fn(|| engine.next_command()).find_map(|command| match command {
//!     Command::FetchToken { attempt } => Some(attempt),
//!     _ => None,
//! });
//! engine.token_came(10.0, attempt.unwrap(), f64::INFINITY);
//! assert!(std::iter::from_fn(|| engine.next_command()).any(|command| matches!(command, Command::OpenSocket { .. })));
//! ```

pub mod command;
pub mod config;
pub mod link;
pub mod requests;
pub mod rest;
pub mod timers;
pub mod until;

mod connecting;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::collections::VecDeque;

use crate::protocol::action::Action;
use crate::protocol::error::{Code, Detail, Fault, Limit};
use crate::protocol::inbound::{Inbound, State};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use command::Command;
use config::{Config, Deadlines, Setting};
use link::{Attempt, Link};
use requests::{Key, Named, Phase, Request, Requests};
use rest::RestToken;
use timers::{Expiry, due};
use until::{Until, Verdict};

/// Settled requests whose late updates are known at most; beyond it the oldest is forgotten early, so that memory
/// follows the work in hand and not the work done.
const MAX_LINGERING: u32 = 256;

/// A request to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewRequest {
    /// What it asks.
    pub action: Action,
    /// The size of its envelope, in bytes of UTF-8; of one that certainly fits and is written at once, more may do.
    pub bytes: u32,
    /// When it counts as answered.
    pub until: Until,
    /// How long it may take.
    pub deadlines: Deadlines,
}

/// What an inbound message does to its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whether the request had settled before.
    pub is_late: bool,
    /// What becomes of the request.
    pub verdict: Verdict,
}

/// The state machine of one client.
#[derive(Debug)]
pub struct Engine {
    /// What it runs by. Set before anything else is done.
    pub config: Config,
    link: Link,
    attempt: Attempt,
    rest_token: RestToken,
    requests: Requests,
    /// No request runs out of time before this. It may be earlier than need be: then looking finds nothing, and finds
    /// the right time. So requests need no timers of their own, and settled ones leave nothing behind.
    next_expiry: f64,
    queued_bytes: u32,
    commands: VecDeque<Command>,
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
            next_expiry: f64::INFINITY,
            queued_bytes: 0,
            commands: VecDeque::new(),
            last_request_at: 0.0,
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

    /// What the connection is doing.
    pub fn link(&self) -> Link {
        self.link
    }

    fn is_rest(&self) -> bool {
        self.config.is(Setting::Rest)
    }

    fn push(&mut self, command: Command) {
        self.commands.push_back(command);
    }

    /// Takes a request: written at once when the connection is open, else queued while it opens.
    ///
    /// # Errors
    /// `PAYLOAD_TOO_LARGE`, `QUEUE_FULL`, `WEBSOCKET_NOT_IN_OPEN_STATE`, and `CONNECTION_CLOSED` after [`Engine::end`].
    /// A refused request leaves nothing behind.
    pub fn submit(&mut self, now: f64, new: NewRequest) -> Result<Key, Fault> {
        if self.is_ended {
            return Err(ENDED);
        }
        if new.bytes > MAX_ENVELOPE_BYTES {
            return Err(Fault {
                code: Code::PayloadTooLarge,
                detail: Detail::Size(new.bytes),
            });
        }
        let can_go_now = if self.is_rest() {
            self.rest_token.is_usable(now, &self.config)
        } else {
            self.link == Link::Open
        };
        if !can_go_now {
            self.admit_to_queue(new.bytes)?;
        }
        self.last_request_at = now;
        let request = Request::new(new.action, new.until, new.bytes, new.deadlines, now);
        let key = self.requests.insert(request);
        self.queued_bytes += new.bytes;
        if can_go_now {
            self.dispatch(now, key);
        } else if self.is_rest() {
            self.fetch_rest_token(now);
        } else {
            self.open(now, false);
        }
        self.arm(key);
        Ok(key)
    }

    fn admit_to_queue(&self, bytes: u32) -> Result<(), Fault> {
        // Over HTTP nothing waits but for a token: that is not the queue that users turn off.
        if !self.config.is(Setting::Queue) && !self.is_rest() {
            return Err(Fault::new(Code::WebSocketNotInOpenState));
        }
        let has_room = f64::from(self.requests.queued())
            < self.config.number(Setting::QueueRequests)
            && f64::from(self.queued_bytes) + f64::from(bytes)
                <= self.config.number(Setting::QueueBytes);
        if has_room {
            Ok(())
        } else {
            Err(Fault::new(Code::QueueFull))
        }
    }

    /// Hands a queued request to the transport.
    fn dispatch(&mut self, now: f64, key: Key) {
        self.leave_queue(key);
        self.requests.enter(key, Phase::Sent, now);
        self.push(if self.is_rest() {
            Command::Post { key }
        } else {
            Command::Write { key }
        });
        self.arm(key);
    }

    /// Hands over everything that waited, in order.
    fn flush(&mut self, now: f64) {
        while let Some(key) = self.requests.first_queued() {
            self.dispatch(now, key);
        }
    }

    fn leave_queue(&mut self, key: Key) {
        if let Some(request) = self.requests.get(key)
            && request.phase == Phase::Queued
        {
            self.queued_bytes -= request.bytes;
        }
    }

    /// The request that a message belongs to.
    pub fn correlate(&self, inbound: Inbound, named: Named) -> Option<Key> {
        let is_strict = self.config.is(Setting::StrictCorrelation);
        self.requests.correlate(inbound, named, is_strict)
    }

    /// A message came in for a request. `place` is that of its superpower in the list that the caller waits for.
    pub fn deliver(
        &mut self,
        now: f64,
        key: Key,
        inbound: Inbound,
        place: Option<u32>,
    ) -> Option<Delivery> {
        let request = self.requests.get_mut(key)?;
        let is_late = request.phase == Phase::Settled;
        let mut verdict = Verdict::Wait;
        if !is_late {
            request.updates += 1;
            request.completed += u32::from(inbound.state == State::Completed);
            request.last_change_at = now;
            verdict = request.until.judge(inbound, place);
        }
        match verdict {
            Verdict::Resolve | Verdict::Reject => {
                self.settle(now, key);
            }
            Verdict::Wait | Verdict::Ask => self.arm(key),
        }
        Some(Delivery { is_late, verdict })
    }

    fn reject(&mut self, now: f64, key: Key, fault: Fault) {
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

    /// Settles a request, and has `tell` said before anything is forgotten: it may be this very request.
    fn settle_by(&mut self, now: f64, key: Key, tell: Option<Command>) -> bool {
        self.leave_queue(key);
        let did_settle = self.requests.enter(key, Phase::Settled, now);
        if did_settle {
            self.last_request_at = now;
            self.commands.extend(tell);
            self.forget_settled(now, MAX_LINGERING);
        }
        did_settle
    }

    /// Forgets the settled requests whose late updates are over, and the oldest of more than `most`.
    fn forget_settled(&mut self, now: f64, most: u32) {
        while let Some(key) = self.requests.first_settled() {
            if self.requests.settled() <= most && self.linger_due() > now {
                return;
            }
            self.requests.release(key);
            self.push(Command::Release { key });
        }
    }

    /// When the late updates of the request that settled first are over.
    fn linger_due(&self) -> f64 {
        let first = self.requests.first_settled();
        first
            .and_then(|key| self.requests.get(key))
            .map_or(f64::INFINITY, |request| {
                request.last_change_at + self.config.number(Setting::LateUpdatesMs)
            })
    }

    /// When [`Engine::timeout`] wants to be called; infinity is never.
    pub fn next_timeout(&self) -> f64 {
        self.next_expiry
            .min(self.linger_due())
            .min(self.link.due())
            .min(self.rest_token.due())
            .min(self.idle_due())
    }

    /// Time has passed.
    pub fn timeout(&mut self, now: f64) {
        if self.link.due() <= now {
            self.connecting_timed_out(now);
        }
        if self.rest_token.due() <= now {
            self.rest_token_failed(now, self.ran_out(Code::TokenProviderFailed, Limit::Token));
        }
        if self.next_expiry <= now {
            self.expire_due(now);
        }
        self.forget_settled(now, MAX_LINGERING);
        if self.idle_due() <= now {
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
                    self.settle_by(now, key, Some(Command::Resolve { key }));
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

    /// Requests known to the engine, settled ones whose late updates may come included.
    pub fn known_requests(&self) -> u32 {
        self.requests.known()
    }

    /// Ends the client: everything is rejected, closed and forgotten, and later requests are refused.
    pub fn end(&mut self, now: f64) {
        self.is_ended = true;
        self.close(now, 1000);
        self.rest_token = RestToken::None;
        self.forget_settled(now, 0);
    }
}

/// What a call gets after [`Engine::end`].
const ENDED: Fault = Fault {
    code: Code::ConnectionClosed,
    detail: Detail::Ended,
};
