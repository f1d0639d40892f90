//! Which request a message belongs to: the protocol notes' section "Inbound", said once more in the plainest way, and
//! compared under any interleaving.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::asking::{ask, completed, enveloped, interaction};
use super::driver::Driver;
use super::interleaving::{Op, any_ask, any_config, any_op};
use crate::engine::config::{Config, Correlation, Transport};
use crate::engine::link::Draining;
use crate::engine::requests::Phase;
use crate::protocol::action::Action;
use crate::protocol::inbound::tests::any_json;

/// The request that a message belongs to, found by looking at all of them: by its id the newest that is not forgotten,
/// if it was sent; without an id, the oldest in flight on the same socket that asked what it is about; else the only one
/// there; else the only one in flight. A socket that was replaced, and of which anything was asked anew elsewhere, answers
/// with an id only.
fn naively(
    driver: &Driver,
    attempt: u32,
    id: Option<&str>,
    action_type: Option<&str>,
) -> Option<usize> {
    let requests = || driver.requests.iter().enumerate();
    if let Some(id) = id {
        let mut known = requests().filter(|(_, request)| !request.is_released);
        return known
            .rfind(|(_, request)| request.ask.id == id)
            .filter(|(_, request)| request.frames > 0)
            .map(|(place, _)| place);
    }
    let is_replaced = |old: Draining| old.attempt == attempt && old.was_asked_anew;
    if driver.engine.config.correlation == Correlation::Strict
        || driver.engine.draining.is_some_and(is_replaced)
    {
        return None;
    }
    let is_in_flight = |place: &usize| {
        let request = &driver.requests[*place];
        let phase = driver.engine.requests.get(request.key).map(|it| it.phase);
        request.end.is_none() && matches!(phase, Some(Phase::Sent | Phase::Parted))
    };
    let in_flight: Vec<usize> = (0..driver.requests.len()).filter(is_in_flight).collect();
    let is_there = |place: &&usize| {
        let request = driver.engine.requests.get(driver.requests[**place].key);
        request.is_some_and(|it| it.phase == Phase::Sent && it.attempt == attempt)
    };
    let there: Vec<usize> = in_flight.iter().filter(is_there).copied().collect();
    let asks = |place: &&usize, name: &str| driver.requests[**place].ask.action.wire() == name;
    let asked = |place: &&usize| action_type.is_some_and(|name| asks(place, name));
    let asked_by_the_other_name = |place: &&usize| match action_type {
        Some("interaction") => asks(place, "customerinteraction"),
        Some("customerinteraction") => asks(place, "interaction"),
        _ => false,
    };
    let only = || match there.len() {
        1 => there.first(),
        0 if in_flight.len() == 1 => in_flight.first(),
        _ => None,
    };
    let named = there.iter().find(asked);
    named
        .or_else(|| there.iter().find(asked_by_the_other_name))
        .or_else(only)
        .copied()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn correlation_agrees_with_the_protocol_under_any_interleaving(
        config in any_config(),
        ops in vec(prop_oneof![1 => any_op(), 1 => any_ask().prop_map(Op::Submit)], 0..120),
    ) {
        let mut driver = Driver::lively(config.with(|config| config.transport = Transport::WebSocket));
        let mut foreign = 0;
        for op in ops {
            let Op::Message { id, action, socket, .. } = &op else {
                driver.play(op);
                continue;
            };
            let Some(attempt) = driver.open_socket(*socket) else {
                continue;
            };
            let name = Action::ALL[*action].wire();
            let expected = naively(&driver, attempt, id.as_deref(), Some(name));
            let counts: Vec<usize> = driver.requests.iter().map(|request| request.updates.len()).collect();
            driver.play(op);
            for (place, before) in counts.into_iter().enumerate() {
                let now = driver.requests[place].updates.len();
                prop_assert_eq!(now - before, usize::from(expected == Some(place)));
            }
            foreign += u32::from(expected.is_none());
            prop_assert_eq!(driver.unmatched, foreign);
        }
    }

    #[test]
    fn no_message_panics_or_loses_a_request(
        config in any_config(),
        steps in vec(prop_oneof![3 => any_json().prop_map(Ok), 1 => any_ask().prop_map(Err)], 0..40),
    ) {
        let mut driver = Driver::lively(config);
        for step in steps {
            match step {
                Ok(message) => drop(driver.inbound(&message)),
                Err(mut ask) => {
                    // The ids that arbitrary messages tend to have.
                    let place = driver.requests.len() % 3;
                    ask.id = ["a", "b", "c"][place].to_owned();
                    driver.submit(ask).ok();
                }
            }
            driver.advance(50.0);
        }
        driver.come_to_rest();
        for request in &driver.requests {
            let (settled_at, _) = request.end.unwrap();
            prop_assert!(settled_at <= request.made_at + request.ask.deadlines.total_ms);
        }
    }

    #[test]
    fn answers_in_any_order_reach_their_own_requests(order in Just((0..30).collect::<Vec<usize>>()).prop_shuffle()) {
        let mut driver = Driver::opened(Config::default());
        for index in 0..order.len() {
            driver.sent(ask(&format!("id-{index}"), Action::ALL[index % 9]));
        }
        for index in order {
            let delivery = driver.inbound(&enveloped(&format!("id-{index}"), &completed("sentiment")));
            prop_assert_eq!(delivery.unwrap().0, index);
            prop_assert_eq!(driver.end(index), "resolved");
        }
    }
}

#[test]
fn bare_answers_go_to_the_oldest_in_flight_of_their_action() {
    let mut driver = Driver::opened(Config::default());
    let [first, second, other] = [
        ("a", Action::Interaction),
        ("b", Action::Interaction),
        ("c", Action::Translate),
    ]
    .map(|(id, action)| driver.sent(ask(id, action)));
    for (action_type, place) in [
        ("translate", other),
        ("interaction", first),
        ("interaction", second),
    ] {
        driver.inbound(&completed(action_type));
        assert_eq!(driver.end(place), "resolved");
    }
}

#[test]
fn a_superpower_without_an_id_goes_to_the_only_request_or_to_nobody() {
    let mut driver = Driver::opened(Config::default());
    driver.sent(interaction("a"));
    assert!(driver.inbound(&completed("sentiment")).is_some());
    driver.sent(interaction("b"));
    driver.sent(interaction("c"));
    assert_eq!(driver.inbound(&completed("sentiment")), None);
    assert_eq!(driver.inbound(&json!({})), None);
    assert_eq!(driver.unmatched, 2);
}

#[test]
fn an_unknown_id_belongs_to_nobody_though_there_is_only_one() {
    let mut driver = Driver::opened(Config::default());
    driver.sent(interaction("a"));
    let messages: [Value; 3] = [
        enveloped("other", &completed("interaction")),
        json!({ "correlationId": "other", "actionType": "interaction", "state": "completed" }),
        json!({ "headers": {}, "payload": { "correlationId": "other", "state": "completed" } }),
    ];
    for message in messages {
        assert_eq!(driver.inbound(&message), None, "{message}");
    }
}

#[test]
fn strictly_only_an_id_counts() {
    let mut driver =
        Driver::opened(Config::default().with(|config| config.correlation = Correlation::Strict));
    let place = driver.sent(interaction("a"));
    assert_eq!(driver.inbound(&completed("interaction")), None);
    driver.inbound(&enveloped("a", &completed("interaction")));
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn a_request_that_still_waits_is_nobodys_addressee() {
    let mut driver = Driver::new(Config::default());
    let place = driver.submit(interaction("a")).unwrap();
    assert_eq!(driver.inbound(&enveloped("a", &completed("x"))), None);
    assert_eq!(driver.inbound(&completed("interaction")), None);
    assert_eq!(driver.end(place), "-");
}
