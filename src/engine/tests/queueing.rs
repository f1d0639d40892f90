//! What is taken, what waits, and what is refused at the door.

use super::asking::{ask, completed, enveloped, interaction};
use super::driver::Driver;
use crate::engine::config::{Config, Queue};
use crate::engine::link::ConnectionState;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Detail};

fn bounded(max_requests: u32, max_bytes: u32) -> Config {
    Config::default().with(|config| {
        config.queue = Some(Queue {
            max_requests: max_requests.into(),
            max_bytes: max_bytes.into(),
        });
        config.reconnect.enabled = false;
    })
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
    driver.cancel(first);
    driver.submit(interaction("c")).unwrap();
    assert_eq!(driver.refusal(interaction("d")), Code::QueueFull);
}

#[test]
fn the_queue_is_bounded_by_bytes_inclusively() {
    let mut driver = Driver::new(bounded(100, 10_000));
    for (id, bytes) in [("a", 6_000), ("b", 4_000)] {
        driver.submit(interaction(id).sized(bytes)).unwrap();
    }
    assert_eq!(driver.refusal(interaction("c")), Code::QueueFull);
    // Once all has gone out, all of the room is there again.
    driver.token(1);
    driver.opens(1);
    driver.socket_closed(1, 1006);
    driver.submit(interaction("d").sized(10_000)).unwrap();
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
    let mut driver = Driver::lively(Config::default().with(|config| config.queue = None));
    assert_eq!(
        driver.refusal(interaction("a")),
        Code::WebSocketNotInOpenState
    );
    assert_eq!(driver.state(), ConnectionState::Idle);
    driver.open(false);
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
            let ask = interaction("a").sized(bytes);
            if is_taken {
                driver.submit(ask).unwrap();
                continue;
            }
            let fault = driver.submit(ask).unwrap_err();
            assert_eq!(fault.code, Code::PayloadTooLarge);
            assert_eq!(fault.detail, Detail::Size(131_073));
            assert_eq!(driver.engine.known_requests(), 0);
        }
    }
    let endless = interaction("a").sized(u32::MAX);
    assert_eq!(
        Driver::new(Config::default()).refusal(endless),
        Code::PayloadTooLarge
    );
}

#[test]
fn a_refused_request_does_not_connect() {
    let mut driver = Driver::new(bounded(0, 1));
    assert_eq!(driver.refusal(interaction("a")), Code::QueueFull);
    assert_eq!(driver.state(), ConnectionState::Idle);
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}

#[test]
fn a_request_that_takes_a_settled_ones_id_is_its_own() {
    let mut driver = Driver::opened(Config::default());
    let places = [0, 1, 2].map(|_| {
        let place = driver.sent(interaction("a"));
        let (addressee, delivery) = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
        assert_eq!((addressee, delivery.is_late), (place, false));
        driver.advance(1_000.0);
        place
    });
    assert_eq!(driver.engine.known_requests(), 3, "late updates may come");
    // The earlier ones are forgotten in their time, and the newest still hears what comes late.
    driver.advance(3_999.0);
    assert!(driver.requests[places[1]].is_released && driver.is_held(places[2]));
    let (addressee, delivery) = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
    assert_eq!((addressee, delivery.is_late), (places[2], true));
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
fn requests_are_told_apart_however_many_there_are() {
    let mut driver = Driver::opened(Config::default());
    for round in 0..3 {
        for index in 0..200 {
            driver.sent(interaction(&index.to_string()));
        }
        for index in (0..200).rev() {
            let delivery = driver.inbound(&enveloped(&index.to_string(), &completed("x")));
            let place = round * 200 + index;
            assert_eq!(delivery.unwrap().0, place);
            assert_eq!(driver.end(place), "resolved");
        }
    }
}
