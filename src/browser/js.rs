//! What of JavaScript is used that js-sys and web-sys do not have, or have for texts in wasm memory only: there, texts
//! stay where they are.
//!
//! An import that often throws answers an option. wasm-bindgen takes a place in its table for what is answered, which is
//! `undefined` then, before it looks whether something was thrown, and never gives it back; `None` takes no place.

use js_sys::{Array, Function, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub(crate) use crate::protocol::text::concat as text;

use super::slot::Slot;

#[wasm_bindgen(module = "/src/browser/payload.js")]
extern "C" {
    /// What a value has of its own under a name.
    ///
    /// # Errors
    /// What a getter or a proxy throws.
    #[wasm_bindgen(catch, js_name = own)]
    pub fn read_own(value: &JsValue, name: &str) -> Result<Option<JsValue>, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parsed(text: &JsValue) -> Result<Option<JsValue>, JsValue>;

    type Callable;
    #[wasm_bindgen(method, catch, js_name = call)]
    fn call1(
        this: &Callable,
        context: &JsValue,
        value: &JsValue,
    ) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = call)]
    fn call2(
        this: &Callable,
        context: &JsValue,
        value: &JsValue,
        more: &JsValue,
    ) -> Result<Option<JsValue>, JsValue>;

    type Text;
    #[wasm_bindgen(method)]
    fn concat(this: &Text, more: &JsString, end: &JsString) -> JsString;
    #[wasm_bindgen(method)]
    fn slice(this: &Text, start: u32, end: u32) -> JsString;

    #[derive(Clone)]
    type TextEncoder;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextEncoder, JsValue>;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, bytes: &Uint8Array) -> Encoded;
    type Encoded;
    #[wasm_bindgen(method, getter)]
    fn read(this: &Encoded) -> u32;
    #[wasm_bindgen(method, getter)]
    fn written(this: &Encoded) -> u32;

    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    fn new(url: &JsValue, base: &JsValue) -> Result<Url, JsValue>;

    #[wasm_bindgen(js_name = String, catch)]
    fn to_text(value: &JsValue) -> Result<JsString, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = assign, catch)]
    fn assign(onto: &Object, from: &JsValue) -> Result<Option<Object>, JsValue>;

    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, done: &JsValue, failed: &JsValue) -> JsValue;
}

/// The value of a text in JSON.
pub fn parse(text: &JsValue) -> Result<JsValue, JsValue> {
    parsed(text).map(|value| value.unwrap_or(JsValue::NULL))
}

/// Calls a function of the page's.
pub fn call(function: &Function, context: &JsValue, value: &JsValue) -> Result<JsValue, JsValue> {
    let callable: &Callable = function.unchecked_ref();
    callable
        .call1(context, value)
        .map(Option::unwrap_or_default)
}

/// The same with another value.
pub fn call_with(
    function: &Function,
    context: &JsValue,
    value: &JsValue,
    more: &JsValue,
) -> Result<JsValue, JsValue> {
    let callable: &Callable = function.unchecked_ref();
    callable
        .call2(context, value, more)
        .map(Option::unwrap_or_default)
}

/// The three one after another, none of them copied into wasm.
pub fn join(head: &JsString, middle: &JsString, end: &JsString) -> JsString {
    head.unchecked_ref::<Text>().concat(middle, end)
}

/// The beginning of a text: at most so many UTF-16 units.
pub fn beginning(text: &JsString, most: u32) -> JsString {
    text.unchecked_ref::<Text>().slice(0, most)
}

/// A URL, read against `base` if that is not undefined.
pub fn url(url: &JsValue, base: &JsValue) -> Result<web_sys::Url, JsValue> {
    Url::new(url, base).map(JsCast::unchecked_into)
}

/// Counts the bytes that texts have in UTF-8.
pub struct ByteCounter {
    /// So many are counted in one go.
    step: u32,
    /// The encoder, and where it writes; made when first needed.
    tools: Slot<Option<(TextEncoder, Uint8Array)>>,
}

impl ByteCounter {
    pub fn by(step: u32) -> ByteCounter {
        ByteCounter {
            step,
            tools: Slot::default(),
        }
    }

    /// How many there are. Where nobody can say, the most that there can be.
    pub fn count(&self, text: &JsString) -> u32 {
        let length = text.length();
        let tools = self.tools.get().or_else(|| {
            let made = (
                TextEncoder::new().ok()?,
                Uint8Array::new_with_length(self.step + 4),
            );
            self.tools.set(Some(made.clone()));
            Some(made)
        });
        let Some((encoder, bytes)) = tools else {
            return length.saturating_mul(3);
        };
        let (mut rest, mut read, mut counted) = (None, 0, 0_u32);
        loop {
            let encoded = encoder.encode_into(rest.as_ref().unwrap_or(text), &bytes);
            let taken = encoded.read();
            read += taken;
            counted = counted.saturating_add(encoded.written());
            // Most texts are read in one go, and cost no more than that.
            if read >= length {
                return counted;
            }
            if taken == 0 {
                return length.saturating_mul(3);
            }
            rest = Some(text.unchecked_ref::<Text>().slice(read, length));
        }
    }
}

/// A promise of ours that becomes what a promise of the page's does, or what is none. What the page's throws when it is
/// asked, as one whose `then` is a getter may, is what ours is rejected with.
fn adopt(promise: &JsValue) -> Promise {
    Promise::race(&Array::of1(promise))
}

/// What a promise, or what is none, comes to.
pub fn settled(promise: &JsValue) -> JsFuture {
    adopt(promise).into()
}

/// Tells the functions what becomes of a promise, or of what is none.
pub fn then(promise: &JsValue, done: &Function, failed: &Function) {
    adopt(promise)
        .unchecked_ref::<Thenable>()
        .then(done, failed);
}

/// Has a function told what a promise of the page's rejects with. What comes of telling is nobody's.
pub fn on_rejection(promise: &JsValue, failed: &JsValue) {
    if promise.is_object() {
        let told = adopt(promise)
            .unchecked_ref::<Thenable>()
            .then(&JsValue::UNDEFINED, failed);
        let _ = Promise::all_settled(&Array::of1(&told));
    }
}

/// A property; undefined if it cannot be read.
#[inline(never)]
pub fn get(of: &JsValue, name: &str) -> JsValue {
    // Looked at before: of an import that throws, wasm-bindgen never lets go of what it answered.
    match of.is_object() || of.is_function() {
        true => Reflect::get(of, &name.into()).unwrap_or_default(),
        false => JsValue::UNDEFINED,
    }
}

/// What an object has of its own under a name: of what comes from outside, nothing else was said by anybody. Undefined if
/// it has nothing there, or nothing that can be read.
#[inline(never)]
pub fn own(of: &JsValue, name: &str) -> JsValue {
    read_own(of, name).ok().flatten().unwrap_or_default()
}

/// An object that inherits nothing: what a page has put on the prototype of all objects is not read from it.
pub fn bare() -> Object {
    Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into()
}

/// A copy of an object, with nothing inherited; nothing if it cannot be read.
pub fn copied(of: &JsValue) -> Option<Object> {
    assign(&bare(), of).ok().flatten()
}

/// Gives an object of ours a property.
pub fn set(of: &Object, name: &str, value: impl AsRef<JsValue>) {
    set_to(of, name, value.as_ref());
}

// Not inlined: each field of each record calls it.
#[inline(never)]
fn set_to(of: &Object, name: &str, value: &JsValue) {
    // Setting can fail only where a setter or a proxy refuses, and an object of ours has neither.
    let _ = Reflect::set(of, &name.into(), value);
}

/// A method of something that may not have it.
pub fn method(of: &JsValue, name: &str) -> Option<Function> {
    get(of, name).dyn_into().ok()
}

/// What is global under a name; undefined if there is no such thing.
pub fn global(name: &str) -> JsValue {
    get(&js_sys::global(), name)
}

/// An object that is made property by property.
pub struct Record(Object);

impl Record {
    #[inline(never)]
    pub fn new() -> Record {
        Record(Object::new())
    }

    #[inline(never)]
    pub fn with(self, name: &str, value: impl Into<JsValue>) -> Record {
        set(&self.0, name, value.into());
        self
    }

    pub fn end(self) -> Object {
        self.0
    }
}

/// What a value is as a text; nothing where it cannot be one.
pub fn as_text(value: &JsValue) -> JsString {
    to_text(value).unwrap_or_else(|_| "".into())
}

/// A value of the page's as an error shows it: the beginning of what it is as a text.
pub fn shown(value: &JsValue) -> String {
    String::from(beginning(&as_text(value), 40))
}

/// Whether it is a text that says something.
pub fn has_text(value: &JsValue) -> bool {
    value.is_string() && value.is_truthy()
}
