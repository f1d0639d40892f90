//! The JavaScript beside Rust, as Rust sees it, and the properties that are read of objects from outside.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Any object, read by the properties that the protocol names.
    #[derive(Clone)]
    pub type Fields;

    #[wasm_bindgen(method, getter, structural)]
    pub fn session(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn request(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn headers(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn payload(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn error(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = correlationId)]
    pub fn correlation_id(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = schemaRef)]
    pub fn schema_ref(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = actionType)]
    pub fn action_type(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn action(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn identifier(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = requestId)]
    pub fn request_id(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn state(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn data(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub fn code(this: &Fields) -> u16;
    #[wasm_bindgen(method, getter, structural)]
    pub fn reason(this: &Fields) -> String;
    #[wasm_bindgen(method, getter, structural, js_name = wasClean)]
    pub fn was_clean(this: &Fields) -> bool;
}

impl Fields {
    /// The value, if its properties can be read.
    pub fn from_object(value: JsValue) -> Option<Fields> {
        value.is_object().then(|| value.unchecked_into())
    }
}

#[wasm_bindgen(module = "/src/browser/host.js")]
extern "C" {
    /// What the client holds of the page's.
    pub type Host;
    #[wasm_bindgen(method, getter, structural, js_name = tokenProvider)]
    pub fn token_provider(this: &Host) -> JsValue;
    #[wasm_bindgen(method, js_name = setBase)]
    pub fn set_base(
        this: &Host,
        defaults: &str,
        options: &JsValue,
        organization_id: Option<&str>,
        is_compact: bool,
    ) -> Option<String>;
    #[wasm_bindgen(method, js_name = sessionId)]
    pub fn session_id(this: &Host) -> String;
    #[wasm_bindgen(method, catch)]
    pub fn draft(this: &Host, params: &JsValue, request_id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = readHeaders)]
    pub fn read_headers(this: &Host, params: &JsValue) -> Result<Option<Array>, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn print(this: &Host, limit: u32, must_be_exact: bool) -> Result<u32, JsValue>;
    #[wasm_bindgen(method)]
    pub fn add(this: &Host, index: u32, correlation_id: &str, options: &JsValue) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn refuse(this: &Host, correlation_id: &str, error: &JsValue) -> JsValue;
    #[wasm_bindgen(method, catch)]
    pub fn write(
        this: &Host,
        index: u32,
        socket: &web_sys::WebSocket,
        head: &str,
        tail: &str,
    ) -> Result<bool, JsValue>;
    #[wasm_bindgen(method)]
    pub fn pending(this: &Host, index: u32) -> Option<Pending>;
    #[wasm_bindgen(method)]
    pub fn release(this: &Host, index: u32);
    #[wasm_bindgen(method)]
    pub fn deliver(this: &Host, index: u32, data: &Fields, headers: &JsValue, update_index: u32) -> JsValue;
    #[wasm_bindgen(method, catch)]
    pub fn ask(this: &Host, index: u32, update: &JsValue, action: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(method)]
    pub fn succeed(this: &Host, index: u32, queued_ms: f64, first_update_ms: Option<f64>, total_ms: f64);
    #[wasm_bindgen(method)]
    pub fn fail(this: &Host, index: u32, error: &JsValue);
    #[wasm_bindgen(method, js_name = correlationId)]
    pub fn correlation_id(this: &Host, index: u32) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn opened(this: &Host);
    #[wasm_bindgen(method, js_name = openFailed)]
    pub fn open_failed(this: &Host, error: &JsValue, was_told: bool);
    #[wasm_bindgen(method, js_name = stateChanged)]
    pub fn state_changed(this: &Host, is_open: bool);
    #[wasm_bindgen(method)]
    pub fn closed(this: &Host, code: u16, reason: &str, was_clean: bool);
    #[wasm_bindgen(method)]
    pub fn warn(this: &Host, message: &str);
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, name: &str, value: &JsValue);
    #[wasm_bindgen(method)]
    pub fn announce(
        this: &Host,
        index: Option<u32>,
        message: &Fields,
        headers: &JsValue,
        update: &JsValue,
        error: &JsValue,
        belongs_to_nobody: bool,
    );
}

#[wasm_bindgen]
extern "C" {
    /// A request, as far as HTTP needs it.
    pub type Pending;
    #[wasm_bindgen(method, getter, structural)]
    pub fn body(this: &Pending) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn posting(this: &Pending) -> web_sys::AbortSignal;

    /// A reference that does not keep its target alive.
    pub type WeakRef;
    #[wasm_bindgen(constructor)]
    pub fn new(target: &Host) -> WeakRef;
    #[wasm_bindgen(method)]
    pub fn deref(this: &WeakRef) -> Option<Host>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn monotonic() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub fn epoch() -> f64;
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(id: &JsValue);
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    pub fn fill_random(bytes: &mut [u8]);
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/src/browser/payload.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub fn survey(payload: &JsValue) -> Result<u32, JsValue>;
}

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeError)]
    #[allow(clippy::too_many_arguments, reason = "an object would be built property by property, at ten times the code")]
    pub fn make_error(
        category: &str,
        code: &str,
        message: &str,
        details: &str,
        advice: &str,
        retryable: bool,
        correlation_id: &JsValue,
        cause: &JsValue,
    ) -> JsValue;
    #[wasm_bindgen(js_name = inServersWords)]
    pub fn in_servers_words(error: &JsValue, message: &Fields, data: &Fields) -> JsValue;
}

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = metaTokenUrl)]
    pub fn meta_token_url() -> Option<String>;
    #[wasm_bindgen(js_name = urlParts)]
    pub fn url_parts(url: &str) -> Array;
    #[wasm_bindgen(catch, js_name = withParameters)]
    pub fn with_parameters(
        url: &str,
        session_name: &str,
        session_id: &str,
        token_name: &str,
        token: Option<&str>,
    ) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = tokenOf)]
    pub fn token_of(answer: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_name = hasWebSocket)]
    pub fn has_web_socket() -> bool;
}
