//! The WebSocket: built, listened to, closed, and never left with a handler of ours.

use std::rc::{Rc, Weak};

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::WebSocket;

use super::inner::Inner;
use super::js::Fields;

/// An owned socket. Dropping it detaches it; it does not close it.
pub struct Socket {
    raw: WebSocket,
    /// Held for as long as the browser may call them.
    _handlers: [Closure<dyn Fn(Fields)>; 3],
}

impl Socket {
    /// Starts a handshake. The handlers are called with the client, for as long as there is one, and the event.
    ///
    /// # Errors
    /// What the browser threw: it refuses some URLs, and any when the page is leaving.
    pub fn open(
        url: &str,
        protocols: &Array,
        client: &Rc<Inner>,
        handlers: [Box<dyn Fn(&Rc<Inner>, Fields)>; 3],
    ) -> Result<Socket, JsValue> {
        let raw = WebSocket::new_with_str_sequence(url, protocols)?;
        let handlers = handlers.map(|handle| {
            let client: Weak<Inner> = Rc::downgrade(client);
            Closure::<dyn Fn(Fields)>::new(move |event| {
                if let Some(client) = client.upgrade() {
                    handle(&client, event);
                }
            })
        });
        let [on_open, on_message, on_close] = &handlers;
        // There is no handler for `error`: the browser says nothing in it, and `close` always follows.
        raw.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        raw.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Socket { raw, _handlers: handlers })
    }

    /// The socket itself, to write to.
    pub fn raw(&self) -> WebSocket {
        self.raw.clone()
    }

    /// Closes the socket. Code and reason have been checked where the caller gave them.
    pub fn close(self, code: u16, reason: &str) {
        let _ = self.raw.close_with_code_and_reason(code, reason);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // First the browser forgets the handlers, then they go.
        self.raw.set_onopen(None);
        self.raw.set_onmessage(None);
        self.raw.set_onclose(None);
    }
}
