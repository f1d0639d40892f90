//! Whatever a page passes: it is taken, named as wrong, or warned of.

use proptest::prelude::*;

use super::super::sample::{FUNCTION, any_object, any_sample};
use super::kinds::cases;
use super::request::{CALL_OPTIONS, call};
use super::*;

/// Names of every form, and some of no option.
const ANY_NAMES: &[&str] = &[
    "transport",
    "authRequired",
    "queue",
    "queue.maxBytes",
    "reconnect",
    "reconnect.factor",
    "strictValidation",
    "location",
    "tokenProvider",
    "tokenUrl",
    "session",
    "requestTimeoutMs",
    "until",
    "until.adjust",
    "websocketUrl",
    "restUrl",
    "colour",
    "client secret",
];

const INSIDE: &[&str] = &["maxRequests", "maxBytes", "factor", "adjust", "dance", "x"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn of_any_options_each_is_taken_is_named_as_wrong_or_is_warned_of(
        options in any_object(ANY_NAMES, any_object(INSIDE, any_sample()))
    ) {
        let client = read(&options);
        for fault in client.faults() {
            prop_assert!(fault.contains(": expected ") || fault.ends_with(": must not be here"));
        }
        for (name, given) in options.entries().unwrap_or_default() {
            if given == Sample::Undefined {
                continue;
            }
            let is_named = |texts: Vec<&str>| texts.iter().any(|text| text.contains(name.as_str()));
            // As they are printed: a number that is none equals nothing.
            let is_same = |value: &Sample| format!("{value:?}") == format!("{given:?}");
            let is_taken = client.values.iter().any(|(own, value)| *own == name && is_same(value));
            let is_holder = given.kind() == Kind::PlainObject && ["queue", "reconnect", "until"].contains(&name.as_str());
            let is_until = name.starts_with("until") && client.until.of(Action::Adjust) != UntilChoice::Answer;
            let is_url = [&client.websocket_url, &client.rest_url].contains(&&Some(given.clone()));
            prop_assert!(
                is_taken || is_holder || is_until || is_url || given == "completed".into()
                    || is_named(client.faults()) || is_named(client.warnings()),
                "{name}"
            );
        }
        for (name, is) in OPTIONS {
            let value = client.get(name);
            let (_, right, _) = cases(name, *is);
            match is {
                Is::Number(_) => prop_assert!(matches!(value, Sample::Number(ms) if (0.0..=MOST).contains(ms))),
                Is::Flag(_) | Is::Word(_) => prop_assert!(right.contains(value)),
                Is::Text => prop_assert!(*value == Sample::Undefined || value.text().is_some_and(|text| !text.is_empty())),
                Is::Function => prop_assert!(*value == Sample::Undefined || *value == FUNCTION),
                Is::Object => prop_assert!(*value == Sample::Undefined || value.kind().is_object()),
            }
        }
    }

    #[test]
    fn any_options_of_a_request_are_read_or_named_as_wrong(options in any_object(CALL_OPTIONS, any_sample())) {
        let call = call(&options);
        for fault in &call.findings.faults {
            prop_assert!(fault.contains(": expected "));
        }
        for number in [call.timeout_ms, call.first_update_timeout_ms, call.idle_timeout_ms, call.idle_ms] {
            prop_assert!((0.0..=MOST).contains(&number));
        }
        if let UntilChoice::Types(list) = call.until {
            prop_assert!((1..=32).contains(&list.len()));
        }
    }

    #[test]
    fn anything_at_all_can_be_options(options in any_sample()) {
        let cannot_be_read = !options.kind().is_object() || options.entries().is_none();
        let client = read(&options);
        let is_refused = client.faults().contains(&"options: expected an object that can be read");
        prop_assert_eq!(is_refused, cannot_be_read);
        let call = call(&options);
        let is_refused = call.findings.faults == ["options: expected an object that can be read"];
        prop_assert_eq!(is_refused, cannot_be_read);
    }
}
