//! The options of a client and of a single request.

use js_sys::Function;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::protocol::types::{Request, Session};

/// Options of a client. Only the URL is required: `websocketUrl`, or what `transport` needs instead.
#[derive(Tsify)]
#[tsify(type = "ClientOptions & (AutoTransport | RestTransport | WebSocketTransport)")]
pub struct OptaveOptions;

/// Requests go over a WebSocket.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WebSocketTransport {
    /// How requests travel. Default `"websocket"`.
    #[tsify(optional, type = "'websocket'")]
    transport: String,
    /// The socket's URL: `wss:`, or `ws:` to a loopback host.
    websocket_url: String,
    /// Not used.
    #[tsify(optional)]
    rest_url: Option<String>,
}

/// Requests go over HTTP.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RestTransport {
    /// How requests travel: each is a POST, and its answer comes whole.
    #[tsify(type = "'rest'")]
    transport: String,
    /// The base of `/message/{action}`: `https:`, or `http:` to a loopback host.
    rest_url: String,
    /// Not used.
    #[tsify(optional)]
    websocket_url: Option<String>,
}

/// Requests go over a WebSocket, and over HTTP for as long as none can be opened.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AutoTransport {
    /// How requests travel: over HTTP after `fallbackAfter` attempts to open a WebSocket have failed, until one opens.
    #[tsify(type = "'auto'")]
    transport: String,
    /// The socket's URL: `wss:`, or `ws:` to a loopback host.
    websocket_url: String,
    /// The base of `/message/{action}`: `https:`, or `http:` to a loopback host.
    rest_url: String,
}

/// The options that have nothing to do with how requests travel. All are optional.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct ClientOptions {
    /// Attempts in a row that fail before `transport: "auto"` goes over HTTP. Default 3.
    fallback_after: Option<f64>,
    /// Gives a fresh token: called once per connection, never used for a second. Default: a POST to `tokenUrl`.
    #[tsify(type = "(call: TokenCall) => TokenAnswer | PromiseLike<TokenAnswer>")]
    token_provider: Option<Function>,
    /// Where the built-in provider asks, with credentials. Default: `<meta name="optave-token-url">`, else
    /// `/api/optave/ws-ticket`. The JSON answer carries `token` or `access_token`, and perhaps `expiresAt` or
    /// `expires_in`, as in `TokenAnswer`. A redirect is an error.
    token_url: Option<String>,
    /// Sent by the built-in provider as `X-Optave-Publishable-Key`. Default: none.
    publishable_key: Option<String>,
    /// Milliseconds for the token alone; 0 is no limit. Default 10,000.
    token_timeout_ms: Option<f64>,
    /// How the token reaches the server: as WebSocket subprotocol, or in the URL (discouraged). Default `"subprotocol"`.
    #[tsify(type = "'subprotocol' | 'query'")]
    auth_transport: Option<String>,
    /// Whether a token is needed at all. Default true.
    auth_required: Option<bool>,
    /// Your organization's id, under every request's `request.context.organizationId`, which every action requires.
    /// Default: none, so that every request has to bring it.
    organization_id: Option<String>,
    /// Sent as the header `tenantId`. Default: no such header.
    tenant_id: Option<String>,
    /// Your own defaults, under every request's `session`. Default: none.
    session: Option<Session>,
    /// Your own defaults, under every request's `request`. What they give of the fields that actions require, the
    /// methods of this client do not require again. Default: none.
    request: Option<Request>,
    /// `"compact"` sends only what is not empty, of params as well. Default `"full"`.
    #[tsify(type = "'full' | 'compact'")]
    payload_defaults: Option<String>,
    /// Milliseconds from the call to its settling; 0 is no limit. Default 30,000.
    request_timeout_ms: Option<f64>,
    /// Milliseconds from the sending to the first update; 0 is no limit. Default 0.
    first_update_timeout_ms: Option<f64>,
    /// Milliseconds from one update to the next; 0 is no limit. Default 0.
    idle_timeout_ms: Option<f64>,
    /// Milliseconds for token and handshake together; 0 is no limit. Default 30,000.
    connection_timeout_ms: Option<f64>,
    /// How a connection that is lost opens again; `false`: not at all, and what is in flight or queued rejects. Requests
    /// wait meanwhile, each for its own deadline. A connection that was never open is tried again only while a request
    /// waits for it. After close code 1000, or 1008 twice, nothing is tried again. Default: `true`, with the defaults of
    /// `ReconnectOptions`.
    #[tsify(type = "boolean | ReconnectOptions")]
    reconnect: JsValue,
    /// When a request is out and nothing at all came in for this many milliseconds, a second socket is opened and takes
    /// over; 0 is never. The time doubles with each suspicion, up to sixteen times, and shrinks with quick answers. Default
    /// 10,000.
    half_open_timeout_ms: Option<f64>,
    /// The age in milliseconds at which a socket hands over to a fresh one, 90 to 100 % of it as chance has it; 0 is
    /// never. Default 6,600,000.
    max_connection_age_ms: Option<f64>,
    /// What becomes of requests when the connection is lost. `"unanswered"` (default): those without any update are sent
    /// again with the same ids, those with one keep waiting. `"never"`: both reject, and may be tried again.
    #[tsify(type = "'unanswered' | 'never'")]
    resend: Option<String>,
    /// The connection closes after this many milliseconds without a request, and opens again for the next; 0 is never.
    /// Default 0.
    idle_disconnect_ms: Option<f64>,
    /// Bounds on the requests that wait while there is no connection; `false`: they fail at once. Default: `true`, with
    /// the defaults of `QueueOptions`.
    #[tsify(type = "boolean | QueueOptions")]
    queue: JsValue,
    /// When a request counts as answered, for all actions or per action. Default `"answer"`.
    #[tsify(type = "Until | { readonly [Name in Action]?: Until | undefined }")]
    until: JsValue,
    /// The silence, in milliseconds, that settles a request where no reply of its action's own name comes, or under
    /// `until: "idle"`. Here 0 is at once. Default 3,000.
    idle_ms: Option<f64>,
    /// For how many milliseconds a settled request still delivers late updates to `onUpdate` and `update`. Default 5,000.
    /// At most the 256 requests that settled last are kept for that.
    late_updates_ms: Option<f64>,
    /// Whom an answer without an id belongs to. `"lenient"` (default): the oldest request in flight whose action it
    /// names, else the only one. `"strict"`: nobody.
    #[tsify(type = "'lenient' | 'strict'")]
    correlation: Option<String>,
    /// Whether every field of params and answers is checked against the wire types. Loads a second module on first use;
    /// until it is there, requests wait. Params with faults are `PAYLOAD_SCHEMA_MISMATCH`, an answer with any is
    /// `INVALID_MESSAGE`; `details` lists all of them by their places. Default false.
    strict_validation: Option<bool>,
    /// Whether `session.channel` is filled in from the browser. Default true.
    device_info: Option<bool>,
    /// Whether `session.channel.location` is: `true` if the visitor has granted that before, `"prompt"` asks. Default
    /// false.
    #[tsify(type = "boolean | 'prompt'")]
    location: JsValue,
    /// Takes what the SDK has to say. Default: warnings and errors go to the console.
    #[tsify(type = "Logger")]
    logger: JsValue,
    /// Called once for each connect, drop, attempt to reconnect, and request. Default: nobody is told.
    #[tsify(type = "(metric: OptaveMetric) => void")]
    on_metric: Option<Function>,
    /// Replaces the header `sdkVersion`. Default: the package's version.
    sdk_version: Option<String>,
}

/// How a lost connection opens again. The first delay is drawn between 250 ms and `firstDelayMs`, each further one
/// around a mean that grows, ±50 %.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct ReconnectOptions {
    /// Whether it does at all. Default true.
    enabled: Option<bool>,
    /// The longest that the first delay can be, in milliseconds. Default 4,000.
    first_delay_ms: Option<f64>,
    /// The mean before it grows, in milliseconds. Default 1,000.
    base_delay_ms: Option<f64>,
    /// How many times larger each mean is than the one before. Default 1.7.
    factor: Option<f64>,
    /// The largest mean, in milliseconds. Default 9,800.
    max_delay_ms: Option<f64>,
    /// Attempts in a row before giving up; 0 is endless. Default 0.
    max_attempts: Option<f64>,
    /// Asked when the server closes with a code of its own, 4000 to 4999: `true` ends the connection as close code 1000
    /// does. Anything else, or a function that throws: it opens again. Default: it opens again.
    #[tsify(type = "(close: CloseInfo) => boolean")]
    is_final: Option<Function>,
}

/// How much may wait for a connection. A request beyond that fails with `QUEUE_FULL`.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct QueueOptions {
    /// How many requests. Default 100.
    max_requests: Option<f64>,
    /// How large they may be together, in bytes of UTF-8. Default 1,048,576.
    max_bytes: Option<f64>,
}

/// What a token provider is called with.
///
/// @readonly
#[derive(Tsify)]
pub struct TokenCall {
    /// Aborted when nobody waits for this token any more: it took too long, or the connection was closed.
    #[tsify(type = "AbortSignal")]
    signal: JsValue,
}

/// What a token provider may answer. `expiresAt` is a time in milliseconds since 1970, an ISO 8601 string or a `Date`;
/// `expires_in`, read where that is not given, is in seconds. Default: the token serves until it is refused.
#[derive(Tsify)]
#[tsify(
    type = "string | (({ token: string } | { access_token: string }) & { expiresAt?: number | string | Date | undefined; expires_in?: number | string | undefined })"
)]
pub struct TokenAnswer;

/// When a request counts as answered.
/// - `"answer"` (default): when the reply has completed, which is the superpower of the action's own name. Those that
///   accompany it, such as `sentiment`, may come before it, and may fail. Where no reply comes: when something has
///   completed, nothing that has started is unfinished, and nothing came for `idleMs`; the response is then the last
///   completed update that has text, else the last completed.
/// - `"completed"`: at the first update in state `completed`, whatever it is about.
/// - `"idle"`: when nothing came for `idleMs` after at least one completed.
/// - A list of action types, at most 32: when each of them has completed.
/// - A function of the newest update and all so far: when it answers true, or anything truthy but a promise.
///
/// `started` and unknown states never settle a request. An update in state `error` rejects it, unless it is of a
/// superpower that only accompanies the reply, or a list can still be met.
#[derive(Tsify)]
#[tsify(
    type = "'answer' | 'completed' | 'idle' | readonly ActionType[] | ((update: OptaveUpdate, updates: readonly OptaveUpdate[]) => boolean)"
)]
pub struct Until;

/// Options of a single request.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct RequestOptions {
    /// Cancels the request: it rejects with `REQUEST_CANCELLED`, `cause` being the signal's reason. Default: none.
    #[tsify(type = "AbortSignal")]
    signal: JsValue,
    /// When the request counts as answered. Default: `until` of the client.
    #[tsify(type = "Until")]
    until: JsValue,
    /// Milliseconds from the call to its settling; 0 is no limit. Default: `requestTimeoutMs` of the client.
    timeout_ms: Option<f64>,
    /// Milliseconds from the sending to the first update; 0 is no limit. Default: that of the client.
    first_update_timeout_ms: Option<f64>,
    /// Milliseconds from one update to the next; 0 is no limit. Default: that of the client.
    idle_timeout_ms: Option<f64>,
    /// The silence, in milliseconds, that settles the request where no reply of its action's own name comes, or under
    /// `until: "idle"`. Default: that of the client.
    idle_ms: Option<f64>,
    /// Whether it is sent again when the connection was lost before any update came. Default: `resend` of the client.
    #[tsify(type = "'unanswered' | 'never'")]
    resend: Option<String>,
    /// Called with every update, late ones included. Default: nothing is called.
    #[tsify(type = "(update: OptaveUpdate) => void")]
    on_update: Option<Function>,
}

#[wasm_bindgen(typescript_custom_section)]
const LOGGER: &str = r"
/** Takes what the SDK has to say; called as methods. */
export interface Logger {
  /** Not called yet. */
  debug?(...values: unknown[]): void;
  /** Not called yet. */
  info?(...values: unknown[]): void;
  /** What works, and should be changed: an option that does not exist, say. */
  warn?(...values: unknown[]): void;
  /** What failed, and nobody else is told of: a listener that throws, say. */
  error?(...values: unknown[]): void;
}
";
