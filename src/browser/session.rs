//! The session id of a tab, kept in its storage for as long as the tab is there.

use wasm_bindgen::prelude::*;
use web_sys::Storage;

use super::js::global;

const KEY: &str = "optave.sessionId";

#[wasm_bindgen]
extern "C" {
    /// web-sys has texts of Rust's here.
    #[wasm_bindgen(extends = Storage)]
    type TabStorage;
    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn get_item(this: &TabStorage, key: &str) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn set_item(this: &TabStorage, key: &str, value: &JsValue) -> Result<(), JsValue>;
}

/// Nothing where there is no storage, such as in workers and sandboxed frames, where looking for it throws.
fn storage() -> Option<TabStorage> {
    let storage = global("sessionStorage");
    storage.is_object().then(|| storage.unchecked_into())
}

pub fn recall() -> JsValue {
    storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .unwrap_or_default()
}

pub fn keep(id: &JsValue) {
    if let Some(storage) = storage() {
        // A storage that is full, or forbidden, keeps nothing.
        let _ = storage.set_item(KEY, id);
    }
}
