//! Plain objects for the page. What is declared with [`records!`] is a struct that Rust fills, an interface in the
//! TypeScript declarations with the same documentation, and the way from the one to the other.

/// Declares what the page is told: structs whose fields are the properties of a plain object, in this order. A field of
/// several words says what it is called in JavaScript, and `tagged` gives the object a property `type`, by which the
/// page tells it from others. A field that is `None` is a property that is `undefined`.
///
/// `@readonly` reaches the declarations, where it makes every field one that the page can only read.
macro_rules! records {
    ($(
        $(#[$about:meta])*
        $name:ident $(tagged $tag:literal)? {
            $( $(#[$note:meta])* $field:ident $(as $js:literal)?: $kind:ty, )*
        }
    )*) => { $(
        $(#[$about])*
        ///
        /// @readonly
        #[derive(tsify::Tsify)]
        $(#[serde(tag = "type", rename = $tag)])?
        pub struct $name {
            $( $(#[$note])* $(#[serde(rename = $js)])? pub $field: $kind, )*
        }

        impl $name {
            /// The object that the page gets.
            pub fn into_object(self) -> js_sys::Object {
                let object = js_sys::Object::new();
                $( $crate::browser::js::set(&object, "type", wasm_bindgen::JsValue::from($tag)); )?
                $( $crate::browser::js::set(
                    &object,
                    $crate::browser::record::records!(@name $field $($js)?),
                    wasm_bindgen::JsValue::from(self.$field),
                ); )*
                object
            }
        }

        impl From<$name> for wasm_bindgen::JsValue {
            fn from(record: $name) -> wasm_bindgen::JsValue {
                record.into_object().into()
            }
        }
    )* };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $js:literal) => { $js };
}
pub(crate) use records;
