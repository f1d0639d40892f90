//! What making a client takes and refuses.

use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::{Client, failure};
use crate::support::{Page, js, json_of, text};

#[wasm_bindgen_test]
async fn bad_options_are_all_listed_at_once() {
    let page = Page::fresh().await;
    let options = page.options(json!({
        "websocketUrl": "ws://example.com",
        "authTransport": "cookie",
        "requestTimeoutMs": -1,
        "until": 5,
    }));
    let error = failure(Client::new(options));
    assert_eq!(text(&error, "code"), "INVALID_CONFIG");
    for option in ["websocketUrl", "authTransport", "requestTimeoutMs", "until"] {
        assert!(
            text(&error, "message").contains(option),
            "{}",
            text(&error, "message")
        );
    }
    let with_secret = page.options(json!({ "clientSecret": "s3cret-value" }));
    let error = failure(Client::new(with_secret));
    assert_eq!(text(&error, "code"), "CLIENT_SECRET_IN_CLIENT_ENV");
    assert!(!format!("{} {}", json_of(&error), text(&error, "message")).contains("s3cret-value"));
    for loopback in [
        "ws://localhost:1/",
        "ws://127.8.0.1:1/",
        "ws://[::1]:1/",
        "wss://example.com/",
    ] {
        page.client(json!({ "websocketUrl": loopback }));
    }
}

#[wasm_bindgen_test]
fn what_are_no_options_at_all_is_an_error_and_no_crash() {
    for nothing in [JsValue::UNDEFINED, JsValue::NULL, 5.into(), js(&json!([]))] {
        let error = failure(Client::new(nothing.clone()));
        assert_eq!(text(&error, "code"), "INVALID_CONFIG", "{nothing:?}");
    }
}
