//! Transport "auto": over HTTP for as long as no WebSocket opens, and back as soon as one does.

use super::asking::{completed, interaction};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::{Config, Transport};
use crate::engine::handover::Life;
use crate::engine::link::ConnectionState;
use crate::protocol::error::Code;

fn auto() -> Config {
    Config::default().with(|config| config.transport = Transport::Auto)
}

/// Until so much time has passed, whatever is on its way is refused.
fn refused_for(driver: &mut Driver, ms: f64) {
    driver.plan.handshake_after = None;
    let end = driver.clock + ms;
    while driver.clock < end {
        driver.advance(10.0);
        if let Some((attempt, false)) = driver.sockets.iter().next_back() {
            let attempt = *attempt;
            driver.socket_closed(attempt, 1006);
        }
    }
}

#[test]
fn after_three_failures_in_a_row_requests_go_over_http() {
    let mut driver = Driver::lively(auto());
    driver.plan.answer_after = Some(30.0);
    let place = driver.submit(interaction("a")).unwrap();
    driver.open(false);
    while driver.sockets() < 3 {
        assert_eq!(driver.end(place), "-");
        assert!(!driver.engine.is_rest());
        refused_for(&mut driver, 10.0);
    }
    assert!(driver.engine.is_rest());
    refused_for(&mut driver, 100.0);
    assert_eq!(
        (driver.end(place), driver.requests[place].socket),
        ("resolved", 0)
    );
    // From now on at once, and in any number.
    for index in 0..200 {
        driver.sent(interaction(&index.to_string()));
    }
}

#[test]
fn where_the_browser_reports_no_network_http_is_tried_after_one_websocket() {
    let mut driver = Driver::lively(auto());
    driver.plan.handshake_after = None;
    driver.plan.answer_after = Some(30.0);
    driver.live(Life::Offline);
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(15.0);
    driver.socket_closed(1, 1006);
    driver.advance(15.0);
    driver.tell(Engine::network_answered);
    driver.advance(30.0);
    assert_eq!(
        (driver.end(place), driver.requests[place].socket),
        ("resolved", 0)
    );
    // There is a network: WebSockets are tried again, too.
    assert_eq!(driver.state(), ConnectionState::Waiting);
    driver.plan.handshake_after = Some(20.0);
    driver.advance(5_000.0);
    assert!(driver.is_open());
}

#[test]
fn where_nothing_gets_through_either_way_the_network_is_waited_for() {
    let mut driver = Driver::new(auto());
    driver.live(Life::Offline);
    let place = driver.submit(interaction("a")).unwrap();
    for attempt in [1, 2] {
        driver.fails(attempt, Code::TokenProviderFailed);
    }
    assert_eq!(driver.state(), ConnectionState::Offline);
    driver.advance(20_000.0);
    assert_eq!((driver.end(place), driver.asked().len()), ("-", 2));
    driver.plan.token_after = Some(10.0);
    driver.plan.handshake_after = Some(20.0);
    driver.live(Life::Online);
    driver.advance(30.0);
    assert!(driver.is_open());
    assert_eq!(driver.requests[place].frames, 1);
}

#[test]
fn without_any_websocket_requests_go_over_http_at_once() {
    let mut driver = Driver::lively(auto());
    driver.plan.unbuildable = Some(Code::NoWebSocketImpl);
    driver.plan.answer_after = Some(30.0);
    let place = driver.submit(interaction("a")).unwrap();
    driver.open(false);
    driver.advance(100.0);
    assert_eq!((driver.end(place), driver.waiting), ("resolved", 0));
    assert!(driver.said.contains(&Command::Opened));
    driver.advance(1_000_000.0);
    assert_eq!(driver.sockets(), 1, "there never will be one");
}

#[test]
fn when_a_websocket_opens_requests_go_there_again() {
    let mut driver = Driver::lively(auto());
    driver.submit(interaction("a")).unwrap();
    refused_for(&mut driver, 20_000.0);
    assert!(driver.engine.is_rest());
    driver.plan.handshake_after = Some(20.0);
    driver.advance(20_000.0);
    assert!(driver.is_open() && !driver.engine.is_rest());
    let place = driver.sent(interaction("b"));
    assert_ne!(driver.requests[place].socket, 0);
}

#[test]
fn a_socket_that_swallows_everything_is_given_up_for_http() {
    let mut driver = Driver::opened(auto());
    let place = driver.sent(interaction("a"));
    driver.advance(10_000.0);
    assert!(driver.engine.is_rest() && driver.sockets.is_empty());
    assert_eq!(driver.state(), ConnectionState::Waiting);
    assert!(driver.said.contains(&Command::Closed { code: 1000 }));
    driver.advance(10.0);
    assert_eq!(
        (driver.requests[place].frames, driver.requests[place].socket),
        (2, 0)
    );
    driver.response(place, 200, Some(&[completed("x")]));
    assert_eq!(driver.end(place), "resolved");
    // Each further time it is found out as soon as at first.
    for round in 1..8 {
        driver.advance(300_030.0);
        assert!(driver.is_open(), "it gets another chance");
        driver.sent(interaction("b"));
        driver.advance(10_000.0);
        assert!(driver.engine.is_rest(), "{round}");
        driver.advance(30_000.0);
    }
}

#[test]
fn a_socket_that_has_spoken_is_not_mute() {
    let mut driver = Driver::opened(auto());
    driver.sent(interaction("a"));
    driver.inbound(&completed("interaction"));
    let place = driver.sent(interaction("b"));
    driver.advance(10_030.0);
    assert!(!driver.engine.is_rest());
    assert_eq!(driver.requests[place].socket, 2);
}

#[test]
fn what_drains_when_a_socket_is_found_mute_goes_over_http_too() {
    let mut driver = Driver::opened(auto());
    let old = driver.sent(interaction("a"));
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0);
    let new = driver.sent(interaction("b"));
    driver.advance(10_020.0);
    assert_eq!([old, new].map(|it| driver.requests[it].socket), [0, 0]);
    assert_eq!(driver.written[2..], [old, new]);
}

#[test]
fn the_token_for_http_concerns_nothing_that_waits_for_a_websocket() {
    let mut driver = Driver::opened(auto());
    driver.plan.token_after = None;
    driver.sent(interaction("a"));
    driver.advance(10_000.0);
    let for_rest = *driver.asked().last().unwrap();
    assert!(driver.engine.is_rest());
    driver.open(false);
    let for_socket = *driver.asked().last().unwrap();
    driver.token(for_socket);
    driver.opens(for_socket);
    assert!(driver.is_open());
    driver.is_blocked = true;
    let waits = driver.submit(interaction("b")).unwrap();
    driver.fails(for_rest, Code::TokenProviderFailed);
    assert_eq!(driver.end(waits), "-");
}

#[test]
fn closing_begins_anew_with_a_websocket() {
    let mut driver = Driver::lively(auto());
    driver.submit(interaction("a")).unwrap();
    refused_for(&mut driver, 20_000.0);
    driver.tell(|engine, now| engine.close(now, 1000));
    driver.plan.handshake_after = Some(20.0);
    let place = driver.submit(interaction("b")).unwrap();
    driver.advance(30.0);
    assert!(driver.is_open());
    assert_ne!(driver.requests[place].socket, 0);
}

#[test]
fn where_http_does_not_get_through_either_requests_wait_for_whichever_does() {
    let mut driver = Driver::lively(auto());
    let places = ["a", "b", "c"].map(|id| driver.submit(interaction(id)).unwrap());
    while !driver.engine.is_rest() {
        refused_for(&mut driver, 10.0);
    }
    refused_for(&mut driver, 20.0);
    assert_eq!(driver.written, places);
    driver.said.clear();
    for place in places {
        driver.response(place, 0, None);
        assert_eq!(driver.end(place), "-");
    }
    let is_told = |it: &&Command| matches!(it, Command::Reconnecting { .. });
    assert!(driver.said.iter().filter(is_told).count() <= 1, "told once");
    driver.plan.handshake_after = Some(20.0);
    driver.advance(6_000.0);
    assert!(driver.is_open());
    assert_eq!(driver.written[3..], places);
}

#[test]
fn where_there_is_no_websocket_it_is_idle_rather_than_closed() {
    let mut driver = Driver::lively(auto());
    driver.plan.unbuildable = Some(Code::NoWebSocketImpl);
    driver.open(false);
    driver.advance(100.0);
    assert!(driver.engine.is_rest());
    assert_eq!(driver.state(), ConnectionState::Idle);
}
