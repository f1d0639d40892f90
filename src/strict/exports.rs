//! What the page calls.

use serde_wasm_bindgen::Deserializer;
use wasm_bindgen::prelude::*;

use super::Kind;

/// Everything that is wrong with a value, a text each; empty if it is right, or nobody knows what `kind` it is, by
/// [`Kind::name`].
#[wasm_bindgen(skip_typescript)]
pub fn check(kind: &str, value: JsValue) -> Vec<String> {
    match Kind::ALL.into_iter().find(|known| known.name() == kind) {
        Some(kind) => super::check(kind, Deserializer::from(value)),
        None => Vec::new(),
    }
}
