//! Which update answers an action, and what happens where none of its own name comes.

use super::asking::{Ask, ask, completed, enveloped, interaction, update};
use super::driver::Driver;
use crate::engine::config::{Config, Deadlines};
use crate::engine::until::{Answer, Until};
use crate::protocol::action::Action;

const SILENCE_MS: f64 = 3_000.0;

fn answered(ask: Ask) -> Ask {
    ask.until(Until::Answer(Answer::default()))
        .within(Deadlines {
            total_ms: 0.0,
            ..Deadlines::default()
        })
}

/// What may happen next: a superpower says something, or nothing comes for long enough.
type Step = Option<(&'static str, &'static str)>;

/// How a request has ended after these steps, by the words of the documentation.
fn expected(steps: &[Step]) -> &'static str {
    for (index, step) in steps.iter().enumerate() {
        let came: Vec<_> = steps[..index].iter().flatten().collect();
        match step {
            Some(("interaction", "completed")) => return "resolved",
            Some(("interaction", "error")) => return "refused",
            Some(_) => continue,
            None => {}
        }
        let is_unfinished = |name: &str| {
            let last = came.iter().rev().find(|(of, _)| *of == name);
            last.is_some_and(|(_, state)| *state == "started")
        };
        let has_begun = came.iter().any(|(name, _)| *name == "interaction");
        if has_begun || is_unfinished("sentiment") || is_unfinished("risk") {
            continue;
        }
        let came_in = |state: &str| came.iter().any(|(_, other)| *other == state);
        if came_in("completed") {
            return "resolved";
        }
        if came_in("error") {
            return "refused";
        }
    }
    "-"
}

#[test]
fn the_reply_or_silence_settles_in_every_interleaving() {
    let mut alphabet: Vec<Step> = vec![None];
    for name in ["interaction", "sentiment", "risk"] {
        for state in ["started", "completed", "error"] {
            alphabet.push(Some((name, state)));
        }
    }
    let mut interleavings: Vec<Vec<Step>> = vec![Vec::new()];
    for _ in 0..4 {
        let longer = |steps: &Vec<Step>| -> Vec<Vec<Step>> {
            let longer = alphabet.iter().map(|step| [&steps[..], &[*step]].concat());
            longer.collect()
        };
        interleavings = interleavings.iter().flat_map(longer).collect();
    }
    for steps in interleavings {
        let config = Config::default().with(|config| config.half_open_timeout_ms = 0.0);
        let mut driver = Driver::opened(config);
        let place = driver.sent(answered(interaction("a")));
        for step in &steps {
            match step {
                Some((name, state)) => {
                    driver.inbound(&enveloped("a", &update(name, state)));
                }
                None => driver.advance(SILENCE_MS),
            }
        }
        assert_eq!(driver.end(place), expected(&steps), "{steps:?}");
    }
}

#[test]
fn what_accompanies_the_reply_is_the_same_however_it_is_spelled() {
    for (begun, ended) in [
        ("search_need", "searchNeed"),
        ("Risk", "risk"),
        ("next-step", "next_step"),
    ] {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(answered(interaction("a")));
        driver.inbound(&enveloped("a", &update(begun, "started")));
        driver.advance(SILENCE_MS);
        assert_eq!(driver.end(place), "-");
        driver.inbound(&enveloped("a", &update(ended, "completed")));
        driver.advance(SILENCE_MS);
        assert_eq!(driver.end(place), "resolved", "{begun} {ended}");
    }
}

#[test]
fn silence_counts_from_the_newest_update_and_not_before() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(answered(interaction("a")));
    driver.inbound(&enveloped("a", &completed("sentiment")));
    driver.advance(SILENCE_MS - 1.0);
    driver.inbound(&enveloped("a", &completed("risk")));
    driver.advance(SILENCE_MS - 1.0);
    assert_eq!(driver.end(place), "-");
    driver.advance(1.0);
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn a_reply_bears_every_name_that_its_action_has() {
    for (action, names) in [
        (
            Action::Interaction,
            &["interaction", "Customer-Interaction"][..],
        ),
        (
            Action::CustomerInteraction,
            &["interaction", "customerinteraction"],
        ),
        (
            Action::Adjust,
            &["adjust", "adjusted_content", "adjustSuggestion"],
        ),
        (Action::Insights, &["INSIGHTS"]),
    ] {
        for name in names {
            // Beside another, so that a message without an id goes by its name alone.
            let mut driver = Driver::opened(Config::default());
            driver.sent(ask("other", Action::Elevate));
            let place = driver.sent(answered(ask("a", action)));
            driver.inbound(&completed(name));
            assert_eq!(driver.end(place), "resolved", "{action:?} {name}");
        }
    }
}

#[test]
fn what_names_no_superpower_is_about_the_request_itself() {
    for (state, end) in [("completed", "resolved"), ("error", "refused")] {
        let mut driver = Driver::opened(Config::default());
        let place = driver.sent(answered(interaction("a")));
        driver.inbound(&enveloped("a", &serde_json::json!({ "state": state })));
        assert_eq!(driver.end(place), end);
    }
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(answered(interaction("a")));
    driver.inbound(&enveloped("a", &update("error", "completed")));
    assert_eq!(driver.end(place), "refused");
}

#[test]
fn silence_after_a_loss_says_nothing_of_the_reply() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(answered(interaction("a")));
    driver.inbound(&enveloped("a", &completed("sentiment")));
    driver.socket_closed(1, 1006);
    driver.advance(10.0 * SILENCE_MS);
    assert_eq!((driver.end(place), driver.is_open()), ("-", true));
    driver.inbound(&enveloped("a", &completed("interaction")));
    assert_eq!(driver.end(place), "resolved");
}

#[test]
fn of_very_many_superpowers_the_first_are_waited_for() {
    let mut driver = Driver::opened(Config::default());
    let place = driver.sent(answered(interaction("a")));
    for index in 0..40 {
        driver.inbound(&enveloped("a", &update(&format!("s{index}"), "started")));
    }
    for index in 0..32 {
        driver.advance(SILENCE_MS);
        assert_eq!(driver.end(place), "-");
        driver.inbound(&enveloped("a", &completed(&format!("s{index}"))));
    }
    driver.advance(SILENCE_MS);
    assert_eq!(driver.end(place), "resolved");
}
