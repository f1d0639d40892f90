//! The wire types as one JSON Schema document, for whoever checks frames without this crate: the local
//! sandbox, servers, other clients.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::{AnswerEnvelope, Params, RequestEnvelope, SuperpowerMessage};

/// The whole contract as a JSON Schema 2020-12 document: one definition per type under `$defs`, in alphabetical
/// order. To check a frame, refer to a definition, such as `#/$defs/RequestEnvelope`.
pub fn contract() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    for register in [
        schema_of::<RequestEnvelope>,
        schema_of::<Params>,
        schema_of::<AnswerEnvelope>,
        schema_of::<SuperpowerMessage>,
    ] {
        register(&mut generator);
    }
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://optave-web-sdk/schema.json",
        "title": "Optave client protocol",
        "description": "What a client and the server send each other. Objects are open: unknown fields pass.",
        "$defs": generator.take_definitions(false),
    });
    // `uint32` and `double` are Rust's names, not JSON Schema's, and a strict validator refuses them.
    if let Ok(schema) = <&mut Schema>::try_from(&mut document) {
        RecursiveTransform(|schema: &mut Schema| {
            schema.remove("format");
        })
        .transform(schema);
    }
    document
}

fn schema_of<T: JsonSchema>(generator: &mut schemars::SchemaGenerator) {
    generator.subschema_for::<T>();
}
