//! What the browser calls back: of a socket, a timer, a promise, the page. All of them are one kind of closure, since
//! each further kind costs every page some hundred bytes: a plain function that is told the client's driver, the number
//! of what it is about (an attempt, a request's key), and what came.
//!
//! A callback holds the driver weakly. It belongs to the browser, which may call it when the client is gone, and lets it
//! go by its own garbage collection.

use std::rc::{Rc, Weak};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::guard::{guarded, guarded_of_page};

pub type Act = fn(&Rc<Driver>, u32, JsValue);

#[inline(never)]
fn unguarded(driver: &Weak<Driver>, subject: u32, act: Act) -> Function {
    let driver = driver.clone();
    let closure: Closure<dyn Fn(JsValue)> = Closure::new(move |value: JsValue| {
        if let Some(driver) = driver.upgrade() {
            act(&driver, subject, value);
        }
    });
    closure.into_js_value().unchecked_into()
}

/// The callbacks that a client needs again and again.
pub struct Callbacks {
    /// Told what cut a callback off.
    pub fail: Function,
    pub tick: Function,
    pub cancel: Function,
    pub report: Function,
    pub warn_of_legacy: Function,
    pub draw: Function,
}

impl Callbacks {
    pub fn new(driver: &Weak<Driver>) -> Callbacks {
        let fail = unguarded(driver, 0, |driver, _, cause| driver.fail(cause));
        let of = |act: Act| guarded(&unguarded(driver, 0, act), &fail);
        Callbacks {
            tick: of(|driver, _, number| driver.tick(&number)),
            cancel: guarded_of_page(
                &unguarded(driver, 0, |driver, _, asked| driver.cancel_as_asked(&asked)),
                &fail,
            ),
            report: of(|driver, _, error| driver.tell_error(&error)),
            warn_of_legacy: of(|driver, _, name| driver.warn_of_legacy(&name)),
            draw: of(|driver, _, _| driver.metrics.draw()),
            fail,
        }
    }
}

impl Driver {
    /// A function that has `act` told of each call.
    pub fn callback(&self, subject: u32, act: Act) -> Function {
        guarded(&unguarded(&self.me, subject, act), &self.callbacks.fail)
    }

    /// The same of each call of the page's.
    pub fn callback_of_page(&self, subject: u32, act: Act) -> Function {
        guarded_of_page(&unguarded(&self.me, subject, act), &self.callbacks.fail)
    }

    /// Tells `done` or `failed` what becomes of a promise, or of what is none.
    pub fn follow_up(&self, promise: &JsValue, subject: u32, done: Act, failed: Act) {
        let (done, failed) = (self.callback(subject, done), self.callback(subject, failed));
        super::js::then(promise, &done, &failed);
    }
}
