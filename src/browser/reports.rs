//! What the page is told of the connection, and what is measured, never with a word of what was said.

use wasm_bindgen::JsValue;

use super::record::records;
use crate::engine::link::ConnectionState;
use crate::protocol::action::Action;

impl From<ConnectionState> for JsValue {
    fn from(state: ConnectionState) -> JsValue {
        state.name().into()
    }
}

impl From<Action> for JsValue {
    fn from(action: Action) -> JsValue {
        action.method().into()
    }
}

/// How requests travel at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, tsify::Tsify)]
#[serde(rename_all = "lowercase")]
pub enum ActiveTransport {
    /// Over the WebSocket.
    WebSocket,
    /// Each in a POST of its own.
    Rest,
}

impl From<ActiveTransport> for JsValue {
    fn from(transport: ActiveTransport) -> JsValue {
        match transport {
            ActiveTransport::WebSocket => "websocket",
            ActiveTransport::Rest => "rest",
        }
        .into()
    }
}

records! {
    /// What the connection is doing.
    ConnectionInfo {
        /// `idle`: not needed yet. `connecting`: token and handshake are under way. `open`. `waiting`: lost, and tried
        /// again by itself. `offline`: tried again when the network is back, and for a new request. `closed`: by the
        /// caller, by the server, or never opened; the next request tries again.
        state: ConnectionState,
        /// When the next attempt to connect begins, if one is planned, in milliseconds since 1970.
        retry_at as "retryAt": Option<f64>,
        /// The same in milliseconds from when this was shown.
        retry_in_ms as "retryInMs": Option<f64>,
        /// When that began, in milliseconds since 1970.
        since: f64,
        /// How requests travel now.
        transport: ActiveTransport,
        /// Whether the browser reports that there is no network. It may be wrong: an open connection is used as long as it
        /// works, and a new request is tried.
        is_reported_offline as "isReportedOffline": bool,
        /// Messages that belonged to no request: late, foreign, or without an id.
        unmatched_messages as "unmatchedMessages": u32,
    }

    /// How a connection ended.
    CloseInfo {
        /// The close code; 1006 if the connection broke.
        code: u16,
        /// The reason given; may be empty.
        #[tsify(type = "string")]
        reason: JsValue,
        /// Whether both sides closed in order.
        was_clean as "wasClean": bool,
    }

    /// That a lost connection will be tried again.
    ReconnectInfo {
        /// Counts the attempts since the connection worked, from 1.
        attempt: u32,
        /// Milliseconds until it begins; `Infinity` while there is no network.
        delay_ms as "delayMs": f64,
    }
}

records! {
    /// What `OptaveError.details` says of an HTTP answer, of REST or of the token endpoint. Where the server told of an
    /// error in a message, these stand beside that message's own properties.
    HttpDetails {
        /// The HTTP status.
        status: u16,
        /// How many milliseconds the server asks to wait, if it has sent `Retry-After`. To other origins browsers tell
        /// of that header only where `Access-Control-Expose-Headers` names it.
        retry_after_ms as "retryAfterMs": Option<f64>,
    }
}

/// One thing that happened, without a word of what was said. Times are in milliseconds.
#[derive(tsify::Tsify)]
#[serde(untagged)]
pub enum OptaveMetric {
    /// A connection opened.
    Connect(ConnectMetric),
    /// A connection was lost.
    Drop(DropMetric),
    /// A connection will be tried again.
    Reconnect(ReconnectMetric),
    /// A request settled.
    Request(RequestMetric),
}

impl OptaveMetric {
    /// The object that the page gets.
    pub fn into_object(self) -> js_sys::Object {
        match self {
            OptaveMetric::Connect(metric) => metric.into_object(),
            OptaveMetric::Drop(metric) => metric.into_object(),
            OptaveMetric::Reconnect(metric) => metric.into_object(),
            OptaveMetric::Request(metric) => metric.into_object(),
        }
    }
}

records! {
    /// A connection opened.
    ConnectMetric tagged "connect" {
        /// Milliseconds for token and handshake together.
        duration_ms as "durationMs": f64,
        /// Whether it took over from one that was open.
        is_hand_over as "isHandOver": bool,
    }

    /// A connection was lost.
    DropMetric tagged "drop" {
        /// The close code.
        code: u16,
        /// Whether both sides closed in order.
        was_clean as "wasClean": bool,
    }

    /// A connection will be tried again.
    ReconnectMetric tagged "reconnect" {
        /// Counts the attempts since the connection worked, from 1.
        attempt: u32,
        /// Milliseconds until it begins; `Infinity` while there is no network.
        delay_ms as "delayMs": f64,
    }

    /// A request settled.
    RequestMetric tagged "request" {
        /// What was asked for.
        action: Action,
        /// The error's, if it failed.
        #[tsify(type = "OptaveErrorCode | (string & {}) | undefined")]
        code: JsValue,
        /// How many there were.
        updates: u32,
        /// Milliseconds from the call to the sending, if it was sent.
        queued_ms as "queuedMs": Option<f64>,
        /// Milliseconds from the call to the first update, if one came.
        first_update_ms as "firstUpdateMs": Option<f64>,
        /// Milliseconds from the call to the settling.
        total_ms as "totalMs": f64,
    }

    /// Counts and times since the client was made.
    OptaveMetrics {
        /// Requests made.
        requests: u32,
        /// Requests that resolved.
        answered: u32,
        /// Requests that rejected.
        failed: u32,
        /// Requests that were sent again after a connection was lost.
        resent: u32,
        /// Connections that opened, but for hand-overs.
        connects: u32,
        /// Connections that took over from one that was open.
        hand_overs as "handOvers": u32,
        /// Connections that were lost.
        drops: u32,
        /// Attempts to open a lost connection again.
        reconnects: u32,
        /// Token and handshake together.
        connect_ms as "connectMs": Quantiles,
        /// From the call of a request to its first update.
        first_update_ms as "firstUpdateMs": Quantiles,
        /// From the call of a request to its answer.
        total_ms as "totalMs": Quantiles,
    }

    /// The middle and the slow end of the newest 256 times, in milliseconds; undefined while there is none.
    Quantiles {
        /// Half of the times were at most this long.
        p50: Option<f64>,
        /// 95 of 100 were at most this long.
        p95: Option<f64>,
    }
}
