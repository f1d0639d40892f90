//! Where the visitor is, as far as that was allowed.

use std::rc::Rc;

use js_sys::Number;
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::js::{self, Record, get, global, method, text};

/// Asks for it; without `may_prompt` only where that was granted before.
pub fn ask(driver: &Driver, may_prompt: bool) {
    if may_prompt {
        return locate(driver);
    }
    let permissions = get(&global("navigator"), "permissions");
    let wanted = Record::new().with("name", "geolocation").end();
    if let Some(query) = method(&permissions, "query")
        && let Ok(answer) = js::call(&query, &permissions, &wanted)
    {
        driver.follow_up(
            &answer,
            0,
            |driver, _, status| {
                if get(&status, "state") == "granted" {
                    locate(driver);
                }
            },
            |_, _, _| (),
        );
    }
}

fn locate(driver: &Driver) {
    let geolocation = get(&global("navigator"), "geolocation");
    if let Some(locate) = method(&geolocation, "getCurrentPosition") {
        let (found, refused) = (driver.callback(0, found), driver.callback(0, |_, _, _| ()));
        // A refusal by a throw is one as well.
        let _ = js::call_with(&locate, &geolocation, &found, &refused);
    }
}

/// As "lat,lon" with four decimals.
fn found(driver: &Rc<Driver>, _: u32, position: JsValue) {
    let coords = get(&position, "coords");
    let degrees = |name| {
        let degrees = Number::from(get(&coords, name).as_f64()?);
        degrees.to_fixed(4).ok().map(String::from)
    };
    if let (Some(latitude), Some(longitude)) = (degrees("latitude"), degrees("longitude")) {
        let place = text(&[&latitude, ",", &longitude]);
        driver
            .payloads
            .learn(&[("location", place.as_str().into())]);
    }
}
