//! The one timer of a client.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The handle is a number in browsers, and an object in Node.
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Function, delay_ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);
}

/// The longest delay that a browser's timer takes: beyond it, it fires at once.
const MOST_MS: f64 = 2_147_483_647.0;

#[derive(Default)]
pub struct Timer {
    handle: Cell<JsValue>,
    /// When it fires, on the clock of `performance.now()`.
    due: Cell<Option<f64>>,
}

impl Timer {
    /// Has `tick` called at `due`; infinity is never. One that would be too early anyway is left as it is: whoever is
    /// woken says again when it wants to be.
    pub fn wake_at(&self, now: f64, due: f64, tick: &Function) {
        let is_set = self.due.get();
        if is_set.is_some_and(|set| set <= due && due < f64::INFINITY)
            || (is_set.is_none() && due == f64::INFINITY)
        {
            return;
        }
        self.stop();
        if due < f64::INFINITY {
            // Rounded up, because browsers round down and would call too early again and again.
            let delay_ms = (due - now).ceil().clamp(0.0, MOST_MS);
            self.due.set(Some(due));
            self.handle.set(set_timeout(tick, delay_ms));
        }
    }

    /// It has fired.
    pub fn fired(&self) {
        self.due.set(None);
    }

    pub fn stop(&self) {
        self.due.set(None);
        clear_timeout(&self.handle.take());
    }
}
