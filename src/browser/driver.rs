//! Drives one client's engine: tells it what happened, and has done what it wants done. The rooms around have what is the
//! page's: [`super::connection`] tokens and sockets, [`super::requests`] what goes out, [`super::answers`] what comes in.
//!
//! The exported client owns its driver. Whatever outlives a call (callbacks, promises of others) holds it weakly, so that
//! a client that is forgotten is collected with its socket; but not while somebody waits or listens ([`Driver::weigh`]).
//! Nothing is borrowed across a call into JavaScript: the page's code may come back from anywhere.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::connection::{Closing, Connection};
use super::envelope::Printer;
use super::error::{Failure, OptaveError, invalid};
use super::events::{Event, Events, Level};
use super::guard::check_memory;
use super::ids::Ids;
use super::js::{self, global};
use super::keeper::Keeper;
use super::metrics::Metrics;
use super::options::{Location, Settings};
use super::page_life::PageLife;
use super::payload::Payloads;
use super::pending::Requests;
use super::slot::Slot;
use super::socket::Unwritten;
use super::strict::Strict;
use super::timer::Timer;
use super::token::Tokens;
use super::{device, location, payload};
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::engine::handover::Life;
use crate::engine::link::ConnectionState;
use crate::protocol::error::{Code, Fault, REPORTED_OFFLINE};

#[wasm_bindgen]
extern "C" {
    type Document;
    /// Null where the page of the document is gone.
    #[wasm_bindgen(method, getter, js_name = defaultView)]
    fn default_view(this: &Document) -> JsValue;
}

pub struct Driver {
    pub(super) me: Weak<Driver>,
    engine: Slot<Option<Box<Engine>>>,
    pub(super) settings: Settings,
    pub(super) callbacks: Callbacks,
    pub(super) payloads: Payloads,
    pub(super) ids: Ids,
    pub(super) printer: Printer,
    pub(super) events: Events,
    pub(super) metrics: Metrics,
    pub(super) strict: Strict,
    pub(super) connection: Connection,
    pub(super) tokens: Tokens,
    pub(super) requests: Requests,
    timer: Timer,
    page_life: Slot<Option<PageLife>>,
    /// What was warned of: each thing is said once.
    warned: Slot<Vec<String>>,
    /// How much somebody waits for.
    awaited: Cell<u32>,
    /// Itself, while it is held.
    held: Slot<Option<Rc<Driver>>>,
    is_ended: Cell<bool>,
    /// Whether that is just happening.
    is_ending: Cell<bool>,
    /// Why, if it was not the page that ended it.
    pub(super) ended_by: Slot<Option<Failure>>,
    /// The page's; none in a worker.
    document: Option<Document>,
}

/// Without these of a page's no client works. What else may be missing is told, or done without, when it is wanted.
const NEEDED: [&str; 4] = ["AbortController", "URL", "performance", "setTimeout"];

impl Driver {
    /// # Errors
    /// `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`: what is wrong with the options, all of it. `SEND_FAILED` if there
    /// is no memory.
    pub fn new(options: &JsValue) -> Result<Rc<Driver>, OptaveError> {
        check_memory(0).map_err(Failure::into_error)?;
        let is_missing = |name: &&str| global(name).is_undefined();
        if let Some(missing) = NEEDED.into_iter().find(is_missing) {
            let note = js::text(&[missing, " is not defined here"]);
            return Err(Failure::new(Code::InvalidConfig).note(&note).into_error());
        }
        let keeper = Keeper::new();
        let (mut settings, mut found) = Settings::read(options, &keeper);
        let payloads = Payloads::new(&mut settings, &mut found);
        let events = Events::new(keeper, settings.logger.take());
        for warning in &found.warnings {
            events.log(Level::Warning, warning, &JsValue::UNDEFINED);
        }
        if !found.faults.is_empty() {
            let code = match found.has_secret {
                true => Code::ClientSecretInClientEnv,
                false => Code::InvalidConfig,
            };
            return Err(Failure::new(code).places(&found.faults).into_error());
        }
        let seed = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let driver = Rc::new_cyclic(|me| Driver {
            me: me.clone(),
            engine: Slot::new(Some(Box::new(Engine::new(Config {
                seed,
                ..settings.engine
            })))),
            callbacks: Callbacks::new(me),
            payloads,
            ids: Ids::default(),
            printer: Printer::new(),
            events,
            metrics: Metrics::default(),
            strict: Strict::default(),
            connection: Connection::new(),
            tokens: Tokens::default(),
            requests: Requests::new(),
            timer: Timer::default(),
            page_life: Slot::default(),
            warned: Slot::new(found.warnings),
            awaited: Cell::new(0),
            held: Slot::default(),
            is_ended: Cell::new(false),
            is_ending: Cell::new(false),
            ended_by: Slot::default(),
            document: Some(global("document"))
                .filter(JsValue::is_object)
                .map(JsCast::unchecked_into),
            settings,
        });
        if driver.settings.device_info {
            device::ask_for_details(&driver);
        }
        match driver.settings.location {
            Location::No => {}
            wanted => location::ask(&driver, wanted == Location::Prompt),
        }
        Ok(driver)
    }

    // --- The engine ---

    /// The time, on the client's clock.
    pub(super) fn now(&self) -> f64 {
        self.timer.now()
    }

    /// Asks the engine, or tells it what asks for nothing to be done.
    pub(super) fn engine<T>(&self, talk: impl FnOnce(&mut Engine) -> T) -> T {
        self.engine.with_boxed(talk)
    }

    /// Tells the engine something, and does what it wants done about it.
    pub(super) fn tell<T>(&self, now: f64, tell: impl FnOnce(&mut Engine) -> T) -> T {
        let answer = self.engine.with_boxed(tell);
        self.carry_out(now);
        answer
    }

    /// Does all that the engine wants done.
    #[inline(never)]
    pub(super) fn carry_out(&self, now: f64) {
        // Each command is taken before it is carried out: that may come back here.
        while let Some(command) = self.engine.with_boxed(Engine::next_command) {
            self.execute(now, command);
        }
        self.weigh();
    }

    pub(super) fn tick(&self, number: &JsValue) {
        self.timer.fired(number);
        let (now, epoch) = (self.now(), js_sys::Date::now());
        self.tell(now, |engine| engine.timeout(now, epoch));
    }

    pub(super) fn live(&self, life: Life) {
        let now = self.now();
        self.tell(now, |engine| engine.live(now, life));
    }

    fn execute(&self, now: f64, command: Command) {
        match command {
            Command::FetchToken {
                attempt,
                is_for_rest,
            } => self.fetch_token(now, attempt, is_for_rest),
            Command::OpenSocket { attempt } => self.open_socket(attempt),
            Command::CloseSocket { attempt, code } => self.drop_socket(attempt, code),
            Command::Write { key, attempt } => match self.write(now, key, attempt) {
                Ok(()) => {}
                Err(Unwritten::Failed) => self.engine(|engine| engine.send_failed(now, key)),
                Err(Unwritten::Blocked) => self.engine(|engine| engine.write_blocked(now, key)),
            },
            Command::Post { key } => self.post_request(now, key),
            Command::Resolve { key } => self.resolve(now, key),
            Command::Refuse { key } => self.refuse(now, key),
            Command::Reject { key, fault } => self.reject(now, key, self.failure_of(fault)),
            Command::Release { key } => self.requests.release(key),
            Command::StateChanged { state } => self.state_changed(state),
            Command::SameState => self.events.emit(Event::State, &self.connection()),
            Command::Opened => self.connection_opened(),
            Command::OpenFailed { fault, was_told } => self.connection_failed(fault, was_told),
            Command::Closed { code } => self.connection_closed(code),
            Command::Reconnecting { attempt, delay_ms } => {
                self.reconnect_planned(attempt, delay_ms)
            }
        }
    }

    /// Listens to the page, and loads what is wanted, from the first use on.
    pub(super) fn begin(&self) {
        self.look_for_page();
        if self.is_ended.get() {
            return;
        }
        self.load_strict_validation();
        if self.page_life.with(|life| life.is_none()) {
            let life = PageLife::follow(self);
            self.page_life.set(Some(life));
            for turn in PageLife::now() {
                self.live(turn);
            }
        }
    }

    // --- Errors and warnings ---

    /// What is known of a fault of the engine's.
    pub(super) fn failure_of(&self, fault: Fault) -> Failure {
        let failure = Failure::of_fault(fault, &self.connection.closing.get().reason);
        let known = self.connection.context.get();
        let failure = match known.or_else(|| self.ended_by.get()) {
            Some(known) => failure.with_context(&known),
            None => failure,
        };
        match fault.may_be_of_network() && self.engine(|engine| engine.is_reported_offline()) {
            true => failure.also(REPORTED_OFFLINE),
            false => failure,
        }
    }

    /// Tells of an error that belongs to no promise.
    pub(super) fn tell_error(&self, error: &JsValue) {
        self.events.emit(Event::Error, error);
    }

    /// Who is told of a failure that nobody asks for; `true` if nobody has to be: whoever ends a client knows what is lost.
    pub(super) fn report(&self) -> JsValue {
        if self.is_ending.get() {
            return JsValue::TRUE;
        }
        match self.events.has(Event::Error) {
            true => self.callbacks.report.clone().into(),
            false => JsValue::UNDEFINED,
        }
    }

    /// Warns of something once.
    pub(super) fn warn(&self, message: &str) {
        let is_new = self.warned.with(|warned| {
            let is_new = !warned.iter().any(|said| said == message);
            if is_new {
                warned.push(message.to_owned());
            }
            is_new
        });
        if is_new {
            self.events
                .log(Level::Warning, message, &JsValue::UNDEFINED);
        }
    }

    pub(super) fn warn_of_legacy(&self, name: &JsValue) {
        self.warn(&payload::is_legacy(&name.as_string().unwrap_or_default()));
    }

    // --- Who holds a client ---

    /// How much is waited for.
    pub(super) fn awaited(&self) -> u32 {
        self.awaited.get()
    }

    /// One more thing is waited for.
    pub(super) fn hold(&self) {
        self.awaited.set(self.awaited.get() + 1);
    }

    /// One of them has come.
    pub(super) fn let_go(&self) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
    }

    /// The page listens to something else than before.
    pub fn listeners_changed(&self) {
        // The timer goes by what the clock showed last.
        self.now();
        self.weigh();
    }

    /// Has the timer wake the engine when it wants, and looks whether the client is held, even if the page holds it no
    /// longer: as long as somebody waits for something of it, or listens and may hear. For so long a program in Node goes
    /// on.
    fn weigh(&self) {
        let is_live = || {
            let (state, is_rest) = self.engine(|engine| (engine.state(), engine.is_rest()));
            !is_rest && !matches!(state, ConnectionState::Idle | ConnectionState::Closed)
        };
        let is_held = self.awaited.get() > 0 || (!self.events.is_empty() && is_live());
        let due = self.engine.with_boxed(|engine| engine.next_timeout());
        self.timer.wake_at(due, &self.callbacks.tick, is_held);
        if is_held == self.held.with(|held| held.is_some()) {
            return;
        }
        match is_held {
            true => {
                self.held.set(self.me.upgrade());
                self.events.keeper.hold();
            }
            false => {
                self.events.keeper.let_go();
                self.held.take();
            }
        }
    }

    // --- What the page asks for ---

    pub fn metrics(&self) -> JsValue {
        self.metrics.read().into()
    }

    pub fn session_id(&self) -> JsValue {
        self.payloads.session_id(&self.ids).unwrap_or_default()
    }

    /// # Errors
    /// `INVALID_CONFIG` for what is no text that says something.
    pub fn set_session_id(&self, id: &JsValue) -> Result<(), JsValue> {
        if !js::has_text(id) {
            return Err(invalid(&[
                "sessionId: expected a non-empty string".to_owned()
            ]));
        }
        self.payloads.set_session_id(id);
        Ok(())
    }

    // --- The end ---

    /// Ends a client whose page is gone, such as with its frame. Its sockets are closed there without a word, and no timer
    /// fires any more: nothing tells of it, so every call looks.
    pub fn look_for_page(&self) {
        let is_gone = |document: &Document| document.default_view().is_null();
        if !self.is_ended.get() && self.document.as_ref().is_some_and(is_gone) {
            self.lose_page();
        }
    }

    pub(super) fn lose_page(&self) {
        let note = "its page or frame is gone; make a client in one that stays";
        let gone = Failure::new(Code::ConnectionClosed).note(note);
        self.ended_by.set(Some(gone.retryable(false)));
        let now = self.now();
        let fault = Fault::new(Code::ConnectionClosed);
        self.engine(|engine| engine.reject_all(now, fault));
        self.end();
    }

    pub fn end(&self) {
        self.connection.closing.set(Closing {
            reason: "".into(),
            ..Closing::default()
        });
        let now = self.now();
        self.is_ending.set(true);
        self.tell(now, |engine| engine.end(now));
        self.is_ending.set(false);
        self.connection.closing.take();
        self.timer.stop();
        self.leave();
        self.events.remove_all(&JsValue::UNDEFINED);
    }

    /// Lets go of what a client holds of the page; but not of its timer, which finds nobody any more. A client may be
    /// collected when its page has made way for another in the same tab. The handles of timers are numbers that begin
    /// anew there, and `clearTimeout` would take the new page's.
    fn leave(&self) {
        self.is_ended.set(true);
        self.page_life.take();
        self.connection.leave();
        self.tokens.leave();
    }

    /// A call into wasm was cut off, and what it was about to do with this client's state is lost. The client ends, and
    /// everything that it had pending fails.
    pub fn fail(&self, cause: JsValue) {
        // First of all, because it may be memory that there is none of.
        self.engine.take();
        self.is_ending.set(false);
        let failure = Failure::new(Code::ConnectionClosed)
            .note("this client was cut off while it worked, and has ended; make a new one")
            .retryable(false)
            .cause(cause);
        self.ended_by.set(Some(failure.clone()));
        let error = failure.into_error();
        // Whoever listens is told once, below.
        let report = match self.events.has(Event::Error) {
            true => JsValue::TRUE,
            false => JsValue::UNDEFINED,
        };
        self.requests.fail_all(&error, &report);
        self.settle_waiting(|waiting| waiting.fail(&error, &report));
        self.leave();
        self.awaited.set(0);
        self.tell_error(&error);
        self.weigh();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.leave();
    }
}
