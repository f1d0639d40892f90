//! The one error that users meet. It is made in `request.js`.

use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const ERROR: &str = r"
/** Every failure of the SDK. */
export declare class OptaveError extends Error {
  private constructor();
  /** By this an error of another copy of the package, or of another frame, is known. */
  readonly name: 'OptaveError';
  /** Which part failed. */
  readonly category: ErrorCategory;
  /** Stable. For errors of the server's, its own code, else `REMOTE_ERROR`. */
  readonly code: OptaveErrorCode | (string & {});
  /** What else is known: the paths at fault, the close code, the server's answer; of an HTTP answer its status and how
   * long the server asks to wait, as in `HttpDetails`; and `unsent`, the `{ action, params }` of a request that was never
   * sent. */
  readonly details: HttpDetails | unknown;
  /** What to do next. */
  readonly suggestions: readonly string[];
  /** The request it belongs to. */
  readonly correlationId: string | undefined;
  /** Whether the same request may succeed when it is made again. */
  readonly retryable: boolean;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  /** What was thrown underneath, if anything. */
  readonly cause?: unknown;
}
";

/// The codes of the SDK's own errors. `UNSUPPORTED_IN_BROWSER` is told where nothing can start. `WEBSOCKET_ERROR` is
/// known to older programs and not told by this SDK: the closing that follows a socket's error says what happened.
#[derive(Tsify)]
#[tsify(type = "SdkErrorCode | 'UNSUPPORTED_IN_BROWSER' | 'WEBSOCKET_ERROR'")]
pub struct OptaveErrorCode;
