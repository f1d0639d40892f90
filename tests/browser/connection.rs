//! The connection: tokens, the handshake, and every way in which it ends.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasm_bindgen_test::wasm_bindgen_test;

use optave_web_sdk::browser::OptaveClient;

use crate::client::{Client, code, failure};
use crate::support::{Page, get, json_of, log_with, params, set, settled, silent, sleep, text};

type Provider = Closure<dyn FnMut() -> Promise>;

/// A client whose provider hands these tokens out, one per call, and keeps those that it has not.
fn with_tokens(page: &Page, tokens: &[&str]) -> (Client, Provider, Rc<RefCell<Vec<String>>>) {
    let left: Vec<String> = tokens.iter().rev().map(|&token| token.to_owned()).collect();
    let left = Rc::new(RefCell::new(left));
    let pile = Rc::clone(&left);
    let provider = Closure::new(move || {
        let token = pile.borrow_mut().pop();
        future_to_promise(async move { Ok(token.into()) })
    });
    let options = page.options(json!({ "tokenUrl": null }));
    set(&options, "tokenProvider", provider.as_ref());
    (Client::new(options).unwrap(), provider, left)
}

fn closed(log: &Value) -> bool {
    log["connections"]
        .as_array()
        .unwrap()
        .iter()
        .all(|connection| !connection["closedAt"].is_null())
}

#[wasm_bindgen_test]
async fn a_token_of_the_provider_opens_one_connection() {
    let page = Page::fresh().await;
    let [first, second] = [page.ticket().await, page.ticket().await];
    let (client, _provider, left) = with_tokens(&page, &[&first, &second, "unasked"]);
    assert_eq!(left.borrow().len(), 3, "not asked before the first use");
    let requests = [OptaveClient::interaction, OptaveClient::translate]
        .map(|method| client.ask(method, &params(json!({}))));
    for request in &requests {
        request.answer().await.unwrap();
    }
    client.open().await.unwrap();
    assert_eq!(left.borrow().len(), 2);
    client.disconnect().unwrap();
    client.works().await;
    assert_eq!(left.borrow().len(), 1);
    let log = page.log().await;
    let offered: Vec<_> = [&first, &second]
        .map(|token| json!(["optave-v1", token]))
        .into();
    let handshakes = log["handshakes"].as_array().unwrap();
    let protocols: Vec<_> = handshakes
        .iter()
        .map(|entry| entry["protocols"].clone())
        .collect();
    assert_eq!(protocols, offered);
    for entry in handshakes {
        assert_eq!(entry["search"]["Authorization"], Value::Null);
    }
    for entry in log["tokens"].as_array().unwrap() {
        assert_eq!(entry["uses"], 1);
    }
}

#[wasm_bindgen_test]
async fn the_token_url_is_asked_with_the_publishable_key() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "publishableKey": "pk_test_1" }));
    client.works().await;
    client.works().await;
    let log = page.log().await;
    let tokens = log["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), 1);
    assert_eq!(
        tokens[0]["headers"]["x-optave-publishable-key"],
        "pk_test_1"
    );
    assert_eq!(tokens[0]["uses"], 1);
}

#[wasm_bindgen_test]
async fn a_token_without_success_rejects_the_open_and_what_waits() {
    let page = Page::fresh().await;
    let answers = json!([{ "status": 500 }, { "text": "<html>login</html>" }, { "body": { "nothing": true } }]);
    page.control("token", json!({ "answers": answers })).await;
    let client = page.client(json!({}));
    for expected in [
        "TOKEN_PROVIDER_FAILED",
        "TOKEN_PROVIDER_FAILED",
        "MISSING_TOKEN",
    ] {
        let opening = client.open_connection(JsValue::UNDEFINED);
        let waiting = client.interact();
        assert_eq!(code(settled(opening).await), expected);
        let error = failure(waiting.answer().await);
        assert_eq!(text(&error, "code"), expected);
        assert_eq!(text(&error, "category"), "AUTHENTICATION");
    }
    assert_eq!(page.log().await["handshakes"], json!([]));
    client.works().await;
}

#[wasm_bindgen_test]
async fn a_token_that_is_malformed_or_used_is_refused_and_never_quoted() {
    let page = Page::fresh().await;
    let used = page.ticket().await;
    let (client, _provider, _) = with_tokens(&page, &["sec ret,one", &used, &used]);
    let malformed = failure(client.open().await);
    assert_eq!(text(&malformed, "code"), "INVALID_TOKEN");
    assert_eq!(
        page.log().await["handshakes"],
        json!([]),
        "refused before the socket is built"
    );
    client.open().await.unwrap();
    client
        .close_connection(JsValue::UNDEFINED, JsValue::UNDEFINED)
        .unwrap();
    let refused = failure(client.open().await);
    assert_eq!(text(&refused, "code"), "CONNECTION_ERROR");
    assert_eq!(page.log().await["handshakes"][1]["status"], 401);
    for error in [malformed, refused] {
        let all = format!(
            "{} {} {}",
            json_of(&error),
            text(&error, "message"),
            text(&error, "stack")
        );
        assert!(!all.contains("sec ret") && !all.contains(&used), "{all}");
    }
}

#[wasm_bindgen_test]
async fn session_id_is_one_for_the_tab_in_payload_and_url() {
    let page = Page::fresh().await;
    let url = format!("{}?tenant=a%26b", page.url("websocketUrl"));
    let client = page.client(json!({ "websocketUrl": url }));
    let id = client.get_session_id().as_string().unwrap();
    assert_eq!((id.len(), &id[14..15]), (36, "7"), "a UUIDv7");
    let other = page.client(json!({})).get_session_id();
    assert_eq!(other, id.as_str());
    client.works().await;
    client.set_session_id("chosen ü&1".into()).unwrap();
    client
        .close_connection(JsValue::UNDEFINED, JsValue::UNDEFINED)
        .unwrap();
    client.works().await;
    let log = page.log().await;
    for (index, id) in [id.as_str(), "chosen ü&1"].into_iter().enumerate() {
        let search = &log["handshakes"][index]["search"];
        assert_eq!(
            *search,
            json!({ "tenant": "a&b", "OptaveTraceChatSessionId": id })
        );
        assert_eq!(log["connections"][index]["sessionId"], id);
        let payload = &log["frames"][index]["envelope"]["payload"];
        assert_eq!(payload["session"]["sessionId"], id);
    }
}

#[wasm_bindgen_test]
async fn transport_query_puts_the_token_into_the_url_and_offers_no_subprotocol() {
    let page = Page::fresh().await;
    let token = page.ticket().await;
    let client = page.client(json!({ "authTransport": "query" }));
    let opening = client.open_connection(format!("Bearer {token}").into());
    settled(opening).await.unwrap();
    client.works().await;
    let log = page.log().await;
    assert_eq!(log["handshakes"][0]["search"]["Authorization"], token);
    assert_eq!(log["handshakes"][0]["protocols"], json!([]));
    let options = page.options(json!({ "authTransport": "header" }));
    assert_eq!(code(Client::new(options)), "INVALID_CONFIG");
}

#[wasm_bindgen_test]
async fn a_handshake_that_hangs_or_is_refused_rejects_the_open_and_what_waits_goes_with_the_next() {
    let page = Page::fresh().await;
    let client =
        page.client(json!({ "connectionTimeoutMs": 300, "reconnect": { "firstDelayMs": 50 } }));
    page.control("handshake", json!({ "answers": [{ "hang": true }] }))
        .await;
    let hanging = client.interact();
    assert_eq!(code(client.open().await), "CONNECTION_TIMEOUT");
    hanging.answer().await.unwrap();
    // Firefox makes whoever failed wait a while before the next attempt, and that counts.
    let client = page.client(json!({}));
    page.control("handshake", json!({ "answers": [{ "status": 503 }] }))
        .await;
    let error = failure(client.open().await);
    assert_eq!(text(&error, "code"), "CONNECTION_ERROR");
    assert_eq!(get(&error, "retryable"), true);
    client.works().await;
}

#[wasm_bindgen_test]
async fn close_connection_rejects_what_is_in_flight_and_the_server_hears_why() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.open().await.unwrap();
    page.script(&[silent()]).await;
    let heard = client.heard("close");
    let errors = client.heard("error");
    let request = client.interact();
    client
        .close_connection(4321.into(), "chat ended".into())
        .unwrap();
    assert_eq!(request.state(), "settled");
    let error = failure(request.answer().await);
    assert_eq!(text(&error, "code"), "CONNECTION_CLOSED");
    assert_eq!(text(&error, "correlationId"), request.id());
    let log = log_with(&page, closed).await;
    assert_eq!(log["connections"][0]["closeCode"], 4321);
    assert_eq!(log["connections"][0]["closeReason"], "chat ended");
    assert_eq!(heard.texts("reason"), ["chat ended"]);
    assert!(errors.values().is_empty(), "the promise was told");
    assert_eq!(client.state(), "closed");
    assert!(!client.is_connected());
    for number in [999, 1001, 2999, 5000] {
        let refused = client.close_connection(number.into(), JsValue::UNDEFINED);
        assert_eq!(code(refused), "INVALID_CONFIG", "{number}");
    }
    client.works().await;
}

#[wasm_bindgen_test]
async fn a_close_by_the_server_rejects_what_is_in_flight_without_reconnect() {
    let page = Page::fresh().await;
    let cases = [
        (1000, false),
        (1001, true),
        (1008, false),
        (1011, true),
        (4000, true),
    ];
    for (code, retryable) in cases {
        let client = page.client(json!({ "reconnect": false }));
        let heard = client.heard("close");
        page.script(&[json!({ "close": { "code": code, "reason": "said so" } })])
            .await;
        let request = client.interact();
        let error = failure(request.answer().await);
        assert_eq!(text(&error, "code"), "CONNECTION_CLOSED", "{code}");
        assert_eq!(
            json_of(&get(&error, "details")),
            json!({ "code": code, "reason": "said so" })
        );
        assert_eq!(get(&error, "retryable"), retryable, "{code}");
        let values: Vec<_> = heard
            .values()
            .iter()
            .map(|value| get(value, "code"))
            .collect();
        assert_eq!(values, [code]);
        client.works().await;
    }
}

#[wasm_bindgen_test]
async fn a_dropped_connection_is_1006_and_what_had_no_answer_is_sent_again() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "reconnect": { "firstDelayMs": 50 } }));
    let heard = client.heard("close");
    let again = client.heard("reconnecting");
    page.script(&[json!({ "drop": true })]).await;
    let request = client.interact();
    request.answer().await.unwrap();
    assert_eq!(get(&heard.values()[0], "code"), 1006);
    assert_eq!(get(&heard.values()[0], "wasClean"), false);
    assert_eq!(get(&again.values()[0], "attempt"), 1);
    let frames = page.log().await["frames"].clone();
    let ids: Vec<_> = frames
        .as_array()
        .unwrap()
        .iter()
        .map(|frame| frame["correlationId"].clone())
        .collect();
    assert_eq!(ids, [request.id(), request.id()]);
    client.works().await;
}

#[wasm_bindgen_test]
async fn a_planned_hand_over_loses_nothing() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "maxConnectionAgeMs": 60 }));
    for _ in 0..20 {
        client.works().await;
        sleep(20).await;
    }
    assert_eq!(client.state(), "open");
    let log = page.log().await;
    assert!(log["connections"].as_array().unwrap().len() > 2);
    assert_eq!(log["frames"].as_array().unwrap().len(), 20);
}

#[wasm_bindgen_test]
async fn cleanup_ends_everything_and_later_calls_say_so() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.open().await.unwrap();
    page.script(&[silent()]).await;
    let messages = client.heard("message");
    let pending = client.interact();
    client.cleanup();
    assert_eq!(code(pending.answer().await), "REQUEST_CANCELLED");
    let later = client.interact();
    for error in [failure(later.answer().await), failure(client.open().await)] {
        assert_eq!(text(&error, "code"), "CONNECTION_CLOSED");
        assert!(text(&error, "message").contains("cleanup"));
        assert_eq!(get(&error, "retryable"), false);
    }
    assert_eq!(client.listener_count("message".into()), 0);
    assert_eq!(client.state(), "closed");
    assert!(messages.values().is_empty());
    log_with(&page, closed).await;
}

#[wasm_bindgen_test]
async fn a_listener_may_throw_or_end_the_client_from_inside_an_event() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "logger": {} }));
    let throwing = js_sys::Function::new_no_args("throw new Error('a bug of the page')");
    client.on("message".into(), throwing.into()).unwrap();
    let heard = client.heard("message");
    client.works().await;
    assert!(!heard.values().is_empty());
    let ended = client.shared();
    client.listen("message", move |_| ended.cleanup());
    let request = client.interact();
    // The message that reached the listener may have answered the request before.
    if let Err(error) = request.answer().await {
        assert_eq!(text(&error, "code"), "REQUEST_CANCELLED");
    }
    assert_eq!(client.state(), "closed");
    page.client(json!({})).works().await;
}
