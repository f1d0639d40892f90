//! The life of a page: without a network, out of sight, frozen, cached, asleep.

use super::asking::{completed, enveloped, interaction};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::engine::handover::Life;
use crate::engine::link::ConnectionState;
use crate::protocol::error::Code;

/// All that may happen.
pub const LIVES: [Life; 7] = [
    Life::Offline,
    Life::Online,
    Life::Hidden,
    Life::Visible,
    Life::Resumed,
    Life::Cached,
    Life::Restored,
];

#[test]
fn offline_pauses_and_online_tries_at_once() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.live(Life::Offline);
    assert!(driver.is_open(), "it may still work");
    driver.socket_closed(1, 1006);
    assert_eq!(driver.state(), ConnectionState::Offline);
    let is_endless = |it: &Command| matches!(it, Command::Reconnecting { delay_ms, .. } if *delay_ms == f64::INFINITY);
    assert!(driver.said.iter().any(is_endless));
    driver.advance(20_000.0);
    assert!(driver.asked().is_empty());
    driver.live(Life::Online);
    driver.advance(30.0);
    assert!(driver.is_open());
    assert_eq!(driver.requests[place].frames, 2);
}

#[test]
fn an_attempt_under_way_does_not_outlive_the_network() {
    let mut driver = Driver::lively(Config::default());
    driver.plan.handshake_after = None;
    driver.open(false);
    driver.advance(15.0);
    driver.live(Life::Offline);
    assert_eq!(
        (driver.state(), driver.socket()),
        (ConnectionState::Offline, None)
    );
    assert_eq!(driver.waiting, 1, "whoever waits waits on");
    driver.plan.handshake_after = Some(20.0);
    driver.advance(5_000.0);
    driver.live(Life::Online);
    driver.advance(30.0);
    assert_eq!((driver.waiting, driver.is_open()), (0, true));
}

#[test]
fn whoever_opens_without_a_network_is_told_when_it_is_back() {
    for code in [Code::TokenProviderFailed, Code::ConnectionError] {
        let mut driver = Driver::new(Config::default());
        driver.live(Life::Offline);
        driver.open(false);
        driver.fails(1, code);
        assert_eq!(
            (driver.state(), driver.waiting),
            (ConnectionState::Offline, 1)
        );
        driver.advance(100_000.0);
        assert_eq!(driver.asked().len(), 1, "nothing more is tried");
        driver.plan.token_after = Some(10.0);
        driver.plan.handshake_after = Some(20.0);
        driver.live(Life::Online);
        driver.advance(30.0);
        assert_eq!((driver.waiting, driver.is_open()), (0, true));
    }
}

#[test]
fn what_the_browser_reports_of_the_network_is_a_hint() {
    let mut driver = Driver::lively(Config::default());
    driver.live(Life::Offline);
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(30.0);
    assert!(driver.is_open() && driver.engine.is_reported_offline());
    assert_eq!(driver.requests[place].frames, 1);
    // The report is refuted: a connection that is lost is opened again.
    driver.socket_closed(1, 1006);
    assert_eq!(driver.state(), ConnectionState::Waiting);
    driver.advance(5_000.0);
    assert!(driver.is_open());
    assert_eq!(driver.requests[place].frames, 2);
    // Until the browser reports it anew.
    driver.live(Life::Offline);
    driver.socket_closed(2, 1006);
    assert_eq!(driver.state(), ConnectionState::Offline);
}

#[test]
fn who_asks_anew_without_a_network_has_it_tried_once_more() {
    let mut driver = Driver::lively(Config::default());
    driver.plan.handshake_after = None;
    driver.live(Life::Offline);
    let first = driver.submit(interaction("a")).unwrap();
    driver.advance(15.0);
    driver.socket_closed(1, 1006);
    assert_eq!(driver.state(), ConnectionState::Offline);
    driver.advance(10_000.0);
    assert_eq!(driver.asked().len(), 1);
    driver.plan.handshake_after = Some(20.0);
    let second = driver.submit(interaction("b")).unwrap();
    driver.advance(30.0);
    assert_eq!(
        [first, second].map(|place| driver.requests[place].frames),
        [1, 1]
    );
}

#[test]
fn an_answer_over_http_refutes_what_the_browser_reports() {
    let mut driver = Driver::new(Config::default());
    driver.live(Life::Offline);
    let place = driver.submit(interaction("a")).unwrap();
    // The page's own server refuses the token: whoever asked has to know.
    driver.tell(Engine::network_answered);
    driver.fails(1, Code::TokenProviderFailed);
    assert_eq!(driver.end(place), "TOKEN_PROVIDER_FAILED");
    assert!(driver.engine.is_reported_offline());
}

#[test]
fn what_cannot_succeed_does_not_wait_for_the_network() {
    let mut driver = Driver::new(Config::default());
    driver.live(Life::Offline);
    let place = driver.submit(interaction("a")).unwrap();
    driver.fails(1, Code::InvalidToken);
    assert_eq!(driver.end(place), "INVALID_TOKEN");
    assert_eq!(driver.state(), ConnectionState::Closed);
}

#[test]
fn what_the_browser_reports_is_told_once_with_the_state_or_without() {
    let told = |driver: &mut Driver| {
        let is_told =
            |it: &Command| matches!(it, Command::SameState | Command::StateChanged { .. });
        let told: Vec<Command> = driver.said.drain(..).filter(is_told).collect();
        told
    };
    let mut driver = Driver::opened(Config::default());
    driver.live(Life::Offline);
    driver.live(Life::Offline);
    assert_eq!(told(&mut driver), [Command::SameState]);
    assert!(driver.is_open() && driver.engine.is_reported_offline());
    driver.live(Life::Online);
    assert_eq!(told(&mut driver), [Command::SameState]);
    assert!(!driver.engine.is_reported_offline());
    driver.advance(30.0);
    driver.socket_closed(2, 1006);
    driver.live(Life::Offline);
    let states = [ConnectionState::Waiting, ConnectionState::Offline];
    assert_eq!(
        told(&mut driver),
        states.map(|state| Command::StateChanged { state })
    );
}

#[test]
fn online_has_an_open_socket_verified_and_not_dropped() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.live(Life::Offline);
    driver.live(Life::Online);
    assert!(driver.is_open() && driver.sockets.contains_key(&1));
    driver.advance(30.0);
    assert_eq!(
        (driver.requests[place].frames, driver.requests[place].socket),
        (2, 2)
    );
}

#[test]
fn silence_without_a_network_says_nothing_of_the_socket() {
    let mut driver = Driver::opened(Config::default());
    driver.live(Life::Hidden);
    driver.sent(interaction("a"));
    driver.live(Life::Offline);
    driver.advance(25_000.0);
    assert!(driver.asked().is_empty());
    assert_eq!(driver.engine.patience_ms, 10_000.0);
}

#[test]
fn back_in_sight_after_silence_the_socket_is_verified() {
    for (away_ms, asked) in [(9_000.0, 0), (11_000.0, 1)] {
        let mut driver = Driver::opened(Config::default());
        driver.live(Life::Hidden);
        driver.advance(away_ms);
        assert!(driver.is_open(), "a page out of sight keeps its socket");
        driver.live(Life::Visible);
        assert_eq!(driver.asked().len(), asked);
    }
}

#[test]
fn a_connection_that_opened_out_of_sight_is_not_suspect_when_it_is_seen() {
    let mut driver = Driver::lively(Config::default());
    driver.live(Life::Hidden);
    driver.open(false);
    driver.advance(30.0);
    driver.said.clear();
    driver.live(Life::Visible);
    driver.advance(9_000.0);
    assert!(driver.asked().is_empty());
}

#[test]
fn a_page_that_was_frozen_has_its_socket_verified() {
    let mut driver = Driver::opened(Config::default());
    driver.live(Life::Resumed);
    assert_eq!(driver.asked().len(), 1);
}

#[test]
fn a_machine_that_slept_has_its_socket_verified_within_two_seconds() {
    let mut driver = Driver::opened(Config::default());
    driver.advance(60_000.0);
    driver.asleep += 3_600_000.0;
    driver.advance(2_000.0);
    assert_eq!(driver.asked().len(), 1);
    // The clock is right now.
    driver.advance(60_000.0);
    assert_eq!(driver.asked().len(), 1);
    // A clock that does not stand still in sleep: the look comes too late.
    driver.clock += 3_600_000.0;
    driver.wake();
    assert_eq!(driver.asked().len(), 2);
}

#[test]
fn a_clock_that_is_set_a_little_or_back_is_no_sleep() {
    let mut driver = Driver::opened(Config::default());
    for drift in [2_000.0, -7_200_000.0] {
        driver.advance(10_000.0);
        driver.asleep += drift;
        driver.advance(10_000.0);
    }
    assert!(driver.asked().is_empty());
}

#[test]
fn nobody_looks_at_the_clock_of_a_page_that_is_not_seen() {
    let mut driver = Driver::opened(Config::default());
    driver.live(Life::Hidden);
    assert!(driver.engine.next_timeout() > driver.clock + 60_000.0);
}

#[test]
fn a_cached_page_has_no_socket_and_a_restored_one_goes_on() {
    let mut driver = Driver::opened(Config::default());
    let [partly, unanswered] =
        ["a", "b"].map(|id| driver.sent(interaction(id).until_all(&["x", "y"])));
    driver.inbound(&enveloped("a", &completed("x")));
    driver.live(Life::Cached);
    assert!(driver.sockets.is_empty());
    assert!(driver.said.contains(&Command::Closed { code: 1000 }));
    driver.advance(10_000.0);
    assert!(driver.asked().is_empty());
    driver.live(Life::Restored);
    driver.advance(30.0);
    assert!(driver.is_open());
    assert_eq!(
        [partly, unanswered].map(|it| driver.requests[it].frames),
        [1, 2]
    );
}

#[test]
fn a_page_is_cached_without_the_socket_that_drains_or_is_on_its_way() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0);
    driver.socket_closed(2, 1006);
    assert_eq!(driver.sockets.len(), 1, "the old one drains");
    driver.live(Life::Cached);
    assert!(driver.sockets.is_empty());
    driver.live(Life::Restored);
    driver.advance(15.0);
    assert_eq!(driver.sockets.len(), 1);
    driver.live(Life::Cached);
    assert!(driver.sockets.is_empty());
    driver.live(Life::Restored);
    driver.advance(30.0);
    assert_eq!(driver.requests[place].frames, 2);
}

#[test]
fn whoever_waited_when_the_page_was_cached_is_told_when_it_is_back() {
    let mut driver = Driver::lively(Config::default());
    driver.open(false);
    driver.live(Life::Cached);
    driver.live(Life::Restored);
    driver.advance(30.0);
    assert_eq!((driver.waiting, driver.is_open()), (0, true));
}

#[test]
fn a_page_restored_without_a_network_waits_for_it() {
    let mut driver = Driver::opened(Config::default());
    driver.live(Life::Cached);
    driver.live(Life::Offline);
    driver.live(Life::Restored);
    assert_eq!(driver.state(), ConnectionState::Offline);
    driver.live(Life::Online);
    driver.advance(30.0);
    assert!(driver.is_open());
}

#[test]
fn a_page_that_never_connected_lives_in_silence() {
    let mut driver = Driver::lively(Config::default());
    for life in LIVES {
        driver.live(life);
    }
    let of_network = [Command::SameState; 2];
    assert_eq!(driver.said, of_network, "the network goes, and is back");
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}
