//! What the page calls.

use serde_wasm_bindgen::Deserializer;
use wasm_bindgen::prelude::*;

use super::Kind;

/// Everything that is wrong with a value, one line each; empty if it is right. `kind` counts through [`Kind::ALL`].
#[wasm_bindgen(skip_typescript)]
pub fn check(kind: u32, value: JsValue) -> String {
    let Some(kind) = Kind::ALL.get(kind as usize) else {
        return String::new();
    };
    super::check(*kind, Deserializer::from(value)).join("\n")
}
