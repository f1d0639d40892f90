//! The Optave web SDK.

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
