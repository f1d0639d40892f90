//! Getting a token: from the page's own provider, or with a POST to where the page says.

use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::RequestCredentials;

use super::inner::Inner;
use super::js::{Host, meta_token_url, token_of};
use super::send::Refusal;
use crate::engine::link::Attempt;
use crate::engine::options::Text;
use crate::protocol::error::{Code, Fault};
use crate::protocol::limits::DEFAULT_TOKEN_URL;

/// Where a token comes from.
enum Source {
    /// What the page's provider answered, or threw at once.
    Provider(Result<Promise, JsValue>),
    /// A URL, and the key that the page shows there.
    Url(String, Option<String>),
}

impl Inner {
    /// Asks for a token, and tells the engine.
    pub fn fetch_token(self: &Rc<Self>, host: &Host, attempt: Attempt) {
        let source = match host.token_provider().dyn_into::<Function>() {
            Ok(provider) => Source::Provider(provider.call0(&JsValue::UNDEFINED).map(|answer| Promise::resolve(&answer))),
            Err(_) => {
                let url = self.options.text(Text::TokenUrl).map(str::to_owned).or_else(meta_token_url);
                let url = url.filter(|url| !url.is_empty()).unwrap_or_else(|| DEFAULT_TOKEN_URL.to_owned());
                Source::Url(url, self.options.text(Text::PublishableKey).map(str::to_owned))
            }
        };
        // Held weakly while it waits: a provider that never answers must not keep a forgotten client.
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let answer = source.ask().await;
            let Some(inner) = weak.upgrade() else { return };
            let (token, expires_at, cause) = match answer {
                Ok((token, expires_at)) => (Ok(token), expires_at, JsValue::UNDEFINED),
                Err((fault, cause)) => (Err(fault), None, cause),
            };
            inner.drive_because(cause, |engine, now| engine.token(now, attempt, token, expires_at));
        });
    }
}

impl Source {
    async fn ask(self) -> Result<(String, Option<f64>), Refusal> {
        let failed = |note: &str, cause| (Fault::with_note(Code::TokenProviderFailed, note), cause);
        let answer = match self {
            Source::Provider(answer) => {
                let promise = answer.map_err(|thrown| failed("tokenProvider threw", thrown))?;
                JsFuture::from(promise).await.map_err(|thrown| failed("tokenProvider threw", thrown))?
            }
            Source::Url(url, publishable_key) => {
                let mut request = Request::post(&url).credentials(RequestCredentials::Include);
                if let Some(key) = publishable_key {
                    request = request.header("X-Optave-Publishable-Key", &key);
                }
                let response = request.send().await.map_err(|_| failed(&url, JsValue::UNDEFINED))?;
                let status = response.status();
                if !response.ok() {
                    let (fault, cause) = failed(&url, JsValue::UNDEFINED);
                    return Err((fault.number("status", status.into()), cause));
                }
                let response: web_sys::Response = response.into();
                let json = response.json().map_err(|cause| failed(&url, cause))?;
                JsFuture::from(json).await.map_err(|cause| failed(&url, cause))?
            }
        };
        let parts = token_of(&answer).map_err(|thrown| failed("tokenProvider threw", thrown))?;
        Ok((parts.get(0).as_string().unwrap_or_default(), parts.get(1).as_f64()))
    }
}
