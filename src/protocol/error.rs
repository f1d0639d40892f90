//! Everything that can go wrong, by stable code: one table of what it means and what to do about it (wire protocol,
//! section 6). Two names of the protocol's are not in it. What could start no core says so without it:
//! `UNSUPPORTED_IN_BROWSER` (`pkg-template/entry/refused.js`). And a socket's own error, `WEBSOCKET_ERROR`, is followed by
//! its closing, which alone decides and is told.
//!
//! What the engine decides is a [`Fault`]: a code, and what else is known. Its [`Fault::note`] and [`Fault::advice`] are
//! all that the page reads of it besides the table.

pub mod typescript;

use super::closing::Closing;
use super::limits::MAX_ENVELOPE_BYTES;
use super::text::{concat, decimal};

/// Which part failed: the token, the server, what was asked, or the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    tsify(rename = "ErrorCategory"),
    serde(rename_all = "UPPERCASE")
)]
pub enum Category {
    /// Tokens.
    Authentication,
    /// What the server says of a request.
    Orchestrator,
    /// Options and params.
    Validation,
    /// The connection, and what travels by it.
    WebSocket,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 4] = [
        Category::Authentication,
        Category::Orchestrator,
        Category::Validation,
        Category::WebSocket,
    ];

    /// The name on `OptaveError.category`.
    pub fn name(self) -> &'static str {
        match self {
            Category::Authentication => "AUTHENTICATION",
            Category::Orchestrator => "ORCHESTRATOR",
            Category::Validation => "VALIDATION",
            Category::WebSocket => "WEBSOCKET",
        }
    }
}

/// What the table says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name on `OptaveError.code`.
    pub name: &'static str,
    /// Where it belongs.
    pub category: Category,
    /// Whether the same request may succeed when it is made again, if nothing else is known.
    pub is_retryable: bool,
    /// What happened.
    pub message: &'static str,
    /// What to do next.
    pub advice: &'static str,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $category:ident, $is_retryable:literal, $message:literal, $advice:literal;)*) => {
        /// A stable code of the SDK's own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(rename = "SdkErrorCode"))]
        pub enum Code {
            $(
                #[doc = $message]
                #[cfg_attr(target_arch = "wasm32", serde(rename = $name))]
                $variant,
            )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// What the table says of it.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Code::$variant => &Row {
                        name: $name,
                        category: Category::$category,
                        is_retryable: $is_retryable,
                        message: $message,
                        advice: $advice,
                    },)*
                }
            }
        }
    };
}

impl Code {
    /// The name on `OptaveError.code`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Whether the same request may succeed when it is made again, if nothing else is known.
    pub fn is_retryable(self) -> bool {
        self.row().is_retryable
    }
}

codes! {
    TokenProviderFailed = "TOKEN_PROVIDER_FAILED", Authentication, true,
        "No token could be obtained",
        "Look at tokenProvider, or at what your server answers on tokenUrl.";
    MissingToken = "MISSING_TOKEN", Authentication, false,
        "The token provider gave no token",
        "Answer a non-empty string, or an object with token or access_token.";
    InvalidToken = "INVALID_TOKEN", Authentication, false,
        "The token was refused or cannot be used",
        "Pass the raw token as the server issued it; each token opens one connection only.";
    InvalidWebSocketUrl = "INVALID_WEBSOCKET_URL", WebSocket, false,
        "The WebSocket URL cannot be used",
        "Set websocketUrl to a wss: URL; ws: is allowed to loopback hosts only.";
    NoWebSocketImpl = "NO_WEBSOCKET_IMPL", WebSocket, false,
        "There is no WebSocket here",
        "Run this where WebSocket is global, or set transport to 'rest'.";
    ConnectionTimeout = "CONNECTION_TIMEOUT", WebSocket, true,
        "The connection did not open in time",
        "Check the network, or raise connectionTimeoutMs.";
    ConnectionError = "CONNECTION_ERROR", WebSocket, true,
        "The connection could not be made",
        "Check websocketUrl, the token, the network, and connect-src in the page's Content-Security-Policy.";
    ConnectionClosed = "CONNECTION_CLOSED", WebSocket, true,
        "The connection was closed",
        "Send the request again, if it is retryable.";
    WebSocketNotInOpenState = "WEBSOCKET_NOT_IN_OPEN_STATE", WebSocket, true,
        "The connection is not open and queueing is off",
        "Await openConnection() first, or leave the option queue on.";
    SendFailed = "SEND_FAILED", WebSocket, true,
        "The request could not be handed to the connection",
        "Send the request again.";
    RequestTimeout = "REQUEST_TIMEOUT", WebSocket, true,
        "No answer came in time",
        "Send the request again, or raise the deadline.";
    RequestCancelled = "REQUEST_CANCELLED", WebSocket, false,
        "The request was cancelled",
        "Nothing needs to be done: the page asked for it.";
    InvalidJson = "INVALID_JSON", WebSocket, false,
        "The server sent something that is not JSON",
        "Report this to Optave; other requests are not affected.";
    InvalidMessage = "INVALID_MESSAGE", WebSocket, false,
        "The server sent something that is not a message",
        "Report this to Optave; other requests are not affected.";
    QueueFull = "QUEUE_FULL", WebSocket, true,
        "Too many requests wait for the connection",
        "Wait for some to settle, or raise the option queue.";
    InvalidConfig = "INVALID_CONFIG", Validation, false,
        "The options are not valid",
        "Correct each of the options named in details.";
    ClientSecretInClientEnv = "CLIENT_SECRET_IN_CLIENT_ENV", Validation, false,
        "A client secret must never reach a browser",
        "Remove clientSecret from the page, replace that secret, and issue tokens on your server.";
    InvalidAction = "INVALID_ACTION", Validation, false,
        "There is no such action",
        "Call send(\"message\", …) with adjust, elevate, interaction, reception, summarize, translate, recommend or insights.";
    PayloadSchemaMismatch = "PAYLOAD_SCHEMA_MISMATCH", Validation, false,
        "The params do not have the right shape",
        "Correct each of the places named in details; params hold headers, session and request.";
    RequiredFieldsMissing = "REQUIRED_FIELDS_MISSING", Validation, false,
        "Required fields are missing",
        "Give each of the fields named in details.";
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", Validation, false,
        "The request is larger than the server accepts",
        "Send fewer or shorter messages.";
    DuplicateCorrelationId = "DUPLICATE_CORRELATION_ID", Validation, false,
        "A request with this correlation id is in flight",
        "Leave headers.correlationId out, or use each only once.";
    SerializationFailed = "SERIALIZATION_FAILED", Validation, false,
        "The params cannot be written as JSON",
        "Remove circular references and BigInt values.";
    RemoteError = "REMOTE_ERROR", Orchestrator, false,
        "The server answered with an error",
        "Read the message; details holds the server's answer.";
}

/// What else is known of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing, or nothing that is known here: a thrown value, the place that is missing.
    None,
    /// `cleanup()` has ended the client.
    Ended,
    /// A limit ran out, after so many milliseconds.
    RanOut(Limit, u32),
    /// The connection was closed with this code, for good as far as that is fatal.
    Closed(u16, Closing),
    /// The page has closed the connection, with this code.
    Left(u16),
    /// The HTTP status.
    Status(u16),
    /// The size of the envelope in bytes.
    Size(u32),
    /// An HTTP answer held no message.
    Empty,
    /// The body of an HTTP answer was longer than [`super::limits::MAX_INBOUND_LENGTH`].
    TooLarge,
    /// An HTTP answer ended before everything that the caller waits for had come.
    Incomplete,
    /// The connection was closed with this code, and opens again.
    Lost(u16, Closing),
}

/// The option behind a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Limit {
    /// The option's name.
    pub fn option(self) -> &'static str {
        match self {
            Limit::Request => "requestTimeoutMs",
            Limit::FirstUpdate => "firstUpdateTimeoutMs",
            Limit::Idle => "idleTimeoutMs",
            Limit::Connection => "connectionTimeoutMs",
            Limit::Token => "tokenTimeoutMs",
        }
    }
}

/// What is said of a failure that may be for want of a network, where the browser reports that there is none.
pub const REPORTED_OFFLINE: &str = "the browser reports that there is no network";

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
            Detail::Ended | Detail::Left(_) => false,
            Detail::Closed(_, closing) => closing == Closing::Passing,
            Detail::Lost(_, closing) => closing != Closing::BlamesFrame,
            Detail::Status(408 | 425 | 429 | 500..) => true,
            _ => self.code.is_retryable(),
        }
    }

    /// What is known of it, to be read after the code's message. Nothing of a connection that closed: that is told by the
    /// server's own reason, which whoever heard of the closing has.
    pub fn note(self) -> Option<String> {
        let parts: &[&str] = match self.detail {
            Detail::None | Detail::Closed(..) | Detail::Left(_) | Detail::Lost(..) => return None,
            Detail::Ended => &["cleanup() has ended this client; make a new one"],
            Detail::RanOut(limit, ms) => &[limit.option(), " (", &decimal(ms), ") ran out"],
            Detail::Status(status) => &["HTTP status ", &decimal(status.into())],
            Detail::Size(_) => &["more than ", &decimal(MAX_ENVELOPE_BYTES), " bytes"],
            Detail::Empty => &["the answer was empty"],
            Detail::TooLarge => &["an answer of more than 16 MiB"],
            Detail::Incomplete => &["the answer ended before all that until names had completed"],
        };
        Some(concat(parts))
    }

    /// Whether it may be for want of a network.
    pub fn may_be_of_network(self) -> bool {
        let is_of_connection = matches!(
            self.code,
            Code::TokenProviderFailed
                | Code::ConnectionTimeout
                | Code::ConnectionError
                | Code::ConnectionClosed
                | Code::WebSocketNotInOpenState
                | Code::RequestTimeout
        );
        is_of_connection && self.is_retryable()
    }

    /// What to do next.
    pub fn advice(self) -> &'static str {
        match self.detail {
            Detail::Ended if self.code == Code::ConnectionClosed => "Make a new client.",
            Detail::Left(_) => Code::RequestCancelled.row().advice,
            // What a server closes with that does not accept the token.
            Detail::Closed(1008, _) | Detail::Lost(1008, _) => {
                "See that tokenProvider answers a fresh token that this server accepts."
            }
            _ => self.code.row().advice,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_categories_and_retryability_are_a_contract() {
        let contract: Vec<String> = Code::ALL
            .iter()
            .map(|code| {
                let row = code.row();
                format!("{} {} {}", row.category.name(), row.name, row.is_retryable)
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
        let mut names = HashSet::new();
        for code in Code::ALL {
            let row = code.row();
            assert_eq!(
                (code.name(), code.is_retryable()),
                (row.name, row.is_retryable)
            );
            assert!(names.insert(row.name), "{code:?}");
            assert!(Category::ALL.contains(&row.category));
            assert!(
                row.message.len() > 15 && row.advice.ends_with('.'),
                "{code:?}"
            );
        }
    }

    #[test]
    fn a_row_of_the_table_is_told_as_it_stands_there() {
        let row = Row {
            name: "TOKEN_PROVIDER_FAILED",
            category: Category::Authentication,
            is_retryable: true,
            message: "No token could be obtained",
            advice: "Look at tokenProvider, or at what your server answers on tokenUrl.",
        };
        assert_eq!(*Code::TokenProviderFailed.row(), row);
        let fault = Fault::new(Code::TokenProviderFailed);
        assert_eq!((fault.note(), fault.advice()), (None, row.advice));
    }

    #[test]
    fn what_is_known_of_a_failure_is_said_after_its_message() {
        for code in [Code::RequestTimeout, Code::RemoteError] {
            let note = |detail| Fault { code, detail }.note();
            for (detail, said) in [
                (
                    Detail::Ended,
                    "cleanup() has ended this client; make a new one",
                ),
                (
                    Detail::RanOut(Limit::Request, 30_000),
                    "requestTimeoutMs (30000) ran out",
                ),
                (Detail::Status(503), "HTTP status 503"),
                (Detail::Size(131_073), "more than 131072 bytes"),
                (Detail::Size(u32::MAX), "more than 131072 bytes"),
                (Detail::Empty, "the answer was empty"),
                (Detail::TooLarge, "an answer of more than 16 MiB"),
                (
                    Detail::Incomplete,
                    "the answer ended before all that until names had completed",
                ),
            ] {
                assert_eq!(note(detail).as_deref(), Some(said));
            }
            // Of a closing its reason is told, which is not known here.
            for detail in [
                Detail::None,
                Detail::Closed(1006, Closing::Passing),
                Detail::Left(4001),
                Detail::Lost(4001, Closing::Passing),
            ] {
                assert_eq!(note(detail), None);
            }
        }
    }

    #[test]
    fn a_limit_that_ran_out_names_its_option() {
        for (limit, option) in [
            (Limit::Request, "requestTimeoutMs"),
            (Limit::FirstUpdate, "firstUpdateTimeoutMs"),
            (Limit::Idle, "idleTimeoutMs"),
            (Limit::Connection, "connectionTimeoutMs"),
            (Limit::Token, "tokenTimeoutMs"),
        ] {
            assert_eq!(limit.option(), option);
            let fault = Fault {
                code: Code::RequestTimeout,
                detail: Detail::RanOut(limit, 5),
            };
            assert_eq!(fault.note(), Some(format!("{option} (5) ran out")));
        }
    }

    #[test]
    fn whoever_closes_for_the_token_has_the_token_looked_at() {
        let advice = |detail| {
            let code = Code::ConnectionClosed;
            Fault { code, detail }.advice()
        };
        let of_token = "See that tokenProvider answers a fresh token that this server accepts.";
        let of_code = Code::ConnectionClosed.row().advice;
        let refused = Closing::Refused;
        assert_eq!(advice(Detail::Closed(1008, refused)), of_token);
        assert_eq!(advice(Detail::Lost(1008, refused)), of_token);
        for detail in [
            Detail::None,
            Detail::Status(1008),
            Detail::Closed(1006, Closing::Passing),
            Detail::Lost(1009, Closing::BlamesFrame),
        ] {
            assert_eq!(advice(detail), of_code);
        }
    }

    #[test]
    fn nobody_is_told_to_send_again_what_would_fail_again() {
        let advice = |code, detail| Fault { code, detail }.advice();
        let of_page = Code::RequestCancelled.row().advice;
        for (code, detail, said) in [
            (Code::ConnectionClosed, Detail::Ended, "Make a new client."),
            (Code::RequestCancelled, Detail::Ended, of_page),
            (Code::ConnectionClosed, Detail::Left(1000), of_page),
        ] {
            assert_eq!(advice(code, detail), said);
            assert!(!Fault { code, detail }.is_retryable());
        }
    }

    #[test]
    fn want_of_a_network_explains_what_may_succeed_when_there_is_one() {
        let may_be = |code, detail| Fault { code, detail }.may_be_of_network();
        let ran_out = Detail::RanOut(Limit::Request, 1);
        let lost = Detail::Lost(1006, Closing::Passing);
        for (code, detail) in [
            (Code::TokenProviderFailed, Detail::None),
            (Code::ConnectionError, Detail::None),
            (
                Code::ConnectionTimeout,
                Detail::RanOut(Limit::Connection, 1),
            ),
            (Code::ConnectionClosed, lost),
            (Code::RequestTimeout, ran_out),
        ] {
            assert!(may_be(code, detail), "{code:?}");
        }
        for (code, detail) in [
            (Code::RemoteError, Detail::Status(503)),
            (Code::InvalidToken, Detail::None),
            (Code::QueueFull, Detail::None),
            (Code::ConnectionClosed, Detail::Ended),
            (Code::ConnectionClosed, Detail::Closed(1000, Closing::Meant)),
        ] {
            assert!(!may_be(code, detail), "{code:?}");
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
        assert!(!is_retryable(Code::ConnectionClosed, Detail::Left(4001)));
        for status in [408, 425, 429, 500, 503, 599] {
            assert!(is_retryable(Code::RemoteError, Detail::Status(status)));
        }
        for status in [300, 400, 404, 409, 499] {
            assert!(!is_retryable(Code::RemoteError, Detail::Status(status)));
        }
    }
}
