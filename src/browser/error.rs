//! From what went wrong to the error that users meet.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::js::{Record, set, text};
use crate::protocol::error::{Category, Code, Detail, Fault};

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    /// Every failure of the SDK, as an `Error` of the page's.
    #[derive(Clone)]
    pub type OptaveError;
    #[wasm_bindgen(constructor)]
    fn new(message: &str, facts: &Object) -> OptaveError;
    #[wasm_bindgen(js_name = tellInServersWords)]
    fn tell_in_servers_words(error: &OptaveError, message: &JsValue, data: &JsValue);
}

impl OptaveError {
    pub fn with_correlation_id(self, id: &JsValue) -> OptaveError {
        set(self.unchecked_ref(), "correlationId", id);
        self
    }

    /// The error that a message of the server's is; `data` is the part of it that a caller gets.
    pub fn of_server(correlation_id: &JsValue, message: &JsValue, data: &JsValue) -> OptaveError {
        let error = Failure::new(Code::RemoteError)
            .into_error()
            .with_correlation_id(correlation_id);
        tell_in_servers_words(&error, message, data);
        error
    }
}

/// A failure, before it becomes an error.
#[derive(Clone)]
pub struct Failure {
    pub code: Code,
    /// What the message ends with.
    note: String,
    advice: Option<&'static str>,
    is_retryable: Option<bool>,
    details: JsValue,
    cause: JsValue,
    /// What a request was, that was never sent.
    unsent: Option<Object>,
}

impl Failure {
    #[inline(never)]
    pub fn new(code: Code) -> Failure {
        Failure {
            code,
            note: String::new(),
            advice: None,
            is_retryable: None,
            details: JsValue::UNDEFINED,
            cause: JsValue::UNDEFINED,
            unsent: None,
        }
    }

    #[inline(never)]
    pub fn note(mut self, note: &str) -> Failure {
        self.note.clear();
        self.note.push_str(note);
        self
    }

    /// What is at fault, place by place.
    pub fn places(self, places: &[String]) -> Failure {
        let details = Array::new();
        let mut note = String::new();
        for place in places {
            if !note.is_empty() {
                note.push_str(", ");
            }
            note.push_str(place);
            details.push(&place.as_str().into());
        }
        self.note(&note).details(details)
    }

    pub fn place(self, parts: &[&str]) -> Failure {
        self.places(&[text(parts)])
    }

    pub fn details(mut self, details: impl Into<JsValue>) -> Failure {
        self.details = details.into();
        self
    }

    pub fn cause(mut self, cause: JsValue) -> Failure {
        self.cause = cause;
        self
    }

    pub fn retryable(mut self, is_retryable: bool) -> Failure {
        self.is_retryable = Some(is_retryable);
        self
    }

    /// Of a request that was never sent: it is handed back, where the connection is to blame.
    pub fn unsent(mut self, request: impl FnOnce() -> Object) -> Failure {
        if matches!(self.code.row().category, Category::WebSocket) {
            self.unsent = Some(request());
        }
        self
    }

    /// What the engine found; `reason` is that of the connection's closing.
    pub fn of_fault(fault: Fault, reason: &JsValue) -> Failure {
        let mut failure = Failure::new(fault.code).retryable(fault.is_retryable());
        failure.advice = Some(fault.advice());
        failure.note = fault.note().unwrap_or_default();
        let details = match fault.detail {
            Detail::RanOut(limit, ms) => Record::new().with("option", limit.option()).with("ms", ms),
            Detail::Closed(code, _) | Detail::Lost(code, _) => {
                failure.note = reason.as_string().unwrap_or_default();
                Record::new().with("code", code).with("reason", reason)
            }
            Detail::Status(status) => Record::new().with("status", status),
            Detail::Size(bytes) => {
                Record::new().with("bytes", bytes).with("limit", crate::protocol::limits::MAX_ENVELOPE_BYTES)
            }
            Detail::None | Detail::Ended | Detail::Empty | Detail::Incomplete => return failure,
        };
        failure.details(details.end())
    }

    /// With what `other` knows besides.
    pub fn with_context(mut self, other: &Failure) -> Failure {
        if !other.note.is_empty() {
            self.note.clone_from(&other.note);
        }
        if !other.details.is_undefined() {
            self.details = other.details.clone();
        }
        if !other.cause.is_undefined() {
            self.cause = other.cause.clone();
        }
        self
    }

    #[inline(never)]
    pub fn into_error(self) -> OptaveError {
        let row = self.code.row();
        let message = match self.note.is_empty() {
            true => text(&[row.message]),
            false => text(&[row.message, ": ", &self.note]),
        };
        if let Some(unsent) = &self.unsent {
            let details = Object::assign(&Object::new(), self.details.unchecked_ref());
            set(&details, "unsent", unsent);
            return Failure { details: details.into(), unsent: None, ..self }.into_error();
        }
        let facts = Record::new()
            .with("category", row.category.name())
            .with("code", row.name)
            .with("suggestions", Array::of1(&self.advice.unwrap_or(row.advice).into()))
            .with("retryable", self.is_retryable.unwrap_or(row.is_retryable))
            .with("cause", self.cause)
            .with("details", self.details)
            .with("correlationId", JsValue::UNDEFINED);
        OptaveError::new(&message, &facts.end())
    }
}
