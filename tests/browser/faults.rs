//! A browser that fails for a moment, or in one of its parts: what it costs, and that it costs nothing else.

use js_sys::Error;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::{code, failure};
use crate::support::{
    Page, break_getter, get, global, log_with, params, silent, superpower, text, throw_once,
};

/// More than the ids that are made of what the browser answers at a time.
const UNTIL_ASKED_AGAIN: usize = 100;

#[wasm_bindgen_test]
async fn randomness_that_fails_once_costs_that_request_and_nothing_else() {
    let page = Page::fresh().await;
    let [client, other] = [page.client(json!({})), page.client(json!({}))];
    client.works().await;
    other.works().await;
    let cause: JsValue = Error::new("no entropy").into();
    let broken = throw_once(&global("crypto"), "getRandomValues", &cause);
    let mut failed = Vec::new();
    for _ in 0..UNTIL_ASKED_AGAIN {
        let answer = client.interact().answer().await;
        if answer.is_err() {
            failed.push(failure(answer));
        }
    }
    assert!(broken.asked() > 1, "once in vain, and then again");
    broken.stop();
    assert_eq!(failed.len(), 1);
    assert_eq!(text(&failed[0], "code"), "SEND_FAILED");
    assert!(text(&failed[0], "message").contains("crypto.getRandomValues"));
    assert_eq!(get(&failed[0], "cause"), cause);
    assert_eq!(client.state(), "open");
    other.works().await;
    page.client(json!({})).works().await;
    let log = page.log().await;
    assert_eq!(log["connections"].as_array().unwrap().len(), 3);
}

#[wasm_bindgen_test]
async fn randomness_that_fails_once_costs_the_first_request_and_the_client_connects_for_the_next() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let cause: JsValue = Error::new("no entropy").into();
    let broken = throw_once(&global("crypto"), "getRandomValues", &cause);
    let error = failure(client.interact().answer().await);
    assert_eq!(broken.asked(), 1);
    broken.stop();
    assert_eq!(text(&error, "code"), "SEND_FAILED");
    assert_eq!(get(&error, "cause"), cause);
    assert_eq!(client.state(), "idle", "nothing was begun");
    client.works().await;
}

#[wasm_bindgen_test]
async fn randomness_that_fails_once_rejects_the_open_that_needed_a_session_id() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let cause: JsValue = Error::new("no entropy").into();
    let broken = throw_once(&global("crypto"), "getRandomValues", &cause);
    let error = failure(client.open().await);
    assert_eq!(broken.asked(), 1);
    broken.stop();
    assert_eq!(text(&error, "code"), "SEND_FAILED");
    assert_eq!(get(&error, "cause"), cause);
    client.open().await.unwrap();
    client.works().await;
}

#[wasm_bindgen_test]
async fn getters_of_the_navigator_that_throw_change_nothing_but_what_they_tell() {
    const LANGUAGES: [&str; 2] = ["session.channel.language", "session.interface.language"];
    const DEVICE: [&str; 3] = [
        "session.channel.browser",
        "session.channel.deviceInfo",
        "session.channel.deviceType",
    ];
    let page = Page::fresh().await;
    let navigator = global("navigator");
    let before = payload(&page).await;
    let all = [&LANGUAGES[..], &DEVICE].concat();
    let cases = [
        ("language", &navigator, &LANGUAGES[..]),
        ("userAgent", &navigator, &DEVICE),
        ("userAgentData", &navigator, &DEVICE),
        ("maxTouchPoints", &navigator, &DEVICE),
        ("onLine", &navigator, &[]),
        ("navigator", &js_sys::global().into(), &all),
    ];
    for (name, holder, told) in cases {
        let broken = break_getter(holder, name);
        let after = payload(&page).await;
        assert!(broken.asked() > 0, "{name} was read");
        broken.stop();
        for path in changes("", &before, &after) {
            assert!(told.contains(&path.as_str()), "{name} changed {path}");
        }
        assert!(after["session"]["channel"].is_object());
        assert_eq!(
            after["session"]["sessionId"],
            before["session"]["sessionId"]
        );
    }
    let language = break_getter(&navigator, "language");
    let after = payload(&page).await;
    language.stop();
    assert_ne!(
        before["session"]["channel"]["language"],
        Value::Null,
        "it is told where it can be"
    );
    assert!(changes("", &before, &after).contains(&LANGUAGES[0].to_owned()));
}

/// The payload that a new client sends, which answers, opens and closes as any other.
async fn payload(page: &Page) -> Value {
    let client = page.client(json!({}));
    let heard = client.heard("state");
    let request = client.ask(
        optave_web_sdk::browser::OptaveClient::interaction,
        &params(json!({ "requestId": "r" })),
    );
    request.answer().await.unwrap();
    assert_eq!(heard.texts("state"), ["connecting", "open"]);
    client.disconnect().unwrap();
    let log = page.log().await;
    let frame = log["frames"].as_array().unwrap().last().unwrap();
    assert_eq!(frame["valid"], true, "{}", frame["errors"]);
    frame["envelope"]["payload"].clone()
}

/// The paths at which two values differ.
fn changes(path: &str, one: &Value, other: &Value) -> Vec<String> {
    let (Some(fields), Some(others)) = (one.as_object(), other.as_object()) else {
        return if one == other {
            Vec::new()
        } else {
            vec![path.to_owned()]
        };
    };
    let mut names: Vec<_> = fields.keys().chain(others.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &&String| {
        let inner = if path.is_empty() {
            (*name).clone()
        } else {
            format!("{path}.{name}")
        };
        changes(&inner, &one[name.as_str()], &other[name.as_str()])
    };
    names.iter().flat_map(of).collect()
}

/// Where a callback of the browser's is cut off, the class itself ends the client: the packed file's methods besides.
#[wasm_bindgen_test]
async fn a_clock_that_throws_when_an_answer_comes_ends_that_client_alone() {
    let page = Page::fresh().await;
    let [client, other] = [
        page.client(json!({ "logger": {} })),
        page.client(json!({ "logger": {} })),
    ];
    client.works().await;
    other.works().await;
    page.script(&[silent(), silent()]).await;
    let [hit, waiting] = [client.interact(), client.interact()];
    let errors = client.heard("error");
    let sent = |log: &Value| log["frames"].as_array().unwrap().len() == 4;
    let log = log_with(&page, sent).await;
    let connection = &log["connections"][0]["id"];
    let cause: JsValue = Error::new("no time").into();
    let broken = throw_once(&global("performance"), "now", &cause);
    let answer =
        json!({ "correlationId": hit.id(), "body": superpower("interaction", "completed", "") });
    let push = json!({ "connection": connection, "messages": [answer] });
    page.control("push", push).await;
    for request in [hit, waiting] {
        let error = failure(request.answer().await);
        assert_eq!(text(&error, "code"), "CONNECTION_CLOSED");
        assert_eq!(get(&error, "retryable"), false);
        assert_eq!(get(&error, "cause"), cause);
    }
    assert!(broken.asked() > 0);
    broken.stop();
    assert_eq!(errors.values().len(), 1, "and whoever listens is told once");
    assert_eq!(client.state(), "closed");
    let error = failure(client.interact().answer().await);
    assert_eq!(text(&error, "code"), "CONNECTION_CLOSED");
    assert_eq!(get(&error, "cause"), cause);
    assert_eq!(code(client.open().await), "CONNECTION_CLOSED");
    other.works().await;
    page.client(json!({})).works().await;
    let closed = |log: &Value| {
        let of = |connection: &Value| !connection["closedAt"].is_null();
        log["connections"].as_array().unwrap().iter().any(of)
    };
    log_with(&page, closed).await;
}
