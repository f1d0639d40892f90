//! The packed file, as any page imports it: what importing it does, what it exports, and what it leaves behind.

use js_sys::{Array, Error, Function, Object, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::{METHODS, Request};
use crate::support::{
    Page, call, get, import, js, json_of, params, settled, text, watch_effects, watch_memory,
};

/// What importing the file gave.
struct Package {
    page: Page,
    exports: JsValue,
}

impl Package {
    async fn imported(page: Page, url: &str) -> Self {
        let exports = import(url).await;
        Self { page, exports }
    }

    fn export(&self, name: &str) -> JsValue {
        get(&self.exports, name)
    }

    fn construct(&self, options: &JsValue) -> Result<Client, JsValue> {
        let class = self.export("OptaveClient").dyn_into::<Function>().unwrap();
        Reflect::construct(&class, &Array::of1(options)).map(Client)
    }

    fn client(&self, options: Value) -> Client {
        self.construct(&self.page.options(options)).unwrap()
    }

    /// The error, which is what all of this file's errors are.
    fn failure<T>(&self, result: Result<T, JsValue>) -> JsValue {
        let error = result.err().expect("it succeeded");
        assert!(error.is_instance_of::<Error>());
        let prototype = get(&self.export("OptaveError"), "prototype").unchecked_into::<Object>();
        assert!(prototype.is_prototype_of(&error), "not an OptaveError");
        error
    }
}

/// A client that is cleaned up when the test is done with it.
struct Client(JsValue);

impl Drop for Client {
    fn drop(&mut self) {
        self.call("cleanup", &[]);
    }
}

impl Client {
    fn call(&self, method: &str, arguments: &[JsValue]) -> JsValue {
        call(&self.0, method, arguments).unwrap()
    }

    fn ask(&self, method: &str, params: &Value) -> Request {
        Request(self.call(method, &[js(params)]))
    }

    async fn open(&self) {
        settled(self.call("openConnection", &[])).await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn importing_does_nothing() {
    let page = Page::fresh().await;
    let watched = watch_effects();
    let package = Package::imported(page, "/pkg/index.js?untouched").await;
    let found = || json_of(&call(&watched, "found", &[]).unwrap());
    assert_eq!(found(), json!({ "effects": [], "gained": [] }));
    let client = package.client(json!({}));
    let effects = found()["effects"].to_string();
    assert!(
        effects.contains("new Instance"),
        "the first client makes the wasm: {effects}"
    );
    assert_eq!(found()["gained"], json!([]));
    assert_eq!(text(&client.0, "connection.state"), "idle");
    call(&watched, "stop", &[]).unwrap();
    for name in ["default", "OptaveJavaScriptSDK"] {
        assert_eq!(
            package.export(name),
            package.export("OptaveClient"),
            "{name}"
        );
    }
    let log = package.page.log().await;
    assert_eq!(
        (&log["tokens"], &log["handshakes"]),
        (&json!([]), &json!([]))
    );
}

#[wasm_bindgen_test]
async fn a_page_that_imports_it_asks_and_is_answered_by_every_method() {
    let package = Package::imported(Page::fresh().await, "/pkg/index.js").await;
    let client = package.client(json!({}));
    let listener = Function::new_no_args("");
    let chained = client.call("on", &["message".into(), listener.clone().into()]);
    let chained = call(&chained, "off", &["message".into(), listener.into()]).unwrap();
    assert_eq!(chained, client.0, "what is added to the class of the crate");
    client.open().await;
    for (name, ..) in METHODS {
        for name in [name.to_owned(), format!("{name}Async")] {
            let request = client.ask(&name, &params(json!({})));
            let response = request.answer().await.unwrap();
            assert_eq!(text(&response, "state"), "completed", "{name}");
            assert_eq!(text(&response, "headers.action"), name_on_the_wire(&name));
            let (updates, end) = request.updates().await;
            end.unwrap();
            assert_eq!(
                get(&response, "updates.length"),
                u32::try_from(updates.len()).unwrap()
            );
        }
    }
    let log = package.page.log().await;
    assert_eq!(log["connections"].as_array().unwrap().len(), 1);
    assert_eq!(log["frames"].as_array().unwrap().len(), 18);
    for frame in log["frames"].as_array().unwrap() {
        assert_eq!(frame["valid"], true, "{}", frame["errors"]);
    }
}

fn name_on_the_wire(method: &str) -> String {
    method.trim_end_matches("Async").to_lowercase()
}

#[wasm_bindgen_test]
async fn its_errors_are_of_the_class_that_it_exports() {
    let package = Package::imported(Page::fresh().await, "/pkg/index.js").await;
    let options = package.page.options(json!({ "authTransport": "cookie" }));
    let refused = package.failure(package.construct(&options));
    assert_eq!(text(&refused, "code"), "INVALID_CONFIG");
    let client = package.client(json!({}));
    let rejected = package.failure(client.ask("interaction", &json!({})).answer().await);
    assert_eq!(text(&rejected, "code"), "REQUIRED_FIELDS_MISSING");
    assert_eq!(text(&rejected, "name"), "OptaveError");
    let request = client.ask("interaction", &params(json!({})));
    let prototype = get(&package.export("OptaveRequest"), "prototype").unchecked_into::<Object>();
    assert!(prototype.is_prototype_of(&request.0));
    client.call("cleanup", &[]);
    let ended = package.failure(request.answer().await);
    assert_eq!(text(&ended, "code"), "REQUEST_CANCELLED");
}

#[wasm_bindgen_test]
async fn two_thousand_requests_do_not_grow_the_memory_of_the_wasm() {
    const IN_FLIGHT: usize = 100;
    let page = Page::fresh().await;
    let watched = watch_memory();
    let package = Package::imported(page, "/pkg/index.js?watched").await;
    let client = package.client(json!({ "payloadDefaults": "compact", "deviceInfo": false }));
    let bytes = || json_of(&call(&watched, "bytes", &[]).unwrap());
    assert_eq!(
        bytes().as_array().unwrap().len(),
        2,
        "one instance and its unpacker, made by the first client"
    );
    client.open().await;
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
