//! Ids that no other has: UUIDv7s, from the clock and the browser's randomness.

use uuid::fmt::Hyphenated;
use wasm_bindgen::prelude::*;

use super::error::Failure;
use super::slot::Slot;
use crate::protocol::error::Code;
use crate::protocol::ids::IdSource;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_random(bytes: &mut [u8]) -> Result<(), JsValue>;
}

#[derive(Default)]
pub struct Ids(Slot<Option<Box<IdSource>>>);

impl Ids {
    /// # Errors
    /// `SEND_FAILED` where the browser has no randomness to give. The next time it may have some.
    pub fn next(&self, epoch_ms: f64) -> Result<String, Failure> {
        // The source is out of its slot while the browser is asked, and put back whatever comes of that.
        let mut source = self.0.take().unwrap_or_default();
        let id = source.next(epoch_ms as u64, fill_random);
        self.0.set(Some(source));
        match id {
            Ok(id) => Ok(id.encode_lower(&mut [0; Hyphenated::LENGTH]).to_owned()),
            Err(cause) => Err(Failure::new(Code::SendFailed)
                .note("crypto.getRandomValues threw")
                .cause(cause)),
        }
    }
}
