//! Strict validation: a module of its own, loaded when a client first wants it. What waits for it goes through the
//! engine; what it finds becomes failures here.

use std::cell::Cell;

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::error::Failure;
use super::js;
use super::slot::Slot;
use crate::protocol::error::Code;
use crate::protocol::text::decimal;

#[wasm_bindgen(module = "/src/browser/strict.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadStrict)]
    fn load_strict() -> Promise;
}

/// What is checked, by the name that the other module knows it under.
#[derive(Clone, Copy)]
pub enum Checked {
    /// The payload of a request.
    Payload,
    /// A message that came in an envelope.
    Envelope,
    /// A message that came bare.
    Message,
}

impl Checked {
    fn name(self) -> &'static str {
        match self {
            Checked::Payload => "payload",
            Checked::Envelope => "envelope",
            Checked::Message => "message",
        }
    }
}

/// So many faults make a message; all of them are in the details.
const SHOWN: usize = 5;

#[derive(Default)]
pub struct Strict {
    /// Checks, once the module is there.
    check: Slot<Option<Function>>,
    is_wanted: Cell<bool>,
}

impl Strict {
    /// What is wrong with a value; nothing if it is right, or nobody can say yet.
    pub fn failure_of(&self, code: Code, checked: Checked, value: &JsValue) -> Option<Failure> {
        let check = self.check.get()?;
        let answer = js::call_with(&check, &JsValue::UNDEFINED, &checked.name().into(), value);
        let faults: Array = answer.ok()?.dyn_into().ok()?;
        if faults.length() == 0 {
            return None;
        }
        let mut note = String::new();
        for fault in faults.iter().take(SHOWN) {
            if !note.is_empty() {
                note.push_str(", ");
            }
            note.push_str(&fault.as_string().unwrap_or_default());
        }
        let more = (faults.length() as usize).saturating_sub(SHOWN);
        if more > 0 {
            note = js::text(&[&note, ", and ", &decimal(more as u32), " more"]);
        }
        Some(Failure::new(code).note(&note).details(faults.into()))
    }
}

impl Strict {
    /// What is wrong with a payload, as it is printed: what JSON has mended, or left out, is not sent.
    pub fn failure_of_payload(&self, printed: &JsString) -> Option<Failure> {
        if self.check.with(|check| check.is_none()) {
            return None;
        }
        let payload = js::parse(printed).unwrap_or_default();
        self.failure_of(Code::PayloadSchemaMismatch, Checked::Payload, &payload)
    }
}

impl Driver {
    /// From the first use on.
    pub(super) fn load_strict_validation(&self) {
        if self.settings.strict_validation && !self.strict.is_wanted.replace(true) {
            self.follow_up(
                &load_strict(),
                0,
                |driver, _, check| {
                    driver.strict_validation_came(check.dyn_into().ok(), JsValue::UNDEFINED)
                },
                |driver, _, cause| driver.strict_validation_came(None, cause),
            );
        }
    }

    /// Strict validation is there: what has waited for it is checked, and can go. Or it could not be had.
    fn strict_validation_came(&self, check: Option<Function>, cause: JsValue) {
        let came = check.is_some();
        self.strict.is_wanted.set(came);
        self.strict.check.set(check);
        for pending in self.requests.all() {
            let failure = match came {
                true => pending
                    .printed_payload()
                    .and_then(|payload| self.strict.failure_of_payload(&payload)),
                false => Some(
                    Failure::new(Code::InvalidConfig)
                        .note("strictValidation: strict.js or strict-js.js could not be loaded; a service worker loads nothing later, so leave it out there")
                        .retryable(true)
                        .cause(cause.clone()),
                ),
            };
            if let Some(failure) = failure {
                self.give_up(&pending, failure);
            }
        }
        if came {
            let now = self.now();
            self.tell(now, |engine| engine.validator_came(now));
        }
    }
}
