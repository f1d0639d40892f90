//! Whatever happens in whatever order: every request that was taken settles exactly once, and nothing else does.
//!
//! The driver checks the invariants at every step; here it is only kept busy.

use proptest::collection::vec;
use proptest::prelude::*;

use super::asking::{Ask, completed, enveloped, interaction, payload_for, update};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::{Config, Deadlines, QueueLimits, Transport};
use crate::engine::until::Until;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};

const STATES: [&str; 4] = ["started", "completed", "completed", "error"];

#[derive(Clone, Debug)]
pub enum Op {
    Submit(Ask),
    Message {
        id: Option<String>,
        action: usize,
        state: usize,
    },
    Open(bool),
    Close,
    End,
    Cancel(usize),
    CancelAll,
    SayYes(usize),
    /// For an attempt this much older than the newest.
    Token(u32, bool),
    SocketOpens(u32),
    SocketCloses(u32, u16),
    SocketRefused(u32),
    /// Time passes, and timers fire when they should.
    Advance(u16),
    /// Time passes, and the timer fires late.
    Sleep(u16),
    /// So many of the waiting commands are carried out.
    CarryOut(u8),
    /// The HTTP request at this place is answered.
    Response(usize, u16, u8),
}

fn any_id() -> impl Strategy<Value = String> {
    (0..40_u8).prop_map(|id| format!("id-{id}"))
}

fn any_until() -> impl Strategy<Value = Until> {
    let names = vec(
        (0..9_usize).prop_map(|index| Action::ALL[index].wire().to_owned()),
        1..3,
    );
    prop_oneof![
        3 => Just(Until::Completed),
        1 => names.prop_map(Until::Types),
        1 => Just(Until::Idle),
        1 => Just(Until::Asked),
    ]
}

pub fn any_ask() -> impl Strategy<Value = Ask> {
    let none_or = |ms: std::ops::Range<u32>| prop_oneof![1 => Just(0), 1 => ms];
    let deadlines = (
        1..40_000_u32,
        none_or(1..9_000),
        none_or(1..9_000),
        0..3_000_u32,
    );
    (
        any_id(),
        0..9_usize,
        300..2_000_u32,
        any_until(),
        deadlines,
        0..4_usize,
    )
        .prop_map(
            |(
                id,
                action,
                bytes,
                until,
                (total_ms, first_update_ms, idle_ms, quiet_ms),
                content_with,
            )| Ask {
                payload_bytes: payload_for(&id, bytes + 300),
                id,
                action: Action::ALL[action],
                until,
                deadlines: Deadlines {
                    total_ms,
                    first_update_ms,
                    idle_ms,
                    quiet_ms,
                },
                content_with,
            },
        )
}

pub fn any_op() -> impl Strategy<Value = Op> {
    let stale = || prop_oneof![4 => Just(0_u32), 1 => 1..3_u32];
    let close_code = prop_oneof![Just(1000), Just(1006), Just(1008), Just(1011)];
    let status =
        prop_oneof![3 => Just(200), 2 => Just(401), 1 => Just(403), 1 => Just(500), 1 => Just(0)];
    prop_oneof![
        12 => any_ask().prop_map(Op::Submit),
        12 => (proptest::option::of(any_id()), 0..9_usize, 0..4_usize).prop_map(|(id, action, state)| Op::Message { id, action, state }),
        2 => any::<bool>().prop_map(Op::Open),
        1 => Just(Op::Close),
        2 => (0..99_usize).prop_map(Op::Cancel),
        1 => Just(Op::CancelAll),
        1 => (0..99_usize).prop_map(Op::SayYes),
        6 => (stale(), prop::bool::weighted(0.9)).prop_map(|(age, is_good)| Op::Token(age, is_good)),
        6 => stale().prop_map(Op::SocketOpens),
        2 => (stale(), close_code).prop_map(|(age, code)| Op::SocketCloses(age, code)),
        1 => stale().prop_map(Op::SocketRefused),
        8 => (0..9_000_u16).prop_map(Op::Advance),
        1 => any::<u16>().prop_map(Op::Sleep),
        5 => (1..9_u8).prop_map(Op::CarryOut),
        6 => (0..99_usize, status, 0..3_u8).prop_map(|(place, status, count)| Op::Response(place, status, count)),
    ]
}

pub fn any_config() -> impl Strategy<Value = Config> {
    let limit = |usual: u32| prop_oneof![3 => Just(usual), 1 => Just(0), 1 => 1..20_000_u32];
    let queue = prop_oneof![
        3 => Just(Some(QueueLimits::default())),
        2 => (0..6_u32, 0..9_000_u32).prop_map(|(max_requests, max_bytes)| Some(QueueLimits { max_requests, max_bytes })),
        1 => Just(None),
    ];
    let flags = (
        prop::bool::weighted(0.3),
        any::<bool>(),
        prop::bool::weighted(0.8),
    );
    (
        queue,
        limit(30_000),
        limit(10_000),
        limit(0),
        limit(5_000),
        flags,
    )
        .prop_map(
            |(
                queue,
                connection_timeout_ms,
                token_timeout_ms,
                idle_disconnect_ms,
                late_updates_ms,
                flags,
            )| Config {
                transport: if flags.0 {
                    Transport::Rest
                } else {
                    Transport::WebSocket
                },
                queue,
                connection_timeout_ms,
                token_timeout_ms,
                idle_disconnect_ms,
                late_updates_ms,
                strict_correlation: flags.1,
                auth_required: flags.2,
                ..Config::default()
            },
        )
}

impl Driver {
    /// An attempt, by its age, that a socket was built for if `of_socket`, else that a token was asked for.
    fn attempt(&self, of_socket: bool, age: u32) -> Option<u32> {
        let newest = self.said.iter().rev().find_map(|command| match command {
            Command::OpenSocket { attempt, .. } if of_socket => Some(*attempt),
            Command::FetchToken { attempt } if !of_socket => Some(*attempt),
            _ => None,
        });
        newest.map(|attempt| attempt.saturating_sub(age))
    }

    pub fn play(&mut self, op: Op) {
        match op {
            Op::Submit(ask) => drop(self.submit(ask)),
            Op::Message { id, action, state } => {
                let bare = update(Action::ALL[action].wire(), STATES[state]);
                let message = id.map_or_else(|| bare.clone(), |id| enveloped(&id, &bare));
                self.inbound(&message);
            }
            Op::Open(has_token) => {
                let token = format!("passed-{}", self.said.len() + self.requests.len());
                let token = has_token.then_some(token);
                // What a page may not do: pass the same token twice.
                if !self.engine.commands.is_empty() {
                    return;
                }
                self.tell(|engine, now| engine.open(now, token.as_deref()));
            }
            Op::Close => self.tell(|engine, now| engine.close(now, 1000, String::new())),
            Op::End => self.tell(Engine::end),
            Op::Cancel(place) => {
                let key = self.requests.get(place).map(|request| request.key);
                let fault = Fault::new(Code::RequestCancelled);
                key.map(|key| self.tell(|engine, now| engine.reject(now, key, fault)));
            }
            Op::CancelAll => {
                let fault = Fault::new(Code::RequestCancelled);
                self.tell(|engine, now| engine.reject_all(now, &fault));
            }
            Op::SayYes(place) => {
                if let Some(key) = self.requests.get(place).map(|request| request.key) {
                    self.say_yes(key);
                }
            }
            Op::Token(age, is_good) => {
                let Some(attempt) = self.attempt(false, age) else {
                    return;
                };
                if is_good {
                    return self.token(attempt);
                }
                let failed = Err(Fault::new(Code::TokenProviderFailed));
                self.tell(|engine, now| engine.token(now, attempt, failed, None));
            }
            Op::SocketOpens(age) => {
                let attempt = self
                    .attempt(true, age)
                    .filter(|attempt| self.socket == Some(*attempt) || age > 0);
                if let Some(attempt) = attempt {
                    self.tell(|engine, now| engine.socket_opened(now, attempt));
                }
            }
            Op::SocketCloses(age, code) => {
                let attempt = self
                    .attempt(true, age)
                    .filter(|attempt| self.socket == Some(*attempt) || age > 0);
                if let Some(attempt) = attempt {
                    self.socket_closed(attempt, code);
                }
            }
            Op::SocketRefused(age) => {
                let Some(attempt) = self.attempt(true, age) else {
                    return;
                };
                if self.socket == Some(attempt) && !self.engine.is_open() {
                    self.socket = None;
                }
                let fault = Fault::new(Code::NoWebSocketImpl);
                self.tell(|engine, now| engine.socket_refused(now, attempt, fault));
            }
            Op::Advance(ms) => self.advance(ms.into()),
            Op::Sleep(ms) => {
                self.clock += f64::from(ms);
                self.wake();
            }
            Op::CarryOut(count) => self.carry_out(count.into()),
            Op::Response(place, status, count) => {
                let posted = self
                    .requests
                    .get(place)
                    .filter(|request| !request.frames.is_empty());
                if let Some(key) = posted.map(|request| request.key)
                    && self.engine.config.transport == Transport::Rest
                {
                    self.response(key, status, &vec![completed("interaction"); count.into()]);
                }
            }
        }
    }

    /// Nothing more happens but what is due.
    pub fn come_to_rest(&mut self) {
        self.is_lagging = false;
        self.tell(|_, _| ());
        self.advance(200_000.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn every_request_settles_exactly_once(
        config in any_config(),
        ops in vec(any_op(), 0..150),
        is_lagging in any::<bool>(),
        ends in any::<bool>(),
    ) {
        let mut driver = Driver::new(config);
        driver.is_lagging = is_lagging;
        for op in ops {
            driver.play(op);
        }
        if ends {
            driver.play(Op::End);
            driver.is_lagging = false;
            driver.tell(|_, _| ());
            prop_assert_eq!(driver.engine.known_requests(), 0);
            prop_assert_eq!(driver.socket, None);
        }
        driver.come_to_rest();
        prop_assert_eq!(driver.engine.known_requests(), 0);
        for request in &driver.requests {
            prop_assert!(request.end.is_some() && request.is_released);
        }
    }

    #[test]
    fn every_request_settles_by_its_deadline(config in any_config(), ops in vec(any_op(), 0..100)) {
        let mut driver = Driver::new(config);
        for op in ops {
            if !matches!(op, Op::Sleep(_)) {
                driver.play(op);
            }
        }
        driver.come_to_rest();
        for request in &driver.requests {
            let (settled_at, _) = request.end.as_ref().unwrap();
            prop_assert!(*settled_at <= request.made_at + f64::from(request.ask.deadlines.total_ms));
        }
    }

    #[test]
    fn a_world_that_answers_answers_everything(asks in vec((any_ask(), 0..500_u16), 0..30), drop_at in proptest::option::of(0..30_usize)) {
        let mut driver = Driver::lively(Config::default());
        driver.plan.answer_after = Some(30.0);
        for (index, (ask, pause)) in asks.into_iter().enumerate() {
            if drop_at == Some(index) && let Some(attempt) = driver.socket {
                driver.socket_closed(attempt, 1006);
            }
            let ask = Ask { action: ask.action, payload_bytes: ask.payload_bytes, ..interaction(&index.to_string()) };
            driver.submit(ask).unwrap();
            driver.advance(pause.into());
        }
        driver.advance(100.0);
        for place in 0..driver.requests.len() {
            let is_good = matches!(driver.end(place), "resolved" | "CONNECTION_CLOSED" | "CONNECTION_ERROR");
            prop_assert!(is_good, "{}", driver.end(place));
            prop_assert!(drop_at.is_some() || driver.end(place) == "resolved");
        }
        prop_assert!(driver.written.is_sorted());
    }
}
