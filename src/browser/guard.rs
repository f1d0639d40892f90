//! What happens when wasm is cut off: by a trap, by an import that throws, by memory that cannot grow. Rust's cleaning up
//! is skipped then, so the client that was at work is ended, with a clear error for all that it had pending; every other
//! client goes on.
//!
//! What all clients share has to outlive it. The stack of the wasm is put back by `guard.js`, in every call of ours; the
//! entries of the package guard the exported class by it (`pkg-template/entry/guarding.js`). Of the
//! places where wasm-bindgen lends handles, exported methods use none: they are given what they take. Memory is looked at
//! before anything is begun, and the page's stack before wasm is entered. What is left behind is memory and handles of the
//! work that was cut off.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::client::OptaveClient;
use super::driver::Driver;
use super::error::Failure;
use crate::protocol::error::Code;

#[wasm_bindgen(module = "/src/browser/guard.js")]
extern "C" {
    /// Calls `callback`, and tells `fail` what cut it off.
    pub fn guarded(callback: &Function, fail: &Function) -> Function;
    /// The same for one that the page may call, from however deep down.
    #[wasm_bindgen(js_name = guardedOfPage)]
    pub fn guarded_of_page(callback: &Function, fail: &Function) -> Function;
    /// Does some work at once, and tells `fail` what cut it off.
    #[wasm_bindgen(js_name = callGuarded)]
    fn call_guarded(work: &dyn Fn(JsValue), fail: &Function);
    /// An error to be thrown on purpose: what else throws errors of this kind cuts off.
    #[wasm_bindgen(js_name = typeError)]
    pub fn type_error(message: &str) -> JsValue;
}

#[wasm_bindgen]
impl OptaveClient {
    /// Ends the client because of what cut it off. For whoever guards the class alone.
    #[wasm_bindgen(skip_typescript)]
    pub fn fail(&self, cause: JsValue) {
        self.driver.fail(cause);
    }
}

/// Has a future worked on for as long as its client is there. It is worked on whenever what it waits for comes, by the
/// browser's call and not by the page's: where that is cut off, it is given up.
pub fn spawn(driver: &Driver, future: impl Future<Output = ()> + 'static) {
    let (driver, future) = (driver.me.clone(), Cell::new(Some(Box::pin(future))));
    spawn_local(poll_fn(move |context| {
        let Some(driver) = driver.upgrade() else {
            return Poll::Ready(());
        };
        let context = Cell::new(Some(context));
        let work = |_| {
            let (Some(mut work), Some(context)) = (future.take(), context.take()) else {
                return;
            };
            if work.as_mut().poll(context).is_pending() {
                future.set(Some(work));
            }
        };
        call_guarded(&work, &driver.callbacks.fail);
        match future.take() {
            None => Poll::Ready(()),
            left => {
                future.set(left);
                Poll::Pending
            }
        }
    }));
}

/// What a request, a listener or a client needs of its own, and its share of what has to grow for the requests that are
/// known for their late updates.
const RESERVE_BYTES: usize = 144 * 1024;

/// What the tables may need at once when they grow, for each request or listener that stands in them: twice its place in
/// them, and places for its handles.
const RESERVE_BYTES_PER_ENTRY: usize = 320;

/// Whether there is memory for another request, listener or client, beside so many entries. Looked at before anything is
/// begun: nothing can be undone once an allocation has failed, and wasm-bindgen's own table of handles would be lost to all.
///
/// # Errors
/// `SEND_FAILED` if there is none.
pub fn check_memory(entries: u32) -> Result<(), Failure> {
    let bytes = RESERVE_BYTES + RESERVE_BYTES_PER_ENTRY * entries as usize;
    let mut reserve: Vec<u8> = Vec::new();
    let is_there = reserve.try_reserve_exact(bytes).is_ok();
    // Memory that nobody looks at would not be asked for.
    std::hint::black_box(reserve.as_ptr());
    match is_there {
        true => Ok(()),
        false => Err(Failure::new(Code::SendFailed).note("WebAssembly has no memory left")),
    }
}
