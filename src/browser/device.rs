//! What the browser says about itself and its page, for `session.channel`. What it means is decided in
//! [`crate::protocol::device`]. Anything here may be missing, and in strict hosts a getter may throw.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::Navigator;

use super::driver::Driver;
use super::js::{self, get, global, method, own};
use crate::protocol::device::{Agent, Brand, Hints, describe as describe_agent};

#[wasm_bindgen]
extern "C" {
    /// web-sys takes it for granted that these do not throw.
    #[wasm_bindgen(extends = Navigator)]
    type PageNavigator;
    #[wasm_bindgen(method, getter, catch)]
    fn language(this: &PageNavigator) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = userAgent)]
    fn user_agent(this: &PageNavigator) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = maxTouchPoints)]
    fn max_touch_points(this: &PageNavigator) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = onLine)]
    fn on_line(this: &PageNavigator) -> Result<Option<JsValue>, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = userAgentData)]
    fn user_agent_data(this: &PageNavigator) -> Result<Option<JsValue>, JsValue>;

    type PageLocation;
    #[wasm_bindgen(method, getter, catch)]
    fn pathname(this: &PageLocation) -> Result<Option<JsValue>, JsValue>;
}

/// A user agent of more than this says nothing that its beginning does not.
const MOST_OF_AGENT: u32 = 2_000;

fn navigator() -> Option<PageNavigator> {
    let navigator = global("navigator");
    navigator.is_object().then(|| navigator.unchecked_into())
}

fn of_navigator(read: fn(&PageNavigator) -> Result<Option<JsValue>, JsValue>) -> JsValue {
    navigator()
        .and_then(|navigator| read(&navigator).ok().flatten())
        .unwrap_or_default()
}

/// The language that the visitor prefers.
pub fn language() -> JsValue {
    of_navigator(PageNavigator::language)
}

/// Whether the browser reports that there is no network.
pub fn is_reported_offline() -> bool {
    of_navigator(PageNavigator::on_line).as_bool() == Some(false)
}

/// The language that the page is in.
pub fn document_language() -> JsValue {
    get(&get(&global("document"), "documentElement"), "lang")
}

/// Where the page is: asked for with every request, because a single-page application moves on without a new client.
pub struct Page(Option<PageLocation>);

impl Page {
    pub fn new() -> Page {
        let location = global("location");
        Page(location.is_object().then(|| location.unchecked_into()))
    }

    pub fn path(&self) -> JsValue {
        self.0
            .as_ref()
            .and_then(|location| location.pathname().ok().flatten())
            .unwrap_or_default()
    }
}

fn text(value: &JsValue) -> String {
    value
        .dyn_ref::<JsString>()
        .map(|text| js::beginning(text, MOST_OF_AGENT).into())
        .unwrap_or_default()
}

/// The properties of `session.channel` that tell of the device; `details` is what [`ask_for_details`] got.
pub fn describe(details: &JsValue) -> [(&'static str, JsValue); 3] {
    let data = of_navigator(PageNavigator::user_agent_data);
    let listed = get(&data, "brands").dyn_into::<Array>().unwrap_or_default();
    let mut brands = Vec::new();
    for brand in listed.iter() {
        brands.push((text(&get(&brand, "brand")), text(&get(&brand, "version"))));
    }
    let mut borrowed = Vec::new();
    for (name, version) in &brands {
        borrowed.push(Brand { name, version });
    }
    let (user_agent, platform) = (
        text(&of_navigator(PageNavigator::user_agent)),
        text(&get(&data, "platform")),
    );
    let (platform_version, model) = (
        text(&own(details, "platformVersion")),
        text(&own(details, "model")),
    );
    let device = describe_agent(&Agent {
        user_agent: &user_agent,
        max_touch_points: of_navigator(PageNavigator::max_touch_points)
            .as_f64()
            .unwrap_or_default() as u32,
        hints: Hints {
            brands: &borrowed,
            is_mobile: get(&data, "mobile").is_truthy(),
            platform: &platform,
            platform_version: &platform_version,
            model: &model,
        },
    });
    [
        ("browser", device.browser.as_str().into()),
        ("deviceInfo", device.device_info.as_str().into()),
        ("deviceType", device.device_type.name().into()),
    ]
}

/// Asks for the version of the platform and the model, where the browser tells them on request only.
pub fn ask_for_details(driver: &Driver) {
    let data = of_navigator(PageNavigator::user_agent_data);
    let wanted = Array::of1(&"model".into());
    wanted.push(&"platformVersion".into());
    if let Some(ask) = method(&data, "getHighEntropyValues")
        && let Ok(answer) = js::call(&ask, &data, &wanted)
    {
        driver.follow_up(
            &answer,
            0,
            |driver, _, details| driver.payloads.learn(&describe(&details)),
            |_, _, _| (),
        );
    }
}
