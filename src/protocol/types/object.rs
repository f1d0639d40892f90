//! What every wire object has in common: each field may be left out or be `null`, and fields that
//! this crate does not know are kept. `wire_object!` writes that down once, so that the other files
//! of this module are plain tables of fields with their meaning.

use std::collections::BTreeMap;

use serde::Deserialize;
#[cfg(not(target_arch = "wasm32"))]
use serde::Serialize;

/// Any JSON value.
#[cfg(not(target_arch = "wasm32"))]
pub type Json = serde_json::Value;

/// Any JSON value.
// Only its presence matters here: the value itself never leaves the JavaScript heap.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, tsify::Tsify)]
#[tsify(type = "unknown")]
#[serde(transparent)]
pub struct Json(pub serde::de::IgnoredAny);

/// An object whose fields nobody has fixed: they are sent and delivered as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    tsify(type = "{ [key: string]: unknown }")
)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(transparent)]
pub struct JsonObject(pub BTreeMap<String, Json>);

/// An item in a list of the caller's: TypeScript takes objects of types of the caller's own for it.
pub type Like<T> = T;

/// `Option::is_none` by another name: tsify takes that one to mean that a field is never `null`.
#[cfg(not(target_arch = "wasm32"))]
pub fn not_given<T>(field: &Option<T>) -> bool {
    field.is_none()
}

/// Declares an open wire object of optional, nullable fields (`field?: T | null` in TypeScript).
///
/// `Serialize` is native only: in the browser, JSON is written by the browser. Strict validation does not keep fields that
/// it does not know, because the code that does is two thirds of its module.
macro_rules! wire_object {
    (
        $(#[$about:meta])*
        $name:ident {
            $( $(#[$note:meta])* $field:ident: $kind:ident $(<$item:ty>)?, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
        #[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, schemars::JsonSchema))]
        #[serde(default, rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$note])*
                #[serde(skip_serializing_if = "crate::protocol::types::not_given")]
                pub $field: Option<$kind $(<$item>)?>,
            )*
            /// Fields that this crate does not know.
            #[cfg_attr(not(all(feature = "strict", target_arch = "wasm32")), serde(flatten))]
            #[cfg_attr(all(feature = "strict", target_arch = "wasm32"), serde(skip))]
            pub other: $crate::protocol::types::JsonObject,
        }
    };
}

/// Declares a string that has well-known values but may hold any other.
///
/// The TypeScript type is spelled out by the caller, because an attribute takes a literal only.
macro_rules! open_name {
    ($(#[$about:meta])* $name:ident, $typescript:literal, [$($known:literal),+ $(,)?]) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(type = $typescript))]
        #[cfg_attr(
            not(target_arch = "wasm32"),
            derive(serde::Serialize, schemars::JsonSchema),
            schemars(extend("examples" = [$($known),+]))
        )]
        #[serde(transparent)]
        pub struct $name(pub String);
    };
}
