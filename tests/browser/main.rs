//! The built package in whichever browser `wasm-pack test` was told to use: imported at run time as any page imports
//! it, driven through its public names, over real sockets to the sandbox that `tests/run.mjs` started.
//!
//! `tests/e2e` says more about each of these in Chromium; what stands here is what must hold in every engine. The
//! crate itself is not linked in, so that nothing but the package can answer.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says so by a panic"
)]

mod answers;
mod connection;
mod package;
mod requests;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
