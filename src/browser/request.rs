//! A request as the client holds it, from its making until it is forgotten.

use std::cell::Cell;

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, EventTarget};

use super::error::OptaveError;
use super::options::UntilOption;
use super::slot::Slot;
use crate::engine::requests::Key;
use crate::protocol::action::Action;

#[wasm_bindgen(module = "/src/browser/request.js")]
extern "C" {
    /// The promise that a caller has, of a request or of the connection, and the way to settle it.
    #[derive(Clone)]
    pub type Outcome;
    #[wasm_bindgen(constructor)]
    pub fn new(correlation_id: &JsValue, cancel: &JsValue) -> Outcome;
    #[wasm_bindgen(method, getter)]
    pub fn request(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = correlationId)]
    pub fn correlation_id(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, setter, js_name = correlationId)]
    pub fn set_correlation_id(this: &Outcome, id: &JsValue);
    #[wasm_bindgen(method, getter)]
    pub fn key(this: &Outcome) -> Key;
    #[wasm_bindgen(method, setter)]
    pub fn set_key(this: &Outcome, key: Key);
    #[wasm_bindgen(method, getter)]
    pub fn updates(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method)]
    fn sent(this: &Outcome);
    /// Takes a message in, and answers the update that it became.
    #[wasm_bindgen(method)]
    pub fn deliver(this: &Outcome, data: &JsValue, headers: &JsValue) -> JsValue;
    /// Resolves with the newest update, and with how long the parts of it took.
    #[wasm_bindgen(method)]
    fn answer(this: &Outcome, queued_ms: f64, first_update_ms: Option<f64>, total_ms: f64);
    /// Resolves with nothing: what was asked for has come to pass.
    #[wasm_bindgen(method)]
    pub fn succeed(this: &Outcome);
    #[wasm_bindgen(method)]
    pub fn fail(this: &Outcome, error: &OptaveError, report: &JsValue);
}

/// Hears of a signal of the caller's, for as long as it is there.
pub struct Following {
    signal: EventTarget,
    listener: Function,
}

impl Following {
    pub fn begin(signal: EventTarget, listener: Function) -> Following {
        let _ = signal.add_event_listener_with_callback("abort", &listener);
        Following { signal, listener }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", &self.listener);
    }
}

pub struct Pending {
    pub key: Key,
    pub action: Action,
    pub id: JsValue,
    pub outcome: Outcome,
    pub on_update: Option<Function>,
    pub until: UntilOption,
    pub made_at: f64,
    pub sent_at: Cell<Option<f64>>,
    pub first_update_at: Cell<Option<f64>>,
    pub updates: Cell<u32>,
    pub is_settled: Cell<bool>,
    /// What is needed until it settles.
    pub held: Slot<Option<Held>>,
}

pub struct Held {
    /// As the caller gave them, to be handed back if they are never sent.
    pub params: JsValue,
    /// The envelope's beginning, up to the time that it is written.
    pub head: String,
    /// The payload, printed.
    pub payload: JsString,
    /// Ends what runs for it over HTTP.
    pub aborter: Option<AbortController>,
    /// Ends by itself when it is let go.
    pub _following: Option<Following>,
}

/// How long the parts of a request took, in milliseconds from the call.
#[derive(Clone, Copy)]
pub struct Timings {
    /// Until it was sent, if it was.
    pub queued_ms: Option<f64>,
    /// Until the first update came, if one did.
    pub first_update_ms: Option<f64>,
    pub total_ms: f64,
}

impl Pending {
    /// True if it was sent before.
    pub fn was_sent(&self, now: f64) -> bool {
        let is_again = self.sent_at.get().is_some();
        if !is_again {
            self.sent_at.set(Some(now));
        }
        self.outcome.sent();
        is_again
    }

    /// How long the parts of it took, if it settles now.
    pub fn timings(&self, now: f64) -> Timings {
        let since = |then: Option<f64>| then.map(|then| then - self.made_at);
        Timings {
            queued_ms: since(self.sent_at.get()),
            first_update_ms: since(self.first_update_at.get()),
            total_ms: now - self.made_at,
        }
    }

    pub fn succeed(&self, timings: Timings) {
        self.end();
        let queued_ms = timings.queued_ms.unwrap_or_default();
        self.outcome
            .answer(queued_ms, timings.first_update_ms, timings.total_ms);
    }

    pub fn fail(&self, error: &OptaveError, report: &JsValue) {
        if let Some(aborter) = self.end().and_then(|held| held.aborter) {
            aborter.abort();
        }
        self.outcome.fail(error, report);
    }

    /// What was sent is not kept any longer.
    fn end(&self) -> Option<Held> {
        self.is_settled.set(true);
        self.held.take()
    }
}
