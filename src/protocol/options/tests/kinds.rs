//! What an option may be, and what it is if it is left out.

use super::super::sample::{FUNCTION, object};
use super::*;

#[test]
fn without_options_everything_is_the_default_and_the_missing_url_alone_is_wrong() {
    let client = read(&plain([]));
    assert_eq!(client.faults(), [SOCKET_FAULT]);
    assert_eq!(client.warnings(), [""; 0]);
    for ((name, is), (_, value)) in OPTIONS.iter().zip(&client.values) {
        match *is {
            Is::Number(default) => assert_eq!(*value, default.into(), "{name}"),
            Is::Flag(default) => assert_eq!(*value, default.into(), "{name}"),
            Is::Word(_) => assert_eq!(*value, cases(name, *is).1[0], "{name}"),
            _ => assert_eq!(*value, Sample::Undefined, "{name}"),
        }
    }
    assert_eq!(client.until.of(Action::Adjust), UntilChoice::Answer);
}

#[test]
fn undefined_is_not_given_whatever_it_is_called() {
    let mut entries = vec![
        ("colour".to_owned(), Sample::Undefined),
        ("clientSecret".to_owned(), Sample::Undefined),
        ("until".to_owned(), plain([("dance", Sample::Undefined)])),
        ("queue".to_owned(), plain([("colour", Sample::Undefined)])),
    ];
    entries.extend(
        OPTIONS
            .iter()
            .map(|(name, _)| ((*name).to_owned(), Sample::Undefined)),
    );
    let client = read(&Sample::Plain(entries));
    assert_eq!(client.faults(), [SOCKET_FAULT]);
    assert_eq!(client.warnings(), [""; 0]);
    assert_eq!(client.values, defaults());
}

#[test]
fn options_that_are_no_object_are_a_fault() {
    for options in [
        Sample::Undefined,
        Sample::Null,
        "text".into(),
        5.0.into(),
        true.into(),
        FUNCTION,
    ] {
        let client = read(&options);
        assert_eq!(
            client.faults(),
            ["options: expected an object that can be read", SOCKET_FAULT]
        );
        assert_eq!(client.values, defaults());
    }
}

#[test]
fn an_option_is_what_it_may_be_or_the_default_and_a_fault() {
    for (name, is) in OPTIONS {
        let (expected, right, wrong) = cases(name, *is);
        for value in right {
            // Another transport is asked for another URL, which is there.
            let client = read(&one(name, value.clone()));
            assert_eq!(client.faults(), [""; 0], "{name}");
            assert_eq!(*client.get(name), value, "{name}");
        }
        for value in wrong {
            let client = read(&one(name, value.clone()));
            let fault = format!("{name}: expected {expected}");
            assert_eq!(client.faults(), [&fault], "{value:?}");
            assert_eq!(client.warnings(), [""; 0], "{value:?}");
            assert_eq!(client.values, defaults(), "{name}");
        }
    }
}

#[test]
fn queue_is_on_or_off_or_an_object_of_its_limits() {
    let limits = [("maxRequests", 0.0.into()), ("maxBytes", 5.0.into())];
    let client = read(&with([("queue", plain(limits))]));
    assert_eq!(client.faults(), [""; 0]);
    assert_eq!(*client.get("queue"), true.into());
    assert_eq!(*client.get("queue.maxRequests"), 0.0.into());
    assert_eq!(*client.get("queue.maxBytes"), 5.0.into());
}

#[test]
fn all_faults_are_listed_at_once_in_the_order_of_what_was_given() {
    let client = read(&plain([
        ("websocketUrl", "wss://example.com".into()),
        ("restUrl", "http://example.com".into()),
        ("transport", "carrier pigeon".into()),
        ("authTransport", "cookie".into()),
        ("requestTimeoutMs", (-1.0).into()),
        ("idleTimeoutMs", f64::NAN.into()),
        ("connectionTimeoutMs", 3e9.into()),
        (
            "queue",
            plain([("maxRequests", true.into()), ("maxBytes", "5".into())]),
        ),
        (
            "until",
            plain([("dance", "completed".into()), ("adjust", "never".into())]),
        ),
        ("tokenProvider", "token".into()),
        ("session", FUNCTION),
        ("tenantId", Sample::Null),
        ("location", "always".into()),
        ("deviceInfo", "true".into()),
    ]));
    assert_eq!(
        client.faults(),
        [
            "transport: expected one of websocket rest auto",
            "authTransport: expected one of subprotocol query",
            "requestTimeoutMs: expected a finite number, 0 to 2147483647",
            "idleTimeoutMs: expected a finite number, 0 to 2147483647",
            "connectionTimeoutMs: expected a finite number, 0 to 2147483647",
            "queue.maxRequests: expected a finite number, 0 to 2147483647",
            "queue.maxBytes: expected a finite number, 0 to 2147483647",
            &format!("until.dance: {UNTIL}"),
            &format!("until.adjust: {UNTIL}"),
            "tokenProvider: expected a function",
            "session: expected an object",
            "tenantId: expected a non-empty string",
            "location: expected one of false true prompt",
            "deviceInfo: expected one of true false",
            REST_FAULT,
        ]
    );
    assert_eq!(client.warnings(), [""; 0]);
    assert!(!client.findings.has_secret);
}

/// What no option but an object may be; some of it reads like a good value.
fn odd() -> Vec<Sample> {
    vec![
        Sample::Null,
        Sample::Symbol,
        Sample::List(vec![]),
        Sample::List(vec![5.0.into()]),
        ["rest"].into(),
        Sample::List(vec![true.into()]),
        Sample::List(vec![false.into()]),
        object([]),
    ]
}

fn odd_and(more: impl IntoIterator<Item = Sample>) -> Vec<Sample> {
    let mut all = odd();
    all.extend(more);
    all
}

/// What is right for each form and what is wrong, and what is then said to be expected.
pub fn cases(name: &str, is: Is) -> (&'static str, Vec<Sample>, Vec<Sample>) {
    let empty = || Sample::from("");
    let words = |expected, right: &[&str], wrong: &[&str]| {
        let wrong = wrong.iter().map(|word| Sample::from(*word));
        let others = [0.0.into(), 1.0.into(), FUNCTION, plain([])];
        let right = right.iter().map(|word| meant(word)).collect();
        (expected, right, odd_and(wrong.chain(others)))
    };
    match is {
        Is::Text => (
            "a non-empty string",
            vec!["x".into(), " ".into(), "\u{fffd}".into()],
            odd_and([empty(), 0.0.into(), true.into(), FUNCTION, plain([])]),
        ),
        Is::Number(_) => (
            "a finite number, 0 to 2147483647",
            vec![0.0.into(), 0.5.into(), 7.0.into(), MOST.into()],
            odd_and(
                [-1.0, f64::NAN, f64::INFINITY, MOST + 1.0]
                    .map(Sample::from)
                    .into_iter()
                    .chain([empty(), "5".into(), true.into(), FUNCTION, plain([])]),
            ),
        ),
        Is::Function => (
            "a function",
            vec![FUNCTION, Sample::Function("other")],
            odd_and(["x".into(), 5.0.into(), false.into(), plain([])]),
        ),
        Is::Object => (
            "an object",
            vec![plain([]), object([]), Sample::List(vec![])],
            vec![
                empty(),
                "x".into(),
                5.0.into(),
                true.into(),
                FUNCTION,
                Sample::Null,
                Sample::Symbol,
            ],
        ),
        Is::Flag(default) => {
            let expected = if default {
                "one of true false"
            } else {
                "one of false true"
            };
            let (expected, right, mut wrong) =
                words(expected, &["true", "false"], &["true", "false", ""]);
            // A plain object may hold what belongs to it.
            if name == "queue" || name == "reconnect" {
                wrong.retain(|value| value.kind() != Kind::PlainObject);
                return ("one of true false, or an object", right, wrong);
            }
            (expected, right, wrong)
        }
        Is::Word(_) => match name {
            "transport" => words(
                "one of websocket rest auto",
                &["websocket", "rest", "auto"],
                &["", "REST", "websocket rest"],
            ),
            "correlation" => words(
                "one of lenient strict",
                &["lenient", "strict"],
                &["", "loose", "true"],
            ),
            "authTransport" => words(
                "one of subprotocol query",
                &["subprotocol", "query"],
                &["", "cookie"],
            ),
            "payloadDefaults" => words("one of full compact", &["full", "compact"], &["", "none"]),
            "resend" => words(
                "one of unanswered never",
                &["unanswered", "never"],
                &["", "always"],
            ),
            "location" => words(
                "one of false true prompt",
                &["false", "true", "prompt"],
                &["", "Prompt", "true", "false"],
            ),
            other => unreachable!("{other}"),
        },
    }
}
