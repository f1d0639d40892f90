//! The JavaScript beside Rust, as Rust sees it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/host.js")]
extern "C" {
    /// The client's other half, see `host.js`. Held weakly: once it is collected, nothing happens any more.
    pub type HostRef;

    /// Makes the error that the next call, or the answer to this one, is about.
    #[wasm_bindgen(method)]
    pub fn raise(
        this: &HostRef,
        category: &str,
        code: &str,
        message: &str,
        details: &str,
        advice: &str,
        retryable: bool,
    );
    #[wasm_bindgen(method)]
    pub fn warn(this: &HostRef, message: &str);
    #[wasm_bindgen(method)]
    pub fn write(this: &HostRef, index: u32, head: &str) -> bool;
    #[wasm_bindgen(method)]
    pub fn posting(this: &HostRef, index: u32) -> Posting;
    #[wasm_bindgen(method)]
    pub fn posted(this: &HostRef, index: u32, serial: u32, is_success: bool, body: JsValue);
    #[wasm_bindgen(method)]
    pub fn resolve(this: &HostRef, index: u32);
    #[wasm_bindgen(method)]
    pub fn reject(this: &HostRef, index: u32);
    #[wasm_bindgen(method)]
    pub fn release(this: &HostRef, index: u32);
    #[wasm_bindgen(method, js_name = askProvider)]
    pub fn ask_provider(this: &HostRef, attempt: u32) -> bool;
    #[wasm_bindgen(method, js_name = tokenUrl)]
    pub fn token_url(this: &HostRef) -> Option<String>;
    #[wasm_bindgen(method, js_name = tokenCame)]
    pub fn token_came(this: &HostRef, attempt: u32, url: &str, status: u16, body: JsValue);
    #[wasm_bindgen(method, js_name = socketUrl)]
    pub fn socket_url(
        this: &HostRef,
        url: &str,
        session: &str,
        parameter: &str,
        token: Option<&str>,
    ) -> Option<String>;
    #[wasm_bindgen(method)]
    pub fn connected(this: &HostRef, socket: &web_sys::WebSocket);
    #[wasm_bindgen(method)]
    pub fn frame(this: &HostRef, data: JsValue);
    #[wasm_bindgen(method, js_name = socketFailed)]
    pub fn socket_failed(this: &HostRef);
    #[wasm_bindgen(method, js_name = stateChanged)]
    pub fn state_changed(this: &HostRef, is_open: bool);
    #[wasm_bindgen(method)]
    pub fn opened(this: &HostRef);
    #[wasm_bindgen(method, js_name = openFailed)]
    pub fn open_failed(this: &HostRef, was_told: bool);
    #[wasm_bindgen(method)]
    pub fn closed(this: &HostRef, code: u16, reason: &str, was_clean: bool);
    #[wasm_bindgen(method)]
    pub fn wake(this: &HostRef, delay_ms: f64);

    /// What an HTTP request is made of.
    pub type Posting;
    #[wasm_bindgen(method, getter, structural)]
    pub fn body(this: &Posting) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn signal(this: &Posting) -> web_sys::AbortSignal;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn monotonic() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub fn epoch() -> f64;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    pub fn fill_random(bytes: &mut [u8]);
}
