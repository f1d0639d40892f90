//! One client's payloads: the integrator's defaults over the protocol's, what the page knows of itself and its session,
//! and every request's own params on top. All of them are objects of the page's; here it is decided which, and when.

use std::cell::Cell;
use std::mem::take;

use js_sys::{Date, Function, JsString, Object};
use wasm_bindgen::prelude::*;

use super::device::{self, Page};
use super::error::Failure;
use super::ids::Ids;
use super::js::{self, Record, has_text, own, set, text};
use super::options::Settings;
use super::session;
use super::slot::Slot;
use crate::protocol::error::Code;
use crate::protocol::options::{Findings, Kind, Value};
use crate::protocol::payload::DEFAULT;
use crate::protocol::required::{Found, Place};

#[wasm_bindgen(module = "/src/browser/payload.js")]
extern "C" {
    /// # Errors
    /// What a proxy throws, such as one that is revoked.
    #[wasm_bindgen(catch, js_name = isPlain)]
    pub fn is_plain(value: &JsValue) -> Result<bool, JsValue>;
    /// Undefined for what JSON has no words for, such as a function.
    #[wasm_bindgen(catch, js_name = print)]
    fn printed(value: &JsValue) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(catch, js_name = strayKey)]
    fn stray_key(params: &JsValue) -> Result<Option<String>, JsValue>;
    fn overlay(base: &JsValue, over: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = fillSession)]
    fn fill_session(payload: &JsValue, known: &Object) -> JsValue;
    #[wasm_bindgen(js_name = moveLegacy)]
    fn move_legacy(request: &JsValue, given: &JsValue, old: &str, name: &str) -> bool;
    #[wasm_bindgen(catch)]
    fn compose(
        base: &JsValue,
        params: &JsValue,
        known: &Object,
        request_id: &str,
        is_compact: bool,
        warn: &Function,
    ) -> Result<Option<JsValue>, JsValue>;

    /// What stands at the places that matter: of each, whether it is what belongs there, or nothing.
    pub type Look;
    #[wasm_bindgen(catch)]
    fn look(payload: &JsValue) -> Result<Look, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn session(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn request(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn connections(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn attributes(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn context(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn scope(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn resources(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = threadId)]
    fn thread_id(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = parentId)]
    fn parent_id(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn content(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn instruction(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = organizationId)]
    fn organization_id(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn conversations(this: &Look) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn offers(this: &Look) -> Option<bool>;
}

impl Look {
    /// # Errors
    /// `SERIALIZATION_FAILED` if a getter of the caller's throws.
    pub fn at_payload(payload: &JsValue) -> Result<Look, Failure> {
        look(payload).map_err(unprintable)
    }

    pub fn found(&self, place: Place) -> Found {
        let is_right = match place {
            Place::Session => self.session(),
            Place::Request => self.request(),
            Place::Connections => self.connections(),
            Place::Attributes => self.attributes(),
            Place::Context => self.context(),
            Place::Scope => self.scope(),
            Place::Resources => self.resources(),
            Place::ThreadId => self.thread_id(),
            Place::ParentId => self.parent_id(),
            Place::Content => self.content(),
            Place::Instruction => self.instruction(),
            Place::OrganizationId => self.organization_id(),
            Place::Conversations => self.conversations(),
            Place::Offers => self.offers(),
        };
        match is_right {
            None => Found::Nothing,
            Some(true) => Found::Right,
            Some(false) => Found::Wrong,
        }
    }
}

pub fn unprintable(cause: JsValue) -> Failure {
    Failure::new(Code::SerializationFailed).cause(cause)
}

/// A payload as JSON.
///
/// # Errors
/// `SERIALIZATION_FAILED` for circles, `BigInt`s, and whatever else JSON cannot say.
pub fn print(payload: &JsValue) -> Result<JsString, Failure> {
    printed(payload)
        .and_then(|text| text.unwrap_or_default().dyn_into())
        .map_err(unprintable)
}

/// What is said of a name of an earlier version.
pub fn is_legacy(name: &str) -> String {
    text(&["request.", name, " is deprecated: see request.attributes"])
}

/// `value` under names inside one another.
fn nested(path: &[&str], value: JsValue) -> JsValue {
    path.iter().rev().fold(value, |value, name| {
        Record::new().with(name, value).end().into()
    })
}

/// What the page knows of itself, by the parts of the session that it goes into.
struct Known {
    whole: Object,
    session: Object,
    channel: Object,
}

pub struct Payloads {
    base: Slot<JsValue>,
    /// The base with what is known, until something else is known.
    complete: Slot<Option<JsValue>>,
    known: Slot<Option<Known>>,
    has_session_id: Cell<bool>,
    page: Page,
    path: Slot<JsValue>,
    is_compact: bool,
    with_device: bool,
}

impl Payloads {
    /// What is to be said of the options that are sent is added to what was found.
    pub fn new(settings: &mut Settings, found: &mut Findings) -> Payloads {
        let mut base = js::parse(&DEFAULT.into()).unwrap_or_default();
        // The page's own objects are let go of: they may refer to the client.
        let (session, request) = (take(&mut settings.session), take(&mut settings.request));
        for (name, value) in [("session", &session), ("request", &request)] {
            if value.is_undefined() {
                continue;
            }
            match printed(value).and_then(|text| js::parse(&text.unwrap_or_default())) {
                Ok(copy) if copy.kind() == Kind::PlainObject => {
                    base = overlay(&base, &nested(&[name], copy));
                }
                _ => found.faults.push(text(&[
                    name,
                    ": expected an object that can be written as JSON",
                ])),
            }
        }
        let in_base = own(&base, "request");
        for (old, name) in [("variation", "variant"), ("content", "content")] {
            if move_legacy(&in_base, &request, old, name) {
                found.warnings.push(is_legacy(old));
            }
        }
        if let Some(id) = settings.organization_id.clone() {
            base = overlay(
                &base,
                &nested(&["request", "context", "organizationId"], id),
            );
        }
        Payloads {
            base: Slot::new(base),
            complete: Slot::default(),
            known: Slot::default(),
            has_session_id: Cell::new(false),
            page: Page::new(),
            path: Slot::default(),
            is_compact: settings.is_compact,
            with_device: settings.device_info,
        }
    }

    /// Something was learned of the page, for `session.channel`.
    pub fn learn(&self, entries: &[(&str, JsValue)]) {
        let channel = self.known_of(|known| &known.channel);
        for (name, value) in entries {
            set(&channel, name, value);
        }
        self.complete.take();
    }

    fn known_of(&self, part: impl Fn(&Known) -> &Object) -> Object {
        let of = |known: &mut Option<Known>| known.as_ref().map(|known| part(known).clone());
        self.known.with(of).unwrap_or_else(|| {
            // Nothing is asked of the page before the first request: storage and document cost milliseconds to touch.
            let known = self.ask();
            let found = part(&known).clone();
            self.known.set(Some(known));
            found
        })
    }

    fn ask(&self) -> Known {
        let language = device::language();
        let (session, channel) = (Object::new(), Object::new());
        if self.with_device {
            set(&channel, "language", &language);
            for (name, value) in device::describe(&JsValue::UNDEFINED) {
                set(&channel, name, &value);
            }
        }
        let page = device::document_language();
        let language = if has_text(&page) { page } else { language };
        let whole = Record::new()
            .with("session", &session)
            .with("channel", &channel)
            .with("interface", Record::new().with("language", language).end())
            .end();
        Known {
            whole,
            session,
            channel,
        }
    }

    /// # Errors
    /// `SEND_FAILED` if there is none yet, and no randomness to make one of.
    pub fn session_id(&self, ids: &Ids) -> Result<JsValue, Failure> {
        let known = self.known_of(|known| &known.session);
        let id = own(&known, "sessionId");
        if has_text(&id) {
            self.has_session_id.set(true);
            return Ok(id);
        }
        // The integrator's own is not kept: another client of the tab may have none.
        let given = own(&own(&self.base.get(), "session"), "sessionId");
        if has_text(&given) {
            set(&known, "sessionId", &given);
            return Ok(given);
        }
        let kept = session::recall();
        let id = if has_text(&kept) {
            kept
        } else {
            ids.next(Date::now())?.into()
        };
        self.set_session_id(&id);
        Ok(id)
    }

    /// Replaces the session id, the one of the integrator's options too.
    pub fn set_session_id(&self, id: &JsValue) {
        set(&self.known_of(|known| &known.session), "sessionId", id);
        let session = nested(&["session", "sessionId"], id.clone());
        self.base.set(overlay(&self.base.get(), &session));
        self.complete.take();
        session::keep(id);
    }

    /// The payload of a request; `warn` is called with the name of each key of an earlier version.
    ///
    /// # Errors
    /// `PAYLOAD_SCHEMA_MISMATCH` for params of another shape, `SERIALIZATION_FAILED` if a getter of theirs throws.
    pub fn compose(
        &self,
        params: &JsValue,
        ids: &Ids,
        epoch_ms: f64,
        warn: &Function,
    ) -> Result<JsValue, Failure> {
        let mismatch = |parts: &[&str]| Err(Failure::new(Code::PayloadSchemaMismatch).place(parts));
        let kind = params.kind();
        if !kind.is_object() || kind == Kind::List {
            return mismatch(&["params: expected an object"]);
        }
        if let Some(stray) = stray_key(params).map_err(unprintable)? {
            return mismatch(&[&stray, ": not one of headers, session, request"]);
        }
        if !self.has_session_id.get() {
            // It completes what is known.
            self.session_id(ids)?;
        }
        if self.with_device {
            self.notice_path();
        }
        let whole = self.known_of(|known| &known.whole);
        let base = self.complete.get().unwrap_or_else(|| {
            let filled = fill_session(&self.base.get(), &whole);
            self.complete.set(Some(filled.clone()));
            filled
        });
        let request_id = ids.next(epoch_ms)?;
        compose(&base, params, &whole, &request_id, self.is_compact, warn)
            .map(Option::unwrap_or_default)
            .map_err(unprintable)
    }

    fn notice_path(&self) {
        let path = self.page.path();
        if self.path.get() != path {
            set(&self.known_of(|known| &known.channel), "section", &path);
            self.path.set(path);
            self.complete.take();
        }
    }
}
