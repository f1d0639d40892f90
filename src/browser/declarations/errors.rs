//! The one error that users meet. It is made in `request.js`.

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::protocol::error::typescript;

#[wasm_bindgen(typescript_custom_section)]
const ERROR: &str = r"
/** Every failure of the SDK: one that it found itself, or one that the server told of. */
export type OptaveError = SdkErrors[keyof ErrorDetails] | RemoteError;

/** The class of every failure of the SDK, for `instanceof`. Instances are made by the SDK alone. */
export declare const OptaveError: (abstract new (made: never) => OptaveError) & { readonly prototype: OptaveError };

type SdkErrors = {
  [Category in keyof ErrorDetails]: {
    [Code in keyof ErrorDetails[Category]]: SdkError<Category, Code>;
  }[keyof ErrorDetails[Category]];
};

/** What every failure has. */
export interface ErrorFields extends Error {
  /** By this an error of another copy of the package, or of another frame, is known. */
  readonly name: 'OptaveError';
  /** Which part failed. */
  readonly category: ErrorCategory;
  /** Stable. For errors of the server's, its own code, else `REMOTE_ERROR`. */
  readonly code: OptaveErrorCode | (string & {});
  /** What else is known. */
  readonly details: unknown;
  /** What to do next. */
  readonly suggestions: readonly string[];
  /** Where the package says more of it, such as `docs/errors.md#request_timeout`. A server's own code has no heading
   * there. */
  readonly help: string;
  /** The request it belongs to. */
  readonly correlationId: string | undefined;
  /** Whether the same request may succeed when it is made again. */
  readonly retryable: boolean;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  /** What was thrown underneath, if anything. */
  readonly cause?: unknown;
}

/** A failure that the SDK found itself. */
export interface SdkError<Category extends keyof ErrorDetails, Code extends keyof ErrorDetails[Category]>
  extends ErrorFields {
  /** Which part failed. */
  readonly category: Category;
  /** Stable. */
  readonly code: Code & OptaveErrorCode;
  /** What else is known: the places at fault, the close code, the option that ran out. */
  readonly details: ErrorDetails[Category][Code];
}

/** A failure that the server told of. */
export interface RemoteError extends ErrorFields {
  /** The server. */
  readonly category: 'ORCHESTRATOR';
  /** The server's own code, which may be any, else `REMOTE_ERROR`. Where it is one of the SDK's too, `category` tells the
   * two apart. */
  readonly code: string;
  /** The server's answer. */
  readonly details: RemoteDetails;
}

/** What the server told of a failure: its message, and of an answer over HTTP its status and how long to wait. The fields
 * of the SDK's own errors are not among them. */
export interface RemoteDetails extends SuperpowerMessage, Partial<HttpDetails>, NoneOf<TimeoutDetails & SizeDetails & UnsentDetails> {}

type NoneOf<Details> = { readonly [Name in keyof Details]?: undefined };
";

#[wasm_bindgen(typescript_custom_section)]
const ERROR_DETAILS: &str = typescript::ERROR_DETAILS;

/// The codes of the SDK's own errors. `UNSUPPORTED_IN_BROWSER` is told where nothing can start. `WEBSOCKET_ERROR` is
/// known to older programs and not told by this SDK: the closing that follows a socket's error says what happened.
#[derive(Tsify)]
#[tsify(type = "SdkErrorCode | 'UNSUPPORTED_IN_BROWSER' | 'WEBSOCKET_ERROR'")]
pub struct OptaveErrorCode;

/// Which time ran out.
///
/// @readonly
#[derive(Tsify)]
pub struct TimeoutDetails {
    /// The option that gives it.
    #[tsify(
        type = "'requestTimeoutMs' | 'firstUpdateTimeoutMs' | 'idleTimeoutMs' | 'connectionTimeoutMs' | 'tokenTimeoutMs'"
    )]
    option: String,
    /// Its length in milliseconds.
    ms: f64,
}

/// How a connection was closed.
///
/// @readonly
#[derive(Tsify)]
pub struct CloseDetails {
    /// The close code; 1006 if the connection broke.
    code: u16,
    /// The reason given; may be empty.
    reason: String,
    /// Who closed it: `page` after `closeConnection()`. Missing where the server closed it, or it broke.
    #[tsify(optional, type = "'page'")]
    initiator: Option<String>,
}

/// How large a request is.
///
/// @readonly
#[derive(Tsify)]
pub struct SizeDetails {
    /// The size of its envelope, in bytes of UTF-8.
    bytes: u32,
    /// The largest that the server accepts.
    limit: u32,
}

/// What is known of a request that was never sent.
///
/// @readonly
#[derive(Tsify)]
pub struct UnsentDetails {
    /// The request as it was made, to be made again: `client.send('message', action, params)`. Missing where it was sent.
    #[tsify(optional)]
    unsent: Option<UnsentRequest>,
}

/// A request that was never sent.
///
/// @readonly
#[derive(Tsify)]
pub struct UnsentRequest {
    /// The name of the method.
    #[tsify(type = "Action")]
    action: JsValue,
    /// What it was called with.
    #[tsify(type = "OptaveParams")]
    params: JsValue,
}
