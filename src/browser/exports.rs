//! What `host.js` calls. Numbers and short texts go across, and objects only where they are read here.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::core::{Inner, now};
use super::js::HostRef;
use super::message::Fields;
use crate::engine::NewRequest;
use crate::engine::check_size;
use crate::engine::options::{Given, Then};
use crate::engine::until::Verdict;
use crate::protocol::action::Action;
use crate::protocol::envelope::{Head, Identity};
use crate::protocol::error::{Category, Code, Fault};
use crate::protocol::inbound::{State, classify};
use crate::protocol::limits::{
    MAX_ENVELOPE_BYTES, MAX_INBOUND_LENGTH, SCHEMA_REF, SPEC_VERSION, check_close,
};
use crate::protocol::payload;
use crate::protocol::required::{self, Survey, check_types, lacks_advised_conversation};
use crate::protocol::text::{concat, push_number};

thread_local! {
    /// Every client there is, by its number. A class of wasm-bindgen's would do as much for each at twice the bytes.
    static CLIENTS: RefCell<Vec<Option<Rc<Inner>>>> = const { RefCell::new(Vec::new()) };
}

#[inline(never)]
fn inner_of(client: u32) -> Option<Rc<Inner>> {
    CLIENTS.with_borrow(|clients| clients.get(client as usize).cloned().flatten())
}

/// A client that has no options yet: [`option`], then [`start`]. Gives its number, which every other call begins with.
/// Calls with the number of a client that is gone do nothing.
#[wasm_bindgen(skip_typescript, js_name = newClient)]
pub fn new_client(host: HostRef) -> u32 {
    let inner = Some(Rc::new(Inner::new(host)));
    CLIENTS.with_borrow_mut(
        |clients| match clients.iter_mut().position(|slot| slot.is_none()) {
            Some(place) => {
                if let Some(slot) = clients.get_mut(place) {
                    *slot = inner;
                }
                place as u32
            }
            None => {
                clients.push(inner);
                clients.len() as u32 - 1
            }
        },
    )
}

/// The client's object has been collected.
#[wasm_bindgen(skip_typescript, js_name = dropClient)]
pub fn drop_client(client: u32) {
    // Taken out first, because its end may call back.
    let inner =
        CLIENTS.with_borrow_mut(|clients| clients.get_mut(client as usize).and_then(Option::take));
    drop(inner);
}

/// Takes an option; `kind` counts through [`Given`]. True: its properties are options, too.
#[wasm_bindgen(skip_typescript)]
pub fn option(client: u32, name: &str, kind: u8, number: f64, text: String) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let then = inner
        .options
        .borrow_mut()
        .set(name, given(kind, number, text));
    if let Then::Unknown(near) = then {
        let hint = near.map_or(String::new(), |near| {
            concat(&["; did you mean ", near, "?"])
        });
        inner
            .host
            .warn(&concat(&["there is no option ", name, &hint]));
    }
    then == Then::Descend
}

/// Takes an option of the request that is about to be made.
#[wasm_bindgen(skip_typescript, js_name = callOption)]
pub fn call_option(client: u32, name: &str, kind: u8, number: f64, text: String) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let mut call = inner
        .call
        .take()
        .unwrap_or_else(|| inner.options.borrow().clone());
    if !call.set_for_call(name, given(kind, number, text)) {
        inner
            .host
            .warn(&concat(&["a request has no option ", name]));
    }
    inner.call.replace(Some(call));
}

/// Checks a URL that was given, or had to be; `scheme` and `host` are empty if it is none.
#[wasm_bindgen(skip_typescript, js_name = checkUrl)]
pub fn check_url(client: u32, is_rest: bool, scheme: &str, host: &str) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let (name, schemes) = if is_rest {
        ("restUrl", ["https:", "http:"])
    } else {
        ("websocketUrl", ["wss:", "ws:"])
    };
    inner
        .options
        .borrow_mut()
        .check_url(name, schemes, scheme, host);
}

/// Notes a fault that the host found.
#[wasm_bindgen(skip_typescript)]
pub fn fault(client: u32, name: &str, expected: &str) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.options.borrow_mut().fault(name, expected);
}

/// Begins to work by the options. False: they have faults, and the error is raised.
#[wasm_bindgen(skip_typescript)]
pub fn start(client: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let checked = inner.options.borrow_mut().check();
    inner.configure();
    inner.is_good(checked)
}

/// Whether the payload of a request has what its action requires. `action` counts through [`Action::ALL`]; another
/// number is any of them. False: the error is raised.
#[wasm_bindgen(skip_typescript)]
pub fn check(client: u32, action: u32, survey: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let survey = Survey(survey);
    match Action::ALL.get(action as usize) {
        Some(action) => {
            if lacks_advised_conversation(*action, survey) {
                let warning =
                    "reception without request.scope.conversations: the documentation asks for one";
                inner.host.warn(warning);
            }
            inner.is_good(required::check(*action, survey))
        }
        None => inner.is_good(check_types(survey)),
    }
}

/// Whether payloads have to be measured exactly: those that will wait.
#[wasm_bindgen(skip_typescript, js_name = isOpen)]
pub fn is_open(client: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.engine(|engine| engine.is_open())
}

/// Whether a payload of this size fits into an envelope of ours. False: the error is raised.
#[wasm_bindgen(skip_typescript)]
pub fn fits(client: u32, payload_bytes: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let id = inner.new_id();
    let ids = Identity {
        correlation_id: id.clone(),
        trace_id: id.clone(),
        idempotency_key: id,
        ..Identity::default()
    };
    let head = Head::new(&inner.sender.borrow(), Action::Interaction, &ids, 0);
    inner.is_good(check_size(head.frame_bytes(payload_bytes)))
}

/// Makes a request; gives its index. Negative: it was refused, and the error is raised.
#[wasm_bindgen(skip_typescript)]
#[allow(
    clippy::too_many_arguments,
    reason = "an object would be read property by property, at many times the cost"
)]
pub fn submit(
    client: u32,
    action: u32,
    correlation_id: String,
    trace_id: Option<String>,
    idempotency_key: Option<String>,
    timestamp: Option<String>,
    latency_ms: Option<f64>,
    payload_bytes: u32,
) -> i32 {
    let Some(inner) = inner_of(client) else {
        return -1;
    };
    let call = inner.call.take();
    let Some(action) = Action::ALL.get(action as usize) else {
        return -1;
    };
    let now = now();
    let identity = Identity {
        correlation_id,
        trace_id: trace_id.unwrap_or_else(|| inner.new_id()),
        idempotency_key: idempotency_key.unwrap_or_else(|| inner.new_id()),
        timestamp,
        network_latency_ms: latency_ms.map(|ms| ms.round() as u32),
    };
    let (until, deadlines) = inner.chosen(*action, call);
    let new = NewRequest {
        correlation_id: &identity.correlation_id,
        action: *action,
        head: Head::new(&inner.sender.borrow(), *action, &identity, now.epoch),
        payload_bytes,
        until,
        deadlines,
    };
    match inner.engine(|engine| engine.submit(now, new)) {
        Ok(key) => key.index as i32,
        Err(fault) => {
            inner.raise(&fault);
            -1
        }
    }
}

/// Whether the options of the request that is about to be made are good. False: the error is raised.
#[wasm_bindgen(skip_typescript, js_name = checkCall)]
pub fn check_call(client: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let call = inner.call.take();
    let Some(mut call) = call else { return true };
    let checked = call.check();
    let is_good = inner.is_good(checked);
    if is_good {
        inner.call.replace(Some(call));
    }
    is_good
}

/// Does what the engine wants done, after [`submit`] or [`inbound`] has been dealt with.
#[wasm_bindgen(skip_typescript)]
pub fn run(client: u32) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.carry_out();
}

/// The host's timer fired.
#[wasm_bindgen(skip_typescript)]
pub fn tick(client: u32) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.wakes_at.set(f64::INFINITY);
    inner.drive(|engine, now| engine.timeout(now));
}

/// A message came, over the socket or, `answers` not negative, in the answer to that request. Gives the index of
/// the request it belongs to, times 256, and these bits: 1 and 2 the [`Verdict`], 4 it is late, 8 it is an error
/// (which is raised), 16 it came in an envelope, 32 it belongs to a request at all. With `errors_only`, as in what comes
/// with an HTTP refusal, any other message is left alone: 64.
#[wasm_bindgen(skip_typescript)]
pub fn inbound(client: u32, message: &Fields, answers: i32, errors_only: bool) -> u32 {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let inbound = classify(message);
    if errors_only && inbound.state != State::Error {
        return 64;
    }
    let delivery = inner.engine(|engine| {
        let answers = u32::try_from(answers)
            .ok()
            .and_then(|index| engine.key_at(index));
        engine.inbound(now(), &inbound, answers)
    });
    let mut bits = u32::from(inbound.is_enveloped) << 4;
    if inbound.state == State::Error {
        bits |= 8;
        inner.raise(&Fault::new(Code::RemoteError));
    }
    if let Some(delivery) = delivery {
        let verdict = match delivery.verdict {
            Verdict::Wait => 0,
            Verdict::Resolve => 1,
            Verdict::Reject => 2,
            Verdict::Ask => 3,
        };
        bits |= verdict | u32::from(delivery.is_late) << 2 | 32 | delivery.key.index << 8;
    }
    bits
}

/// The caller's function says that a request is answered. False if it has settled meanwhile.
#[wasm_bindgen(skip_typescript)]
pub fn resolve(client: u32, index: u32) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.engine(|engine| {
        engine
            .key_at(index)
            .is_some_and(|key| engine.resolve(now(), key))
    })
}

/// Rejects a request, for the reason named as in [`raise`].
#[wasm_bindgen(skip_typescript)]
pub fn reject(client: u32, index: u32, code: &str, note: &str) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let Some(fault) = fault_of(code, note) else {
        return false;
    };
    inner.drive(|engine, now| {
        engine
            .key_at(index)
            .is_some_and(|key| engine.reject(now, key, fault))
    })
}

/// The key's serial number, to tell a request from a later one in its place.
#[wasm_bindgen(skip_typescript)]
pub fn serial(client: u32, index: u32) -> u32 {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner
        .engine(|engine| engine.key_at(index))
        .map_or(0, |key| key.serial())
}

/// The index of a request that is queued or in flight; negative if there is none of this id.
#[wasm_bindgen(skip_typescript)]
pub fn find(client: u32, correlation_id: &str) -> i32 {
    let Some(inner) = inner_of(client) else {
        return -1;
    };
    inner
        .engine(|engine| engine.find(correlation_id))
        .map_or(-1, |key| key.index as i32)
}

/// Gives every request up. Says how many there were.
#[wasm_bindgen(skip_typescript, js_name = cancelAll)]
pub fn cancel_all(client: u32) -> u32 {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.drive(|engine, now| engine.reject_all(now, &Fault::new(Code::RequestCancelled)))
}

/// Raises the error of this code. The note completes its message; of a validation error, each line is a place.
#[wasm_bindgen(skip_typescript)]
pub fn raise(client: u32, code: &str, note: &str) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    if let Some(fault) = fault_of(code, note) {
        inner.raise(&fault);
    }
}

/// A token came.
#[wasm_bindgen(skip_typescript)]
pub fn token(client: u32, attempt: u32, token: String, expires_at: Option<f64>) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.drive(|engine, now| engine.token(now, attempt, Ok(token), expires_at));
}

/// No token came.
#[wasm_bindgen(skip_typescript, js_name = tokenFailed)]
pub fn token_failed(client: u32, attempt: u32, note: &str, status: u16) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let mut fault = Fault::with_note(Code::TokenProviderFailed, note);
    if status > 0 {
        fault = fault.number("status", status.into());
    }
    inner.drive(|engine, now| engine.token(now, attempt, Err(fault), None));
}

/// Opens the connection. Whoever waits for it has been noted by the host.
#[wasm_bindgen(skip_typescript)]
pub fn open(client: u32, token: Option<String>) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.drive(|engine, now| engine.open(now, token.as_deref()));
}

/// Closes the connection. False: code or reason cannot be used, and the error is raised.
#[wasm_bindgen(skip_typescript)]
pub fn close(client: u32, code: f64, reason: String) -> bool {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    let code = check_close(code, &reason);
    if let Ok(code) = code {
        inner.drive(|engine, now| engine.close(now, code, reason));
    }
    inner.is_good(code.map(drop))
}

/// Ends the client.
#[wasm_bindgen(skip_typescript)]
pub fn end(client: u32) {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.drive(|engine, now| engine.end(now));
}

/// The name of the connection's state.
#[wasm_bindgen(skip_typescript)]
pub fn state(client: u32) -> String {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner
        .engine(|engine| engine.connection_state())
        .name()
        .to_owned()
}

/// Messages that belonged to no request.
#[wasm_bindgen(skip_typescript)]
pub fn unmatched(client: u32) -> u32 {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.engine(|engine| engine.unmatched_messages())
}

/// Which of an option's possible values was chosen; `choice` counts through [`Choice`].
#[wasm_bindgen(skip_typescript)]
pub fn choice(client: u32, choice: u8) -> u8 {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.options.borrow().choice_at(choice)
}

/// A new UUIDv7.
#[wasm_bindgen(skip_typescript, js_name = newId)]
pub fn new_id(client: u32) -> String {
    let Some(inner) = inner_of(client) else {
        return Default::default();
    };
    inner.new_id()
}

fn given(kind: u8, number: f64, text: String) -> Given {
    match kind {
        0 => Given::Text(text),
        1 => Given::Number(number),
        2 => Given::Flag(number != 0.0),
        3 => Given::Function,
        4 => Given::List(
            text.split('\n')
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        5 => Given::Object,
        _ => Given::Other,
    }
}

fn fault_of(code: &str, note: &str) -> Option<Fault> {
    let code = Code::from_name(code)?;
    Some(match code.category() {
        Category::Validation if !note.is_empty() => {
            Fault::at(code, &note.split('\n').collect::<Vec<_>>())
        }
        _ => Fault::with_note(code, note),
    })
}

/// The fixed facts of package and protocol, as JSON.
#[wasm_bindgen(skip_typescript)]
pub fn facts() -> String {
    let mut facts = concat(&[
        "[\"",
        env!("CARGO_PKG_VERSION"),
        "\",\"",
        SPEC_VERSION,
        "\",\"",
        SCHEMA_REF,
        "\",",
    ]);
    push_number(&mut facts, MAX_ENVELOPE_BYTES.into(), 1);
    facts.push(',');
    push_number(&mut facts, MAX_INBOUND_LENGTH.into(), 1);
    facts.push(',');
    facts.push_str(payload::DEFAULT);
    facts.push(']');
    facts
}
