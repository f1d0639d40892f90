//! A socket is replaced, by plan or because it seems dead: nothing is lost, nothing is repeated, and what works is kept.

use super::asking::{Ask, completed, enveloped, interaction, update};
use super::driver::Driver;
use crate::engine::command::Command;
use crate::engine::config::{Config, Deadlines};
use crate::engine::handover::Life;
use crate::engine::link::ConnectionState;
use crate::engine::until::Until;

const HOUR_MS: f64 = 3_600_000.0;

fn patient(id: &str) -> Ask {
    let total_ms = 2.0 * HOUR_MS;
    interaction(id).within(Deadlines {
        total_ms,
        ..Deadlines::default()
    })
}

fn closings(driver: &Driver) -> Vec<(u32, u16)> {
    let closings = driver.said.iter().filter_map(|command| match command {
        Command::CloseSocket { attempt, code } => Some((*attempt, *code)),
        _ => None,
    });
    closings.collect()
}

/// A socket that is about to be replaced by plan, and owes an answer.
fn aged(config: Config) -> (Driver, usize) {
    let mut driver = Driver::opened(config.with(|config| config.half_open_timeout_ms = 0.0));
    driver.advance(5_900_000.0);
    let place = driver.sent(patient("old"));
    (driver, place)
}

#[test]
fn an_old_socket_is_replaced_before_it_is_cut_and_writes_nothing_twice() {
    let (mut driver, old) = aged(Config::default());
    let end = driver.clock + 700_000.0;
    while driver.sockets() == 0 && driver.clock < end {
        driver.advance(1_000.0);
    }
    driver.advance(30.0);
    assert!((0.9 * 6_600_000.0..=6_600_100.0).contains(&driver.clock));
    assert_eq!((driver.asked().len(), driver.sockets.len()), (1, 2));
    let new = driver.sent(interaction("new"));
    assert_eq!(driver.requests[new].socket, 2);
    // Without ids, each answer belongs to what was written on its own socket.
    driver.inbound_on(2, &completed("interaction"));
    assert_eq!((driver.end(old), driver.end(new)), ("-", "resolved"));
    assert!(closings(&driver).is_empty());
    driver.inbound_on(1, &completed("interaction"));
    assert_eq!((driver.end(old), driver.written.len()), ("resolved", 2));
    assert_eq!(closings(&driver), [(1, 1000)]);
    let is_told = |it: &Command| {
        matches!(
            it,
            Command::StateChanged { .. } | Command::Closed { .. } | Command::Reconnecting { .. }
        )
    };
    assert!(!driver.said.iter().any(is_told), "nobody needs to know");
}

#[test]
fn an_old_socket_that_owes_nothing_is_closed_at_once() {
    let mut driver = Driver::opened(Config::default());
    driver.advance(6_600_000.0);
    assert_eq!(closings(&driver), [(1, 1000)]);
    assert_eq!(driver.sockets.len(), 1);
}

#[test]
fn what_was_partly_answered_is_owed_too() {
    let (mut driver, old) = aged(Config::default());
    driver.inbound(&enveloped("old", &update("x", "started")));
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0);
    assert_eq!(driver.sockets.len(), 2);
    driver.inbound_on(1, &enveloped("old", &completed("x")));
    assert_eq!((driver.end(old), driver.sockets.len()), ("resolved", 1));
}

#[test]
fn a_replaced_socket_is_waited_for_only_so_long() {
    let (mut driver, old) = aged(Config::default());
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0 + 29_999.0);
    assert_eq!((driver.sockets.len(), driver.requests[old].frames), (2, 1));
    driver.advance(1.0);
    assert_eq!(closings(&driver), [(1, 1000)]);
    assert_eq!(
        (driver.requests[old].frames, driver.requests[old].socket),
        (2, 2)
    );
}

#[test]
fn a_hand_over_that_fails_takes_nothing_away_and_is_tried_again() {
    let (mut driver, old) = aged(Config::default());
    driver.plan.handshake_after = None;
    driver.tell(|engine, now| engine.hand_over(now));
    for _ in 0..20 {
        driver.advance(20.0);
        let next = driver.engine.attempt;
        driver.socket_closed(next, 1006);
        assert!(driver.is_open() && driver.sockets.contains_key(&1));
        assert!(driver.engine.retry_at() > driver.clock);
        driver.advance(driver.engine.retry_at() - driver.clock);
    }
    assert_eq!(driver.sent(interaction("new")), old + 1);
    driver.plan.handshake_after = Some(20.0);
    driver.advance(100_000.0);
    assert!(driver.engine.current.unwrap().attempt > 1);
    let told = |it: &Command| matches!(it, Command::OpenFailed { .. } | Command::Closed { .. });
    assert!(!driver.said.iter().any(told));
}

#[test]
fn the_old_socket_may_go_while_the_next_is_on_its_way() {
    let (mut driver, old) = aged(Config::default());
    driver.tell(|engine, now| engine.hand_over(now));
    driver.socket_closed(1, 1006);
    assert_eq!(driver.state(), ConnectionState::Connecting);
    driver.advance(30.0);
    assert_eq!((driver.requests[old].frames, driver.asked().len()), (2, 1));
}

#[test]
fn both_may_go_and_what_was_made_first_goes_first_again() {
    let (mut driver, old) = aged(Config::default());
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0);
    let new = driver.sent(patient("new"));
    driver.socket_closed(2, 1006);
    let last = driver.submit(patient("last")).unwrap();
    driver.socket_closed(1, 1006);
    driver.advance(4_030.0);
    assert_eq!(driver.written[2..], [old, new, last]);
}

#[test]
fn silence_while_a_request_is_out_has_the_socket_replaced() {
    let mut driver = Driver::opened(Config::default());
    driver.advance(60_000.0);
    assert!(
        driver.asked().is_empty(),
        "nobody asked, nobody need answer"
    );
    let place = driver.sent(interaction("a"));
    driver.advance(9_799.0);
    assert!(driver.asked().is_empty());
    driver.advance(1.0);
    assert_eq!(driver.asked().len(), 1);
    assert!(closings(&driver).is_empty(), "not before the next is open");
    driver.advance(30.0);
    assert_eq!(closings(&driver), [(1, 1000)]);
    assert_eq!(
        (driver.requests[place].frames, driver.requests[place].socket),
        (2, 2)
    );
}

#[test]
fn anything_that_comes_in_ends_the_suspicion() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    for _ in 0..2 {
        driver.advance(9_000.0);
        driver.inbound(&serde_json::json!(["whatever it is"]));
    }
    assert!(driver.asked().is_empty());
    driver.plan.handshake_after = None;
    driver.advance(10_010.0);
    assert_eq!(driver.sockets.len(), 2);
    // It answers after all, while the next is on its way: what it owes stays its own.
    driver.inbound_on(1, &update("x", "started"));
    driver.opens(2);
    assert_eq!(
        (driver.sockets.len(), driver.requests[place].frames),
        (2, 1)
    );
}

#[test]
fn patience_doubles_from_suspicion_to_suspicion() {
    let mut driver = Driver::opened(Config::default());
    driver.sent(patient("a"));
    let mut asked = Vec::new();
    for _ in 0..1_000 {
        driver.advance(1_000.0);
        if driver.asked().len() > asked.len() {
            asked.push((driver.clock / 1_000.0).round());
        }
    }
    let gaps: Vec<f64> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (gap, expected) in gaps.iter().zip([19.6, 39.2, 78.4, 156.8, 156.8]) {
        assert!((gap - expected).abs() <= 1.0, "{gaps:?}");
    }
    assert!(gaps.len() >= 5);
}

#[test]
fn only_what_was_written_there_makes_a_socket_suspect() {
    // A request that was answered in part elsewhere waits for its deadline.
    let mut driver = Driver::opened(Config::default());
    driver.sent(patient("a").until(Until::Idle));
    driver.inbound(&enveloped("a", &update("x", "started")));
    driver.socket_closed(1, 1006);
    driver.advance(4_030.0);
    driver.sent(interaction("b"));
    driver.inbound(&enveloped("b", &completed("x")));
    driver.inbound(&serde_json::json!(["whatever it is"]));
    driver.said.clear();
    driver.advance(60_000.0);
    assert!(driver.asked().is_empty(), "the new socket owes nothing");
}

#[test]
fn without_a_limit_silence_is_never_suspicious() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.half_open_timeout_ms = 0.0));
    driver.sent(interaction("a"));
    driver.advance(29_000.0);
    assert!(driver.asked().is_empty());
}

#[test]
fn a_second_suspicion_lets_go_of_what_still_drains() {
    let (mut driver, old) = aged(Config::default());
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0);
    assert_eq!(driver.sockets.len(), 2);
    driver.live(Life::Resumed);
    assert_eq!(closings(&driver), [(1, 1000)]);
    driver.advance(30.0);
    assert_eq!(driver.sockets.keys().copied().collect::<Vec<_>>(), [3]);
    assert_eq!(driver.requests[old].socket, 3);
}

#[test]
fn silence_is_acted_on_early_enough_for_a_late_timer() {
    for (half_open_ms, factor) in [(10_000.0, 1.0), (400.0, 1.0), (400.0, 4.0)] {
        let mut driver = Driver::opened(
            Config::default().with(|config| config.half_open_timeout_ms = half_open_ms),
        );
        driver.engine.suspicions = f64::log2(factor) as u32;
        driver.sent(patient("a"));
        let due = driver.engine.quiet_due();
        let waited = (due - driver.clock) / (half_open_ms * factor);
        assert!(
            (0.97..0.99).contains(&waited),
            "{waited} of {half_open_ms} times {factor}"
        );
    }
}
