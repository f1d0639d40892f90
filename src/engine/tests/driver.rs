//! A page, a socket and a server without any of them: plays the host's part, as `browser/host.js` does, under a clock of
//! its own.
//!
//! It keeps what the host keeps: the requests by key and by id, the lists they wait for, the tokens, the socket. And it
//! holds the engine to its contract at every step: nothing settles twice, no command concerns a request that was
//! released, no place is used again before its release was carried out, there is one socket at most, no token serves
//! twice, and time that was dealt with is not asked for again.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::asking::{Ask, End, Record, completed, enveloped, update};
use crate::engine::command::{Attempt, Command};
use crate::engine::config::{Config, Setting};
use crate::engine::link::ConnectionState;
use crate::engine::requests::{Key, Phase};
use crate::engine::{Engine, MAX_LINGERING, NewRequest};
use crate::protocol::error::{Code, Fault};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;

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

enum Event {
    Token(Attempt),
    Opened(Attempt),
    Frame(Attempt, Value),
    Response(usize, u16),
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
    /// Messages that belonged to no request.
    pub unmatched: u32,
    /// Commands are carried out only as far as [`Driver::carry_out`] is told.
    pub is_lagging: bool,
    held: HashMap<Key, usize>,
    pub(super) by_id: HashMap<String, usize>,
    /// The attempt whose handshake succeeded last.
    pub(super) opened: Option<Attempt>,
    /// The attempts that a socket was built for.
    built: HashSet<Attempt>,
    /// The attempts that a token waits for.
    pub(super) tokens: HashSet<Attempt>,
    /// Over HTTP: the number of the token that came last, and of each that was refused.
    pub(super) last_token: u32,
    pub(super) refused_tokens: HashSet<u32>,
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
            unmatched: 0,
            is_lagging: false,
            held: HashMap::new(),
            by_id: HashMap::new(),
            opened: None,
            built: HashSet::new(),
            tokens: HashSet::new(),
            last_token: 0,
            refused_tokens: HashSet::new(),
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
        self.engine.link().state()
    }

    pub fn is_open(&self) -> bool {
        self.state() == ConnectionState::Open
    }

    pub(super) fn is_rest(&self) -> bool {
        self.engine.config.is(Setting::Rest)
    }

    /// Makes a request. An id that is taken is refused before the engine hears of it.
    pub fn submit(&mut self, ask: Ask) -> Result<usize, Fault> {
        let namesake = self.by_id.get(&ask.id);
        if namesake.is_some_and(|place| self.requests[*place].end.is_none()) {
            return Err(Fault::new(Code::DuplicateCorrelationId));
        }
        let (made_at, place) = (self.clock, self.requests.len());
        let key = self.engine.submit(
            made_at,
            NewRequest {
                action: ask.action,
                bytes: ask.bytes,
                until: ask.until,
                deadlines: ask.deadlines,
            },
        )?;
        let before = self.held.insert(key, place);
        assert_eq!(before, None, "a place is used again before its release");
        self.by_id.insert(ask.id.clone(), place);
        self.requests.push(Record {
            key,
            ask,
            made_at,
            frames: 0,
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

    /// The host settles a request for a reason of its own. False if it has settled, or is not known any more.
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

    fn happen(&mut self, event: Event) {
        match event {
            Event::Token(attempt) => self.token(attempt),
            Event::Opened(attempt) => self.opens(attempt),
            Event::Frame(attempt, message) if self.socket == Some(attempt) => {
                self.inbound(&message);
            }
            Event::Frame(..) => {}
            Event::Response(place, status) => {
                self.response(place, status, Some(&[completed("x")]));
            }
        }
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
            Command::Write { key } => return self.write(self.place(key)),
            Command::Post { key } => return self.post(self.place(key)),
            Command::Resolve { key } => return self.settle(self.place(key), End::Resolved),
            Command::Reject { key, fault } => {
                return self.settle(self.place(key), End::Rejected(fault));
            }
            Command::Release { key } => return self.release(self.place(key)),
            _ => self.said.push(command),
        }
        match command {
            Command::FetchToken { attempt } => {
                self.after(self.plan.token_after, Event::Token(attempt));
            }
            Command::OpenSocket { attempt } => self.build_socket(attempt),
            Command::CloseSocket { attempt, .. } => {
                let socket = self.socket.take();
                assert!(socket.is_none_or(|socket| socket == attempt));
            }
            _ => {}
        }
    }

    fn build_socket(&mut self, attempt: Attempt) {
        assert_eq!(self.socket, None, "a second socket beside the first");
        assert!(self.built.insert(attempt), "a second socket for an attempt");
        let has_token = self.tokens.remove(&attempt);
        assert!(has_token || !self.engine.config.is(Setting::AuthRequired));
        if let Some(code) = self.plan.unbuildable {
            return self.fails(attempt, code);
        }
        self.socket = Some(attempt);
        self.after(self.plan.handshake_after, Event::Opened(attempt));
    }

    fn write(&mut self, place: usize) {
        let record = &mut self.requests[place];
        // What has settled has nothing left that could be written.
        let Some(attempt) = self.socket.filter(|_| record.end.is_none()) else {
            return self.engine.send_failed(self.clock, record.key);
        };
        assert_eq!(self.opened, Some(attempt), "written before the handshake");
        assert!(record.ask.bytes <= MAX_ENVELOPE_BYTES);
        record.frames += 1;
        self.written.push(place);
        let answer = enveloped(
            &record.ask.id,
            &update(record.ask.action.wire(), "completed"),
        );
        self.after(self.plan.answer_after, Event::Frame(attempt, answer));
    }

    fn post(&mut self, place: usize) {
        let record = &mut self.requests[place];
        if self.engine.config.is(Setting::AuthRequired) {
            assert!(self.last_token > 0, "posted without a token");
            let is_refused = self.refused_tokens.contains(&self.last_token);
            assert!(
                self.is_lagging || !is_refused,
                "posted with a refused token"
            );
        }
        record.token = self.last_token;
        record.frames += 1;
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

    fn check(&self) {
        let Engine {
            requests, config, ..
        } = &self.engine;
        let unsettled = requests.queued() + requests.in_flight();
        assert!(self.engine.known_requests() <= unsettled + MAX_LINGERING);
        let is_in = |phase| {
            (0..requests.places())
                .filter_map(|key| requests.get(key))
                .filter(move |request| request.phase == phase)
        };
        assert_eq!(requests.queued() as usize, is_in(Phase::Queued).count());
        assert_eq!(requests.in_flight() as usize, is_in(Phase::Sent).count());
        assert_eq!(requests.settled() as usize, is_in(Phase::Settled).count());
        let bytes: u32 = is_in(Phase::Queued).map(|request| request.bytes).sum();
        assert_eq!(self.engine.queued_bytes, bytes);
        if !self.is_rest() {
            let most = config.number(Setting::QueueRequests) * config.number(Setting::Queue);
            assert!(f64::from(requests.queued()) <= most);
            assert!(f64::from(bytes) <= config.number(Setting::QueueBytes));
        }
        if self.engine.commands.is_empty() {
            assert_eq!(self.engine.known_requests() as usize, self.held.len());
            let open = |place: &&usize| self.requests[**place].end.is_none();
            assert_eq!(self.held.values().filter(open).count(), unsettled as usize);
        }
    }
}
