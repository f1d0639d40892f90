//! From a caller's params to a request that the engine has taken.

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::inner::{Inner, now, to_error};
use super::js::Host;
use super::options::read_for_call;
use crate::engine::link::ConnectionState;
use crate::engine::{NewRequest, Now, check_size};
use crate::protocol::action::Action;
use crate::protocol::envelope::{Head, Identity};
use crate::protocol::error::{Code, Fault};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use crate::protocol::required::{Survey, check, check_types, lacks_advised_conversation};

/// A failure, and what the page's code threw, if it did.
pub type Refusal = (Fault, JsValue);

fn refuse(fault: Fault) -> Refusal {
    (fault, JsValue::UNDEFINED)
}

fn unserializable(cause: JsValue) -> Refusal {
    (Fault::new(Code::SerializationFailed), cause)
}

impl Inner {
    /// Makes a request. Always gives an `OptaveRequest`; one that is refused is rejected already.
    pub fn request(self: &Rc<Self>, action: Option<Action>, params: &JsValue, options: &JsValue) -> JsValue {
        let Some(host) = self.host() else { return JsValue::UNDEFINED };
        let now = now();
        let new_id = || self.new_id(now.epoch);
        let mut identity = Identity {
            correlation_id: new_id(),
            trace_id: new_id(),
            idempotency_key: new_id(),
            ..Identity::default()
        };
        match self.submit(&host, now, action, params, options, &mut identity) {
            Ok(index) => {
                let request = host.add(index, &identity.correlation_id, options);
                self.carry_out(now);
                request
            }
            Err((fault, cause)) => {
                let id = &identity.correlation_id;
                host.refuse(id, &to_error(&fault, &id.into(), &cause))
            }
        }
    }

    fn submit(
        &self,
        host: &Host,
        now: Now,
        action: Option<Action>,
        params: &JsValue,
        options: &JsValue,
        identity: &mut Identity,
    ) -> Result<u32, Refusal> {
        let action = action.ok_or_else(|| refuse(Fault::new(Code::InvalidAction)))?;
        if action == Action::CustomerInteraction {
            self.warn_once(host, "customerInteraction is deprecated: use interaction");
        }
        let payload_bytes = self.prepare(host, now, Some(action), params, identity)?;
        let for_call;
        let chosen = if options.is_undefined() {
            &self.options
        } else {
            for_call = read_for_call(&self.options, options, host).map_err(refuse)?;
            if let Some(reason) = abort_reason(options) {
                return Err((Fault::new(Code::RequestCancelled), reason));
            }
            &for_call
        };
        let new = NewRequest {
            correlation_id: &identity.correlation_id,
            action,
            head: Head::new(&self.sender, action, identity, now.epoch),
            payload_bytes,
            until: chosen.until.get(action as usize).cloned().unwrap_or_default(),
            deadlines: chosen.deadlines(),
        };
        self.engine(|engine| engine.submit(now, new)).map(|key| key.index).map_err(refuse)
    }

    /// Does everything that comes before sending. Without an action, any of them must be able to take the payload.
    pub fn dry_run(&self, host: &Host, action: Option<Action>, params: &JsValue) -> Result<(), Refusal> {
        let mut identity = Identity::default();
        let payload_bytes = self.prepare(host, now(), action, params, &mut identity)?;
        let head = Head::new(&self.sender, action.unwrap_or(Action::Interaction), &identity, 0);
        check_size(head.frame_bytes(payload_bytes)).map_err(refuse)
    }

    /// Composes, checks and prints the payload; its text stays with the host. Answers its size.
    fn prepare(
        &self,
        host: &Host,
        now: Now,
        action: Option<Action>,
        params: &JsValue,
        identity: &mut Identity,
    ) -> Result<u32, Refusal> {
        let drafted = host.draft(params, &self.new_id(now.epoch)).map_err(unserializable)?;
        let Some(bits) = drafted.as_f64() else {
            let place = drafted.as_string().unwrap_or_default();
            return Err(refuse(Fault::at(Code::PayloadSchemaMismatch, [place.as_str()])));
        };
        read_headers(host, params, identity)?;
        let survey = Survey(bits as u32);
        match action {
            Some(action) => check(action, survey),
            None => check_types(survey),
        }
        .map_err(refuse)?;
        let warnings = [
            (survey.0 >> 28 & 1 == 1, "request.variation is deprecated: use request.attributes.variant"),
            (survey.0 >> 29 & 1 == 1, "request.content is deprecated: use request.attributes.content"),
            (
                action.is_some_and(|action| lacks_advised_conversation(action, survey)),
                "reception without request.scope.conversations: the server's documentation asks for one",
            ),
        ];
        for (_, warning) in warnings.into_iter().filter(|(applies, _)| *applies) {
            self.warn_once(host, warning);
        }
        let is_open = self.engine(|engine| engine.connection_state()) == ConnectionState::Open;
        host.print(MAX_ENVELOPE_BYTES, !is_open).map_err(unserializable)
    }
}

/// Takes over the headers that a caller sets itself.
fn read_headers(host: &Host, params: &JsValue, identity: &mut Identity) -> Result<(), Refusal> {
    let Some(values) = host.read_headers(params).map_err(unserializable)? else { return Ok(()) };
    let faults: Vec<String> = (5..values.length()).filter_map(|place| values.get(place).as_string()).collect();
    if !faults.is_empty() {
        return Err(refuse(Fault::at(Code::PayloadSchemaMismatch, faults.iter().map(String::as_str))));
    }
    let ids = [&mut identity.correlation_id, &mut identity.trace_id, &mut identity.idempotency_key];
    for (place, id) in (0..).zip(ids) {
        if let Some(value) = values.get(place).as_string() {
            *id = value;
        }
    }
    identity.timestamp = values.get(3).as_string();
    identity.network_latency_ms = values.get(4).as_f64().map(|ms| ms.round() as u32);
    Ok(())
}

/// The reason of a signal that was aborted before the request was made.
fn abort_reason(options: &JsValue) -> Option<JsValue> {
    let property = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
    let signal = property(options, "signal");
    (signal.is_object() && property(&signal, "aborted").is_truthy()).then(|| property(&signal, "reason"))
}
