//! A request as the page holds it: a promise, and what settles it.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use super::error::OptaveError;
use crate::engine::requests::Key;

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
    pub fn sent(this: &Outcome);
    /// Takes a message in, and answers the update that it became.
    #[wasm_bindgen(method)]
    pub fn deliver(this: &Outcome, data: &JsValue, headers: &JsValue) -> JsValue;
    /// Resolves with the newest update, or with the fullest, and with how long the parts of it took.
    #[wasm_bindgen(method)]
    pub fn answer(
        this: &Outcome,
        is_fullest: bool,
        queued_ms: f64,
        first_update_ms: Option<f64>,
        total_ms: f64,
    );
    /// Resolves with nothing: what was asked for has come to pass.
    #[wasm_bindgen(method)]
    pub fn succeed(this: &Outcome);
    #[wasm_bindgen(method)]
    pub fn fail(this: &Outcome, error: &OptaveError, report: &JsValue);
}

/// Hears of a signal of the caller's, for as long as it is there.
pub struct Following {
    pub signal: EventTarget,
    listener: Function,
    /// Tells it from all others. A signal that is not the browser's own may call a listener that was taken off.
    pub number: u32,
}

impl Following {
    /// # Errors
    /// What the signal threw: nothing would be heard of it.
    pub fn begin(
        signal: EventTarget,
        listener: Function,
        number: u32,
    ) -> Result<Following, JsValue> {
        signal.add_event_listener_with_callback("abort", &listener)?;
        Ok(Following {
            signal,
            listener,
            number,
        })
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", &self.listener);
    }
}
