//! When a request counts as answered, and when its time is up.

use super::asking::{Ask, End, completed, enveloped, interaction, update};
use super::driver::Driver;
use crate::engine::config::{Config, Deadlines};
use crate::engine::until::{Until, Verdict};
use crate::protocol::error::{Detail, Limit};

const NEVER: Deadlines = Deadlines {
    total_ms: 0.0,
    first_update_ms: 0.0,
    idle_ms: 0.0,
    quiet_ms: 0.0,
};

fn limited(deadlines: Deadlines) -> Ask {
    interaction("a").within(deadlines)
}

fn started(driver: &mut Driver) {
    driver.inbound(&enveloped("a", &update("x", "started")));
}

#[test]
fn the_overall_deadline_counts_from_the_call_while_queued_too() {
    let config = Config::default().with(|config| {
        config.token_timeout_ms = 0.0;
        config.connection_timeout_ms = 0.0;
    });
    let mut driver = Driver::new(config);
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(29_999.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
    assert_eq!(driver.ended_at(place), 30_000.0);
    assert_eq!(
        driver.fault(place).detail,
        Detail::RanOut(Limit::Request, 30_000)
    );
}

#[test]
fn no_update_prolongs_the_overall_deadline() {
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    for _ in 0..29 {
        driver.advance(1_000.0);
        started(&mut driver);
    }
    driver.advance(999.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
    assert!(driver.is_open(), "the connection is none the worse for it");
}

#[test]
fn the_first_update_has_a_deadline_of_its_own_from_the_writing() {
    let limits = Deadlines {
        first_update_ms: 100.0,
        ..NEVER
    };
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(limited(limits)).unwrap();
    driver.advance(129.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(
        driver.fault(place).detail,
        Detail::RanOut(Limit::FirstUpdate, 100)
    );
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(limited(limits));
    driver.advance(99.0);
    started(&mut driver);
    driver.advance(1_000_000.0);
    assert_eq!(driver.end(place), "-");
}

#[test]
fn between_updates_there_is_a_deadline_that_each_update_renews() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(limited(Deadlines {
        idle_ms: 100.0,
        ..NEVER
    }));
    driver.advance(1_000_000.0);
    for _ in 0..10 {
        started(&mut driver);
        driver.advance(99.0);
    }
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.fault(place).detail, Detail::RanOut(Limit::Idle, 100));
}

#[test]
fn the_earliest_deadline_counts_and_each_request_has_its_own() {
    let mut driver = Driver::opened(Config::default());
    let limits = [300.0, 100.0, 200.0].map(|total_ms| Deadlines { total_ms, ..NEVER });
    let places = limits.map(|deadlines| {
        let id = deadlines.total_ms.to_string();
        driver.sent(interaction(&id).within(deadlines))
    });
    driver.advance(1_000.0);
    assert_eq!(
        places.map(|place| driver.ended_at(place) - 30.0),
        [300.0, 100.0, 200.0]
    );
}

#[test]
fn a_timer_that_fires_late_settles_everything_that_is_due() {
    let mut driver = Driver::opened(Config::default());
    let places = ["a", "b"].map(|id| driver.sent(interaction(id)));
    driver.clock += 3_600_000.0;
    driver.wake();
    assert_eq!(
        places.map(|place| driver.end(place)),
        ["REQUEST_TIMEOUT"; 2]
    );
}

#[test]
fn started_and_unknown_states_never_settle() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a"));
    for state in ["started", "streaming", "", "COMPLETED"] {
        let delivery = driver.inbound(&enveloped("a", &update("interaction", state)));
        assert_eq!(delivery.unwrap().1.verdict, Verdict::Wait);
    }
    driver.inbound(&enveloped("a", &completed("interaction")));
    assert_eq!(
        (driver.end(place), driver.requests[place].updates.len()),
        ("resolved", 5)
    );
}

#[test]
fn an_error_in_any_form_refuses_the_request_it_belongs_to() {
    let forms = [
        enveloped("a", &update("risk", "error")),
        enveloped("a", &update("error", "completed")),
        serde_json::json!({ "correlationId": "a", "error": { "code": "QUOTA", "message": "no more" } }),
        serde_json::json!({ "headers": { "correlationId": "a", "schemaRef": "optave.error.v3" }, "payload": {} }),
        update("interaction", "error"),
    ];
    for form in forms {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(interaction("a"));
        driver.inbound(&form);
        assert_eq!(driver.end(place), "refused", "{form}");
    }
}

#[test]
fn until_idle_settles_when_nothing_came_for_a_while_after_something_completed() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a").until(Until::Idle));
    started(&mut driver);
    driver.advance(5_000.0);
    assert_eq!(driver.end(place), "-", "nothing has completed");
    driver.inbound(&enveloped("a", &completed("x")));
    driver.advance(2_999.0);
    started(&mut driver);
    driver.advance(2_999.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "resolved");
    // At once.
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(limited(NEVER).until(Until::Idle));
    driver.inbound(&enveloped("a", &completed("x")));
    driver.advance(0.0);
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn until_idle_still_runs_out_of_time() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a").until(Until::Idle));
    for _ in 0..60 {
        driver.inbound(&enveloped("a", &completed("x")));
        driver.advance(500.0);
    }
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
}

#[test]
fn until_a_function_says_so() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(Ask {
        until: Until::Asked,
        content_with: 3,
        ..interaction("a")
    });
    for is_open in [true, true, false] {
        assert_ne!(driver.end(place), "resolved");
        let (_, delivery) = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
        assert_eq!(delivery.verdict, Verdict::Ask);
        assert_eq!(driver.end(place) == "-", is_open);
    }
    // Its answer comes too late for a request that has settled.
    assert!(!driver.settles(place, End::Resolved));
}

#[test]
fn until_a_list_has_completed_resolves_with_the_last_of_it() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(interaction("a").until_all(&["x", "y"]));
    for (action_type, state, end) in [
        ("y", "completed", "-"),
        ("z", "error", "-"),
        ("x", "started", "-"),
        ("x", "completed", "resolved"),
    ] {
        driver.inbound(&enveloped("a", &update(action_type, state)));
        assert_eq!(driver.end(place), end);
    }
}
