//! The exported class in whichever browser `wasm-pack test` was told to use: linked in, called as the Rust type that it
//! is, over real sockets to the sandbox that `tests/run.mjs` started.
//!
//! `tests/e2e` says more about most of this in Chromium, of the packed file; what stands here is what must hold in every
//! engine, of the class itself. [`package`] alone imports the packed file at run time, as any page does, and looks at
//! what only that can show.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says so by a panic"
)]

mod answers;
mod client;
mod connection;
mod exported;
mod faults;
mod options;
mod package;
mod requests;
mod rest;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
