//! A page, a socket and a server without any of them: carries the engine's commands out, under a clock of its own.
//!
//! It holds the engine to its contract at every step: nothing settles twice, no command concerns a request that was
//! released, no place is used again before its release was carried out, there is one socket at most, no token serves
//! twice, and time that was dealt with is not asked for again.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::asking::{Ask, EPOCH, End, Record, completed, enveloped, head, update};
use crate::engine::command::{Attempt, Command};
use crate::engine::config::{Config, Transport};
use crate::engine::requests::Key;
use crate::engine::rest::status_fault;
use crate::engine::until::Verdict;
use crate::engine::{Delivery, Engine, MAX_LINGERING, NewRequest, Now};
use crate::protocol::envelope::TAIL;
use crate::protocol::error::Fault;
use crate::protocol::inbound::classify;
use crate::protocol::limits::MAX_ENVELOPE_BYTES;

/// How the world answers by itself. `None`: not at all, until the test says something.
#[derive(Default)]
pub struct Plan {
    pub token_after: Option<f64>,
    pub token_lives: Option<f64>,
    pub handshake_after: Option<f64>,
    pub answer_after: Option<f64>,
    /// The next HTTP statuses; then 200.
    pub statuses: VecDeque<u16>,
}

enum Event {
    Token(Attempt),
    Opened(Attempt),
    Frame(Attempt, Value),
    Response(Key, u16),
}

pub struct Driver {
    pub engine: Engine,
    pub clock: f64,
    pub plan: Plan,
    pub requests: Vec<Record>,
    /// Every command that concerns the connection.
    pub said: Vec<Command>,
    /// Every request that was written, in that order.
    pub written: Vec<usize>,
    pub socket: Option<Attempt>,
    /// Commands are carried out only as far as [`Driver::carry_out`] is told.
    pub is_lagging: bool,
    held: HashMap<u32, usize>,
    used_tokens: HashSet<String>,
    tokens_given: usize,
    events: Vec<(f64, Event)>,
}

impl Driver {
    /// Nothing answers by itself.
    pub fn new(config: Config) -> Driver {
        Driver {
            engine: Engine::new(config),
            clock: 0.0,
            plan: Plan::default(),
            requests: Vec::new(),
            said: Vec::new(),
            written: Vec::new(),
            socket: None,
            is_lagging: false,
            held: HashMap::new(),
            used_tokens: HashSet::new(),
            tokens_given: 0,
            events: Vec::new(),
        }
    }

    /// Token after 10 ms, handshake after 20, answers after 30 unless told otherwise.
    pub fn lively(config: Config) -> Driver {
        let mut driver = Driver::new(config);
        driver.plan.token_after = Some(10.0);
        driver.plan.handshake_after = Some(20.0);
        driver
    }

    /// A connection that is open.
    pub fn opened(config: Config) -> Driver {
        let mut driver = Driver::lively(config);
        driver.tell(|engine, now| engine.open(now, None));
        driver.advance(30.0);
        assert!(driver.engine.is_open());
        driver.said.clear();
        driver
    }

    pub fn now(&self) -> Now {
        Now {
            monotonic: self.clock,
            epoch: EPOCH + self.clock as u64,
        }
    }

    /// Tells the engine something and carries out what it wants.
    pub fn tell<T>(&mut self, tell: impl FnOnce(&mut Engine, Now) -> T) -> T {
        let now = self.now();
        let answer = tell(&mut self.engine, now);
        if !self.is_lagging {
            self.carry_out(usize::MAX);
        }
        self.check();
        answer
    }

    pub fn submit(&mut self, ask: Ask) -> Result<usize, Fault> {
        let (now, place) = (self.now(), self.requests.len());
        let key = self.engine.submit(
            now,
            NewRequest {
                correlation_id: &ask.id,
                action: ask.action,
                head: head(&ask.id, ask.action, now.epoch),
                payload_bytes: ask.payload_bytes,
                until: ask.until.clone(),
                deadlines: ask.deadlines,
            },
        )?;
        let before = self.held.insert(key.index, place);
        assert_eq!(before, None, "a place is used again before its release");
        self.requests.push(Record {
            key,
            ask,
            made_at: now.monotonic,
            frames: Vec::new(),
            updates: Vec::new(),
            end: None,
            is_released: false,
        });
        self.tell(|_, _| ());
        Ok(place)
    }

    /// A request that is in flight.
    pub fn sent(&mut self, ask: Ask) -> usize {
        let place = self.submit(ask).unwrap();
        assert_eq!(self.requests[place].frames.len(), 1);
        place
    }

    pub fn inbound(&mut self, message: &Value) -> Option<Delivery> {
        self.deliver(message, None)
    }

    pub fn deliver(&mut self, message: &Value, answers: Option<Key>) -> Option<Delivery> {
        let now = self.now();
        let delivery = self.engine.inbound(now, &classify(&message), answers);
        if let Some(delivery) = &delivery {
            let place = self.place(delivery.key);
            let record = &mut self.requests[place];
            assert_eq!(delivery.index as usize, record.updates.len());
            record.updates.push(delivery.is_late);
            match delivery.verdict {
                Verdict::Wait => {}
                Verdict::Resolve => self.settle(place, End::Resolved),
                Verdict::Reject => self.settle(place, End::Refused),
                Verdict::Ask => {
                    let is_content = record.updates.len() >= record.ask.content_with;
                    if is_content && self.engine.resolve(now, delivery.key) {
                        self.settle(place, End::Resolved);
                    }
                }
            }
        }
        self.tell(|_, _| ());
        delivery
    }

    /// Lets time pass, and what is due in it happen.
    pub fn advance(&mut self, ms: f64) {
        let target = self.clock + ms;
        loop {
            let timeout = self.engine.next_timeout();
            let event = (0..self.events.len())
                .min_by(|a, b| self.events[*a].0.total_cmp(&self.events[*b].0));
            let event_at = event.map_or(f64::INFINITY, |event| self.events[event].0);
            let next = timeout.min(event_at);
            if next > target {
                break;
            }
            self.clock = self.clock.max(next);
            match event {
                Some(event) if event_at <= timeout => {
                    let (_, event) = self.events.remove(event);
                    self.happen(event);
                }
                _ => self.wake(),
            }
        }
        self.clock = target;
    }

    /// Calls for what is due now, be it early or late.
    pub fn wake(&mut self) {
        self.tell(Engine::timeout);
        let next = self.engine.next_timeout();
        assert!(next > self.clock, "{next} was asked for at {}", self.clock);
    }

    pub fn token(&mut self, attempt: Attempt) {
        self.tokens_given += 1;
        let token = format!("token-{}", self.tokens_given);
        let expires_at = self
            .plan
            .token_lives
            .map(|ms| EPOCH as f64 + self.clock + ms);
        self.tell(|engine, now| engine.token(now, attempt, Ok(token), expires_at));
    }

    /// The other side ends the socket of an attempt.
    pub fn socket_closed(&mut self, attempt: Attempt, code: u16) {
        if self.socket == Some(attempt) {
            self.socket = None;
        }
        self.tell(|engine, now| {
            engine.socket_closed(now, attempt, code, "gone".into(), code == 1000)
        });
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Token(attempt) => self.token(attempt),
            Event::Opened(attempt) => self.tell(|engine, now| engine.socket_opened(now, attempt)),
            Event::Frame(attempt, message) if self.socket == Some(attempt) => {
                self.inbound(&message);
            }
            Event::Frame(..) => {}
            Event::Response(key, status) => self.response(key, status, &[completed("x")]),
        }
    }

    /// An HTTP request is answered, as the browser's half would report it.
    pub fn response(&mut self, key: Key, status: u16, messages: &[Value]) {
        let is_success = (200..300).contains(&status);
        if !is_success && self.tell(|engine, now| engine.post_refused(now, key, status)) {
            return;
        }
        for message in messages.iter().filter(|_| is_success) {
            if self.engine.key_at(key.index) == Some(key) {
                self.deliver(message, Some(key));
            }
        }
        self.tell(|engine, now| {
            if is_success {
                engine.answer_ended(now, key);
            } else {
                engine.reject(now, key, status_fault(status));
            }
        });
    }

    /// Carries out at most so many commands.
    pub fn carry_out(&mut self, most: usize) {
        for _ in 0..most {
            let Some(command) = self.engine.next_command() else {
                return;
            };
            self.execute(command);
        }
    }

    fn after(&mut self, delay: Option<f64>, event: Event) {
        if let Some(ms) = delay {
            self.events.push((self.clock + ms, event));
        }
    }

    fn execute(&mut self, command: Command) {
        let now = self.now();
        match &command {
            Command::Write { key } | Command::Post { key } => {
                let place = self.place(*key);
                let is_post = matches!(command, Command::Post { .. });
                let head = self.engine.frame(now, *key);
                let Some(attempt) = self.socket.or(is_post.then_some(0)) else {
                    return self.engine.send_failed(now, *key);
                };
                let record = &mut self.requests[place];
                let payload = " ".repeat(record.ask.payload_bytes as usize - 1) + "0";
                let frame = [&head, payload.as_str(), TAIL].concat();
                assert!(frame.len() <= MAX_ENVELOPE_BYTES as usize);
                record.frames.push((now.monotonic, frame));
                self.written.push(place);
                let (id, name) = (record.ask.id.clone(), record.ask.action.wire());
                let delay = self.plan.answer_after;
                if is_post {
                    let status = self.plan.statuses.pop_front().unwrap_or(200);
                    self.after(delay, Event::Response(*key, status));
                } else {
                    let answer = enveloped(&id, &update(name, "completed"));
                    self.after(delay, Event::Frame(attempt, answer));
                }
                return;
            }
            Command::Resolve { key } => return self.settle(self.place(*key), End::Resolved),
            Command::Reject { key, fault } => {
                return self.settle(self.place(*key), End::Rejected(fault.clone()));
            }
            Command::Release { key } => {
                let place = self.place(*key);
                assert!(self.requests[place].end.is_some(), "released, not settled");
                self.requests[place].is_released = true;
                self.held.remove(&key.index);
                return;
            }
            Command::FetchToken { attempt } => {
                self.after(self.plan.token_after, Event::Token(*attempt));
            }
            Command::OpenSocket { attempt, token } => {
                assert_eq!(self.socket, None, "a second socket beside the first");
                if let Some(token) = token {
                    assert!(self.used_tokens.insert(token.expose().to_owned()));
                }
                self.socket = Some(*attempt);
                self.after(self.plan.handshake_after, Event::Opened(*attempt));
            }
            Command::CloseSocket { .. } => self.socket = None,
            _ => {}
        }
        self.said.push(command);
    }

    /// The request that the page holds at a key's place.
    fn place(&self, key: Key) -> usize {
        let place = *self.held.get(&key.index).expect("a request that is held");
        assert_eq!(self.requests[place].key, key, "another request's place");
        place
    }

    /// The caller's function says yes.
    pub fn say_yes(&mut self, key: Key) {
        if self.engine.resolve(self.now(), key) {
            self.settle(self.place(key), End::Resolved);
        }
        self.tell(|_, _| ());
    }

    fn settle(&mut self, place: usize, end: End) {
        let record = &mut self.requests[place];
        assert_eq!(record.end, None, "settled twice: {end:?}");
        record.end = Some((self.clock, end));
    }

    fn check(&self) {
        let requests = &self.engine.requests;
        let unsettled = requests.queued() + requests.in_flight();
        assert!(self.engine.known_requests() <= (unsettled + MAX_LINGERING) as usize);
        let queued = || {
            let unsettled = requests.unsettled().map(|(_, request)| request);
            unsettled.filter(|request| request.written_at.is_none())
        };
        if self.engine.config.transport == Transport::WebSocket {
            let limits = self.engine.config.queue.unwrap_or_default();
            assert!(requests.queued() <= limits.max_requests);
            assert!(self.engine.queued_bytes <= limits.max_bytes);
            let bytes: u32 = queued().map(|request| request.bytes).sum();
            assert_eq!(self.engine.queued_bytes, bytes);
            assert_eq!(requests.queued() as usize, queued().count());
        }
        if self.engine.commands.is_empty() {
            assert_eq!(self.engine.known_requests(), self.held.len());
            let open = |place: &&usize| self.requests[**place].end.is_none();
            assert_eq!(self.held.values().filter(open).count(), unsettled as usize);
        }
    }
}
