//! What is said on the wire. No browser, no clock, no randomness.

pub mod action;
pub mod envelope;
pub mod error;
pub mod ids;
pub mod inbound;
pub mod limits;
pub mod payload;
pub mod required;
pub mod text;
pub mod time;
pub mod token;
pub mod types;
