//! A connection that is lost comes back: when, how often, and when not any more.

use serde_json::json;

use super::asking::{completed, interaction};
use super::driver::Driver;
use super::hearing::FINAL;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::engine::link::ConnectionState;
use crate::protocol::closing::Closing;
use crate::protocol::error::{Code, Detail};

/// The delays that were told of.
fn delays(driver: &Driver) -> Vec<(u32, f64)> {
    let told = driver.said.iter().filter_map(|command| match command {
        Command::Reconnecting { attempt, delay_ms } => Some((*attempt, *delay_ms)),
        _ => None,
    });
    told.collect()
}

/// Each attempt fails as soon as its socket is built, until so much time has passed.
fn refused_for(driver: &mut Driver, ms: f64) {
    driver.plan.handshake_after = None;
    let end = driver.clock + ms;
    while driver.clock < end {
        driver.advance(10.0);
        if let Some(attempt) = driver.socket() {
            driver.socket_closed(attempt, 1006);
        }
    }
}

#[test]
fn a_lost_connection_is_opened_again_after_a_delay_that_is_told() {
    for code in [1001, 1006, 1011, 1012, 4000, 4999] {
        let mut driver = Driver::opened(Config::default());
        driver.socket_closed(1, code);
        let [(1, delay)] = delays(&driver)[..] else {
            panic!("{:?}", driver.said)
        };
        assert!((250.0..=4_000.0).contains(&delay));
        assert_eq!(driver.state(), ConnectionState::Waiting);
        assert_eq!(driver.engine.retry_at(), driver.clock + delay);
        let heard = &driver.said;
        let closed = heard.iter().position(|it| *it == Command::Closed { code });
        assert!(closed.is_some_and(|place| place < heard.len() - 1));
        driver.advance(delay - 0.5);
        assert!(driver.asked().is_empty());
        driver.advance(31.0);
        assert!(driver.is_open());
        assert_eq!((driver.asked().len(), driver.sockets()), (1, 1));
    }
}

#[test]
fn delays_grow_from_attempt_to_attempt_and_begin_anew_once_a_request_is_answered() {
    let mut driver = Driver::opened(Config::default());
    driver.socket_closed(1, 1006);
    refused_for(&mut driver, 300_000.0);
    let told = delays(&driver);
    assert!(told.len() > 20);
    for (place, (attempt, delay)) in told.iter().enumerate() {
        assert_eq!(*attempt, place as u32 + 1);
        let mean = 9_800_f64.min(1_000.0 * 1.7_f64.powi(place as i32));
        assert!(place == 0 || (mean * 0.499..=mean * 1.501).contains(delay));
    }
    driver.plan.handshake_after = Some(20.0);
    while !driver.is_open() {
        driver.advance(10.0);
    }
    let place = driver.sent(interaction("a"));
    driver.inbound(&completed("interaction"));
    assert_eq!(driver.end(place), "resolved");
    driver.said.clear();
    let current = driver.socket().unwrap();
    driver.socket_closed(current, 1006);
    assert_eq!(delays(&driver)[0].0, 1);
}

#[test]
fn a_server_that_opens_or_greets_and_drops_at_once_does_not_reset_the_delays() {
    let greetings = [
        None,
        Some(json!({})),
        Some(json!({ "message": "Internal server error", "connectionId": "abc=" })),
        Some(completed("sentiment")),
    ];
    let mut driver = Driver::opened(Config::default());
    for (greeting, expected) in greetings.iter().cycle().zip(1..10) {
        driver.said.clear();
        if let Some(greeting) = greeting {
            driver.inbound(greeting);
        }
        let current = driver.socket().unwrap();
        driver.socket_closed(current, 1006);
        assert_eq!(delays(&driver)[0].0, expected);
        while !driver.is_open() {
            driver.advance(10.0);
        }
    }
    // One that lasted has worked, although nothing was said.
    driver.advance(10_001.0);
    driver.said.clear();
    let current = driver.socket().unwrap();
    driver.socket_closed(current, 1006);
    assert_eq!(delays(&driver)[0].0, 1);
}

#[test]
fn attempts_can_be_limited() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.reconnect.max_attempts = 3.0));
    let place = driver.sent(interaction("a"));
    driver.socket_closed(1, 1006);
    refused_for(&mut driver, 20_000.0);
    assert_eq!(driver.sockets(), 3);
    assert_eq!(driver.state(), ConnectionState::Closed);
    assert_eq!(driver.end(place), "CONNECTION_ERROR");
    // The next use begins anew.
    driver.plan.handshake_after = Some(20.0);
    driver.submit(interaction("b")).unwrap();
    driver.advance(30.0);
    assert!(driver.is_open());
}

#[test]
fn normal_closure_is_final() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.socket_closed(1, 1000);
    assert_eq!(driver.end(place), "CONNECTION_CLOSED");
    assert!(!driver.fault(place).is_retryable());
    assert_eq!(driver.state(), ConnectionState::Closed);
    driver.advance(1_000_000.0);
    assert!(driver.asked().is_empty());
}

#[test]
fn a_code_of_the_servers_own_is_final_if_the_page_says_so() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.socket_closed(1, FINAL);
    assert_eq!(driver.end(place), "CONNECTION_CLOSED");
    assert!(!driver.fault(place).is_retryable());
    assert_eq!(driver.state(), ConnectionState::Closed);
    driver.advance(1_000_000.0);
    assert!(driver.asked().is_empty());

    // Of the codes that mean the same everywhere, the page does not decide.
    assert_eq!(Closing::of(1006, true), Closing::Passing);
    assert_eq!(Closing::of(1008, true), Closing::Refused);
}

#[test]
fn a_policy_violation_is_final_after_one_fresh_token() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.socket_closed(1, 1008);
    assert_eq!(driver.state(), ConnectionState::Waiting);
    driver.advance(4_030.0);
    assert_eq!(driver.requests[place].frames, 2);
    driver.socket_closed(2, 1008);
    assert_eq!(driver.state(), ConnectionState::Closed);
    assert_eq!(
        driver.fault(place).detail,
        Detail::Closed(1008, Closing::Refused)
    );
    assert_eq!(driver.asked(), [2]);
}

#[test]
fn a_policy_violation_after_a_greeting_is_as_final() {
    let mut driver = Driver::opened(Config::default());
    for expected in [ConnectionState::Waiting, ConnectionState::Closed] {
        driver.inbound(&json!({ "action": "hello" }));
        let current = driver.socket().unwrap();
        driver.socket_closed(current, 1008);
        assert_eq!(driver.state(), expected);
        driver.advance(4_030.0);
    }
}

#[test]
fn each_policy_violation_of_a_connection_that_worked_gets_its_fresh_token() {
    let mut driver = Driver::opened(Config::default());
    for _ in 0..5 {
        // A server may cut whoever's token has expired. Nothing was said meanwhile.
        driver.advance(600_000.0);
        let current = driver.socket().unwrap();
        driver.socket_closed(current, 1008);
        assert_eq!(driver.state(), ConnectionState::Waiting);
        driver.advance(4_030.0);
        assert!(driver.is_open());
    }
}

#[test]
fn before_it_was_ever_open_only_a_request_is_worth_another_attempt() {
    let mut driver = Driver::lively(Config::default());
    driver.open(false);
    refused_for(&mut driver, 30.0);
    assert_eq!(driver.state(), ConnectionState::Closed);
    assert_eq!(
        driver.open_failure().0.detail,
        Detail::Closed(1006, Closing::Passing)
    );

    let place = driver.submit(interaction("a")).unwrap();
    driver.open(false);
    refused_for(&mut driver, 20.0);
    assert_eq!(
        (driver.state(), driver.waiting),
        (ConnectionState::Waiting, 0)
    );
    driver.plan.handshake_after = Some(20.0);
    driver.advance(4_050.0);
    assert_eq!(driver.requests[place].frames, 1);
}

#[test]
fn whoever_waits_hears_of_each_failed_attempt() {
    let mut driver = Driver::lively(Config::default());
    driver.submit(interaction("a")).unwrap();
    for _ in 0..3 {
        driver.open(false);
        assert_eq!(driver.waiting, 1);
        refused_for(&mut driver, 20.0);
        assert_eq!((driver.waiting, driver.open_failure().1), (0, true));
    }
}

#[test]
fn a_page_without_tokens_is_told_at_first_and_borne_with_later() {
    let mut driver = Driver::new(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    driver.fails(1, Code::TokenProviderFailed);
    assert_eq!(driver.end(place), "TOKEN_PROVIDER_FAILED");
    let mut driver = Driver::opened(Config::default());
    driver.socket_closed(1, 1006);
    driver.plan.token_after = None;
    driver.advance(4_000.0);
    driver.fails(2, Code::TokenProviderFailed);
    assert_eq!(driver.state(), ConnectionState::Waiting);
    // What cannot be used will not be usable next time.
    driver.advance(2_000.0);
    driver.fails(3, Code::InvalidToken);
    assert_eq!(driver.state(), ConnectionState::Closed);
}

#[test]
fn a_request_that_gave_up_leaves_nobody_to_connect_for() {
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    refused_for(&mut driver, 20.0);
    driver.cancel(place);
    driver.advance(10_000.0);
    assert_eq!(driver.state(), ConnectionState::Closed);
    assert_eq!(driver.engine.failures, 0);
    assert_eq!(driver.asked().len(), 1);
}

#[test]
fn closing_while_waiting_waits_no_more() {
    type Ending = fn(&mut Engine, f64);
    let endings: [(Ending, &str); 2] = [
        (|engine, now| engine.close(now, 1000), "CONNECTION_CLOSED"),
        (Engine::end, "REQUEST_CANCELLED"),
    ];
    for (end, code) in endings {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(interaction("a"));
        driver.socket_closed(1, 1006);
        driver.tell(end);
        driver.tell(end);
        assert_eq!(driver.end(place), code);
        driver.advance(1_000_000.0);
        assert!(driver.asked().is_empty());
        assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
    }
}

#[test]
fn a_token_that_comes_after_its_attempt_opens_nothing() {
    let mut driver = Driver::opened(Config::default());
    driver.plan.token_after = None;
    driver.socket_closed(1, 1006);
    driver.advance(14_000.0);
    assert_eq!(driver.asked()[0], 2);
    driver.token(2);
    assert_eq!(driver.sockets(), 0);
    driver.advance(4_000.0);
    let attempt = *driver.asked().last().unwrap();
    driver.token(2);
    assert_eq!(driver.sockets(), 0);
    driver.token(attempt);
    driver.token(attempt);
    assert_eq!(driver.sockets(), 1);
}

#[test]
fn normal_closure_is_final_while_the_next_socket_is_on_its_way_as_well() {
    for is_built in [false, true] {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(interaction("a"));
        driver.plan.handshake_after = None;
        driver.tell(|engine, now| engine.hand_over(now));
        driver.advance(if is_built { 15.0 } else { 5.0 });
        driver.socket_closed(1, 1000);
        assert_eq!(driver.state(), ConnectionState::Closed);
        assert_eq!(driver.end(place), "CONNECTION_CLOSED");
        assert!(!driver.fault(place).is_retryable());
        assert!(driver.sockets.is_empty());
        assert!(driver.said.contains(&Command::Closed { code: 1000 }));
        driver.advance(100_000.0);
        assert_eq!(driver.state(), ConnectionState::Closed);
    }
}

#[test]
fn a_policy_violation_during_a_hand_over_counts() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.tell(|engine, now| engine.hand_over(now));
    driver.socket_closed(1, 1008);
    driver.advance(30.0);
    assert!(driver.is_open(), "its token is the fresh one");
    driver.socket_closed(2, 1008);
    assert_eq!(driver.state(), ConnectionState::Closed);
    assert_eq!(
        driver.fault(place).detail,
        Detail::Closed(1008, Closing::Refused)
    );
}
