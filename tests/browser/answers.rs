//! What comes back: every action's answer in every form, and which request it is for.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use optave_web_sdk::browser::OptaveClient;

use crate::client::{METHODS, failure};
use crate::support::{Page, get, json_of, log_with, params, silent, superpower, text};

/// The body of the first message in state `completed`, as REST tells it to whoever asks with the same payload.
async fn expected(page: &Page, frame: &Value) -> Value {
    let action = frame["envelope"]["headers"]["action"].as_str().unwrap();
    let messages = page.rest(action, &frame["envelope"]["payload"]).await;
    let messages = messages.as_array().unwrap();
    let completed = messages
        .iter()
        .find(|message| message["payload"]["state"] == "completed")
        .unwrap();
    completed["payload"].clone()
}

#[wasm_bindgen_test]
async fn every_method_and_its_async_name_resolve_with_the_reply_to_what_was_sent() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    for (name, method, method_async) in METHODS {
        for method in [method, method_async] {
            let request = client.ask(method, &params(json!({})));
            let response = request.answer().await.unwrap();
            let log = page.log().await;
            let frame = log["frames"].as_array().unwrap().last().unwrap();
            assert_eq!(frame["valid"], true, "{name}: {}", frame["errors"]);
            let action = frame["envelope"]["headers"]["action"].as_str().unwrap();
            assert_eq!(action, name.to_lowercase());
            assert_eq!(text(&response, "state"), "completed");
            assert_eq!(text(&response, "headers.action"), action);
            let data = json_of(&get(&response, "data"));
            assert_eq!(data, expected(&page, frame).await, "{name}");
            assert!(data["message"]["results"][0]["response"][0]["content"].is_string());
        }
    }
    let log = page.log().await;
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
    assert_eq!(log["frames"].as_array().unwrap().len(), 18);
}

#[wasm_bindgen_test]
async fn a_bare_answer_resolves_with_the_same_data_as_an_enveloped_one() {
    let page = Page::fresh().await;
    let given = params(json!({ "requestId": "r" }));
    for (name, method, _) in METHODS {
        // A client each: what still comes without an id after the reply would count as the next request's.
        let fresh = || page.client(json!({ "session": { "sessionId": "s" } }));
        page.control("config", json!({ "form": "envelope" })).await;
        let enveloped = fresh().ask(method, &given).answer().await.unwrap();
        page.control("config", json!({ "form": "bare" })).await;
        let client = fresh();
        let request = client.ask(method, &given);
        let bare = request.answer().await.unwrap();
        assert_eq!(
            json_of(&get(&bare, "data")),
            json_of(&get(&enveloped, "data")),
            "{name}"
        );
        assert!(get(&bare, "headers").is_undefined());
        assert_eq!(
            text(&enveloped, "headers.correlationId"),
            text(&enveloped, "correlationId")
        );
        assert_eq!(text(&bare, "correlationId"), request.id());
    }
}

#[wasm_bindgen_test]
async fn an_error_in_any_form_rejects_with_the_text_of_the_server() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let told = "Nicht möglich";
    let failed = superpower("interaction", "error", told);
    let typed = superpower("error", "", told);
    let mut coded = failed.clone();
    coded["message"]["results"][0]["response"][0]["error_code"] = json!("QUOTA");
    let top = json!({ "code": "QUOTA", "message": told });
    let forms = [
        (
            "bare",
            json!({ "form": "bare", "body": failed }),
            "REMOTE_ERROR",
        ),
        ("enveloped", json!({ "body": failed }), "REMOTE_ERROR"),
        ("with error_code", json!({ "body": coded }), "QUOTA"),
        ("actionType error", json!({ "body": typed }), "REMOTE_ERROR"),
        (
            "bare actionType error",
            json!({ "form": "bare", "body": typed }),
            "REMOTE_ERROR",
        ),
        (
            "top level",
            json!({ "form": "raw", "body": { "error": top } }),
            "QUOTA",
        ),
        (
            "top level beside headers",
            json!({ "form": "raw", "body": { "headers": { "correlationId": "$correlationId" }, "error": top } }),
            "QUOTA",
        ),
        (
            "in the payload",
            json!({ "body": { "action": "superpower", "error": top } }),
            "QUOTA",
        ),
    ];
    for (form, message, code) in forms {
        page.script(&[json!([message])]).await;
        let request = client.interact();
        let error = failure(request.answer().await);
        assert_eq!(text(&error, "message"), told, "{form}");
        assert_eq!(text(&error, "code"), code, "{form}");
        assert_eq!(text(&error, "category"), "ORCHESTRATOR", "{form}");
        assert_eq!(text(&error, "correlationId"), request.id(), "{form}");
        assert_eq!(text(&error, "name"), "OptaveError");
    }
    assert_eq!(client.state(), "open");
}

#[wasm_bindgen_test]
async fn what_the_sandbox_refuses_is_an_error_with_its_own_words() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let wrong = params(json!({ "settings": { "maxResponseLength": "long" } }));
    let error = failure(client.ask(OptaveClient::translate, &wrong).answer().await);
    assert!(
        text(&error, "message").contains("maxResponseLength"),
        "{}",
        text(&error, "message")
    );
    let log = page.log().await;
    assert_eq!(log["frames"][0]["valid"], false);
}

#[wasm_bindgen_test]
async fn answers_find_their_requests_in_any_order() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.open().await.unwrap();
    page.script(&[silent(), silent(), silent()]).await;
    let requests = [
        OptaveClient::interaction,
        OptaveClient::translate,
        OptaveClient::translate,
    ]
    .map(|method| client.ask(method, &params(json!({}))));
    log_with(&page, |log| log["frames"].as_array().unwrap().len() == 3).await;
    let done = |action_type: &str, told: &str| superpower(action_type, "completed", told);
    let messages = json!([
        // Foreign, then none of three: neither settles anything.
        { "correlationId": "foreign", "body": done("interaction", "foreign") },
        { "form": "bare", "body": done("sentiment", "nobody's") },
        { "correlationId": requests[2].id(), "body": done("translate", "by its id") },
        { "form": "bare", "body": done("translate", "by its action") },
        { "form": "bare", "body": done("sentiment", "as the only one") },
    ]);
    page.control("push", json!({ "messages": messages })).await;
    let expected = ["as the only one", "by its action", "by its id"];
    for (request, expected) in requests.iter().zip(expected) {
        let response = request.answer().await.unwrap();
        assert_eq!(text(&response, "text"), expected);
        assert_eq!(
            json_of(&get(&response, "updates"))
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }
}

#[wasm_bindgen_test]
async fn data_is_the_very_object_that_listeners_hear() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let heard = client.heard("message");
    page.script(&[json!([{ "body": superpower("interaction", "completed", "done") }])])
        .await;
    let response = client.works().await;
    let values = heard.values();
    assert_eq!(values.len(), 1);
    assert_eq!(get(&values[0], "payload"), get(&response, "data"));
}

#[wasm_bindgen_test]
async fn garbage_frames_are_an_error_event_each_and_harm_nothing() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let errors = client.heard("error");
    let mut messages: Vec<Value> = ["not json", "{\"half\":", "[]", "42", "null", "\"text\""]
        .map(|garbage| json!({ "form": "raw", "text": garbage }))
        .into();
    messages.push(json!({ "base64": "AAECAw==" }));
    // Objects that say nothing are messages, if odd ones: no error, and nothing settles.
    for odd in [
        json!({}),
        json!({ "headers": 5, "payload": "x" }),
        json!({ "state": {}, "actionType": [] }),
    ] {
        messages.push(json!({ "form": "raw", "body": odd }));
    }
    messages.push(json!({ "body": superpower("interaction", "completed", "unharmed") }));
    page.script(&[json!(messages)]).await;
    let response = client.works().await;
    assert_eq!(text(&response, "text"), "unharmed");
    let mut expected = vec!["INVALID_JSON"; 2];
    expected.extend(["INVALID_MESSAGE"; 5]);
    assert_eq!(errors.texts("code"), expected);
    for error in errors.values().iter() {
        failure(Err::<(), JsValue>(error.clone()));
    }
    client.works().await;
    let log = page.log().await;
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
}
