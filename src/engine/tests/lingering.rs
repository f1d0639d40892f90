//! What is known of a request after it has settled, and for how long.

use super::asking::{completed, enveloped, interaction, update};
use super::driver::Driver;
use crate::engine::MAX_LINGERING;
use crate::engine::config::{Config, Deadlines};
use crate::engine::handover::Life;
use crate::engine::until::Until;

fn late(ms: f64) -> Driver {
    Driver::opened(Config::default().with(|config| config.late_updates_ms = ms))
}

#[test]
fn late_updates_are_known_until_their_time_is_over() {
    let mut driver = late(5_000.0);
    let place = driver.sent(interaction("a"));
    driver.inbound(&enveloped("a", &completed("x")));
    driver.advance(4_999.0);
    for state in ["completed", "error", "started"] {
        let (_, delivery) = driver
            .inbound(&enveloped("a", &update("y", state)))
            .unwrap();
        assert!(delivery.is_late);
    }
    assert_eq!((driver.end(place), driver.unmatched), ("resolved", 0));
    assert_eq!(driver.requests[place].updates, [false, true, true, true]);
    // A late update does not prolong it.
    driver.advance(1.0);
    assert!(driver.requests[place].is_released);
    assert_eq!(driver.engine.known_requests(), 0);
    assert_eq!(driver.inbound(&enveloped("a", &completed("y"))), None);
    assert_eq!(driver.unmatched, 1);
}

#[test]
fn late_updates_are_counted_from_the_settling() {
    let mut driver = late(5_000.0);
    let [cancelled, expired] = ["a", "b"].map(|id| driver.sent(interaction(id)));
    driver.advance(10_000.0);
    driver.cancel(cancelled);
    driver.advance(4_999.0);
    assert!(driver.is_held(cancelled));
    driver.advance(1.0);
    assert!(!driver.is_held(cancelled));
    driver.advance(15_000.0);
    assert_eq!(driver.end(expired), "REQUEST_TIMEOUT");
    driver.advance(4_999.0);
    assert!(driver.is_held(expired));
}

#[test]
fn a_settled_request_has_no_deadline_left() {
    let mut driver = late(60_000.0);
    driver.live(Life::Hidden);
    let within = |total_ms| Deadlines {
        total_ms,
        ..Deadlines::default()
    };
    driver.sent(interaction("a").within(within(10_000.0)));
    driver.inbound(&completed("interaction"));
    driver.sent(interaction("b").within(within(5_000.0)));
    driver.advance(5_000.0);
    assert_eq!(driver.engine.next_timeout(), 30.0 + 60_000.0);
}

#[test]
fn a_late_update_without_an_id_belongs_to_nobody() {
    let mut driver = late(5_000.0);
    driver.sent(interaction("a"));
    driver.inbound(&completed("interaction"));
    assert_eq!(driver.inbound(&completed("interaction")), None);
    assert_eq!(driver.unmatched, 1);
}

#[test]
fn at_most_256_settled_requests_linger_and_the_oldest_go_first() {
    let mut driver = late(60_000.0);
    let count = MAX_LINGERING as usize + 10;
    for index in 0..count {
        driver.sent(interaction(&index.to_string()));
        driver.advance(1.0);
        driver.inbound(&completed("interaction"));
        assert!(driver.engine.known_requests() <= 256);
    }
    let released = |place: usize| driver.requests[place].is_released;
    assert!((0..10).all(released) && !(10..count).any(released));
}

#[test]
fn a_crowd_that_fails_at_once_is_told_before_it_is_forgotten() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.reconnect.enabled = false));
    for index in 0..600 {
        driver.sent(interaction(&index.to_string()));
    }
    driver.socket_closed(1, 1006);
    assert!((0..600).all(|place| driver.end(place) == "CONNECTION_CLOSED"));
    assert_eq!(driver.engine.known_requests(), 256);
}

#[test]
fn without_late_updates_a_request_is_told_first_and_forgotten_then() {
    let mut driver = late(0.0);
    let cancelled = driver.sent(interaction("a"));
    driver.cancel(cancelled);
    let answered = driver.sent(interaction("b"));
    driver.inbound(&enveloped("b", &completed("x")));
    let expired = driver.sent(interaction("c"));
    driver.advance(30_000.0);
    let quiet = driver.sent(interaction("d").until(Until::Idle));
    driver.inbound(&enveloped("d", &completed("x")));
    driver.advance(3_000.0);
    let ends = [cancelled, answered, expired, quiet].map(|place| driver.end(place));
    assert_eq!(
        ends,
        [
            "REQUEST_CANCELLED",
            "resolved",
            "REQUEST_TIMEOUT",
            "resolved"
        ]
    );
    assert_eq!(driver.engine.known_requests(), 0);
}

#[test]
fn a_listener_that_asks_again_does_not_lose_its_request_to_a_release() {
    // The message settles the request, which is forgotten at once. Before that is carried out, a listener asks anew.
    let mut driver = late(0.0);
    driver.sent(interaction("a"));
    driver.is_lagging = true;
    driver.inbound(&enveloped("a", &completed("x")));
    let place = driver.submit(interaction("b")).unwrap();
    driver.carry_out(usize::MAX);
    assert_eq!(driver.requests[place].frames, 1);
    driver.inbound(&enveloped("b", &completed("x")));
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn memory_follows_the_work_in_hand_and_not_the_work_done() {
    let mut driver = late(5_000.0);
    for index in 0..5_000 {
        driver.sent(interaction(&index.to_string()));
        driver.inbound(&completed("interaction"));
    }
    assert!(driver.requests.last().unwrap().key <= 257);
}
