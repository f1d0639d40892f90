//! From no connection to an open one, and every way in which that fails.

use super::asking::{completed, interaction};
use super::driver::Driver;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::engine::link::ConnectionState;
use crate::protocol::closing::Closing;
use crate::protocol::error::{Code, Detail, Fault, Limit};

fn count(driver: &Driver, wanted: &Command) -> usize {
    driver.said.iter().filter(|said| *said == wanted).count()
}

/// A connection that is lost stays lost.
fn once() -> Config {
    Config::default().with(|config| config.reconnect.enabled = false)
}

#[test]
fn connects_on_first_use_and_not_before() {
    let mut driver = Driver::lively(Config::default());
    driver.advance(60_000.0);
    assert_eq!(driver.state(), ConnectionState::Idle);
    assert!(driver.said.is_empty());
    let first = driver.submit(interaction("a")).unwrap();
    assert_eq!(driver.state(), ConnectionState::Connecting);
    driver.advance(30.0);
    assert_eq!(driver.state(), ConnectionState::Open);
    assert_eq!(driver.requests[first].frames, 1);
}

#[test]
fn overlapping_opens_share_one_attempt_and_one_token() {
    let mut driver = Driver::lively(Config::default());
    for _ in 0..3 {
        driver.open(false);
        driver
            .submit(interaction(&driver.clock.to_string()))
            .unwrap();
        driver.advance(9.0);
    }
    driver.advance(100.0);
    driver.open(false);
    assert_eq!((driver.asked().len(), driver.sockets()), (1, 1));
    assert_eq!(
        count(&driver, &Command::Opened),
        2,
        "who waited, and who came later"
    );
}

#[test]
fn each_handshake_gets_a_token_of_its_own() {
    let mut driver = Driver::lively(Config::default());
    for _ in 0..3 {
        driver.open(false);
        driver.advance(30.0);
        assert!(driver.is_open());
        driver.tell(|engine, now| engine.close(now, 1000));
    }
    // The driver refuses a token that was used before.
    assert_eq!((driver.asked(), driver.sockets()), (vec![1, 2, 3], 3));
}

#[test]
fn a_token_that_is_passed_is_used_instead_of_the_providers() {
    let mut driver = Driver::lively(Config::default());
    driver.open(true);
    assert_eq!((driver.asked().len(), driver.sockets()), (0, 1));
    driver.advance(20.0);
    assert!(driver.is_open());
    // It has served: the next handshake asks for another.
    driver.socket_closed(1, 1006);
    driver.open(false);
    assert_eq!((driver.asked(), driver.sockets()), (vec![2], 1));
}

#[test]
fn without_authentication_there_is_no_token() {
    let driver = Driver::opened(Config::default().with(|config| config.auth_required = false));
    assert!(driver.asked().is_empty() && driver.is_open());
}

#[test]
fn what_an_older_attempt_brings_never_touches_a_newer_one() {
    let mut driver = Driver::new(Config::default());
    driver.open(false);
    let stale = driver.asked()[0];
    driver.tell(|engine, now| engine.close(now, 1000));
    driver.advance(25_000.0);
    let waiting = driver.submit(interaction("a")).unwrap();
    let fresh = driver.asked()[1];
    let disturb = |driver: &mut Driver| {
        let before = driver.state();
        let said = driver.said.len();
        driver.token(stale);
        driver.fails(stale, Code::TokenProviderFailed);
        driver.opens(stale);
        driver.socket_closed(stale, 1006);
        assert_eq!(driver.said.len(), said);
        assert_eq!(driver.state(), before);
    };
    disturb(&mut driver);
    driver.token(fresh);
    disturb(&mut driver);
    // The first attempt's time is long over.
    driver.advance(29_000.0);
    disturb(&mut driver);
    assert_eq!(driver.end(waiting), "-");
    driver.opens(fresh);
    disturb(&mut driver);
    driver.advance(900.0);
    assert!(driver.is_open());
    assert_eq!((driver.end(waiting), driver.sockets()), ("-", 1));
}

#[test]
fn a_second_token_for_the_same_attempt_is_ignored() {
    let mut driver = Driver::new(Config::default());
    driver.open(false);
    driver.token(1);
    driver.token(1);
    driver.opens(1);
    driver.token(1);
    driver.opens(1);
    assert_eq!(driver.sockets(), 1);
    assert_eq!(count(&driver, &Command::Opened), 1);
}

#[test]
fn a_token_that_does_not_come_or_cannot_be_used_is_told_before_any_socket() {
    for code in [
        Code::TokenProviderFailed,
        Code::MissingToken,
        Code::InvalidToken,
    ] {
        let mut driver = Driver::new(Config::default());
        let place = driver.submit(interaction("a")).unwrap();
        driver.fails(1, code);
        assert_eq!((driver.sockets(), driver.socket()), (0, None));
        assert_eq!(driver.state(), ConnectionState::Closed);
        assert_eq!(driver.fault(place), Fault::new(code));
        assert_eq!(driver.open_failure(), (Fault::new(code), true));
    }
}

#[test]
fn after_a_failed_token_the_next_use_asks_again() {
    let mut driver = Driver::new(Config::default());
    driver.submit(interaction("a")).unwrap();
    driver.fails(1, Code::MissingToken);
    let second = driver.submit(interaction("a")).unwrap();
    let attempt = driver.asked()[1];
    driver.token(attempt);
    driver.opens(attempt);
    assert_eq!(driver.requests[second].frames, 1);
}

/// How long a connection that never opens is waited for, which code it ends with, and what ran out.
fn hang(config: Config, token_after: Option<f64>) -> (f64, &'static str, Detail) {
    let mut driver = Driver::new(config);
    driver.plan.token_after = token_after;
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(29_999.0);
    let (fault, was_told) = driver.open_failure();
    assert!(fault.is_retryable() && was_told);
    assert_eq!((driver.fault(place), driver.socket()), (fault, None));
    (driver.ended_at(place), fault.code.name(), fault.detail)
}

#[test]
fn a_token_or_a_handshake_that_hangs_runs_out_of_time() {
    let config = once().with(|config| config.connection_timeout_ms = 27_000.0);
    let token_hangs = (
        10_000.0,
        "TOKEN_PROVIDER_FAILED",
        Detail::RanOut(Limit::Token, 10_000),
    );
    assert_eq!(hang(config, None), token_hangs);
    // Token and handshake together.
    let handshake_hangs = (
        27_000.0,
        "CONNECTION_TIMEOUT",
        Detail::RanOut(Limit::Connection, 27_000),
    );
    assert_eq!(hang(config, Some(9_000.0)), handshake_hangs);
    let unlimited_token = config.with(|config| config.token_timeout_ms = 0.0);
    assert_eq!(hang(unlimited_token, None), handshake_hangs);
    let unlimited_handshake = config.with(|config| config.connection_timeout_ms = 0.0);
    assert_eq!(hang(unlimited_handshake, None), token_hangs);
}

#[test]
fn without_limits_an_attempt_waits_for_ever() {
    let config = Config::default().with(|config| config.connection_timeout_ms = 0.0);
    let mut driver = Driver::new(config.with(|config| config.token_timeout_ms = 0.0));
    driver.open(false);
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}

#[test]
fn a_token_that_comes_after_its_time_opens_nothing() {
    let mut driver = Driver::new(Config::default());
    driver.plan.token_after = Some(10_001.0);
    driver.open(false);
    driver.advance(60_000.0);
    assert_eq!(driver.sockets(), 0);
    assert_eq!(driver.state(), ConnectionState::Closed);
}

#[test]
fn a_refused_handshake_rejects_and_1000_and_1008_alone_are_final() {
    for (code, is_retryable) in [
        (1000, false),
        (1001, true),
        (1006, true),
        (1008, false),
        (1011, true),
        (4000, true),
    ] {
        let mut driver = Driver::new(once());
        let place = driver.submit(interaction("a")).unwrap();
        driver.token(1);
        driver.socket_closed(1, code);
        assert_eq!(driver.end(place), "CONNECTION_ERROR");
        assert_eq!(driver.fault(place).is_retryable(), is_retryable, "{code}");
        assert_eq!(
            driver.open_failure().0.detail,
            Detail::Closed(code, Closing::of(code, false))
        );
        // It was never open: there is nothing that closed.
        let is_closed = |command: &Command| matches!(command, Command::Closed { .. });
        assert!(!driver.said.iter().any(is_closed));
    }
}

#[test]
fn a_connection_that_closes_rejects_what_is_in_flight_and_1000_and_1008_alone_are_final() {
    for (code, is_retryable) in [
        (1000, false),
        (1001, true),
        (1006, true),
        (1008, false),
        (1011, true),
        (4999, true),
    ] {
        let mut driver = Driver::opened(once());
        let place = driver.sent(interaction("a"));
        driver.socket_closed(1, code);
        assert_eq!(driver.end(place), "CONNECTION_CLOSED");
        assert_eq!(driver.fault(place).is_retryable(), is_retryable, "{code}");
        assert_eq!(
            driver.fault(place).detail,
            Detail::Closed(code, Closing::of(code, false))
        );
        assert_eq!(count(&driver, &Command::Closed { code }), 1);
        assert_eq!(driver.state(), ConnectionState::Closed);
    }
}

#[test]
fn a_socket_that_cannot_be_built_fails_the_attempt() {
    let mut driver = Driver::new(Config::default());
    driver.plan.unbuildable = Some(Code::NoWebSocketImpl);
    let place = driver.submit(interaction("a")).unwrap();
    driver.token(1);
    assert_eq!(driver.end(place), "NO_WEBSOCKET_IMPL");
    assert_eq!(
        driver.open_failure(),
        (Fault::new(Code::NoWebSocketImpl), true)
    );
    assert_eq!(driver.state(), ConnectionState::Closed);
    // The next use tries again.
    driver.plan.unbuildable = None;
    driver.open(true);
    driver.opens(2);
    assert!(driver.is_open());
}

#[test]
fn who_waits_in_vain_is_told_even_if_no_request_was() {
    let mut driver = Driver::new(Config::default());
    driver.open(false);
    driver.token(1);
    driver.socket_closed(1, 1006);
    assert!(!driver.open_failure().1);
}

/// Whether whoever waits is told before the page hears of a new state: a listener may open the connection anew.
fn is_told_first(driver: &mut Driver, happens: impl FnOnce(&mut Driver)) -> bool {
    driver.said.clear();
    happens(driver);
    let is_state = |command: &&Command| matches!(command, Command::StateChanged { .. });
    let is_for_waiting =
        |command: &&Command| matches!(command, Command::Opened | Command::OpenFailed { .. });
    let told = driver.said.iter().take_while(|said| !is_state(said));
    let in_time = told.filter(is_for_waiting).count();
    in_time == 1 && driver.said.iter().filter(is_for_waiting).count() == 1
}

#[test]
fn whoever_waits_is_told_before_a_listener_can_open_anew() {
    let mut driver = Driver::new(Config::default());
    driver.open(false);
    driver.token(1);
    assert!(is_told_first(&mut driver, |driver| driver.socket_closed(1, 1006)));
    driver.open(false);
    assert!(is_told_first(&mut driver, |driver| driver
        .tell(|engine, now| engine.close(now, 1000))));
    driver.open(false);
    driver.token(3);
    assert!(is_told_first(&mut driver, |driver| driver.opens(3)));
    driver.tell(|engine, now| engine.close(now, 1000));
    driver.submit(interaction("a")).unwrap();
    assert!(is_told_first(&mut driver, |driver| driver.fails(4, Code::ConnectionError)));
}

#[test]
fn an_idle_connection_rests_and_the_next_request_connects_anew() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.idle_disconnect_ms = 1_000.0));
    driver.advance(900.0);
    let first = driver.sent(interaction("a"));
    driver.advance(5_000.0);
    assert!(driver.is_open(), "a request is in flight");
    driver.inbound(&completed("interaction"));
    driver.advance(999.0);
    assert!(driver.is_open());
    driver.advance(1.0);
    assert_eq!(driver.state(), ConnectionState::Idle);
    assert_eq!((driver.end(first), driver.socket()), ("resolved", None));
    let second = driver.submit(interaction("b")).unwrap();
    driver.advance(30.0);
    assert_eq!(driver.requests[second].frames, 1);
    driver.advance(1_000_000.0);
    assert_eq!(driver.state(), ConnectionState::Idle);
}

#[test]
fn a_connection_that_was_slow_to_open_is_not_idle_from_the_start() {
    let mut driver =
        Driver::lively(Config::default().with(|config| config.idle_disconnect_ms = 1_000.0));
    driver.plan.handshake_after = Some(9_000.0);
    driver.open(false);
    driver.advance(10_009.0);
    assert!(driver.is_open());
    driver.advance(1.0);
    assert!(!driver.is_open());
}

#[test]
fn a_frame_that_cannot_be_written_fails_its_request_alone() {
    let mut driver = Driver::opened(Config::default());
    let first = driver.sent(interaction("a"));
    let key = driver.requests[first].key;
    driver.tell(|engine, now| engine.send_failed(now, key));
    let second = driver.sent(interaction("b"));
    assert_eq!(
        (driver.end(first), driver.end(second)),
        ("SEND_FAILED", "-")
    );
    driver.tell(|engine, now| engine.send_failed(now, key));
}
