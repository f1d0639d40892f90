//! The wire types: what goes over the wire, written once.
//!
//! From these structs come the TypeScript declarations (tsify, wasm only), the JSON Schema (schemars, native only)
//! and strict validation (serde). They hold no behaviour, and a build that does not use them does not carry them:
//! payloads themselves stay in the JavaScript heap.
//!
//! Rules that hold throughout (wire protocol, section 3): a field may be left out, and may be `null`, unless it says
//! otherwise; objects are open, so unknown fields pass and are kept, though TypeScript takes none in what callers write
//! down unless they have declared them; strings with well-known values take others too.

#[macro_use]
mod object;
mod answer;
mod conversation;
mod envelope;
mod open_names;
mod request;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
mod session;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use answer::{
    AnswerEnvelope, AnswerHeaders, ErrorCode, NAME_OR_NUMBER, ResponseItem, ServerError,
    SuperpowerContent, SuperpowerMessage, SuperpowerResult,
};
pub use conversation::{Conversation, Interaction, Message, Participant};
pub use envelope::{
    ActionName, EnvelopeAction, Params, ParamsHeaders, Payload, RequestEnvelope, RequestHeaders,
    RequestIdentifier, RequestSchemaRef,
};
#[cfg(not(target_arch = "wasm32"))]
use object::not_given;
pub use object::{Json, JsonObject};
pub use open_names::{
    ActionType, AnswerSchemaRef, AppType, DeviceType, InteractionRole, Medium, ParticipantRole,
    SuperpowerState, Variant,
};
pub use request::{
    Agent, Attributes, Code, Connections, Context, Cursor, Link, Product, Reference, ReferenceId,
    Request, Resources, Scope, Settings,
};
pub use session::{Channel, Interface, Session};
