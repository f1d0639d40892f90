//! What the server sends (wire protocol, section 5). Nothing is required here: answers come in several forms,
//! and one that is merely unusual must reach the caller.

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::open_names::{ActionType, AnswerSchemaRef, SuperpowerState};

received_object! {
    /// An answer in its envelope. Some servers send the payload alone.
    AnswerEnvelope {
        /// `"message"`.
        action: String,
        /// What the answer is, and which request it belongs to.
        headers: AnswerHeaders,
        /// The answer.
        payload: SuperpowerMessage,
        /// What went wrong, for a server that says so outside the payload.
        error: ServerError,
        /// The request that is answered, for a server that says so outside the headers.
        correlation_id: String,
    }
}

received_object! {
    /// Headers of an answer.
    AnswerHeaders {
        /// The request that is answered.
        correlation_id: String,
        /// The action that was asked for, in lower case.
        action: String,
        /// Whether this is an answer or an error, and the version of its form.
        schema_ref: AnswerSchemaRef,
        /// Follows the request through all systems.
        trace_id: String,
        /// The request's key against being done twice.
        idempotency_key: String,
        /// What kind of frame this is.
        identifier: String,
        /// When the answer was made, ISO 8601.
        timestamp: String,
        /// When the answer was sent, ISO 8601.
        issued_at: String,
        /// The tenant.
        tenant_id: String,
    }
}

received_object! {
    /// One step of one superpower: the reply, or one of the analyses that come with it. A request is answered by
    /// several of these, in any order.
    SuperpowerMessage {
        /// `"superpower"`.
        action: String,
        /// Which superpower speaks.
        action_type: ActionType,
        /// How far it has come.
        state: SuperpowerState,
        /// What it says.
        message: SuperpowerContent,
        /// What went wrong, for a server that says so here.
        error: ServerError,
        /// The request that is answered, when the server names it here.
        correlation_id: String,
    }
}

received_object! {
    /// What a superpower says.
    SuperpowerContent {
        /// The results; their fields differ from superpower to superpower.
        results: Vec<SuperpowerResult>,
    }
}

received_object! {
    /// One result of a superpower.
    SuperpowerResult {
        /// The text of the result, or of the error.
        response: Vec<ResponseItem>,
    }
}

received_object! {
    /// A piece of text of a result.
    ResponseItem {
        /// The text, in the language of the answer or, for an error, of the tenant.
        content: String,
        /// The server's own code of the error, if this is one.
        #[serde(rename = "error_code")]
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | number | null"))]
        error_code: ErrorCode,
    }
}

received_object! {
    /// What went wrong, as the server puts it outside of any result.
    ServerError {
        /// The server's own code.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | number | null"))]
        code: ErrorCode,
        /// What happened, in words.
        message: String,
    }
}

/// The server's own code of an error.
// Without a name in TypeScript, where it would be taken for the SDK's own codes.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    derive(Serialize, schemars::JsonSchema),
    serde(untagged)
)]
pub enum ErrorCode {
    /// A name.
    Name(String),
    /// A number.
    Number(f64),
}

/// What [`ErrorCode`] announces itself as, to a reader that wants to know beforehand what it takes.
pub const NAME_OR_NUMBER: &str = "NameOrNumber";

// By hand, because what serde derives for an untagged enum asks for just anything, and looks at it afterwards.
impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME_OR_NUMBER, Either)
    }
}

struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = ErrorCode;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string or a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inside: D) -> Result<ErrorCode, D::Error> {
        inside.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<ErrorCode, E> {
        Ok(ErrorCode::Name(name.to_owned()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<ErrorCode, E> {
        Ok(ErrorCode::Number(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<ErrorCode, E> {
        Ok(ErrorCode::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<ErrorCode, E> {
        Ok(ErrorCode::Number(number as f64))
    }
}
