//! What every test starts from: the package, a sandbox as good as new, and a client that ends with its test.
//!
//! What goes in is written as JSON. What comes out stays the object that the package gave, so that its identity and
//! its class can be looked at; [`json_of`] turns it into a value to compare.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Array, AsyncIterator, Function, JSON, Object, Promise, Reflect, Symbol};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub const METHODS: [&str; 9] = [
    "interaction",
    "reception",
    "elevate",
    "adjust",
    "summarize",
    "translate",
    "recommend",
    "insights",
    "customerInteraction",
];

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn load(url: &str) -> Promise;
    #[wasm_bindgen(js_name = watchMemory)]
    pub fn watch_memory() -> JsValue;
    #[wasm_bindgen(js_name = watchEffects)]
    pub fn watch_effects() -> JsValue;
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

/// The package and the sandbox.
pub struct Page {
    sdk: JsValue,
    urls: Value,
}

impl Page {
    /// Tab and sandbox are shared by all tests: what an earlier one stored, scripted and logged is gone, and what it
    /// left open is cut.
    pub async fn fresh() -> Self {
        call(&get(&js_sys::global(), "sessionStorage"), "clear", &[]).unwrap();
        let (_, urls) = http(Method::GET, "/target/sandbox.json", &[], None).await;
        let page = Self {
            sdk: import("/pkg/index.js").await,
            urls,
        };
        page.control("drop", json!({})).await;
        page.control("reset", json!({})).await;
        page.control("config", json!({ "answerDelayMs": 0, "chunkDelayMs": 0 }))
            .await;
        page
    }

    pub fn url(&self, name: &str) -> String {
        self.urls[name].as_str().unwrap().to_owned()
    }

    pub fn export(&self, name: &str) -> JsValue {
        get(&self.sdk, name)
    }

    /// The same page with another copy of the package.
    pub fn with_package(self, sdk: JsValue) -> Self {
        Self { sdk, ..self }
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

    /// Asks over REST without the package: what its answers are measured by.
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

    pub fn construct(&self, options: &JsValue) -> Result<Client, JsValue> {
        let class = self.export("OptaveClient").dyn_into::<Function>().unwrap();
        Reflect::construct(&class, &Array::of1(options)).map(|client| Client {
            js: client,
            listeners: RefCell::default(),
        })
    }

    pub fn client(&self, options: Value) -> Client {
        self.construct(&self.options(options)).unwrap()
    }

    /// The error, which is what all of the package's errors are.
    pub fn failure<T>(&self, result: Result<T, JsValue>) -> JsValue {
        let error = result.err().expect("it succeeded");
        assert!(error.is_instance_of::<js_sys::Error>());
        let prototype = get(&self.export("OptaveError"), "prototype").unchecked_into::<Object>();
        assert!(prototype.is_prototype_of(&error), "not an OptaveError");
        error
    }

    pub fn code<T>(&self, result: Result<T, JsValue>) -> String {
        text(&self.failure(result), "code")
    }
}

pub async fn import(url: &str) -> JsValue {
    settled(load(url).into()).await.unwrap()
}

type Listener = Closure<dyn FnMut(JsValue)>;

/// A client that is cleaned up when the test is done with it.
pub struct Client {
    pub js: JsValue,
    /// Dropped after the client is cleaned up, so that it never calls one that is gone.
    listeners: RefCell<Vec<Listener>>,
}

impl Drop for Client {
    fn drop(&mut self) {
        self.call("cleanup", &[]).unwrap();
    }
}

impl Client {
    pub fn call(&self, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        call(&self.js, method, arguments)
    }

    pub fn ask(&self, method: &str, params: &Value) -> Request {
        self.ask_with(method, &js(params), &JsValue::UNDEFINED)
    }

    pub fn ask_with(&self, method: &str, params: &JsValue, options: &JsValue) -> Request {
        Request(
            self.call(method, &[params.clone(), options.clone()])
                .unwrap(),
        )
    }

    /// The answer to a request that must succeed.
    pub async fn answered(&self, method: &str, params: &Value) -> JsValue {
        self.ask(method, params).answer().await.unwrap()
    }

    /// The same of any request: the client works.
    pub async fn works(&self) -> JsValue {
        self.answered("interaction", &params(json!({}))).await
    }

    pub async fn open(&self) -> Result<JsValue, JsValue> {
        settled(self.call("openConnection", &[]).unwrap()).await
    }

    pub fn state(&self) -> String {
        text(&self.js, "connection.state")
    }

    pub fn on(&self, event: &str, listener: impl FnMut(JsValue) + 'static) {
        let listener = Closure::new(listener);
        self.call("on", &[event.into(), listener.as_ref().clone()])
            .unwrap();
        self.listeners.borrow_mut().push(listener);
    }

    /// Keeps every value of an event.
    pub fn heard(&self, event: &str) -> Heard {
        let values = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::clone(&values);
        self.on(event, move |value| kept.borrow_mut().push(value));
        Heard(values)
    }
}

pub struct Heard(Rc<RefCell<Vec<JsValue>>>);

impl Heard {
    pub fn values(&self) -> Ref<'_, Vec<JsValue>> {
        self.0.borrow()
    }

    pub fn texts(&self, path: &str) -> Vec<String> {
        self.values()
            .iter()
            .map(|value| text(value, path))
            .collect()
    }
}

/// What a method of the client returned.
pub struct Request(pub JsValue);

impl Request {
    pub async fn answer(&self) -> Result<JsValue, JsValue> {
        settled(self.0.clone()).await
    }

    pub fn id(&self) -> String {
        text(&self.0, "correlationId")
    }

    pub fn state(&self) -> String {
        text(&self.0, "state")
    }

    /// The updates that iterating gives, and what it ends with.
    pub async fn updates(&self) -> (Vec<JsValue>, Result<(), JsValue>) {
        let method = Reflect::get(&self.0, &Symbol::async_iterator()).unwrap();
        let iterator = method.unchecked_into::<Function>().call0(&self.0).unwrap();
        let iterator = iterator.unchecked_into::<AsyncIterator>();
        let mut updates = Vec::new();
        loop {
            match settled(iterator.next().unwrap().into()).await {
                Ok(step) if get(&step, "done").is_truthy() => return (updates, Ok(())),
                Ok(step) => updates.push(get(&step, "value")),
                Err(error) => return (updates, Err(error)),
            }
        }
    }
}
