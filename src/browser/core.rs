//! The client's half in Rust: the engine, and how each of its commands is carried out. `host.js` is the other half, and
//! calls this one through `exports.rs`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::RequestCredentials;

use super::http::{post, send};
use super::js::{HostRef, epoch, fill_random, monotonic};
use super::socket::Socket;
use crate::engine::command::{Attempt, Command};
use crate::engine::config::Deadlines;
use crate::engine::options::{Choice, Options, Text};
use crate::engine::requests::Key;
use crate::engine::rest::{is_success, refuses_token, status_fault};
use crate::engine::until::Until;
use crate::engine::{Engine, Now};
use crate::protocol::action::Action;
use crate::protocol::envelope::Sender;
use crate::protocol::error::{Code, Fault};
use crate::protocol::ids::IdSource;
use crate::protocol::limits::{DEFAULT_TOKEN_URL, SESSION_PARAMETER, SUBPROTOCOL, TOKEN_PARAMETER};
use crate::protocol::text::concat;
use crate::protocol::token::Token;

/// The state of one client.
pub struct Inner {
    pub host: HostRef,
    pub options: RefCell<Options>,
    /// The options of the request that is about to be made.
    pub call: RefCell<Option<Options>>,
    /// What every request's headers say of the client.
    pub sender: RefCell<Sender>,
    engine: RefCell<Engine>,
    ids: RefCell<IdSource>,
    socket: RefCell<Option<Socket>>,
    /// When the host's timer fires.
    pub wakes_at: Cell<f64>,
}

/// This moment.
#[inline(never)]
pub fn now() -> Now {
    Now {
        monotonic: monotonic(),
        epoch: epoch() as u64,
    }
}

impl Inner {
    /// A client that has no options yet.
    pub fn new(host: HostRef) -> Inner {
        let options = Options::default();
        Inner {
            host,
            engine: RefCell::new(Engine::new(options.config())),
            options: RefCell::new(options),
            call: RefCell::default(),
            sender: RefCell::default(),
            ids: RefCell::default(),
            socket: RefCell::default(),
            wakes_at: Cell::new(f64::INFINITY),
        }
    }

    /// Begins to work by the options.
    pub fn configure(&self) {
        let options = self.options.borrow();
        self.sender.replace(Sender {
            sdk_version: options
                .text(Text::SdkVersion)
                .unwrap_or_default()
                .to_owned(),
            tenant_id: options.text(Text::TenantId).map(str::to_owned),
        });
        self.engine.replace(Engine::new(options.config()));
    }

    /// Tells the engine something, and does what it wants done about it.
    pub fn drive<T>(self: &Rc<Self>, tell: impl FnOnce(&mut Engine, Now) -> T) -> T {
        let answer = tell(&mut self.engine.borrow_mut(), now());
        self.carry_out();
        answer
    }

    /// Talks to the engine without doing anything about it yet.
    pub fn engine<T>(&self, talk: impl FnOnce(&mut Engine) -> T) -> T {
        talk(&mut self.engine.borrow_mut())
    }

    fn choice(&self, choice: Choice) -> u8 {
        self.options.borrow().choice(choice)
    }

    fn text(&self, text: Text) -> Option<String> {
        self.options.borrow().text(text).map(str::to_owned)
    }

    /// Makes the host hold the error that this fault is.
    #[inline(never)]
    pub fn raise(&self, fault: &Fault) {
        let code = fault.code;
        let category = code.category().name();
        self.host.raise(
            category,
            code.name(),
            &fault.message(),
            &fault.details,
            code.advice(),
            fault.is_retryable,
        );
    }

    /// Whether there was no fault; one is raised.
    #[inline(never)]
    pub fn is_good(&self, result: Result<(), Fault>) -> bool {
        if let Err(fault) = &result {
            self.raise(fault);
        }
        result.is_ok()
    }

    /// Does all that the engine wants done, and has the host wake it when it wants.
    #[inline(never)]
    pub fn carry_out(self: &Rc<Self>) {
        while let Some(command) = self.engine(Engine::next_command) {
            self.execute(command);
        }
        let due = self.engine(Engine::next_timeout);
        // Waking too early does no harm: the engine says again what it waits for.
        if due < self.wakes_at.get() || due == f64::INFINITY && self.wakes_at.get() != due {
            self.wakes_at.set(due);
            self.host.wake(due - monotonic());
        }
    }

    fn execute(self: &Rc<Self>, command: Command) {
        let host = &self.host;
        match command {
            Command::Write { key } => {
                let now = now();
                let head = self.engine(|engine| engine.frame(now, key));
                if !host.write(key.index, &head) {
                    self.engine(|engine| engine.send_failed(now, key));
                }
            }
            Command::Post { key } => self.post(key),
            Command::Resolve { key } => host.resolve(key.index),
            Command::Reject { key, fault } => {
                self.raise(&fault);
                host.reject(key.index);
            }
            Command::Release { key } => host.release(key.index),
            Command::FetchToken { attempt } => self.fetch_token(attempt),
            Command::OpenSocket { attempt, token } => {
                if let Err(fault) = self.open_socket(attempt, token) {
                    self.engine(|engine| engine.socket_refused(now(), attempt, fault));
                }
            }
            Command::CloseSocket { code, reason } => {
                let socket = self.socket.take();
                if let Some(socket) = socket {
                    socket.close(code, &reason);
                }
            }
            Command::StateChanged { is_open } => {
                let offers_subprotocol = self.choice(Choice::AuthTransport) == 0;
                let has_subprotocol = self
                    .socket
                    .borrow()
                    .as_ref()
                    .is_none_or(Socket::has_subprotocol);
                if is_open && offers_subprotocol && !has_subprotocol {
                    host.warn("the server did not select the subprotocol optave-v1");
                }
                host.state_changed(is_open);
            }
            Command::Opened => host.opened(),
            Command::OpenFailed { fault, was_told } => {
                self.raise(&fault);
                host.open_failed(was_told);
            }
            Command::Closed {
                code,
                reason,
                was_clean,
            } => {
                drop(self.socket.take());
                host.closed(code, &reason, was_clean);
            }
        }
    }

    /// Builds the socket: session id in the URL, token as second subprotocol or in the URL.
    fn open_socket(self: &Rc<Self>, attempt: Attempt, token: Option<Token>) -> Result<(), Fault> {
        let token = token.as_ref().map(Token::expose);
        let offers_subprotocol = self.choice(Choice::AuthTransport) == 0;
        let protocols = Array::new();
        if offers_subprotocol {
            protocols.push(&SUBPROTOCOL.into());
            if let Some(token) = token {
                protocols.push(&token.into());
            }
        } else {
            self.host.warn("authTransport \"query\" puts the token into the URL, where proxies and logs may keep it");
        }
        let base = self.text(Text::WebSocketUrl).unwrap_or_default();
        let in_url = token.filter(|_| !offers_subprotocol);
        let url = self
            .host
            .socket_url(&base, SESSION_PARAMETER, TOKEN_PARAMETER, in_url);
        let url = url.ok_or_else(|| Fault::new(Code::NoWebSocketImpl))?;
        // The browser's own words are left out: they may quote the URL or the protocols, and with them the token.
        let socket = Socket::open(self, attempt, &url, &protocols)
            .map_err(|_| Fault::new(Code::InvalidWebSocketUrl))?;
        drop(self.socket.replace(Some(socket)));
        Ok(())
    }

    /// Asks the page's provider for a token, or the URL that the page names.
    fn fetch_token(self: &Rc<Self>, attempt: Attempt) {
        if self.host.ask_provider(attempt) {
            return;
        }
        let url = self.text(Text::TokenUrl).or_else(|| self.host.token_url());
        let url = url.unwrap_or_else(|| DEFAULT_TOKEN_URL.to_owned());
        let mut request = post(&url).credentials(RequestCredentials::Include);
        if let Some(key) = self.text(Text::PublishableKey) {
            request = request.header("X-Optave-Publishable-Key", &key);
        }
        // Held weakly while it waits: a server that never answers must not keep a forgotten client.
        let weak = Rc::downgrade(self);
        send(
            request,
            JsValue::UNDEFINED,
            Box::new(move |status, body| {
                if let Some(inner) = weak.upgrade() {
                    inner.host.token_came(attempt, &url, status, body);
                }
            }),
        );
    }

    /// Sends a request over HTTP.
    fn post(self: &Rc<Self>, key: Key) {
        let Some(action) = self.engine(|engine| engine.action(key)) else {
            return;
        };
        let posting = self.host.posting(key.index);
        let base = self.text(Text::RestUrl).unwrap_or_default();
        let url = concat(&[
            base.strip_suffix('/').unwrap_or(&base),
            "/message/",
            action.wire(),
        ]);
        let mut request = post(&url)
            .header("Content-Type", "application/json")
            .abort_signal(Some(&posting.signal()));
        let bearer = self.engine(|engine| {
            engine
                .rest_token()
                .map(|token| concat(&["Bearer ", token.expose()]))
        });
        if let Some(bearer) = bearer {
            request = request.header("Authorization", &bearer);
        }
        let weak = Rc::downgrade(self);
        send(
            request,
            posting.body(),
            Box::new(move |status, body| {
                if let Some(inner) = weak.upgrade() {
                    inner.response_came(key, status, body);
                }
            }),
        );
    }

    /// An HTTP request was answered. The host delivers the messages, if it is not sent again.
    fn response_came(self: &Rc<Self>, key: Key, status: u16, body: JsValue) {
        let is_success = is_success(status);
        let fault = match status {
            0 => Fault::new(Code::ConnectionError),
            _ if is_success && body.is_undefined() => Fault::new(Code::InvalidJson),
            _ => status_fault(status),
        };
        if !is_success && self.drive(|engine, now| engine.post_refused(now, key, status)) {
            return;
        }
        if !refuses_token(status) {
            self.host.posted(key.index, key.serial(), is_success, body);
        }
        self.drive(
            |engine, now| match is_success && fault.code != Code::InvalidJson {
                true => engine.answer_ended(now, key),
                false => drop(engine.reject(now, key, fault)),
            },
        );
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A client that was forgotten is collected with its socket.
        if let Some(socket) = self.socket.take() {
            socket.close(1000, "");
        }
    }
}

impl Inner {
    /// A new UUIDv7.
    pub fn new_id(&self) -> String {
        let now = epoch() as u64;
        self.ids.borrow_mut().next(now, fill_random)
    }

    /// When a request counts as answered and how long it may take: as its own options say, or the client's.
    pub fn chosen(&self, action: Action, call: Option<Options>) -> (Until, Deadlines) {
        let of = |options: &Options| (options.until(action), options.deadlines());
        call.as_ref().map_or_else(|| of(&self.options.borrow()), of)
    }
}
