//! What `host.js` and `connection.js` call: numbers go across, and hardly anything else. `client` is the number that
//! [`new_client`] gave; `now` is the time on `performance.now()`'s clock, read once by whoever calls.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::clients::{add, carry_out, engine, raise, remove, tell, wake};
use crate::engine::NewRequest;
use crate::engine::config::Deadlines;
use crate::engine::handover::Life;
use crate::engine::requests::Named;
use crate::engine::until::Until;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::ids::IdSource;
use crate::protocol::inbound::{Sighting, classify};
use crate::protocol::limits::{MAX_ENVELOPE_BYTES, MAX_INBOUND_LENGTH, SCHEMA_REF, SPEC_VERSION};
use crate::protocol::payload;
use crate::protocol::required::{self, Place, Survey};

/// A client whose settings are the defaults.
#[wasm_bindgen(skip_typescript, js_name = newClient)]
pub fn new_client() -> u32 {
    add()
}

/// The client's object has been collected. Its number serves another.
#[wasm_bindgen(skip_typescript, js_name = dropClient)]
pub fn drop_client(client: u32) {
    remove(client);
}

/// Changes a setting, by its place in [`crate::engine::config::Setting`], before anything else is done.
#[wasm_bindgen(skip_typescript)]
pub fn set(client: u32, place: u32, value: f64) {
    engine(client, |engine| engine.set(place as usize, value));
}

/// What is wrong with a payload, as [`required::Gaps`]: wrong types in the lower half, what is missing in the upper.
/// `action` counts through [`Action::ALL`]; another number is any of them.
#[wasm_bindgen(skip_typescript)]
pub fn check(action: u32, survey: u32) -> u32 {
    let gaps = required::check(Action::ALL.get(action as usize).copied(), Survey(survey));
    u32::from(gaps.wrong) | u32::from(gaps.missing) << 16
}

/// Makes a request; gives its key. Negative: it was refused, and the error is raised.
#[wasm_bindgen(skip_typescript)]
#[allow(
    clippy::too_many_arguments,
    reason = "an object would be read property by property, at many times the cost"
)]
pub fn submit(
    client: u32,
    now: f64,
    action: u32,
    bytes: u32,
    until: u32,
    total_ms: f64,
    first_update_ms: f64,
    idle_ms: f64,
    quiet_ms: f64,
    may_resend: bool,
) -> i32 {
    let Some(action) = Action::ALL.get(action as usize).copied() else {
        return -1;
    };
    let new = NewRequest {
        action,
        bytes,
        until: Until::from_number(until),
        deadlines: Deadlines {
            total_ms,
            first_update_ms,
            idle_ms,
            quiet_ms,
        },
        may_resend,
    };
    match engine(client, |engine| Some(engine.submit(now, new))) {
        Some(Ok(key)) => key as i32,
        Some(Err(fault)) => {
            raise(client, fault);
            -1
        }
        None => -1,
    }
}

/// Does what the engine wants done, after [`submit`], [`deliver`] or [`settle`] has been dealt with.
#[wasm_bindgen(skip_typescript)]
pub fn run(client: u32, now: f64) {
    carry_out(client, now);
}

/// The host's timer fired; `epoch` is in milliseconds since 1970.
#[wasm_bindgen(skip_typescript)]
pub fn tick(client: u32, now: f64, epoch: f64) {
    wake(client, now, epoch);
}

/// Anything at all came in on the socket of an attempt.
#[wasm_bindgen(skip_typescript)]
pub fn heard(client: u32, now: f64, attempt: u32) {
    engine(client, |engine| engine.heard(now, attempt));
}

/// Strict validation is there, and what waits has been checked by it.
#[wasm_bindgen(skip_typescript, js_name = validatorCame)]
pub fn validator_came(client: u32, now: f64) {
    tell(client, now, |engine| engine.validator_came(now));
}

/// Something happened in the life of the page: `life` counts through [`Life`].
#[wasm_bindgen(skip_typescript)]
pub fn live(client: u32, now: f64, life: u32) {
    if let Some(life) = Life::ALL.get(life as usize) {
        tell(client, now, |engine| engine.live(now, *life));
    }
}

/// When the next attempt to connect begins, on the clock of `now`; infinity if none is planned.
#[wasm_bindgen(skip_typescript, js_name = retryAt)]
pub fn retry_at(client: u32) -> f64 {
    engine(client, |engine| engine.retry_at())
}

/// Whether requests go over HTTP now.
#[wasm_bindgen(skip_typescript, js_name = isRest)]
pub fn is_rest(client: u32) -> bool {
    engine(client, |engine| engine.is_rest())
}

/// Where a message belongs, which is seen as [`Sighting`] says. `named` is the key of the request that its id belongs
/// to, -1 if it has no id, -2 if that is not known. Answers that request's key, times 16, and these bits: 1 and 2 the
/// [`crate::protocol::inbound::State`], 4 it came in an envelope, 8 it belongs to a request at all.
#[wasm_bindgen(skip_typescript)]
pub fn correlate(client: u32, sighting: u32, named: i32) -> u32 {
    let inbound = classify(Sighting(sighting));
    let named = match named {
        -1 => Named::None,
        0.. => Named::Known(named as u32),
        _ => Named::Unknown,
    };
    let found = engine(client, |engine| engine.correlate(inbound, named));
    let bits = inbound.state as u32 | u32::from(inbound.is_enveloped) << 2;
    found.map_or(bits, |key| bits | 8 | key << 4)
}

/// A message came for a request. `place` is that of its superpower in the list that the caller waits for, negative if
/// it does not stand there. Answers the [`crate::engine::until::Verdict`], and 4 if the request had settled.
#[wasm_bindgen(skip_typescript)]
pub fn deliver(client: u32, now: f64, key: u32, sighting: u32, place: i32) -> u32 {
    let (inbound, place) = (classify(Sighting(sighting)), place.try_into().ok());
    let delivery = engine(client, |engine| engine.deliver(now, key, inbound, place));
    delivery.map_or(4, |delivery| {
        delivery.verdict as u32 | u32::from(delivery.is_late) << 2
    })
}

/// The host settles a request by itself. False if it has settled meanwhile.
#[wasm_bindgen(skip_typescript)]
pub fn settle(client: u32, now: f64, key: u32) -> bool {
    engine(client, |engine| engine.settle(now, key))
}

/// Gives every request up. Says how many there were.
#[wasm_bindgen(skip_typescript, js_name = cancelAll)]
pub fn cancel_all(client: u32, now: f64) -> u32 {
    let fault = Fault::new(Code::RequestCancelled);
    tell(client, now, |engine| engine.reject_all(now, fault))
}

/// A token came, and the host holds it.
#[wasm_bindgen(skip_typescript, js_name = tokenCame)]
pub fn token_came(client: u32, now: f64, attempt: u32, lives_ms: f64) {
    tell(client, now, |engine| {
        engine.token_came(now, attempt, lives_ms)
    });
}

/// No token came, or no socket could be built; the host knows more about it. `code` is the place in the table.
#[wasm_bindgen(skip_typescript, js_name = attemptFailed)]
pub fn attempt_failed(client: u32, now: f64, attempt: u32, code: u32) {
    if let Some(code) = Code::ALL.get(code as usize) {
        let fault = Fault::new(*code);
        tell(client, now, |engine| {
            engine.attempt_failed(now, attempt, fault);
        });
    }
}

/// Opens the connection. Whoever waits for it has been noted by the host, as has the token, if there is one.
#[wasm_bindgen(skip_typescript)]
pub fn open(client: u32, now: f64, has_token: bool) {
    tell(client, now, |engine| engine.open(now, has_token));
}

/// The handshake succeeded.
#[wasm_bindgen(skip_typescript)]
pub fn opened(client: u32, now: f64, attempt: u32) {
    tell(client, now, |engine| engine.socket_opened(now, attempt));
}

/// The socket closed; `is_final` is what the page says of a code of its server's own.
#[wasm_bindgen(skip_typescript)]
pub fn closed(client: u32, now: f64, attempt: u32, code: u16, is_final: bool) {
    tell(client, now, |engine| {
        engine.socket_closed(now, attempt, code, is_final)
    });
}

/// Closes the connection.
#[wasm_bindgen(skip_typescript)]
pub fn close(client: u32, now: f64, code: u16) {
    tell(client, now, |engine| engine.close(now, code));
}

/// Ends the client.
#[wasm_bindgen(skip_typescript)]
pub fn end(client: u32, now: f64) {
    tell(client, now, |engine| engine.end(now));
}

/// An HTTP request was answered. Says what to deliver, as [`crate::engine::rest::Share`].
#[wasm_bindgen(skip_typescript, js_name = postAnswered)]
pub fn post_answered(client: u32, now: f64, key: u32, status: u16) -> u32 {
    engine(client, |engine| {
        engine.post_answered(now, key, status) as u32
    })
}

/// An HTTP answer has been delivered.
#[wasm_bindgen(skip_typescript, js_name = answerEnded)]
pub fn answer_ended(client: u32, now: f64, key: u32, status: u16, is_json: bool) {
    tell(client, now, |engine| {
        engine.answer_ended(now, key, status, is_json);
    });
}

/// The connection's state, as [`crate::engine::link::ConnectionState`].
#[wasm_bindgen(skip_typescript)]
pub fn state(client: u32) -> u32 {
    engine(client, |engine| engine.state() as u32)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_random(bytes: &mut [u8]);
}

thread_local! {
    static IDS: RefCell<IdSource> = RefCell::default();
}

/// Four new UUIDv7s, a JSON list: what a request needs, in one text. `epoch` is in milliseconds since 1970.
#[wasm_bindgen(skip_typescript, js_name = newIds)]
pub fn new_ids(epoch: f64) -> String {
    let mut text = String::new();
    IDS.with_borrow_mut(|ids| {
        for mark in ["[\"", "\",\"", "\",\"", "\",\""] {
            text.push_str(mark);
            ids.push_next(&mut text, epoch as u64, fill_random);
        }
    });
    text.push_str("\"]");
    text
}

/// The fixed facts of package and protocol, as JSON.
#[wasm_bindgen(skip_typescript)]
pub fn facts() -> String {
    const _: () = assert!(MAX_ENVELOPE_BYTES == 131_072 && MAX_INBOUND_LENGTH == 16_777_216);
    let mut facts = String::new();
    for part in [
        concat!("[\"", env!("CARGO_PKG_VERSION"), "\",\""),
        SPEC_VERSION,
        "\",\"",
        SCHEMA_REF,
        "\",131072,16777216,",
        payload::DEFAULT,
        ",",
        Code::TABLE,
        ",",
        Place::TABLE,
        "]",
    ] {
        facts.push_str(part);
    }
    facts
}
