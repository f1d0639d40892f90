//! The life of a page: network, visibility, the back-forward cache. What it means for the connection is decided by the
//! engine.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use super::device;
use super::driver::Driver;
use super::js::{get, global, method};
use crate::engine::handover::Life;

// Never `unload` or `beforeunload`: they keep pages out of the back-forward cache. A worker has no document, and only the
// network.
const OF_PAGE: &[&str] = &["offline", "online", "pagehide", "pageshow"];
const OF_DOCUMENT: &[&str] = &["visibilitychange", "resume"];

/// Listens to the page for as long as it is there.
pub struct PageLife {
    followed: Vec<(EventTarget, &'static [&'static str])>,
    listener: Function,
}

/// What an event tells, if it tells something.
fn turn(event: &JsValue) -> Option<Life> {
    let is_persisted = || get(event, "persisted").is_truthy();
    let name = get(event, "type").as_string()?;
    match name.as_str() {
        "offline" => Some(Life::Offline),
        "online" => Some(Life::Online),
        "resume" => Some(Life::Resumed),
        "pagehide" if is_persisted() => Some(Life::Cached),
        "pageshow" if is_persisted() => Some(Life::Restored),
        "visibilitychange" if is_hidden() => Some(Life::Hidden),
        "visibilitychange" => Some(Life::Visible),
        _ => None,
    }
}

fn is_hidden() -> bool {
    get(&global("document"), "hidden").is_truthy()
}

impl PageLife {
    pub fn follow(driver: &Driver) -> PageLife {
        let mut followed = Vec::new();
        for (target, names) in [
            (global("globalThis"), OF_PAGE),
            (global("document"), OF_DOCUMENT),
        ] {
            if method(&target, "addEventListener").is_some() {
                followed.push((target.unchecked_into(), names));
            }
        }
        let listener = driver.callback(0, |driver, _, event| {
            match turn(&event) {
                Some(life) => driver.live(life),
                // The page around a frame may hold what is in it. Only now can it still be told.
                None if get(&event, "type") == "pagehide" && global("frameElement").is_object() => {
                    driver.lose_page();
                }
                None => {}
            }
        });
        let life = PageLife { followed, listener };
        life.each(EventTarget::add_event_listener_with_callback);
        life
    }

    /// What the page is like already.
    pub fn now() -> impl Iterator<Item = Life> {
        let offline = device::is_reported_offline().then_some(Life::Offline);
        offline
            .into_iter()
            .chain(is_hidden().then_some(Life::Hidden))
    }

    fn each(&self, act: fn(&EventTarget, &str, &Function) -> Result<(), JsValue>) {
        for (target, names) in &self.followed {
            for name in *names {
                let _ = act(target, name, &self.listener);
            }
        }
    }
}

impl Drop for PageLife {
    fn drop(&mut self) {
        self.each(EventTarget::remove_event_listener_with_callback);
    }
}
