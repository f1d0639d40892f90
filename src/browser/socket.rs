//! The WebSocket: built, listened to, closed, and never left with a handler of ours.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::WebSocket;

use super::core::Inner;
use crate::engine::command::Attempt;
use crate::protocol::limits::SUBPROTOCOL;

#[wasm_bindgen]
extern "C" {
    /// An event of the socket's; only its own kind has each property.
    type SocketEvent;
    #[wasm_bindgen(method, getter, structural)]
    fn data(this: &SocketEvent) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    fn code(this: &SocketEvent) -> u16;
    #[wasm_bindgen(method, getter, structural)]
    fn reason(this: &SocketEvent) -> String;
    #[wasm_bindgen(method, getter, structural, js_name = wasClean)]
    fn was_clean(this: &SocketEvent) -> bool;
}

/// An owned socket. Dropping it detaches it; it does not close it.
pub struct Socket {
    raw: WebSocket,
    /// Held for as long as the browser may call them.
    _handlers: [Closure<dyn Fn(SocketEvent)>; 4],
}

impl Socket {
    /// Starts a handshake, and tells the client's engine what becomes of it.
    ///
    /// # Errors
    /// What the browser threw: it refuses some URLs, and any when the page is leaving.
    pub fn open(
        client: &Rc<Inner>,
        attempt: Attempt,
        url: &str,
        protocols: &Array,
    ) -> Result<Socket, JsValue> {
        let raw = WebSocket::new_with_str_sequence(url, protocols)?;
        let handler = |handle: fn(&Rc<Inner>, Attempt, SocketEvent)| {
            let client = Rc::downgrade(client);
            Closure::<dyn Fn(SocketEvent)>::new(move |event| {
                if let Some(client) = client.upgrade() {
                    handle(&client, attempt, event);
                }
            })
        };
        let handlers = [
            handler(|client, attempt, _| {
                client.drive(|engine, now| engine.socket_opened(now, attempt))
            }),
            handler(|client, _, event| client.host.frame(event.data())),
            handler(|client, _, _| client.host.socket_failed()),
            handler(|client, attempt, event| {
                let (code, reason, was_clean) = (event.code(), event.reason(), event.was_clean());
                client.drive(|engine, now| {
                    engine.socket_closed(now, attempt, code, reason, was_clean)
                });
            }),
        ];
        let [on_open, on_message, on_error, on_close] = &handlers;
        raw.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        raw.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        raw.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        client.host.connected(&raw);
        Ok(Socket {
            raw,
            _handlers: handlers,
        })
    }

    /// Whether the server selected the subprotocol that it should.
    pub fn has_subprotocol(&self) -> bool {
        self.raw.protocol() == SUBPROTOCOL
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
        self.raw.set_onerror(None);
        self.raw.set_onclose(None);
    }
}
