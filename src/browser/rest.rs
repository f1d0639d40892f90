//! Requests as HTTP POSTs of their own.

use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::inner::Inner;
use super::js::Host;
use super::receive::as_message;
use crate::engine::options::Text;
use crate::engine::requests::Key;
use crate::engine::rest::status_fault;
use crate::protocol::error::{Code, Fault};
use crate::protocol::inbound::{State, classify};
use crate::protocol::text::concat;
use crate::protocol::token::Token;

impl Inner {
    /// Sends a request, and delivers its answer.
    pub fn post(self: &Rc<Self>, host: &Host, key: Key, token: Option<Token>) {
        let (Some(pending), Some(action)) = (host.pending(key.index), self.engine(|engine| engine.action(key))) else {
            return;
        };
        let base = self.options.text(Text::RestUrl).unwrap_or_default();
        let url = concat(&[base.strip_suffix('/').unwrap_or(base), "/message/", action.wire()]);
        let mut request =
            Request::post(&url).header("Content-Type", "application/json").abort_signal(Some(&pending.posting()));
        if let Some(token) = token {
            request = request.header("Authorization", &concat(&["Bearer ", token.expose()]));
        }
        let request = request.body(pending.body());
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let answer = async { read(request.ok()?.send().await.ok()?).await }.await;
            let Some(inner) = weak.upgrade() else { return };
            match answer {
                Some((status, body)) => inner.response_came(key, status, body),
                None => {
                    let fault = Fault::with_note(Code::ConnectionError, &url);
                    inner.drive(|engine, now| engine.reject(now, key, fault));
                }
            }
        });
    }

    fn response_came(self: &Rc<Self>, key: Key, status: u16, body: Result<JsValue, JsValue>) {
        let is_success = (200..300).contains(&status);
        if !is_success && self.drive(|engine, now| engine.post_refused(now, key, status)) {
            return;
        }
        let body = match body {
            Err(cause) if is_success => {
                let fault = Fault::new(Code::InvalidJson);
                self.drive_because(cause, |engine, now| engine.reject(now, key, fault));
                return;
            }
            body => body.unwrap_or_default(),
        };
        let messages = if Array::is_array(&body) { body.unchecked_into() } else { Array::of1(&body) };
        for place in 0..messages.length() {
            // What comes with a refusal is delivered only where it says why.
            if let Some(message) = as_message(messages.get(place))
                && (is_success || classify(&message).state == State::Error)
            {
                self.message_came(&message, Some(key));
            }
        }
        self.drive(|engine, now| match is_success {
            true => engine.answer_ended(now, key),
            false => drop(engine.reject(now, key, status_fault(status))),
        });
    }
}

/// Status and parsed body of a response.
async fn read(response: gloo_net::http::Response) -> Option<(u16, Result<JsValue, JsValue>)> {
    let status = response.status();
    let response: web_sys::Response = response.into();
    Some((status, JsFuture::from(response.json().ok()?).await))
}
