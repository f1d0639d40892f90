//! What is to check requests is still on its way: they wait for it, in order, and everything else goes on.

use super::asking::{completed, enveloped, interaction};
use super::at_most;
use super::driver::Driver;
use crate::engine::config::{Config, Deadlines, Transport};

fn waiting(config: Config) -> Config {
    config.with(|config| config.awaits_validator = true)
}

fn comes(driver: &mut Driver) {
    driver.tell(|engine, now| engine.validator_came(now));
}

#[test]
fn nothing_is_written_before_and_all_of_it_in_order_after() {
    let mut driver = Driver::lively(waiting(Config::default()));
    let places = ["a", "b", "c"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(5_000.0);
    assert!(driver.is_open(), "connecting goes on meanwhile");
    assert!(driver.written.is_empty());
    comes(&mut driver);
    assert_eq!(driver.written, places);
    let last = driver.submit(interaction("last")).unwrap();
    assert_eq!(driver.written.last(), Some(&last), "at once");
}

#[test]
fn before_there_is_a_connection_it_changes_nothing() {
    let mut driver = Driver::lively(waiting(Config::default()));
    let place = driver.submit(interaction("a")).unwrap();
    comes(&mut driver);
    assert!(driver.written.is_empty());
    driver.advance(30.0);
    assert_eq!(driver.written, [place]);
}

#[test]
fn deadlines_count_from_the_call() {
    let mut driver = Driver::opened(waiting(Config::default()));
    let mut ask = interaction("a");
    ask.deadlines = Deadlines {
        total_ms: 400.0,
        ..Deadlines::default()
    };
    let place = driver.submit(ask).unwrap();
    driver.advance(399.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
    comes(&mut driver);
    assert!(driver.written.is_empty());
}

#[test]
fn cancelling_closing_and_ending_do_not_wait() {
    let mut driver = Driver::opened(waiting(Config::default()));
    let [a, b] = ["a", "b"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.cancel(a);
    comes(&mut driver);
    assert_eq!(driver.written, [b]);

    let mut driver = Driver::opened(waiting(Config::default()));
    let place = driver.submit(interaction("a")).unwrap();
    driver.tell(|engine, now| engine.close(now, 1000));
    assert_eq!(driver.end(place), "CONNECTION_CLOSED");

    let mut driver = Driver::opened(waiting(Config::default()));
    let place = driver.submit(interaction("a")).unwrap();
    driver.tell(|engine, now| engine.end(now));
    comes(&mut driver);
    assert_eq!(driver.end(place), "REQUEST_CANCELLED");
    assert!(driver.written.is_empty());
}

#[test]
fn waiting_asks_for_no_timer_and_replaces_no_socket() {
    let mut driver = Driver::opened(waiting(Config::default()));
    let socket = driver.socket();
    driver.submit(interaction("a")).unwrap();
    let before = driver.steps;
    driver.advance(15_000.0);
    assert!(
        driver.steps < before + 20,
        "{} steps",
        driver.steps - before
    );
    assert_eq!(driver.socket(), socket);
}

#[test]
fn the_queue_that_is_turned_off_is_that_for_the_connection() {
    let off = || waiting(Config::default().with(|config| config.queue = None));
    let mut driver = Driver::opened(off());
    let place = driver.submit(interaction("a")).unwrap();
    comes(&mut driver);
    assert_eq!(driver.written, [place]);
    assert_eq!(
        Driver::lively(off()).refusal(interaction("a")).name(),
        "WEBSOCKET_NOT_IN_OPEN_STATE"
    );
}

#[test]
fn what_waits_is_held_within_the_queues_bounds() {
    let mut driver = Driver::opened(waiting(
        Config::default().with(|config| config.queue = at_most(1.0)),
    ));
    driver.submit(interaction("a")).unwrap();
    assert_eq!(driver.refusal(interaction("b")).name(), "QUEUE_FULL");
}

#[test]
fn over_http_requests_wait_too() {
    let mut driver = Driver::lively(waiting(
        Config::default().with(|config| config.transport = Transport::Rest),
    ));
    let places = ["a", "b"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(100.0);
    assert!(driver.written.is_empty(), "though the token is there");
    comes(&mut driver);
    assert_eq!(driver.written, places);
}

#[test]
fn a_drop_while_waiting_loses_nothing() {
    let mut driver = Driver::opened(waiting(Config::default()));
    let place = driver.submit(interaction("a")).unwrap();
    let socket = driver.socket().unwrap();
    driver.socket_closed(socket, 1006);
    driver.advance(10_000.0);
    assert!(driver.is_open() && driver.written.is_empty());
    comes(&mut driver);
    driver.inbound(&enveloped("a", &completed("x")));
    assert_eq!(driver.end(place), "resolved");
}
