//! From the caller's options objects to the engine's options.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::js::{Host, url_parts};
use crate::engine::options::{Choice, Given, Options, Text, Then};
use crate::protocol::error::Fault;
use crate::protocol::payload;
use crate::protocol::text::concat;

/// What a value is, as far as options care.
fn given(value: &JsValue) -> Given {
    if let Some(text) = value.as_string() {
        Given::Text(text)
    } else if let Some(number) = value.as_f64() {
        Given::Number(number)
    } else if let Some(flag) = value.as_bool() {
        Given::Flag(flag)
    } else if value.is_function() {
        Given::Function
    } else if Array::is_array(value) {
        let items = value.unchecked_ref::<Array>();
        Given::List((0..items.length()).map(|place| items.get(place).as_string()).collect())
    } else if value.is_object() {
        Given::Object
    } else {
        Given::Other
    }
}

/// Calls `take` with every own property that is given. A property whose getter throws counts as not given.
fn each_property(object: &JsValue, mut take: impl FnMut(&str, &JsValue)) {
    let keys = Object::keys(object.unchecked_ref::<Object>());
    for place in 0..keys.length() {
        let key = keys.get(place);
        let value = Reflect::get(object, &key).unwrap_or_default();
        if !value.is_undefined() {
            take(&key.as_string().unwrap_or_default(), &value);
        }
    }
}

fn read_into(options: &mut Options, host: &Host, prefix: &str, object: &JsValue) {
    let mut nested = Vec::new();
    each_property(object, |name, value| {
        let name = concat(&[prefix, name]);
        match options.set(&name, given(value)) {
            Then::Done => {}
            Then::Descend => nested.push((concat(&[&name, "."]), value.clone())),
            Then::Unknown(near) => {
                let hint = near.map_or(String::new(), |near| concat(&["; did you mean ", near, "?"]));
                host.warn(&concat(&["there is no option ", &name, &hint]));
            }
        }
    });
    for (prefix, object) in nested {
        read_into(options, host, &prefix, &object);
    }
}

fn check_url(options: &mut Options, name: &str, text: Text, schemes: [&str; 2], is_required: bool) {
    let url = options.text(text).unwrap_or_default();
    if is_required || !url.is_empty() {
        let parts = url_parts(url);
        let part = |place| parts.get(place).as_string().unwrap_or_default();
        options.check_url(name, schemes, &part(0), &part(1));
    }
}

/// Reads the options of a client, and lays the integrator's defaults into its host.
///
/// # Errors
/// `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`, naming every fault.
pub fn read(given_options: &JsValue, host: &Host) -> Result<Options, Fault> {
    let mut options = Options::default();
    if given_options.is_object() {
        read_into(&mut options, host, "", given_options);
        let organization_id = options.text(Text::OrganizationId);
        let is_compact = options.choice(Choice::PayloadDefaults) != 0;
        if let Some(name) = host.set_base(payload::DEFAULT, given_options, organization_id, is_compact) {
            options.fault(&name, "an object that can be written as JSON");
        }
    } else {
        options.fault("options", "an object");
    }
    let is_rest = options.choice(Choice::Transport) != 0;
    check_url(&mut options, "websocketUrl", Text::WebSocketUrl, ["wss:", "ws:"], !is_rest);
    check_url(&mut options, "restUrl", Text::RestUrl, ["https:", "http:"], is_rest);
    options.check()?;
    Ok(options)
}

/// Reads the options of one request over the client's.
///
/// # Errors
/// `INVALID_CONFIG`, naming every fault.
pub fn read_for_call(base: &Options, given_options: &JsValue, host: &Host) -> Result<Options, Fault> {
    let mut options = base.clone();
    if given_options.is_object() {
        each_property(given_options, |name, value| {
            if !options.set_for_call(name, given(value)) {
                host.warn(&concat(&["a request has no option ", name]));
            }
        });
    } else {
        options.fault("options", "an object");
    }
    options.check()?;
    Ok(options)
}
