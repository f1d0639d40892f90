//! Requests on their way out: made, written or posted, cancelled, settled.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Date, JsString};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::driver::Driver;
use super::error::{Failure, OptaveError};
use super::guard;
use super::http::{Asker, Post};
use super::js::{self, get};
use super::options::engine_until;
use super::payload::{self, Look};
use super::pending::{Chosen, Held, Pending};
use super::reports::{OptaveMetric, RequestMetric};
use super::request::{Following, Outcome};
use super::slot::Slot;
use super::socket::Unwritten;
use super::timer::set_timeout;
use crate::engine::NewRequest;
use crate::engine::link::Attempt;
use crate::engine::requests::Key;
use crate::engine::until::Names;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::headers::{self, AFTER_PAYLOAD, BEFORE_PAYLOAD, CallerHeaders, Head};
use crate::protocol::limits::MAX_ENVELOPE_BYTES;
use crate::protocol::options::UntilChoice;
use crate::protocol::required::{check, lacks_advised_conversation};

/// What a caller asked for, and when: on the client's clock, and since 1970.
struct Called<'a> {
    action: Result<Action, Failure>,
    params: &'a JsValue,
    options: &'a JsValue,
    now: f64,
    epoch_ms: f64,
}

impl Driver {
    /// Makes a request; without an action it is refused. One that is refused is rejected already.
    pub fn request(
        &self,
        action: Result<Action, Failure>,
        params: &JsValue,
        options: &JsValue,
    ) -> JsValue {
        self.begin();
        let (now, epoch_ms) = (self.now(), Date::now());
        let id = self.ids.next(epoch_ms);
        let own_id = id
            .as_ref()
            .map_or(JsValue::UNDEFINED, |id| id.as_str().into());
        let outcome = Outcome::new(&own_id, &self.callbacks.cancel);
        let made = id.and_then(|id| {
            let call = Called {
                action,
                params,
                options,
                now,
                epoch_ms,
            };
            self.submit(call, &outcome, &id, own_id)
        });
        if let Err(failure) = made {
            let error = failure
                .into_error()
                .with_correlation_id(&outcome.correlation_id());
            outcome.fail(&error, &self.report());
        }
        // After the table has the request: the first thing that is done may concern it.
        self.carry_out(now);
        outcome.request()
    }

    fn submit(
        &self,
        called: Called<'_>,
        outcome: &Outcome,
        own_id: &str,
        mut id: JsValue,
    ) -> Result<(), Failure> {
        let Called {
            action,
            params,
            options,
            now,
            epoch_ms,
        } = called;
        guard::check_memory(self.awaited())?;
        let action = action?;
        if action == Action::CustomerInteraction {
            self.warn("customerInteraction is deprecated: use interaction");
        }
        let payload = self.compose(Some(action), params, epoch_ms)?;
        let given = js::read_own(params, "headers").map_err(payload::unprintable)?;
        let given = headers::read(&given.unwrap_or_default())
            .map_err(|faults| Failure::new(Code::PayloadSchemaMismatch).places(&faults))?;
        if let Some(given) = &given.correlation_id {
            id = given.as_str().into();
            outcome.set_correlation_id(&id);
        }
        let call = self
            .settings
            .call(action)
            .with(options, |warning| self.warn(warning))?;
        if let Some(signal) = &call.signal
            && get(signal, "aborted").is_truthy()
        {
            return Err(Failure::new(Code::RequestCancelled).cause(get(signal, "reason")));
        }
        if self
            .requests
            .of_id(&id)
            .is_some_and(|namesake| !namesake.is_settled.get())
        {
            return Err(Failure::new(Code::DuplicateCorrelationId));
        }
        let printed = payload::print(&payload)?;
        let (head, bytes) = self.print_head(action, own_id, &given, &printed, epoch_ms)?;
        if let Some(failure) = self.strict.failure_of_payload(&printed) {
            return Err(failure);
        }
        let names = match &call.until {
            UntilChoice::Types(types) => Names::of_list(types.clone()),
            _ => Names::default(),
        };
        let new = NewRequest {
            action,
            bytes,
            until: engine_until(&call.until),
            deadlines: call.deadlines,
            may_resend: call.may_resend(),
        };
        let key = self
            .engine(|engine| engine.submit(now, new))
            .map_err(|fault| self.failure_of(fault))?;
        self.metrics.count(|counts| &mut counts.requests);
        let pending = Rc::new(Pending {
            key,
            action,
            id,
            outcome: outcome.clone(),
            on_update: call.on_update,
            until: call.until,
            names: Slot::new(names),
            failure: Slot::default(),
            made_at: now,
            sent_at: Cell::new(None),
            first_update_at: Cell::new(None),
            updates: Cell::new(0),
            is_settled: Cell::new(false),
            held: Slot::new(Some(Held {
                params: params.clone(),
                head,
                payload: printed,
                aborter: None,
                following: None,
            })),
        });
        self.requests.put(pending.clone());
        self.hold();
        if let Some(signal) = call.signal {
            // When the table has it: the signal may tell at once.
            let number = self.requests.number_following();
            let listener = self.callback_of_page(number, cancel_by_signal);
            match Following::begin(signal, listener, number) {
                Ok(following) => pending.follow(following),
                Err(cause) => {
                    let failure = Failure::new(Code::InvalidConfig);
                    let failure = failure.place(&["signal: expected an AbortSignal"]);
                    self.give_up(&pending, failure.cause(cause));
                }
            }
        }
        Ok(())
    }

    /// The payload of a request, if it has all that its action requires.
    pub(super) fn compose(
        &self,
        action: Option<Action>,
        params: &JsValue,
        epoch_ms: f64,
    ) -> Result<JsValue, Failure> {
        let warn = &self.callbacks.warn_of_legacy;
        let payload = self.payloads.compose(params, &self.ids, epoch_ms, warn)?;
        let look = Look::at_payload(&payload)?;
        let look = |place| look.found(place);
        let gaps = check(action, &look);
        let mut places = Vec::new();
        for place in &gaps.wrong {
            places.push(js::text(&[place.path(), ": expected ", place.expected()]));
        }
        if !places.is_empty() {
            return Err(Failure::new(Code::PayloadSchemaMismatch).places(&places));
        }
        for place in &gaps.missing {
            places.push(place.path().to_owned());
        }
        if !places.is_empty() {
            return Err(Failure::new(Code::RequiredFieldsMissing).places(&places));
        }
        if action.is_some_and(|action| lacks_advised_conversation(action, &look)) {
            self.warn(
                "reception without request.scope.conversations: the documentation asks for one",
            );
        }
        Ok(payload)
    }

    /// The beginning of a request's envelope, and the size of the whole in bytes. Of one that is written at once and
    /// certainly fits, the size may be said too large: it need not be counted.
    pub(super) fn print_head(
        &self,
        action: Action,
        correlation_id: &str,
        given: &CallerHeaders,
        payload: &JsString,
        epoch_ms: f64,
    ) -> Result<(String, u32), Failure> {
        let (trace_id, idempotency_key) = (self.ids.next(epoch_ms)?, self.ids.next(epoch_ms)?);
        let called_at = self.printer.time(epoch_ms);
        let print = |network_latency_ms: Option<u32>| {
            let head = Head {
                action,
                ids: headers::Ids {
                    correlation: correlation_id,
                    trace: &trace_id,
                    idempotency: &idempotency_key,
                },
                caller: given,
                sdk_version: self
                    .settings
                    .sdk_version
                    .as_deref()
                    .unwrap_or(env!("CARGO_PKG_VERSION")),
                tenant_id: self.settings.tenant_id.as_deref(),
                called_at: &called_at,
                network_latency_ms,
            };
            head.print()
        };
        // The time that it is written is as long as the time of the call.
        let around = |head: &String| {
            (head.len() + called_at.len() + BEFORE_PAYLOAD.len() + AFTER_PAYLOAD.len()) as u32
        };
        let mut head = print(self.requests.latency_ms.get());
        let most = payload.length().saturating_mul(3);
        let fits = most.saturating_add(around(&head)) <= MAX_ENVELOPE_BYTES;
        let size = if fits && self.is_open() {
            most
        } else {
            self.requests.bytes.count(payload)
        };
        if size.saturating_add(around(&head)) > MAX_ENVELOPE_BYTES
            && given.network_latency_ms.is_none()
        {
            // What nobody asked for must not make it too large.
            head = print(None);
        }
        let bytes = size.saturating_add(around(&head));
        Ok((head, bytes))
    }

    // --- On the wire ---

    /// # Errors
    /// As [`super::socket::Socket::write`].
    pub(super) fn write(&self, now: f64, key: Key, attempt: Attempt) -> Result<(), Unwritten> {
        let Some(pending) = self.requests.of_key(key) else {
            return Ok(());
        };
        let printed = |held: &mut Option<Held>| {
            held.as_ref()
                .map(|held| (held.head.clone(), held.payload.clone()))
        };
        // A listener may have given it up a moment ago.
        let Some((head, payload)) = pending.held.with(printed) else {
            return Ok(());
        };
        let text = self.printer.envelope(&head, &payload, Date::now());
        self.connection.write(attempt, &text)?;
        if pending.was_sent(now) {
            self.metrics.count(|counts| &mut counts.resent);
        }
        Ok(())
    }

    /// Over HTTP the payload goes alone.
    pub(super) fn post_request(&self, now: f64, key: Key) {
        let Some(pending) = self.requests.of_key(key) else {
            return;
        };
        let Ok(aborter) = AbortController::new() else {
            return;
        };
        let signal = aborter.signal();
        let take = |held: &mut Option<Held>| {
            held.as_mut().map(|held| {
                held.aborter = Some(aborter);
                held.payload.clone()
            })
        };
        let Some(payload) = pending.held.with(take) else {
            return;
        };
        pending.was_sent(now);
        let base = &self.settings.rest_url;
        let base = base.strip_suffix('/').unwrap_or(base);
        let token = self.tokens.for_rest.get();
        let post = Post {
            url: js::text(&[base, "/message/", pending.action.wire()]).into(),
            header: token.map(|token| ("Authorization", js::text(&["Bearer ", &token]).into())),
            body: Some(payload),
            with_credentials: false,
            signal,
        };
        self.post(&post, Asker::Request(pending));
    }

    // --- Giving up ---

    pub fn cancel(&self, id: &JsValue, reason: &JsValue) -> bool {
        let pending = self.requests.of_id(id);
        pending.is_some_and(|pending| {
            self.give_up(
                &pending,
                Failure::new(Code::RequestCancelled).cause(reason.clone()),
            )
        })
    }

    /// For a request's own `cancel()`: `asked` is answered by its property `isDone`.
    pub(super) fn cancel_as_asked(&self, asked: &JsValue) {
        let is_done = self.cancel(&get(asked, "correlationId"), &get(asked, "reason"));
        js::set(asked.unchecked_ref(), "isDone", JsValue::from(is_done));
    }

    pub fn cancel_all(&self) -> u32 {
        let now = self.now();
        self.tell(now, |engine| {
            engine.reject_all(now, Fault::new(Code::RequestCancelled))
        })
    }

    /// Rejects a request for a reason that the engine does not know. False: it has settled.
    pub(super) fn give_up(&self, pending: &Rc<Pending>, failure: Failure) -> bool {
        let (now, key) = (self.now(), pending.key);
        let is_given_up =
            self.requests.knows(pending) && self.engine(|engine| engine.settle(now, key));
        if is_given_up {
            self.settle(now, pending, Err(failure.into_error()));
        }
        self.carry_out(now);
        is_given_up
    }

    // --- Settling ---

    pub(super) fn resolve(&self, now: f64, key: Key) {
        if let Some(pending) = self.requests.of_key(key) {
            self.settle(now, &pending, Ok(Chosen::Fullest));
        }
    }

    pub(super) fn refuse(&self, now: f64, key: Key) {
        if let Some(pending) = self.requests.of_key(key)
            && let Some(error) = pending.failure.take()
        {
            self.settle(now, &pending, Err(error));
        }
    }

    pub(super) fn reject(&self, now: f64, key: Key, failure: Failure) {
        let Some(pending) = self.requests.of_key(key) else {
            return;
        };
        let was_sent = pending.sent_at.get().is_some() || pending.updates.get() > 0;
        let failure = if was_sent {
            failure
        } else {
            failure.unsent(|| pending.unsent())
        };
        self.settle(now, &pending, Err(failure.into_error()));
    }

    /// Settles a request's promise: with one of its updates, or with an error.
    pub(super) fn settle(&self, now: f64, pending: &Pending, result: Result<Chosen, OptaveError>) {
        let timings = pending.timings(now);
        let is_answered = result.is_ok();
        let mut code = JsValue::UNDEFINED;
        match result {
            Ok(chosen) => pending.succeed(chosen, timings),
            Err(error) => {
                code = get(&error, "code");
                pending.fail(&error.with_correlation_id(&pending.id), &self.report());
            }
        }
        let has_spans = self
            .metrics
            .settled(pending.action, pending.made_at, timings, is_answered);
        // A page that is gone takes no timer: Firefox throws.
        if has_spans && self.ended_by.with(|ended_by| ended_by.is_none()) {
            set_timeout(&self.callbacks.draw, 0.0, 0);
        }
        self.tell_metric(|| {
            OptaveMetric::Request(RequestMetric {
                action: pending.action,
                code,
                updates: pending.updates.get(),
                queued_ms: timings.queued_ms,
                first_update_ms: timings.first_update_ms,
                total_ms: timings.total_ms,
            })
        });
        self.let_go();
    }
}

fn cancel_by_signal(driver: &Rc<Driver>, number: u32, _: JsValue) {
    if let Some((pending, signal)) = driver.requests.following(number) {
        let reason = get(&signal, "reason");
        driver.give_up(&pending, Failure::new(Code::RequestCancelled).cause(reason));
    }
}
