//! What a message from the server is, whatever form it comes in (wire protocol, section 5).
//!
//! A superpower message is bare, or the payload of an envelope; an error may be a state, an action type, a schema, or a
//! top-level object. This module sees a message through the few properties named in [`Message`], so that the browser
//! can answer from the very object it parsed, and a native test from any JSON.

/// Access to the properties of a parsed message that decide where it belongs. Properties that are absent, or not of the
/// type asked for, are `None`.
pub trait Message: Sized {
    /// The object `headers`.
    fn headers(&self) -> Option<Self>;
    /// The object `payload`.
    fn payload(&self) -> Option<Self>;
    /// Whether `error` is there: neither absent nor `null`, `false`, `0` or empty text.
    fn has_error(&self) -> bool;
    /// The non-empty text `correlationId`.
    fn correlation_id(&self) -> Option<String>;
    /// The text `schemaRef`.
    fn schema_ref(&self) -> Option<String>;
    /// The text `actionType`.
    fn action_type(&self) -> Option<String>;
    /// The text `state`.
    fn state(&self) -> Option<String>;
}

/// How far a superpower is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Done.
    Completed,
    /// Failed.
    Error,
    /// `started`, and every state not known here: the message passes and settles nothing.
    Other,
}

/// A message, classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// The request it says it belongs to.
    pub correlation_id: Option<String>,
    /// The superpower it is about.
    pub action_type: Option<String>,
    /// How far that is.
    pub state: State,
    /// An error that concerns the whole request, not one superpower of it.
    pub fails_request: bool,
    /// Whether it came as the `payload` of an envelope.
    pub is_enveloped: bool,
}

/// The action type that stands for an error of the whole request.
const ERROR_ACTION_TYPE: &str = "error";

/// The start of the schema name of enveloped errors, before its version.
const ERROR_SCHEMA: &str = "optave.error.";

/// Classifies a message (wire protocol, section 5).
pub fn classify<M: Message>(message: &M) -> Inbound {
    let headers = message.headers();
    let payload = message.payload();
    let correlation_id = headers
        .as_ref()
        .and_then(M::correlation_id)
        .or_else(|| message.correlation_id())
        .or_else(|| payload.as_ref().and_then(M::correlation_id));
    let has_error_schema = headers
        .as_ref()
        .and_then(M::schema_ref)
        .is_some_and(|schema| schema.starts_with(ERROR_SCHEMA));
    let has_error_object = message.has_error() || payload.as_ref().is_some_and(M::has_error);
    // A payload without headers is one if nothing beside it says how far the superpower is.
    let is_enveloped = payload.is_some() && (headers.is_some() || message.state().is_none());
    let body = if is_enveloped {
        payload.as_ref().unwrap_or(message)
    } else {
        message
    };
    let action_type = body.action_type();
    let state = body.state();
    let is_error_type = action_type.as_deref() == Some(ERROR_ACTION_TYPE);
    let is_error_state = state.as_deref() == Some("error");
    Inbound {
        correlation_id,
        state: if is_error_state || is_error_type || has_error_object || has_error_schema {
            State::Error
        } else if state.as_deref() == Some("completed") {
            State::Completed
        } else {
            State::Other
        },
        fails_request: is_error_type
            || has_error_object
            || (has_error_schema && action_type.is_none()),
        action_type,
        is_enveloped,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    impl Message for &Value {
        fn headers(&self) -> Option<Self> {
            self.get("headers").filter(|value| value.is_object())
        }
        fn payload(&self) -> Option<Self> {
            self.get("payload").filter(|value| value.is_object())
        }
        fn has_error(&self) -> bool {
            match self.get("error") {
                None | Some(Value::Null | Value::Bool(false)) => false,
                Some(Value::String(text)) => !text.is_empty(),
                Some(Value::Number(number)) => number.as_f64() != Some(0.0),
                Some(_) => true,
            }
        }
        fn correlation_id(&self) -> Option<String> {
            text(self, "correlationId").filter(|text| !text.is_empty())
        }
        fn schema_ref(&self) -> Option<String> {
            text(self, "schemaRef")
        }
        fn action_type(&self) -> Option<String> {
            text(self, "actionType")
        }
        fn state(&self) -> Option<String> {
            text(self, "state")
        }
    }

    fn text(value: &Value, name: &str) -> Option<String> {
        value.get(name).and_then(Value::as_str).map(str::to_owned)
    }

    fn bare(state: &str) -> Value {
        json!({ "action": "superpower", "actionType": "sentiment", "state": state, "message": { "results": [] } })
    }

    #[test]
    fn a_bare_message_has_no_correlation_id() {
        let inbound = classify(&&bare("completed"));
        assert_eq!(inbound.correlation_id, None);
        assert_eq!(inbound.action_type.as_deref(), Some("sentiment"));
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, false)
        );
    }

    #[test]
    fn an_enveloped_message_speaks_through_its_payload() {
        let inbound = classify(&&json!({
            "action": "message",
            "headers": { "correlationId": "one", "action": "interaction", "schemaRef": "optave.response.v3" },
            "payload": bare("started"),
        }));
        assert_eq!(inbound.correlation_id.as_deref(), Some("one"));
        assert_eq!(inbound.action_type.as_deref(), Some("sentiment"));
        assert_eq!((inbound.state, inbound.is_enveloped), (State::Other, true));
    }

    #[test]
    fn a_payload_without_headers_speaks_too() {
        let message = json!({ "payload": bare("completed") });
        let inbound = classify(&&message);
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, true)
        );
        let mut message = bare("completed");
        message["payload"] = json!({ "state": "error" });
        let inbound = classify(&&message);
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, false)
        );
    }

    #[test]
    fn the_id_in_the_headers_comes_before_the_top_level_before_the_payload() {
        let mut message = json!({
            "headers": { "correlationId": "headers" }, "correlationId": "top", "payload": { "correlationId": "payload" },
        });
        assert_eq!(
            classify(&&message).correlation_id.as_deref(),
            Some("headers")
        );
        message["headers"] = json!({ "correlationId": "" });
        assert_eq!(classify(&&message).correlation_id.as_deref(), Some("top"));
        message["correlationId"] = json!(7);
        assert_eq!(
            classify(&&message).correlation_id.as_deref(),
            Some("payload")
        );
    }

    #[test]
    fn every_form_of_error_is_an_error() {
        let whole = [
            json!({ "error": { "code": "QUOTA", "message": "no more" } }),
            json!({ "error": "no more" }),
            json!({ "action": "superpower", "actionType": "error", "state": "completed" }),
            json!({ "headers": {}, "payload": { "error": { "code": "QUOTA" } } }),
            json!({ "headers": { "schemaRef": "optave.error.v3" }, "payload": { "message": {} } }),
        ];
        for message in &whole {
            let inbound = classify(&message);
            assert_eq!(
                (inbound.state, inbound.fails_request),
                (State::Error, true),
                "{message}"
            );
        }
        for message in [
            bare("error"),
            json!({ "headers": {}, "payload": bare("error") }),
        ] {
            let inbound = classify(&&message);
            assert_eq!(
                (inbound.state, inbound.fails_request),
                (State::Error, false),
                "{message}"
            );
        }
    }

    #[test]
    fn an_absent_error_is_none() {
        for error in [json!(null), json!(false), json!(""), json!(0)] {
            let mut message = bare("completed");
            message["error"] = error;
            assert_eq!(classify(&&message).state, State::Completed, "{message}");
        }
    }

    #[test]
    fn unknown_states_pass_and_settle_nothing() {
        for state in ["started", "streaming", "Completed", ""] {
            assert_eq!(classify(&&bare(state)).state, State::Other);
        }
    }

    /// Arbitrary JSON that often has the names this module looks for.
    pub(crate) fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            prop_oneof![
                "[a-c]",
                "completed",
                "error",
                "started",
                "interaction",
                "optave.error.v3",
                ".*"
            ]
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let key = prop_oneof![
                "headers",
                "payload",
                "correlationId",
                "schemaRef",
                "actionType",
                "state",
                "error",
                "message",
                ".*"
            ];
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::hash_map(key, inner, 0..7)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_classified(message in any_json()) {
            let inbound = classify(&&message);
            prop_assert!(!inbound.fails_request || inbound.state == State::Error);
            prop_assert!(inbound.correlation_id.is_none_or(|id| !id.is_empty()));
        }
    }
}
