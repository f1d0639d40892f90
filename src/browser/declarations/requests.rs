//! A request and what it is answered with. The objects are made in `request.js`.

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::protocol::types::{ActionType, AnswerHeaders};

#[wasm_bindgen(typescript_custom_section)]
const REQUEST: &str = r"
/** A request: a promise of the answer, and an async iterable of the updates that lead to it. It rejects with an
 * `OptaveError`. */
export declare class OptaveRequest extends Promise<OptaveResponse> implements AsyncIterable<OptaveUpdate> {
  private constructor();
  /** Its correlation id, in its envelope and in the answers. */
  readonly correlationId: string;
  /** How far it has come: waiting for a connection, sent, answered in part, or over. */
  readonly state: 'queued' | 'sent' | 'answering' | 'settled';
  /** Gives the request up: it rejects with `REQUEST_CANCELLED`. False if it has settled. */
  cancel(reason?: unknown): boolean;
  /** All updates from the first, ending when the request settles and throwing if it fails. */
  [Symbol.asyncIterator](): AsyncGenerator<OptaveUpdate, void, undefined>;
}
";

/// One message of an answer. `state` tells what it is: `if (update.state === 'completed')` leaves `CompletedUpdate`
/// alone. A state that the SDK does not know can be compared with as `update.data.state`.
#[derive(Tsify)]
#[serde(untagged)]
pub enum OptaveUpdate {
    Started(StartedUpdate),
    Completed(CompletedUpdate),
    Error(ErrorUpdate),
    Other(OtherUpdate),
}

/// What every update has.
///
/// @readonly
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct UpdateFields {
    /// The superpower message exactly as the server sent it.
    #[tsify(type = "SuperpowerMessage")]
    data: JsValue,
    /// Which superpower it is about.
    action_type: Option<ActionType>,
    /// `started`, `completed`, `error`, or what else the server says.
    #[tsify(type = "'started' | 'completed' | 'error' | OtherState | undefined")]
    state: String,
    /// The headers, if it came in an envelope.
    headers: Option<AnswerHeaders>,
    /// The request it belongs to.
    correlation_id: String,
    /// Its place among the request's updates, from 0.
    index: u32,
    /// The text of `data`: every `results[].response[].content`, a line each.
    text: String,
}

/// A superpower has begun.
///
/// @readonly
#[derive(Tsify)]
pub struct StartedUpdate {
    #[serde(flatten)]
    fields: UpdateFields,
    /// How far the superpower has come.
    #[tsify(type = "'started'")]
    state: String,
    /// The superpower message exactly as the server sent it.
    #[tsify(type = "SuperpowerMessage & { state: 'started' }")]
    data: JsValue,
}

/// A superpower is done.
///
/// @readonly
#[derive(Tsify)]
pub struct CompletedUpdate {
    #[serde(flatten)]
    fields: UpdateFields,
    /// How far the superpower has come.
    #[tsify(type = "'completed'")]
    state: String,
    /// The superpower message exactly as the server sent it.
    #[tsify(type = "SuperpowerMessage & { state: 'completed' }")]
    data: JsValue,
}

/// A superpower has failed; `text` says how, in the tenant's language.
///
/// @readonly
#[derive(Tsify)]
pub struct ErrorUpdate {
    #[serde(flatten)]
    fields: UpdateFields,
    /// How far the superpower has come.
    #[tsify(type = "'error'")]
    state: String,
    /// The superpower message exactly as the server sent it.
    #[tsify(type = "SuperpowerMessage & { state: 'error' }")]
    data: JsValue,
}

/// A superpower has come further in a way that the SDK does not know, or says nothing of its state.
///
/// @readonly
#[derive(Tsify)]
pub struct OtherUpdate {
    #[serde(flatten)]
    fields: UpdateFields,
    /// How far the superpower has come.
    #[tsify(type = "OtherState | undefined")]
    state: String,
}

#[wasm_bindgen(typescript_custom_section)]
const OTHER_STATE: &str = r"
/** A string that is none of the states that the SDK knows. An opaque type, because with `string`, or anything else that
 * could be equal to one of these, comparing `state` with them would tell nothing. */
export type OtherState = Unlisted.State;
declare enum Unlisted {
  State = '(a state that the SDK does not know)',
}
";

/// The update that settled a request, with all that came before it.
#[derive(Tsify)]
#[tsify(type = "OptaveUpdate & ResponseFields")]
pub struct OptaveResponse;

/// What a response has beside the fields of its update.
///
/// @readonly
#[derive(Tsify)]
pub struct ResponseFields {
    /// All updates up to and including this one.
    #[tsify(type = "readonly OptaveUpdate[]")]
    updates: Vec<OptaveUpdate>,
    /// How long the parts of the request took.
    timings: RequestTimings,
}

/// How long the parts of a request took, in milliseconds from the call.
///
/// @readonly
#[derive(Tsify)]
pub struct RequestTimings {
    /// Until it was sent.
    #[serde(rename = "queuedMs")]
    queued_ms: f64,
    /// Until the first update came, if one did.
    #[serde(rename = "firstUpdateMs")]
    #[tsify(type = "number | undefined")]
    first_update_ms: Option<f64>,
    /// Until it settled.
    #[serde(rename = "totalMs")]
    total_ms: f64,
}
