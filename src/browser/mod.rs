//! The only rooms that touch the browser. They carry out what the engine decides, and hold what it must not see: payloads,
//! promises, tokens, sockets. What can be decided without a browser is not here.
//!
//! `client.rs` has the class that pages use. Its driver (`driver.rs`) runs the engine, with the rooms `connection.rs`,
//! `requests.rs` and `answers.rs`; the others each wrap one thing of the browser's. The few lines of JavaScript beside the
//! Rust that uses them are what a type of Rust's cannot be (`OptaveError extends Error`, `OptaveRequest extends Promise`),
//! what is done with payloads, which stay in the page's memory, and what catches a call into wasm that is cut off.
//!
//! Nothing is borrowed across a call into JavaScript: a listener may call back into the client from inside an event.

mod actions;
mod answers;
mod callback;
mod checks;
mod client;
mod connection;
mod constants;
mod declarations;
mod device;
mod driver;
mod envelope;
mod error;
mod events;
mod guard;
mod http;
mod ids;
mod js;
mod keeper;
mod location;
mod metrics;
mod options;
mod page_life;
mod payload;
mod pending;
mod record;
mod reports;
mod request;
mod requests;
mod session;
mod slot;
mod socket;
mod strict;
mod timer;
mod token;

pub use client::OptaveClient;
