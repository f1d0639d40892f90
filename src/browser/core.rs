//! What the public class stands on: the entry's `OptaveClient` calls this, and `types.rs` describes it to users.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::inner::{Inner, now, to_error};
use super::js::Host;
use super::options::read;
use super::validate::is_request_envelope;
use crate::engine::options::Choice;
use crate::protocol::action::Action;
use crate::protocol::device::{self, Hints};
use crate::protocol::error::{Code, Fault};
use crate::protocol::limits::{MAX_ENVELOPE_BYTES, SCHEMA_REF, SPEC_VERSION, check_close};
use crate::protocol::payload;
use crate::protocol::text::{concat, push_number};

/// One client.
#[wasm_bindgen(skip_typescript)]
pub struct Core {
    inner: Rc<Inner>,
}

fn thrown(fault: Fault) -> JsValue {
    to_error(&fault, &JsValue::UNDEFINED, &JsValue::UNDEFINED)
}

#[wasm_bindgen]
impl Core {
    /// A client of these options. The host is held weakly: whoever holds the client holds it.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, host: &Host) -> Result<Core, JsValue> {
        let options = read(options, host).map_err(thrown)?;
        Ok(Core { inner: Inner::new(options, host) })
    }

    /// `session.channel.location`: 0 not wanted, 1 if granted, 2 even by asking.
    #[wasm_bindgen(getter)]
    pub fn location(&self) -> u8 {
        self.inner.options.choice(Choice::Location)
    }

    /// Whether `session.channel` is to be filled in from the browser.
    #[wasm_bindgen(getter, js_name = withDevice)]
    pub fn with_device(&self) -> bool {
        self.inner.options.choice(Choice::DeviceInfo) == 0
    }

    /// Makes a request; gives its `OptaveRequest`.
    pub fn request(&self, action: &str, params: &JsValue, options: &JsValue) -> JsValue {
        self.inner.request(Action::from_name(action), params, options)
    }

    /// Opens the connection. Whoever waits for it has been noted in the host.
    pub fn open(&self, token: Option<String>) {
        self.inner.drive(|engine, now| engine.open(now, token.as_deref()));
    }

    /// Closes the connection.
    pub fn close(&self, code: f64, reason: String) -> Result<(), JsValue> {
        let code = check_close(code, &reason).map_err(thrown)?;
        self.inner.drive(|engine, now| engine.close(now, code, reason));
        Ok(())
    }

    /// Gives a request up. False if there is none under this id.
    pub fn cancel(&self, correlation_id: &str, reason: JsValue) -> bool {
        self.inner.drive_because(reason, |engine, now| match engine.find(correlation_id) {
            Some(key) => engine.reject(now, key, Fault::new(Code::RequestCancelled)),
            None => false,
        })
    }

    /// Gives every request up. Says how many there were.
    #[wasm_bindgen(js_name = cancelAll)]
    pub fn cancel_all(&self) -> u32 {
        self.inner.drive(|engine, now| engine.reject_all(now, &Fault::new(Code::RequestCancelled)))
    }

    /// Ends the client.
    pub fn end(&self) {
        self.inner.drive(|engine, now| engine.end(now));
    }

    /// The name of the connection's state.
    pub fn state(&self) -> String {
        self.inner.engine(|engine| engine.connection_state()).name().to_owned()
    }

    /// Messages that belonged to no request.
    pub fn unmatched(&self) -> u32 {
        self.inner.engine(|engine| engine.unmatched_messages())
    }

    /// Whether requests travel over HTTP.
    #[wasm_bindgen(js_name = isRest)]
    pub fn is_rest(&self) -> bool {
        self.inner.options.choice(Choice::Transport) != 0
    }

    /// Whether a payload, or params, could be sent.
    pub fn validate(&self, payload: &JsValue, action: Option<String>) -> bool {
        let Some(host) = self.inner.host() else { return false };
        match action.map(|name| Action::from_name(&name)) {
            Some(None) => false,
            action => self.inner.dry_run(&host, action.flatten(), payload).is_ok(),
        }
    }

    /// A new UUIDv7.
    #[wasm_bindgen(js_name = newId)]
    pub fn new_id(&self) -> String {
        self.inner.new_id(now().epoch)
    }
}

/// Whether a value is an envelope that a client may send.
#[wasm_bindgen(skip_typescript, js_name = isRequestEnvelope)]
pub fn is_envelope(envelope: JsValue) -> bool {
    is_request_envelope(envelope)
}

/// The fixed facts of package and protocol, as JSON.
#[wasm_bindgen(skip_typescript)]
pub fn facts() -> String {
    let mut limit = String::new();
    push_number(&mut limit, MAX_ENVELOPE_BYTES.into(), 1);
    concat(&[
        "[\"",
        env!("CARGO_PKG_VERSION"),
        "\",\"",
        SPEC_VERSION,
        "\",\"",
        SCHEMA_REF,
        "\",",
        &limit,
        ",",
        payload::DEFAULT,
        "]",
    ])
}

/// `browser`, `deviceInfo` and `deviceType` of `session.channel`, a line each, from what the browser says of itself.
/// `brands` are its user-agent hints, a line each, name and version apart by a slash.
#[wasm_bindgen(skip_typescript, js_name = describeDevice)]
pub fn describe_device(
    user_agent: &str,
    brands: &str,
    platform: &str,
    platform_version: &str,
    model: &str,
    max_touch_points: u32,
    mobile: Option<bool>,
) -> String {
    let brands: Vec<(&str, &str)> = brands.split('\n').filter_map(|brand| brand.split_once('/')).collect();
    let hints = Hints { max_touch_points, brands: &brands, platform, platform_version, model, mobile };
    concat(&[
        &device::browser(user_agent, &hints),
        "\n",
        &device::device_info(user_agent, &hints),
        "\n",
        device::device_type(user_agent, &hints),
    ])
}
