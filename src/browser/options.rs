//! What a client, or a request, was told by its options. Each option is read here, or in [`crate::engine::config`] if the
//! engine goes by it; what it may be, and what is said of one that is not, is in [`crate::protocol::options`].

use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use super::error::Failure;
use super::js::{self, get, global, method};
use super::keeper::{Keeper, Kept};
use super::payload::is_plain;
use crate::engine::config::{Config, Deadlines, Transport};
use crate::engine::until::{Answer, Until};
use crate::protocol::action::Action;
use crate::protocol::error::Code;
use crate::protocol::options::{Choice, Findings, Kind, Reader, UntilChoice, Untils, Value, Whose};
use crate::protocol::token::TokenUse;
use crate::protocol::url::Scheme;

pub type UntilOption = UntilChoice<JsValue>;

/// No text that is read here is longer, in UTF-16 units: what is, does not fit into an envelope either.
const MOST_OF_TEXT: u32 = 140_000;

impl Value for JsValue {
    fn kind(&self) -> Kind {
        if self.is_undefined() {
            Kind::Undefined
        } else if self.is_null() {
            Kind::Null
        } else if let Some(flag) = self.as_bool() {
            Kind::Flag(flag)
        } else if let Some(number) = self.as_f64() {
            Kind::Number(number)
        } else if self.is_string() {
            Kind::Text {
                is_empty: self.is_falsy(),
            }
        } else if self.is_function() {
            Kind::Function
        } else {
            match is_plain(self) {
                Ok(true) => Kind::PlainObject,
                Ok(false) if Array::is_array(self) => Kind::List,
                Ok(false) if self.is_object() => Kind::Object,
                // A proxy that is revoked is nothing that anybody takes.
                _ => Kind::Other,
            }
        }
    }

    fn text(&self) -> Option<String> {
        let text: &JsString = self.dyn_ref()?;
        Some(js::beginning(text, MOST_OF_TEXT).into())
    }

    fn own(&self, name: &str) -> Option<JsValue> {
        // One that cannot be read is there, as something that nobody takes.
        js::read_own(self, name).unwrap_or_else(|_| Some(JsValue::symbol(None)))
    }

    fn entries(&self) -> Option<Vec<(String, JsValue)>> {
        let copy = js::copied(self)?;
        let mut entries = Vec::new();
        for key in Object::keys(&copy).iter() {
            let value = Reflect::get(&copy, &key).unwrap_or_default();
            entries.push((key.text().unwrap_or_default(), value));
        }
        Some(entries)
    }

    fn items(&self) -> Vec<JsValue> {
        let entries = self.entries().unwrap_or_default();
        entries.into_iter().map(|(_, item)| item).collect()
    }
}

/// How a token is shown to the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AuthTransport {
    Subprotocol,
    Query,
}

impl Choice for AuthTransport {
    const WORDS: &'static [(&'static str, AuthTransport)] = &[
        ("subprotocol", AuthTransport::Subprotocol),
        ("query", AuthTransport::Query),
    ];
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PayloadDefaults {
    Full,
    Compact,
}

impl Choice for PayloadDefaults {
    const WORDS: &'static [(&'static str, PayloadDefaults)] = &[
        ("full", PayloadDefaults::Full),
        ("compact", PayloadDefaults::Compact),
    ];
}

/// Whether the page's place in the world is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Location {
    No,
    Granted,
    Prompt,
}

impl Choice for Location {
    const WORDS: &'static [(&'static str, Location)] = &[
        ("false", Location::No),
        ("true", Location::Granted),
        ("prompt", Location::Prompt),
    ];
}

/// Whether a request is written again when its connection was lost before any update came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resend {
    Unanswered,
    Never,
}

impl Choice for Resend {
    const WORDS: &'static [(&'static str, Resend)] =
        &[("unanswered", Resend::Unanswered), ("never", Resend::Never)];
}

/// What a client was told.
pub struct Settings {
    pub engine: Config,
    pub websocket_url: JsValue,
    pub rest_url: String,
    pub token_provider: Option<Kept>,
    pub token_url: Option<JsValue>,
    pub publishable_key: Option<JsValue>,
    pub auth_transport: AuthTransport,
    pub organization_id: Option<JsValue>,
    pub tenant_id: Option<String>,
    pub sdk_version: Option<String>,
    pub session: JsValue,
    pub request: JsValue,
    pub is_compact: bool,
    pub device_info: bool,
    pub location: Location,
    pub strict_validation: bool,
    pub is_final: Option<Kept>,
    pub on_metric: Option<Kept>,
    pub logger: Option<Kept>,
    deadlines: Deadlines,
    /// Each function as [`Kept`].
    until: Untils<JsValue>,
    resend: Resend,
}

/// Scheme and host as the URL API writes them; relative URLs start at the page.
fn url_parts(url: &JsValue) -> Option<(String, String)> {
    if !url.is_string() {
        return None;
    }
    let base = get(&global("location"), "href");
    let url = js::url(url, &base).ok()?;
    Some((url.protocol(), url.hostname()))
}

impl Settings {
    /// Every fault is found at once.
    pub fn read(options: &JsValue, keeper: &Keeper) -> (Settings, Findings) {
        let kept = |value: Option<JsValue>| value.map(|value| keeper.keep(&value));
        let mut reader = Reader::new(options, Whose::Client);
        let engine = Config::read(&mut reader);
        let transport = engine.transport;
        let websocket_url = reader.url(
            "websocketUrl",
            Scheme::WebSocket,
            transport != Transport::Rest,
            url_parts,
        );
        let rest_url = reader.url(
            "restUrl",
            Scheme::Http,
            transport != Transport::WebSocket,
            url_parts,
        );
        let mut until = reader.until("until", UntilChoice::Answer);
        until.replace_functions(|function| keeper.keep(function).into());
        let settings = Settings {
            websocket_url: websocket_url.unwrap_or_default(),
            rest_url: rest_url
                .and_then(|url| Value::text(&url))
                .unwrap_or_default(),
            token_provider: kept(reader.function("tokenProvider")),
            token_url: reader.text("tokenUrl"),
            publishable_key: reader.text("publishableKey"),
            auth_transport: reader.choice("authTransport", AuthTransport::Subprotocol),
            organization_id: reader.text("organizationId"),
            tenant_id: reader.text("tenantId").and_then(|id| id.text()),
            sdk_version: reader.text("sdkVersion").and_then(|version| version.text()),
            session: reader.object("session").unwrap_or_default(),
            request: reader.object("request").unwrap_or_default(),
            is_compact: reader.choice("payloadDefaults", PayloadDefaults::Full)
                == PayloadDefaults::Compact,
            device_info: reader.flag("deviceInfo", true),
            location: reader.choice("location", Location::No),
            strict_validation: engine.awaits_validator,
            is_final: kept(reader.function("reconnect.isFinal")),
            on_metric: kept(reader.function("onMetric")),
            logger: kept(reader.object("logger")),
            deadlines: Deadlines::default().read(&mut reader, "requestTimeoutMs"),
            until,
            resend: reader.choice("resend", Resend::Unanswered),
            engine,
        };
        (settings, reader.finish())
    }

    pub fn is_subprotocol(&self) -> bool {
        self.auth_transport == AuthTransport::Subprotocol
    }

    /// How a token is used that was asked for.
    pub fn token_use(&self, is_for_rest: bool) -> TokenUse {
        match self.is_subprotocol() && !is_for_rest {
            true => TokenUse::Subprotocol,
            false => TokenUse::Elsewhere,
        }
    }

    /// What a request of an action goes by, if its caller says nothing else.
    pub fn call(&self, action: Action) -> Call {
        let mut until = self.until.of(action);
        until.replace_function(|function| function.unchecked_ref::<Kept>().get());
        Call {
            deadlines: self.deadlines,
            resend: self.resend,
            until,
            on_update: None,
            signal: None,
        }
    }
}

/// What one request goes by.
pub struct Call {
    pub deadlines: Deadlines,
    resend: Resend,
    pub until: UntilOption,
    pub on_update: Option<Function>,
    pub signal: Option<EventTarget>,
}

impl Call {
    /// With a request's own options laid over the client's. What they have that is no option is warned of.
    ///
    /// # Errors
    /// `INVALID_CONFIG`, with every fault.
    pub fn with(self, options: &JsValue, warn: impl Fn(&str)) -> Result<Call, Failure> {
        if options.is_undefined() {
            return Ok(self);
        }
        let mut reader = Reader::new(options, Whose::Request);
        let is_signal = |signal: &JsValue| {
            method(signal, "addEventListener").is_some()
                && get(signal, "aborted").as_bool().is_some()
        };
        let call = Call {
            deadlines: self.deadlines.read(&mut reader, "timeoutMs"),
            resend: reader.choice("resend", self.resend),
            until: reader.until("until", self.until).of(Action::Interaction),
            on_update: reader.function("onUpdate").map(JsCast::unchecked_into),
            signal: reader
                .signal("signal", is_signal)
                .map(JsCast::unchecked_into),
        };
        let found = reader.finish();
        for warning in &found.warnings {
            warn(warning);
        }
        match found.faults.is_empty() {
            true => Ok(call),
            false => Err(Failure::new(Code::InvalidConfig).places(&found.faults)),
        }
    }

    /// Whether it is written again when its connection was lost before any update came.
    pub fn may_resend(&self) -> bool {
        self.resend == Resend::Unanswered
    }
}

/// What has to happen, as far as the engine decides it.
pub fn engine_until(until: &UntilOption) -> Until {
    match until {
        UntilChoice::Answer => Until::Answer(Answer::default()),
        UntilChoice::Completed => Until::Completed,
        UntilChoice::Idle => Until::Idle,
        UntilChoice::Types(types) => Until::types(types.len() as u32),
        UntilChoice::Asked(_) => Until::Asked,
    }
}
