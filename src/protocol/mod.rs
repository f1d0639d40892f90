//! What is said on the wire. No browser, no clock, no randomness.
//!
//! What follows is the wire protocol as this crate speaks it, version 3.2 of the message specification. Comments refer
//! to it as "wire protocol, section N". Parts of it are documented nowhere else; where the server's behaviour is not
//! known, the crate is tolerant, and the value is an option.
//!
//! # 1. Endpoints and authentication
//!
//! | What | Address |
//! |---|---|
//! | WebSocket | `wss://ws-{tenant}.oco.optave.{tld}` |
//! | REST, POST | `https://{tenant}.oco.optave.{tld}/message/{action}` |
//! | Token, POST, from a server only | `https://{tenant}.oco.optave.{tld}/auth/oauth2/token` |
//!
//! URLs are configuration; none is ever put together from a tenant's name. The token endpoint takes client id and
//! secret as a form and answers JSON with `access_token`. A browser never sees the secret: it gets a short-lived token
//! from the integrator's server, through the option `tokenProvider`, or by a POST with credentials to `tokenUrl`, else to
//! the URL in `<meta name="optave-token-url">`, else to `/api/optave/ws-ticket`. That POST carries
//! `X-Optave-Publishable-Key` if there is a `publishableKey`; its JSON answer carries `token` or `access_token`.
//!
//! - **A token opens one WebSocket.** Every attempt to connect asks for a fresh one. Over REST a token serves until it
//!   expires or is refused ([`crate::engine::rest`]).
//! - By default the token is offered as a subprotocol: `optave-v1` first, then the raw token without
//!   `Bearer `. So it must consist of the token characters of RFC 7230 ([`token::read`]). A correct server selects
//!   `optave-v1`; another choice gives a warning.
//! - With `authTransport: "query"` the token is the URL parameter `Authorization`, and no subprotocol is
//!   offered.
//! - The session id is the URL parameter `OptaveTraceChatSessionId`. What else the URL has in its query survives.
//! - Unencrypted URLs are refused, except to this machine.
//!
//! Over REST the body is the payload of section 3 alone, without the envelope; the token is
//! `Authorization: Bearer …`; the statuses 200 and 201 are success, and the body is one message of section 5 or an array
//! of them.
//!
//! Close codes: which are fatal and which retryable, says [`closing::Closing::of`]. A client closes with 1000, or 3000 to
//! 4999, and a reason of at most 123 bytes: browsers take no others from a page. Rate limits, idle timeouts and the
//! greatest age of a connection are not known.
//!
//! # 2. Outbound envelope
//!
//! `{"action":"message","headers":{…},"payload":{"session":{…},"request":{…}}}`, in a text frame of at most
//! [`limits::MAX_ENVELOPE_BYTES`] bytes of UTF-8. [`headers::Head`] prints its beginning, and
//! `browser/envelope.rs` puts it together.
//!
//! | Header | Value | Caller's, by `params.headers` |
//! |---|---|---|
//! | `correlationId` | a new UUIDv7 | yes; one that is in flight is refused |
//! | `traceId` | a new UUIDv7 | yes |
//! | `idempotencyKey` | a new UUIDv7; the same if the frame is ever written again | yes |
//! | `identifier` | `message` | no |
//! | `action` | the action, all lower case ([`action::Action::wire`]) | no |
//! | `schemaRef` | [`limits::SCHEMA_REF`] | no |
//! | `sdkVersion` | the version of the package; the option `sdkVersion` replaces it | no |
//! | `tenantId` | the option `tenantId`; absent without it | no |
//! | `timestamp` | when the method was called, ISO 8601 with milliseconds and `Z` | yes |
//! | `networkLatencyMs` | from the writing of a request to its first update, as last measured, rounded; absent until something was measured, and where it would push the frame over the limit | yes |
//! | `issuedAt` | when this frame was written | no |
//!
//! A caller's header that is empty or `null` counts as not given; one of a wrong type is refused; others than the five
//! are not read. `headers` never appears in the payload. `params` has no other keys than `headers`, `session` and
//! `request`: any other is refused by name.
//!
//! # 3. Payload: defaults and merge
//!
//! Three layers, each laid over the one before: the protocol's defaults ([`payload::DEFAULT`]); the integrator's, from
//! the options `session`, `request` and `organizationId`; the caller's `params`. The rules:
//!
//! 1. Two plain objects merge key by key.
//! 2. Anything else replaces what is below: arrays as a whole, and `null` too. `undefined` counts as not given.
//! 3. Unknown keys within `session` and `request` are kept and sent.
//! 4. Only an object's own keys are read, and `__proto__` never. Nothing that was passed in is changed.
//! 5. Legacy: `request.variation` becomes `attributes.variant`, and `request.content` becomes `attributes.content`,
//!    unless the caller gave that as well. The old key is not sent, and each gives one warning per client.
//! 6. `attributes.variant` is sent in upper case.
//!
//! Then, what is still empty is filled in:
//!
//! | Field | With |
//! |---|---|
//! | `request.requestId` | a new UUIDv7 |
//! | `session.sessionId` | a UUIDv7 that is kept in the tab's `sessionStorage`, or what `setSessionId()` set; the same as in the URL |
//! | `session.channel.browser` | name and version, such as `Safari 17.0` |
//! | `session.channel.deviceInfo` | platform/version, and the model if it is known, such as `iOS/18.2, iPhone15,3` |
//! | `session.channel.deviceType` | `mobile`, `tablet` or `desktop` |
//! | `session.channel.language` | `navigator.language` |
//! | `session.channel.section` | the path of the page |
//! | `session.channel.location` | `lat,lon` with four decimals, if the option `location` is on and permission is there |
//! | `session.interface.language` | the language of the document, else `navigator.language` |
//!
//! With `deviceInfo: false` the first five of `channel` stay as they are. With `payloadDefaults: "compact"` the empty
//! parts of the first two layers are left out. The fields themselves are in [`types`]; every object is open, and strings
//! with well-known values take others too.
//!
//! # 4. Required fields
//!
//! Looked at in the merged payload before anything is sent ([`required`]).
//!
//! | Action | Required |
//! |---|---|
//! | `interaction`, `customerinteraction`, `summarize`, `translate`, `insights` | `threadId`, `conversations`, `organizationId` |
//! | `reception` | `threadId`, `organizationId`; without `conversations` there is a warning |
//! | `elevate` | `threadId`, `parentId`, `content`, `conversations`, `organizationId` |
//! | `adjust` | `threadId`, `parentId`, `content`, `instruction`, `conversations`, `organizationId` |
//! | `recommend` | `threadId`, `conversations`, `offers`, `organizationId` |
//!
//! `request.connections` holds `threadId` and `parentId`, `request.attributes` holds `content` and `instruction`,
//! `request.context` the `organizationId`: non-empty strings. `request.scope.conversations` and
//! `request.resources.offers` are non-empty arrays. All that is missing is reported at once; so is all that has a wrong
//! type, which is reported first, because it may be what hides the rest.
//!
//! # 5. Inbound messages and correlation
//!
//! A request is answered by several messages in any order, one or more for each superpower (the reply itself, and
//! analyses such as sentiment or risk). There is no mark for the last one. Forms:
//!
//! - **Bare**: `{"action":"superpower","actionType":…,"state":…,"message":{"results":[…]}}`, without an id.
//! - **Envelope**: `{"action":"message","headers":{"correlationId":…,"schemaRef":…},"payload":` the bare form `}`. A
//!   message counts as one if both `headers` and `payload` are objects.
//! - **Error**: any of these, in either form: `state` is `error`; `actionType` is `error`; there is an `error` at the top
//!   or in the payload; `schemaRef` begins with `optave.error.`.
//!
//! `state` is `started`, `completed`, `error`, or something else, which passes and settles nothing. An error in `state`
//! alone concerns its superpower; `actionType: "error"`, an `error` object, or an error schema without an `actionType`
//! concern the whole request. [`inbound::classify`] tells all this.
//!
//! A message belongs to the first that applies ([`crate::engine::requests::Requests::correlate`]):
//!
//! 1. the request of its id: `headers.correlationId`, else the top-level `correlationId`, else
//!    `payload.correlationId`. An id that is not known makes the message nobody's;
//! 2. without an id, unless the option `correlation` is `"strict"`: the oldest request in flight whose action is its
//!    `actionType`;
//! 3. likewise: the only request in flight, if there is just one.
//!
//! What belongs to nobody reaches listeners and is counted. A settled request is known for `lateUpdatesMs` more. Over
//! REST a message belongs to the request that it answers.
//!
//! A binary frame, text that is not JSON, JSON that is not an object, and a frame longer than
//! [`limits::MAX_INBOUND_LENGTH`] are each an `error` event; the connection stays, and nothing else is affected.
//!
//! # 6. Errors
//!
//! [`error::Code`] is the table: code, category, whether trying again may help, what happened, what to do. `details` is
//! the list of places at fault, or an object of facts (close code, HTTP status, sizes, the deadline that ran out).
//!
//! An error of the server's is `REMOTE_ERROR`, unless the message has a code of its own: the first text among `code` and
//! `error_code` of the `error` object, of `message`, of the body, of the results and of their responses. Its words are
//! the first text among `error.message`, `error`, the responses' `content`, `message` and `message.message`; `details`
//! is the body. A server's code never changes the category, which is `ORCHESTRATOR`.
//!
//! Over REST, statuses 401 and 403 are `INVALID_TOKEN`, every other failure is `REMOTE_ERROR`, and no answer at all is
//! `CONNECTION_ERROR`; 408, 425, 429 and everything from 500 on may be tried again. A refusal whose body says why, by
//! `state: "error"` or an `error` object, is reported in the server's words and with its code; its `details` are the body
//! with the HTTP status, and with `Retry-After` in milliseconds, laid over. 204, 205 and 304 are empty answers. A redirect
//! is no answer, and a body longer than [`limits::MAX_INBOUND_LENGTH`] is refused.

pub mod action;
pub mod closing;
pub mod device;
pub mod error;
pub mod headers;
pub mod http;
pub mod ids;
pub mod inbound;
pub mod limits;
pub mod options;
pub mod payload;
pub mod required;
pub(crate) mod text;
pub mod token;
pub mod types;
pub mod url;
