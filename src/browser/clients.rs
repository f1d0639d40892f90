//! Every client's engine, by the client's number, and how its commands reach the host in `host.js`.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use crate::engine::Engine;
use crate::engine::command::Command;
use crate::engine::config::Config;
use crate::protocol::error::{Detail, Fault};

#[wasm_bindgen(module = "/src/browser/host.js")]
extern "C" {
    /// Has a client's host do something: `what` counts through the commands of the engine, then through [`WAKE`] and
    /// [`RAISE`]. 1: it could not be done; 2: it cannot be done now. Once a host is collected, nothing happens any more.
    fn command(client: u32, what: u32, a: u32, b: u32, number: f64) -> u32;
}

/// After the last command: the host's timer is to fire after so many milliseconds.
const WAKE: u32 = 13;
/// The host is to hold the error that the answer to this call is about.
const RAISE: u32 = 14;

struct Client {
    engine: RefCell<Engine>,
    /// When the host's timer fires.
    wakes_at: Cell<f64>,
}

thread_local! {
    // A place is never given back: its engine is replaced when its client is gone. So nothing is borrowed for longer than
    // the engine thinks, and there is nothing to count.
    static CLIENTS: RefCell<Vec<&'static Client>> = const { RefCell::new(Vec::new()) };
    static FREE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

#[inline(never)]
fn client(number: u32) -> Option<&'static Client> {
    CLIENTS.with_borrow(|clients| clients.get(number as usize).copied())
}

/// A new client. Gives its number.
pub fn add() -> u32 {
    FREE.with_borrow_mut(Vec::pop).unwrap_or_else(|| {
        let client = Client {
            engine: RefCell::new(Engine::new(Config::default())),
            wakes_at: Cell::new(f64::INFINITY),
        };
        CLIENTS.with_borrow_mut(|clients| {
            clients.push(Box::leak(Box::new(client)));
            clients.len() as u32 - 1
        })
    })
}

/// The client's host has been collected.
pub fn remove(number: u32) {
    if let Some(client) = client(number) {
        client.engine.replace(Engine::new(Config::default()));
        client.wakes_at.set(f64::INFINITY);
        FREE.with_borrow_mut(|free| free.push(number));
    }
}

/// Talks to a client's engine, without doing anything about it yet.
pub fn engine<T: Default>(number: u32, talk: impl FnOnce(&mut Engine) -> T) -> T {
    client(number).map_or_else(T::default, |client| talk(&mut client.engine.borrow_mut()))
}

/// Tells a client's engine something, and does what it wants done about it.
pub fn tell<T: Default>(number: u32, now: f64, tell: impl FnOnce(&mut Engine) -> T) -> T {
    let answer = engine(number, tell);
    carry_out(number, now);
    answer
}

/// Makes the host hold the error that this fault is.
pub fn raise(number: u32, fault: Fault) {
    let (what, value) = encode(fault);
    command(number, RAISE, what, 0, value);
}

/// Does all that the engine wants done, and has the host wake it when it wants.
#[inline(never)]
pub fn carry_out(number: u32, now: f64) {
    let Some(client) = client(number) else {
        return;
    };
    // The engine is let go of before each command is carried out: it may come back here.
    let next = || client.engine.borrow_mut().next_command();
    while let Some(wanted) = next() {
        execute(number, now, wanted);
    }
    let due = client.engine.borrow().next_timeout();
    // Waking too early does no harm: the engine says again what it waits for.
    let wakes_at = client.wakes_at.get();
    if due < wakes_at || due == f64::INFINITY && wakes_at != due {
        client.wakes_at.set(due);
        command(number, WAKE, 0, 0, due - now);
    }
}

/// The host's timer fired.
pub fn wake(number: u32, now: f64, epoch: f64) {
    if let Some(client) = client(number) {
        client.wakes_at.set(f64::INFINITY);
    }
    tell(number, now, |engine| engine.timeout(now, epoch));
}

fn execute(number: u32, now: f64, wanted: Command) {
    let (what, a, b, value) = match wanted {
        Command::FetchToken {
            attempt,
            is_for_rest,
        } => (0, attempt, is_for_rest.into(), 0.0),
        Command::OpenSocket { attempt } => (1, attempt, 0, 0.0),
        Command::CloseSocket { attempt, code } => (2, attempt, code.into(), 0.0),
        Command::Write { key, attempt } => (3, key, attempt, 0.0),
        Command::Post { key } => (4, key, 0, 0.0),
        Command::Resolve { key } => (5, key, 0, 0.0),
        Command::Reject { key, fault } => {
            let (fault, value) = encode(fault);
            (6, key, fault, value)
        }
        Command::Release { key } => (7, key, 0, 0.0),
        Command::StateChanged { state } => (8, state as u32, 0, 0.0),
        Command::Opened => (9, 0, 0, 0.0),
        Command::OpenFailed { fault, was_told } => {
            let (fault, value) = encode(fault);
            (10, was_told.into(), fault, value)
        }
        Command::Closed { code } => (11, code.into(), 0, 0.0),
        Command::Reconnecting { attempt, delay_ms } => (12, attempt, 0, delay_ms),
    };
    let outcome = command(number, what, a, b, value);
    if let Command::Write { key, .. } = wanted {
        match outcome {
            0 => {}
            1 => engine(number, |engine| engine.send_failed(now, key)),
            _ => engine(number, |engine| engine.write_blocked(now, key)),
        }
    }
}

/// A fault in two numbers. In the bits of the first: the code's place in the table (0 to 7), whether trying again may
/// help (8), which [`Detail`] there is (9 to 15), and which limit ran out (16 and up). The second is the detail's.
fn encode(fault: Fault) -> (u32, f64) {
    let (kind, limit, value) = match fault.detail {
        Detail::None => (0, 0, 0),
        Detail::Ended => (1, 0, 0),
        Detail::RanOut(limit, ms) => (2, limit as u32, ms),
        Detail::Closed(code, _) | Detail::Lost(code, _) => (3, 0, code.into()),
        Detail::Status(status) => (4, 0, status.into()),
        Detail::Size(bytes) => (5, 0, bytes),
        Detail::Empty => (6, 0, 0),
        Detail::Incomplete => (7, 0, 0),
    };
    let bits = fault.code as u32 | u32::from(fault.is_retryable()) << 8 | kind << 9 | limit << 16;
    (bits, value.into())
}
