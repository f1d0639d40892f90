//! Whether something is an envelope that a client may send.

use wasm_bindgen::prelude::*;

use super::js::{Fields, survey};
use crate::protocol::action::Action;
use crate::protocol::limits::SCHEMA_REF;
use crate::protocol::required::{Survey, check_types};

/// Checks the headers that the protocol requires, and the payload's shape.
pub fn is_request_envelope(envelope: JsValue) -> bool {
    let is = |value: JsValue, expected: &str| value.as_string().is_some_and(|text| text == expected);
    let has_text = |value: JsValue| value.as_string().is_some_and(|text| !text.is_empty());
    let check = || {
        let envelope = Fields::from_object(envelope)?;
        let headers = Fields::from_object(envelope.headers())?;
        let payload = Fields::from_object(envelope.payload())?;
        let request = Fields::from_object(payload.request())?;
        Fields::from_object(payload.session())?;
        let action = headers.action().as_string()?;
        let is_good = is(envelope.action(), "message")
            && Action::from_name(&action).is_some_and(|known| known.wire() == action)
            && is(headers.schema_ref(), SCHEMA_REF)
            && (headers.identifier().is_undefined() || is(headers.identifier(), "message"))
            && has_text(headers.correlation_id())
            && has_text(request.request_id())
            && check_types(Survey(survey(&payload).ok()?)).is_ok();
        Some(is_good)
    };
    check().unwrap_or(false)
}
