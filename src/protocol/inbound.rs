//! What a message from the server is, whatever form it comes in (wire protocol, section 5).
//!
//! A superpower message is bare, or the payload of an envelope; an error may be a state, an action type, a schema, or a
//! top-level object. The message itself stays where it was parsed: whoever holds it looks at the few properties that
//! matter and says what stands there (see [`Sighting`]); this module knows what that means.

use super::action::Action;

/// The action type that stands for an error of the whole request.
const ERROR_ACTION_TYPE: &str = "error";

/// The start of the schema name of enveloped errors, before its version.
const ERROR_SCHEMA: &str = "optave.error.";

/// The properties of which every answer has one, if it does not have `message.results`.
pub const MARKS: [&str; 6] = [
    "action",
    "actionType",
    "state",
    "payload",
    "error",
    "headers",
];

/// What stands at the properties of a message that decide where it belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// One of the [`MARKS`] of an answer is there, whatever it is, or `message.results`. It needs to be known only where
    /// nothing else here says something.
    pub has_mark: bool,
    /// `headers` is an object.
    pub has_headers: bool,
    /// `headers.schemaRef` [is one of errors](is_error_schema).
    pub has_error_schema: bool,
    /// What the message itself says.
    pub top: Part,
    /// What its `payload` says, if that is an object.
    pub payload: Option<Part>,
}

/// What a message, or its payload, says of a superpower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// `error` is there, and neither `null`, `false`, `0` nor empty text.
    pub has_error: bool,
    /// What `state` means, if it is a text.
    pub state: Option<State>,
    /// What `actionType` means, if it is a text.
    pub action_type: Option<ActionType>,
}

impl Part {
    /// Whether it says anything of an answer.
    pub fn says_something(&self) -> bool {
        self.has_error || self.state.is_some() || self.action_type.is_some()
    }
}

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

impl State {
    /// What a `state` means.
    pub fn of(text: &str) -> State {
        match text {
            "completed" => State::Completed,
            "error" => State::Error,
            _ => State::Other,
        }
    }
}

/// Which superpower a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionType {
    /// None: an error of the whole request.
    Error,
    /// The reply to an action.
    Action(Action),
    /// One that the server adds, such as an analysis of the conversation.
    Other,
}

impl ActionType {
    /// What an `actionType` means.
    pub fn of(text: &str) -> ActionType {
        match Action::from_answer(text) {
            Some(action) => ActionType::Action(action),
            None if text == ERROR_ACTION_TYPE => ActionType::Error,
            None => ActionType::Other,
        }
    }
}

/// Whether a `schemaRef` is that of an enveloped error.
pub fn is_error_schema(schema_ref: &str) -> bool {
    schema_ref.starts_with(ERROR_SCHEMA)
}

/// A message, classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// Whether it says anything of an answer. What does not comes from something on the way, such as a gateway's error or
    /// a ping, and belongs to no request.
    pub is_answer: bool,
    /// How far its superpower is.
    pub state: State,
    /// The action that its action type answers.
    pub action: Option<Action>,
    /// Whether it names a superpower at all.
    pub has_type: bool,
    /// An error that concerns the whole request, not one superpower of it.
    pub fails_request: bool,
    /// Whether it came as the `payload` of an envelope.
    pub is_enveloped: bool,
}

impl Inbound {
    /// Whether it is about what was asked itself, and not about a superpower that accompanies it.
    pub fn is_reply_to(&self, action: Action) -> bool {
        let is_named = |named| named == action || named == action.namesake();
        !self.has_type || self.action.is_some_and(is_named)
    }
}

/// Classifies a message (wire protocol, section 5).
pub fn classify(sighting: &Sighting) -> Inbound {
    let Sighting { top, payload, .. } = *sighting;
    // A payload without headers is one if nothing beside it says how far the superpower is.
    let enveloped = payload.filter(|_| sighting.has_headers || top.state.is_none());
    let Part {
        state, action_type, ..
    } = enveloped.unwrap_or(top);
    // An error object is one wherever it stands.
    let is_whole = action_type == Some(ActionType::Error)
        || top.has_error
        || payload.is_some_and(|part| part.has_error);
    Inbound {
        is_answer: top.says_something()
            || sighting.has_headers
            || payload.is_some()
            || sighting.has_mark,
        state: if is_whole || sighting.has_error_schema {
            State::Error
        } else {
            state.unwrap_or(State::Other)
        },
        action: match action_type {
            Some(ActionType::Action(action)) => Some(action),
            _ => None,
        },
        has_type: action_type.is_some(),
        fails_request: is_whole || (sighting.has_error_schema && action_type.is_none()),
        is_enveloped: enveloped.is_some(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Looks at a message as whoever holds one does.
    pub(crate) fn sight(message: &Value) -> Sighting {
        let object = |name: &str| message.get(name).filter(|value| value.is_object());
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        let part = |value: &Value| Part {
            has_error: match value.get("error") {
                None | Some(Value::Null | Value::Bool(false)) => false,
                Some(Value::String(text)) => !text.is_empty(),
                Some(Value::Number(number)) => number.as_f64() != Some(0.0),
                Some(_) => true,
            },
            state: text(value, "state").map(|state| State::of(&state)),
            action_type: text(value, "actionType").map(|name| ActionType::of(&name)),
        };
        let headers = object("headers");
        let has_mark = MARKS.iter().any(|name| message.get(name).is_some());
        Sighting {
            has_mark: has_mark || message.pointer("/message/results").is_some(),
            has_headers: headers.is_some(),
            has_error_schema: headers
                .and_then(|headers| text(headers, "schemaRef"))
                .is_some_and(|schema| is_error_schema(&schema)),
            top: part(message),
            payload: object("payload").map(part),
        }
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
        classify(&sight(message))
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

    #[test]
    fn what_stands_at_a_property_counts_if_it_is_of_the_right_kind() {
        let nothing = Inbound {
            is_answer: false,
            state: State::Other,
            action: None,
            has_type: false,
            fails_request: false,
            is_enveloped: false,
        };
        let something = Inbound {
            is_answer: true,
            ..nothing
        };
        let enveloped = Inbound {
            is_enveloped: true,
            ..something
        };
        let of_unknown_type = Inbound {
            has_type: true,
            ..something
        };
        let messages = [
            r#"{}"#,
            r#"[{ "state": "completed", "actionType": "translate" }]"#,
            r#"{ "schemaRef": "optave.error.v3" }"#,
            r#"{ "message": "results", "results": [] }"#,
            r#"{ "message": "Internal server error", "connectionId": "abc=", "requestId": "def=" }"#,
            r#"{ "correlationId": "abc" }"#,
        ];
        let untold = [
            r#"{ "headers": null, "payload": null, "error": null, "state": null, "actionType": null }"#,
            r#"{ "headers": [{ "schemaRef": "optave.error.v3" }], "payload": [{ "state": "completed" }] }"#,
            r#"{ "headers": "headers", "payload": "payload" }"#,
            r#"{ "headers": { "schemaRef": "optave.errors.v3" } }"#,
            r#"{ "headers": { "schemaRef": ["optave.error.v3"] } }"#,
            r#"{ "action": 1 }"#,
            r#"{ "state": 7 }"#,
            r#"{ "message": { "results": [] } }"#,
        ];
        let enveloped_ones = [
            r#"{ "state": 1, "actionType": ["risk"], "payload": { "state": {}, "actionType": null } }"#,
            r#"{ "payload": { "schemaRef": "optave.error.v3" } }"#,
            r#"{ "error": null, "payload": { "error": "" } }"#,
            r#"{ "error": false, "payload": { "error": 0 } }"#,
        ];
        let untyped = [
            r#"{ "state": "", "actionType": "" }"#,
            r#"{ "state": "Completed", "actionType": "Error" }"#,
        ];
        for (messages, expected) in [
            (&messages[..], nothing),
            (&untold, something),
            (&enveloped_ones, enveloped),
            (&untyped, of_unknown_type),
        ] {
            for message in messages {
                let inbound = classified(&serde_json::from_str(message).unwrap());
                assert_eq!(inbound, expected, "{message}");
            }
        }
    }

    #[test]
    fn an_error_object_counts_wherever_it_stands_and_whatever_it_is() {
        for error in [json!({}), json!([]), json!("no"), json!(-1), json!(true)] {
            for message in [
                json!({ "error": error }),
                json!({ "payload": { "error": error } }),
                json!({ "state": "completed", "payload": { "error": error } }),
            ] {
                let inbound = classified(&message);
                assert_eq!(inbound.state, State::Error, "{message}");
                assert!(inbound.fails_request, "{message}");
            }
        }
    }

    #[test]
    fn a_schema_of_errors_fails_the_request_unless_a_superpower_is_named() {
        let headers = json!({ "schemaRef": "optave.error.v3" });
        for (payload, fails_request) in [
            (json!({ "message": {} }), true),
            (json!({ "actionType": "translate" }), false),
            (json!({ "actionType": "risk", "state": "completed" }), false),
            (json!({ "actionType": "error" }), true),
        ] {
            let message = json!({ "headers": headers, "payload": payload });
            let inbound = classified(&message);
            assert_eq!(inbound.state, State::Error, "{message}");
            assert_eq!(inbound.fails_request, fails_request, "{message}");
        }
    }

    #[test]
    fn an_action_type_is_known_in_any_letter_case_at_the_top_and_in_the_payload() {
        for action in Action::ALL {
            let name = action.wire();
            for name in [name, action.method(), &name.to_ascii_uppercase()] {
                assert_eq!(ActionType::of(name), ActionType::Action(action));
                for message in [
                    json!({ "actionType": name }),
                    json!({ "payload": { "actionType": name } }),
                ] {
                    let inbound = classified(&message);
                    assert_eq!((inbound.action, inbound.has_type), (Some(action), true));
                }
            }
        }
        assert_eq!(ActionType::of("error"), ActionType::Error);
        for name in ["", "Error", "message", "sentiment", "tranſlate", "ınsights"] {
            assert_eq!(ActionType::of(name), ActionType::Other, "{name}");
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

    fn any_part() -> impl Strategy<Value = Part> + Clone {
        let state = prop::sample::select(vec![State::Other, State::Completed, State::Error]);
        let action_type = prop_oneof![
            Just(ActionType::Error),
            Just(ActionType::Other),
            prop::sample::select(Action::ALL.to_vec()).prop_map(ActionType::Action),
        ];
        let (state, action_type) = (prop::option::of(state), prop::option::of(action_type));
        (any::<bool>(), state, action_type).prop_map(|(has_error, state, action_type)| Part {
            has_error,
            state,
            action_type,
        })
    }

    /// Whatever may stand there.
    pub(crate) fn any_sighting() -> impl Strategy<Value = Sighting> {
        let payload = prop::option::of(any_part());
        let flags = (any::<bool>(), any::<bool>(), any::<bool>());
        (flags, any_part(), payload).prop_map(
            |((has_mark, has_headers, has_error_schema), top, payload)| Sighting {
                has_mark,
                has_headers,
                has_error_schema,
                top,
                payload,
            },
        )
    }

    proptest! {
        #[test]
        fn any_json_is_classified(message in any_json()) {
            let inbound = classified(&message);
            prop_assert!(!inbound.fails_request || inbound.state == State::Error);
            prop_assert!(inbound.action.is_none() || inbound.has_type);
        }

        #[test]
        fn any_sighting_is_classified(sighting in any_sighting()) {
            let inbound = classify(&sighting);
            prop_assert!(!inbound.fails_request || inbound.state == State::Error);
            prop_assert!(inbound.action.is_none() || inbound.has_type);
            prop_assert!(!inbound.is_enveloped || sighting.payload.is_some());
        }

        #[test]
        fn of_an_envelope_only_an_error_counts_beside_its_payload(sighting in any_sighting(), payload in any_part()) {
            let envelope = Sighting { has_headers: true, payload: Some(payload), ..sighting };
            let top = Part { has_error: sighting.top.has_error, ..Part::default() };
            prop_assert_eq!(classify(&envelope), classify(&Sighting { top, ..envelope }));
        }
    }
}
