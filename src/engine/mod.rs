//! How talking to the server goes: a state machine without input or output.
//!
//! The contract: every method takes what happened and the time, in milliseconds of a clock that never jumps;
//! [`Engine::next_command`] then gives what is to be done, until it gives none; [`Engine::next_timeout`] says when
//! [`Engine::timeout`] wants to be called. The engine never blocks, never calls back, and knows neither clock nor
//! chance. It sees no payload, id, token, promise or socket: whoever drives it holds them, each under the [`Key`] or
//! [`Attempt`] that the engine named.
//!
//! Every accepted request settles exactly once: by one `Resolve` or `Reject`, by the [`Verdict`] of a [`Delivery`], or
//! by whoever drives the engine, with [`Engine::settle`].
//!
//! ```
//! # use optave_web_sdk::engine::{Engine, command::Command, config::Config};
//! let mut engine = Engine::new(Config::default());
//! engine.open(0.0, false);
//! let attempt = std::iter::from_fn(|| engine.next_command()).find_map(|command| match command {
//!     Command::FetchToken { attempt, .. } => Some(attempt),
//!     _ => None,
//! });
//! engine.token_came(10.0, attempt.unwrap(), f64::INFINITY);
//! assert!(std::iter::from_fn(|| engine.next_command()).any(|command| matches!(command, Command::OpenSocket { .. })));
//! ```

pub mod backoff;
pub mod command;
pub mod config;
pub mod handover;
pub mod link;
pub mod requests;
pub mod rest;
pub mod timers;
pub mod until;

mod connecting;
mod settling;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod timing;

use crate::protocol::action::Action;
use crate::protocol::error::{Code, Detail, Fault};
use crate::protocol::inbound::{Inbound, State};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use backoff::Chance;
use command::{Command, Commands};
use config::{Config, Correlation, Deadlines, Transport};
use link::{Attempt, ConnectionState, Draining, Rest, Socket, Step};
use requests::{Key, Named, Phase, Request, Requests};
use rest::RestToken;
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
    /// Whether it may be written again when the connection was lost before any update came.
    pub may_resend: bool,
}

/// What an inbound message does to its request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delivery {
    /// Whether the request had settled before.
    pub is_late: bool,
    /// What becomes of the request.
    pub verdict: Verdict,
    /// How long ago it was written, in milliseconds; nothing if that was more than once, because then nobody knows which of
    /// them is answered.
    pub took_ms: Option<f64>,
}

/// The state machine of one client.
#[derive(Debug)]
pub struct Engine {
    config: Config,
    /// The socket that requests are written to.
    current: Option<Socket>,
    /// How far the next one is, and the attempt it belongs to; 0 is none.
    step: Step,
    attempt: Attempt,
    /// The last attempt that was numbered.
    attempts: Attempt,
    draining: Option<Draining>,
    rest: Rest,
    /// The state that was told last, and what with it: whether the browser reports that there is no network, and whether
    /// requests go over HTTP.
    told: ConnectionState,
    told_besides: (bool, bool),
    /// When the next attempt begins.
    retry_at: f64,
    /// Attempts that failed since the connection worked: since a request was answered over it, or it lasted. A server that
    /// greets and closes is asked as seldom as one that refuses.
    failures: u32,
    /// Attempts in a row that opened nothing.
    open_failures: u32,
    /// Tokens in a row that a server closed the connection for.
    refusals: u32,
    /// How long the socket may say nothing while a request is out.
    patience_ms: f64,
    /// Whether there was a connection that nobody has closed since.
    was_open: bool,
    /// Whether someone may wait for the connection without having made a request.
    is_awaited: bool,
    /// Whether the browser reports that there is no network.
    is_reported_offline: bool,
    /// Whether there may be one all the same: nothing is reported, or something came through since.
    is_online: bool,
    is_hidden: bool,
    /// Whether requests go over HTTP because no WebSocket opens.
    is_fallback: bool,
    /// When the clock is looked at, and how far the wall clock was ahead last.
    clock_due: f64,
    clock_drift: f64,
    /// The socket that anything came in on last.
    heard_on: Attempt,
    /// Nothing is written before this: the socket has enough to do.
    blocked_until: f64,
    chance: Chance,
    rest_token: RestToken,
    requests: Requests,
    /// No request runs out of time before this. It may be earlier than need be: then looking finds nothing, and finds
    /// the right time. So requests need no timers of their own, and settled ones leave nothing behind.
    next_expiry: f64,
    queued_bytes: u32,
    commands: Commands,
    last_request_at: f64,
    is_ended: bool,
}

/// An engine that has ended before it did anything, and refuses everything: what is left where one was lost.
impl Default for Engine {
    fn default() -> Engine {
        let mut engine = Engine::new(Config::default());
        engine.rest = Rest::Closed;
        engine.told = ConnectionState::Closed;
        engine.is_ended = true;
        engine
    }
}

impl Engine {
    /// An engine that has done nothing yet.
    pub fn new(config: Config) -> Engine {
        Engine {
            config,
            current: None,
            step: Step::None,
            attempt: 0,
            attempts: 0,
            draining: None,
            rest: Rest::Idle,
            told: ConnectionState::Idle,
            told_besides: (false, config.transport == Transport::Rest),
            retry_at: f64::INFINITY,
            failures: 0,
            open_failures: 0,
            refusals: 0,
            patience_ms: config.half_open_timeout_ms,
            was_open: false,
            is_awaited: false,
            is_reported_offline: false,
            is_online: true,
            is_hidden: false,
            is_fallback: false,
            clock_due: 0.0,
            clock_drift: 0.0,
            heard_on: 0,
            blocked_until: 0.0,
            chance: Chance::new(config.seed),
            rest_token: RestToken::None,
            requests: Requests::default(),
            next_expiry: f64::INFINITY,
            queued_bytes: 0,
            commands: Commands::default(),
            last_request_at: 0.0,
            is_ended: false,
        }
    }

    /// The next thing to do, if any.
    pub fn next_command(&mut self) -> Option<Command> {
        let command = self.commands.next();
        if let Some(Command::Release { key }) = command {
            self.requests.recycle(key);
        }
        command
    }

    fn push(&mut self, command: Command) {
        self.commands.push(command);
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
        if !self.is_ready(now) || self.requests.queued() > 0 {
            self.admit_to_queue(new.bytes)?;
        }
        self.last_request_at = now;
        let mut request = Request::new(new.action, new.until, new.bytes, new.deadlines, now);
        request.may_resend = new.may_resend;
        let key = self.requests.insert(request);
        self.queued_bytes += new.bytes;
        self.reopen_rest();
        if self.state() == ConnectionState::Offline && !self.is_rest() {
            self.open(now, false);
        }
        self.flush(now);
        self.arm(key);
        Ok(key)
    }

    /// Whether whatever requests travel by takes one now.
    fn is_ready(&self, now: f64) -> bool {
        if self.config.awaits_validator {
            false
        } else if self.is_rest() {
            self.rest_token.is_usable(now, &self.config)
        } else {
            self.current.is_some() && now >= self.blocked_until
        }
    }

    /// Requests can be checked from now on, and those that wait have been.
    pub fn validator_came(&mut self, now: f64) {
        self.config.awaits_validator = false;
        self.flush(now);
    }

    fn admit_to_queue(&self, bytes: u32) -> Result<(), Fault> {
        // Over HTTP nothing waits but for a token, and here perhaps for the validator: that is not the queue that users
        // turn off.
        let waits_for_connection =
            !self.is_rest() && (self.current.is_none() || !self.config.awaits_validator);
        if waits_for_connection && self.config.queue.is_none() {
            return Err(Fault::new(Code::WebSocketNotInOpenState));
        }
        let queue = self.config.queue.unwrap_or_default();
        let has_room = f64::from(self.requests.queued()) < queue.max_requests
            && f64::from(self.queued_bytes) + f64::from(bytes) <= queue.max_bytes;
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
        let is_rest = self.is_rest();
        let attempt = self.current.map_or(0, |socket| socket.attempt);
        if let Some(request) = self.requests.get_mut(key) {
            request.attempt = if is_rest { 0 } else { attempt };
        }
        if is_rest {
            self.push(Command::Post { key });
        } else {
            if let Some(socket) = &mut self.current {
                socket.quiet_since = socket.quiet_since.min(now);
            }
            self.push(Command::Write { key, attempt });
        }
        self.arm(key);
    }

    /// Hands over everything that waits, in order, if it can go.
    fn flush(&mut self, now: f64) {
        while let Some(key) = self.requests.first_queued() {
            if !self.is_ready(now) {
                return self.seek(now);
            }
            self.dispatch(now, key);
        }
    }

    /// Sees to it that what waits waits for something that will come.
    fn seek(&mut self, now: f64) {
        if self.is_rest() {
            self.fetch_rest_token(now);
        } else if self.current.is_none() && self.rest != Rest::Waiting {
            self.open(now, false);
        }
    }

    fn leave_queue(&mut self, key: Key) {
        if let Some(request) = self.requests.get(key)
            && request.phase == Phase::Queued
        {
            self.queued_bytes -= request.bytes;
        }
    }

    /// The request that a message belongs to, which came in on the socket of which [`Engine::heard`] told last. Without
    /// an id, what comes on a replaced socket after anything was asked anew may answer that, and be answered twice: it
    /// belongs to none.
    pub fn correlate(&self, inbound: Inbound, named: Named) -> Option<Key> {
        let correlation = match self.draining {
            Some(old) if old.was_asked_anew && old.attempt == self.heard_on => Correlation::Strict,
            _ => self.config.correlation,
        };
        let found = self
            .requests
            .correlate(inbound, named, correlation, self.heard_on);
        found.filter(|_| inbound.is_answer)
    }

    /// A message came in for a request. `place` is that of its superpower among the [`until::Names`] of the request.
    pub fn deliver(
        &mut self,
        now: f64,
        key: Key,
        inbound: Inbound,
        place: Option<u32>,
    ) -> Option<Delivery> {
        let request = self.requests.get_mut(key)?;
        if request.attempt != 0 {
            // The connection works: its server answers.
            self.failures = 0;
            self.refusals = 0;
        }
        let is_late = request.phase == Phase::Settled;
        let took_ms =
            (request.sends == 1 && request.written_at <= now).then_some(now - request.written_at);
        let mut verdict = Verdict::Wait;
        if !is_late {
            request.updates += 1;
            request.completed += u32::from(inbound.state == State::Completed);
            request.last_change_at = now;
            verdict = request.until.judge(request.action, inbound, place);
            if request.phase == Phase::Queued {
                // It was to be written again, and is answered after all.
                self.leave_queue(key);
                self.requests.enter(key, Phase::Parted, now);
            }
        }
        match verdict {
            Verdict::Resolve | Verdict::Reject => {
                self.settle(now, key);
            }
            Verdict::Wait | Verdict::Ask => self.arm(key),
        }
        Some(Delivery {
            is_late,
            verdict,
            took_ms,
        })
    }

    /// Requests known to the engine, settled ones whose late updates may come included.
    pub fn known_requests(&self) -> u32 {
        self.requests.known()
    }
}

/// What a call gets after [`Engine::end`].
const ENDED: Fault = Fault {
    code: Code::ConnectionClosed,
    detail: Detail::Ended,
};
