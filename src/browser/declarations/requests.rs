//! A request and what it is answered with. The objects are made in `request.js`.

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::protocol::types::AnswerHeaders;

#[wasm_bindgen(typescript_custom_section)]
const REQUEST: &str = r"
/**
 * A request: a promise of the answer, and an async iterable of the updates that lead to it. It rejects with an
 * `OptaveError`.
 *
 * @example
 * const request = client.interaction(params);
 * for await (const update of request) console.log(update.actionType, update.state, update.text);
 * const response = await request;
 */
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

#[wasm_bindgen(typescript_custom_section)]
const UPDATE: &str = r"
/** One message of an answer. `state` and `actionType` tell what it is: `if (update.state === 'completed')` leaves
 * `CompletedUpdate` alone, and where `update.actionType === 'sentiment'` too, its results are those of the sentiment. What
 * the SDK does not know of them can be compared with as `update.data.state` and `update.data.actionType`. */
export type OptaveUpdate = UpdateOf<ReplyName | OtherActionType | undefined> | KnownUpdates[SuperpowerName];

type KnownUpdates = { [Name in SuperpowerName]: UpdateOf<Name> };

type UpdateOf<Name extends UpdateName> =
  | StartedUpdate<Name>
  | StreamingUpdate<Name>
  | CompletedUpdate<Name>
  | ErrorUpdate<Name>
  | OtherUpdate<Name>;

/** A superpower has begun. */
export type StartedUpdate<Name extends UpdateName = UpdateName> = UpdateIn<'started', Name>;

/** A superpower has come further, where `request.settings.disableStream` is `false`. No document says whether `text` is
 * then the whole so far or what is new: where it begins with the text before, it replaces that, else it goes on. */
export type StreamingUpdate<Name extends UpdateName = UpdateName> = UpdateIn<'streaming', Name>;

/** A superpower is done. */
export type CompletedUpdate<Name extends UpdateName = UpdateName> = UpdateIn<'completed', Name>;

/** A superpower has failed; `text` says how, in the tenant's language. */
export type ErrorUpdate<Name extends UpdateName = UpdateName> = UpdateIn<'error', Name>;

/** A superpower has come further in a way that the SDK does not know, or says nothing of its state. */
export type OtherUpdate<Name extends UpdateName = UpdateName> = UpdateIn<OtherState | undefined, Name>;

/** Which superpower an update is about. */
export type UpdateName = SuperpowerName | ReplyName | OtherActionType | undefined;

/** How far a superpower has come. */
export type UpdateState = 'started' | 'streaming' | 'completed' | 'error' | OtherState | undefined;

/**
 * An update of one state and of one superpower.
 *
 * @readonly
 */
export interface UpdateIn<State extends UpdateState, Name extends UpdateName> extends UpdateFields {
  /** Which superpower it is about. */
  actionType: Name;
  /** How far the superpower has come. */
  state: State;
  /** The superpower message exactly as the server sent it. */
  data: MessageOf<Name> & (State extends OtherState | undefined ? unknown : { state: State });
}

/** A string that is none of the states that the SDK knows. An opaque type, because with `string`, or anything else that
 * could be equal to one of these, comparing `state` with them would tell nothing. */
export type OtherState = Unlisted.State;

/** A string that is none of the superpowers that the SDK knows; opaque as `OtherState` is. */
export type OtherActionType = Unlisted.ActionType;

declare enum Unlisted {
  State = '(a state that the SDK does not know)',
  ActionType = '(a superpower that the SDK does not know)',
}
";

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
    #[tsify(type = "UpdateName")]
    action_type: String,
    /// `started`, `streaming`, `completed`, `error`, or what else the server says.
    #[tsify(type = "UpdateState")]
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
    updates: Vec<JsValue>,
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
