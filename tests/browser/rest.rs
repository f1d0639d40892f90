//! Requests over HTTP: they give what a WebSocket gives.

use js_sys::Array;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::{Client, METHODS, failure};
use crate::support::{Page, get, js, json_of, params, text};

fn rest_client(page: &Page) -> Client {
    page.client(
        json!({ "transport": "rest", "restUrl": page.url("restUrl"), "websocketUrl": null }),
    )
}

#[wasm_bindgen_test]
async fn rest_gives_what_a_websocket_gives() {
    let page = Page::fresh().await;
    let clients = [page.client(json!({})), rest_client(&page)];
    let mut given = params(json!({ "requestId": "r", "settings": { "disableStream": false } }));
    given["session"] = json!({ "sessionId": "s" });
    let options = js(&json!({ "until": "idle", "idleMs": 100 }));
    for (name, method, _) in METHODS {
        let both = clients
            .each_ref()
            .map(|client| client.ask_with(method, js(&given), options.clone()));
        let mut told = Vec::new();
        for request in &both {
            let response = request.answer().await.unwrap();
            let updates = Array::from(&get(&response, "updates"));
            let data: Vec<_> = updates
                .iter()
                .map(|update| json_of(&get(&update, "data")))
                .collect();
            assert!(!data.is_empty(), "{name}");
            told.push(data);
        }
        assert_eq!(told[0], told[1], "{name}");
    }
    let log = page.log().await;
    let asked = log["rest"].as_array().unwrap();
    assert_eq!(asked.len(), METHODS.len());
    for (entry, (name, ..)) in asked.iter().zip(METHODS) {
        assert_eq!(
            (&entry["valid"], &entry["status"]),
            (&json!(true), &json!(200)),
            "{entry}"
        );
        assert_eq!(entry["action"], name.to_lowercase());
        let body: Vec<_> = entry["body"].as_object().unwrap().keys().collect();
        assert_eq!(body, ["request", "session"]);
    }
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn rest_tells_errors_with_the_text_of_the_server() {
    let page = Page::fresh().await;
    let client = rest_client(&page);
    page.script(&[json!({
        "status": 422,
        "messages": [{ "form": "raw", "body": { "error": { "code": "QUOTA", "message": "Nicht möglich" } } }],
    })])
    .await;
    let error = failure(client.interact().answer().await);
    assert_eq!(text(&error, "code"), "QUOTA");
    assert_eq!(text(&error, "message"), "Nicht möglich");
    client.works().await;
}
