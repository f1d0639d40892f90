//! Giving up: one request, all of them, the connection, the client.

use super::asking::{ask, completed, enveloped, interaction};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::engine::link::ConnectionState;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Detail, Fault};

#[test]
fn a_queued_request_that_is_cancelled_is_never_written() {
    let mut driver = Driver::lively(Config::default());
    let places = ["a", "b", "c"].map(|id| driver.submit(interaction(id)).unwrap());
    assert!(driver.cancel(places[1]));
    assert!(!driver.cancel(places[1]), "settled already");
    driver.advance(30.0);
    assert_eq!(driver.written, [places[0], places[2]]);
    assert_eq!(driver.end(places[1]), "REQUEST_CANCELLED");
    assert!(!driver.fault(places[1]).is_retryable());
}

#[test]
fn what_comes_for_a_cancelled_request_is_late_and_settles_nothing() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    assert!(driver.cancel(place));
    let (_, delivery) = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
    assert!(delivery.is_late);
    assert_eq!(driver.end(place), "REQUEST_CANCELLED");
}

#[test]
fn all_are_cancelled_in_the_order_in_which_they_were_made() {
    let mut driver = Driver::opened(Config::default());
    for index in 0..20 {
        driver.sent(ask(&index.to_string(), Action::ALL[index * 7 % 9]));
    }
    driver.is_lagging = true;
    let fault = Fault::new(Code::RequestCancelled);
    assert_eq!(driver.tell(|engine, now| engine.reject_all(now, fault)), 20);
    for place in 0..20 {
        assert_eq!(driver.end(place), "-");
        driver.carry_out(1);
        assert_eq!(driver.end(place), "REQUEST_CANCELLED");
    }
    assert!(driver.is_open());
    assert_eq!(driver.tell(|engine, now| engine.reject_all(now, fault)), 0);
}

#[test]
fn close_rejects_what_is_queued_and_what_is_in_flight_at_once() {
    let close = |driver: &mut Driver| {
        driver.tell(|engine, now| engine.close(now, 3001));
    };
    // While it opens.
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(15.0);
    close(&mut driver);
    assert_eq!(
        (driver.end(place), driver.socket()),
        ("CONNECTION_CLOSED", None)
    );
    assert_eq!(driver.fault(place).detail, Detail::Left(3001));
    assert!(driver.open_failure().1);
    driver.advance(100.0);
    assert_eq!(driver.state(), ConnectionState::Closed);
    // While it is open.
    let mut driver = Driver::opened(Config::default());
    let places = ["a", "b"].map(|id| driver.sent(interaction(id)));
    close(&mut driver);
    assert_eq!(
        places.map(|place| driver.ended_at(place)),
        [driver.clock; 2]
    );
    let said = [
        Command::CloseSocket {
            attempt: 1,
            code: 3001,
        },
        Command::StateChanged {
            state: ConnectionState::Closed,
        },
        Command::Closed { code: 3001 },
    ];
    assert_eq!(driver.said, said);
    // A second time there is nothing to close, and the browser's own report comes too late.
    close(&mut driver);
    driver.socket_closed(1, 1006);
    assert_eq!(driver.said, said);
}

#[test]
fn after_close_the_next_request_connects_anew() {
    let mut driver = Driver::opened(Config::default());
    driver.tell(|engine, now| engine.close(now, 1000));
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(30.0);
    assert_eq!(driver.requests[place].frames, 1);
}

#[test]
fn end_rejects_everything_and_leaves_nothing_known() {
    let mut driver = Driver::opened(Config::default());
    let settled = driver.sent(interaction("a"));
    driver.inbound(&completed("interaction"));
    let in_flight = driver.sent(interaction("b"));
    driver.tell(Engine::end);
    assert_eq!(
        (driver.end(settled), driver.end(in_flight)),
        ("resolved", "REQUEST_CANCELLED")
    );
    let fault = driver.fault(in_flight);
    assert_eq!(fault.detail, Detail::Ended);
    assert!(!fault.is_retryable());
    assert!(driver.requests.iter().all(|request| request.is_released));
    assert_eq!((driver.engine.known_requests(), driver.socket()), (0, None));
    let fault = driver.submit(interaction("c")).unwrap_err();
    assert_eq!(
        (fault.code, fault.detail, fault.is_retryable()),
        (Code::ConnectionClosed, Detail::Ended, false)
    );
    driver.open(false);
    assert!(!driver.open_failure().0.is_retryable());
    let said = driver.said.len();
    driver.advance(1_000_000.0);
    driver.inbound(&enveloped("b", &completed("x")));
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
    assert_eq!(
        (driver.said.len(), driver.state()),
        (said, ConnectionState::Closed)
    );
}

#[test]
fn end_while_connecting_wants_nothing_any_more() {
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    driver.tell(Engine::end);
    driver.advance(1_000_000.0);
    assert_eq!(
        (driver.end(place), driver.sockets()),
        ("REQUEST_CANCELLED", 0)
    );
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
    driver.tell(Engine::end);
}
