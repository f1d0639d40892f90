//! What goes out: the caller's params, the payload they become and the envelope around it (wire protocol,
//! sections 2 and 3).

#[cfg(not(target_arch = "wasm32"))]
use serde::Serialize;
use serde::{Deserialize, Deserializer};

#[cfg(not(target_arch = "wasm32"))]
use super::not_given;
use super::{JsonObject, Request, Session};

/// What a method such as `interaction` takes: overrides for the defaults, of which nothing is changed.
///
/// Objects are merged with the defaults key by key, a list replaces the default list, `null` counts as given and
/// `undefined` as not given. Another key beside these three is an error, `PAYLOAD_SCHEMA_MISMATCH`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    tsify(rename = "OptaveParams")
)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Params {
    /// Headers that you want to set yourself.
    #[serde(deserialize_with = "not_null", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "ParamsHeaders"))]
    pub headers: Option<ParamsHeaders>,
    /// The chat session or call.
    #[serde(deserialize_with = "not_null", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Session"))]
    pub session: Option<Session>,
    /// What is asked.
    #[serde(deserialize_with = "not_null", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Request"))]
    pub request: Option<Request>,
}

sent_object! {
    /// The headers that a caller may set; all others are the SDK's.
    ParamsHeaders {
        /// Ties the answers to the request; unique among the requests in flight. Default: a new UUIDv7.
        correlation_id: String,
        /// Follows the request through all systems. Default: a new UUIDv7.
        trace_id: String,
        /// Tells the server that a repeated frame is the same request. Default: a new UUIDv7.
        idempotency_key: String,
        /// When it happened at the customer's, ISO 8601 with milliseconds and `Z`. Default: when the method was
        /// called.
        timestamp: String,
        /// Network latency in milliseconds. Default: measured by the SDK, left out until something was measured.
        network_latency_ms: f64,
    }
}

/// One request as it goes over the WebSocket, in one text frame of at most 131,072 bytes of UTF-8.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
pub struct RequestEnvelope {
    /// Always `"message"`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"message\""))]
    pub action: EnvelopeAction,
    /// What the request is and when it was made.
    pub headers: RequestHeaders,
    /// The request itself.
    pub payload: Payload,
    /// Fields that this crate does not know.
    #[serde(flatten)]
    pub other: JsonObject,
}

/// Headers of a request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestHeaders {
    /// Ties the answers to the request; unique among the requests in flight, and kept when the request is sent
    /// again.
    pub correlation_id: String,
    /// What is asked for.
    pub action: ActionName,
    /// The version of this form.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"optave.message.v3\""))]
    pub schema_ref: RequestSchemaRef,
    /// Always `"message"`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"message\""))]
    pub identifier: RequestIdentifier,
    /// Follows the request through all systems.
    #[serde(default, skip_serializing_if = "not_given")]
    pub trace_id: Option<String>,
    /// Tells the server that a repeated frame is the same request.
    #[serde(default, skip_serializing_if = "not_given")]
    pub idempotency_key: Option<String>,
    /// Version of the SDK that made the request, `"none"` for a foreign one.
    #[serde(default, skip_serializing_if = "not_given")]
    pub sdk_version: Option<String>,
    /// When the method was called, ISO 8601 with milliseconds and `Z`.
    #[serde(default, skip_serializing_if = "not_given")]
    pub timestamp: Option<String>,
    /// When this frame was written, ISO 8601 with milliseconds and `Z`. Later than `timestamp` for a request that
    /// had to wait or was sent again.
    #[serde(default, skip_serializing_if = "not_given")]
    pub issued_at: Option<String>,
    /// Network latency in milliseconds; absent until something was measured.
    #[serde(default, skip_serializing_if = "not_given")]
    pub network_latency_ms: Option<f64>,
    /// The tenant; only when the client option `tenantId` is set.
    #[serde(default, skip_serializing_if = "not_given")]
    pub tenant_id: Option<String>,
    /// Fields that this crate does not know.
    #[serde(flatten)]
    pub other: JsonObject,
}

/// The caller's params merged with the defaults: what is sent inside the envelope, and alone as the body of a REST
/// request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
pub struct Payload {
    /// The chat session or call.
    pub session: Session,
    /// What is asked; here `requestId` is never missing.
    #[serde(deserialize_with = "with_request_id")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = "Request & { requestId: string }")
    )]
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(
            with = "Request",
            extend(
                "type" = "object",
                "required" = ["requestId"],
                "properties" = { "requestId": { "type": "string" } },
            )
        )
    )]
    pub request: Request,
    /// Fields that this crate does not know.
    #[serde(flatten)]
    pub other: JsonObject,
}

/// The action of every request's envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EnvelopeAction {
    #[allow(missing_docs)]
    Message,
}

/// The identifier of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RequestIdentifier {
    #[allow(missing_docs)]
    Message,
}

/// The form of a request, `v` and the major number of the specification's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
pub enum RequestSchemaRef {
    #[allow(missing_docs)]
    #[serde(rename = "optave.message.v3")]
    V3,
}

/// What can be asked for, as it is written on the wire: all lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Serialize, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ActionName {
    Adjust,
    Elevate,
    Interaction,
    CustomerInteraction,
    Reception,
    Summarize,
    Translate,
    Recommend,
    Insights,
}

/// A part that may be left out but not be `null`.
fn not_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn with_request_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Request, D::Error> {
    let request = Request::deserialize(deserializer)?;
    match request.request_id {
        Some(_) => Ok(request),
        None => Err(serde::de::Error::missing_field("requestId")),
    }
}
