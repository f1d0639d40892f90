//! Everything that can go wrong, by stable code: one table of what it means and what to do about it (wire protocol,
//! section 6).

use super::text::{push_number, push_string};

/// Which part of the conversation with the server failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The token, or the way to it.
    Authentication,
    /// The server understood and answered with an error.
    Orchestrator,
    /// What the caller passed.
    Validation,
    /// The connection.
    WebSocket,
}

impl Category {
    /// The name users compare with.
    pub fn name(self) -> &'static str {
        match self {
            Category::Authentication => "AUTHENTICATION",
            Category::Orchestrator => "ORCHESTRATOR",
            Category::Validation => "VALIDATION",
            Category::WebSocket => "WEBSOCKET",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $category:ident, $retryable:literal, $message:literal, $advice:literal;)*) => {
        /// A stable error code. Its documentation says what happened; [`Code::advice`] what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Code { $($(#[$doc])* #[doc = $message] $variant,)* }

        const TABLE: &[(&str, Category, bool, &str, &str)] =
            &[$(($name, Category::$category, $retryable, $message, $advice),)*];

        impl Code {
            /// Every code, in the order of their discriminants.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];
        }
    };
}

codes! {
    UnsupportedInBrowser = "UNSUPPORTED_IN_BROWSER", Authentication, false,
        "This does not work in a browser",
        "Do this on your server, and give the browser a short-lived token through tokenProvider.";
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
        "Run this where WebSocket is global, or set transport to \"rest\".";
    WebSocketError = "WEBSOCKET_ERROR", WebSocket, true,
        "The WebSocket reported an error",
        "Try again.";
    ConnectionTimeout = "CONNECTION_TIMEOUT", WebSocket, true,
        "The connection did not open in time",
        "Check the network, or raise connectionTimeoutMs.";
    ConnectionError = "CONNECTION_ERROR", WebSocket, true,
        "The connection could not be made",
        "Check websocketUrl, the token, the network, and connect-src in the page's Content-Security-Policy.";
    ConnectionClosed = "CONNECTION_CLOSED", WebSocket, true,
        "The connection was closed",
        "Send the request again.";
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
        "Use adjust, elevate, interaction, reception, summarize, translate, recommend or insights.";
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

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Code> {
        TABLE
            .iter()
            .position(|row| row.0 == name)
            .and_then(|place| Code::ALL.get(place))
            .copied()
    }

    fn row(self) -> &'static (&'static str, Category, bool, &'static str, &'static str) {
        const UNREACHABLE: (&str, Category, bool, &str, &str) =
            ("", Category::Validation, false, "", "");
        TABLE.get(self as usize).unwrap_or(&UNREACHABLE)
    }

    /// The name on `OptaveError.code`.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The part that failed.
    pub fn category(self) -> Category {
        self.row().1
    }

    /// Whether the same request may succeed when it is made again.
    pub fn is_retryable(self) -> bool {
        self.row().2
    }

    /// What happened, in general.
    pub fn message(self) -> &'static str {
        self.row().3
    }

    /// What to do next.
    pub fn advice(self) -> &'static str {
        self.row().4
    }
}

/// One failure, before it becomes an `OptaveError`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What kind.
    pub code: Code,
    /// Completes [`Code::message`]; empty when that says it all.
    pub note: String,
    /// What else is known, as JSON; empty when that is nothing. Becomes `OptaveError.details`.
    pub details: String,
    /// Whether the same request may succeed when it is made again.
    pub is_retryable: bool,
}

impl Fault {
    /// A failure about which the code says everything.
    pub fn new(code: Code) -> Fault {
        Fault {
            code,
            note: String::new(),
            details: String::new(),
            is_retryable: code.is_retryable(),
        }
    }

    /// A failure with a closer description.
    pub fn with_note(code: Code, note: &str) -> Fault {
        Fault {
            note: note.to_owned(),
            ..Fault::new(code)
        }
    }

    /// A failure at named places in what the caller passed: `details` is the list of them, and the message names all.
    #[inline(never)]
    pub fn at(code: Code, places: &[&str]) -> Fault {
        let mut fault = Fault::new(code);
        for place in places {
            if !fault.note.is_empty() {
                fault.note.push_str(", ");
            }
            fault.note.push_str(place);
            fault
                .details
                .push(if fault.details.is_empty() { '[' } else { ',' });
            push_string(&mut fault.details, place);
        }
        fault.details.push(']');
        fault
    }

    /// Adds a number to `details`.
    pub fn number(mut self, name: &str, value: u32) -> Fault {
        self.open_detail(name);
        push_number(&mut self.details, value.into(), 1);
        self.details.push('}');
        self
    }

    /// Adds a text to `details`.
    pub fn text(mut self, name: &str, value: &str) -> Fault {
        self.open_detail(name);
        push_string(&mut self.details, value);
        self.details.push('}');
        self
    }

    fn open_detail(&mut self, name: &str) {
        match self.details.pop() {
            None => self.details.push('{'),
            Some(_) => self.details.push(','),
        }
        push_string(&mut self.details, name);
        self.details.push(':');
    }

    /// Trying again is of no use, although the code alone would allow it.
    pub fn fatal(self) -> Fault {
        Fault {
            is_retryable: false,
            ..self
        }
    }

    /// Trying again may help, although the code alone would not say so.
    pub fn retryable(self) -> Fault {
        Fault {
            is_retryable: true,
            ..self
        }
    }

    /// The whole message: what happened, then to what.
    pub fn message(&self) -> String {
        let mut message = String::from(self.code.message());
        if !self.note.is_empty() {
            message.push_str(": ");
            message.push_str(&self.note);
        }
        message
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn codes_categories_and_retryability_are_a_contract() {
        let contract: Vec<String> = Code::ALL
            .iter()
            .map(|code| {
                format!(
                    "{} {} {}",
                    code.category().name(),
                    code.name(),
                    code.is_retryable()
                )
            })
            .collect();
        let expected = "AUTHENTICATION UNSUPPORTED_IN_BROWSER false
AUTHENTICATION TOKEN_PROVIDER_FAILED true
AUTHENTICATION MISSING_TOKEN false
AUTHENTICATION INVALID_TOKEN false
WEBSOCKET INVALID_WEBSOCKET_URL false
WEBSOCKET NO_WEBSOCKET_IMPL false
WEBSOCKET WEBSOCKET_ERROR true
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
        for (index, code) in Code::ALL.iter().enumerate() {
            assert_eq!(*code as usize, index);
            assert!(
                code.message().len() > 15 && code.advice().ends_with('.'),
                "{code:?}"
            );
        }
    }

    #[test]
    fn a_fault_names_every_place_in_its_message() {
        let fault = Fault::at(Code::RequiredFieldsMissing, &["a.b", "c"]);
        assert_eq!(fault.message(), "Required fields are missing: a.b, c");
        assert_eq!(fault.details, r#"["a.b","c"]"#);
    }

    #[test]
    fn details_are_json() {
        let fault = Fault::new(Code::ConnectionClosed)
            .number("code", 1006)
            .text("reason", "\"gone\"");
        assert_eq!(fault.details, r#"{"code":1006,"reason":"\"gone\""}"#);
    }
}
