//! Events and logging: calls into the page's code that cannot hurt us or each other.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::error::Failure;
use super::guard::{check_memory, type_error};
use super::js::{self, global, method, text};
use super::keeper::{Keeper, Kept};
use super::slot::Slot;

/// The events that have names of their own. Others are named by what comes in: `message.<action>`, and the schema of an
/// envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Message,
    SuperpowerResponse,
    SuperpowerError,
    Response,
    Error,
    Update,
    State,
    Open,
    Close,
    Reconnecting,
}

impl Event {
    const ALL: [Event; 10] = [
        Event::Message,
        Event::SuperpowerResponse,
        Event::SuperpowerError,
        Event::Response,
        Event::Error,
        Event::Update,
        Event::State,
        Event::Open,
        Event::Close,
        Event::Reconnecting,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Event::Message => "message",
            Event::SuperpowerResponse => "superpower.response",
            Event::SuperpowerError => "superpower.error",
            Event::Response => "response",
            Event::Error => "error",
            Event::Update => "update",
            Event::State => "state",
            Event::Open => "open",
            Event::Close => "close",
            Event::Reconnecting => "reconnecting",
        }
    }
}

#[derive(Clone, PartialEq)]
enum Name {
    Known(Event),
    Other(JsValue),
}

impl Name {
    fn of(name: &JsValue) -> Name {
        let text = name.as_string();
        let known = Event::ALL
            .into_iter()
            .find(|event| text.as_deref() == Some(event.name()));
        known.map_or_else(|| Name::Other(name.clone()), Name::Known)
    }
}

#[derive(Clone)]
struct Listener {
    name: Name,
    function: Kept,
    is_once: bool,
}

/// How bad something is that is logged.
#[derive(Clone, Copy)]
pub enum Level {
    Warning,
    Error,
}

pub struct Events {
    /// Nothing if there is none. Shared with every emission under way, which goes by the list as it was.
    listeners: Slot<Option<Rc<Vec<Listener>>>>,
    pub keeper: Keeper,
    logger: Option<Kept>,
}

impl Events {
    pub fn new(keeper: Keeper, logger: Option<Kept>) -> Events {
        Events {
            listeners: Slot::default(),
            keeper,
            logger,
        }
    }

    /// # Errors
    /// A `TypeError` if the listener is no function; `SEND_FAILED` if there is no memory.
    pub fn on(&self, name: &JsValue, listener: &JsValue) -> Result<(), JsValue> {
        self.add(name, listener, false)
    }

    /// # Errors
    /// As [`Events::on`].
    pub fn once(&self, name: &JsValue, listener: &JsValue) -> Result<(), JsValue> {
        self.add(name, listener, true)
    }

    fn add(&self, name: &JsValue, listener: &JsValue, is_once: bool) -> Result<(), JsValue> {
        if !listener.is_function() {
            let name = name.as_string().unwrap_or_default();
            let message = text(&["The listener of \"", &name, "\" must be a function"]);
            return Err(type_error(&message));
        }
        check_memory(self.all().len() as u32).map_err(Failure::into_error)?;
        let listener = Listener {
            name: Name::of(name),
            function: self.keeper.keep(listener),
            is_once,
        };
        self.listeners
            .with(|listeners| Rc::make_mut(listeners.get_or_insert_default()).push(listener));
        Ok(())
    }

    /// Takes the last of several away that are the same.
    pub fn off(&self, name: &JsValue, listener: &JsValue) {
        let (name, listeners) = (Name::of(name), self.all());
        let is_it = |known: &&Listener| known.name == name && known.function.get() == *listener;
        if let Some(found) = listeners.iter().rfind(is_it) {
            self.take_away(&found.function);
        }
    }

    /// False if it is not there any more.
    fn take_away(&self, function: &Kept) -> bool {
        let function: &JsValue = function.as_ref();
        let is_other = |listener: &Listener| {
            let other: &JsValue = listener.function.as_ref();
            other != function
        };
        self.keep(is_other)
    }

    /// Undefined: of every event.
    pub fn remove_all(&self, name: &JsValue) {
        let of = Name::of(name);
        self.keep(|listener| !name.is_undefined() && listener.name != of);
    }

    /// False if that is all of them.
    fn keep(&self, is_kept: impl Fn(&Listener) -> bool) -> bool {
        let (mut kept, listeners) = (Vec::new(), self.all());
        for listener in listeners.iter() {
            match is_kept(listener) {
                true => kept.push(listener.clone()),
                false => self.keeper.forget(&listener.function),
            }
        }
        let are_fewer = kept.len() < listeners.len();
        self.listeners
            .set((!kept.is_empty()).then(|| Rc::new(kept)));
        are_fewer
    }

    pub fn count(&self, name: &JsValue) -> u32 {
        self.count_of(&Name::of(name))
    }

    pub fn has(&self, event: Event) -> bool {
        self.count_of(&Name::Known(event)) > 0
    }

    fn count_of(&self, name: &Name) -> u32 {
        self.all()
            .iter()
            .filter(|listener| listener.name == *name)
            .count() as u32
    }

    fn all(&self) -> Rc<Vec<Listener>> {
        self.listeners.get().unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.listeners.with(|listeners| listeners.is_none())
    }

    /// Whether anybody listens to a name that is made of what comes in.
    pub fn has_other_names(&self) -> bool {
        self.all()
            .iter()
            .any(|listener| matches!(listener.name, Name::Other(_)))
    }

    /// Calls every listener that was there when the event happened.
    pub fn emit(&self, event: Event, value: &JsValue) {
        if !self.is_empty() {
            self.emit_to(&Name::Known(event), event.name(), value);
        }
    }

    /// The same under a name that is made of what came in.
    pub fn emit_by_name(&self, name: &str, value: &JsValue) {
        self.emit_to(&Name::of(&name.into()), name, value);
    }

    #[inline(never)]
    fn emit_to(&self, name: &Name, text: &str, value: &JsValue) {
        for listener in self.all().iter() {
            if listener.name != *name {
                continue;
            }
            let Some(function) = listener.function.function() else {
                continue;
            };
            // An event within this one may have had its turn.
            if listener.is_once && !self.take_away(&listener.function) {
                continue;
            }
            self.call(&function, value, &["a listener of \"", text, "\""]);
        }
    }

    /// Calls a function of the page's, and answers what it does. What it throws is logged, and so is what a promise that it
    /// answers rejects with.
    pub fn call(&self, function: &Function, value: &JsValue, what: &[&str]) -> Option<JsValue> {
        let answer = js::call(function, &self.keeper.owner(), value);
        match answer {
            Ok(answer) => {
                if answer.is_object()
                    && let Some((log, logger)) = self.logging(Level::Error)
                {
                    let message = text(&["[optave] ", &text(what), " rejected"]);
                    // What waits for a promise is the page's, and holds no client.
                    js::on_rejection(&answer, &log.bind1(&logger, &message.into()));
                }
                Some(answer)
            }
            Err(thrown) => {
                self.log(Level::Error, &text(&[&text(what), " threw"]), &thrown);
                None
            }
        }
    }

    /// Calls the logger's method; without a logger, the console's.
    pub fn log(&self, level: Level, message: &str, thrown: &JsValue) {
        if let Some((log, logger)) = self.logging(level) {
            let message = text(&["[optave] ", message]).into();
            let answer = match thrown.is_undefined() {
                true => js::call(&log, &logger, &message),
                false => js::call_with(&log, &logger, &message, thrown),
            };
            // If it throws, or rejects, there is nowhere left to say so.
            js::on_rejection(&answer.unwrap_or_default(), &JsValue::UNDEFINED);
        }
    }

    /// What logs, and what it is a method of.
    fn logging(&self, level: Level) -> Option<(Function, JsValue)> {
        let logger = match &self.logger {
            Some(logger) => logger.get(),
            None => global("console"),
        };
        let name = match level {
            Level::Warning => "warn",
            Level::Error => "error",
        };
        Some((method(&logger, name)?, logger))
    }
}
