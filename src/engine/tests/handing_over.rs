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
fn what_a_replaced_socket_owes_for_too_long_is_asked_anew_and_the_first_answer_is_taken() {
    for answering in [1, 2] {
        let (mut driver, old) = aged(Config::default());
        driver.tell(|engine, now| engine.hand_over(now));
        driver.advance(30.0 + 29_999.0);
        assert_eq!((driver.sockets.len(), driver.requests[old].frames), (2, 1));
        driver.advance(1.0);
        assert!(closings(&driver).is_empty(), "it may answer still");
        assert_eq!(
            (driver.requests[old].frames, driver.requests[old].socket),
            (2, 2)
        );
        driver.inbound_on(answering, &enveloped("old", &completed("x")));
        assert_eq!(driver.end(old), "resolved");
        assert_eq!(closings(&driver), [(1, 1000)]);
    }
    let (mut driver, _) = aged(Config::default());
    driver.tell(|engine, now| engine.hand_over(now));
    driver.advance(30.0 + 59_999.0);
    assert!(closings(&driver).is_empty());
    driver.advance(1.0);
    assert_eq!(closings(&driver), [(1, 1000)], "it never answered");
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
    driver.advance(30.0);
    assert_eq!(
        (driver.requests[place].frames, driver.requests[place].socket),
        (2, 2)
    );
    assert!(closings(&driver).is_empty(), "not before it is answered");
    driver.inbound(&enveloped("a", &completed("x")));
    assert_eq!(closings(&driver), [(1, 1000)]);
}

#[test]
fn a_server_that_is_merely_slow_answers_on_the_socket_that_was_replaced() {
    let slow = |ask: Ask, first: Option<&str>| {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(ask);
        if let Some(state) = first {
            driver.inbound(&enveloped("a", &update("interaction", state)));
        }
        driver.advance(25_000.0);
        assert_eq!(driver.sockets.len(), 2, "it was replaced");
        driver.inbound_on(1, &enveloped("a", &completed("interaction")));
        (driver.end(place), driver.requests[place].frames)
    };
    assert_eq!(slow(interaction("a"), None), ("resolved", 2));
    // Nothing else could answer what is not to be written again.
    assert_eq!(slow(interaction("a"), Some("started")), ("resolved", 1));
    let never = Ask {
        may_resend: false,
        ..interaction("a")
    };
    assert_eq!(slow(never, None), ("resolved", 1));
}

#[test]
fn what_was_asked_anew_is_answered_by_the_new_socket_when_the_old_one_goes_and_the_other_way_round()
{
    for (gone, answering) in [(1, 2), (2, 1)] {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(interaction("a"));
        driver.advance(9_830.0);
        assert_eq!(driver.requests[place].frames, 2);
        driver.socket_closed(gone, 1006);
        assert_eq!(driver.end(place), "-");
        driver.inbound_on(answering, &enveloped("a", &completed("x")));
        assert_eq!(driver.end(place), "resolved");
    }
}

#[test]
fn an_answer_without_an_id_on_the_old_socket_is_nobodys_once_anything_was_asked_anew() {
    let mut driver = Driver::opened(Config::default());
    let begun = driver.sent(interaction("begun"));
    driver.inbound(&enveloped("begun", &update("interaction", "started")));
    let anew = driver.sent(interaction("anew"));
    driver.advance(9_830.0);
    assert_eq!(driver.requests[anew].socket, 2);
    driver.inbound_on(1, &completed("interaction"));
    assert_eq!((driver.end(begun), driver.end(anew)), ("-", "-"));
    driver.inbound_on(2, &completed("interaction"));
    assert_eq!((driver.end(begun), driver.end(anew)), ("-", "resolved"));
    driver.inbound_on(1, &completed("interaction"));
    assert_eq!(driver.end(begun), "-", "it may answer what was asked anew");
    driver.inbound_on(1, &enveloped("begun", &completed("interaction")));
    assert_eq!(driver.end(begun), "resolved");
}

#[test]
fn an_answer_without_an_id_on_the_old_socket_is_taken_as_long_as_nothing_was_asked_anew() {
    let mut driver = Driver::opened(Config::default());
    let begun = driver.sent(interaction("begun"));
    driver.inbound(&enveloped("begun", &update("interaction", "started")));
    driver.advance(9_830.0);
    assert_eq!(driver.sockets.len(), 2);
    driver.inbound_on(1, &completed("interaction"));
    assert_eq!(driver.end(begun), "resolved");
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
fn patience_shrinks_when_answers_come_in_time_and_not_before_whoever_waits_longest_is_answered() {
    let mut driver = Driver::opened(Config::default());
    driver.sent(patient("slow"));
    driver.advance(9_830.0);
    assert_eq!(driver.engine.patience_ms, 20_000.0);
    let ask_quickly = |driver: &mut Driver, id: &str| {
        driver.sent(interaction(id));
        driver.advance(100.0);
        driver.inbound(&enveloped(id, &completed("interaction")));
        driver.engine.patience_ms
    };
    let kept = ask_quickly(&mut driver, "b");
    assert!(kept > 19_000.0, "{kept}: the slow one waits still");
    driver.inbound(&enveloped("slow", &completed("interaction")));
    assert_eq!(driver.engine.patience_ms, kept, "it needed so much");
    assert_eq!(ask_quickly(&mut driver, "c"), 10_000.0);
}

#[test]
fn a_replaced_socket_is_kept_while_it_brings_anything_and_closed_after_a_silence() {
    let replaced = |is_planned| {
        let mut driver = Driver::opened(Config::default());
        let begun = driver.sent(patient("begun"));
        driver.inbound(&enveloped("begun", &update("interaction", "started")));
        if is_planned {
            driver.tell(|engine, now| engine.hand_over(now));
        } else {
            driver.live(Life::Resumed);
        }
        driver.advance(30.0);
        assert_eq!(driver.sockets.len(), 2);
        (driver, begun)
    };
    for is_planned in [true, false] {
        let (mut driver, begun) = replaced(is_planned);
        driver.advance(29_999.0);
        assert!(closings(&driver).is_empty());
        driver.advance(1.0);
        assert_eq!(
            (driver.end(begun), closings(&driver)),
            ("-", vec![(1, 1000)])
        );

        let (mut driver, begun) = replaced(is_planned);
        for _ in 0..9 {
            driver.advance(29_000.0);
            driver.inbound_on(1, &enveloped("begun", &update("interaction", "started")));
        }
        driver.inbound_on(1, &enveloped("begun", &completed("interaction")));
        assert_eq!(
            (driver.end(begun), closings(&driver)),
            ("resolved", vec![(1, 1000)])
        );
    }
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
    assert_eq!(driver.sockets.keys().copied().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(driver.requests[old].socket, 3);
}

#[test]
fn silence_is_acted_on_early_enough_for_a_late_timer() {
    for (half_open_ms, factor) in [(10_000.0, 1.0), (400.0, 1.0), (400.0, 4.0)] {
        let mut driver = Driver::opened(
            Config::default().with(|config| config.half_open_timeout_ms = half_open_ms),
        );
        driver.engine.patience_ms = half_open_ms * factor;
        driver.sent(patient("a"));
        let due = driver.engine.quiet_due();
        let waited = (due - driver.clock) / (half_open_ms * factor);
        assert!(
            (0.97..0.99).contains(&waited),
            "{waited} of {half_open_ms} times {factor}"
        );
    }
}
