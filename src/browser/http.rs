//! POST requests, by gloo-net.

use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{JsString, Object};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit};

use super::driver::Driver;
use super::guard::spawn;
use super::js::Record;
use super::pending::Pending;
use crate::engine::link::Attempt;

#[wasm_bindgen]
extern "C" {
    /// web-sys takes a text of Rust's for the URL.
    #[wasm_bindgen(js_name = Request)]
    type BuiltRequest;
    #[wasm_bindgen(constructor, catch, js_class = "Request")]
    fn new(url: &JsValue, init: &RequestInit) -> Result<BuiltRequest, JsValue>;
}

/// What is sent.
pub struct Post {
    pub url: JsValue,
    /// A header besides that of the type.
    pub header: Option<(&'static str, JsValue)>,
    pub body: Option<JsString>,
    /// Whether cookies go along: to the page's own server.
    pub with_credentials: bool,
    pub signal: AbortSignal,
}

/// What came back: the status, 0 if there was no answer, and what its JSON became, undefined if it was none.
#[derive(Default)]
pub struct Answer {
    pub status: u16,
    pub body: JsValue,
}

/// Who asked.
pub enum Asker {
    Token { attempt: Attempt, url: JsValue },
    Request(Rc<Pending>),
}

impl Post {
    // gloo-net gets the finished request: its builder would print the URL and the headers anew.
    fn build(&self) -> Result<Request, JsValue> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_signal(Some(&self.signal));
        if self.with_credentials {
            init.set_credentials(RequestCredentials::Include);
        }
        let headers: Object = Record::new().end();
        if let Some((name, value)) = &self.header {
            super::js::set(&headers, name, value);
        }
        if let Some(body) = &self.body {
            super::js::set(&headers, "Content-Type", JsValue::from("application/json"));
            init.set_body(body);
        }
        init.set_headers(&headers);
        let request: web_sys::Request = BuiltRequest::new(&self.url, &init)?.unchecked_into();
        Ok(Request::from(request))
    }
}

async fn send(request: Request) -> Option<Answer> {
    let response: web_sys::Response = request.send().await.ok()?.into();
    // gloo-net reads JSON through serde, and into wasm memory.
    let body = JsFuture::from(response.json().ok()?)
        .await
        .unwrap_or_default();
    Some(Answer {
        status: response.status(),
        body,
    })
}

impl Driver {
    /// Sends it, and tells who asked what came back. The driver is held weakly meanwhile: a server that never answers must
    /// not keep a forgotten client.
    pub fn post(&self, post: &Post, asker: Asker) {
        let (request, driver) = (post.build(), self.me.clone());
        spawn(self, async move {
            let answer = match request {
                Ok(request) => send(request).await,
                Err(_) => None,
            };
            let answer = answer.unwrap_or_default();
            let Some(driver) = driver.upgrade() else {
                return;
            };
            match asker {
                Asker::Token { attempt, url } => driver.token_answered(attempt, &url, &answer),
                Asker::Request(pending) => driver.request_answered(&pending, &answer),
            }
        });
    }
}
