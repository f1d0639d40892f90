//! The connection of a client: its tokens, its sockets, and who waits for it to open.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Date, JsString, Object};
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::error::{Failure, invalid};
use super::events::Event;
use super::js::ByteCounter;
use super::keeper::Kept;
use super::reports::{
    ActiveTransport, CloseInfo, ConnectMetric, ConnectionInfo, DropMetric, OptaveMetric,
    ReconnectInfo, ReconnectMetric,
};
use super::request::Outcome;
use super::slot::Slot;
use super::socket::{Address, Socket, Unwritten};
use super::token;
use crate::engine::config::Transport;
use crate::engine::link::{Attempt, ConnectionState};
use crate::protocol::error::Fault;

/// Browsers take no longer reason of a page, in bytes of UTF-8.
const MOST_OF_REASON: u32 = 123;

/// What the page learns of a closing.
#[derive(Clone)]
pub struct Closing {
    /// Undefined where nobody gave one.
    pub reason: JsValue,
    pub was_clean: bool,
    /// Whether the connection was lost, and not closed by the page.
    pub is_drop: bool,
}

impl Default for Closing {
    fn default() -> Closing {
        Closing {
            reason: JsValue::UNDEFINED,
            was_clean: true,
            is_drop: false,
        }
    }
}

/// What users see of the connection, as it was when they were shown it.
#[derive(Clone, Copy, PartialEq)]
struct Shown {
    state: ConnectionState,
    /// On the client's clock; infinity is never.
    retry_at: f64,
    is_rest: bool,
    is_reported_offline: bool,
    since: f64,
    unmatched: u32,
}

impl Shown {
    fn info(self, now: f64) -> ConnectionInfo {
        let is_planned = self.retry_at < f64::INFINITY;
        let retry_in_ms = is_planned.then(|| (self.retry_at - now).round().max(0.0));
        ConnectionInfo {
            state: self.state,
            retry_at: retry_in_ms.map(|ms| Date::now() + ms),
            retry_in_ms,
            since: self.since,
            transport: if self.is_rest {
                ActiveTransport::Rest
            } else {
                ActiveTransport::WebSocket
            },
            is_reported_offline: self.is_reported_offline,
            unmatched_messages: self.unmatched,
        }
    }
}

pub struct Connection {
    shown: Slot<Option<(Shown, JsValue)>>,
    sockets: Slot<Vec<Rc<Socket>>>,
    /// What those got who asked for the connection.
    waiting: Slot<Option<Outcome>>,
    /// When its state began, in milliseconds since 1970.
    since: Cell<f64>,
    /// When the asking for a token began, or the handshake without one.
    pub attempt_began_at: Cell<f64>,
    /// Of the connection that the engine is being told of.
    pub closing: Slot<Closing>,
    /// What is known besides of the failure that the engine is being told of.
    pub context: Slot<Option<Failure>>,
    /// Messages that belonged to no request.
    unmatched: Cell<u32>,
}

impl Connection {
    pub fn new() -> Connection {
        Connection {
            shown: Slot::default(),
            sockets: Slot::default(),
            waiting: Slot::default(),
            since: Cell::new(Date::now()),
            attempt_began_at: Cell::new(0.0),
            closing: Slot::default(),
            context: Slot::default(),
            unmatched: Cell::new(0),
        }
    }

    /// A message came that belongs to no request.
    pub fn count_unmatched(&self) {
        self.unmatched.set(self.unmatched.get() + 1);
    }

    fn socket(&self, attempt: Attempt) -> Option<Rc<Socket>> {
        let is_it = |socket: &&Rc<Socket>| socket.attempt == attempt;
        self.sockets
            .with(|sockets| sockets.iter().find(is_it).cloned())
    }

    fn take_socket(&self, attempt: Attempt) -> Option<Rc<Socket>> {
        let socket = self.socket(attempt);
        self.sockets
            .with(|sockets| sockets.retain(|socket| socket.attempt != attempt));
        socket
    }

    /// # Errors
    /// As [`Socket::write`].
    pub fn write(&self, attempt: Attempt, text: &JsValue) -> Result<(), Unwritten> {
        self.socket(attempt).ok_or(Unwritten::Blocked)?.write(text)
    }

    /// Closes every socket, and forgets what the engine was being told.
    pub fn leave(&self) {
        self.sockets.take();
        // Where the work was cut off, something may be left of what it was about.
        self.closing.take();
        self.context.take();
    }
}

impl Driver {
    pub fn is_open(&self) -> bool {
        self.engine(|engine| engine.state()) == ConnectionState::Open
    }

    /// What users see of the connection: the same object until something of it changes.
    pub fn connection(&self) -> JsValue {
        let (since, unmatched) = (&self.connection.since, &self.connection.unmatched);
        let now = self.engine(|engine| Shown {
            state: engine.state(),
            retry_at: match engine.state() {
                ConnectionState::Open => f64::INFINITY,
                _ => engine.retry_at(),
            },
            is_rest: engine.is_rest(),
            is_reported_offline: engine.is_reported_offline(),
            since: since.get(),
            unmatched: unmatched.get(),
        });
        match self.connection.shown.get() {
            Some((shown, info)) if shown == now => info,
            _ => {
                let info: JsValue = Object::freeze(&now.info(self.now()).into_object()).into();
                self.connection.shown.set(Some((now, info.clone())));
                info
            }
        }
    }

    // --- What the page asks for ---

    /// Opens the connection, or shares the attempt under way. `token` serves for it, if it is not undefined.
    pub fn open(&self, token: &JsValue) -> JsValue {
        self.begin();
        let is_rest_only = self.settings.engine.transport == Transport::Rest;
        let has_token = !token.is_undefined() && !is_rest_only && !self.is_open();
        if has_token {
            match token::read(token, self.settings.token_use(false)) {
                Ok(token) => self.tokens.for_socket.set(Some(token.text)),
                Err(failure) => {
                    let refused = Outcome::new(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
                    refused.fail(&failure.into_error(), &self.report());
                    return refused.request();
                }
            }
        }
        let waiting = self.connection.waiting.get().unwrap_or_else(|| {
            let waiting = Outcome::new(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
            self.hold();
            self.connection.waiting.set(Some(waiting.clone()));
            waiting
        });
        let now = self.now();
        self.tell(now, |engine| engine.open(now, has_token));
        waiting.request()
    }

    /// # Errors
    /// `INVALID_CONFIG` for a code or a reason that browsers do not take from a page.
    pub fn close(&self, code: &JsValue, reason: &JsValue) -> Result<(), JsValue> {
        let mut faults = Vec::new();
        let code = if code.is_undefined() {
            1000.0
        } else {
            code.as_f64().unwrap_or_default()
        };
        if code != 1000.0 && !((3000.0..5000.0).contains(&code) && code.fract() == 0.0) {
            faults.push("code: expected 1000, or 3000 to 4999".to_owned());
        }
        let reason = match reason.is_undefined() {
            true => "".into(),
            false => reason.clone(),
        };
        let is_short =
            |reason: &JsString| ByteCounter::by(MOST_OF_REASON).count(reason) <= MOST_OF_REASON;
        if !reason.dyn_ref().is_some_and(is_short) {
            faults.push("reason: expected a string of at most 123 bytes".to_owned());
        }
        if !faults.is_empty() {
            return Err(invalid(&faults));
        }
        self.connection.closing.set(Closing {
            reason,
            ..Closing::default()
        });
        let now = self.now();
        self.tell(now, |engine| engine.close(now, code as u16));
        self.connection.closing.take();
        Ok(())
    }

    // --- What the engine wants told ---

    pub(super) fn state_changed(&self, state: ConnectionState) {
        self.connection.since.set(Date::now());
        let info = self.connection();
        self.events.emit(Event::State, &info);
        if state == ConnectionState::Open {
            self.events.emit(Event::Open, &info);
        }
    }

    /// Settles what those have who asked for the connection; false if nobody did. It is let go of afterwards: what is
    /// cut off in between is still there to be rejected.
    pub(super) fn settle_waiting(&self, settle: impl FnOnce(&Outcome)) -> bool {
        let Some(waiting) = self.connection.waiting.get() else {
            return false;
        };
        settle(&waiting);
        self.connection.waiting.take();
        self.let_go();
        true
    }

    pub(super) fn connection_opened(&self) {
        self.settle_waiting(Outcome::succeed);
    }

    /// Tells whoever waits for the connection, or else the event, unless a request was told.
    pub(super) fn connection_failed(&self, fault: Fault, was_told: bool) {
        let error = self.failure_of(fault).into_error();
        let has_waited = self.settle_waiting(|waiting| waiting.fail(&error, &self.report()));
        if !has_waited && !was_told {
            self.tell_error(&error);
        }
    }

    pub(super) fn connection_closed(&self, code: u16) {
        let Closing {
            reason,
            was_clean,
            is_drop,
        } = self.connection.closing.get();
        if is_drop {
            self.metrics.count(|counts| &mut counts.drops);
            self.tell_metric(|| OptaveMetric::Drop(DropMetric { code, was_clean }));
        }
        let reason = if reason.is_undefined() {
            "idle".into()
        } else {
            reason
        };
        self.events.emit(
            Event::Close,
            &CloseInfo {
                code,
                reason,
                was_clean,
            }
            .into_object(),
        );
    }

    pub(super) fn reconnect_planned(&self, attempt: u32, delay_ms: f64) {
        self.metrics.count(|counts| &mut counts.reconnects);
        self.tell_metric(|| OptaveMetric::Reconnect(ReconnectMetric { attempt, delay_ms }));
        self.events.emit(
            Event::Reconnecting,
            &ReconnectInfo { attempt, delay_ms }.into_object(),
        );
    }

    /// Tells `onMetric`, if there is one.
    pub(super) fn tell_metric(&self, metric: impl FnOnce() -> OptaveMetric) {
        let on_metric = self.settings.on_metric.as_ref();
        if let Some(on_metric) = on_metric.and_then(Kept::function) {
            self.events
                .call(&on_metric, &metric().into_object(), &["onMetric"]);
        }
    }

    // --- Sockets ---

    pub(super) fn open_socket(&self, attempt: Attempt) {
        let is_subprotocol = self.settings.is_subprotocol();
        if !is_subprotocol {
            self.warn("authTransport \"query\" puts the token into the URL, where proxies and logs may keep it");
        }
        let token = self.tokens.for_socket.take();
        let opened = self.payloads.session_id(&self.ids).and_then(|session_id| {
            let address = Address {
                url: &self.settings.websocket_url,
                session_id: &session_id.as_string().unwrap_or_default(),
                token: &token,
                is_subprotocol,
            };
            Socket::open(self, attempt, &address).map_err(Failure::new)
        });
        match opened {
            Ok(socket) => self
                .connection
                .sockets
                .with(|sockets| sockets.push(Rc::new(socket))),
            Err(failure) => self.attempt_failed(attempt, failure),
        }
    }

    pub(super) fn drop_socket(&self, attempt: Attempt, code: u16) {
        self.tokens.abandon(attempt);
        if let Some(socket) = self.connection.take_socket(attempt) {
            socket.close(code, &self.connection.closing.get().reason);
        }
    }

    pub(super) fn socket_opened(&self, attempt: Attempt, is_ours: bool) {
        if self.settings.is_subprotocol() && !is_ours {
            self.warn("the server did not select the subprotocol optave-v1");
        }
        let is_hand_over = self.is_open();
        let now = self.now();
        let duration_ms = now - self.connection.attempt_began_at.get();
        self.metrics.connected(duration_ms, is_hand_over);
        self.tell_metric(|| {
            OptaveMetric::Connect(ConnectMetric {
                duration_ms,
                is_hand_over,
            })
        });
        self.tell(now, |engine| engine.socket_opened(now, attempt));
    }

    pub(super) fn socket_closed(
        &self,
        attempt: Attempt,
        code: u16,
        reason: JsValue,
        was_clean: bool,
    ) {
        self.drop_socket(attempt, 1000);
        // What the codes from 4000 on mean is between the page and its server.
        let is_final = code > 3999
            && self
                .settings
                .is_final
                .as_ref()
                .and_then(Kept::function)
                .is_some_and(|decide| {
                    let info = CloseInfo {
                        code,
                        reason: reason.clone(),
                        was_clean,
                    }
                    .into_object();
                    self.events.call(&decide, &info, &["reconnect.isFinal"]) == Some(JsValue::TRUE)
                });
        self.connection.closing.set(Closing {
            reason,
            was_clean,
            is_drop: true,
        });
        let now = self.now();
        self.tell(now, |engine| {
            engine.socket_closed(now, attempt, code, is_final)
        });
        self.connection.closing.take();
    }

    /// Whether an attempt's socket has closed without a word.
    pub(super) fn notice_closed(&self, attempt: Attempt) {
        if self
            .connection
            .socket(attempt)
            .is_some_and(|socket| socket.is_closed())
        {
            self.socket_closed(attempt, 1006, "".into(), false);
        }
    }
}
