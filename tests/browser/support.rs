//! What every test starts from: a page with a sandbox as good as new, and what is said to it and read of it.
//!
//! What goes in is written as JSON. What comes out stays the object that the client gave, so that its identity and
//! its class can be looked at; [`json_of`] turns it into a value to compare.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Array, Function, JSON, Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::client::Client;

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn load(url: &str) -> Promise;
    #[wasm_bindgen(js_name = watchMemory)]
    pub fn watch_memory() -> JsValue;
    #[wasm_bindgen(js_name = watchEffects)]
    pub fn watch_effects() -> JsValue;

    /// Something of the page's that fails.
    pub type Broken;
    /// How often it was asked for what it has.
    #[wasm_bindgen(method)]
    pub fn asked(this: &Broken) -> u32;
    /// It is whole again.
    #[wasm_bindgen(method)]
    pub fn stop(this: &Broken);
    #[wasm_bindgen(js_name = throwOnce)]
    pub fn throw_once(holder: &JsValue, name: &str, thrown: &JsValue) -> Broken;
    #[wasm_bindgen(js_name = breakGetter)]
    pub fn break_getter(holder: &JsValue, name: &str) -> Broken;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: i32) -> f64;
}

pub async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
    });
    settled(promise.into()).await.unwrap();
}

pub async fn settled(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise)).await
}

pub fn js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// Null for what JSON cannot say.
pub fn json_of(value: &JsValue) -> Value {
    match JSON::stringify(value) {
        Ok(text) => text
            .as_string()
            .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap()),
        Err(_) => Value::Null,
    }
}

/// The property at a dotted path; undefined from where the path leaves the object.
pub fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |node, key| {
        Reflect::get(&node, &key.into()).unwrap_or(JsValue::UNDEFINED)
    })
}

pub fn global(name: &str) -> JsValue {
    get(&js_sys::global(), name)
}

pub fn text(value: &JsValue, path: &str) -> String {
    get(value, path)
        .as_string()
        .unwrap_or_else(|| panic!("{path} is no string in {}", json_of(value)))
}

pub fn set(target: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(target, &key.into(), value).unwrap();
}

pub fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    get(target, method)
        .dyn_into::<Function>()
        .unwrap_or_else(|_| panic!("there is no method {method}"))
        .apply(target, &arguments.iter().collect::<Array>())
}

/// Resolves once `look` is satisfied with the log: a wait for what is certain to come.
pub async fn log_with(page: &Page, look: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..500 {
        let log = page.log().await;
        if look(&log) {
            return log;
        }
        sleep(10).await;
    }
    panic!("the log never came to it: {}", page.log().await);
}

async fn http(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> (u16, Value) {
    let mut request = RequestBuilder::new(url).method(method);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let response = match body {
        Some(body) => request.body(body).unwrap().send().await,
        None => request.send().await,
    };
    let response = response.unwrap_or_else(|error| panic!("{url}: {error}"));
    let text = response.text().await.unwrap();
    let body =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{url}: {error} in {text}"));
    (response.status(), body)
}

/// Params that every action accepts, with `request` laid over their request.
pub fn params(request: Value) -> Value {
    let mut params = json!({
        "request": {
            "attributes": { "content": "Thanks. I cannot come.", "instruction": "make it friendly" },
            "connections": { "threadId": "thread-1", "parentId": "parent-1" },
            "resources": { "offers": [{ "id": "bali", "title": "Bali", "description": "Warm weather and beaches" }] },
            "scope": { "conversations": [{
                "conversationId": "conversation-1",
                "participants": [{ "participantId": "u", "displayName": "Alice", "role": "user" }],
                "messages": [{
                    "participantId": "u",
                    "content": "I like beaches",
                    "timestamp": "2026-01-15T10:30:00.000Z",
                }],
                "metadata": {},
            }] },
        },
    });
    for (key, value) in request.as_object().unwrap() {
        params["request"][key] = value.clone();
    }
    params
}

/// A superpower message in the bare form.
pub fn superpower(action_type: &str, state: &str, text: &str) -> Value {
    json!({
        "action": "superpower",
        "actionType": action_type,
        "state": state,
        "message": { "results": [{ "response": [{ "content": text }] }] },
    })
}

/// An answer that never comes.
pub fn silent() -> Value {
    json!({ "silent": true })
}

/// The page under test, and the sandbox that it talks to.
pub struct Page {
    urls: Value,
}

impl Page {
    /// Tab and sandbox are shared by all tests: what an earlier one stored, scripted and logged is gone, and what it
    /// left open is cut.
    pub async fn fresh() -> Self {
        call(&global("sessionStorage"), "clear", &[]).unwrap();
        let (_, urls) = http(Method::GET, "/target/sandbox.json", &[], None).await;
        let page = Self { urls };
        page.control("drop", json!({})).await;
        page.control("reset", json!({})).await;
        page.control("config", json!({ "answerDelayMs": 0, "chunkDelayMs": 0 }))
            .await;
        page
    }

    pub fn url(&self, name: &str) -> String {
        self.urls[name].as_str().unwrap().to_owned()
    }

    pub async fn control(&self, name: &str, body: Value) -> Value {
        let url = format!("{}/control/{name}", self.url("url"));
        let (status, answer) = http(Method::POST, &url, &[], Some(body.to_string())).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub async fn log(&self) -> Value {
        http(
            Method::GET,
            &format!("{}/control/log", self.url("url")),
            &[],
            None,
        )
        .await
        .1
    }

    /// Queues one answer per entry: a list of messages, or a whole answer.
    pub async fn script(&self, answers: &[Value]) {
        let answers: Vec<Value> = answers
            .iter()
            .map(|answer| match answer {
                Value::Array(messages) => json!({ "messages": messages }),
                other => other.clone(),
            })
            .collect();
        self.control("script", json!({ "answers": answers })).await;
    }

    pub async fn ticket(&self) -> String {
        let (_, body) = http(Method::POST, &self.url("tokenUrl"), &[], None).await;
        body["token"].as_str().unwrap().to_owned()
    }

    /// Asks over REST without a client: what its answers are measured by.
    pub async fn rest(&self, action: &str, payload: &Value) -> Value {
        let url = format!("{}/message/{action}", self.url("restUrl"));
        let bearer = format!("Bearer {}", self.ticket().await);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let (status, body) = http(Method::POST, &url, &headers, Some(payload.to_string())).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// What clients are made with, with `options` laid over it; null takes one away.
    pub fn options(&self, options: Value) -> JsValue {
        let mut all = json!({
            "websocketUrl": self.url("websocketUrl"),
            "tokenUrl": self.url("tokenUrl"),
            "organizationId": "organization-1",
        });
        for (key, value) in options.as_object().unwrap() {
            all[key] = value.clone();
        }
        all.as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        js(&all)
    }

    pub fn client(&self, options: Value) -> Client {
        Client::new(self.options(options)).unwrap()
    }
}

pub async fn import(url: &str) -> JsValue {
    settled(load(url).into()).await.unwrap()
}
