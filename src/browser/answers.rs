//! Answers on their way in: a message is classified and judged by the engine, and goes as the object that it is to the
//! request that it belongs to, and to whoever listens.

use std::rc::Rc;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::error::{Failure, OptaveError};
use super::events::Event;
use super::http::Answer;
use super::js;
use super::pending::{Chosen, Pending};
use super::strict::Checked;
use crate::engine::link::Attempt;
use crate::engine::requests::Named;
use crate::engine::rest::Share;
use crate::engine::until::Verdict;
use crate::protocol::error::Code;
use crate::protocol::inbound::{
    ActionType, Inbound, MARKS, Part, Sighting, State, classify, is_error_schema,
};
use crate::protocol::limits::MAX_INBOUND_LENGTH;
use crate::protocol::options::{UntilChoice, Value};

#[wasm_bindgen(module = "/src/browser/message.js")]
extern "C" {
    fn headers(message: &JsValue) -> Option<JsValue>;
    fn payload(message: &JsValue) -> Option<JsValue>;
    #[wasm_bindgen(js_name = schemaRef)]
    fn schema_ref(headers: &JsValue) -> Option<String>;
    fn action(part: &JsValue) -> Option<String>;
    fn state(part: &JsValue) -> Option<String>;
    #[wasm_bindgen(js_name = actionType)]
    fn action_type(part: &JsValue) -> Option<String>;
    #[wasm_bindgen(js_name = hasError)]
    fn has_error(part: &JsValue) -> bool;
    #[wasm_bindgen(js_name = correlationId)]
    fn correlation_id(part: &JsValue) -> Option<JsValue>;
    /// The vendor's documents have listeners of `message` parse a text: as a string, the message is that.
    #[wasm_bindgen(js_name = printAsText)]
    fn print_as_text(message: &JsValue);
}

/// A message, looked at once.
struct Seen {
    message: JsValue,
    headers: Option<JsValue>,
    payload: Option<JsValue>,
    schema: Option<String>,
}

impl Seen {
    fn new(message: JsValue) -> Seen {
        let headers = headers(&message);
        Seen {
            payload: payload(&message),
            schema: headers.as_ref().and_then(schema_ref),
            headers,
            message,
        }
    }

    fn sighting(&self) -> Sighting {
        let part = |part: &JsValue| Part {
            has_error: has_error(part),
            state: state(part).map(|state| State::of(&state)),
            action_type: action_type(part).map(|name| ActionType::of(&name)),
        };
        let has_error_schema = self.schema.as_deref().is_some_and(is_error_schema);
        let (has_headers, has_payload) = (self.headers.is_some(), self.payload.is_some());
        let top = match has_headers && has_payload {
            // The payload speaks.
            true => Part {
                has_error: has_error(&self.message),
                ..Part::default()
            },
            false => part(&self.message),
        };
        let is_told = has_headers || has_payload || top.says_something();
        Sighting {
            has_mark: !is_told && self.has_mark(),
            has_headers,
            has_error_schema,
            top,
            payload: self.payload.as_ref().map(part),
        }
    }

    fn has_mark(&self) -> bool {
        let has = |of: &JsValue, name| !js::own(of, name).is_undefined();
        MARKS.into_iter().any(|name| has(&self.message, name))
            || has(&js::own(&self.message, "message"), "results")
    }

    /// The id of the request that it says it belongs to.
    fn correlation_id(&self) -> Option<JsValue> {
        let of = |part: &Option<JsValue>| part.as_ref().and_then(correlation_id);
        of(&self.headers)
            .or_else(|| correlation_id(&self.message))
            .or_else(|| of(&self.payload))
    }
}

/// Said of a frame that nobody waited for.
const NO_ANSWER: &str = "a frame that is no answer came, such as a gateway's error: it goes to the listeners of `message`";

impl Driver {
    /// A frame came. Whatever it is, the connection stays and nobody else is affected.
    pub(super) fn frame_came(&self, attempt: Attempt, data: &JsValue) {
        let now = self.now();
        self.engine(|engine| engine.heard(now, attempt));
        let invalid = |note| Failure::new(Code::InvalidMessage).note(note);
        let failure = match data.dyn_ref::<JsString>() {
            None => invalid("a binary frame"),
            Some(text) if text.length() > MAX_INBOUND_LENGTH => {
                invalid("a frame of more than 16 MiB")
            }
            Some(text) => match js::parse(text) {
                Ok(message) if message.is_object() && !Array::is_array(&message) => {
                    let seen = Seen::new(message);
                    let named = match seen.correlation_id() {
                        None => Named::None,
                        Some(id) => {
                            let pending = self.requests.of_id(&id);
                            pending.map_or(Named::Unknown, |pending| Named::Known(pending.key))
                        }
                    };
                    return self.deliver(now, &seen, named, None);
                }
                Ok(_) => invalid("JSON that is no object"),
                Err(cause) => Failure::new(Code::InvalidJson).cause(cause),
            },
        };
        self.tell_error(&failure.into_error());
    }

    /// Of the HTTP answer that is a `refusal` nothing but errors.
    fn deliver(&self, now: f64, seen: &Seen, named: Named, refusal: Option<&Answer>) {
        let inbound = classify(&seen.sighting());
        let is_error = inbound.state == State::Error;
        if refusal.is_some() && !is_error {
            return;
        }
        if !inbound.is_answer {
            self.warn(NO_ANSWER);
            self.connection.count_unmatched();
            self.emit_message(&seen.message);
            return self.carry_out(now);
        }
        let found = self.engine(|engine| engine.correlate(inbound, named));
        let pending = found.and_then(|key| self.requests.of_key(key));
        let (data, headers) = match &seen.payload {
            Some(payload) if inbound.is_enveloped => {
                (payload, seen.headers.clone().unwrap_or_default())
            }
            _ => (&seen.message, JsValue::UNDEFINED),
        };
        // Before the page has it in hand.
        let names = self.names_of(seen, &headers, is_error);
        let error = is_error.then(|| {
            let id = pending
                .as_ref()
                .map_or(JsValue::UNDEFINED, |pending| pending.id.clone());
            OptaveError::of_server(&id, &seen.message, data, refusal)
        });
        if pending.is_none() {
            self.connection.count_unmatched();
        }
        let checked = if inbound.is_enveloped {
            Checked::Envelope
        } else {
            Checked::Message
        };
        if let Some(failure) = self
            .strict
            .failure_of(Code::InvalidMessage, checked, &seen.message)
        {
            let failure = failure.cause(error.map_or(JsValue::UNDEFINED, Into::into));
            if !pending.is_some_and(|pending| self.give_up(&pending, failure.clone())) {
                self.tell_error(&failure.into_error());
            }
            self.emit_message(&seen.message);
            return self.carry_out(now);
        }
        let mut update = JsValue::UNDEFINED;
        let mut is_late = true;
        if let Some(pending) = &pending {
            let place = place_of(pending, inbound, data);
            let delivery = self.engine(|engine| engine.deliver(now, pending.key, inbound, place));
            if pending.first_update_at.get().is_none() {
                pending.first_update_at.set(Some(now));
                if let Some(took_ms) = delivery.and_then(|delivery| delivery.took_ms) {
                    self.requests.latency_ms.set(Some(took_ms.round() as u32));
                }
            }
            update = pending.outcome.deliver(data, &headers);
            if !pending.is_settled.get() {
                pending.updates.set(pending.updates.get() + 1);
            }
            if let Some(delivery) = delivery {
                is_late = delivery.is_late;
                match (delivery.verdict, &error) {
                    (Verdict::Resolve, _) => self.settle(now, pending, Ok(Chosen::Newest)),
                    (Verdict::Reject, Some(error)) => self.settle(now, pending, Err(error.clone())),
                    (Verdict::Ask, _) => self.ask(pending, &update),
                    (Verdict::Wait, Some(error)) => pending.failure.set(Some(error.clone())),
                    _ => {}
                }
            }
            if let Some(on_update) = &pending.on_update {
                self.events.call(on_update, &update, &["onUpdate"]);
            }
        }
        self.announce(&seen.message, &names, &update, error.as_ref(), is_late);
        self.carry_out(now);
    }

    /// Asks the function given as `until`, by the request or else by the client.
    fn ask(&self, pending: &Rc<Pending>, update: &JsValue) {
        let UntilChoice::Asked(until) = &pending.until else {
            return;
        };
        let until: &js_sys::Function = until.unchecked_ref();
        match js::call_with(
            until,
            &JsValue::UNDEFINED,
            update,
            &pending.outcome.updates(),
        ) {
            Ok(answer) if js::method(&answer, "then").is_some() => {
                js::on_rejection(&answer, &JsValue::UNDEFINED);
                let failure = Failure::new(Code::InvalidConfig);
                let promise = "until: expected a function that answers at once, and no promise";
                self.give_up(pending, failure.place(&[promise]));
            }
            Ok(answer) => {
                // The function may have called back, and the place may have another request by now.
                let now = self.now();
                let is_enough = answer.is_truthy()
                    && self.requests.knows(pending)
                    && self.engine(|engine| engine.settle(now, pending.key));
                if is_enough {
                    self.settle(now, pending, Ok(Chosen::Newest));
                }
            }
            Err(cause) => {
                let failure = Failure::new(Code::InvalidConfig);
                self.give_up(
                    pending,
                    failure.place(&["until: the function threw"]).cause(cause),
                );
            }
        }
    }

    fn emit_message(&self, message: &JsValue) {
        if self.events.has(Event::Message) {
            print_as_text(message);
            self.events.emit(Event::Message, message);
        }
    }

    /// What a message is called besides, if anybody listens to such names: by its action, unless it is an error, and by its
    /// schema.
    fn names_of(&self, seen: &Seen, headers: &JsValue, is_error: bool) -> Vec<String> {
        let mut names = Vec::new();
        if !self.events.has_other_names() {
            return names;
        }
        if !is_error {
            let own = action(&seen.message);
            let of_headers = action(headers).filter(|action| own.as_ref() != Some(action));
            for action in [own, of_headers].into_iter().flatten() {
                names.push(js::text(&["message.", &action.to_ascii_lowercase()]));
            }
        }
        names.extend(seen.schema.clone().filter(|_| headers.is_object()));
        names
    }

    /// Tells of a message under every name that it has, or of the error that it is.
    fn announce(
        &self,
        message: &JsValue,
        names: &[String],
        update: &JsValue,
        error: Option<&OptaveError>,
        is_nobodys: bool,
    ) {
        if self.events.is_empty() {
            return;
        }
        if let Some(error) = error {
            self.events.emit(Event::SuperpowerError, error);
            if is_nobodys {
                self.tell_error(error);
            }
        } else {
            self.emit_message(message);
            for event in [Event::SuperpowerResponse, Event::Response] {
                self.events.emit(event, message);
            }
        }
        for name in names {
            self.events.emit_by_name(name, message);
        }
        if !update.is_undefined() {
            self.events.emit(Event::Update, update);
        }
    }

    /// A request over HTTP was answered: by one message, or several.
    pub(super) fn request_answered(&self, pending: &Rc<Pending>, answer: &Answer) {
        let (now, key, status) = (self.now(), pending.key, answer.status);
        let share = match self.requests.knows(pending) {
            true => self.engine(|engine| engine.post_answered(now, key, status)),
            false => Share::Nothing,
        };
        let refusal = (share == Share::Errors).then_some(answer);
        if refusal.is_some() || share == Share::Everything {
            let body = answer.json.clone();
            let messages = if Array::is_array(&body) {
                body.unchecked_into()
            } else {
                Array::of1(&body)
            };
            for message in messages.iter() {
                if message.is_object() && !Array::is_array(&message) && self.requests.knows(pending)
                {
                    self.deliver(now, &Seen::new(message), Named::Known(key), refusal);
                }
            }
        }
        let has_ended = share != Share::Forget && self.requests.knows(pending);
        let fault = self.engine(|engine| {
            has_ended
                .then(|| engine.answer_ended(now, key, status, answer.kind))
                .flatten()
        });
        match fault {
            Some(fault) => {
                self.give_up(pending, answer.explain(self.failure_of(fault)));
            }
            None => self.carry_out(now),
        }
    }
}

/// Where the superpower stands among those that are waited for by name.
fn place_of(pending: &Pending, inbound: Inbound, data: &JsValue) -> Option<u32> {
    let is_by_name = match pending.until {
        UntilChoice::Answer => !inbound.is_reply_to(pending.action),
        UntilChoice::Types(_) => true,
        _ => false,
    };
    let name = is_by_name.then(|| js::own(data, "actionType").text())??;
    pending.names.with(|names| names.place_of(&name))
}
