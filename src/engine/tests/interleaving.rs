//! Whatever happens in whatever order: every request that was taken settles exactly once, and nothing else does.
//!
//! The driver checks the invariants at every step; here it is only kept busy.

use proptest::collection::vec;
use proptest::prelude::*;

use super::asking::{Ask, ask, interaction};
use super::driver::Driver;
use super::hearing::FINAL;
use super::living::LIVES;
use crate::engine::config::{Config, Correlation, Deadlines, Queue, Reconnect, Transport};
use crate::engine::handover::Life;
use crate::engine::requests::Named;
use crate::engine::until::{Answer, Names, Until};
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::http::Body;
use crate::protocol::inbound::classify;
use crate::protocol::inbound::tests::any_sighting;

pub const STATES: [&str; 4] = ["started", "completed", "completed", "error"];

#[derive(Clone, Debug)]
pub enum Op {
    Submit(Ask),
    Message {
        id: Option<String>,
        action: usize,
        state: usize,
        /// Which of the open sockets it comes on.
        socket: usize,
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
    /// One of the sockets; beyond them, one that is gone.
    SocketCloses(usize, u16),
    /// The one that requests are written to.
    Lose,
    SocketRefused(u32),
    /// Sockets have more to send than they should, or not any more.
    Block(bool),
    Live(Life),
    /// What checks requests is there.
    ValidatorComes,
    /// A socket is replaced as if it were old enough.
    HandOver,
    /// Time passes, and timers fire when they should.
    Advance(u16),
    /// Time passes, and the timer fires late.
    Late(u16),
    /// The machine sleeps: only the wall clock goes on.
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
fn any_until() -> impl Strategy<Value = (Until, Names)> {
    let actions = prop::sample::subsequence(Action::ALL.to_vec(), 1..3).prop_shuffle();
    let list = actions.prop_map(|actions| {
        let names: Vec<String> = actions.iter().map(|action| action.wire().into()).collect();
        (Until::types(names.len() as u32), Names::of_list(names))
    });
    prop_oneof![
        3 => Just((Until::Answer(Answer::default()), Names::default())),
        2 => Just((Until::Completed, Names::default())),
        1 => list,
        1 => Just((Until::Idle, Names::default())),
        1 => Just((Until::Asked, Names::default())),
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
        prop::bool::weighted(0.85),
    )
        .prop_map(
            |(id, action, bytes, (until, names), deadlines, content_with, may_resend)| Ask {
                may_resend,
                bytes,
                until,
                names,
                deadlines,
                content_with,
                ..ask(&id, action)
            },
        )
}

pub fn any_op() -> impl Strategy<Value = Op> {
    let stale = || prop_oneof![4 => Just(0_u32), 1 => 1..3_u32];
    let close_code = prop_oneof![3 => Just(1006), 1 => Just(1000), 1 => Just(1008), 1 => Just(1009), 1 => Just(1011), 1 => Just(FINAL)];
    let life = prop::sample::select(LIVES.to_vec());
    let status =
        prop_oneof![3 => Just(200), 2 => Just(401), 1 => Just(403), 1 => Just(500), 1 => Just(0)];
    let body = proptest::option::weighted(0.9, vec(0..4_usize, 0..3));
    prop_oneof![
        12 => any_ask().prop_map(Op::Submit),
        12 => (proptest::option::of(any_id()), 0..9_usize, 0..4_usize, 0..2_usize)
            .prop_map(|(id, action, state, socket)| Op::Message { id, action, state, socket }),
        2 => any::<bool>().prop_map(Op::Open),
        1 => Just(Op::Close),
        2 => (0..99_usize).prop_map(Op::Cancel),
        1 => Just(Op::CancelAll),
        1 => (0..99_usize).prop_map(Op::SayYes),
        6 => (stale(), prop::bool::weighted(0.9)).prop_map(|(age, is_good)| Op::Token(age, is_good)),
        6 => stale().prop_map(Op::SocketOpens),
        3 => (0..3_usize, close_code).prop_map(|(place, code)| Op::SocketCloses(place, code)),
        1 => stale().prop_map(Op::SocketRefused),
        8 => (0..9_000_u16).prop_map(Op::Advance),
        1 => any::<u16>().prop_map(Op::Late),
        1 => any::<u16>().prop_map(Op::Sleep),
        2 => any::<bool>().prop_map(Op::Block),
        4 => life.prop_map(Op::Live),
        2 => Just(Op::ValidatorComes),
        6 => Just(Op::HandOver),
        3 => Just(Op::Lose),
        5 => (1..9_u8).prop_map(Op::CarryOut),
        6 => (0..99_usize, status, body).prop_map(|(place, status, body)| Op::Response(place, status, body)),
    ]
}

pub fn any_config() -> impl Strategy<Value = Config> {
    let limit = |usual: u32| prop_oneof![3 => Just(usual), 1 => Just(0), 1 => 1..20_000_u32];
    let small = (0..6_u32, 0..9_000_u32).prop_map(|(max_requests, max_bytes)| {
        Some(Queue {
            max_requests: max_requests.into(),
            max_bytes: max_bytes.into(),
        })
    });
    let queue = prop_oneof![3 => Just(Some(Queue::default())), 2 => small, 1 => Just(None)];
    let flags = (
        prop_oneof![4 => Just(Transport::WebSocket), 2 => Just(Transport::Rest), 3 => Just(Transport::Auto)],
        prop_oneof![Just(Correlation::Lenient), Just(Correlation::Strict)],
        prop::bool::weighted(0.8),
        prop::bool::weighted(0.85),
        prop::bool::weighted(0.2),
    );
    let limits = (limit(30_000), limit(10_000), limit(0), limit(5_000));
    let reconnect = (
        limit(4_000),
        prop_oneof![3 => Just(0), 1 => 1..5_u32],
        limit(10_000),
        prop_oneof![1 => Just(6_600_000), 2 => 5_000..50_000_u32],
        1..4_u32,
        any::<u32>(),
    );
    (queue, limits, reconnect, flags).prop_map(|(queue, limits, reconnect, flags)| {
        let (transport, correlation, auth_required, enabled, awaits_validator) = flags;
        let (connection_ms, token_ms, idle_ms, late_ms) = limits;
        let (first_delay, max_attempts, half_open, max_age, fallback_after, seed) = reconnect;
        Config {
            transport,
            auth_required,
            queue,
            connection_timeout_ms: connection_ms.into(),
            token_timeout_ms: token_ms.into(),
            idle_disconnect_ms: idle_ms.into(),
            late_updates_ms: late_ms.into(),
            correlation,
            reconnect: Reconnect {
                enabled,
                first_delay_ms: first_delay.into(),
                max_attempts: max_attempts.into(),
                ..Reconnect::default()
            },
            half_open_timeout_ms: half_open.into(),
            max_connection_age_ms: max_age.into(),
            fallback_after: fallback_after.into(),
            awaits_validator,
            seed,
        }
    })
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
            prop_assert!(driver.sockets.is_empty());
            prop_assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
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
            if !matches!(op, Op::Late(_)) {
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
            if drop_at == Some(index) && let Some(attempt) = driver.socket() {
                driver.socket_closed(attempt, 1006);
            }
            let ask = Ask { action: ask.action, ..interaction(&index.to_string()).sized(ask.bytes) };
            driver.submit(ask).unwrap();
            driver.advance(pause.into());
        }
        driver.advance(5_000.0);
        for place in 0..driver.requests.len() {
            prop_assert_eq!(driver.end(place), "resolved");
        }
        prop_assert!(drop_at.is_some() || driver.written.is_sorted());
    }

    /// Keys and attempts come from outside: whatever they are, nothing panics, and what is nobody's does nothing.
    #[test]
    fn numbers_that_name_nothing_do_nothing(config in any_config(), key in 3..=u32::MAX, status in any::<u16>(), sighting in any_sighting(), place in any::<u32>()) {
        let mut driver = Driver::lively(config);
        for id in ["a", "b", "c"] {
            driver.submit(interaction(id)).ok();
        }
        driver.advance(40.0);
        let before = (driver.engine.known_requests(), driver.engine.next_timeout(), driver.said.len());
        let (inbound, fault) = (classify(&sighting), Fault::new(Code::SendFailed));
        driver.tell(|engine, now| {
            assert_eq!(engine.correlate(inbound, Named::Known(key)), None);
            assert_eq!(engine.deliver(now, key, inbound, Some(place)), None);
            assert!(!engine.settle(now, key));
            engine.send_failed(now, key);
            assert_eq!(engine.answer_ended(now, key, status, Body::Json), None);
            engine.token_came(now, key, f64::NAN);
            engine.attempt_failed(now, key, fault);
            engine.socket_opened(now, key);
            engine.socket_closed(now, key, status, true);
        });
        let after = (driver.engine.known_requests(), driver.engine.next_timeout(), driver.said.len());
        prop_assert_eq!(after, before);
        driver.tell(|engine, now| engine.post_answered(now, key, status));
        prop_assert_eq!(driver.engine.known_requests(), before.0);
    }
}
