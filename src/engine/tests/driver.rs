//! A page, its sockets and a server without any of them: plays the part of `browser`, under a clock of its own.
//!
//! It keeps what is kept there: the requests by key and by id, the lists they wait for, the tokens, the sockets, who
//! waits for the connection. And it holds the engine to its contract at every step: see `invariants.rs`.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::asking::{Ask, End, Record, enveloped, update};
use crate::engine::command::{Attempt, Command};
use crate::engine::config::Config;
use crate::engine::link::ConnectionState;
use crate::engine::requests::Key;
use crate::engine::{Engine, NewRequest};
use crate::protocol::error::{Code, Fault};

/// How the world answers by itself. `None`: not at all, until the test says something.
#[derive(Default)]
pub struct Plan {
    pub token_after: Option<f64>,
    /// How long each token can be used; `None`: for ever.
    pub token_lives: Option<f64>,
    pub handshake_after: Option<f64>,
    pub answer_after: Option<f64>,
    /// The next HTTP statuses; then 200.
    pub statuses: VecDeque<u16>,
    /// Why no socket can be built.
    pub unbuildable: Option<Code>,
}

pub(super) enum Event {
    Token(Attempt),
    Opened(Attempt),
    Frame(Attempt, Value),
    Response(usize, u16),
}

pub struct Driver {
    pub engine: Engine,
    pub clock: f64,
    /// How long the machine slept: the wall clock went on.
    pub asleep: f64,
    pub plan: Plan,
    pub requests: Vec<Record>,
    /// Every command that concerns the connection.
    pub said: Vec<Command>,
    /// Every request that was written, in that order.
    pub written: Vec<usize>,
    /// The sockets that were neither closed nor dropped, and whether each is open.
    pub sockets: BTreeMap<Attempt, bool>,
    /// Whether sockets have more to send than they should.
    pub is_blocked: bool,
    /// Messages that belonged to no request.
    pub unmatched: u32,
    /// Whoever waits for the connection.
    pub waiting: u32,
    /// Commands are carried out only as far as [`Driver::carry_out`] is told.
    pub is_lagging: bool,
    /// How often the engine was told something.
    pub steps: u64,
    pub(super) held: HashMap<Key, usize>,
    pub(super) by_id: HashMap<String, usize>,
    /// The attempts that a token was asked for, and whether for HTTP.
    pub(super) fetches: HashMap<Attempt, bool>,
    /// The token that the next socket takes, by its number.
    pub(super) token: Option<u32>,
    pub(super) tokens: u32,
    used_tokens: HashSet<u32>,
    /// Over HTTP: the number of the token that came last, and of each that was refused.
    pub(super) last_token: u32,
    pub(super) refused_tokens: HashSet<u32>,
    /// When another socket opened beside an open one.
    pub(super) replaced_at: HashMap<Attempt, f64>,
    /// What was told of the connection: its state, whether the browser reports no network and requests go over HTTP, and
    /// whether it is open.
    pub(super) told: ConnectionState,
    pub(super) told_besides: (bool, bool),
    pub(super) is_told_open: bool,
    pub(super) is_cached: bool,
    pub(super) events: Vec<(f64, Event)>,
}

impl Driver {
    /// Nothing answers by itself.
    pub fn new(config: Config) -> Driver {
        let engine = Engine::new(config);
        let is_rest = engine.is_rest();
        Driver {
            engine,
            clock: 0.0,
            asleep: 0.0,
            plan: Plan::default(),
            requests: Vec::new(),
            said: Vec::new(),
            written: Vec::new(),
            sockets: BTreeMap::new(),
            is_blocked: false,
            unmatched: 0,
            waiting: 0,
            is_lagging: false,
            steps: 0,
            held: HashMap::new(),
            by_id: HashMap::new(),
            fetches: HashMap::new(),
            token: None,
            tokens: 0,
            used_tokens: HashSet::new(),
            last_token: 0,
            refused_tokens: HashSet::new(),
            replaced_at: HashMap::new(),
            told: ConnectionState::Idle,
            told_besides: (false, is_rest),
            is_told_open: false,
            is_cached: false,
            events: Vec::new(),
        }
    }

    /// Token after 10 ms, handshake after 20 more.
    pub fn lively(config: Config) -> Driver {
        let mut driver = Driver::new(config);
        driver.plan.token_after = Some(10.0);
        driver.plan.handshake_after = Some(20.0);
        driver
    }

    /// A connection that is open.
    pub fn opened(config: Config) -> Driver {
        let mut driver = Driver::lively(config);
        driver.open(false);
        driver.advance(30.0);
        assert!(driver.is_open());
        driver.said.clear();
        driver
    }

    /// Tells the engine something and carries out what it wants.
    pub fn tell<T>(&mut self, tell: impl FnOnce(&mut Engine, f64) -> T) -> T {
        self.steps += 1;
        let answer = tell(&mut self.engine, self.clock);
        if !self.is_lagging {
            self.carry_out(usize::MAX);
        }
        self.check();
        answer
    }

    /// Carries out what waits, and from now on everything at once.
    pub fn catch_up(&mut self) {
        self.carry_out(usize::MAX);
        self.is_lagging = false;
        self.check();
    }

    pub fn state(&self) -> ConnectionState {
        self.engine.state()
    }

    pub fn is_open(&self) -> bool {
        self.state() == ConnectionState::Open
    }

    /// The newest socket.
    pub fn socket(&self) -> Option<Attempt> {
        self.sockets.keys().next_back().copied()
    }

    /// Makes a request. An id that is taken is refused before the engine hears of it.
    pub fn submit(&mut self, ask: Ask) -> Result<usize, Fault> {
        let namesake = self.by_id.get(&ask.id);
        if namesake.is_some_and(|place| self.requests[*place].end.is_none()) {
            return Err(Fault::new(Code::DuplicateCorrelationId));
        }
        let (made_at, place) = (self.clock, self.requests.len());
        let new = NewRequest {
            action: ask.action,
            bytes: ask.bytes,
            until: ask.until,
            deadlines: ask.deadlines,
            may_resend: ask.may_resend,
        };
        let before = (self.engine.requests.queued(), self.engine.queued_bytes);
        let key = self.engine.submit(made_at, new)?;
        self.check_admission(before);
        let before = self.held.insert(key, place);
        assert_eq!(before, None, "a place is used again before its release");
        self.by_id.insert(ask.id.clone(), place);
        self.requests.push(Record {
            key,
            ask,
            made_at,
            frames: 0,
            socket: 0,
            token: 0,
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
        assert_eq!(self.requests[place].frames, 1);
        place
    }

    /// The page settles a request for a reason of its own. False if it has settled, or is not known any more.
    pub fn settles(&mut self, place: usize, end: End) -> bool {
        let is_mine =
            self.is_held(place) && self.engine.settle(self.clock, self.requests[place].key);
        if is_mine {
            self.settle(place, end);
        }
        self.tell(|_, _| ());
        is_mine
    }

    /// The caller gives a request up.
    pub fn cancel(&mut self, place: usize) -> bool {
        self.settles(place, End::Rejected(Fault::new(Code::RequestCancelled)))
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
        match command {
            Command::Write { key, attempt } => return self.write(self.place(key), attempt),
            Command::Post { key } => return self.post(self.place(key)),
            Command::Resolve { key } => return self.settle(self.place(key), End::Resolved),
            Command::Refuse { key } => return self.settle(self.place(key), End::Refused),
            Command::Reject { key, fault } => {
                return self.settle(self.place(key), End::Rejected(fault));
            }
            Command::Release { key } => return self.release(self.place(key)),
            _ => self.said.push(command),
        }
        self.check_told(command);
        match command {
            Command::FetchToken {
                attempt,
                is_for_rest,
            } => {
                self.fetches.insert(attempt, is_for_rest);
                self.after(self.plan.token_after, Event::Token(attempt));
            }
            Command::OpenSocket { attempt } => self.build_socket(attempt),
            Command::CloseSocket { attempt, .. } => {
                self.check_closing(attempt);
                self.sockets.remove(&attempt);
            }
            Command::Opened | Command::OpenFailed { .. } => self.waiting = 0,
            _ => {}
        }
    }

    fn build_socket(&mut self, attempt: Attempt) {
        let token = self.token.take();
        if self.engine.config.auth_required {
            let is_new = self.used_tokens.insert(token.expect("a token"));
            assert!(is_new, "a token for two sockets");
        }
        if let Some(code) = self.plan.unbuildable {
            return self.fails(attempt, code);
        }
        let others = self.sockets.values().filter(|is_open| **is_open).count();
        assert_eq!(others, self.sockets.len(), "two sockets on their way");
        assert!(others < 2, "a third socket");
        let before = self.sockets.insert(attempt, false);
        assert_eq!(before, None, "a second socket for an attempt");
        self.after(self.plan.handshake_after, Event::Opened(attempt));
    }

    fn write(&mut self, place: usize, attempt: Attempt) {
        let (key, now) = (self.requests[place].key, self.clock);
        // What has settled has nothing left that could be written.
        if self.requests[place].end.is_some() {
            return self.engine.send_failed(now, key);
        }
        let Some(is_open) = self.sockets.get(&attempt) else {
            return self.engine.write_blocked(now, key);
        };
        assert!(is_open, "written before the handshake");
        if self.is_blocked {
            return self.engine.write_blocked(now, key);
        }
        self.check_writing(place);
        let record = &mut self.requests[place];
        record.frames += 1;
        record.socket = attempt;
        self.written.push(place);
        let answer = enveloped(
            &record.ask.id,
            &update(record.ask.action.wire(), "completed"),
        );
        self.after(self.plan.answer_after, Event::Frame(attempt, answer));
    }

    fn post(&mut self, place: usize) {
        if self.engine.config.auth_required {
            assert!(self.last_token > 0, "posted without a token");
            let is_refused = self.refused_tokens.contains(&self.last_token);
            assert!(
                self.is_lagging || !is_refused,
                "posted with a refused token"
            );
        }
        self.check_writing(place);
        let record = &mut self.requests[place];
        record.token = self.last_token;
        record.frames += 1;
        record.socket = 0;
        self.written.push(place);
        let status = self.plan.statuses.pop_front().unwrap_or(200);
        self.after(self.plan.answer_after, Event::Response(place, status));
    }

    fn release(&mut self, place: usize) {
        let record = &mut self.requests[place];
        assert!(record.end.is_some(), "released, not settled");
        record.is_released = true;
        self.held.remove(&record.key);
        if self.by_id.get(&record.ask.id) == Some(&place) {
            self.by_id.remove(&record.ask.id);
        }
    }

    /// The request that the page holds under a key.
    pub(super) fn place(&self, key: Key) -> usize {
        *self.held.get(&key).expect("a request that is held")
    }

    /// Whether the page still holds a request: its key may be another's by now.
    pub fn is_held(&self, place: usize) -> bool {
        self.held.get(&self.requests[place].key) == Some(&place)
    }

    pub(super) fn settle(&mut self, place: usize, end: End) {
        let record = &mut self.requests[place];
        assert_eq!(record.end, None, "settled twice: {end:?}");
        record.end = Some((self.clock, end));
    }
}
