//! What a client tells its listeners.

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::protocol::types::{AnswerEnvelope, SuperpowerMessage};

/// A message as it came, bare or in an envelope.
#[derive(Tsify)]
#[serde(untagged)]
pub enum InboundMessage {
    Bare(SuperpowerMessage),
    Enveloped(AnswerEnvelope),
}

#[wasm_bindgen(typescript_custom_section)]
const EVENTS: &str = r"
/** What each event carries. */
export interface OptaveEvents {
  /** The connection has opened. */
  open: ConnectionInfo;
  /** The connection has ended. */
  close: CloseInfo;
  /** What went wrong and belongs to no promise. */
  error: OptaveError;
  /** The connection is doing something else than before. */
  state: ConnectionInfo;
  /** The connection was lost and will be tried again. */
  reconnecting: ReconnectInfo;
  /** Every message that is no error. */
  message: InboundMessage;
  /** The same as `message`. */
  response: InboundMessage;
  /** The same as `message`. */
  'superpower.response': InboundMessage;
  /** Every error of the server's, whether a request rejects with it or not. */
  'superpower.error': OptaveError;
  /** Every message that belongs to a request, errors and late ones included. */
  update: OptaveUpdate;
  /** Every message of one action: `action` of the message, or of its headers, in lower case. */
  [message: `message.${string}`]: InboundMessage;
  /** Every message of one form, by the `schemaRef` of its headers. */
  [schemaRef: `optave.${string}`]: InboundMessage;
}
";
