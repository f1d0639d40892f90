//! The one timer of a client, and the clock that it goes by.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::js::{call, method};

#[wasm_bindgen]
extern "C" {
    /// The handle is a number in browsers, and an object in Node.
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Function, delay_ms: f64, argument: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    type Global;
    #[wasm_bindgen(method, getter, js_name = setTimeout)]
    fn present_set_timeout(this: &Global) -> JsValue;
}

/// The `setTimeout` that there is now.
fn present_set_timeout() -> JsValue {
    let global: Global = js_sys::global().unchecked_into();
    global.present_set_timeout()
}

/// The longest delay that a browser's timer takes: beyond it, it fires at once.
const MOST_MS: f64 = 2_147_483_647.0;

/// Delays are whole milliseconds.
const ROUNDING_MS: f64 = 1.0;

/// A timer that was set less than this ago is taken to be there still: setting one costs as much as a short message does.
const FRESH_MS: f64 = 1.0;

/// The clock runs with `performance.now()`, never goes back, and shows at least the time that the timer was set for when
/// that fires. So deadlines come by whichever goes on: fakes of `setTimeout` often leave `performance.now()` as it is, and
/// those of `performance.now()` begin anew; and browsers round delays down.
#[derive(Default)]
pub struct Timer {
    /// What it showed last.
    now: Cell<f64>,
    /// How far it is ahead of `performance.now()`.
    ahead: Cell<f64>,
    /// The timer that is set: its number and its handle, when it was set and for what time, and whether that is awaited.
    number: Cell<u32>,
    handle: Cell<JsValue>,
    set_at: Cell<f64>,
    /// The `setTimeout` that it was set by: fakes put another in its place, and know nothing of this one's timers.
    set_by: Cell<JsValue>,
    due: Cell<Option<f64>>,
    is_awaited: Cell<bool>,
}

impl Timer {
    /// What the clock shows, in milliseconds.
    pub fn now(&self) -> f64 {
        self.reach(self.now.get())
    }

    /// Puts the clock on to this time, if it is not there yet.
    fn reach(&self, time: f64) -> f64 {
        let own = performance_now();
        // Less than a millisecond is what rounding takes from a delay: kept each time, it would put the clock forward for good.
        if time - own - self.ahead.get() >= ROUNDING_MS {
            self.ahead.set(time - own);
        }
        let now = time.max(own + self.ahead.get());
        self.now.set(now);
        now
    }

    /// Has `tick` called at `due`, and told the number of the timer; infinity is never. It is set anew again and again,
    /// because the page may have cleared it: some clear every number that there is. In Node the process goes on for it, if
    /// `is_awaited`.
    pub fn wake_at(&self, due: f64, tick: &Function, is_awaited: bool) {
        let now = self.now.get();
        if due == f64::INFINITY {
            self.stop();
        } else if !self.is_fresh(now, due) {
            self.stop();
            self.set(now, due, tick);
        }
        self.keep_process(is_awaited);
    }

    /// Whether the timer that is set does for `due` and is there still. One that is too early is as good: whoever is woken
    /// says again when it wants to be.
    fn is_fresh(&self, now: f64, due: f64) -> bool {
        now - self.set_at.get() < FRESH_MS
            && self.due.get().is_some_and(|set| set <= due)
            && self.is_set_by_present()
    }

    fn set(&self, now: f64, due: f64, tick: &Function) {
        // Whole milliseconds, as many timers take them; what is left of one makes no second timer, because the clock is put on.
        let left_ms = due - performance_now() - self.ahead.get();
        let delay_ms = left_ms.clamp(0.0, MOST_MS).floor();
        let number = self.number.get().wrapping_add(1);
        self.number.set(number);
        self.handle.set(set_timeout(tick, delay_ms, number));
        self.is_awaited.set(true);
        self.set_by.set(present_set_timeout());
        self.set_at.set(now);
        self.due.set(Some(due.min(now + MOST_MS)));
    }

    /// In Node, has the process go on for the timer that is set, or not.
    fn keep_process(&self, is_awaited: bool) {
        if self.is_awaited.replace(is_awaited) == is_awaited {
            return;
        }
        let handle = self.handle.take();
        let name = if is_awaited { "ref" } else { "unref" };
        if handle.is_object()
            && let Some(tell) = method(&handle, name)
        {
            let _ = call(&tell, &handle, &JsValue::UNDEFINED);
        }
        self.handle.set(handle);
    }

    fn is_set_by_present(&self) -> bool {
        let set_by = self.set_by.take();
        let is_same = set_by == present_set_timeout();
        self.set_by.set(set_by);
        is_same
    }

    /// One has fired; perhaps one that was stopped, by a `clearTimeout` that knew nothing of it.
    pub fn fired(&self, number: &JsValue) {
        if *number == self.number.get()
            && let Some(due) = self.due.take()
        {
            self.reach(due);
        }
    }

    pub fn stop(&self) {
        if self.due.take().is_some() {
            clear_timeout(&self.handle.take());
        }
    }
}
