//! What a message from the server is, whatever form it comes in (wire protocol, section 5).
//!
//! A superpower message is bare, or the payload of an envelope; an error may be a state, an action type, a schema, or a
//! top-level object. The message itself stays where it was parsed: whoever holds it looks at the few properties that
//! matter and says what stands there (see [`Sighting`]); this module knows what that means.

use super::action::Action;

/// What stands at the properties of a message that decide where it belongs, in bits:
///
/// | Bits | What |
/// |---|---|
/// | 0 | `headers` is an object |
/// | 1 | `payload` is an object |
/// | 2 | `headers.schemaRef` begins with [`ERROR_SCHEMA`] |
/// | 3, 4 | `error`, at the top and in the payload: neither absent nor `null`, `false`, `0` or empty text |
/// | 5 and 6, 7 and 8 | `state`, at the top and in the payload: 0 no text, 1 `completed`, 2 `error`, 3 another |
/// | 9 to 12, 13 to 16 | `actionType`, likewise: 0 no text, 1 to 9 an action (in any letter case, by its place in [`Action::ALL`]), 10 [`ERROR_ACTION_TYPE`], 11 another |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting(pub u32);

/// The action type that stands for an error of the whole request.
pub const ERROR_ACTION_TYPE: &str = "error";

/// The start of the schema name of enveloped errors, before its version.
pub const ERROR_SCHEMA: &str = "optave.error.";

/// How far a superpower is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `started`, and every state not known here: the message passes and settles nothing.
    Other,
    /// Done.
    Completed,
    /// Failed.
    Error,
}

/// A message, classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// How far its superpower is.
    pub state: State,
    /// The action that its action type names.
    pub action: Option<Action>,
    /// Whether it names a superpower at all.
    pub has_type: bool,
    /// An error that concerns the whole request, not one superpower of it.
    pub fails_request: bool,
    /// Whether it came as the `payload` of an envelope.
    pub is_enveloped: bool,
}

/// Classifies a message (wire protocol, section 5).
pub fn classify(Sighting(bits): Sighting) -> Inbound {
    let has = |bit: u32| bits >> bit & 1 != 0;
    let (has_headers, has_payload, has_error_schema) = (has(0), has(1), has(2));
    let has_error_object = has(3) || has(4);
    // A payload without headers is one if nothing beside it says how far the superpower is.
    let is_enveloped = has_payload && (has_headers || bits >> 5 & 3 == 0);
    let (state, action_type) = if is_enveloped {
        (bits >> 7 & 3, bits >> 13 & 15)
    } else {
        (bits >> 5 & 3, bits >> 9 & 15)
    };
    let is_error_type = action_type == 10;
    Inbound {
        state: if state == 2 || is_error_type || has_error_object || has_error_schema {
            State::Error
        } else if state == 1 {
            State::Completed
        } else {
            State::Other
        },
        action: Action::ALL
            .get(action_type.wrapping_sub(1) as usize)
            .copied(),
        has_type: action_type != 0,
        fails_request: is_error_type || has_error_object || (has_error_schema && action_type == 0),
        is_enveloped,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Looks at a message as `message.js` does.
    pub(crate) fn sight(message: &Value) -> Sighting {
        let object = |name: &str| message.get(name).filter(|value| value.is_object());
        let (headers, payload) = (object("headers"), object("payload"));
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        let state = |value: &Value| match text(value, "state").as_deref() {
            None => 0,
            Some("completed") => 1,
            Some("error") => 2,
            Some(_) => 3,
        };
        let action_type = |value: &Value| match text(value, "actionType").as_deref() {
            None => 0,
            Some(ERROR_ACTION_TYPE) => 10,
            Some(name) => Action::from_name(name).map_or(11, |action| action as u32 + 1),
        };
        let has_error = |value: &Value| match value.get("error") {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(_) => true,
        };
        let has_error_schema = headers
            .and_then(|headers| text(headers, "schemaRef"))
            .is_some_and(|schema| schema.starts_with(ERROR_SCHEMA));
        let bits = u32::from(headers.is_some())
            | u32::from(payload.is_some()) << 1
            | u32::from(has_error_schema) << 2
            | u32::from(has_error(message)) << 3
            | u32::from(payload.is_some_and(has_error)) << 4
            | state(message) << 5
            | payload.map_or(0, state) << 7
            | action_type(message) << 9
            | payload.map_or(0, action_type) << 13;
        Sighting(bits)
    }

    /// The id that a message names: in its headers, else at the top, else in the payload.
    pub(crate) fn correlation_id(message: &Value) -> Option<String> {
        [
            message.get("headers"),
            Some(message),
            message.get("payload"),
        ]
        .into_iter()
        .flatten()
        .filter_map(|holder| holder.get("correlationId")?.as_str())
        .find(|id| !id.is_empty())
        .map(str::to_owned)
    }

    fn classified(message: &Value) -> Inbound {
        classify(sight(message))
    }

    fn bare(state: &str) -> Value {
        json!({ "action": "superpower", "actionType": "translate", "state": state, "message": { "results": [] } })
    }

    #[test]
    fn a_bare_message_speaks_for_itself() {
        let inbound = classified(&bare("completed"));
        assert_eq!(inbound.action, Some(Action::Translate));
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, false)
        );
    }

    #[test]
    fn an_enveloped_message_speaks_through_its_payload() {
        let inbound = classified(&json!({
            "action": "message",
            "headers": { "correlationId": "one", "action": "interaction", "schemaRef": "optave.response.v3" },
            "payload": bare("started"),
        }));
        assert_eq!(inbound.action, Some(Action::Translate));
        assert_eq!((inbound.state, inbound.is_enveloped), (State::Other, true));
    }

    #[test]
    fn a_payload_without_headers_speaks_too() {
        let message = json!({ "payload": bare("completed") });
        let inbound = classified(&message);
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, true)
        );
        let mut message = bare("completed");
        message["payload"] = json!({ "state": "error" });
        let inbound = classified(&message);
        assert_eq!(
            (inbound.state, inbound.is_enveloped),
            (State::Completed, false)
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
            let inbound = classified(message);
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
            let inbound = classified(&message);
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
            assert_eq!(classified(&message).state, State::Completed, "{message}");
        }
    }

    #[test]
    fn unknown_states_pass_and_settle_nothing() {
        for state in ["started", "streaming", "Completed", ""] {
            assert_eq!(classified(&bare(state)).state, State::Other);
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
            let inbound = classified(&message);
            prop_assert!(!inbound.fails_request || inbound.state == State::Error);
            prop_assert!(inbound.action.is_none() || inbound.has_type);
        }

        #[test]
        fn any_bits_are_classified(bits in any::<u32>()) {
            let inbound = classify(Sighting(bits));
            prop_assert!(!inbound.fails_request || inbound.state == State::Error);
        }
    }
}
