//! The requests that a client knows, from their making until they are forgotten: by the engine's key, and by their ids.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, JsString, Map, Object};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, EventTarget};

use super::error::OptaveError;
use super::js::{ByteCounter, Record};
use super::options::UntilOption;
use super::request::{Following, Outcome};
use super::slot::Slot;
use crate::engine::requests::Key;
use crate::engine::until::Names;
use crate::protocol::action::Action;
use crate::protocol::limits::MAX_ENVELOPE_BYTES;

pub struct Pending {
    pub key: Key,
    pub action: Action,
    pub id: JsValue,
    pub outcome: Outcome,
    pub on_update: Option<Function>,
    pub until: UntilOption,
    /// The superpowers that are waited for by name.
    pub names: Slot<Names>,
    /// The error of the superpower that failed last, where it did not fail the request.
    pub failure: Slot<Option<OptaveError>>,
    pub made_at: f64,
    pub sent_at: Cell<Option<f64>>,
    pub first_update_at: Cell<Option<f64>>,
    pub updates: Cell<u32>,
    pub is_settled: Cell<bool>,
    /// What is needed until it settles.
    pub held: Slot<Option<Held>>,
}

pub struct Held {
    /// As the caller gave them, to be handed back if they are never sent.
    pub params: JsValue,
    /// The envelope's beginning, up to the time that it is written.
    pub head: String,
    /// The payload, printed.
    pub payload: JsString,
    /// Ends what runs for it over HTTP.
    pub aborter: Option<AbortController>,
    pub following: Option<Following>,
}

/// The update that a request resolves with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    Newest,
    /// The last that completed and has text, else the last that completed, else the last.
    Fullest,
}

/// How long the parts of a request took, in milliseconds from the call.
#[derive(Clone, Copy)]
pub struct Timings {
    /// Until it was sent, if it was.
    pub queued_ms: Option<f64>,
    /// Until the first update came, if one did.
    pub first_update_ms: Option<f64>,
    pub total_ms: f64,
}

impl Pending {
    /// True if it was sent before.
    pub fn was_sent(&self, now: f64) -> bool {
        let is_again = self.sent_at.get().is_some();
        if !is_again {
            self.sent_at.set(Some(now));
        }
        self.outcome.sent();
        is_again
    }

    /// How long the parts of it took, if it settles now.
    pub fn timings(&self, now: f64) -> Timings {
        let since = |then: Option<f64>| then.map(|then| then - self.made_at);
        Timings {
            queued_ms: since(self.sent_at.get()),
            first_update_ms: since(self.first_update_at.get()),
            total_ms: now - self.made_at,
        }
    }

    pub fn succeed(&self, chosen: Chosen, timings: Timings) {
        self.end();
        let queued_ms = timings.queued_ms.unwrap_or_default();
        self.outcome.answer(
            chosen == Chosen::Fullest,
            queued_ms,
            timings.first_update_ms,
            timings.total_ms,
        );
    }

    pub fn fail(&self, error: &OptaveError, report: &JsValue) {
        if let Some(aborter) = self.end().and_then(|held| held.aborter) {
            aborter.abort();
        }
        self.outcome.fail(error, report);
    }

    /// What was sent is not kept any longer.
    fn end(&self) -> Option<Held> {
        self.is_settled.set(true);
        self.held.take()
    }
}

#[wasm_bindgen]
extern "C" {
    /// Requests by their ids.
    type ById;
    #[wasm_bindgen(method)]
    fn get(this: &ById, id: &JsValue) -> Option<Outcome>;
    #[wasm_bindgen(method, js_name = set)]
    fn put(this: &ById, id: &JsValue, outcome: &Outcome);
}

/// The requests that a client knows: not settled, or a moment ago.
pub struct Requests {
    by_key: Slot<Vec<Option<Rc<Pending>>>>,
    by_id: Map,
    /// Counts those of payloads.
    pub bytes: ByteCounter,
    /// How long the server took for its first update of late: a header says so.
    pub latency_ms: Cell<Option<u32>>,
    /// Signals that were followed so far.
    followed: Cell<u32>,
}

impl Requests {
    pub fn new() -> Requests {
        Requests {
            by_key: Slot::default(),
            by_id: Map::new(),
            bytes: ByteCounter::by(MAX_ENVELOPE_BYTES),
            latency_ms: Cell::new(None),
            followed: Cell::new(0),
        }
    }

    pub fn of_key(&self, key: Key) -> Option<Rc<Pending>> {
        self.by_key
            .with(|by_key| by_key.get(key as usize).cloned().flatten())
    }

    /// The request that an id belongs to, if it is known.
    pub fn of_id(&self, id: &JsValue) -> Option<Rc<Pending>> {
        self.of_key(self.outcome(id)?.key())
    }

    fn outcome(&self, id: &JsValue) -> Option<Outcome> {
        self.by_id.unchecked_ref::<ById>().get(id)
    }

    pub fn all(&self) -> Vec<Rc<Pending>> {
        let mut all = Vec::new();
        self.by_key
            .with(|by_key| all.extend(by_key.iter().flatten().cloned()));
        all
    }

    /// The number of the next [`Following`]. Keys are given anew.
    pub fn number_following(&self) -> u32 {
        let number = self.followed.get().wrapping_add(1);
        self.followed.set(number);
        number
    }

    /// The request that follows a signal by this number, and the signal.
    pub fn following(&self, number: u32) -> Option<(Rc<Pending>, EventTarget)> {
        self.all().into_iter().find_map(|pending| {
            let signal = pending.held.with(|held| {
                let following = held.as_ref()?.following.as_ref()?;
                (following.number == number).then(|| following.signal.clone())
            });
            Some((pending, signal?))
        })
    }

    /// Whether it is still the one that is known under its key.
    pub fn knows(&self, pending: &Rc<Pending>) -> bool {
        self.of_key(pending.key)
            .is_some_and(|known| Rc::ptr_eq(&known, pending))
    }

    pub fn put(&self, pending: Rc<Pending>) {
        pending.outcome.set_key(pending.key);
        self.by_id
            .unchecked_ref::<ById>()
            .put(&pending.id, &pending.outcome);
        self.by_key.with(|by_key| {
            let place = pending.key as usize;
            while by_key.len() <= place {
                by_key.push(None);
            }
            if let Some(slot) = by_key.get_mut(place) {
                *slot = Some(pending);
            }
        });
    }

    /// Forgets a request.
    pub fn release(&self, key: Key) {
        let released = self
            .by_key
            .with(|by_key| by_key.get_mut(key as usize).and_then(Option::take));
        let Some(pending) = released else { return };
        // A later one may have been given the same id.
        let own = self.outcome(&pending.id);
        if own.is_some_and(|outcome| outcome.key() == key) {
            self.by_id.delete(&pending.id);
        }
    }

    /// Rejects all, and forgets them.
    pub fn fail_all(&self, error: &OptaveError, report: &JsValue) {
        for pending in self.by_key.take().into_iter().flatten() {
            pending.fail(error, report);
        }
        // Where the work was cut off, there may be more of them here.
        for outcome in js_sys::Array::from(&self.by_id.values()).iter() {
            let outcome: Outcome = outcome.unchecked_into();
            outcome.fail(error, report);
        }
        self.by_id.clear();
    }
}

impl Pending {
    /// Hears of a signal until it settles; of one that has settled already, no more.
    pub fn follow(&self, following: Following) {
        let following = Some(following);
        let left = self.held.with(|held| match held {
            Some(held) => std::mem::replace(&mut held.following, following),
            None => following,
        });
        drop(left);
    }

    /// The payload that waits to be sent, printed.
    pub fn printed_payload(&self) -> Option<JsString> {
        self.held
            .with(|held| held.as_ref().map(|held| held.payload.clone()))
    }

    /// What a caller gets back of a request that was never sent.
    pub fn unsent(&self) -> Object {
        let params = self
            .held
            .with(|held| held.as_ref().map(|held| held.params.clone()));
        Record::new()
            .with("action", self.action.method())
            .with("params", params.unwrap_or_default())
            .end()
    }
}
