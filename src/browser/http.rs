//! POST requests: for a token, and for whole requests where they travel over HTTP.

use gloo_net::http::{Request, RequestBuilder};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A POST to `url`, to be added to.
pub fn post(url: &str) -> RequestBuilder {
    Request::post(url)
}

/// Sends a request, and hands over its status and what its JSON body became: undefined where it was none. Status 0:
/// there was no answer.
pub fn send(request: RequestBuilder, body: JsValue, then: Box<dyn FnOnce(u16, JsValue)>) {
    spawn_local(async move {
        let answer = async {
            let response = request.body(body).ok()?.send().await.ok()?;
            let status = response.status();
            let response: web_sys::Response = response.into();
            let json: Promise = response.json().ok()?;
            Some((status, JsFuture::from(json).await.unwrap_or_default()))
        };
        let (status, body) = answer.await.unwrap_or_default();
        then(status, body);
    });
}
