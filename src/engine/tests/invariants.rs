//! What holds at every step, whatever happened:
//!
//! nothing settles twice, no command concerns a request that was released, no place is used again before its release was
//! carried out; there are two sockets during a hand-over at most, and no working one is closed out of suspicion before
//! another opened; no token serves twice; writing keeps the order of making, and only what had no update is written
//! again, when the socket it was written to is gone, or was replaced and is doubted; a replaced socket is kept only while
//! it owes something; the queue is bounded for what is new; time that was dealt with is not asked for again; and whatever
//! waits waits for something that will come.

use super::driver::Driver;
use crate::engine::command::{Attempt, Command};
use crate::engine::link::{ConnectionState, Draining};
use crate::engine::requests::Phase;
use crate::engine::{Engine, MAX_LINGERING};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;

/// A replaced socket is waited for no longer than this.
const DRAIN_MS: f64 = 30_000.0;

impl Driver {
    pub(super) fn check(&self) {
        let engine = &self.engine;
        let Engine { requests, .. } = engine;
        let unsettled = requests.queued() + requests.in_flight();
        assert!(engine.known_requests() <= unsettled + MAX_LINGERING);
        let (mut queued, mut in_flight, mut settled, mut bytes) = (0, 0, 0, 0);
        let current = engine.current.map_or(0, |socket| socket.attempt);
        let draining = engine.draining.map_or(0, |old| old.attempt);
        for request in (0..requests.places()).filter_map(|key| requests.get(key)) {
            match request.phase {
                Phase::Queued => (queued, bytes) = (queued + 1, bytes + request.bytes),
                Phase::Settled => settled += 1,
                Phase::Sent => {
                    in_flight += 1;
                    let socket = request.attempt;
                    let is_there = [0, current, draining].contains(&socket);
                    assert!(is_there, "waits for a socket that is gone");
                }
                Phase::Parted | Phase::Free => in_flight += 1,
            }
        }
        assert_eq!(requests.queued(), queued);
        assert_eq!(requests.in_flight(), in_flight);
        assert_eq!(requests.settled(), settled);
        assert_eq!(engine.queued_bytes, bytes);
        assert!(
            draining == 0 || requests.is_owed(draining),
            "drains, and nothing is owed"
        );
        if !engine.is_online {
            assert_eq!(engine.retry_at, f64::INFINITY, "tries by itself");
        }
        if engine.commands.is_empty() {
            self.check_rest();
        }
    }

    /// What holds when everything was carried out.
    fn check_rest(&self) {
        let engine = &self.engine;
        let unsettled = engine.requests.queued() + engine.requests.in_flight();
        assert_eq!(engine.known_requests() as usize, self.held.len());
        let open = |place: &&usize| self.requests[**place].end.is_none();
        assert_eq!(self.held.values().filter(open).count(), unsettled as usize);
        let state = engine.state();
        assert_eq!(self.told, state, "told of another state");
        assert_eq!(self.told_besides, self.besides(), "not told");
        assert_eq!(self.is_told_open, state == ConnectionState::Open);
        let is_coming = matches!(
            state,
            ConnectionState::Connecting | ConnectionState::Waiting | ConnectionState::Offline
        );
        assert!(self.waiting == 0 || is_coming, "waited for in vain");
        if state == ConnectionState::Waiting && !self.is_cached {
            assert!(engine.retry_at < f64::INFINITY, "waits for nothing");
        }
        if engine.requests.queued() > 0 {
            let is_due = if engine.is_rest() {
                engine.rest_token.attempt() != 0
            } else {
                is_coming || engine.next_timeout() <= self.clock + 50.0
            };
            let may_go = engine.is_rest() || engine.current.is_some();
            let awaits_validator = may_go && self.engine.config.awaits_validator;
            assert!(is_due || awaits_validator, "queued for nothing");
        }
        let known = [engine.attempt, engine.current.map_or(0, |it| it.attempt)];
        let draining = engine.draining.map_or(0, |old| old.attempt);
        for attempt in self.sockets.keys() {
            assert!(known.contains(attempt) || draining == *attempt, "forgotten");
        }
    }

    /// What is newly taken finds the queue within its bounds.
    pub(super) fn check_admission(&self, (requests, bytes): (u32, u32)) {
        let config = self.engine.config;
        let queue = config.queue.unwrap_or_default();
        if self.engine.requests.queued() > requests {
            let room = f64::from(requests) + 1.0 <= queue.max_requests;
            let is_queue = config.queue.is_some()
                || self.engine.is_rest()
                || self.engine.current.is_some() && config.awaits_validator;
            assert!(room && is_queue, "{requests} requests wait");
            let all = f64::from(self.engine.queued_bytes);
            assert!(all <= queue.max_bytes, "{bytes} bytes wait");
        }
    }

    /// Nothing overtakes, and nothing is written twice without need.
    pub(super) fn check_writing(&self, place: usize) {
        let record = &self.requests[place];
        assert!(record.ask.bytes <= MAX_ENVELOPE_BYTES);
        if record.frames > 0 {
            assert!(record.updates.is_empty(), "answered, and written again");
            assert!(record.ask.may_resend || record.socket == 0);
            let is_gone = !self.sockets.contains_key(&record.socket);
            let is_doubted = |old: Draining| old.attempt == record.socket && old.was_asked_anew;
            let is_replaced = self.engine.draining.is_some_and(is_doubted)
                || self.is_lagging && self.replaced_at.contains_key(&record.socket);
            assert!(is_gone || is_replaced, "written again beside the first");
        }
        let requests = &self.engine.requests;
        let waits = |key| requests.get(key).map(|it| it.phase) == Some(Phase::Queued);
        let is_overtaken =
            |(key, other): (&u32, &usize)| *other < place && !self.is_lagging && waits(*key);
        assert!(!self.held.iter().any(is_overtaken), "overtakes another");
    }

    /// A socket that works is closed when another is open, when the connection is over, or when it drained for too long.
    pub(super) fn check_closing(&self, attempt: Attempt) {
        let has_other = self
            .sockets
            .iter()
            .any(|(other, is_open)| *other != attempt && *is_open);
        let is_over = matches!(
            self.state(),
            ConnectionState::Idle | ConnectionState::Closed
        );
        let is_late = |at: &f64| self.clock - at >= DRAIN_MS;
        let has_drained = self.replaced_at.get(&attempt).is_some_and(is_late);
        let is_open = self.sockets.get(&attempt) == Some(&true);
        let is_excused = self.is_cached || self.engine.is_auto() || self.is_lagging;
        let requests = &self.engine.requests;
        let is_owed = |(key, place): (&u32, &usize)| {
            self.requests[*place].socket == attempt
                && requests
                    .get(*key)
                    .is_some_and(|it| it.phase != Phase::Settled)
        };
        let is_drained = self.replaced_at.contains_key(&attempt) && !self.held.iter().any(is_owed);
        assert!(
            !is_open || has_other || is_over || has_drained || is_drained || is_excused,
            "a working socket is dropped"
        );
    }

    /// What is told of the connection makes sense.
    fn besides(&self) -> (bool, bool) {
        (self.engine.is_reported_offline(), self.engine.is_rest())
    }

    pub(super) fn check_told(&mut self, command: Command) {
        if matches!(command, Command::StateChanged { .. } | Command::SameState) {
            self.told_besides = self.besides();
        }
        match command {
            Command::StateChanged { state } => {
                assert_ne!(self.told, state, "told twice");
                self.told = state;
                if state == ConnectionState::Open {
                    assert!(!self.is_told_open, "opened twice");
                    self.is_told_open = true;
                }
            }
            Command::Closed { .. } => {
                assert!(self.is_told_open, "closed, and was not open");
                self.is_told_open = false;
            }
            Command::Reconnecting { delay_ms, .. } => assert!(delay_ms >= 0.0),
            _ => {}
        }
    }
}
