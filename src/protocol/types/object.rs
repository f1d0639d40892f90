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

/// `Option::is_none` by another name: tsify takes that one to mean that a field is never `null`.
#[cfg(not(target_arch = "wasm32"))]
pub fn not_given<T>(field: &Option<T>) -> bool {
    field.is_none()
}

/// An object that the server sends, which may hold more than is declared here.
macro_rules! received_object {
    ($($object:tt)*) => { wire_object! { (all(feature = "strict", target_arch = "wasm32")) $($object)* } };
}

/// An object that callers write down. It may hold more than is declared here as well, but TypeScript wants to be told of
/// that: in an object that takes anything, a misspelt field is no mistake.
macro_rules! sent_object {
    ($($object:tt)*) => { wire_object! { (target_arch = "wasm32") $($object)* } };
}

/// Declares a wire object of optional, nullable fields (`field?: T | null` in TypeScript), and where it is taken for one
/// that holds no others.
///
/// `Serialize` is native only: in the browser, JSON is written by the browser. Strict validation does not keep fields that
/// it does not know, because the code that does is two thirds of its module.
macro_rules! wire_object {
    (
        ($closed:meta)
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
            #[cfg_attr(not($closed), serde(flatten))]
            #[cfg_attr($closed, serde(skip))]
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
