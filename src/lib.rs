//! The Optave web SDK: what lets a page talk to Optave, an AI service for customer support.
//!
//! This is the crate behind the npm package `optave-web-sdk`. Who uses the package needs `README.md`, the guides and the
//! TypeScript declarations; this page is for who changes it.
//!
//! # The map of the house
//!
//! | Room | What it is about | What it knows |
//! |---|---|---|
//! | [`protocol`] | What is said on the wire, and what is read out of it: actions, required fields, envelope, wire types, forms of answers, error codes, limits; and the rules of what pages give: options, headers, tokens, URLs, user agents. Its page holds the notes that comments call "wire protocol, section N". | Nothing but values: no browser, no clock, no randomness. |
//! | [`engine`] | How a conversation with the server goes: connecting, queueing, correlating, deadlines, settling. A state machine without input or output. | `protocol`, and the time it is told. |
//! | `browser` | The class that pages use, and all that touches the browser: sockets, HTTP, timers, storage, events, promises. Built for wasm alone. | `engine`, `protocol`, and the browser. |
//! | `strict` | Strict validation: every field of a value against the wire types, all faults at once. In the browser a second WebAssembly module, loaded when it is wanted. | `protocol`. |
//!
//! Where to look in `browser`:
//!
//! | For | In |
//! |---|---|
//! | the exported class, its methods and what its users read about them | `client.rs`, `actions.rs`, `constants.rs`, `declarations/` |
//! | what drives the engine | `driver.rs` |
//! | the connection of a client, and who waits for it to open | `connection.rs`, over `socket.rs` |
//! | tokens | `token.rs`, over `http.rs` |
//! | a request, from its making to its settling | `requests.rs`, over `payload.rs`, `envelope.rs`, `ids.rs`, `pending.rs`, `request.rs` |
//! | a message, from the frame to the promise | `answers.rs`; which request it belongs to, [`engine::requests`] |
//! | checks | without sending, `checks.rs`; of every field, `strict.rs` |
//! | an option | `options.rs`; one that the engine goes by, `engine/config.rs` |
//! | what the page is told | `events.rs`, `reports.rs`, `metrics.rs`, `error.rs` |
//! | what the page tells | `page_life.rs`, `device.rs`, `location.rs`, `session.rs` |
//! | what is kept of the page's, and why a forgotten client is collected | `keeper.rs` |
//! | what all of them stand on | `callback.rs`, `slot.rs`, `guard.rs`, `js.rs`, `record.rs`, `timer.rs` |
//!
//! Beside `src`: `pkg-template` makes the npm package (`entry` has its entries: how the wasm is found and started),
//! `www-demo` holds the demo page and the sandbox (a local server that follows the wire protocol), `tests` the tests and
//! the bench that are not beside the code. The package's declarations come out of this crate; what an `impl` cannot say of
//! the class is added from `pkg-template/types/index.d.ts`.
//!
//! # The layer rule
//!
//! Arrows point one way: `browser` → `engine` → `protocol`, and `strict` → `protocol`. Neither of the lower two can reach
//! the browser: its crates are dependencies of the wasm target only, so that a native build fails when one leaks in. Time
//! and randomness are parameters. Hence everything that is decided can be tested with plain `cargo test`, and `browser`
//! takes no decision that needs a browser to be checked. The one attribute that crosses the line is
//! `cfg_attr(target_arch = "wasm32", …)` on types that pages see: from the same types come the TypeScript declarations
//! (in wasm) and the JSON Schema (native).
//!
//! # What is JavaScript, and why
//!
//! A few lines beside the Rust that uses them, as wasm-bindgen takes them along:
//!
//! - `error.js` and `request.js`: an error that extends the language's `Error`, and a request that extends its `Promise`.
//!   No type of Rust's can.
//! - `payload.js` and `message.js`: what is done with payloads, which stay in the page's memory. A conversation's text
//!   never enters wasm memory, on the way out or in: copying and parsing it once more costs several times what the rest of
//!   a send does. Merged by js-sys calls from Rust, a send of 1.7 KB took 3.3 times as long as a hand-written client's,
//!   merged in JavaScript 2.6 times. Rust holds payloads and answers as handles, reads the few fields that it decides by,
//!   and hands the very same objects on. Strict validation alone takes them in, in a module and a memory of its own.
//! - `guard.js`: what catches a call into wasm that is cut off. Rust compiled for the browser cannot.
//! - `strict.js`: how the entry in use says where strict validation is loaded from.
//!
//! The first version of this crate was the other way round: a client in JavaScript around this state machine, joined by
//! numbers. It was smaller (24,954 bytes of brotli-11 in one file) and a little faster (1.4 times a hand-written client
//! for a send of 1.7 KB). What it cost: a boundary of positions and bits that both sides had to know by heart, rewritten
//! glue, and a Rust that did not use the browser.
//!
//! # The way of a request
//!
//! 1. `actions.rs`: `client.interaction(params)` is `OptaveClient::interaction`, which asks its `Driver`.
//! 2. `requests.rs` has the payload merged (`payload.rs`) and looked at ([`protocol::required::check`]), prints it, and
//!    prints the head of its envelope ([`protocol::headers`]).
//! 3. [`engine::Engine::submit`] writes it at once ([`engine::command::Command::Write`]), or queues it and connects
//!    first ([`engine::command::Command::FetchToken`], [`engine::command::Command::OpenSocket`]).
//! 4. `driver.rs` carries the commands out, in order: `token.rs` gets the token, `connection.rs` opens the socket,
//!    `requests.rs` writes. Requests and sockets are named by [`engine::requests::Key`] and [`engine::link::Attempt`].
//! 5. Each message that comes in is classified ([`protocol::inbound::classify`]), correlated
//!    ([`engine::Engine::correlate`]) and judged ([`engine::Engine::deliver`], [`engine::until`]); `answers.rs` delivers
//!    it, and settles the promise when the engine says so.
//!
//! # What cannot go wrong
//!
//! Nothing is borrowed across a call into JavaScript: the page's code may call back into the client from anywhere. No
//! path that input can reach panics; the lints of `Cargo.toml` forbid what would. Where wasm is cut off all the same (an
//! import that throws, a stack that overflows, memory that cannot grow), the client that was at work ends with a clear
//! error, and the others go on: the state of a client belongs to that client, and what all of them share is left in order.
//! `guard.rs` has how.
//!
//! A client that nobody holds is collected with its socket, unless somebody waits for it, or listens while it is
//! connected or tries to be. Callbacks of the browser's hold a client weakly, and what the page gives it belongs to the
//! page's client (`keeper.rs`).

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
pub mod browser;
pub mod engine;
pub mod protocol;
#[cfg(any(feature = "strict", not(target_arch = "wasm32")))]
pub mod strict;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
