//! The rest of the class: its smaller methods and its statics, and the class as JavaScript has it.

use js_sys::{Object, Reflect};
use optave_web_sdk::browser::OptaveClient;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::{METHODS, Request, code, failure};
use crate::support::{Page, call, get, js, json_of, params, set, settled, silent, text};

#[wasm_bindgen_test]
async fn send_makes_a_request_by_the_name_of_its_action() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let send = |kind: &str, action: &str| {
        let given = js(&params(json!({})));
        Request(client.send(kind.into(), action.into(), given, JsValue::UNDEFINED))
    };
    for (name, ..) in METHODS {
        let response = send("message", name).answer().await.unwrap();
        assert_eq!(text(&response, "headers.action"), name.to_lowercase());
    }
    for (kind, action) in [
        ("message", "dance"),
        ("message", "Interaction"),
        ("ping", "interaction"),
    ] {
        assert_eq!(code(send(kind, action).answer().await), "INVALID_ACTION");
    }
    let frames = page.log().await["frames"].clone();
    assert_eq!(frames.as_array().unwrap().len(), METHODS.len());
}

#[wasm_bindgen_test]
async fn listeners_come_and_go() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let calls = js(&json!([]));
    let push = |name: &str| -> JsValue {
        let body = format!("this.push('{name}')");
        js_sys::Function::new_no_args(&body).bind0(&calls).into()
    };
    let [always, once, gone] = ["always", "once", "gone"].map(push);
    client.on("state".into(), always.clone()).unwrap();
    client.once("state".into(), once).unwrap();
    client.once("state".into(), gone.clone()).unwrap();
    client.off("state".into(), gone);
    assert_eq!(client.listener_count("state".into()), 2);
    client.open().await.unwrap();
    assert_eq!(json_of(&calls), json!(["always", "once", "always"]));
    assert_eq!(client.listener_count("state".into()), 1);
    client.on("open".into(), always).unwrap();
    client.remove_all_listeners("state".into());
    assert_eq!(client.listener_count("state".into()), 0);
    assert_eq!(client.listener_count("open".into()), 1);
    client.remove_all_listeners(JsValue::UNDEFINED);
    assert_eq!(client.listener_count("open".into()), 0);
    let refused = client.on("state".into(), "no function".into()).unwrap_err();
    assert!(refused.is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
async fn cancelling_all_says_how_many_and_metrics_count_them() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    client.works().await;
    page.script(&[silent(), silent(), silent()]).await;
    let requests = [(); 3].map(|()| client.interact());
    assert_eq!(client.cancel_pending_requests(), 3);
    for request in &requests {
        assert_eq!(code(request.answer().await), "REQUEST_CANCELLED");
    }
    assert_eq!(client.cancel_pending_requests(), 0);
    let id = requests[0].id().into();
    assert!(!client.cancel_request(id, JsValue::UNDEFINED));
    let metrics = json_of(&client.metrics());
    let counts = ["requests", "answered", "failed", "connects", "drops"];
    assert_eq!(
        counts.map(|name| metrics[name].as_u64()),
        [Some(4), Some(1), Some(3), Some(1), Some(0)]
    );
    assert!(metrics["connectMs"]["p50"].as_f64().unwrap() > 0.0);
}

#[wasm_bindgen_test]
async fn validation_asks_nobody() {
    let page = Page::fresh().await;
    let client = page.client(json!({}));
    let (good, empty, wrong) = (
        js(&params(json!({}))),
        js(&json!({})),
        js(&json!({ "request": 5 })),
    );
    assert!(client.validate(good.clone(), "interaction".into()));
    assert!(client.validate(empty.clone(), JsValue::UNDEFINED));
    assert!(!client.validate(empty, "interaction".into()));
    assert!(!client.validate(wrong, JsValue::UNDEFINED));
    assert!(!client.validate(good, "dance".into()));
    client.works().await;
    let frame = page.log().await["frames"][0].clone();
    let mut envelope = frame["envelope"].clone();
    assert!(client.validate_envelope(js(&envelope)));
    envelope["headers"]["action"] = json!("dance");
    assert!(!client.validate_envelope(js(&envelope)));
    let log = page.log().await;
    assert_eq!(log["frames"].as_array().unwrap().len(), 1);
}

#[wasm_bindgen_test]
fn the_statics_say_what_is_spoken() {
    assert_eq!(OptaveClient::get_sdk_version(), env!("CARGO_PKG_VERSION"));
    let spoken = [
        OptaveClient::get_spec_version(),
        OptaveClient::get_schema_ref(),
    ];
    assert_eq!(spoken, ["3.2.1", "optave.message.v3"]);
    assert!(get(&OptaveClient::default_payload(), "request.scope").is_object());
    let events = [
        OptaveClient::legacy_events(),
        OptaveClient::inbound_events(),
    ];
    let told = events.map(|events| json_of(&events).to_string());
    assert!(told[0].contains("\"message\"") && told[1].contains("\"superpower.error\""));
    for frozen in [
        OptaveClient::default_payload(),
        OptaveClient::legacy_events(),
        OptaveClient::inbound_events(),
        OptaveClient::constants(),
    ] {
        assert!(Object::is_frozen(frozen.unchecked_ref::<Object>()));
    }
}

/// What wasm-bindgen makes of the type, without anything that an entry of the package adds.
#[wasm_bindgen_test]
async fn javascript_has_the_class_under_the_names_that_users_know() {
    let page = Page::fresh().await;
    let options = page.options(json!({}));
    let class = get(
        &JsValue::from(OptaveClient::new(options.clone()).unwrap()),
        "constructor",
    );
    let class: js_sys::Function = class.unchecked_into();
    let client = Reflect::construct(&class, &js_sys::Array::of1(&options)).unwrap();
    assert_eq!(text(&client, "connection.state"), "idle");
    let opening = call(&client, "openConnection", &[]).unwrap();
    settled(opening).await.unwrap();
    assert_eq!(call(&client, "isConnected", &[]).unwrap(), true);
    for (name, ..) in METHODS {
        for name in [name.to_owned(), format!("{name}Async")] {
            let request = call(&client, &name, &[js(&params(json!({})))]).unwrap();
            Request(request).answer().await.unwrap();
        }
    }
    assert_eq!(get(&call(&client, "metrics", &[]).unwrap(), "answered"), 18);
    let version = call(&class, "getSdkVersion", &[]).unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let bad = js(&json!({}));
    set(&bad, "transport", &"pigeon".into());
    let refused = Reflect::construct(&class, &js_sys::Array::of1(&bad));
    assert_eq!(text(&failure(refused), "code"), "INVALID_CONFIG");
    call(&client, "cleanup", &[]).unwrap();
    assert_eq!(text(&client, "connection.state"), "closed");
    let late = call(&client, "interaction", &[js(&params(json!({})))]).unwrap();
    assert_eq!(code(Request(late).answer().await), "CONNECTION_CLOSED");
}
