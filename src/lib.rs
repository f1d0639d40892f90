//! The Optave web SDK: what lets a page talk to Optave, an AI service for customer support.
//!
//! This is the crate behind the npm package `optave-web-sdk`. Who uses the package needs `README.md` and the
//! TypeScript declarations; this page is for who changes it.
//!
//! # The map of the house
//!
//! | Room | What it is about | What it knows |
//! |---|---|---|
//! | [`protocol`] | What is said on the wire: actions, required fields, envelope, wire types, forms of answers, error codes, limits. Its page holds the notes that comments call "wire protocol, section N". | Nothing but values: no browser, no clock, no randomness. |
//! | [`engine`] | How a conversation with the server goes: connecting, queueing, correlating, deadlines, settling. A state machine without input or output. | `protocol`, and the time it is told. |
//! | `browser` | Carries out what the engine decides: socket, HTTP, timers, storage, events, promises, the public class. Built for wasm alone; part of it is JavaScript, in the same folder. | `engine`, `protocol`, and the browser. |
//!
//! Beside `src`: `pkg-template` makes the npm package (`entry/client.js` is the class that users hold), `www-demo` holds
//! the demo page and the sandbox (a local server that follows the wire protocol), `tests` the tests and the bench that
//! are not beside the code.
//!
//! # The layer rule
//!
//! Arrows point one way: `browser` → `engine` → `protocol`. Neither of the lower two can reach web-sys, js-sys or
//! wasm-bindgen: those are dependencies of the wasm target only, so that a native build fails when one leaks in. Time
//! and randomness are parameters. Hence everything that is decided can be tested with plain `cargo test`, and `browser`
//! takes no decision that needs a browser to be checked. The one attribute that crosses the line is
//! `cfg_attr(target_arch = "wasm32", …)` on the wire types: from the same structs come the TypeScript declarations (in
//! wasm) and the JSON Schema (native).
//!
//! # Payloads stay in JavaScript
//!
//! A conversation's text never enters wasm memory, on the way out or in: copying and re-parsing it costs several times
//! what the rest of a send does, and the code for it more bytes than the rest of the package. So `browser/payload.js`
//! merges what is sent and tells Rust what stands at the places that matter, in two bits each
//! ([`protocol::required::Survey`]); the browser prints it; Rust writes the envelope's text around it
//! ([`protocol::envelope`]). Of an answer, Rust reads the few properties of [`protocol::inbound::Message`] from the very
//! object that the caller gets.
//!
//! # The way of a request
//!
//! 1. `entry/client.js`: `client.interaction(params)` → `Host.request` in `browser/host.js`.
//! 2. `host.js` merges and prints the payload, has [`protocol::required::check`] look at it, and submits its size, ids and
//!    options.
//! 3. [`engine::Engine::submit`] writes it at once ([`engine::command::Command::Write`]), or queues it and connects
//!    first ([`engine::command::Command::FetchToken`], [`engine::command::Command::OpenSocket`]).
//! 4. `browser/core.rs` carries the commands out, in order. Payloads, promises and the socket are named by
//!    [`engine::requests::Key`] and [`engine::link::Attempt`].
//! 5. Each message that comes in is classified ([`protocol::inbound::classify`]), correlated and judged
//!    ([`engine::Engine::inbound`], [`engine::until`]); `host.js` delivers it, and settles the promise when the engine
//!    says so.
//!
//! Nothing is borrowed across a call into JavaScript: the page's code may call back into the client from anywhere. No
//! path that input can reach panics; the lints of `Cargo.toml` forbid what would.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

#[cfg(target_arch = "wasm32")]
mod browser;
pub mod engine;
pub mod protocol;
