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
//! | `browser` | Carries out what the engine decides: socket, HTTP, timers, storage, events, promises. Built for wasm alone: a thin layer of Rust, and JavaScript in the same folder. | `engine`, `protocol`, and the browser. |
//! | [`strict`] | Strict validation: every field of a value against the wire types, all faults at once. In the browser a second WebAssembly module, loaded when it is wanted. | `protocol`. |
//!
//! Beside `src`: `pkg-template` makes the npm package (`entry/client.js` is the class that users hold), `www-demo` holds
//! the demo page and the sandbox (a local server that follows the wire protocol), `tests` the tests and the bench that
//! are not beside the code.
//!
//! # The layer rule
//!
//! Arrows point one way: `browser` → `engine` → `protocol`, and `strict` → `protocol`. Neither of the lower two can reach the browser: its crates are
//! dependencies of the wasm target only, so that a native build fails when one leaks in. Time and randomness are
//! parameters. Hence everything that is decided can be tested with plain `cargo test`, and `browser` takes no decision
//! that needs a browser to be checked: what its JavaScript reads and writes (options, headers, tokens, messages) is in
//! modules that touch no page, tested in `tests/unit`. The one attribute that crosses the line is
//! `cfg_attr(target_arch = "wasm32", …)` on the wire types: from the same structs come the TypeScript declarations (in
//! wasm) and the JSON Schema (native).
//!
//! # Numbers cross the boundary
//!
//! Between Rust and JavaScript go numbers: a request's key, an attempt's number, a time, a fault as a code and a detail.
//! Texts and objects stay where they are used. That was measured, on the default entry with brotli-11: with texts and
//! objects across (ids, headers, tokens, error texts, options by name) it had 41,904 bytes, with numbers alone 21,920; a
//! send of 1.7 KB cost 1.9 times a hand-written client's, now about as much. For the same reason the socket and `fetch`
//! are called from JavaScript: through web-sys the socket costs 1,900 bytes more, and through gloo-net and
//! wasm-bindgen-futures the two POST requests cost another 7,200. The tests in the browser use these crates.
//!
//! # Payloads stay in JavaScript
//!
//! A conversation's text never enters wasm memory, on the way out or in: copying and re-parsing it costs several times
//! what the rest of a send does, and the code for it more bytes than the rest of the package. So `browser/payload.js`
//! merges what is sent and tells Rust what stands at the places that matter, in two bits each
//! ([`protocol::required::Survey`]); the browser prints it. Of an answer, `browser/message.js` tells Rust what stands at
//! the properties that matter ([`protocol::inbound::Sighting`]), and the caller gets the very object. Strict validation
//! alone takes payloads in, in a module and a memory of its own.
//!
//! # The way of a request
//!
//! 1. `entry/client.js`: `client.interaction(params)` → `Host.request` in `browser/host.js`.
//! 2. `browser/outgoing.js` merges the payload, has [`protocol::required::check`] look at it, and prints the envelope;
//!    `host.js` submits its size and limits.
//! 3. [`engine::Engine::submit`] writes it at once ([`engine::command::Command::Write`]), or queues it and connects
//!    first ([`engine::command::Command::FetchToken`], [`engine::command::Command::OpenSocket`]).
//! 4. `browser/clients.rs` hands the commands to the host, in order. Payloads, promises and the socket are named by
//!    [`engine::requests::Key`] and [`engine::link::Attempt`].
//! 5. Each message that comes in is classified ([`protocol::inbound::classify`]), correlated
//!    ([`engine::Engine::correlate`]) and judged ([`engine::Engine::deliver`], [`engine::until`]); `host.js` delivers it,
//!    and settles the promise when the engine says so.
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

#[cfg(all(target_arch = "wasm32", not(feature = "strict")))]
mod browser;
pub mod engine;
pub mod protocol;
#[cfg(any(feature = "strict", not(target_arch = "wasm32")))]
pub mod strict;
