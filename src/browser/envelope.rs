//! The text of an envelope: a head, printed by [`crate::protocol::headers`], the time that it is written, and a payload,
//! printed by the page and never copied into wasm.

use js_sys::{Date, JsString};

use super::js::{self, text};
use super::slot::Slot;
use crate::protocol::headers::{AFTER_PAYLOAD, BEFORE_PAYLOAD};

pub struct Printer {
    /// The time as it was printed last: most of what is printed belongs to the same millisecond.
    time: Slot<(f64, String)>,
    end: JsString,
}

impl Printer {
    pub fn new() -> Printer {
        Printer {
            time: Slot::default(),
            end: AFTER_PAYLOAD.into(),
        }
    }

    /// A time in milliseconds since 1970, in ISO 8601.
    pub fn time(&self, epoch_ms: f64) -> String {
        let (printed_at, printed) = self.time.get();
        if printed_at == epoch_ms {
            return printed;
        }
        let printed = String::from(Date::new(&epoch_ms.into()).to_iso_string());
        self.time.set((epoch_ms, printed.clone()));
        printed
    }

    /// The envelope as it is written at that time.
    pub fn envelope(&self, head: &str, payload: &JsString, epoch_ms: f64) -> JsString {
        let head = text(&[head, &self.time(epoch_ms), BEFORE_PAYLOAD]);
        js::join(&head.into(), payload, &self.end)
    }
}
