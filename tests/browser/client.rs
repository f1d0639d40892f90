//! A client of the test's own, and what its methods answer.

use std::cell::{Ref, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use js_sys::{AsyncIterator, Function, Reflect, Symbol};
use optave_web_sdk::browser::OptaveClient;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::support::{get, js, params, settled, text};

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    /// The class of all errors, the very one that the crate makes them of.
    type OptaveError;
}

#[wasm_bindgen(module = "/src/browser/request.js")]
extern "C" {
    /// The class of what the methods below answer.
    pub type OptaveRequest;
}

/// A method that is named for an action.
pub type Method = fn(&OptaveClient, JsValue, JsValue) -> JsValue;

/// All of them: the name in JavaScript, the method, and the same once more under the name that ends in `Async`.
pub const METHODS: [(&str, Method, Method); 9] = [
    (
        "interaction",
        OptaveClient::interaction,
        OptaveClient::interaction_async,
    ),
    (
        "reception",
        OptaveClient::reception,
        OptaveClient::reception_async,
    ),
    (
        "elevate",
        OptaveClient::elevate,
        OptaveClient::elevate_async,
    ),
    ("adjust", OptaveClient::adjust, OptaveClient::adjust_async),
    (
        "summarize",
        OptaveClient::summarize,
        OptaveClient::summarize_async,
    ),
    (
        "translate",
        OptaveClient::translate,
        OptaveClient::translate_async,
    ),
    (
        "recommend",
        OptaveClient::recommend,
        OptaveClient::recommend_async,
    ),
    (
        "insights",
        OptaveClient::insights,
        OptaveClient::insights_async,
    ),
    (
        "customerInteraction",
        OptaveClient::customer_interaction,
        OptaveClient::customer_interaction_async,
    ),
];

/// The one of a name.
pub fn method(name: &str) -> Method {
    let is_it = |(known, ..): &&(&str, Method, Method)| *known == name;
    METHODS.iter().find(is_it).unwrap().1
}

/// The error, which is what all of the client's errors are.
pub fn failure<T>(result: Result<T, JsValue>) -> JsValue {
    let error = result.err().expect("it succeeded");
    assert!(error.is_instance_of::<js_sys::Error>());
    assert!(
        error.is_instance_of::<OptaveError>(),
        "not an OptaveError: {error:?}"
    );
    error
}

pub fn code<T>(result: Result<T, JsValue>) -> String {
    text(&failure(result), "code")
}

type Listener = Closure<dyn FnMut(JsValue)>;

/// A client that is cleaned up when the test is done with it. Of the class it has all methods.
pub struct Client {
    client: Rc<OptaveClient>,
    /// Dropped after the client is cleaned up, so that it never calls one that is gone.
    listeners: RefCell<Vec<Listener>>,
}

impl Deref for Client {
    type Target = OptaveClient;

    fn deref(&self) -> &OptaveClient {
        &self.client
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.cleanup();
    }
}

impl Client {
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        Ok(Self {
            client: Rc::new(OptaveClient::new(options)?),
            listeners: RefCell::default(),
        })
    }

    /// The same client, for a listener to call.
    pub fn shared(&self) -> Rc<OptaveClient> {
        Rc::clone(&self.client)
    }

    pub fn ask(&self, method: Method, params: &Value) -> Request {
        self.ask_with(method, js(params), JsValue::UNDEFINED)
    }

    pub fn ask_with(&self, method: Method, params: JsValue, options: JsValue) -> Request {
        let request = method(self, params, options);
        assert!(request.is_instance_of::<OptaveRequest>());
        Request(request)
    }

    /// The request that is made where it does not matter which.
    pub fn interact(&self) -> Request {
        self.ask(OptaveClient::interaction, &params(json!({})))
    }

    /// The answer to it: the client works.
    pub async fn works(&self) -> JsValue {
        self.interact().answer().await.unwrap()
    }

    pub async fn open(&self) -> Result<JsValue, JsValue> {
        settled(self.open_connection(JsValue::UNDEFINED)).await
    }

    pub fn state(&self) -> String {
        text(&self.connection(), "state")
    }

    pub fn listen(&self, event: &str, listener: impl FnMut(JsValue) + 'static) {
        let listener = Listener::new(listener);
        self.on(event.into(), listener.as_ref().clone()).unwrap();
        self.listeners.borrow_mut().push(listener);
    }

    /// Keeps every value of an event.
    pub fn heard(&self, event: &str) -> Heard {
        let heard = Heard::default();
        let kept = Rc::clone(&heard.0);
        self.listen(event, move |value| kept.borrow_mut().push(value));
        heard
    }
}

#[derive(Default)]
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

/// What a method of a client returned.
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
