//! From what went wrong to the error that users meet.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::http::Answer;
use super::js::{Record, own, set, text};
use crate::protocol::error::{Category, Code, Detail, Fault};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    /// Every failure of the SDK, as an `Error` of the page's.
    #[derive(Clone)]
    pub type OptaveError;
    #[wasm_bindgen(constructor)]
    fn new(message: &str, facts: &Object) -> OptaveError;
    #[wasm_bindgen(js_name = tellInServersWords)]
    fn tell_in_servers_words(
        error: &OptaveError,
        message: &JsValue,
        data: &JsValue,
        http: Option<Object>,
    );
}

impl OptaveError {
    pub fn with_correlation_id(self, id: &JsValue) -> OptaveError {
        set(self.unchecked_ref(), "correlationId", id);
        self
    }

    /// The error that a message of the server's is; `data` is the part of it that a caller gets, and `refusal` the HTTP
    /// answer that said so by its status too.
    pub fn of_server(
        correlation_id: &JsValue,
        message: &JsValue,
        data: &JsValue,
        refusal: Option<&Answer>,
    ) -> OptaveError {
        let fault = refusal.and_then(Answer::fault);
        let error = Failure::new(Code::RemoteError)
            .retryable(fault.is_some_and(Fault::is_retryable))
            .into_error()
            .with_correlation_id(correlation_id);
        tell_in_servers_words(&error, message, data, refusal.map(Answer::details));
        error
    }
}

/// What a method throws that was given something wrong.
pub fn invalid(faults: &[String]) -> JsValue {
    Failure::new(Code::InvalidConfig)
        .places(faults)
        .into_error()
        .into()
}

/// A failure, before it becomes an error: its code, and what is known besides of this very case.
#[derive(Clone)]
pub struct Failure {
    pub code: Code,
    /// Properties of the error to come, in the place of what the table says of its code; and `note`, what its message
    /// ends with.
    facts: Object,
}

impl Failure {
    #[inline(never)]
    pub fn new(code: Code) -> Failure {
        Failure {
            code,
            facts: Object::new(),
        }
    }

    #[inline(never)]
    fn with(self, name: &str, value: JsValue) -> Failure {
        set(&self.facts, name, &value);
        self
    }

    pub fn note(self, note: &str) -> Failure {
        self.with("note", note.into())
    }

    /// The same, with this said last.
    pub fn also(self, said: &str) -> Failure {
        let note = own(&self.facts, "note").as_string().unwrap_or_default();
        match note.is_empty() {
            true => self.note(said),
            false => self.note(&text(&[&note, "; ", said])),
        }
    }

    /// What is at fault, place by place.
    pub fn places(self, places: &[String]) -> Failure {
        let details = Array::new();
        for place in places {
            details.push(&place.as_str().into());
        }
        self.with("note", details.join(", ").into())
            .with("details", details.into())
    }

    pub fn place(self, parts: &[&str]) -> Failure {
        self.places(&[text(parts)])
    }

    pub fn details(self, details: Object) -> Failure {
        self.with("details", details.into())
    }

    pub fn cause(self, cause: JsValue) -> Failure {
        self.with("cause", cause)
    }

    pub fn retryable(self, is_retryable: bool) -> Failure {
        self.with("retryable", is_retryable.into())
    }

    /// Of a request that was never sent: it is handed back, where the connection is to blame.
    pub fn unsent(self, request: impl FnOnce() -> Object) -> Failure {
        if self.code.row().category != Category::WebSocket {
            return self;
        }
        let details = Object::assign(&Object::new(), own(&self.facts, "details").unchecked_ref());
        set(&details, "unsent", request());
        self.details(details)
    }

    /// What the engine found; `reason` is that of the connection's closing.
    pub fn of_fault(fault: Fault, reason: &JsValue) -> Failure {
        let failure = Failure::new(fault.code)
            .retryable(fault.is_retryable())
            .with("suggestions", Array::of1(&fault.advice().into()).into());
        let failure = match fault.note() {
            Some(note) => failure.note(&note),
            None => failure,
        };
        let details = match fault.detail {
            Detail::RanOut(limit, ms) => {
                Record::new().with("option", limit.option()).with("ms", ms)
            }
            Detail::Closed(code, _) | Detail::Left(code) | Detail::Lost(code, _) => {
                let details = Record::new().with("code", code).with("reason", reason);
                let details = match fault.detail {
                    Detail::Left(_) => details.with("initiator", "page"),
                    _ => details,
                };
                return failure.with("note", reason.clone()).details(details.end());
            }
            Detail::Size(bytes) => Record::new()
                .with("bytes", bytes)
                .with("limit", MAX_ENVELOPE_BYTES),
            // Of an HTTP answer more is known where it came.
            Detail::Status(_)
            | Detail::Empty
            | Detail::TooLarge
            | Detail::Incomplete
            | Detail::None
            | Detail::Ended => return failure,
        };
        failure.details(details.end())
    }

    /// With what `other` knows besides.
    pub fn with_context(self, other: &Failure) -> Failure {
        Object::assign(&self.facts, &other.facts);
        self
    }

    #[inline(never)]
    pub fn into_error(self) -> OptaveError {
        let row = self.code.row();
        let facts = Record::new()
            .with("category", row.category.name())
            .with("code", row.name)
            .with("suggestions", Array::of1(&row.advice.into()))
            .with("retryable", row.is_retryable)
            .end();
        OptaveError::new(row.message, &Object::assign(&facts, &self.facts))
    }
}
