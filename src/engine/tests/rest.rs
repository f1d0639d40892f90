//! Requests over HTTP: their token, their statuses, and the end of their answers.

use serde_json::Value;

use super::asking::{Ask, completed, interaction, update};
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::{Config, Transport};
use crate::engine::link::ConnectionState;
use crate::engine::rest::RestToken;
use crate::engine::until::{Answer, Until};
use crate::protocol::error::{Code, Detail, Fault, Limit};
use crate::protocol::http::Body;

fn config() -> Config {
    Config::default().with(|config| config.transport = Transport::Rest)
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
    let mut driver = Driver::lively(config().with(|config| config.queue = None));
    let places = ["a", "b", "c"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(10.0);
    assert_eq!(
        (driver.asked().len(), driver.written.as_slice()),
        (1, &places[..])
    );
}

#[test]
fn without_authentication_a_request_goes_at_once() {
    let mut driver = Driver::new(config().with(|config| config.auth_required = false));
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
        assert_eq!(driver.requests[second].frames, 2);
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
        assert_eq!(driver.fault(place).is_retryable(), is_retryable, "{status}");
        assert_eq!(driver.fault(place).detail, Detail::Status(status));
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
    driver.fails(1, Code::TokenProviderFailed);
    assert_eq!(driver.end(first), "TOKEN_PROVIDER_FAILED");
    let second = driver.submit(interaction("b")).unwrap();
    driver.fails(2, Code::MissingToken);
    assert_eq!(driver.end(second), "MISSING_TOKEN");
    let third = driver.submit(interaction("c")).unwrap();
    driver.advance(10_000.0);
    assert_eq!(driver.end(third), "TOKEN_PROVIDER_FAILED");
    assert_eq!(
        driver.fault(third).detail,
        Detail::RanOut(Limit::Token, 10_000)
    );
    // Nobody waits for that token any more, and whoever gets it is told so.
    assert!(driver.said.contains(&Command::CloseSocket {
        attempt: 3,
        code: 1000
    }));
    // What comes after its time is nobody's.
    let fourth = driver.submit(interaction("d")).unwrap();
    driver.token(3);
    assert!(driver.written.is_empty());
    driver.token(4);
    assert_eq!(driver.written, [fourth]);
}

#[test]
fn a_token_that_was_under_way_at_the_close_serves_the_next_request() {
    let mut driver = Driver::new(config().with(|config| config.token_timeout_ms = 0.0));
    let first = driver.submit(interaction("a")).unwrap();
    driver.tell(|engine, now| engine.close(now, 1000));
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
    assert!(driver.requests[place].frames == 0);
    driver.advance(100.0);
    assert_eq!((driver.end(place), driver.asked().len()), ("resolved", 2));
}

#[test]
fn end_forgets_the_token() {
    let mut driver = lively();
    run(&mut driver, "a");
    assert_ne!(driver.engine.rest_token, RestToken::None);
    driver.tell(Engine::end);
    assert_eq!(driver.engine.rest_token, RestToken::None);
    assert_eq!(driver.engine.known_requests(), 0);
    driver.advance(30_000.0);
    assert_eq!(driver.engine.next_timeout(), f64::INFINITY);
}

/// How a request ends that is answered so, and what is said about it.
fn answered(ask: Ask, status: u16, body: Option<&[Value]>) -> (&'static str, Detail) {
    let mut driver = Driver::lively(config());
    let place = driver.submit(ask).unwrap();
    driver.advance(10.0);
    driver.response(place, status, body);
    let detail = match driver.end(place) {
        "resolved" | "refused" => Detail::None,
        _ => driver.fault(place).detail,
    };
    (driver.end(place), detail)
}

fn never_content() -> Ask {
    Ask {
        content_with: 9,
        ..interaction("a").until(Until::Asked)
    }
}

#[test]
fn the_end_of_an_answer_settles_its_request() {
    let both = || interaction("a").until_all(&["x", "y"]);
    let (x, y, failed) = (completed("x"), completed("y"), update("x", "error"));
    let one = std::slice::from_ref(&x);
    let resolved = ("resolved", Detail::None);
    for status in [200, 201] {
        assert_eq!(answered(interaction("a"), status, Some(one)), resolved);
    }
    // Nothing more can come, so neither silence nor a function is waited for.
    let idle = interaction("a").until(Until::Idle);
    assert_eq!(answered(idle, 200, Some(one)), resolved);
    assert_eq!(answered(never_content(), 200, Some(one)), resolved);
    assert_eq!(answered(both(), 200, Some(&[y, x.clone()])), resolved);
    let answer = || interaction("a").until(Until::Answer(Answer::default()));
    let (mood, no_mood) = (completed("sentiment"), update("sentiment", "error"));
    assert_eq!(
        answered(answer(), 200, Some(&[no_mood.clone(), mood])),
        resolved
    );
    let incomplete = ("REMOTE_ERROR", Detail::Incomplete);
    assert_eq!(answered(both(), 200, Some(one)), incomplete);
    let started = [update("x", "started")];
    assert_eq!(answered(interaction("a"), 200, Some(&started)), resolved);
    let refused = ("refused", Detail::None);
    assert_eq!(answered(interaction("a"), 200, Some(&[failed])), refused);
    assert_eq!(answered(answer(), 200, Some(&[no_mood])), refused);
    let empty = ("INVALID_MESSAGE", Detail::Empty);
    assert_eq!(answered(interaction("a"), 200, Some(&[])), empty);
    let no_json = ("INVALID_JSON", Detail::None);
    assert_eq!(answered(interaction("a"), 200, None), no_json);
}

#[test]
fn what_a_refusal_says_is_heard_and_what_it_claims_to_have_done_is_not() {
    let (done, failed) = (completed("x"), update("x", "error"));
    for (status, body, end) in [
        (500, Some(vec![failed.clone()]), "refused"),
        (500, Some(vec![done.clone(), failed.clone()]), "refused"),
        (500, Some(vec![done.clone()]), "REMOTE_ERROR"),
        (404, Some(vec![]), "REMOTE_ERROR"),
        (404, None, "REMOTE_ERROR"),
        // There is no success but 200 and 201.
        (202, Some(vec![done.clone()]), "REMOTE_ERROR"),
        (0, None, "CONNECTION_ERROR"),
    ] {
        let (ended, detail) = answered(interaction("a"), status, body.as_deref());
        assert_eq!(ended, end, "{status} {body:?}");
        if ended == "REMOTE_ERROR" {
            assert_eq!(detail, Detail::Status(status));
        }
    }
}

#[test]
fn an_answer_that_broke_off_is_a_connection_that_broke() {
    for status in [200, 503] {
        let mut driver = Driver::lively(config());
        let place = driver.submit(interaction("a")).unwrap();
        driver.advance(10.0);
        driver.response_of(place, status, Body::Broken, &[]);
        let end = match status {
            200 => "CONNECTION_ERROR",
            _ => "REMOTE_ERROR",
        };
        assert_eq!(driver.end(place), end);
        assert!(driver.fault(place).is_retryable());
    }
}

#[test]
fn a_refused_token_is_the_fault_whatever_the_body_says() {
    for body in [completed("x"), update("x", "error")] {
        let mut driver = Driver::lively(config());
        let place = driver.submit(interaction("a")).unwrap();
        driver.advance(10.0);
        let body = Some(std::slice::from_ref(&body));
        driver.response(place, 401, body);
        assert_eq!(driver.end(place), "-", "a fresh token may be accepted");
        driver.advance(10.0);
        driver.response(place, 403, body);
        assert_eq!(driver.end(place), "INVALID_TOKEN");
        assert_eq!(driver.fault(place).detail, Detail::Status(403));
        assert!(driver.requests[place].updates.is_empty());
    }
}

#[test]
fn without_authentication_a_refusal_is_final() {
    let mut driver = Driver::new(config().with(|config| config.auth_required = false));
    let place = driver.sent(interaction("a"));
    driver.response(place, 401, None);
    assert_eq!(driver.end(place), "INVALID_TOKEN");
    assert!(driver.asked().is_empty());
}

#[test]
fn a_token_that_expires_at_once_still_serves_who_waited_for_it() {
    let mut driver = lively();
    driver.plan.token_lives = Some(100.0);
    for (id, asked) in [("a", 1), ("b", 2)] {
        let place = run(&mut driver, id);
        assert_eq!(
            (driver.end(place), driver.asked().len()),
            ("resolved", asked)
        );
    }
}

#[test]
fn a_request_that_waits_for_a_fresh_token_can_still_be_answered_or_given_up() {
    let mut driver = Driver::lively(config());
    let places = ["a", "b"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(10.0);
    for place in places {
        driver.response(place, 401, None);
    }
    assert!(driver.cancel(places[0]));
    driver.advance(10.0);
    assert_eq!(driver.written, [places[0], places[1], places[1]]);
    driver.response(places[1], 200, Some(&[completed("x")]));
    assert_eq!(
        places.map(|place| driver.end(place)),
        ["REQUEST_CANCELLED", "resolved"]
    );
}

#[test]
fn what_is_in_flight_is_given_up_before_what_waits_for_a_token() {
    let mut driver = Driver::lively(config());
    driver.plan.token_lives = Some(100.0);
    let first = driver.submit(interaction("a")).unwrap();
    driver.advance(10.0);
    let second = driver.submit(interaction("b")).unwrap();
    assert_eq!(driver.written, [first]);
    driver.is_lagging = true;
    driver.carry_out(usize::MAX);
    let fault = Fault::new(Code::RequestCancelled);
    driver.tell(|engine, now| engine.reject_all(now, fault));
    driver.carry_out(1);
    assert_eq!(
        (driver.end(first), driver.end(second)),
        ("REQUEST_CANCELLED", "-")
    );
    driver.carry_out(1);
    assert_eq!(driver.end(second), "REQUEST_CANCELLED");
}

#[test]
fn there_is_no_connection_to_open() {
    let mut driver = lively();
    driver.open(true);
    driver.open(false);
    assert_eq!(driver.said, [Command::Opened; 2]);
    assert_eq!(driver.state(), ConnectionState::Idle);
}

#[test]
fn a_request_that_was_cancelled_is_not_sent_again() {
    let mut driver = Driver::lively(config());
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(10.0);
    driver.cancel(place);
    driver.response(place, 401, None);
    driver.advance(1_000.0);
    assert_eq!(
        (driver.end(place), driver.written.len()),
        ("REQUEST_CANCELLED", 1)
    );
}

#[test]
fn a_late_refusal_of_an_old_token_leaves_the_new_one() {
    let mut driver = Driver::lively(config());
    let places = ["a", "b"].map(|id| driver.submit(interaction(id)).unwrap());
    driver.advance(10.0);
    driver.response(places[0], 401, None);
    driver.advance(10.0);
    driver.response(places[1], 401, None);
    assert_eq!(driver.asked().len(), 2, "the second token serves both");
    assert_eq!(driver.written, [0, 1, 0, 1]);
    driver.response(places[1], 401, None);
    assert_eq!(driver.end(places[1]), "INVALID_TOKEN");
    driver.submit(interaction("c")).unwrap();
    assert_eq!(driver.asked().len(), 3);
}

#[test]
fn after_closing_it_is_idle_as_soon_as_something_is_asked_of_it() {
    let uses: [fn(&mut Driver); 2] = [
        |driver| {
            driver.submit(interaction("b")).unwrap();
        },
        |driver| driver.open(false),
    ];
    for use_again in uses {
        let mut driver = lively();
        run(&mut driver, "a");
        driver.tell(|engine, now| engine.close(now, 1000));
        assert_eq!(driver.state(), ConnectionState::Closed);
        driver.said.clear();
        use_again(&mut driver);
        driver.advance(1_000.0);
        let state = ConnectionState::Idle;
        assert_eq!(driver.state(), state);
        assert!(driver.said.contains(&Command::StateChanged { state }));
        driver.tell(Engine::end);
        driver.open(false);
        assert_eq!(driver.state(), ConnectionState::Closed);
    }
}
