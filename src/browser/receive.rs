//! From a frame to the request it answers, and to everybody who listens.

use std::rc::Rc;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::inner::{Inner, now, to_error};
use super::js::{Fields, in_servers_words, parse_json};
use crate::engine::requests::Key;
use crate::engine::until::Verdict;
use crate::protocol::error::{Code, Fault};
use crate::protocol::inbound::{Message, State, classify};
use crate::protocol::limits::MAX_INBOUND_LENGTH;

impl Message for Fields {
    fn headers(&self) -> Option<Self> {
        Fields::from_object(self.headers())
    }
    fn payload(&self) -> Option<Self> {
        Fields::from_object(self.payload())
    }
    fn has_error(&self) -> bool {
        self.error().is_truthy()
    }
    fn correlation_id(&self) -> Option<String> {
        self.correlation_id().as_string().filter(|id| !id.is_empty())
    }
    fn schema_ref(&self) -> Option<String> {
        self.schema_ref().as_string()
    }
    fn action_type(&self) -> Option<String> {
        self.action_type().as_string()
    }
    fn state(&self) -> Option<String> {
        self.state().as_string()
    }
}

impl Inner {
    /// A frame came over the socket. Whatever it is, the connection stays and nobody else is affected.
    pub fn frame_came(self: &Rc<Self>, data: JsValue) {
        let fault = if !data.is_string() {
            Fault::with_note(Code::InvalidMessage, "a binary frame")
        } else if data.unchecked_ref::<JsString>().length() > MAX_INBOUND_LENGTH {
            Fault::with_note(Code::InvalidMessage, "a frame of more than 16 MiB")
        } else {
            match parse_json(&data) {
                Ok(message) => match as_message(message) {
                    Some(message) => return self.message_came(&message, None),
                    None => Fault::with_note(Code::InvalidMessage, "JSON that is no object"),
                },
                Err(cause) => return self.report(&Fault::new(Code::InvalidJson), &cause),
            }
        };
        self.report(&fault, &JsValue::UNDEFINED);
    }

    /// A message came: over the socket, or in the answer to the request `answers`.
    pub fn message_came(self: &Rc<Self>, message: &Fields, answers: Option<Key>) {
        let Some(host) = self.host() else { return };
        let now = now();
        let inbound = classify(message);
        let delivery = self.engine(|engine| engine.inbound(now, &inbound, answers));
        let (data, headers) = if inbound.is_enveloped {
            (message.payload().unchecked_into(), message.headers())
        } else {
            (message.clone(), JsValue::UNDEFINED)
        };
        let index = delivery.map(|delivery| delivery.key.index);
        let mut error = JsValue::UNDEFINED;
        if inbound.state == State::Error {
            let id = index.map_or(JsValue::UNDEFINED, |index| host.correlation_id(index));
            error = to_error(&Fault::new(Code::RemoteError), &id, &JsValue::UNDEFINED);
            error = in_servers_words(&error, message, &data);
        }
        let mut update = JsValue::UNDEFINED;
        if let Some(delivery) = delivery {
            let key = delivery.key;
            update = host.deliver(key.index, &data, &headers, delivery.index);
            match delivery.verdict {
                Verdict::Wait => {}
                Verdict::Resolve => self.succeed(&host, key, now),
                Verdict::Reject => host.fail(key.index, &error),
                Verdict::Ask => {
                    let action = self.engine(|engine| engine.action(key)).map_or("", |action| action.wire());
                    match host.ask(key.index, &update, action) {
                        Ok(false) => {}
                        Ok(true) => {
                            if self.engine(|engine| engine.resolve(now, key)) {
                                self.succeed(&host, key, now);
                            }
                        }
                        Err(cause) => {
                            let fault = Fault::with_note(Code::InvalidConfig, "the function given as until threw");
                            self.drive_because(cause, |engine, now| engine.reject(now, key, fault));
                        }
                    }
                }
            }
        }
        let belongs_to_nobody = delivery.is_none_or(|delivery| delivery.is_late);
        host.announce(index, message, &headers, &update, &error, belongs_to_nobody);
        self.carry_out(now);
    }
}

/// A parsed value, if it is an object that may be a message.
pub fn as_message(value: JsValue) -> Option<Fields> {
    Fields::from_object(value).filter(|value| !Array::is_array(value))
}
