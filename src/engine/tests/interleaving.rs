//! Whatever happens in whatever order: every request that was taken settles exactly once, and nothing else does.
//!
//! The driver checks the invariants at every step; here it is only kept busy.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::asking::{Ask, End, Record, ask, enveloped, interaction, update};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::{Config, Deadlines, Setting};
use crate::engine::requests::Named;
use crate::engine::until::Until;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::inbound::{Sighting, classify};

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
    /// The HTTP request at this place is answered: with messages in these states, or without JSON.
    Response(usize, u16, Option<Vec<usize>>),
}

fn any_id() -> impl Strategy<Value = String> {
    (0..40_u8).prop_map(|id| format!("id-{id}"))
}

/// An `until`, with its list.
fn any_until() -> impl Strategy<Value = (Until, Vec<String>)> {
    let actions = prop::sample::subsequence(Action::ALL.to_vec(), 1..3).prop_shuffle();
    let list = actions.prop_map(|actions| {
        let names: Vec<String> = actions.iter().map(|action| action.wire().into()).collect();
        (Until::from_number(2 + names.len() as u32), names)
    });
    prop_oneof![
        3 => Just((Until::Completed, Vec::new())),
        1 => list,
        1 => Just((Until::Idle, Vec::new())),
        1 => Just((Until::Asked, Vec::new())),
    ]
}

fn any_deadlines() -> impl Strategy<Value = Deadlines> {
    let none_or = |ms: std::ops::Range<u32>| prop_oneof![1 => Just(0), 1 => ms];
    let limits = (
        1..40_000_u32,
        none_or(1..9_000),
        none_or(1..9_000),
        0..3_000_u32,
    );
    limits.prop_map(|(total_ms, first_update_ms, idle_ms, quiet_ms)| Deadlines {
        total_ms: total_ms.into(),
        first_update_ms: first_update_ms.into(),
        idle_ms: idle_ms.into(),
        quiet_ms: quiet_ms.into(),
    })
}

pub fn any_ask() -> impl Strategy<Value = Ask> {
    let action = prop::sample::select(Action::ALL.to_vec());
    let size = 600..2_300_u32;
    (
        any_id(),
        action,
        size,
        any_until(),
        any_deadlines(),
        0..4_usize,
    )
        .prop_map(
            |(id, action, bytes, (until, types), deadlines, content_with)| Ask {
                bytes,
                until,
                types,
                deadlines,
                content_with,
                ..ask(&id, action)
            },
        )
}

pub fn any_op() -> impl Strategy<Value = Op> {
    let stale = || prop_oneof![4 => Just(0_u32), 1 => 1..3_u32];
    let close_code = prop_oneof![Just(1000), Just(1006), Just(1008), Just(1011)];
    let status =
        prop_oneof![3 => Just(200), 2 => Just(401), 1 => Just(403), 1 => Just(500), 1 => Just(0)];
    let body = proptest::option::weighted(0.9, vec(0..4_usize, 0..3));
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
        6 => (0..99_usize, status, body).prop_map(|(place, status, body)| Op::Response(place, status, body)),
    ]
}

pub fn any_config() -> impl Strategy<Value = Config> {
    let limit = |usual: u32| prop_oneof![3 => Just(usual), 1 => Just(0), 1 => 1..20_000_u32];
    let queue = prop_oneof![
        3 => Just((true, 100, 1_048_576)),
        2 => (Just(true), 0..6_u32, 0..9_000_u32),
        1 => Just((false, 100, 1_048_576)),
    ];
    let flags = (
        prop::bool::weighted(0.3),
        any::<bool>(),
        prop::bool::weighted(0.8),
    );
    let limits = (limit(30_000), limit(10_000), limit(0), limit(5_000));
    (queue, limits, flags).prop_map(|(queue, limits, (is_rest, is_strict, needs_token))| {
        let set =
            |config: Config, (setting, value): (Setting, u32)| config.with(setting, value.into());
        let settings = [
            (Setting::Rest, is_rest.into()),
            (Setting::AuthRequired, needs_token.into()),
            (Setting::Queue, queue.0.into()),
            (Setting::QueueRequests, queue.1),
            (Setting::QueueBytes, queue.2),
            (Setting::ConnectionMs, limits.0),
            (Setting::TokenMs, limits.1),
            (Setting::IdleDisconnectMs, limits.2),
            (Setting::LateUpdatesMs, limits.3),
            (Setting::StrictCorrelation, is_strict.into()),
        ];
        settings.into_iter().fold(Config::default(), set)
    })
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
            Op::Open(has_token) => self.open(has_token),
            Op::Close => self.tell(|engine, now| engine.close(now, 1000)),
            Op::End => self.tell(Engine::end),
            Op::Cancel(place) if place < self.requests.len() => drop(self.cancel(place)),
            Op::SayYes(place) if place < self.requests.len() => {
                self.settles(place, End::Resolved);
            }
            Op::Cancel(_) | Op::SayYes(_) => {}
            Op::CancelAll => {
                let fault = Fault::new(Code::RequestCancelled);
                self.tell(|engine, now| engine.reject_all(now, fault));
            }
            Op::Token(age, is_good) => {
                let Some(attempt) = self.attempt(false, age) else {
                    return;
                };
                if is_good {
                    return self.token(attempt);
                }
                let fault = Fault::new(Code::TokenProviderFailed);
                self.tell(|engine, now| engine.token_failed(now, attempt, fault));
            }
            Op::SocketOpens(age) => {
                let attempt = self
                    .attempt(true, age)
                    .filter(|attempt| self.socket == Some(*attempt) || age > 0);
                if let Some(attempt) = attempt {
                    self.opens(attempt);
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
                if self.socket == Some(attempt) && !self.is_open() {
                    self.socket = None;
                }
                self.fails(attempt, Code::NoWebSocketImpl);
            }
            Op::Advance(ms) => self.advance(ms.into()),
            Op::Sleep(ms) => {
                self.clock += f64::from(ms);
                self.wake();
            }
            Op::CarryOut(count) => self.carry_out(count.into()),
            Op::Response(place, status, states) => {
                let was_posted = |request: &Record| request.frames > 0;
                if self.is_rest() && self.requests.get(place).is_some_and(was_posted) {
                    let body: Option<Vec<Value>> = states.map(|states| {
                        let message = |state: usize| update("interaction", STATES[state]);
                        states.into_iter().map(message).collect()
                    });
                    self.response(place, status, body.as_deref());
                }
            }
        }
    }

    /// Nothing more happens but what is due.
    pub fn come_to_rest(&mut self) {
        self.catch_up();
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
            driver.catch_up();
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
            let (settled_at, _) = request.end.unwrap();
            prop_assert!(settled_at <= request.made_at + request.ask.deadlines.total_ms);
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
            let ask = Ask { action: ask.action, ..interaction(&index.to_string()).sized(ask.bytes) };
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

    /// Keys and attempts come from outside: whatever they are, nothing panics, and what is nobody's does nothing.
    #[test]
    fn numbers_that_name_nothing_do_nothing(config in any_config(), key in 3..=u32::MAX, status in any::<u16>(), bits in any::<u32>()) {
        let mut driver = Driver::lively(config);
        for id in ["a", "b", "c"] {
            driver.submit(interaction(id)).ok();
        }
        driver.advance(40.0);
        let before = (driver.engine.known_requests(), driver.engine.next_timeout(), driver.said.len());
        let (inbound, fault) = (classify(Sighting(bits)), Fault::new(Code::SendFailed));
        driver.tell(|engine, now| {
            assert_eq!(engine.correlate(inbound, Named::Known(key)), None);
            assert_eq!(engine.deliver(now, key, inbound, Some(bits)), None);
            assert!(!engine.settle(now, key));
            engine.send_failed(now, key);
            engine.answer_ended(now, key, status, true);
            engine.token_came(now, key, f64::NAN);
            engine.token_failed(now, key, fault);
            engine.socket_opened(now, key);
            engine.socket_refused(now, key, fault);
            engine.socket_closed(now, key, status);
        });
        let after = (driver.engine.known_requests(), driver.engine.next_timeout(), driver.said.len());
        prop_assert_eq!(after, before);
        driver.tell(|engine, now| engine.post_answered(now, key, status));
        prop_assert_eq!(driver.engine.known_requests(), before.0);
    }
}
