//! What the wire types take for an object of the caller's.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const OBJECTS: &str = r"
/** An object of yours, with whatever fields you have agreed on: of a type, an interface or a class, but no list. */
export type AnyObject = JsonObject | (object & { readonly [Symbol.iterator]?: never });
";
