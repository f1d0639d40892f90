//! Opening the socket: its URL, what it offers, and what it tells.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::inner::Inner;
use super::js::{Host, has_web_socket, with_parameters};
use super::socket::Socket;
use crate::engine::link::Attempt;
use crate::engine::options::{Choice, Text};
use crate::protocol::error::{Code, Fault};
use crate::protocol::limits::{SESSION_PARAMETER, SUBPROTOCOL, TOKEN_PARAMETER};
use crate::protocol::token::Token;

impl Inner {
    /// Starts a handshake, and tells the engine when it is over.
    pub fn connect(self: &Rc<Self>, host: &Host, attempt: Attempt, token: Option<Token>) {
        match self.open_socket(host, attempt, token) {
            Ok(socket) => self.keep_socket(socket),
            Err(fault) => self.drive(|engine, now| engine.socket_refused(now, attempt, fault)),
        }
    }

    /// Builds the socket: session id in the URL, token as second subprotocol or in the URL.
    fn open_socket(self: &Rc<Self>, host: &Host, attempt: Attempt, token: Option<Token>) -> Result<Socket, Fault> {
        if !has_web_socket() {
            return Err(Fault::new(Code::NoWebSocketImpl));
        }
        let token = token.as_ref().map(Token::expose);
        let offers_subprotocol = self.options.choice(Choice::AuthTransport) == 0;
        let protocols = Array::new();
        if offers_subprotocol {
            protocols.push(&SUBPROTOCOL.into());
            if let Some(token) = token {
                protocols.push(&token.into());
            }
        } else {
            self.warn_once(
                host,
                "authTransport \"query\" puts the token into the URL, where proxies and logs may keep it",
            );
        }
        let url = with_parameters(
            self.options.text(Text::WebSocketUrl).unwrap_or_default(),
            SESSION_PARAMETER,
            &host.session_id(),
            TOKEN_PARAMETER,
            token.filter(|_| !offers_subprotocol),
        );
        // The browser's own words are left out: they may quote the URL or the protocols, and with them the token.
        let refused = |_: JsValue| Fault::new(Code::InvalidWebSocketUrl);
        Socket::open(
            &url.map_err(refused)?,
            &protocols,
            self,
            [
                Box::new(move |inner, _| {
                    if offers_subprotocol
                        && inner.selected_protocol() != SUBPROTOCOL
                        && let Some(host) = inner.host()
                    {
                        inner.warn_once(&host, "the server did not select the subprotocol optave-v1");
                    }
                    inner.drive(|engine, now| engine.socket_opened(now, attempt));
                }),
                Box::new(|inner, event| inner.frame_came(event.data())),
                Box::new(move |inner, event| {
                    let (code, reason, was_clean) = (event.code(), event.reason(), event.was_clean());
                    inner.drive(|engine, now| engine.socket_closed(now, attempt, code, reason, was_clean));
                }),
            ],
        )
        .map_err(refused)
    }
}
