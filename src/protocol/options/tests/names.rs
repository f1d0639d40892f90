//! What an option is called: what must not be among them, and what is no option at all.

use super::super::sample::{FUNCTION, object};
use super::*;

#[test]
fn a_client_secret_is_refused_however_it_is_spelled() {
    for name in [
        "client_secret",
        "clientsecret",
        "CLIENT_SECRET",
        "client-secret",
        "client secret",
        "ClientSecret",
        "optaveClientSecret",
        "clientSecretKey",
        "clientClientSecret",
        "éclient5secret",
        "clientésecret",
    ] {
        let client = read(&with([(name, "hush".into()), ("tranport", "rest".into())]));
        assert_eq!(client.faults(), [format!("{name}: must not be here")]);
        assert_eq!(
            client.warnings(),
            ["there is no option tranport; did you mean transport?"]
        );
        assert!(client.findings.has_secret);
        let inside = read(&with([("reconnect", plain([(name, "hush".into())]))]));
        assert_eq!(
            inside.faults(),
            [format!("reconnect.{name}: must not be here")]
        );
    }
}

#[test]
fn what_only_resembles_a_client_secret_is_an_unknown_option() {
    for name in [
        "clientSecrte",
        "secret",
        "clientId",
        "clientXsecret",
        "client__secret",
        "client",
        "client_",
        "clien tsecret",
        "secretclient",
    ] {
        let client = read(&with([(name, "x".into())]));
        assert_eq!(client.faults(), [""; 0]);
        assert_eq!(client.warnings(), [format!("there is no option {name}")]);
        assert!(!client.findings.has_secret);
    }
}

#[test]
fn a_client_secret_is_named_first_whatever_it_is() {
    for secret in [
        "hush".into(),
        "".into(),
        Sample::Null,
        5.0.into(),
        false.into(),
        plain([]),
        FUNCTION,
    ] {
        let client = read(&with([
            ("transport", "x".into()),
            ("clientSecret", secret),
            ("session", "x".into()),
        ]));
        assert_eq!(
            client.faults(),
            [
                "clientSecret: must not be here",
                "transport: expected one of websocket rest auto",
                "session: expected an object",
            ]
        );
    }
}

#[test]
fn no_value_is_ever_quoted() {
    let names = OPTIONS.iter().map(|(name, _)| *name);
    let others = [
        "client_secret",
        "colour",
        "queue.colour",
        "until",
        "until.adjust",
        "until.x",
        "restUrl",
        "websocketUrl",
    ];
    for name in names.chain(others) {
        for value in [
            "hush-hush".into(),
            ["hush-hush"].into(),
            "https://hush.example.com/?token=hush".into(),
            object([("x", "hush".into())]),
        ] {
            let client = read(&one(name, value));
            let said = client.findings.faults.join("") + &client.findings.warnings.join("");
            assert!(!said.contains("hush"), "{said}");
        }
    }
}

#[test]
fn an_unknown_option_is_warned_of_and_names_the_nearest_known_one() {
    for (name, near) in [
        ("webSocketURL", "websocketUrl"),
        ("requestTimeout", "requestTimeoutMs"),
        ("tokenprovider", "tokenProvider"),
        ("queue.maxRequest", "queue.maxRequests"),
        ("autTransport", "authTransport"),
        ("restTimeoutMs", "requestTimeoutMs"),
        ("idle", "idleMs"),
        ("log", "logger"),
    ] {
        let client = read(&one(name, 1.0.into()));
        let warning = format!("there is no option {name}; did you mean {near}?");
        assert_eq!(client.warnings(), [warning]);
    }
    let long = "x".repeat(5000);
    for name in [
        "colour",
        "timeoutMs",
        "queue.colour",
        "",
        &long,
        "😀",
        "__proto__",
        "__proto__x",
        "constructor",
    ] {
        let client = read(&one(name, 1.0.into()));
        assert_eq!(client.warnings(), [format!("there is no option {name}")]);
        assert_eq!(client.values, defaults());
    }
}

#[test]
fn an_option_with_a_character_missing_or_with_one_too_many_is_recognized() {
    let names = OPTIONS.iter().map(|(name, _)| *name);
    for known in names.chain(["websocketUrl", "restUrl", "until"]) {
        for place in 0..known.len() {
            let (before, after) = known.split_at(place);
            for typo in [
                [before, &after[1..]].concat(),
                [before, "x", after].concat(),
            ] {
                let client = read(&with([(&typo, 1.0.into())]));
                let warning = format!("there is no option {typo}; did you mean {known}?");
                assert_eq!(client.warnings(), [warning]);
            }
        }
    }
}
