//! What the class itself knows, without a client: names, versions, limits, and the payload under every request.

use std::cell::Cell;

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::js::{parse, set};
use super::record::records;
use crate::protocol::error::Category;
use crate::protocol::limits::{MAX_ENVELOPE_BYTES, SCHEMA_REF, SPEC_VERSION};
use crate::protocol::payload::DEFAULT;

records! {
    /// Versions, limits and names.
    Constants {
        /// The version of the message specification that the client speaks.
        spec_version as "SPEC_VERSION": &'static str,
        /// The name of the request schema.
        schema_ref as "SCHEMA_REF": &'static str,
        /// The largest envelope, in bytes of UTF-8.
        max_payload_size as "MAX_PAYLOAD_SIZE": u32,
        /// The same in units of 1,024 bytes.
        max_payload_size_kb as "MAX_PAYLOAD_SIZE_KB": u32,
        /// The default of the option `requestTimeoutMs`.
        default_request_timeout_ms as "DEFAULT_REQUEST_TIMEOUT_MS": f64,
        /// The categories of errors, by name.
        #[tsify(type = "{ readonly [Category in ErrorCategory]: Category }")]
        error_category as "ErrorCategory": JsValue,
        /// The two events of the vendor's older SDKs.
        legacy_events as "LegacyEvents": LegacyEvents,
        /// The events of answers.
        inbound_events as "InboundEvents": InboundEvents,
    }

    /// The two events of the vendor's older SDKs.
    LegacyEvents {
        /// Every message that is no error.
        #[tsify(type = "'message'")]
        message as "MESSAGE": &'static str,
        /// What went wrong and belongs to no promise.
        #[tsify(type = "'error'")]
        error as "ERROR": &'static str,
    }

    /// The events of answers.
    InboundEvents {
        /// Every message that is no error.
        #[tsify(type = "'superpower.response'")]
        superpower_response as "SUPERPOWER_RESPONSE": &'static str,
        /// Every error of the server's.
        #[tsify(type = "'superpower.error'")]
        superpower_error as "SUPERPOWER_ERROR": &'static str,
    }
}

const LEGACY_EVENTS: LegacyEvents = LegacyEvents {
    message: "message",
    error: "error",
};

const INBOUND_EVENTS: InboundEvents = InboundEvents {
    superpower_response: "superpower.response",
    superpower_error: "superpower.error",
};

pub fn legacy_events() -> JsValue {
    frozen(LEGACY_EVENTS.into())
}

pub fn inbound_events() -> JsValue {
    frozen(INBOUND_EVENTS.into())
}

pub fn constants() -> JsValue {
    let error_category = Object::new();
    for category in Category::ALL {
        set(
            &error_category,
            category.name(),
            JsValue::from(category.name()),
        );
    }
    frozen(
        Constants {
            spec_version: SPEC_VERSION,
            schema_ref: SCHEMA_REF,
            max_payload_size: MAX_ENVELOPE_BYTES,
            max_payload_size_kb: MAX_ENVELOPE_BYTES / 1024,
            default_request_timeout_ms: 30_000.0,
            error_category: error_category.into(),
            legacy_events: LEGACY_EVENTS,
            inbound_events: INBOUND_EVENTS,
        }
        .into(),
    )
}

thread_local! {
    /// Undefined until somebody asks.
    static DEFAULT_PAYLOAD: Cell<JsValue> = const { Cell::new(JsValue::UNDEFINED) };
}

/// What every payload holds before anything is laid over it: one object for all who ask.
pub fn default_payload() -> JsValue {
    DEFAULT_PAYLOAD.with(|known| {
        let mut payload = known.take();
        if payload.is_undefined() {
            payload = frozen(parse(&DEFAULT.into()).unwrap_or_default());
        }
        known.set(payload.clone());
        payload
    })
}

/// What belongs to every page is changed by none.
fn frozen(value: JsValue) -> JsValue {
    if value.is_object() {
        let object = Object::from(value);
        for item in Object::values(&object).iter() {
            frozen(item);
        }
        Object::freeze(&object);
        return object.into();
    }
    value
}
