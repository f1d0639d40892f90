//! A request's own options.

use super::super::sample::{FUNCTION, object};
use super::until::wrong_untils;
use super::*;

/// What was read of a request's options, over a client's.
#[derive(Debug, PartialEq)]
pub struct Call {
    pub timeout_ms: f64,
    pub first_update_timeout_ms: f64,
    pub idle_timeout_ms: f64,
    pub idle_ms: f64,
    pub until: UntilChoice<Sample>,
    pub resend: &'static str,
    pub on_update: Option<Sample>,
    pub signal: Option<Sample>,
    pub findings: Findings,
}

pub const CALL_OPTIONS: &[&str] = &[
    "timeoutMs",
    "firstUpdateTimeoutMs",
    "idleTimeoutMs",
    "idleMs",
    "until",
    "resend",
    "onUpdate",
    "signal",
];

fn is_signal(value: &Sample) -> bool {
    *value == signal()
}

fn signal() -> Sample {
    object([("addEventListener", FUNCTION)])
}

pub fn call(options: &Sample) -> Call {
    let mut reader = Reader::new(options, Whose::Request);
    Call {
        timeout_ms: reader.number("timeoutMs", 1.0),
        first_update_timeout_ms: reader.number("firstUpdateTimeoutMs", 2.0),
        idle_timeout_ms: reader.number("idleTimeoutMs", 3.0),
        idle_ms: reader.number("idleMs", 4.0),
        until: reader
            .until("until", UntilChoice::Idle)
            .of(Action::Insights),
        resend: reader.choice("resend", Resend("never")).0,
        on_update: reader.function("onUpdate"),
        signal: reader.signal("signal", is_signal),
        findings: reader.finish(),
    }
}

fn general() -> Call {
    Call {
        timeout_ms: 1.0,
        first_update_timeout_ms: 2.0,
        idle_timeout_ms: 3.0,
        idle_ms: 4.0,
        until: UntilChoice::Idle,
        resend: "never",
        on_update: None,
        signal: None,
        findings: Findings::default(),
    }
}

#[test]
fn a_request_without_options_goes_by_the_clients() {
    assert_eq!(call(&plain([])), general());
    let nothing = |name: &&str| ((*name).to_owned(), Sample::Undefined);
    let names = CALL_OPTIONS.iter().chain(&["colour"]);
    assert_eq!(
        call(&Sample::Plain(names.map(nothing).collect())),
        general()
    );
}

#[test]
fn a_requests_own_options_go_first() {
    let own = plain([
        ("timeoutMs", 0.0.into()),
        ("firstUpdateTimeoutMs", 6.0.into()),
        ("idleTimeoutMs", 7.5.into()),
        ("idleMs", MOST.into()),
        ("until", FUNCTION),
        ("resend", "unanswered".into()),
        ("onUpdate", Sample::Function("update")),
        ("signal", signal()),
    ]);
    let expected = Call {
        timeout_ms: 0.0,
        first_update_timeout_ms: 6.0,
        idle_timeout_ms: 7.5,
        idle_ms: MOST,
        until: UntilChoice::Asked(FUNCTION),
        resend: "unanswered",
        on_update: Some(Sample::Function("update")),
        signal: Some(signal()),
        findings: Findings::default(),
    };
    assert_eq!(call(&own), expected);
}

#[test]
fn all_that_is_wrong_with_a_requests_options_is_listed_at_once() {
    let findings = call(&plain([
        ("timeoutMs", "5".into()),
        ("firstUpdateTimeoutMs", (-1.0).into()),
        ("idleTimeoutMs", f64::INFINITY.into()),
        ("idleMs", Sample::Null),
        ("until", plain([("adjust", "idle".into())])),
        ("onUpdate", "x".into()),
        ("signal", "x".into()),
        ("resend", "always".into()),
    ]))
    .findings;
    assert_eq!(
        findings.faults,
        [
            "timeoutMs: expected a finite number, 0 to 2147483647",
            "firstUpdateTimeoutMs: expected a finite number, 0 to 2147483647",
            "idleTimeoutMs: expected a finite number, 0 to 2147483647",
            "idleMs: expected a finite number, 0 to 2147483647",
            &format!("until: {UNTIL}"),
            "onUpdate: expected a function",
            "signal: expected an object",
            "resend: expected one of unanswered never",
        ]
    );
    assert_eq!(findings.warnings, [""; 0]);
    for until in wrong_untils() {
        let findings = call(&plain([("until", until)])).findings;
        assert_eq!(findings.faults, [format!("until: {UNTIL}")]);
    }
}

#[test]
fn a_signal_is_one_to_listen_to() {
    for signal in [
        plain([]),
        Sample::List(vec![]),
        object([("addEventListener", 5.0.into())]),
    ] {
        let call = call(&plain([("signal", signal)]));
        let expected = ["signal: expected an AbortSignal"];
        assert_eq!(
            (call.findings.faults.as_slice(), call.signal),
            (&expected.map(String::from)[..], None)
        );
    }
    let null = call(&plain([("signal", Sample::Null)]));
    assert_eq!(null.findings.faults, ["signal: expected an object"]);
}

#[test]
fn a_requests_options_are_an_object_and_have_nothing_of_the_clients() {
    for options in [
        Sample::Null,
        "text".into(),
        5.0.into(),
        true.into(),
        FUNCTION,
    ] {
        let call = call(&options);
        assert_eq!(
            call.findings.faults,
            ["options: expected an object that can be read"]
        );
    }
    let foreign = call(&plain([
        ("websocketUrl", "wss://x".into()),
        ("clientSecret", "hush".into()),
        ("requestTimeoutMs", 1.0.into()),
        ("queue", plain([("maxBytes", 5.0.into())])),
        ("until.adjust", "completed".into()),
    ]));
    let warnings = [
        "websocketUrl",
        "clientSecret",
        "requestTimeoutMs",
        "queue",
        "until.adjust",
    ]
    .map(|name| format!("a request has no option {name}"));
    assert_eq!(foreign.findings.warnings, warnings);
    let without = Call {
        findings: Findings::default(),
        ..foreign
    };
    assert_eq!(without, general());
}
