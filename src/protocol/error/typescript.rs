//! The table of codes as TypeScript has it: what the `details` of each error hold.

/// Every code by its category, with the type of its details.
pub const ERROR_DETAILS: &str = "
/** What `details` of the SDK's own errors hold, by `category` and `code`. */
export interface ErrorDetails {
  /** Tokens. */
  AUTHENTICATION: {
    /** Of what `tokenUrl` answered; or of the time that the provider has taken. */
    TOKEN_PROVIDER_FAILED: Partial<HttpDetails & TimeoutDetails> | undefined;
    /** The provider has answered without a token. */
    MISSING_TOKEN: undefined;
    /** Of an answer over HTTP. */
    INVALID_TOKEN: HttpDetails | undefined;
    /** The page cannot start WebAssembly. */
    UNSUPPORTED_IN_BROWSER: undefined;
  };
  /** The connection, and what travels by it. */
  WEBSOCKET: {
    /** The request, if one was waiting. */
    INVALID_WEBSOCKET_URL: UnsentDetails | undefined;
    /** The request, if one was waiting. */
    NO_WEBSOCKET_IMPL: UnsentDetails | undefined;
    /** The time that ran out, and the request, if one was waiting. */
    CONNECTION_TIMEOUT: TimeoutDetails & UnsentDetails;
    /** Of an answer over HTTP that broke off. */
    CONNECTION_ERROR: (Partial<HttpDetails> & UnsentDetails) | undefined;
    /** Of a connection that was closed, by the server or by the page, or that broke. */
    CONNECTION_CLOSED: (Partial<CloseDetails> & UnsentDetails) | undefined;
    /** The request. */
    WEBSOCKET_NOT_IN_OPEN_STATE: UnsentDetails | undefined;
    /** The request. */
    SEND_FAILED: UnsentDetails | undefined;
    /** The time that ran out, and the request, if it was not sent. */
    REQUEST_TIMEOUT: TimeoutDetails & UnsentDetails;
    /** The request, if it was not sent. */
    REQUEST_CANCELLED: UnsentDetails | undefined;
    /** Of an answer over HTTP. */
    INVALID_JSON: HttpDetails | undefined;
    /** Of an answer over HTTP; or the places at fault, with `strictValidation`. */
    INVALID_MESSAGE: HttpDetails | readonly string[] | undefined;
    /** The request. */
    QUEUE_FULL: UnsentDetails | undefined;
    /** Not told by this SDK. */
    WEBSOCKET_ERROR: undefined;
  };
  /** Options and params. */
  VALIDATION: {
    /** The options at fault, each with what is wrong. */
    INVALID_CONFIG: readonly string[] | undefined;
    /** The options at fault. */
    CLIENT_SECRET_IN_CLIENT_ENV: readonly string[];
    /** The message names the action. */
    INVALID_ACTION: undefined;
    /** The places at fault, each with what is wrong. */
    PAYLOAD_SCHEMA_MISMATCH: readonly string[];
    /** The paths of the fields that are missing. */
    REQUIRED_FIELDS_MISSING: readonly string[];
    /** How large the request is, and how large it may be. */
    PAYLOAD_TOO_LARGE: SizeDetails;
    /** A request with this id is in flight. */
    DUPLICATE_CORRELATION_ID: undefined;
    /** `cause` is what the browser threw. */
    SERIALIZATION_FAILED: undefined;
  };
}
";

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Category, Code};
    use super::*;

    /// `category code` of every code that is declared.
    fn declared() -> BTreeSet<String> {
        let mut category = "";
        let mut declared = BTreeSet::new();
        for line in ERROR_DETAILS.lines() {
            let Some((name, _)) = line.trim().split_once(": ") else {
                continue;
            };
            if line.ends_with('{') {
                category = name;
            } else if line.ends_with(';') {
                declared.insert(format!("{category} {name}"));
            }
        }
        declared
    }

    #[test]
    fn a_compiler_knows_every_code_and_its_category() {
        let known: BTreeSet<String> = Code::ALL
            .iter()
            .map(|code| code.row())
            // The server's errors have the server's codes.
            .filter(|row| row.category != Category::Orchestrator)
            .map(|row| format!("{} {}", row.category.name(), row.name))
            .chain([
                "AUTHENTICATION UNSUPPORTED_IN_BROWSER".to_owned(),
                "WEBSOCKET WEBSOCKET_ERROR".to_owned(),
            ])
            .collect();
        assert_eq!(declared(), known);
    }
}
