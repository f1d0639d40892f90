//! When a request counts as answered, and when its time is up.

use super::asking::{Ask, completed, enveloped, interaction, payload_for, update};
use super::driver::Driver;
use crate::engine::config::{Config, Deadlines};
use crate::engine::until::{Until, Verdict};

const NEVER: Deadlines = Deadlines {
    total_ms: 0,
    first_update_ms: 0,
    idle_ms: 0,
    quiet_ms: 0,
};

fn limited(deadlines: Deadlines) -> Ask {
    Ask {
        deadlines,
        ..interaction("a")
    }
}

fn started(driver: &mut Driver) {
    driver.inbound(&enveloped("a", &update("x", "started")));
}

#[test]
fn the_overall_deadline_counts_from_the_call_while_queued_too() {
    let mut driver = Driver::new(Config {
        token_timeout_ms: 0,
        connection_timeout_ms: 0,
        ..Config::default()
    });
    let place = driver.submit(interaction("a")).unwrap();
    driver.advance(29_999.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "REQUEST_TIMEOUT");
    assert_eq!(driver.ended_at(place), 30_000.0);
    assert_eq!(
        driver.fault(place).details,
        r#"{"option":"requestTimeoutMs","ms":30000}"#
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
    assert!(
        driver.engine.is_open(),
        "the connection is none the worse for it"
    );
}

#[test]
fn the_first_update_has_a_deadline_of_its_own_from_the_writing() {
    let limits = Deadlines {
        first_update_ms: 100,
        ..NEVER
    };
    let mut driver = Driver::lively(Config::default());
    let place = driver.submit(limited(limits)).unwrap();
    driver.advance(129.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert!(
        driver
            .fault(place)
            .note
            .starts_with("firstUpdateTimeoutMs (100)")
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
        idle_ms: 100,
        ..NEVER
    }));
    driver.advance(1_000_000.0);
    for _ in 0..10 {
        started(&mut driver);
        driver.advance(99.0);
    }
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert!(driver.fault(place).note.starts_with("idleTimeoutMs (100)"));
}

#[test]
fn the_earliest_deadline_counts_and_each_request_has_its_own() {
    let mut driver = Driver::opened(Config::default());
    let limits = [300, 100, 200].map(|total_ms| Deadlines { total_ms, ..NEVER });
    let places = limits.map(|deadlines| {
        let id = deadlines.total_ms.to_string();
        driver.sent(Ask {
            deadlines,
            ..interaction(&id)
        })
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
        assert_eq!(delivery.unwrap().verdict, Verdict::Wait);
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
    let place = driver.sent(Ask {
        until: Until::Idle,
        ..interaction("a")
    });
    started(&mut driver);
    driver.advance(5_000.0);
    assert_eq!(driver.end(place), "-", "nothing has completed");
    driver.inbound(&enveloped("a", &completed("x")));
    driver.advance(999.0);
    started(&mut driver);
    driver.advance(999.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "resolved");
    // At once.
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(Ask {
        until: Until::Idle,
        ..limited(NEVER)
    });
    driver.inbound(&enveloped("a", &completed("x")));
    driver.advance(0.0);
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn until_idle_still_runs_out_of_time() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(Ask {
        until: Until::Idle,
        ..interaction("a")
    });
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
        let delivery = driver.inbound(&enveloped("a", &completed("x"))).unwrap();
        assert_eq!(delivery.verdict, Verdict::Ask);
        assert_eq!(driver.end(place) == "-", is_open);
    }
    // Its answer comes too late for a request that has settled.
    let key = driver.requests[place].key;
    assert!(!driver.tell(|engine, now| engine.resolve(now, key)));
}

#[test]
fn until_a_list_has_completed_resolves_with_the_last_of_it() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(Ask {
        until: Until::Types(vec!["x".into(), "y".into()]),
        ..interaction("a")
    });
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

#[test]
fn the_latency_is_stated_once_measured_and_never_over_the_size_limit() {
    let mut driver = Driver::opened(Config::default());
    let first = driver.sent(interaction("a"));
    assert_eq!(driver.headers(first).get("networkLatencyMs"), None);
    driver.advance(123.0);
    driver.inbound(&enveloped("a", &completed("x")));
    let second = driver.sent(interaction("b"));
    assert_eq!(driver.headers(second)["networkLatencyMs"], 123);
    let mut large = interaction("c");
    large.payload_bytes = payload_for("c", 131_072);
    let large = driver.sent(large);
    assert_eq!(driver.requests[large].frames[0].1.len(), 131_072);
    assert_eq!(driver.headers(large).get("networkLatencyMs"), None);
    // The first update counts, not a later one.
    driver.advance(10.0);
    driver.inbound(&enveloped("b", &update("x", "started")));
    driver.advance(500.0);
    driver.inbound(&enveloped("b", &completed("x")));
    let last = driver.sent(interaction("d"));
    assert_eq!(driver.headers(last)["networkLatencyMs"], 10);
}
