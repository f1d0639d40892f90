//! POST requests: for a token, and for whole requests where they travel over HTTP.

use gloo_net::http::{Request, RequestBuilder};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// Called here, and not by gloo-net, which panics when a page's own `fetch` rejects with something that is no `Error`.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

/// A POST to `url`, to be added to.
pub fn post(url: &str) -> RequestBuilder {
    Request::post(url)
}

/// Sends a request, and hands over its status and what its JSON body became: undefined where it was none. Status 0:
/// there was no answer.
pub fn send(request: RequestBuilder, body: JsValue, then: Box<dyn FnOnce(u16, JsValue)>) {
    spawn_local(async move {
        let answer = async {
            let request = web_sys::Request::from(request.body(body).ok()?);
            let response = JsFuture::from(fetch(&request).ok()?).await.ok()?;
            let response: web_sys::Response = response.unchecked_into();
            let json: Promise = response.json().ok()?;
            Some((
                response.status(),
                JsFuture::from(json).await.unwrap_or_default(),
            ))
        };
        let (status, body) = answer.await.unwrap_or_default();
        then(status, body);
    });
}
