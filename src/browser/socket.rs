//! A WebSocket of a client's: built, written to, closed, and never left with a handler of ours.

use js_sys::{Array, encode_uri_component};
use wasm_bindgen::prelude::*;
use web_sys::{CloseEvent, MessageEvent, Url, WebSocket};

use super::callback::Act;
use super::driver::Driver;
use super::js::{self, get, global, text};
use super::timer::set_timeout;
use crate::engine::link::Attempt;
use crate::protocol::error::Code;

pub const SUBPROTOCOL: &str = "optave-v1";

/// While a socket has more than this to send, in bytes, nothing is added.
const MOST_BUFFERED: u32 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    /// A socket that takes texts where they are: web-sys takes Rust's.
    #[wasm_bindgen(js_name = WebSocket, extends = WebSocket)]
    type TextSocket;
    #[wasm_bindgen(constructor, catch, js_class = "WebSocket")]
    fn new(url: &str, protocols: &Array) -> Result<TextSocket, JsValue>;
    #[wasm_bindgen(method, catch, js_name = send)]
    fn send_text(this: &TextSocket, text: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = close)]
    fn close_with(this: &TextSocket, code: u16, reason: &JsValue) -> Result<(), JsValue>;
}

/// Where a socket leads, and how it proves who it is.
pub struct Address<'a> {
    pub url: &'a JsValue,
    pub session_id: &'a str,
    pub token: &'a Option<String>,
    pub is_subprotocol: bool,
}

/// Adds a parameter to a URL. What is in the query stays as it was written, because it may be signed, and
/// `searchParams` writes all of it anew: it does so only where one of that name has to go.
fn add_parameter(url: &Url, name: &str, value: &str) {
    let parameters = url.search_params();
    if parameters.has(name) {
        parameters.delete(name);
    }
    let value = String::from(encode_uri_component(value));
    let given = url.search();
    let join = if given.is_empty() { "" } else { "&" };
    url.set_search(&text(&[&given, join, name, "=", &value]));
}

pub struct Socket {
    pub attempt: Attempt,
    socket: TextSocket,
}

/// Why something was not written.
pub enum Unwritten {
    /// It never will be.
    Failed,
    /// The socket has enough to do, or is closing.
    Blocked,
}

impl Socket {
    /// Starts a handshake: session id in the URL, token as second subprotocol or in the URL.
    ///
    /// # Errors
    /// The code of what is in the way. The browser's own words are left out: they may quote the URL or the protocols, and
    /// with them the token.
    pub fn open(driver: &Driver, attempt: Attempt, address: &Address<'_>) -> Result<Socket, Code> {
        if !global("WebSocket").is_function() {
            return Err(Code::NoWebSocketImpl);
        }
        let url =
            js::url(address.url, &JsValue::UNDEFINED).map_err(|_| Code::InvalidWebSocketUrl)?;
        add_parameter(&url, "OptaveTraceChatSessionId", address.session_id);
        let protocols = Array::new();
        if address.is_subprotocol {
            protocols.push(&SUBPROTOCOL.into());
        }
        match address.token {
            Some(token) if address.is_subprotocol => {
                protocols.push(&token.as_str().into());
            }
            Some(token) => add_parameter(&url, "Authorization", token),
            None => {}
        }
        url.set_hash("");
        // Firefox and WebKit throw where the page's policy lacks the URL; Chromium fails the connection.
        let socket = TextSocket::new(&url.href(), &protocols).map_err(|thrown| {
            match get(&thrown, "name") == "SyntaxError" {
                true => Code::InvalidWebSocketUrl,
                false => Code::ConnectionError,
            }
        })?;
        let on = |act: Act| Some(driver.callback(attempt, act));
        socket.set_onopen(
            on(|driver, attempt, event| {
                let socket = get(&event, "target");
                driver.socket_opened(attempt, get(&socket, "protocol") == SUBPROTOCOL);
            })
            .as_ref(),
        );
        socket.set_onmessage(
            on(|driver, attempt, event| {
                driver.frame_came(attempt, &event.unchecked_ref::<MessageEvent>().data());
            })
            .as_ref(),
        );
        socket.set_onclose(
            on(|driver, attempt, event| {
                let event: &CloseEvent = event.unchecked_ref();
                driver.socket_closed(
                    attempt,
                    event.code(),
                    get(event, "reason"),
                    event.was_clean(),
                );
            })
            .as_ref(),
        );
        // An error says nothing that the closing after it does not. But none follows where the page's policy refuses the
        // URL (Chromium), or the browser the port (WebKit): then it is looked at when the browser has had its time.
        socket.set_onerror(
            on(|driver, attempt, _| {
                set_timeout(
                    &driver.callback(attempt, |driver, attempt, _| driver.notice_closed(attempt)),
                    0.0,
                    0,
                );
            })
            .as_ref(),
        );
        Ok(Socket { attempt, socket })
    }

    pub fn is_closed(&self) -> bool {
        self.socket.ready_state() == WebSocket::CLOSED
    }

    /// # Errors
    /// A socket that is closing would lose the text without a word.
    pub fn write(&self, text: &JsValue) -> Result<(), Unwritten> {
        if self.socket.ready_state() != WebSocket::OPEN
            || self.socket.buffered_amount() > MOST_BUFFERED
        {
            return Err(Unwritten::Blocked);
        }
        self.socket.send_text(text).map_err(|_| Unwritten::Failed)
    }

    /// Nothing is heard of it any more.
    pub fn close(&self, code: u16, reason: &JsValue) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        self.socket.set_onerror(None);
        let _ = self.socket.close_with(code, reason);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.close(1000, &JsValue::UNDEFINED);
    }
}
