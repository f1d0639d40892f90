//! Strict validation: is a value, down to its last field, what the wire types say?
//!
//! The types are read by serde, as they stand in [`crate::protocol::types`], so that nothing of them is written twice.
//! serde gives up at the first fault; here it never meets one (`walker.rs`), and all are found in one go, each with its
//! exact place: `request.scope.conversations[0].messages[2].timestamp: expected string, got number`.
//!
//! In the browser this is a WebAssembly module of its own, which is loaded when a client wants it, and this is the one
//! place where payloads enter wasm memory. The module is the crate with the feature `strict`, where it takes the place
//! of `browser`.

#[cfg(target_arch = "wasm32")]
mod exports;
mod outline;
mod place;
mod room;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod walker;

use serde::de::{DeserializeOwned, Deserializer};

use crate::protocol::types::{AnswerEnvelope, Params, SuperpowerMessage};
use outline::Outline;
use place::{Place, Report};
use walker::Walker;

/// What can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Params`]: what a caller gives, or what becomes of it once the defaults are under it.
    Params,
    /// [`AnswerEnvelope`].
    AnswerEnvelope,
    /// [`SuperpowerMessage`]: an answer without an envelope.
    SuperpowerMessage,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Params, Kind::AnswerEnvelope, Kind::SuperpowerMessage];

    /// What those call it who ask.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Params => "payload",
            Kind::AnswerEnvelope => "envelope",
            Kind::SuperpowerMessage => "message",
        }
    }
}

/// Everything that is wrong with a value, a line each; no line if it is right. Unknown fields are right, except beside
/// the three of params.
pub fn check<'de, D: Deserializer<'de>>(kind: Kind, value: D) -> Vec<String> {
    match kind {
        Kind::Params => check_as::<Params, D>("params", value),
        Kind::AnswerEnvelope => check_as::<AnswerEnvelope, D>("message", value),
        Kind::SuperpowerMessage => check_as::<SuperpowerMessage, D>("message", value),
    }
}

fn check_as<'de, T: DeserializeOwned, D: Deserializer<'de>>(name: &str, value: D) -> Vec<String> {
    let (place, report) = (Place::Whole(name), Report::default());
    match Outline::of(value) {
        // What comes of it is made of stand-ins. A failure is in the report.
        Ok(outline) => drop(T::deserialize(Walker::new(&outline, &place, &report))),
        Err(_) => report.give_up(&place),
    }
    report.lines()
}
