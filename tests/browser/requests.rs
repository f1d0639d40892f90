//! What a request is and how it ends: iterated, cancelled, refused before anything is sent, or out of time.

use std::slice;

use js_sys::{Error, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use optave_web_sdk::browser::OptaveClient;

use crate::client::{code, failure, method};
use crate::support::{
    Page, call, get, js, json_of, log_with, params, set, silent, superpower, text,
};

#[wasm_bindgen]
extern "C" {
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
}

fn options(entries: &[(&str, JsValue)]) -> JsValue {
    let options = js(&json!({}));
    for (key, value) in entries {
        set(&options, key, value);
    }
    options
}

#[wasm_bindgen_test]
async fn iterating_gives_every_update_in_order_and_ends_with_the_promise() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    page.script(&[json!([
        { "body": superpower("sentiment", "started", "") },
        { "delayMs": 20, "body": superpower("interaction", "streaming", "Hel") },
        { "delayMs": 20, "body": superpower("interaction", "completed", "Hello") },
    ])])
    .await;
    let seen = std::rc::Rc::new(std::cell::Cell::new(0));
    let counter = std::rc::Rc::clone(&seen);
    let on_update = Closure::<dyn FnMut()>::new(move || counter.set(counter.get() + 1));
    let request = client.ask_with(
        OptaveClient::interaction,
        js(&params(json!({}))),
        options(&[("onUpdate", on_update.as_ref().clone())]),
    );
    assert_eq!(request.state(), "queued");
    assert!(request.0.is_instance_of::<js_sys::Promise>());
    let (updates, end) = request.updates().await;
    end.unwrap();
    let told: Vec<_> = updates.iter().map(|update| text(update, "text")).collect();
    assert_eq!(told, ["", "Hel", "Hello"]);
    let response = request.answer().await.unwrap();
    assert_eq!(request.state(), "settled");
    assert_eq!(get(&response, "data"), get(&updates[2], "data"));
    assert_eq!(get(&response, "updates.length"), 3);
    assert!(get(&response, "timings.totalMs").as_f64().unwrap() >= 35.0);
    assert_eq!(seen.get(), 3);
    // Afterwards too.
    assert_eq!(request.updates().await.0.len(), 3);
}

#[wasm_bindgen_test]
async fn iterating_throws_what_the_promise_rejects_with() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    page.script(&[json!([
        { "body": superpower("risk", "started", "") },
        { "body": superpower("interaction", "error", "no") },
    ])])
    .await;
    let request = client.interact();
    let (updates, end) = request.updates().await;
    assert_eq!(text(&updates[0], "actionType"), "risk");
    assert_eq!(failure(end), failure(request.answer().await));
}

#[wasm_bindgen_test]
async fn a_list_of_action_types_waits_for_each_of_them() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    page.script(&[json!([
        { "body": superpower("risk", "completed", "") },
        { "body": superpower("sentiment", "error", "not among those") },
        { "delayMs": 20, "body": superpower("interaction", "completed", "both") },
    ])])
    .await;
    let until = options(&[("until", js(&json!(["interaction", "risk"])))]);
    let request = client.ask_with(OptaveClient::interaction, js(&params(json!({}))), until);
    let response = request.answer().await.unwrap();
    assert_eq!(text(&response, "text"), "both");
    assert_eq!(get(&response, "updates.length"), 3);
}

#[wasm_bindgen_test]
async fn cancel_rejects_with_the_reason_and_leaves_the_others_alone() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.open().await.unwrap();
    let late = json!([{ "delayMs": 40, "body": superpower("interaction", "completed", "late") }]);
    page.script(&[late.clone(), late, silent()]).await;
    let [request, other, third] = [(); 3].map(|()| client.interact());
    let reason: JsValue = Error::new("closed the chat").into();
    assert_eq!(request.state(), "sent");
    assert_eq!(
        call(&request.0, "cancel", slice::from_ref(&reason)).unwrap(),
        true
    );
    assert_eq!(call(&request.0, "cancel", &[]).unwrap(), false);
    assert!(client.cancel_request(third.id().into(), JsValue::UNDEFINED));
    let error = failure(request.answer().await);
    assert_eq!(text(&error, "code"), "REQUEST_CANCELLED");
    assert_eq!(text(&error, "correlationId"), request.id());
    assert_eq!(get(&error, "cause"), reason);
    assert_eq!(code(third.answer().await), "REQUEST_CANCELLED");
    assert_eq!(text(&other.answer().await.unwrap(), "text"), "late");
}

#[wasm_bindgen_test]
async fn an_abort_signal_cancels_before_and_after_sending() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.open().await.unwrap();
    page.script(&[silent()]).await;
    let controller: JsValue = AbortController::new().into();
    let signal = options(&[("signal", get(&controller, "signal"))]);
    let ask = || {
        client.ask_with(
            OptaveClient::interaction,
            js(&params(json!({}))),
            signal.clone(),
        )
    };
    let sent = ask();
    log_with(&page, |log| log["frames"].as_array().unwrap().len() == 1).await;
    let reason: JsValue = Error::new("navigated").into();
    call(&controller, "abort", slice::from_ref(&reason)).unwrap();
    for request in [sent, ask()] {
        let error = failure(request.answer().await);
        assert_eq!(text(&error, "code"), "REQUEST_CANCELLED");
        assert_eq!(get(&error, "cause"), reason);
    }
    client.works().await;
    let log = page.log().await;
    assert_eq!(
        log["frames"].as_array().unwrap().len(),
        2,
        "what was aborted before was never sent"
    );
}

#[wasm_bindgen_test]
async fn a_request_without_an_answer_times_out_and_its_connection_lives_on() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "requestTimeoutMs": 150 }));
    client.open().await.unwrap();
    page.script(&[silent()]).await;
    let error = failure(client.interact().answer().await);
    assert_eq!(text(&error, "code"), "REQUEST_TIMEOUT");
    assert_eq!(get(&error, "retryable"), true);
    client.works().await;
    let log = page.log().await;
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn each_action_names_all_the_fields_it_misses_and_sends_nothing() {
    let page = Page::fresh().await;
    let client = page.client(json!({ "organizationId": null }));
    let thread = "request.connections.threadId";
    let parent = "request.connections.parentId";
    let content = "request.attributes.content";
    let instruction = "request.attributes.instruction";
    let organization = "request.context.organizationId";
    let conversations = "request.scope.conversations";
    let offers = "request.resources.offers";
    let usual = vec![thread, conversations, organization];
    let table = [
        (
            "adjust",
            vec![
                thread,
                parent,
                content,
                instruction,
                conversations,
                organization,
            ],
        ),
        (
            "elevate",
            vec![thread, parent, content, conversations, organization],
        ),
        ("reception", vec![thread, organization]),
        (
            "recommend",
            vec![thread, conversations, offers, organization],
        ),
        ("interaction", usual.clone()),
        ("customerInteraction", usual.clone()),
        ("summarize", usual.clone()),
        ("translate", usual.clone()),
        ("insights", usual),
    ];
    for (name, mut required) in table {
        let error = failure(client.ask(method(name), &json!({})).answer().await);
        assert_eq!(text(&error, "code"), "REQUIRED_FIELDS_MISSING", "{name}");
        assert_eq!(text(&error, "category"), "VALIDATION");
        let details = json_of(&get(&error, "details"));
        let mut missing: Vec<_> = details
            .as_array()
            .unwrap()
            .iter()
            .map(|path| path.as_str().unwrap())
            .collect();
        missing.sort_unstable();
        required.sort_unstable();
        assert_eq!(missing, required, "{name}");
    }
    assert_eq!(client.state(), "idle");
    assert_eq!(page.log().await["handshakes"], json!([]));
}

#[wasm_bindgen_test]
async fn the_size_limit_is_exact_in_bytes_of_utf_8() {
    const LIMIT: usize = 131_072;
    let page = Page::fresh().await;
    // All else in the envelope is of one length then, and the latency is absent from a client's first request.
    let fresh = || page.client(json!({ "deviceInfo": false, "session": { "sessionId": "s" } }));
    let filled =
        |content: &str| params(json!({ "requestId": "r", "attributes": { "content": content } }));
    fresh()
        .ask(OptaveClient::interaction, &filled(""))
        .answer()
        .await
        .unwrap();
    let log = page.log().await;
    let base = usize::try_from(log["frames"][0]["bytes"].as_u64().unwrap()).unwrap();
    let of_size = |bytes: usize, unit: &str| {
        let room = bytes - base;
        filled(&(unit.repeat(room / unit.len()) + &"x".repeat(room % unit.len())))
    };
    for unit in ["x", "é", "€", "😀"] {
        let client = fresh();
        let refused = client
            .ask(OptaveClient::interaction, &of_size(LIMIT + 1, unit))
            .answer()
            .await;
        assert_eq!(code(refused), "PAYLOAD_TOO_LARGE", "{unit}");
        assert_eq!(
            client.state(),
            "idle",
            "what cannot be sent does not even connect"
        );
        client
            .ask(OptaveClient::interaction, &of_size(LIMIT, unit))
            .answer()
            .await
            .unwrap();
        let log = page.log().await;
        let frame = log["frames"].as_array().unwrap().last().unwrap();
        assert_eq!(frame["bytes"], LIMIT, "{unit}");
    }
}

#[wasm_bindgen_test]
async fn params_that_cannot_be_written_are_refused_and_leave_nothing() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let circular = js(&params(json!({})));
    set(&get(&circular, "request"), "self", &circular);
    let big = js(&params(json!({})));
    Reflect::set(
        &get(&big, "request"),
        &"big".into(),
        &JsValue::bigint_from_str("1"),
    )
    .unwrap();
    for bad in [circular, big] {
        let request = client.ask_with(OptaveClient::interaction, bad, JsValue::UNDEFINED);
        assert_eq!(code(request.answer().await), "SERIALIZATION_FAILED");
    }
    let foreign: Value = json!({ "request": {}, "sesion": {} });
    let error = failure(
        client
            .ask(OptaveClient::interaction, &foreign)
            .answer()
            .await,
    );
    assert_eq!(text(&error, "code"), "PAYLOAD_SCHEMA_MISMATCH");
    assert!(text(&error, "message").contains("sesion"));
    assert_eq!(client.cancel_pending_requests(), 0);
    assert_eq!(client.state(), "idle");
}
