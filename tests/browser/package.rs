//! The package as a whole: what importing it does, what making a client refuses, what it leaves behind, and that REST
//! gives what a WebSocket gives.

use js_sys::Array;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{
    METHODS, Page, call, get, import, js, json_of, params, text, watch_effects, watch_memory,
};

#[wasm_bindgen_test]
async fn importing_does_nothing() {
    let page = Page::fresh().await;
    let watched = watch_effects();
    let sdk = import("/pkg/index.js?untouched").await;
    let found = || json_of(&call(&watched, "found", &[]).unwrap());
    assert_eq!(found(), json!({ "effects": [], "gained": [] }));
    let page = page.with_package(sdk);
    let client = page.client(json!({}));
    let effects = found()["effects"].to_string();
    assert!(
        effects.contains("new Instance"),
        "the first client makes the wasm: {effects}"
    );
    assert_eq!(found()["gained"], json!([]));
    assert_eq!(client.state(), "idle");
    call(&watched, "stop", &[]).unwrap();
    for name in ["default", "OptaveJavaScriptSDK"] {
        assert_eq!(page.export(name), page.export("OptaveClient"), "{name}");
    }
    let log = page.log().await;
    assert_eq!(
        (&log["tokens"], &log["handshakes"]),
        (&json!([]), &json!([]))
    );
}

#[wasm_bindgen_test]
async fn bad_options_are_all_listed_at_once() {
    let page = Page::fresh().await;
    let options = page.options(json!({
        "websocketUrl": "ws://example.com",
        "authTransport": "cookie",
        "requestTimeoutMs": -1,
        "until": 5,
    }));
    let error = page.failure(page.construct(&options));
    assert_eq!(text(&error, "code"), "INVALID_CONFIG");
    for option in ["websocketUrl", "authTransport", "requestTimeoutMs", "until"] {
        assert!(
            text(&error, "message").contains(option),
            "{}",
            text(&error, "message")
        );
    }
    let error =
        page.failure(page.construct(&page.options(json!({ "clientSecret": "s3cret-value" }))));
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
async fn rest_gives_what_a_websocket_gives() {
    let page = Page::fresh().await;
    let socket = page.client(json!({}));
    let rest = page.client(
        json!({ "transport": "rest", "restUrl": page.url("restUrl"), "websocketUrl": null }),
    );
    let mut given = params(json!({ "requestId": "r", "settings": { "disableStream": false } }));
    given["session"] = json!({ "sessionId": "s" });
    let options = js(&json!({ "until": "idle", "idleMs": 100 }));
    for method in METHODS {
        let both = [&socket, &rest].map(|client| client.ask_with(method, &js(&given), &options));
        let mut told = Vec::new();
        for request in &both {
            let response = request.answer().await.unwrap();
            let updates = Array::from(&get(&response, "updates"));
            let data: Vec<_> = updates
                .iter()
                .map(|update| json_of(&get(&update, "data")))
                .collect();
            assert!(!data.is_empty(), "{method}");
            told.push(data);
        }
        assert_eq!(told[0], told[1], "{method}");
    }
    let log = page.log().await;
    let asked = log["rest"].as_array().unwrap();
    assert_eq!(asked.len(), METHODS.len());
    for (entry, method) in asked.iter().zip(METHODS) {
        assert_eq!(
            (&entry["valid"], &entry["status"]),
            (&json!(true), &json!(200)),
            "{entry}"
        );
        assert_eq!(entry["action"], method.to_lowercase());
        let body: Vec<_> = entry["body"].as_object().unwrap().keys().collect();
        assert_eq!(body, ["request", "session"]);
    }
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn rest_tells_errors_with_the_text_of_the_server() {
    let page = Page::fresh().await;
    let rest = page.client(
        json!({ "transport": "rest", "restUrl": page.url("restUrl"), "websocketUrl": null }),
    );
    page.script(&[json!({
        "status": 422,
        "messages": [{ "form": "raw", "body": { "error": { "code": "QUOTA", "message": "Nicht möglich" } } }],
    })])
    .await;
    let error = page.failure(rest.ask("interaction", &params(json!({}))).answer().await);
    assert_eq!(text(&error, "code"), "QUOTA");
    assert_eq!(text(&error, "message"), "Nicht möglich");
    rest.works().await;
}

#[wasm_bindgen_test]
async fn two_thousand_requests_do_not_grow_the_memory_of_the_wasm() {
    const IN_FLIGHT: usize = 100;
    let page = Page::fresh().await;
    let watched = watch_memory();
    let page = page.with_package(import("/pkg/index.js?watched").await);
    let client = page.client(json!({ "payloadDefaults": "compact", "deviceInfo": false }));
    let bytes = || json_of(&call(&watched, "bytes", &[]).unwrap());
    assert_eq!(
        bytes().as_array().unwrap().len(),
        2,
        "one instance and its unpacker, made by the first client"
    );
    client.open().await.unwrap();
    let round = async |count: usize| {
        for _ in 0..count / IN_FLIGHT {
            let requests: Vec<_> = (0..IN_FLIGHT)
                .map(|_| client.ask("interaction", &params(json!({}))))
                .collect();
            for request in &requests {
                request.answer().await.unwrap();
            }
        }
    };
    // Until the settled requests that are kept for late updates have reached their bound.
    round(500).await;
    let before = bytes();
    round(2_000).await;
    assert_eq!(bytes(), before);
    call(&watched, "stop", &[]).unwrap();
}
