//! The only rooms that touch the browser. They carry out what the engine decides and hold what it must not see:
//! payloads, promises, the socket.
//!
//! JavaScript stands beside Rust where the work is the browser's own: merging and printing objects, promises,
//! listeners. From here it would cost a call across the boundary per property, and several times the bytes.
//!
//! Nothing is borrowed across a call into JavaScript: a listener may call back into the client from inside an event.

mod connect;
mod core;
mod inner;
mod js;
mod options;
mod receive;
mod rest;
mod send;
mod socket;
mod token;
mod types;
mod validate;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
