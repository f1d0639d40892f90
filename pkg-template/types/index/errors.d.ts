// The one error that users meet.

/** Every failure of the SDK. */
export declare class OptaveError extends Error {
  private constructor();
  readonly name: 'OptaveError';
  /** Which part failed. */
  readonly category: ErrorCategory;
  /** Stable. For errors of the server's, its own code, else `REMOTE_ERROR`. */
  readonly code: OptaveErrorCode | (string & {});
  /** What else is known: the paths at fault, the close code, the HTTP status, the server's answer; and `unsent`, the
   * `{ action, params }` of a request that was never sent. */
  readonly details: unknown;
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

/** Which part failed: the token, the server, what was asked, or the connection. */
export type ErrorCategory = 'AUTHENTICATION' | 'ORCHESTRATOR' | 'VALIDATION' | 'WEBSOCKET';

/** The codes of the SDK's own errors. */
export type OptaveErrorCode =
  // AUTHENTICATION
  | 'UNSUPPORTED_IN_BROWSER'
  | 'TOKEN_PROVIDER_FAILED'
  | 'MISSING_TOKEN'
  | 'INVALID_TOKEN'
  // WEBSOCKET
  | 'INVALID_WEBSOCKET_URL'
  | 'NO_WEBSOCKET_IMPL'
  /** Not told by this SDK: the closing that follows a socket's error says what happened. Known to older programs. */
  | 'WEBSOCKET_ERROR'
  | 'CONNECTION_TIMEOUT'
  | 'CONNECTION_ERROR'
  | 'CONNECTION_CLOSED'
  | 'WEBSOCKET_NOT_IN_OPEN_STATE'
  | 'SEND_FAILED'
  | 'REQUEST_TIMEOUT'
  | 'REQUEST_CANCELLED'
  | 'INVALID_JSON'
  | 'INVALID_MESSAGE'
  | 'QUEUE_FULL'
  // VALIDATION
  | 'INVALID_CONFIG'
  | 'CLIENT_SECRET_IN_CLIENT_ENV'
  | 'INVALID_ACTION'
  | 'PAYLOAD_SCHEMA_MISMATCH'
  | 'REQUIRED_FIELDS_MISSING'
  | 'PAYLOAD_TOO_LARGE'
  | 'DUPLICATE_CORRELATION_ID'
  | 'SERIALIZATION_FAILED'
  // ORCHESTRATOR
  | 'REMOTE_ERROR';
