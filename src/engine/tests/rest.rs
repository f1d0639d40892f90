//! Requests over HTTP: their token, their statuses, and the end of their answers.

use super::asking::{Ask, completed, interaction, update};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::config::{Config, Transport};
use crate::engine::until::Until;
use crate::protocol::error::{Code, Fault};

fn config() -> Config {
    Config {
        transport: Transport::Rest,
        ..Config::default()
    }
}

fn lively() -> Driver {
    let mut driver = Driver::lively(config());
    driver.plan.answer_after = Some(30.0);
    driver
}

fn run(driver: &mut Driver, id: &str) -> usize {
    let place = driver.submit(interaction(id)).unwrap();
    driver.advance(1_000.0);
    place
}

#[test]
fn one_token_serves_every_request_until_it_is_about_to_expire() {
    let mut driver = lively();
    driver.plan.token_lives = Some(60_000.0);
    for index in 0..54 {
        let place = run(&mut driver, &index.to_string());
        assert_eq!(driver.end(place), "resolved");
    }
    assert_eq!((driver.asked().len(), driver.sockets()), (1, 0));
    driver.advance(1_100.0);
    run(&mut driver, "next");
    assert_eq!(driver.asked().len(), 2);
}

#[test]
fn requests_wait_for_the_token_and_share_it_although_queueing_is_off() {
    let mut driver = Driver::lively(Config {
        queue: None,
        ..config()
    });
    let places = ["a", "b", "c"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(10.0);
    assert_eq!(
        (driver.asked().len(), driver.written.as_slice()),
        (1, &places[..])
    );
}

#[test]
fn without_authentication_a_request_goes_at_once() {
    let mut driver = Driver::new(Config {
        auth_required: false,
        ..config()
    });
    driver.sent(interaction("a"));
    assert!(driver.asked().is_empty());
}

#[test]
fn a_refused_token_is_replaced_once_for_each_request() {
    for status in [401, 403] {
        let mut driver = lively();
        driver.plan.statuses = [status].into();
        let first = run(&mut driver, "a");
        assert_eq!((driver.end(first), driver.asked().len()), ("resolved", 2));
        driver.plan.statuses = [status, status].into();
        let second = run(&mut driver, "b");
        assert_eq!(
            (driver.end(second), driver.asked().len()),
            ("INVALID_TOKEN", 3)
        );
        assert_eq!(driver.requests[second].frames.len(), 2);
        // The next one starts afresh.
        let third = run(&mut driver, "c");
        assert_eq!((driver.end(third), driver.asked().len()), ("resolved", 4));
    }
}

#[test]
fn requests_that_are_refused_together_share_the_fresh_token() {
    let mut driver = lively();
    driver.plan.statuses = [401; 5].into();
    let places = ["a", "b", "c", "d", "e"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(1_000.0);
    assert_eq!(places.map(|place| driver.end(place)), ["resolved"; 5]);
    assert_eq!(driver.asked().len(), 2);
}

#[test]
fn statuses_are_faults() {
    for (status, code, is_retryable) in [
        (400, "REMOTE_ERROR", false),
        (404, "REMOTE_ERROR", false),
        (408, "REMOTE_ERROR", true),
        (413, "REMOTE_ERROR", false),
        (429, "REMOTE_ERROR", true),
        (500, "REMOTE_ERROR", true),
        (503, "REMOTE_ERROR", true),
    ] {
        let mut driver = lively();
        driver.plan.statuses = [status].into();
        let place = run(&mut driver, "a");
        assert_eq!(driver.end(place), code);
        assert_eq!(driver.fault(place).is_retryable, is_retryable, "{status}");
        assert_eq!(
            driver.fault(place).details,
            format!(r#"{{"status":{status}}}"#)
        );
        assert_eq!(
            driver.asked().len(),
            1,
            "{status} says nothing of the token"
        );
    }
}

#[test]
fn a_token_that_fails_or_hangs_rejects_who_waits_for_it_alone() {
    let mut driver = Driver::new(config());
    let first = driver.submit(interaction("a")).unwrap();
    let failed = Fault::new(Code::TokenProviderFailed);
    driver.tell(|engine, now| engine.token(now, 1, Err(failed), None));
    assert_eq!(driver.end(first), "TOKEN_PROVIDER_FAILED");
    let second = driver.submit(interaction("b")).unwrap();
    driver.tell(|engine, now| engine.token(now, 2, Ok(" ".into()), None));
    assert_eq!(driver.end(second), "MISSING_TOKEN");
    let third = driver.submit(interaction("c")).unwrap();
    driver.advance(10_000.0);
    assert_eq!(driver.end(third), "TOKEN_PROVIDER_FAILED");
    assert!(driver.fault(third).details.contains("tokenTimeoutMs"));
    // What comes after its time is nobody's.
    let fourth = driver.submit(interaction("d")).unwrap();
    driver.token(3);
    assert!(driver.written.is_empty());
    driver.token(4);
    assert_eq!(driver.written, [fourth]);
}

#[test]
fn a_token_that_was_under_way_at_the_close_serves_the_next_request() {
    let mut driver = Driver::new(Config {
        token_timeout_ms: 0,
        ..config()
    });
    let first = driver.submit(interaction("a")).unwrap();
    driver.tell(|engine, now| engine.close(now, 1000, String::new()));
    assert_eq!(driver.end(first), "CONNECTION_CLOSED");
    let second = driver.submit(interaction("b")).unwrap();
    driver.token(1);
    assert_eq!(
        (driver.asked(), driver.written.as_slice()),
        (vec![1], &[second][..])
    );
}

#[test]
fn a_token_that_is_about_to_expire_is_not_used_for_another_request() {
    let mut driver = lively();
    driver.plan.token_lives = Some(5_900.0);
    run(&mut driver, "a");
    let place = driver.submit(interaction("b")).unwrap();
    assert!(driver.requests[place].frames.is_empty());
    driver.advance(100.0);
    assert_eq!((driver.end(place), driver.asked().len()), ("resolved", 2));
}

#[test]
fn end_forgets_the_token() {
    let mut driver = lively();
    run(&mut driver, "a");
    assert!(driver.engine.rest_token().is_some());
    driver.tell(Engine::end);
    assert!(driver.engine.rest_token().is_none());
    assert_eq!(driver.engine.known_requests(), 0);
    driver.advance(30_000.0);
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}

/// How a request ends whose answer is these messages.
fn answered(until: Until, messages: &[serde_json::Value]) -> (&'static str, String) {
    let mut driver = Driver::lively(config());
    let place = driver
        .submit(Ask {
            until,
            content_with: 9,
            ..interaction("a")
        })
        .unwrap();
    driver.advance(10.0);
    let key = driver.requests[place].key;
    driver.response(key, 200, messages);
    let note = match driver.end(place) {
        "resolved" | "refused" => String::new(),
        _ => driver.fault(place).note.clone(),
    };
    (driver.end(place), note)
}

#[test]
fn the_end_of_an_answer_settles_its_request() {
    let types = || Until::Types(vec!["x".into(), "y".into()]);
    let (one, none) = ([completed("x")], String::new);
    assert_eq!(answered(Until::Completed, &one), ("resolved", none()));
    // Nothing more can come, so neither silence nor a function is waited for.
    assert_eq!(answered(Until::Idle, &one), ("resolved", none()));
    assert_eq!(answered(Until::Asked, &one), ("resolved", none()));
    assert_eq!(
        answered(types(), &[completed("y"), completed("x")]),
        ("resolved", none())
    );
    assert_eq!(
        answered(types(), &one),
        ("REMOTE_ERROR", "the answer ended without y".into())
    );
    assert_eq!(
        answered(Until::Completed, &[update("x", "error")]),
        ("refused", none())
    );
    let empty = ("INVALID_MESSAGE", "the answer was empty".into());
    assert_eq!(answered(Until::Completed, &[]), empty);
}

#[test]
fn a_request_that_was_cancelled_is_not_sent_again() {
    let mut driver = Driver::lively(config());
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(10.0);
    let key = driver.requests[place].key;
    driver.tell(|engine, now| engine.reject(now, key, Fault::new(Code::RequestCancelled)));
    driver.response(key, 401, &[]);
    driver.advance(1_000.0);
    assert_eq!(
        (driver.end(place), driver.written.len()),
        ("REQUEST_CANCELLED", 1)
    );
}
