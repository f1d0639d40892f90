//! What happens when wasm is cut off: by a trap, by an import that throws, by memory that cannot grow. Rust's cleaning up
//! is skipped then, so the client that was at work is ended, with a clear error for all that it had pending; every other
//! client goes on.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::client::OptaveClient;

#[wasm_bindgen(module = "/src/browser/guard.js")]
extern "C" {
    /// Calls `callback`, and tells `fail` what cut it off.
    pub fn guarded(callback: &Function, fail: &Function) -> Function;
}

#[wasm_bindgen]
impl OptaveClient {
    /// Ends the client because of what cut it off. For `guard.js` alone.
    #[wasm_bindgen(skip_typescript)]
    pub fn fail(&self, cause: JsValue) {
        self.driver.fail(cause);
    }
}

/// More than a request needs.
const RESERVE_BYTES: usize = 64 * 1024;

/// Whether there is memory for another request. Looked at before anything is begun, because nothing can be undone once
/// an allocation has failed.
pub fn has_memory() -> bool {
    let mut reserve: Vec<u8> = Vec::new();
    let is_there = reserve.try_reserve_exact(RESERVE_BYTES).is_ok();
    // Memory that nobody looks at would not be asked for.
    std::hint::black_box(reserve.as_ptr());
    is_there
}
