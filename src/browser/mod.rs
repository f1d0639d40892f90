//! The only rooms that touch the browser. They carry out what the engine decides and hold what it must not see:
//! payloads, promises, the socket.
//!
//! JavaScript stands beside Rust where the work is the browser's own: merging and printing objects, promises,
//! listeners. Across the boundary go numbers, short texts, and messages to be read by their properties; an object
//! handed back and forth would cost several times the bytes and the time.
//!
//! Nothing is borrowed across a call into JavaScript: a listener may call back into the client from inside an event.

mod core;
mod exports;
mod http;
mod js;
mod message;
mod socket;
mod types;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
