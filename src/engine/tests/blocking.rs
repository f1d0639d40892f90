//! A socket that has more to send than it should: writing waits, and keeps its order.

use super::asking::{completed, enveloped, interaction};
use super::at_most;
use super::driver::Driver;
use crate::engine::config::Config;

#[test]
fn what_cannot_be_written_yet_is_written_in_order_later() {
    let mut driver = Driver::opened(Config::default());
    driver.is_blocked = true;
    let places = [0, 1, 2, 3].map(|id| driver.submit(interaction(&id.to_string())).unwrap());
    driver.advance(1_000.0);
    assert!(driver.written.is_empty());
    driver.is_blocked = false;
    let last = driver.submit(interaction("last")).unwrap();
    assert!(driver.written.is_empty(), "the others come first");
    driver.advance(50.0);
    assert_eq!(driver.written[..4], places);
    assert_eq!(driver.written[4], last);
}

#[test]
fn a_whole_queue_that_is_blocked_keeps_its_order() {
    let mut driver = Driver::lively(Config::default());
    let places: Vec<usize> = (0..20)
        .map(|id| driver.submit(interaction(&id.to_string())).unwrap())
        .collect();
    driver.is_blocked = true;
    driver.advance(500.0);
    driver.is_blocked = false;
    driver.advance(50.0);
    assert_eq!(driver.written, places);
}

#[test]
fn nobody_answers_what_was_blocked_and_never_written() {
    let mut driver = Driver::opened(Config::default());
    // A request that has settled has the same id.
    driver.sent(interaction("a"));
    driver.inbound(&enveloped("a", &completed("x")));
    driver.is_blocked = true;
    let place = driver.submit(interaction("a")).unwrap();
    assert_eq!(driver.inbound(&enveloped("a", &completed("x"))), None);
    driver.is_blocked = false;
    driver.advance(50.0);
    assert_eq!((driver.end(place), driver.requests[place].frames), ("-", 1));
}

#[test]
fn what_is_blocked_is_held_within_the_queues_bounds() {
    let mut driver = Driver::opened(Config::default().with(|config| config.queue = at_most(2.0)));
    driver.is_blocked = true;
    for id in ["a", "b"] {
        driver.submit(interaction(id)).unwrap();
    }
    assert_eq!(driver.refusal(interaction("c")).name(), "QUEUE_FULL");
}

#[test]
fn a_blocked_connection_is_not_idle() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.idle_disconnect_ms = 1_000.0));
    driver.is_blocked = true;
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(5_000.0);
    assert!(driver.is_open());
    driver.is_blocked = false;
    driver.advance(50.0);
    assert_eq!(driver.requests[place].frames, 1);
}

#[test]
fn a_blocked_request_that_is_given_up_leaves_no_timer() {
    let mut driver = Driver::opened(Config::default());
    driver.live(crate::engine::handover::Life::Hidden);
    driver.is_blocked = true;
    let place = driver.submit(interaction("a")).unwrap();
    driver.cancel(place);
    driver.advance(10_000.0);
    assert!(driver.engine.next_timeout() > driver.clock + 1_000.0);
    driver.is_blocked = false;
    driver.sent(interaction("b"));
}

#[test]
fn a_socket_that_takes_nothing_for_long_is_replaced() {
    let mut driver = Driver::opened(Config::default());
    driver.is_blocked = true;
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(10_000.0);
    driver.is_blocked = false;
    driver.advance(50.0);
    assert_eq!((driver.sockets(), driver.requests[place].frames), (1, 1));
}
