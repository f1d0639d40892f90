//! Checks without sending: whether params, or an envelope, would be taken.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::js::{self, own};
use super::payload::{self, Look};
use crate::protocol::action::Action;
use crate::protocol::headers::CallerHeaders;
use crate::protocol::limits::{MAX_ENVELOPE_BYTES, SCHEMA_REF};
use crate::protocol::options::{Kind, Value};
use crate::protocol::required::check;

impl Driver {
    /// Whether params could be sent; `action` is optional.
    pub fn validate(&self, params: &JsValue, action: &JsValue) -> bool {
        let named = action
            .as_string()
            .and_then(|name| Action::from_method(&name));
        if named.is_none() && !action.is_undefined() {
            return false;
        }
        let epoch_ms = Date::now();
        let size = self.compose(named, params, epoch_ms).and_then(|payload| {
            let printed = payload::print(&payload)?;
            let given = CallerHeaders::default();
            let id = self.ids.next(epoch_ms)?;
            let action = named.unwrap_or(Action::Interaction);
            let (_, bytes) = self.print_head(action, &id, &given, &printed, epoch_ms)?;
            Ok(bytes)
        });
        size.is_ok_and(|bytes| bytes <= MAX_ENVELOPE_BYTES)
    }

    /// Whether a value is an envelope that a client may send.
    pub fn validate_envelope(&self, envelope: &JsValue) -> bool {
        let (headers, payload) = (own(envelope, "headers"), own(envelope, "payload"));
        let (session, request) = (own(&payload, "session"), own(&payload, "request"));
        let are_objects = [&headers, &payload, &session, &request]
            .into_iter()
            .all(|part| part.kind() == Kind::PlainObject);
        let action = own(&headers, "action").as_string().unwrap_or_default();
        let identifier = own(&headers, "identifier");
        let is_right = |payload: &JsValue| {
            Look::at_payload(payload)
                .is_ok_and(|look| check(None, &|place| look.found(place)).wrong.is_empty())
        };
        are_objects
            && own(envelope, "action") == "message"
            && Action::ALL.into_iter().any(|known| known.wire() == action)
            && own(&headers, "schemaRef") == SCHEMA_REF
            && (identifier.is_undefined() || identifier.is_null() || identifier == "message")
            && js::has_text(&own(&headers, "correlationId"))
            && js::has_text(&own(&request, "requestId"))
            && is_right(&payload)
    }
}
