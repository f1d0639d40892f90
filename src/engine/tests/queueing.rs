//! What is taken, what waits, and what is refused at the door.

use super::asking::{ask, completed, enveloped, interaction, payload_for};
use super::driver::Driver;
use crate::engine::config::{Config, QueueLimits};
use crate::engine::link::ConnectionState;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};

fn bounded(max_requests: u32, max_bytes: u32) -> Config {
    Config {
        queue: Some(QueueLimits {
            max_requests,
            max_bytes,
        }),
        ..Config::default()
    }
}

#[test]
fn requests_wait_in_order_and_go_out_in_order() {
    let mut driver = Driver::lively(Config::default());
    for index in 0..100 {
        let action = Action::ALL[index * 7 % 9];
        driver.submit(ask(&index.to_string(), action)).unwrap();
    }
    assert!(driver.written.is_empty());
    driver.advance(30.0);
    assert_eq!(driver.written, (0..100).collect::<Vec<_>>());
}

#[test]
fn the_queue_is_bounded_by_count() {
    let mut driver = Driver::new(bounded(2, 1_000_000));
    let first = driver.submit(interaction("a")).unwrap();
    driver.submit(interaction("b")).unwrap();
    assert_eq!(driver.refusal(interaction("c")), Code::QueueFull);
    // A place that is given up is free again.
    let key = driver.requests[first].key;
    driver.tell(|engine, now| engine.reject(now, key, Fault::new(Code::RequestCancelled)));
    driver.submit(interaction("c")).unwrap();
    assert_eq!(driver.refusal(interaction("d")), Code::QueueFull);
}

#[test]
fn the_queue_is_bounded_by_bytes_inclusively() {
    let mut driver = Driver::new(bounded(100, 10_000));
    for (id, bytes) in [("a", 6_000), ("b", 4_000)] {
        let mut ask = interaction(id);
        ask.payload_bytes = payload_for(id, bytes);
        driver.submit(ask).unwrap();
    }
    assert_eq!(driver.refusal(interaction("c")), Code::QueueFull);
    // Once all has gone out, all of the room is there again.
    driver.token(1);
    driver.tell(|engine, now| engine.socket_opened(now, 1));
    driver.socket_closed(1, 1006);
    let mut whole = interaction("d");
    whole.payload_bytes = payload_for("d", 10_000);
    driver.submit(whole).unwrap();
}

#[test]
fn an_open_connection_has_no_queue() {
    let mut driver = Driver::opened(bounded(0, 0));
    for index in 0..1_000 {
        driver.sent(interaction(&index.to_string()));
    }
}

#[test]
fn without_a_queue_requests_fail_at_once_until_the_connection_is_open() {
    let mut driver = Driver::lively(Config {
        queue: None,
        ..Config::default()
    });
    assert_eq!(
        driver.refusal(interaction("a")),
        Code::WebSocketNotInOpenState
    );
    assert_eq!(driver.engine.connection_state(), ConnectionState::Idle);
    driver.tell(|engine, now| engine.open(now, None));
    assert_eq!(
        driver.refusal(interaction("a")),
        Code::WebSocketNotInOpenState
    );
    driver.advance(30.0);
    driver.sent(interaction("a"));
}

#[test]
fn the_size_limit_is_exact() {
    for (bytes, is_taken) in [(131_072, true), (131_073, false)] {
        for mut driver in [
            Driver::new(Config::default()),
            Driver::opened(Config::default()),
        ] {
            let mut ask = interaction("a");
            ask.payload_bytes = payload_for("a", bytes);
            if is_taken {
                driver.submit(ask).unwrap();
                continue;
            }
            let fault = driver.submit(ask).unwrap_err();
            assert_eq!(fault.code, Code::PayloadTooLarge);
            assert_eq!(fault.details, r#"{"bytes":131073,"limit":131072}"#);
            assert_eq!(driver.engine.known_requests(), 0);
        }
    }
    let mut endless = interaction("a");
    endless.payload_bytes = u32::MAX;
    assert_eq!(
        Driver::new(Config::default()).refusal(endless),
        Code::PayloadTooLarge
    );
}

#[test]
fn a_refused_request_does_not_connect() {
    let mut driver = Driver::new(bounded(0, 1));
    assert_eq!(driver.refusal(interaction("a")), Code::QueueFull);
    assert_eq!(driver.engine.connection_state(), ConnectionState::Idle);
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}

#[test]
fn a_correlation_id_is_unique_among_those_queued_and_in_flight() {
    let mut driver = Driver::lively(Config::default());
    let first = driver.submit(interaction("a")).unwrap();
    let duplicate = ask("a", Action::Translate);
    assert_eq!(
        driver.refusal(duplicate.clone()),
        Code::DuplicateCorrelationId
    );
    driver.advance(30.0);
    assert_eq!(
        driver.refusal(duplicate.clone()),
        Code::DuplicateCorrelationId
    );
    driver.inbound(&enveloped("a", &completed("x")));
    assert_eq!(driver.end(first), "resolved");
    // It has settled, though late updates may come: its id is free. What comes now is the new one's.
    let second = driver.sent(duplicate);
    assert!(driver.requests[first].is_released);
    let delivery = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
    assert_eq!(delivery.key, driver.requests[second].key);
    assert_eq!(driver.end(second), "resolved");
}

#[test]
fn a_reused_id_is_never_lost_to_its_predecessors_release() {
    let mut driver = Driver::opened(Config::default());
    for _ in 0..3 {
        let place = driver.sent(interaction("a"));
        driver.inbound(&enveloped("a", &completed("x")));
        assert_eq!(driver.end(place), "resolved");
    }
}

#[test]
fn a_refused_request_does_not_cost_its_predecessors_late_updates() {
    let mut driver = Driver::opened(bounded(0, 0));
    let place = driver.sent(interaction("a"));
    driver.socket_closed(1, 1006);
    assert_eq!(driver.refusal(interaction("a")), Code::QueueFull);
    assert!(!driver.requests[place].is_released);
}

#[test]
fn ids_are_told_apart_however_many_there_are() {
    let mut driver = Driver::opened(Config::default());
    for round in 0..3 {
        for index in 0..200 {
            driver.sent(interaction(&index.to_string()));
        }
        for index in (0..200).rev() {
            let delivery = driver.inbound(&enveloped(&index.to_string(), &completed("x")));
            let place = round * 200 + index;
            assert_eq!(delivery.unwrap().key, driver.requests[place].key);
            assert_eq!(driver.end(place), "resolved");
        }
    }
}
