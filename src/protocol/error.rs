//! Everything that can go wrong, by stable code: one table of what it means and what to do about it (wire protocol,
//! section 6). Two names of the protocol's are not in it. What could start no core says so without it:
//! `UNSUPPORTED_IN_BROWSER` (`pkg-template/entry/refused.js`). And a socket's own error, `WEBSOCKET_ERROR`, is followed by
//! its closing, which alone decides and is told.
//!
//! The texts are never put together here: the table goes to the page as JSON, once, and what is decided in Rust says
//! its [`Fault`]s in numbers.

use super::closing::Closing;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $category:literal, $retryable:literal, $message:literal, $advice:literal;)*) => {
        /// A stable error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Code { $($(#[$doc])* #[doc = $message] $variant,)* }

        impl Code {
            /// Every code, in the order of their discriminants.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The table as JSON: of each code its name, its category, whether the same request may succeed when it is
            /// made again, what happened, and what to do next; then `0`, which stands for nothing.
            pub const TABLE: &str =
                concat!("[", $("[\"", $name, "\",\"", $category, "\",", $retryable, ",\"", $message, "\",\"", $advice, "\"],",)* "0]");

            /// The name on `OptaveError.code`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// Whether the same request may succeed when it is made again, if nothing else is known.
            pub fn is_retryable(self) -> bool {
                match self { $(Code::$variant => $retryable,)* }
            }
        }
    };
}

codes! {
    TokenProviderFailed = "TOKEN_PROVIDER_FAILED", "AUTHENTICATION", true,
        "No token could be obtained",
        "Look at tokenProvider, or at what your server answers on tokenUrl.";
    MissingToken = "MISSING_TOKEN", "AUTHENTICATION", false,
        "The token provider gave no token",
        "Answer a non-empty string, or an object with token or access_token.";
    InvalidToken = "INVALID_TOKEN", "AUTHENTICATION", false,
        "The token was refused or cannot be used",
        "Pass the raw token as the server issued it; each token opens one connection only.";
    InvalidWebSocketUrl = "INVALID_WEBSOCKET_URL", "WEBSOCKET", false,
        "The WebSocket URL cannot be used",
        "Set websocketUrl to a wss: URL; ws: is allowed to loopback hosts only.";
    NoWebSocketImpl = "NO_WEBSOCKET_IMPL", "WEBSOCKET", false,
        "There is no WebSocket here",
        "Run this where WebSocket is global, or set transport to 'rest'.";
    ConnectionTimeout = "CONNECTION_TIMEOUT", "WEBSOCKET", true,
        "The connection did not open in time",
        "Check the network, or raise connectionTimeoutMs.";
    ConnectionError = "CONNECTION_ERROR", "WEBSOCKET", true,
        "The connection could not be made",
        "Check websocketUrl, the token, the network, and connect-src in the page's Content-Security-Policy.";
    ConnectionClosed = "CONNECTION_CLOSED", "WEBSOCKET", true,
        "The connection was closed",
        "Send the request again.";
    WebSocketNotInOpenState = "WEBSOCKET_NOT_IN_OPEN_STATE", "WEBSOCKET", true,
        "The connection is not open and queueing is off",
        "Await openConnection() first, or leave the option queue on.";
    SendFailed = "SEND_FAILED", "WEBSOCKET", true,
        "The request could not be handed to the connection",
        "Send the request again.";
    RequestTimeout = "REQUEST_TIMEOUT", "WEBSOCKET", true,
        "No answer came in time",
        "Send the request again, or raise the deadline.";
    RequestCancelled = "REQUEST_CANCELLED", "WEBSOCKET", false,
        "The request was cancelled",
        "Nothing needs to be done: the page asked for it.";
    InvalidJson = "INVALID_JSON", "WEBSOCKET", false,
        "The server sent something that is not JSON",
        "Report this to Optave; other requests are not affected.";
    InvalidMessage = "INVALID_MESSAGE", "WEBSOCKET", false,
        "The server sent something that is not a message",
        "Report this to Optave; other requests are not affected.";
    QueueFull = "QUEUE_FULL", "WEBSOCKET", true,
        "Too many requests wait for the connection",
        "Wait for some to settle, or raise the option queue.";
    InvalidConfig = "INVALID_CONFIG", "VALIDATION", false,
        "The options are not valid",
        "Correct each of the options named in details.";
    ClientSecretInClientEnv = "CLIENT_SECRET_IN_CLIENT_ENV", "VALIDATION", false,
        "A client secret must never reach a browser",
        "Remove clientSecret from the page, replace that secret, and issue tokens on your server.";
    InvalidAction = "INVALID_ACTION", "VALIDATION", false,
        "There is no such action",
        "Use adjust, elevate, interaction, reception, summarize, translate, recommend or insights.";
    PayloadSchemaMismatch = "PAYLOAD_SCHEMA_MISMATCH", "VALIDATION", false,
        "The params do not have the right shape",
        "Correct each of the places named in details; params hold headers, session and request.";
    RequiredFieldsMissing = "REQUIRED_FIELDS_MISSING", "VALIDATION", false,
        "Required fields are missing",
        "Give each of the fields named in details.";
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", "VALIDATION", false,
        "The request is larger than the server accepts",
        "Send fewer or shorter messages.";
    DuplicateCorrelationId = "DUPLICATE_CORRELATION_ID", "VALIDATION", false,
        "A request with this correlation id is in flight",
        "Leave headers.correlationId out, or use each only once.";
    SerializationFailed = "SERIALIZATION_FAILED", "VALIDATION", false,
        "The params cannot be written as JSON",
        "Remove circular references and BigInt values.";
    RemoteError = "REMOTE_ERROR", "ORCHESTRATOR", false,
        "The server answered with an error",
        "Read the message; details holds the server's answer.";
}

/// What else is known of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing, or nothing that Rust knows: a thrown value, the place that is missing.
    None,
    /// `cleanup()` has ended the client.
    Ended,
    /// A limit ran out, after so many milliseconds.
    RanOut(Limit, u32),
    /// The connection was closed with this code, for good as far as that is fatal.
    Closed(u16, Closing),
    /// The HTTP status.
    Status(u16),
    /// The size of the envelope in bytes.
    Size(u32),
    /// An HTTP answer held no message.
    Empty,
    /// An HTTP answer ended before everything that the caller waits for had come.
    Incomplete,
    /// The connection was closed with this code, and opens again.
    Lost(u16, Closing),
}

/// The option behind a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Limit {
    /// `requestTimeoutMs`.
    Request,
    /// `firstUpdateTimeoutMs`.
    FirstUpdate,
    /// `idleTimeoutMs`.
    Idle,
    /// `connectionTimeoutMs`.
    Connection,
    /// `tokenTimeoutMs`.
    Token,
}

/// One failure, before it becomes an `OptaveError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: Code,
    /// What else is known.
    pub detail: Detail,
}

impl Fault {
    /// A failure about which the code says everything.
    pub fn new(code: Code) -> Fault {
        Fault {
            code,
            detail: Detail::None,
        }
    }

    /// Whether the same request may succeed when it is made again.
    pub fn is_retryable(self) -> bool {
        match self.detail {
            Detail::Ended => false,
            Detail::Closed(_, closing) => closing == Closing::Passing,
            Detail::Lost(_, closing) => closing != Closing::BlamesFrame,
            Detail::Status(408 | 425 | 429 | 500..) => true,
            _ => self.code.is_retryable(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::Value;

    fn table() -> Vec<Value> {
        let Value::Array(mut rows) = serde_json::from_str(Code::TABLE).unwrap() else {
            panic!("the table is a list")
        };
        assert_eq!(rows.pop(), Some(0.into()));
        rows
    }

    #[test]
    fn codes_categories_and_retryability_are_a_contract() {
        let contract: Vec<String> = table()
            .iter()
            .map(|row| {
                format!(
                    "{} {} {}",
                    row[1].as_str().unwrap(),
                    row[0].as_str().unwrap(),
                    row[2]
                )
            })
            .collect();
        let expected = "AUTHENTICATION TOKEN_PROVIDER_FAILED true
AUTHENTICATION MISSING_TOKEN false
AUTHENTICATION INVALID_TOKEN false
WEBSOCKET INVALID_WEBSOCKET_URL false
WEBSOCKET NO_WEBSOCKET_IMPL false
WEBSOCKET CONNECTION_TIMEOUT true
WEBSOCKET CONNECTION_ERROR true
WEBSOCKET CONNECTION_CLOSED true
WEBSOCKET WEBSOCKET_NOT_IN_OPEN_STATE true
WEBSOCKET SEND_FAILED true
WEBSOCKET REQUEST_TIMEOUT true
WEBSOCKET REQUEST_CANCELLED false
WEBSOCKET INVALID_JSON false
WEBSOCKET INVALID_MESSAGE false
WEBSOCKET QUEUE_FULL true
VALIDATION INVALID_CONFIG false
VALIDATION CLIENT_SECRET_IN_CLIENT_ENV false
VALIDATION INVALID_ACTION false
VALIDATION PAYLOAD_SCHEMA_MISMATCH false
VALIDATION REQUIRED_FIELDS_MISSING false
VALIDATION PAYLOAD_TOO_LARGE false
VALIDATION DUPLICATE_CORRELATION_ID false
VALIDATION SERIALIZATION_FAILED false
ORCHESTRATOR REMOTE_ERROR false";
        assert_eq!(contract.join("\n"), expected);
    }

    #[test]
    fn every_code_says_what_happened_and_what_to_do() {
        for (index, (code, row)) in Code::ALL.iter().zip(table()).enumerate() {
            assert_eq!(*code as usize, index);
            assert_eq!(
                (row[0].as_str(), row[2].as_bool()),
                (Some(code.name()), Some(code.is_retryable()))
            );
            assert!(
                row[3].as_str().unwrap().len() > 15 && row[4].as_str().unwrap().ends_with('.'),
                "{code:?}"
            );
        }
    }

    #[test]
    fn what_is_known_of_a_failure_may_say_more_than_its_code() {
        let is_retryable = |code, detail| Fault { code, detail }.is_retryable();
        assert!(is_retryable(
            Code::ConnectionClosed,
            Detail::Closed(1006, Closing::Passing)
        ));
        assert!(!is_retryable(
            Code::ConnectionClosed,
            Detail::Closed(1000, Closing::Meant)
        ));
        assert!(!is_retryable(
            Code::ConnectionError,
            Detail::Closed(1008, Closing::Refused)
        ));
        assert!(is_retryable(
            Code::ConnectionClosed,
            Detail::Lost(1008, Closing::Refused)
        ));
        assert!(!is_retryable(
            Code::ConnectionClosed,
            Detail::Lost(1009, Closing::BlamesFrame)
        ));
        assert!(!is_retryable(Code::ConnectionClosed, Detail::Ended));
        assert!(is_retryable(Code::RemoteError, Detail::Status(503)));
        assert!(!is_retryable(Code::RemoteError, Detail::Status(404)));
    }
}
