//! One client: the engine, and everything that its commands are carried out with.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

use super::js::{Fields, Host, WeakRef, clear_timeout, epoch, fill_random, make_error, monotonic, set_timeout};
use super::socket::Socket;
use crate::engine::command::Command;
use crate::engine::link::ConnectionState;
use crate::engine::options::{Options, Text};
use crate::engine::requests::Key;
use crate::engine::{Engine, Now};
use crate::protocol::envelope::{Sender, TAIL};
use crate::protocol::error::Fault;
use crate::protocol::ids::IdSource;

/// The longest delay that a browser's timer takes; a longer one would fire at once.
const MAX_DELAY_MS: f64 = 2_147_483_647.0;

/// The state behind an `OptaveClient`.
pub struct Inner {
    pub options: Options,
    pub sender: Sender,
    host: WeakRef,
    engine: RefCell<Engine>,
    ids: RefCell<IdSource>,
    socket: RefCell<Option<Socket>>,
    /// One timer of the browser's for all that the engine waits for, and when it fires.
    timer: Cell<JsValue>,
    timer_due: Cell<f64>,
    on_timer: Closure<dyn Fn(Fields)>,
    /// What the page's code threw, while the engine's answer to it is carried out.
    cause: RefCell<JsValue>,
    /// Warnings that were given once and are not repeated.
    warned: RefCell<Vec<&'static str>>,
}

/// This moment.
pub fn now() -> Now {
    Now { monotonic: monotonic(), epoch: epoch() as u64 }
}

/// The `OptaveError` that a fault is. `correlation_id` and `cause` may be undefined.
pub fn to_error(fault: &Fault, correlation_id: &JsValue, cause: &JsValue) -> JsValue {
    let code = fault.code;
    make_error(
        code.category().name(),
        code.name(),
        &fault.message(),
        &fault.details,
        code.advice(),
        fault.is_retryable,
        correlation_id,
        cause,
    )
}

impl Inner {
    pub fn new(options: Options, host: &Host) -> Rc<Inner> {
        let engine = Engine::new(options.config());
        let sender = Sender {
            sdk_version: options.text(Text::SdkVersion).unwrap_or_default().to_owned(),
            tenant_id: options.text(Text::TenantId).map(str::to_owned),
        };
        Rc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            Inner {
                options,
                sender,
                host: WeakRef::new(host),
                engine: RefCell::new(engine),
                ids: RefCell::default(),
                socket: RefCell::default(),
                timer: Cell::default(),
                timer_due: Cell::new(f64::INFINITY),
                on_timer: Closure::new(move |_| {
                    if let Some(inner) = weak.upgrade() {
                        inner.timer_due.set(f64::INFINITY);
                        inner.drive(|engine, now| engine.timeout(now));
                    }
                }),
                cause: RefCell::default(),
                warned: RefCell::default(),
            }
        })
    }

    /// Tells the engine something, and does what it wants done about it.
    pub fn drive<T>(self: &Rc<Self>, tell: impl FnOnce(&mut Engine, Now) -> T) -> T {
        let now = now();
        let answer = tell(&mut self.engine.borrow_mut(), now);
        self.carry_out(now);
        answer
    }

    /// [`Inner::drive`], with what the page's code threw as the cause of whatever fails now.
    pub fn drive_because<T>(self: &Rc<Self>, cause: JsValue, tell: impl FnOnce(&mut Engine, Now) -> T) -> T {
        self.cause.replace(cause);
        let answer = self.drive(tell);
        self.cause.replace(JsValue::UNDEFINED);
        answer
    }

    /// Talks to the engine without doing anything about it yet.
    pub fn engine<T>(&self, talk: impl FnOnce(&mut Engine) -> T) -> T {
        talk(&mut self.engine.borrow_mut())
    }

    /// Does all that the engine wants done, and sets the timer for what it waits for.
    pub fn carry_out(self: &Rc<Self>, now: Now) {
        let Some(host) = self.host() else { return };
        while let Some(command) = self.engine(Engine::next_command) {
            self.execute(&host, command);
        }
        let due = self.engine(Engine::next_timeout);
        // A timer that fires too early does no harm: the engine says again what it waits for.
        if due < self.timer_due.get() {
            clear_timeout(&self.timer.take());
            // Rounded up: the browser rounds down, and would call too early again and again.
            let delay = (due - now.monotonic).ceil().clamp(0.0, MAX_DELAY_MS);
            self.timer_due.set(due);
            self.timer.set(set_timeout(self.on_timer.as_ref().unchecked_ref(), delay));
        }
    }

    fn execute(self: &Rc<Self>, host: &Host, command: Command) {
        match command {
            Command::Write { key, head } => self.write(host, key, &head),
            Command::Post { key, token } => self.post(host, key, token),
            Command::Resolve { key } => self.succeed(host, key, now()),
            Command::Reject { key, fault } => {
                let cause = self.cause.borrow().clone();
                host.fail(key.index, &to_error(&fault, &host.correlation_id(key.index), &cause));
            }
            Command::Release { key } => host.release(key.index),
            Command::FetchToken { attempt } => self.fetch_token(host, attempt),
            Command::OpenSocket { attempt, token } => self.connect(host, attempt, token),
            Command::CloseSocket { code, reason } => {
                let socket = self.socket.take();
                if let Some(socket) = socket {
                    socket.close(code, &reason);
                }
            }
            Command::StateChanged => {
                let is_open = self.engine(|engine| engine.connection_state()) == ConnectionState::Open;
                host.state_changed(is_open);
            }
            Command::Opened => host.opened(),
            Command::OpenFailed { fault, was_told } => {
                let cause = self.cause.borrow().clone();
                host.open_failed(&to_error(&fault, &JsValue::UNDEFINED, &cause), was_told);
            }
            Command::Closed { code, reason, was_clean } => {
                drop(self.socket.take());
                host.closed(code, &reason, was_clean);
            }
        }
    }

    fn write(self: &Rc<Self>, host: &Host, key: Key, head: &str) {
        let socket = self.socket.borrow().as_ref().map(Socket::raw);
        let written = socket.map_or(Ok(false), |socket| host.write(key.index, &socket, head, TAIL));
        if written != Ok(true) {
            let cause = written.err().unwrap_or_default();
            self.drive_because(cause, |engine, now| engine.send_failed(now, key));
        }
    }

    /// Resolves a request's promise with its newest update.
    pub fn succeed(&self, host: &Host, key: Key, now: Now) {
        let timings = self.engine(|engine| engine.timings(now, key));
        host.succeed(key.index, timings.queued_ms, timings.first_update_ms, timings.total_ms);
    }

    /// Keeps a socket in the place of the one before.
    pub fn keep_socket(&self, socket: Socket) {
        drop(self.socket.replace(Some(socket)));
    }

    /// The protocol that the server selected for the open socket.
    pub fn selected_protocol(&self) -> String {
        let socket = self.socket.borrow().as_ref().map(Socket::raw);
        socket.map(|socket| socket.protocol()).unwrap_or_default()
    }

    /// A new UUIDv7 for this wall-clock time.
    pub fn new_id(&self, epoch_ms: u64) -> String {
        self.ids.borrow_mut().next(epoch_ms, fill_random)
    }

    /// The object that holds what is the page's, unless the client is being collected.
    pub fn host(&self) -> Option<Host> {
        self.host.deref()
    }

    /// Warns, the first time.
    pub fn warn_once(&self, host: &Host, message: &'static str) {
        let is_new = !self.warned.borrow().contains(&message);
        if is_new {
            self.warned.borrow_mut().push(message);
            host.warn(message);
        }
    }

    /// Reports an error that belongs to no promise.
    pub fn report(&self, fault: &Fault, cause: &JsValue) {
        if let Some(host) = self.host() {
            host.emit("error", &to_error(fault, &JsValue::UNDEFINED, cause));
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        clear_timeout(&self.timer.take());
        // A client that was forgotten is collected with its socket.
        if let Some(socket) = self.socket.take() {
            socket.close(1000, "");
        }
    }
}
