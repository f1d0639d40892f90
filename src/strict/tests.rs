//! The walk, against frames written by hand and against frames grown from the JSON Schema: types, schema and walk agree
//! on every one of them.

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
use serde_json::{Value, json};

use super::{Kind, check};
use crate::protocol::types::{AnswerEnvelope, Params, SuperpowerMessage, schema};

fn faults(kind: Kind, value: &Value) -> Vec<String> {
    check(kind, value)
}

#[track_caller]
fn finds(kind: Kind, value: Value, expected: &[&str]) {
    assert_eq!(faults(kind, &value), expected, "{value:#}");
}

#[test]
fn every_fault_is_named_with_its_place() {
    let message = |timestamp: Value| json!({ "content": "Hello", "timestamp": timestamp });
    finds(
        Kind::Params,
        json!({
            "headers": { "networkLatencyMs": "12" },
            "request": {
                "scope": {
                    "conversations": [{ "messages": [message(json!("now")), message(json!(null)), message(json!(5))] }],
                    "products": [{ "id": "1" }, 2, { "id": [] }],
                },
                "settings": { "disableStream": "no", "maxResponseLength": -1 },
                "resources": { "offers": [{}, "lamp"] },
            },
            "session": { "channel": false },
        }),
        &[
            "headers.networkLatencyMs: expected number, got string",
            "request.resources.offers[1]: expected object, got string",
            "request.scope.conversations[0].messages[2].timestamp: expected string, got number",
            "request.scope.products[1]: expected object, got number",
            "request.scope.products[2].id: expected string, got array",
            "request.settings.disableStream: expected boolean, got string",
            "request.settings.maxResponseLength: expected integer from 0 to 4294967295, got number",
            "session.channel: expected object, got boolean",
        ],
    );
}

#[test]
fn every_kind_of_thing_is_told_from_the_others() {
    let things = [
        ("null", json!(null)),
        ("boolean", json!(true)),
        ("number", json!(0.5)),
        ("string", json!("text")),
        ("array", json!([{}, {}])),
        ("object", json!({ "a": { "b": [] } })),
    ];
    let places = [
        ("string", "/request/requestId"),
        ("boolean", "/request/settings/disableTools"),
        ("number", "/headers/networkLatencyMs"),
        (
            "integer from 0 to 4294967295",
            "/request/settings/maxResponseLength",
        ),
        ("array", "/request/a2a"),
        ("object", "/request/settings"),
        ("object", "/request/scope/conversations/0/metadata"),
    ];
    for (wanted, place) in places {
        for (thing, value) in &things {
            let mut sample = json!({
                "headers": { "networkLatencyMs": 1.5 },
                "request": {
                    "requestId": "1", "a2a": [], "settings": { "disableTools": true, "maxResponseLength": 3 },
                    "scope": { "conversations": [{ "metadata": {} }] },
                },
            });
            *sample.pointer_mut(place).unwrap() = value.clone();
            let path = place[1..].replace("/0", "[0]").replace('/', ".");
            let expected = if wanted == *thing || *thing == "null" {
                vec![]
            } else {
                vec![format!("{path}: expected {wanted}, got {thing}")]
            };
            assert_eq!(faults(Kind::Params, &sample), expected);
        }
    }
}

#[test]
fn a_whole_number_is_one_however_it_is_written() {
    let of = |length: Value| json!({ "request": { "settings": { "maxResponseLength": length } } });
    for good in [
        json!(0),
        json!(7.0),
        json!(4_294_967_295_u32),
        json!(4_294_967_295.0),
    ] {
        finds(Kind::Params, of(good), &[]);
    }
    for bad in [
        json!(-1),
        json!(1.5),
        json!(4_294_967_296_u64),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
    ] {
        assert_eq!(faults(Kind::Params, &of(bad)).len(), 1);
    }
}

#[test]
fn what_is_not_even_the_right_kind_of_whole_has_a_name() {
    finds(
        Kind::Params,
        json!([]),
        &["params: expected object, got array"],
    );
    finds(
        Kind::SuperpowerMessage,
        json!("hello"),
        &["message: expected object, got string"],
    );
    finds(
        Kind::Params,
        json!({ "request": null }),
        &["request: expected object, got null"],
    );
}

#[test]
fn answers_are_walked_through_in_both_forms() {
    let body = json!({
        "state": 3,
        "message": { "results": [{ "response": [{ "content": 1, "error_code": true }, { "error_code": 17 }] }, null] },
        "error": "down",
    });
    finds(
        Kind::SuperpowerMessage,
        body.clone(),
        &[
            "error: expected object, got string",
            "message.results[0].response[0].content: expected string, got number",
            "message.results[0].response[0].error_code: expected string or number, got boolean",
            "message.results[1]: expected object, got null",
            "state: expected string, got number",
        ],
    );
    finds(
        Kind::AnswerEnvelope,
        json!({ "headers": { "correlationId": 7 }, "payload": { "message": body["message"] } }),
        &[
            "headers.correlationId: expected string, got number",
            "payload.message.results[0].response[0].content: expected string, got number",
            "payload.message.results[0].response[0].error_code: expected string or number, got boolean",
            "payload.message.results[1]: expected object, got null",
        ],
    );
}

#[test]
fn unknown_fields_pass_whatever_is_in_them_and_however_deep() {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([{ "in": deep }]);
    }
    finds(
        Kind::SuperpowerMessage,
        json!({ "fromTomorrow": deep, "message": { "results": [{ "score": deep, "response": [] }] } }),
        &[],
    );
    finds(
        Kind::Params,
        json!({ "request": { "novel": deep, "scope": { "tickets": [deep], "novel": null } } }),
        &[],
    );
}

#[test]
fn a_stray_key_of_params_is_a_fault() {
    let lines = faults(Kind::Params, &json!({ "sesion": {} }));
    assert_eq!(lines, ["params: cannot be read"]);
}

#[test]
fn thousands_of_faults_are_all_found() {
    let results: Vec<Value> = (0..5_000).map(|number| json!(number)).collect();
    let lines = faults(
        Kind::SuperpowerMessage,
        &json!({ "message": { "results": results } }),
    );
    assert_eq!(lines.len(), 5_000);
    assert_eq!(
        lines[4_999],
        "message.results[4999]: expected object, got number"
    );
}

// --- Agreement ---

const KINDS: [(Kind, &str); 3] = [
    (Kind::Params, "Params"),
    (Kind::AnswerEnvelope, "AnswerEnvelope"),
    (Kind::SuperpowerMessage, "SuperpowerMessage"),
];

static CONTRACT: LazyLock<Value> = LazyLock::new(schema::contract);

static VALIDATORS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
    let compile = |(_, name): (Kind, &str)| {
        let mut document = CONTRACT.clone();
        document["$ref"] = json!(format!("#/$defs/{name}"));
        jsonschema::draft202012::new(&document).unwrap()
    };
    KINDS.into_iter().map(compile).collect()
});

fn read_by_types(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Params => serde_json::from_value::<Params>(value.clone()).is_ok(),
        Kind::AnswerEnvelope => serde_json::from_value::<AnswerEnvelope>(value.clone()).is_ok(),
        Kind::SuperpowerMessage => {
            serde_json::from_value::<SuperpowerMessage>(value.clone()).is_ok()
        }
    }
}

/// Grows values from the schema, and plants faults in them, each noted as the line that has to be found.
struct Gardener<'a> {
    choices: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    /// Of 256 places, so many get a fault.
    faultiness: u8,
    planted: Vec<String>,
}

impl Gardener<'_> {
    fn choose(&mut self, options: u8) -> u8 {
        self.choices.next().unwrap() % options
    }

    fn anything(&mut self, depth: u8) -> Value {
        match self.choose(if depth == 0 { 5 } else { 7 }) {
            0 => json!(null),
            1 => json!(self.choose(2) == 0),
            2 => json!(i32::from(self.choose(200)) - 50),
            3 => json!(f64::from(self.choose(100)) + 0.5),
            4 => json!("text"),
            5 => (0..self.choose(3))
                .map(|_| self.anything(depth - 1))
                .collect(),
            _ => json!({ "a": self.anything(depth - 1), "b": self.anything(depth - 1) }),
        }
    }

    fn grow(&mut self, schema: &Value, path: &str) -> Value {
        if *schema == json!(true) {
            return self.anything(2);
        }
        let (shape, may_be_null) = simplified(schema);
        if may_be_null && self.choose(8) == 0 {
            return json!(null);
        }
        let wanted = wanted(&shape);
        if !path.is_empty() && self.choices.next().unwrap() < &self.faultiness {
            let value = self.anything(2);
            let is_right = fits(&shape, &value) || may_be_null && value.is_null();
            if !is_right {
                self.planted.push(format!(
                    "{path}: expected {wanted}, got {}",
                    name_of(&value)
                ));
                return value;
            }
        }
        match wanted {
            "boolean" => json!(self.choose(2) == 0),
            "number" => json!(f64::from(self.choose(100)) - 20.5),
            "array" => (0..self.choose(3))
                .map(|index| self.grow(&shape["items"], &format!("{path}[{index}]")))
                .collect(),
            "object" => self.object(&shape, path),
            "string or number" if self.choose(2) == 0 => json!(self.choose(100)),
            "string" | "string or number" => json!("text"),
            _ => json!(self.choose(100)),
        }
    }

    fn object(&mut self, shape: &Value, path: &str) -> Value {
        let mut fields = serde_json::Map::new();
        for (name, field) in shape["properties"].as_object().into_iter().flatten() {
            // Most of what there is, so that growing goes on inside.
            if self.choose(4) > 0 {
                let place = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                fields.insert(name.clone(), self.grow(field, &place));
            }
        }
        if shape["additionalProperties"] == json!(true) && self.choose(2) == 0 {
            fields.insert("fromTomorrow".into(), self.anything(3));
        }
        Value::Object(fields)
    }
}

/// A schema without references, and without `null` among what it takes; and whether that was among it.
fn simplified(schema: &Value) -> (Value, bool) {
    if let Some(reference) = schema["$ref"].as_str() {
        return simplified(&CONTRACT["$defs"][reference.rsplit('/').next().unwrap()]);
    }
    let is_null = |one: &Value| one["type"] == "null";
    if let Some(options) = schema["anyOf"].as_array() {
        return match &options[..] {
            [one, null] if is_null(null) => (simplified(one).0, true),
            _ => (schema.clone(), false),
        };
    }
    let mut shape = schema.clone();
    if let Some([first, _]) = schema["type"].as_array().map(Vec::as_slice) {
        shape["type"] = first.clone();
        return (shape, true);
    }
    (shape, false)
}

fn wanted(shape: &Value) -> &str {
    match shape["type"].as_str() {
        Some("integer") => "integer from 0 to 4294967295",
        Some(name) => name,
        None => {
            assert_eq!(shape["anyOf"][0]["type"], "string");
            assert_eq!(shape["anyOf"][1]["type"], "number");
            assert_eq!(shape["anyOf"][2], json!(null));
            "string or number"
        }
    }
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a value is of the kind that a shape is of; what is in it is another matter, so none with anything in it is.
fn fits(shape: &Value, value: &Value) -> bool {
    match wanted(shape) {
        "string or number" => value.is_string() || value.is_number(),
        "string" | "boolean" | "number" | "array" | "object" => name_of(value) == wanted(shape),
        _ => value.is_u64(),
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn types_schema_and_walk_agree_on_what_grows_from_the_schema(
        choices in prop::collection::vec(any::<u8>(), 50..400),
        kind in 0..KINDS.len(),
        faultiness in prop_oneof![Just(0), Just(3), Just(40)],
    ) {
        let (kind, name) = KINDS[kind];
        let mut gardener = Gardener { choices: choices.iter().cycle(), faultiness, planted: Vec::new() };
        let sample = gardener.grow(&CONTRACT["$defs"][name], "");
        let planted = sorted(gardener.planted);
        prop_assert!(faultiness > 0 || planted.is_empty());
        prop_assert_eq!(sorted(faults(kind, &sample)), &planted[..], "the walk, {}: {:#}", name, sample);
        prop_assert_eq!(VALIDATORS[kind as usize].is_valid(&sample), planted.is_empty(), "the schema, {}: {:#}", name, sample);
        prop_assert_eq!(read_by_types(kind, &sample), planted.is_empty(), "the types, {}: {:#}", name, sample);
    }

    #[test]
    fn they_agree_on_what_has_nothing_to_do_with_the_schema(choices in prop::collection::vec(any::<u8>(), 1..60), kind in 0..KINDS.len()) {
        let (kind, name) = KINDS[kind];
        let mut gardener = Gardener { choices: choices.iter().cycle(), faultiness: 0, planted: Vec::new() };
        // Under the names of fields, so that it is looked at.
        let sample: Value = CONTRACT["$defs"][name]["properties"].as_object().unwrap().keys()
            .map(|field| (field.clone(), gardener.anything(3))).collect();
        let is_right = faults(kind, &sample).is_empty();
        prop_assert_eq!(VALIDATORS[kind as usize].is_valid(&sample), is_right, "the schema, {}: {:#}", name, sample);
        prop_assert_eq!(read_by_types(kind, &sample), is_right, "the types, {}: {:#}", name, sample);
    }
}

#[test]
fn the_gardener_plants_faults_and_grows_samples_without() {
    let choices: Vec<u8> = (0..251).map(|number| (number * 7 + 3) as u8).collect();
    let planted = |faultiness| {
        let mut gardener = Gardener {
            choices: choices.iter().cycle(),
            faultiness,
            planted: Vec::new(),
        };
        let sample = gardener.grow(&CONTRACT["$defs"]["Params"], "");
        (sample.to_string().len(), gardener.planted.len())
    };
    let ((size, none), (_, some)) = (planted(0), planted(40));
    assert!(
        size > 300 && none == 0 && some > 0,
        "{size} bytes, {none} and {some} faults"
    );
}
