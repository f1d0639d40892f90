//! What becomes of requests whose connection is lost: written again, kept, or given up.

use serde_json::json;

use super::asking::{Ask, completed, enveloped, interaction, update};
use super::at_most;
use super::driver::Driver;
use crate::engine::config::{Config, Deadlines};
use crate::engine::until::Until;

fn never(id: &str) -> Ask {
    Ask {
        may_resend: false,
        ..interaction(id)
    }
}

fn lose(driver: &mut Driver) {
    let current = driver.socket().unwrap();
    driver.socket_closed(current, 1006);
}

#[test]
fn what_had_no_answer_goes_out_again_and_before_what_was_made_later() {
    let mut driver = Driver::opened(Config::default());
    let first = [0, 1, 2].map(|id| driver.sent(interaction(&id.to_string())));
    lose(&mut driver);
    let later = driver.submit(interaction("later")).unwrap();
    driver.advance(4_030.0);
    let again: Vec<usize> = first.into_iter().chain([later]).collect();
    assert_eq!(driver.written[3..], again);
    // Its key and with it its ids are the same.
    driver.inbound(&enveloped("1", &completed("x")));
    assert_eq!(
        (driver.end(first[1]), driver.requests[first[1]].frames),
        ("resolved", 2)
    );
    // What comes for it once more is late, and settles nothing.
    let (_, delivery) = driver.inbound(&enveloped("1", &completed("x"))).unwrap();
    assert!(delivery.is_late);
}

#[test]
fn a_frame_that_is_no_answer_does_not_keep_a_request_from_being_written_again() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    for frame in [
        json!({}),
        json!({ "type": "ping" }),
        json!({ "message": "Internal server error", "connectionId": "abc=", "requestId": "def=" }),
        json!({ "correlationId": "a", "message": "Internal server error" }),
    ] {
        assert_eq!(driver.inbound(&frame), None);
    }
    lose(&mut driver);
    driver.advance(4_030.0);
    assert_eq!((driver.end(place), driver.requests[place].frames), ("-", 2));
}

#[test]
fn what_had_an_update_keeps_waiting_for_the_rest_or_its_deadline() {
    let mut driver = Driver::opened(Config::default());
    let ask = |id| interaction(id).until_all(&["x", "y"]);
    let [answered, expired] = ["a", "b"].map(|id| driver.sent(ask(id)));
    for id in ["a", "b"] {
        driver.inbound(&enveloped(id, &completed("x")));
    }
    lose(&mut driver);
    driver.advance(4_030.0);
    assert!(driver.is_open());
    assert_eq!(driver.written.len(), 2);
    driver.inbound(&enveloped("a", &completed("y")));
    driver.advance(30_000.0);
    assert_eq!(
        (driver.end(answered), driver.end(expired)),
        ("resolved", "REQUEST_TIMEOUT")
    );
}

#[test]
fn what_is_not_to_be_sent_again_is_rejected_with_or_without_updates() {
    let mut driver = Driver::opened(Config::default());
    let places = ["a", "b"].map(|id| driver.sent(never(id).until(Until::Idle)));
    driver.inbound(&enveloped("b", &update("x", "started")));
    let kept = driver.sent(interaction("c"));
    lose(&mut driver);
    for place in places {
        assert_eq!(driver.end(place), "CONNECTION_CLOSED");
        assert!(driver.fault(place).is_retryable());
    }
    driver.advance(4_030.0);
    assert_eq!((driver.end(kept), driver.requests[kept].frames), ("-", 2));
}

#[test]
fn what_was_never_written_can_always_go() {
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(never("a")).unwrap();
    driver.advance(15.0);
    lose(&mut driver);
    driver.advance(4_030.0);
    assert_eq!(driver.requests[place].frames, 1);
}

#[test]
fn a_frame_that_the_server_blames_is_not_written_again() {
    for code in [1002, 1003, 1007, 1009] {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(interaction("a"));
        driver.socket_closed(1, code);
        assert_eq!(driver.end(place), "CONNECTION_CLOSED");
        driver.advance(4_030.0);
        assert!(driver.is_open());
    }
}

#[test]
fn an_answer_without_an_id_after_the_loss_belongs_to_what_was_written_there() {
    let mut driver = Driver::opened(Config::default());
    let parted = driver.sent(interaction("a").until(Until::Idle));
    driver.inbound(&update("x", "started"));
    lose(&mut driver);
    let fresh = driver.submit(interaction("b")).unwrap();
    driver.advance(4_030.0);
    driver.inbound(&completed("sentiment"));
    assert_eq!((driver.end(parted), driver.end(fresh)), ("-", "resolved"));
    // Where nothing was asked, it belongs to the only one that waits.
    driver.inbound(&completed("sentiment"));
    driver.advance(3_000.0);
    assert_eq!(driver.end(parted), "resolved");
}

#[test]
fn what_was_written_again_says_nothing_of_how_long_the_server_takes() {
    let mut driver = Driver::opened(Config::default());
    let took = |driver: &mut Driver, id| {
        let delivered = driver.inbound(&enveloped(id, &completed("x")));
        delivered.unwrap().1.took_ms
    };
    driver.sent(interaction("once"));
    driver.advance(70.0);
    assert_eq!(took(&mut driver, "once"), Some(70.0));
    driver.sent(interaction("again"));
    let given_up = driver.sent(interaction("given up"));
    lose(&mut driver);
    driver.cancel(given_up);
    assert_eq!(took(&mut driver, "given up"), None);
    driver.advance(4_030.0);
    assert_eq!(took(&mut driver, "again"), None);
    let queued = driver.submit(interaction("queued")).unwrap();
    assert_eq!(driver.requests[queued].frames, 1);
    assert_eq!(took(&mut driver, "queued"), Some(0.0));
}

#[test]
fn the_deadline_counts_on_through_losses() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    for _ in 0..5 {
        driver.advance(4_500.0);
        if driver.is_open() {
            lose(&mut driver);
        }
    }
    driver.advance(30_000.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
    assert_eq!(driver.ended_at(place), 30_030.0);
}

#[test]
fn the_first_update_is_waited_for_from_the_newest_writing() {
    let limits = Deadlines {
        first_update_ms: 5_000.0,
        ..Deadlines::default()
    };
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a").within(limits));
    driver.advance(4_900.0);
    lose(&mut driver);
    driver.advance(4_030.0);
    assert_eq!((driver.end(place), driver.requests[place].frames), ("-", 2));
    driver.advance(5_000.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
}

#[test]
fn what_comes_back_to_a_full_queue_is_kept_and_nothing_new_is_taken() {
    let config = Config::default().with(|config| config.queue = at_most(2.0));
    let mut driver = Driver::opened(config);
    for id in 0..5 {
        driver.sent(interaction(&id.to_string()));
    }
    lose(&mut driver);
    assert_eq!(driver.refusal(interaction("new")).name(), "QUEUE_FULL");
    driver.advance(4_030.0);
    assert_eq!(driver.written.len(), 10);
}

#[test]
fn after_the_first_policy_violation_what_is_not_to_be_sent_again_may_be_tried_again() {
    let mut driver = Driver::opened(Config::default());
    let places = ["a", "b"].map(|id| driver.sent(never(id).until(Until::Idle)));
    driver.inbound(&enveloped("b", &update("x", "started")));
    for (closings, is_retryable) in [(1, true), (2, false)] {
        let kept = driver.sent(never("kept"));
        let current = driver.socket().unwrap();
        driver.socket_closed(current, 1008);
        assert_eq!(driver.end(kept), "CONNECTION_CLOSED");
        assert_eq!(
            driver.fault(kept).is_retryable(),
            is_retryable,
            "{closings}"
        );
        driver.advance(4_030.0);
    }
    for place in places {
        assert!(driver.fault(place).is_retryable());
    }
}
