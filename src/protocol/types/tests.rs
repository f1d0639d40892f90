//! The wire types against whole frames: serde and the JSON Schema accept and refuse the same ones.

// A test says what it expects by failing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::*;
use crate::protocol::action::Action;

/// Everything in a widget's call at once: channel, interface, headers, and the fields that only one sample has.
fn full_params() -> Value {
    json!({
        "headers": { "timestamp": "2025-03-02T08:15:00.000Z", "networkLatencyMs": 42.5 },
        "session": {
            "sessionId": "0195553e-7c3a-7d11-8a90-5b1f0c2d3e4f",
            "channel": {
                "browser": "Safari 17.0", "deviceInfo": "iOS/18.2, iPhone15,3", "deviceType": "mobile",
                "language": "en-GB", "location": "51.5074,-0.1278", "medium": "chat", "section": "returns",
            },
            "interface": {
                "appVersion": "4.0.2", "category": "shop", "language": "en-GB", "name": "parcel_desk",
                "type": "custom_components",
            },
        },
        "request": {
            "requestId": "0195553e-7c3b-7000-9c4e-aa0b1c2d3e4f",
            "attributes": { "variant": "A" },
            "connections": { "threadId": "0195553e-7c3c-7abc-b001-112233445566" },
            "context": { "organizationId": "org-7", "tenantId": "tenant-3" },
            "settings": {
                "disableSearch": false, "disableStream": false, "disableSources": false, "disableTools": false,
                "disableBrowsing": false, "maxResponseLength": 1500, "overrideOutputLanguage": "cy-GB",
                "overrideInterfaceLanguage": "en-GB", "overrideChannelMedium": "voice",
            },
            "scope": {
                "resources": {
                    "links": [{
                        "id": "l-1", "type": "returns_form", "url": "https://shop.example/returns",
                        "label": "Send it back", "html": false, "expiresAt": "2025-04-01T00:00:00Z",
                    }],
                    "codes": [{ "id": "c-1", "type": "order_number", "value": "P-2207", "label": "Order" }],
                },
                "conversations": [conversation()],
                "interactions": [interaction()],
            },
        },
    })
}

fn conversation() -> Value {
    json!({
        "conversationId": "",
        "participants": [
            { "participantId": "p-1", "displayName": "Maren", "role": "user" },
            { "participantId": "p-2", "displayName": "Teo", "role": "operator" },
        ],
        "messages": [
            { "content": "The lamp came broken.", "participantId": "p-1", "timestamp": "2025-03-02T08:15:00.000Z" },
            { "content": "Sorry! I look it up.", "participantId": "p-2", "timestamp": "2025-03-02T08:15:09.000Z" },
        ],
        "metadata": {},
    })
}

fn interaction() -> Value {
    json!({
        "content": "Parcel P-2207 was delivered", "id": "1", "name": "parcel_delivered", "role": "system",
        "timestamp": "2025-03-01T17:02:00.000Z",
    })
}

/// A payload that states its empty fields too.
fn payload(ids: Value, resources: Value) -> Value {
    json!({
        "session": {
            "sessionId": "0195553e-7c3a-7d11-8a90-5b1f0c2d3e4f",
            "channel": { "language": "en-GB" },
            "interface": { "type": "chat" },
        },
        "request": {
            "requestId": "0195553e-7c3b-7000-9c4e-aa0b1c2d3e4f",
            "attributes": { "variant": "A" },
            "connections": { "journeyId": "", "parentId": "", "threadId": "thread-9" },
            "context": {
                "caseId": "", "departmentId": "", "operatorId": "", "organizationId": "org-7", "userId": "",
            },
            "reference": { "ids": ids, "labels": [], "tags": [] },
            "resources": resources,
            "scope": { "conversations": [conversation()], "interactions": [interaction()] },
            "a2a": [{ "id": "a-1", "name": "stock", "type": "lookup" }],
            "cursor": { "since": "", "until": "" },
        },
    })
}

fn interaction_payload() -> Value {
    payload(
        json!([{ "name": "parcel", "value": "P-2207" }]),
        json!({ "codes": [], "links": [], "offers": [] }),
    )
}

fn recommend_payload() -> Value {
    payload(
        json!([{ "name": "", "value": "" }]),
        json!({ "offers": [{}, { "sku": 7, "price": { "eur": 12.5 } }] }),
    )
}

fn envelope(action: &str, payload: Value) -> Value {
    json!({
        "headers": {
            "correlationId": "0195553e-7c40-7000-8000-000000000001", "tenantId": "tenant-3",
            "traceId": "0195553e-7c40-7000-8000-000000000002",
            "idempotencyKey": "0195553e-7c40-7000-8000-000000000003",
            "identifier": "message", "action": action, "schemaRef": "optave.message.v3", "sdkVersion": "3.2.1",
            "timestamp": "2025-03-02T08:15:10.000Z", "issuedAt": "2025-03-02T08:15:10.004Z",
        },
        "payload": payload,
        "action": "message",
    })
}

fn bare(action_type: &str, state: &str, results: Value) -> Value {
    json!({ "action": "superpower", "actionType": action_type, "state": state, "message": { "results": results } })
}

fn enveloped_answer() -> Value {
    json!({
        "action": "message",
        "headers": {
            "correlationId": "0195553e-7c40-7000-8000-000000000001", "action": "interaction",
            "schemaRef": "optave.error.v3",
        },
        "payload": bare("risk", "error", json!([{ "response": [{ "content": "Out of order", "error_code": 17 }] }])),
    })
}

/// Each type that a frame can be, with whole frames of it.
fn samples() -> Vec<(&'static str, Value)> {
    vec![
        ("Params", full_params()),
        ("Params", json!({})),
        ("Payload", interaction_payload()),
        ("Payload", recommend_payload()),
        (
            "RequestEnvelope",
            envelope("interaction", interaction_payload()),
        ),
        (
            "RequestEnvelope",
            envelope("recommend", recommend_payload()),
        ),
        ("AnswerEnvelope", enveloped_answer()),
        (
            "AnswerEnvelope",
            json!({ "error": { "code": "BUSY", "message": "Later, please" } }),
        ),
        ("SuperpowerMessage", bare("sentiment", "started", json!([]))),
        (
            "SuperpowerMessage",
            bare(
                "interaction",
                "completed",
                json!([{ "response": [{ "content": "Hello" }] }]),
            ),
        ),
        (
            "SuperpowerMessage",
            bare(
                "search",
                "half-way",
                json!([{ "score": 0.5, "notes": null }]),
            ),
        ),
        (
            "SuperpowerMessage",
            bare("recommend", "completed", json!([{}])),
        ),
    ]
}

/// What comes back out after reading `value` as the named type; `None` when it is refused.
fn reread(name: &str, value: &Value) -> Option<Value> {
    fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
        let read: T = serde_json::from_value(value.clone()).ok()?;
        Some(serde_json::to_value(read).unwrap())
    }
    match name {
        "Params" => through::<Params>(value),
        "Payload" => through::<Payload>(value),
        "RequestEnvelope" => through::<RequestEnvelope>(value),
        "AnswerEnvelope" => through::<AnswerEnvelope>(value),
        "SuperpowerMessage" => through::<SuperpowerMessage>(value),
        _ => panic!("no such type: {name}"),
    }
}

fn validator(name: &str) -> &'static Validator {
    static VALIDATORS: LazyLock<Vec<(&str, Validator)>> = LazyLock::new(|| {
        [
            "Params",
            "Payload",
            "RequestEnvelope",
            "AnswerEnvelope",
            "SuperpowerMessage",
        ]
        .into_iter()
        .map(|name| {
            let mut document = schema::contract();
            document["$ref"] = json!(format!("#/$defs/{name}"));
            (name, jsonschema::draft202012::new(&document).unwrap())
        })
        .collect()
    });
    &VALIDATORS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap()
        .1
}

/// Both must say the same; returns what they say.
fn accepted(name: &str, value: &Value) -> bool {
    let by_serde = reread(name, value).is_some();
    let by_schema = validator(name).is_valid(value);
    assert_eq!(
        by_serde, by_schema,
        "serde and schema disagree about this {name}: {value:#}"
    );
    by_schema
}

/// `serde_json` tells 17 from 17.0, JSON does not.
fn plain_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.as_f64()),
        Value::Array(items) => items.iter_mut().for_each(plain_numbers),
        Value::Object(fields) => fields.values_mut().for_each(plain_numbers),
        _ => {}
    }
}

#[test]
fn whole_frames_are_accepted_and_come_out_as_they_went_in() {
    for (name, mut sample) in samples() {
        assert!(accepted(name, &sample), "{name} refused: {sample:#}");
        let mut again = reread(name, &sample).unwrap();
        plain_numbers(&mut sample);
        plain_numbers(&mut again);
        assert_eq!(again, sample, "{name}");
    }
}

#[test]
fn a_wrong_type_is_refused() {
    let wrong = [
        ("Params", "/headers", json!([])),
        ("Params", "/headers/timestamp", json!(1740903300)),
        ("Params", "/headers/networkLatencyMs", json!("42")),
        ("Params", "/session", json!(null)),
        ("Params", "/session/channel", json!("chat")),
        ("Params", "/session/channel/medium", json!(["chat"])),
        ("Params", "/request/connections/threadId", json!(9)),
        ("Params", "/request/attributes/variant", json!(true)),
        ("Params", "/request/settings/disableStream", json!("yes")),
        ("Params", "/request/settings/maxResponseLength", json!(-1)),
        ("Params", "/request/settings/maxResponseLength", json!(1.5)),
        ("Params", "/request/scope/conversations", conversation()),
        (
            "Params",
            "/request/scope/conversations/0/messages/0/content",
            json!({ "text": "Hi" }),
        ),
        (
            "Params",
            "/request/scope/conversations/0/metadata",
            json!([]),
        ),
        ("Params", "/request/scope/resources/links/0/html", json!(0)),
        ("RequestEnvelope", "/action", json!("superpower")),
        (
            "RequestEnvelope",
            "/headers/action",
            json!("customerInteraction"),
        ),
        ("RequestEnvelope", "/headers/action", json!("teleport")),
        (
            "RequestEnvelope",
            "/headers/schemaRef",
            json!("optave.message.v2"),
        ),
        ("RequestEnvelope", "/headers/identifier", json!("msg")),
        ("RequestEnvelope", "/headers/correlationId", json!(null)),
        ("RequestEnvelope", "/payload/request/requestId", json!(null)),
        (
            "RequestEnvelope",
            "/payload/request/resources/offers",
            json!(["lamp"]),
        ),
        ("RequestEnvelope", "/payload/session", json!(null)),
        ("AnswerEnvelope", "/payload/message/results", json!({})),
        (
            "AnswerEnvelope",
            "/payload/message/results/0/response/0/error_code",
            json!(true),
        ),
        ("SuperpowerMessage", "/state", json!(3)),
        ("SuperpowerMessage", "/message", json!([])),
    ];
    for (name, place, value) in wrong {
        let (_, mut sample) = samples()
            .into_iter()
            .find(|(known, _)| *known == name)
            .unwrap();
        if name == "RequestEnvelope" {
            sample = envelope("recommend", recommend_payload());
        }
        *sample
            .pointer_mut(place)
            .unwrap_or_else(|| panic!("{name} has no {place}")) = value.clone();
        assert!(
            !accepted(name, &sample),
            "{name} with {place} = {value} must be refused"
        );
    }
}

#[test]
fn what_the_wire_requires_is_required() {
    let required = [
        ("", "action"),
        ("", "headers"),
        ("", "payload"),
        ("/headers", "correlationId"),
        ("/headers", "action"),
        ("/headers", "schemaRef"),
        ("/headers", "identifier"),
        ("/payload", "session"),
        ("/payload", "request"),
        ("/payload/request", "requestId"),
    ];
    for (place, field) in required {
        let mut sample = envelope("interaction", interaction_payload());
        sample
            .pointer_mut(place)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(field)
            .unwrap();
        assert!(
            !accepted("RequestEnvelope", &sample),
            "{place}/{field} may not be missing"
        );
    }
    let least = json!({
        "action": "message",
        "headers": {
            "correlationId": "1", "action": "reception", "schemaRef": "optave.message.v3", "identifier": "message",
        },
        "payload": { "session": {}, "request": { "requestId": "2" } },
    });
    assert!(accepted("RequestEnvelope", &least));
}

#[test]
fn unknown_fields_pass_except_beside_the_three_of_params() {
    for (name, sample) in samples() {
        for place in places(&sample) {
            let mut more = sample.clone();
            let Some(fields) = more.pointer_mut(&place).and_then(Value::as_object_mut) else {
                continue;
            };
            fields.insert("fromTomorrow".into(), json!({ "n": [1, null] }));
            let open = name != "Params" || !place.is_empty();
            assert_eq!(accepted(name, &more), open, "{name} at {place:?}");
            if open {
                let kept = reread(name, &more).unwrap();
                assert_eq!(
                    kept.pointer(&format!("{place}/fromTomorrow/n/0")),
                    Some(&json!(1)),
                    "{name} at {place:?}"
                );
            }
        }
    }
}

#[test]
fn nulls_pass_where_the_type_says_so() {
    let nulls = json!({ "request": { "requestId": null, "attributes": null, "scope": { "conversations": null },
        "connections": { "threadId": null }, "a2a": null } });
    assert!(accepted("Params", &nulls));
    assert!(accepted(
        "SuperpowerMessage",
        &json!({ "state": null, "message": null, "error": null })
    ));
}

#[test]
fn action_names_are_the_protocols() {
    let actions = &schema::contract()["$defs"]["ActionName"]["enum"];
    assert_eq!(*actions, json!(Action::ALL.map(Action::wire)));
}

#[test]
fn scope_has_the_24_lists() {
    let lists: Vec<&str> =
        "accounts appointments assets bookings cases conversations documents events interactions \
         items locations offers operators orders organizations persons policies products properties \
         services subscriptions tickets transactions users"
            .split(' ')
            .collect();
    let contract = schema::contract();
    let fields = contract["$defs"]["Scope"]["properties"]
        .as_object()
        .unwrap();
    for list in &lists {
        assert_eq!(fields[*list]["type"], json!(["array", "null"]), "{list}");
    }
    assert_eq!(fields.len(), lists.len() + 1, "the lists and `resources`");
}

#[test]
fn the_document_is_a_json_schema_and_always_the_same() {
    let contract = schema::contract();
    assert!(jsonschema::draft202012::meta::is_valid(&contract));
    assert_eq!(contract.to_string(), schema::contract().to_string());
    assert!(
        !contract.to_string().contains("\"format\""),
        "strict validators refuse Rust's number formats"
    );
    for (name, definition) in contract["$defs"].as_object().unwrap() {
        assert!(
            definition["description"].is_string(),
            "{name} says what it is"
        );
        if definition["type"] == "object" {
            assert_eq!(
                definition["additionalProperties"],
                json!(name != "Params"),
                "{name}"
            );
        }
    }
}

/// JSON pointers to every value inside, the whole included.
fn places(value: &Value) -> Vec<String> {
    fn walk(value: &Value, here: String, found: &mut Vec<String>) {
        match value {
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(index, item)| walk(item, format!("{here}/{index}"), found));
            }
            Value::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(name, field)| walk(field, format!("{here}/{name}"), found));
            }
            _ => {}
        }
        found.push(here);
    }
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}

fn small_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        (-3..2000i32).prop_map(|value| json!(value)),
        Just(json!(0.5)),
        "[a-z]{0,3}".prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| json!(items)),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..3).prop_map(|fields| json!(fields)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn serde_and_schema_agree_whatever_stands_anywhere(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        value in small_json(),
        remove in any::<bool>(),
    ) {
        let samples = samples();
        let (name, mut sample) = samples[which.index(samples.len())].clone();
        // Not the whole frame: serde reads a struct from a list too, which JavaScript never gives it.
        let inside: Vec<String> = places(&sample).into_iter().filter(|place| !place.is_empty()).collect();
        prop_assume!(!inside.is_empty());
        let place = &inside[place.index(inside.len())];
        let (parent, field) = place.rsplit_once('/').unwrap();
        match sample.pointer_mut(parent).unwrap() {
            Value::Object(fields) if remove => { fields.remove(field); }
            Value::Object(fields) => { fields.insert(field.to_owned(), value); }
            Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
            _ => unreachable!("a parent holds something"),
        }
        accepted(name, &sample);
    }
}
